module example.com/parser

go 1.26.0

require (
	golang.org/x/text v0.30.0
)
