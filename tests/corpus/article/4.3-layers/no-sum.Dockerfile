FROM golang:1.27-bookworm AS build
ARG GOPROXY
# expect: GB412
ARG BUILD_DATE
RUN echo "$BUILD_DATE" > /build-date
WORKDIR /src
# expect: GB402
COPY go.mod ./
RUN go mod download
COPY . .
# expect: GB415
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -a -installsuffix cgo -o /out/orders .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/orders /orders
ENTRYPOINT ["/orders"]
