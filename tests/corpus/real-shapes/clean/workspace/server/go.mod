module example.com/fleet/server

go 1.26.0

require (
	google.golang.org/grpc v1.76.0
)
