FROM golang:1.27-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /out/orders .

# expect: GB301
FROM scratch
COPY --from=build /out/orders /orders
ENTRYPOINT ["/orders"]
