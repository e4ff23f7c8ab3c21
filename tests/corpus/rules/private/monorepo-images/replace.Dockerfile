FROM golang:1.26 AS build
ARG GOPROXY
WORKDIR /src/orders
COPY orders/go.mod orders/go.sum ./
# expect: GB221
RUN go mod download
WORKDIR /src
COPY orders orders
COPY lib lib
WORKDIR /src/orders
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /out/orders .

FROM gcr.io/distroless/static-debian13@sha256:9f1b6a3d2c5e8f7041b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0
COPY --from=build /out/orders /orders
ENTRYPOINT ["/orders"]
