module example.com/relay

go 1.26.0

require (
	github.com/nats-io/nats.go v1.46.1
)
