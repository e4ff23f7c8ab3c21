module git.corp.example.com/shop/cart

go 1.26.0

require (
	git.corp.example.com/shop/lib v1.4.0
	golang.org/x/sync v0.17.0
)
