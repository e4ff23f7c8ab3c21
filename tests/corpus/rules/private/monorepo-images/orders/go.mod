module example.com/orders

go 1.26

require (
	example.com/lib v0.1.0
	golang.org/x/text v0.14.0
)

replace example.com/lib => ../lib
