module example.com/cabinet

go 1.26.3

require (
	github.com/boltdb/bolt v1.3.1
)
