module example.com/orders/tools

go 1.26
