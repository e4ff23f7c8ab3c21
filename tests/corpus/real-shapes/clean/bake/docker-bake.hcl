variable "TAG" {
  default = "dev"
}

group "default" {
  targets = ["server", "agent"]
}

target "_common" {
  context    = "."
  dockerfile = "Dockerfile"
  platforms  = ["linux/amd64", "linux/arm64"]
  args = {
    VERSION = TAG
  }
}

target "server" {
  inherits = ["_common"]
  target   = "server"
  tags     = ["ghcr.io/example/courier:${TAG}"]
}

target "agent" {
  inherits = ["_common"]
  target   = "agent"
  tags     = ["ghcr.io/example/courier-agent:${TAG}"]
}
