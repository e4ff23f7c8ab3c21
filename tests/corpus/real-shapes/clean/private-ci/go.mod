module github.com/example-corp/ledger

go 1.26.0

require (
	github.com/example-corp/money v1.4.0
	go.uber.org/zap v1.27.0
)
