// Deprecated: x
module "example.com/m\u00e9" // c
go 1.23.0
toolchain go1.24.1
godebug default=go1.21
require (
	a.b/c v1.2.3 // indirect
	gopkg.in/yaml.v2 v2.4.0
)
exclude a.b/c v1.0.0
replace a.b/c v1.2.3 => ../c
retract [v1.0.0, v1.1.0]
tool a.b/c/cmd
ignore ./x
