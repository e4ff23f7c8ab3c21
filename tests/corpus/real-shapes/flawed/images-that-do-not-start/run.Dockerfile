FROM golang:1.26-bookworm
WORKDIR /src
COPY . .
# expect: GB502
CMD ["go", "run", "."]
