module example.com/charts

go 1.26.0

require (
	helm.sh/helm/v3 v3.19.0
	k8s.io/client-go v0.34.1
)
