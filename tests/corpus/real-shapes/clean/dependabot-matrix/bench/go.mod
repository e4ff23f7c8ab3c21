module github.com/example/ringbuf/bench

go 1.26.0

require (
	golang.org/x/perf v0.0.0-20250918000000-abcdefabcdef
)
