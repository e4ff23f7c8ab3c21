module git.corp.example.com/shop/orders

go 1.26.0

require (
	git.corp.example.com/shop/lib v1.4.0
	github.com/go-chi/chi/v5 v5.2.3
)
