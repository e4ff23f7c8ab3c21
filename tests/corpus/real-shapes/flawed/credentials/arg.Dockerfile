FROM golang:1.27-bookworm AS build
# expect: GB214
ARG GITLAB_TOKEN
ARG GOPROXY
ENV GOPRIVATE=git.corp.example.com
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
