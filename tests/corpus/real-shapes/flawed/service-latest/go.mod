module example.com/todo

go 1.26.0

require (
	github.com/gofiber/fiber/v2 v2.52.9
)
