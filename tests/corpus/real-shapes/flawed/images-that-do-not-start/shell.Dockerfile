FROM golang:1.27-alpine3.24 AS build
WORKDIR /src
COPY . .
ENV CGO_ENABLED=1
# expect: GB505
RUN --mount=type=cache,target=/root/.cache/go-build go build -o /agent .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /agent /agent
# expect: GB507
CMD /agent --config /etc/agent.yaml
