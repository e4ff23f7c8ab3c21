module gitlab.corp.example.com/data/loader

go 1.26.0

require (
	gitlab.corp.example.com/data/formats v2.0.1+incompatible
)
