module example.com/suite/app

go 1.26.0

require (
	golang.org/x/net v0.46.0
)
