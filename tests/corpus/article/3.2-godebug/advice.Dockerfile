FROM golang:1.27-bookworm AS build
# Popular, and known to no release of Go.
# expect: GB515
ENV GODEBUG=gccgoadvise=1
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /out/orders .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/orders /orders
ENTRYPOINT ["/orders"]
