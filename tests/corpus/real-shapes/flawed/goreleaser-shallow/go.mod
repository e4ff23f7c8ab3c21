module example.com/gopher-cli

go 1.26.0

require (
	github.com/urfave/cli/v3 v3.5.0
)
