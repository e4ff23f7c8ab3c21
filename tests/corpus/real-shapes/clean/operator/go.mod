module example.com/widget-operator

go 1.26.2

require (
	k8s.io/api v0.34.1
	sigs.k8s.io/controller-runtime v0.22.3
)
