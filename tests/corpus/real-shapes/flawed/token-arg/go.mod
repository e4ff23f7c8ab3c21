module github.com/example-corp/payouts

go 1.26.0

require (
	github.com/example-corp/bank v0.4.0
)
