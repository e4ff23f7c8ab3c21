FROM golang:1.27-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 GOPROXY=https://proxy.golang.org,direct go build -o /out/orders .

FROM alpine:3.24
COPY corp-ca.crt /usr/local/share/ca-certificates/corp-ca.crt
# expect: GB307
RUN update-ca-certificates
COPY --from=build /out/orders /usr/local/bin/orders
USER 65532
ENTRYPOINT ["/usr/local/bin/orders"]
