FROM golang:1.27-bookworm AS build
ARG GOPROXY
ENV GOPRIVATE=git.corp.example.com
# expect: GB211
COPY id_ed25519 /root/.ssh/id_ed25519
RUN git config --global url."git@git.corp.example.com:".insteadOf "https://git.corp.example.com/"
# expect: GB210
RUN echo "StrictHostKeyChecking no" >> /root/.ssh/config
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
