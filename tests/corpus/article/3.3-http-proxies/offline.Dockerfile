FROM golang:1.27-bookworm
ENV GOPROXY=https://proxy.golang.org,direct
WORKDIR /src
COPY go.mod go.sum ./
# expect: GB023
RUN --network=none go mod download
