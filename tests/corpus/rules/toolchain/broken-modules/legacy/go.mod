module example.com/orders/legacy

go 1.20

// expect: GB610
require golang.org/x/text v0.15.0
