module example.com/orders/worker

go 1.26

require golang.org/x/text v0.14.0
