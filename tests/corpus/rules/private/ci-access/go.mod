module github.com/acme/orders

go 1.26

require github.com/acme/lib v1.0.0
