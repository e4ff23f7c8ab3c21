FROM golang:1.27-bookworm
# Here it works, slowly, and as long as every repository is up.
# expect: GB102
ENV GOPROXY=direct
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
