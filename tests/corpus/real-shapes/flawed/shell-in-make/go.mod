module example.com/ingest

go 1.26.0

require (
	github.com/segmentio/kafka-go v0.4.49
)
