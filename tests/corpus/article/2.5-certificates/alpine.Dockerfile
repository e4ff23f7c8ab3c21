FROM golang:1.27-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /out/orders .

# expect: GB302
FROM alpine:3.24
COPY --from=build /out/orders /usr/local/bin/orders
USER 65532
ENTRYPOINT ["/usr/local/bin/orders"]
