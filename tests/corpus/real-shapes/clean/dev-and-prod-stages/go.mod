module example.com/studio

go 1.26.0

require (
	github.com/labstack/echo/v4 v4.13.4
)
