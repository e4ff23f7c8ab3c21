FROM golang:1.27-bookworm
ENV GOPROXY=off
WORKDIR /src
COPY go.mod go.sum ./
# expect: GB110
RUN go mod download
