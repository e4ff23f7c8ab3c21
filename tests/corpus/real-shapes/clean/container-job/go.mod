module example.com/firmware-tool

go 1.26.0

require (
	github.com/google/gousb v1.1.3
)
