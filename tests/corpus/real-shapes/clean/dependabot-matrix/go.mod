module github.com/example/ringbuf

go 1.26.0

require (
	golang.org/x/sys v0.37.0
)
