module example.com/vault-sync

go 1.26.0

require (
	github.com/hashicorp/vault/api v1.21.0
)
