FROM golang:1.27-bookworm
# expect: GB104
ENV GOPROXY=https://proxy.golang.org,direct,https://goproxy.io
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
