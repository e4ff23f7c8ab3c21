FROM golang:1.27-bookworm AS build
ARG GOPROXY
WORKDIR /src
COPY go.mod go.sum ./
# expect: GB422
RUN --mount=type=cache,target=/go/pkg/mod,sharing=locked go mod download
COPY . .
# expect: GB405
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /out/orders .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/orders /orders
ENTRYPOINT ["/orders"]
