# A build of a program for two platforms.
variable "GO_VERSION" {
  default = "1.26"
}
variable "TAG" { default = null }

group "default" { targets = ["image", "tools"] }

target "_common" {
  args = {
    GO_VERSION = GO_VERSION
    GOPROXY    = "https://proxy.golang.org,direct"
    "VERSION"  = TAG != null ? "${TAG}-dev" : "dev",
    CGO_ENABLED: 0
  }
}
target "image" {
  inherits   = ["_common"]
  dockerfile = "build/Dockerfile" // beside the makefile
  platforms  = [
    "linux/amd64",
    "linux/arm64", /* slow */
  ]
  secret = ["id=netrc,src=${HOME}/.netrc"]
}
target "tools" {
  matrix = { tool = ["lint", "fmt"] }
  name   = "tools-${tool}"
}
function "tag" {
  params = [name]
  result = [for v in versions : "${name}:${v}" if v != ""]
}
