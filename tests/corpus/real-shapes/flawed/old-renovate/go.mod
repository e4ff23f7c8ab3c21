module example.com/mesh

go 1.26.0

require (
	github.com/envoyproxy/go-control-plane v0.14.0
)
