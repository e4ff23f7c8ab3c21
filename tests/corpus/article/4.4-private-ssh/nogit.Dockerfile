FROM golang:1.27-alpine3.24 AS build
ENV GOPRIVATE=git.corp.example.com
ARG GOPROXY
WORKDIR /src
COPY go.mod go.sum ./
# expect: GB206
RUN go mod download
