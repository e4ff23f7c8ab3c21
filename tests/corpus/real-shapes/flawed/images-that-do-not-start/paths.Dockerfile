FROM golang:1.27-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /out/agent .

FROM gcr.io/distroless/static-debian12:nonroot
# expect: GB509
COPY --from=build /out/agentd /agent
ENTRYPOINT ["/agent"]
