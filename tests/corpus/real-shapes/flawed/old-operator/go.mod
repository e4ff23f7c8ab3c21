module example.com/backup-operator

go 1.21

require (
	sigs.k8s.io/controller-runtime v0.15.0
)
