FROM golang:1.27-bookworm AS build
ARG GOPROXY
WORKDIR /src
COPY . .
# expect: GB416
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go mod tidy && CGO_ENABLED=0 go build -o /out/orders .
# expect: GB417
RUN go clean -modcache

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/orders /orders
ENTRYPOINT ["/orders"]
