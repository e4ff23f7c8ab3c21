FROM golang:1.27-bookworm
# expect: GB106
ENV GOPROXY=https://athens.corp.example.com|https://proxy.golang.org
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
