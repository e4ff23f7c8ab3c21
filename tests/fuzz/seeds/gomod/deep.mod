module (
	m.example/x/v2
)
go 1.24rc1
godebug (
	default=go1.21
	panicnil=1
)
require a.b/c/v3 v3.0.0-20200101000000-abcdefabcdef // indirect; why
require gopkg.in/x.v1 v1.0.0+incompatible
exclude (
	a.b/c v1
)
replace a.b/c => "../d e" // é
retract v1.0.0 // bad
tool (
	a.b/c/cmd
)
ignore (
	./é
)