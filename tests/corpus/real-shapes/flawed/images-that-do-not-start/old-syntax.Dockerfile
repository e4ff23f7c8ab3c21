# syntax=docker/dockerfile:1.1
FROM golang:1.27-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /agent .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /agent /agent
ENTRYPOINT ["/agent"]
