// c
module x.example/y

go 1.24
require (
	a.b/c v1.2.3 // indirect
)
