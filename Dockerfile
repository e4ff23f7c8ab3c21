# syntax=docker/dockerfile:1
# An image with gobelin alone: docker run --rm -v "$PWD:/src:ro" gobelin
# The libraries are built along, so that the program needs nothing of the image it ends up in.
FROM debian:trixie-slim AS build
# hadolint ignore=DL3008 # what the release of Debian has
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates gcc libc6-dev meson \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /gobelin
COPY meson.build meson_options.txt LICENSE ./
COPY src src
COPY rules rules
COPY tests tests
COPY packaging packaging
COPY subprojects subprojects
RUN packaging/static.sh /out

FROM scratch
COPY --from=build /out/usr/bin/gobelin /usr/bin/gobelin
COPY --from=build /out/usr/share/doc/gobelin /usr/share/doc/gobelin
WORKDIR /src
USER 65534:65534
ENTRYPOINT ["/usr/bin/gobelin"]
CMD ["check"]
