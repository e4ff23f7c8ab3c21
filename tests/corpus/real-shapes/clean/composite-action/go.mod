module example.com/dashboards

go 1.26.0

require (
	github.com/prometheus/client_golang v1.23.2
)
