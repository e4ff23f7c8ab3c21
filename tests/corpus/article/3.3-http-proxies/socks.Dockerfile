FROM golang:1.27-bookworm AS build
ENV GOPROXY=https://proxy.golang.org,direct
ENV ALL_PROXY=socks5://proxy.corp.example.com:1080
WORKDIR /src
COPY go.mod go.sum ./
# expect: GB017
RUN go mod download
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /out/orders .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/orders /orders
ENTRYPOINT ["/orders"]
