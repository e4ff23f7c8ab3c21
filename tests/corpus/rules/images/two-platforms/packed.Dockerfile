FROM gcr.io/distroless/static-debian13@sha256:9f1b6a3d2c5e8f7041b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0
COPY dist/orders /orders
ENTRYPOINT ["/orders"]
