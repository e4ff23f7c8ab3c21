FROM golang:1.27-bookworm
# expect: GB105
ENV GOPROXY=https://proxy.golang.org,https://athens.corp.example.com,direct
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
