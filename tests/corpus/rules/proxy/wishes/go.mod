module example.com/orders

go 1.26

require (
	git.corp.example/lib v1.2.0
	golang.org/x/text v0.14.0
)
