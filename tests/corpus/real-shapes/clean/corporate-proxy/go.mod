module git.corp.example.com/risk/engine

go 1.26.0

require (
	git.corp.example.com/risk/model v1.3.0
	github.com/shopspring/decimal v1.4.0
)
