FROM golang:1.26 AS build
ARG GOPROXY
WORKDIR /src
COPY go.work ./
COPY orders orders
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
# expect: GB223
    CGO_ENABLED=0 go build -o /out/orders ./orders

FROM gcr.io/distroless/static-debian13@sha256:9f1b6a3d2c5e8f7041b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0
COPY --from=build /out/orders /orders
ENTRYPOINT ["/orders"]
