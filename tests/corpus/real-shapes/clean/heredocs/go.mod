module example.com/probe

go 1.26.0

require (
	github.com/miekg/dns v1.1.68
)
