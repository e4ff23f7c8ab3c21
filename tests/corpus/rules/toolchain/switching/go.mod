module example.com/orders

go 1.26.0

toolchain go1.27.1

require golang.org/x/text v0.14.0
