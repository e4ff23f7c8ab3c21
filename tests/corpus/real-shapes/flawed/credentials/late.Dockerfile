FROM golang:1.27-bookworm AS build
ENV GOPRIVATE=git.corp.example.com
ENV GOPROXY=https://proxy.golang.org,direct
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
# expect: GB217
RUN git config --global url."ssh://git@git.corp.example.com/".insteadOf "https://git.corp.example.com/"
