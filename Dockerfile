# The server as an image: one executable on a base without a shell or a package manager.
#   docker build --build-arg COMMIT="$(git rev-parse --short=12 HEAD)" -t qbt-rules .
ARG BUN_IMAGE=oven/bun:1.4.5
# Bun needs nothing but the C library; certificates and time zones come with this base.
ARG BASE_IMAGE=gcr.io/distroless/base-nossl-debian12:nonroot

# On the builder's own platform, whatever the image is for: Bun builds executables for others, and emulation would be slow.
FROM --platform=${BUILDPLATFORM} ${BUN_IMAGE} AS build
WORKDIR /build
COPY package.json bun.lock bunfig.toml ./
RUN bun install --frozen-lockfile --production --ignore-scripts
COPY build.ts tsconfig.json ./
COPY config config
COPY src src
ARG TARGETARCH
ARG COMMIT=unknown
ARG SOURCE_DATE_EPOCH
RUN QBT_RULES_COMMIT="$COMMIT" bun build.ts --outfile dist/qbt-rules \
      --target "bun-linux-$(echo "$TARGETARCH" | sed s/amd64/x64/)" \
    && mkdir volume

FROM ${BASE_IMAGE}
ARG VERSION=unknown
ARG COMMIT=unknown
LABEL org.opencontainers.image.title="qbt-rules" \
      org.opencontainers.image.description="A rules engine for qBittorrent: YAML rules, a durable job queue, one executable" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${COMMIT}"
COPY LICENSE /usr/share/doc/qbt-rules/copyright
COPY --from=build /build/dist/qbt-rules /usr/local/bin/qbt-rules
# A new volume takes its owner from the folder it covers.
COPY --from=build --chown=65532:65532 /build/volume /config
# As a number, so that Kubernetes can see it is not root.
USER 65532:65532
VOLUME /config
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=10s --start-period=15s --retries=3 CMD ["/usr/local/bin/qbt-rules", "--health"]
ENTRYPOINT ["/usr/local/bin/qbt-rules"]
CMD ["--serve"]
