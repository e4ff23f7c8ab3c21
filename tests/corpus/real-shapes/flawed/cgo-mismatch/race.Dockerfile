FROM golang:1.27-alpine3.24
ARG GOPROXY
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# expect: GB506
RUN --mount=type=cache,target=/root/.cache/go-build go test -race ./...
