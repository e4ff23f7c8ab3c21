module example.com/orders

go 1.19

// expect: GB608
toolchain go1.22.1

require golang.org/x/text v0.14.0
