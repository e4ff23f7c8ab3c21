module github.com/example/herring

go 1.26.4

require (
	github.com/spf13/cobra v1.10.1
	golang.org/x/term v0.36.0
)
