FROM golang:1.27-bookworm AS build
ARG GOPROXY
ARG GIT_TOKEN
# expect: GB203
ENV GOPRIVATE="git.corp.example.com/shop, git.corp.example.com/tools"
# expect: GB213
RUN git config --global url."https://oauth2:${GIT_TOKEN}@git.corp.example.com/".insteadOf "https://git.corp.example.com/"
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
