module git.corp.example.com/hr/portal

go 1.26.0

require (
	git.corp.example.com/hr/ldap v1.1.0
	golang.org/x/crypto v0.43.0
)
