module github.com/example-corp/api

go 1.26.0

require (
	github.com/example-corp/authlib v0.9.2
	github.com/go-chi/chi/v5 v5.2.3
)
