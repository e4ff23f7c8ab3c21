module example.com/suite/core

go 1.26.0
