module example.com/tracer

go 1.26.0

require (
	github.com/cilium/ebpf v0.19.0
)
