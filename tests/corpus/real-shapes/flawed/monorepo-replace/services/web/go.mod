module example.com/mono/services/web

go 1.26.0

require (
	example.com/mono/libs/auth v0.0.0-00010101000000-000000000000
	golang.org/x/net v0.46.0
)

// expect: GB220
replace example.com/mono/libs/auth => ../../libs/auth
