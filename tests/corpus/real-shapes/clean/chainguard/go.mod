module example.com/policy

go 1.26.0

require (
	github.com/open-policy-agent/opa v1.9.0
)
