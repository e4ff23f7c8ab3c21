FROM golang:1.27-bookworm AS build
# expect: GB304
COPY corp-ca.crt /usr/local/share/ca-certificates/corp-ca.crt
WORKDIR /src
COPY go.mod go.sum ./
ENV GOPROXY=https://athens.corp.example.com
RUN go mod download
