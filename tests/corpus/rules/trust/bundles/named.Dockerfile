FROM golang:1.26 AS build
ARG GOPROXY
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /out/orders .

FROM scratch
# expect: GB310
ENV SSL_CERT_FILE=/certs/company.pem
COPY --from=build /out/orders /orders
ENTRYPOINT ["/orders"]
