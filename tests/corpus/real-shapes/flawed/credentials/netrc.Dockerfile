FROM golang:1.27-bookworm AS build
ENV GOPRIVATE=git.corp.example.com
ARG GOPROXY
# expect: GB212
COPY .netrc /root/.netrc
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
