FROM golang:1.27-bookworm AS build
# expect: GB108
ENV GOPROXY=https://build:hunter2@goproxy.corp.example.com
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
