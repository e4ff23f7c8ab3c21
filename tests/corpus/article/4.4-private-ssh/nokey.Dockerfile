FROM golang:1.27-bookworm AS build
ARG GOPROXY
ENV GOPRIVATE=git.corp.example.com
RUN git config --global url."git@git.corp.example.com:".insteadOf "https://git.corp.example.com/"
WORKDIR /src
COPY go.mod go.sum ./
# expect: GB207 GB209
RUN go mod download
