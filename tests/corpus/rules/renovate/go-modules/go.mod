module example.com/orders

go 1.26 // expect: GB912

require golang.org/x/text v0.14.0
