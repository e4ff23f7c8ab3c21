module example.com/mall

go 1.26.0

require (
	github.com/zeromicro/go-zero v1.9.2
)
