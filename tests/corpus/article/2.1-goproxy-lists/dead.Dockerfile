FROM golang:1.27-bookworm
# expect: GB109
ENV GOPROXY=https://gocenter.io,direct
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
