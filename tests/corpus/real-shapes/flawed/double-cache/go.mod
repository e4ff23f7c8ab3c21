module example.com/crawler

go 1.26.3

require (
	github.com/gocolly/colly/v2 v2.2.0
)
