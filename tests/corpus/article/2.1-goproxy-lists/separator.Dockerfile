FROM golang:1.27-bookworm
# expect: GB103
ENV GOPROXY=https://goproxy.cn;https://proxy.golang.org;direct
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
