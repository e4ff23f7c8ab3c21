FROM golang:1.27-bookworm AS build
ENV GOPROXY=https://proxy.golang.org,direct
# expect: GB201
RUN git config --global url."ssh://git@git.corp.example.com/".insteadOf "https://git.corp.example.com/"
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=ssh go mod download
