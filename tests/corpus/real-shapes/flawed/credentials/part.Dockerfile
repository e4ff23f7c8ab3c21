FROM golang:1.27-bookworm AS build
ENV GOPRIVATE=git.corp.example.com/pay/iban
ENV GOPROXY=https://proxy.golang.org,direct
COPY known_hosts /etc/ssh/ssh_known_hosts
# expect: GB202
RUN git config --global url."ssh://git@git.corp.example.com/pay/".insteadOf "https://git.corp.example.com/pay/"
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=ssh go mod download
