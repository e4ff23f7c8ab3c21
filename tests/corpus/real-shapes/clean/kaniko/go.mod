module example.com/mailer

go 1.26.0

require (
	github.com/emersion/go-smtp v0.24.0
)
