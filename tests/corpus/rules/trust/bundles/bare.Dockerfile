FROM debian:bookworm-slim
ADD https://go.dev/dl/go1.26.4.linux-amd64.tar.gz /tmp/go.tgz
RUN tar -C /usr/local -xzf /tmp/go.tgz
ENV PATH=/usr/local/go/bin:$PATH
WORKDIR /src
COPY go.mod go.sum ./
# expect: GB303
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/orders .
CMD ["orders"]
