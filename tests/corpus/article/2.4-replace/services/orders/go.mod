module example.com/shop/services/orders

go 1.26.0

require (
	example.com/shop/lib v0.0.0
	github.com/go-chi/chi/v5 v5.2.3
)

// expect: GB220
replace example.com/shop/lib => ../../lib
