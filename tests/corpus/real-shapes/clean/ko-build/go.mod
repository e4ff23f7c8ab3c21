module example.com/gateway

go 1.26.5

require (
	knative.dev/pkg v0.0.0-20251001000000-0123456789ab
)
