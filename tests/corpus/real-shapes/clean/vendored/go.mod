module example.com/lighthouse

go 1.26.0

require (
	github.com/sirupsen/logrus v1.9.3
)
