module git.corp.example.com/pay/clearing

go 1.26.0

require (
	git.corp.example.com/pay/iban v1.1.0
	git.corp.example.com/pay/limits v0.7.0
)
