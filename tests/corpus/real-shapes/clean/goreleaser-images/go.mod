module example.com/porter

go 1.26

require go.uber.org/zap v1.27.0
