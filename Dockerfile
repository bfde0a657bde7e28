# The whole server: recogniser, REST, WebSocket and web client, for nobody's rights but those of an unprivileged user.
#
#   docker build -t music-api .
#   docker run --rm -p 8000:8000 music-api
#
# docs/deploying.md says more. What is installed is pinned with hashes in deployment/image/ (`deployment/image/lock`).
ARG NODE=24
ARG PYTHON=3.13
ARG DEBIAN=trixie

# The web client. -----------------------------------------------------------------------------------------------------
FROM node:${NODE}-${DEBIAN}-slim AS web
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY docs/protocol.schema.json /src/docs/
COPY http/chordwork/analysis/clips/ /src/http/chordwork/analysis/clips/
COPY frontend/ ./
RUN npm run build -- --logLevel warn

# The wheel, and an environment with it. ------------------------------------------------------------------------------
FROM python:${PYTHON}-slim-${DEBIAN} AS wheel
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
# Without pip in it: nothing is ever installed in a running container.
RUN python -m venv --without-pip /opt/chordwork
COPY deployment/image/ /src/deployment/image/
# WITH_MEDIA=1 adds PyAV, and with it M4A, WebM, WMA and more for /analyze. Its wheel holds an FFmpeg that is linked with
# encoders under the GPL (libx264, libx265): whoever passes such an image on passes those on, too.
ARG WITH_MEDIA=
RUN pip --python /opt/chordwork/bin/python install --no-cache-dir --disable-pip-version-check --require-hashes \
        --only-binary :all: --requirement "/src/deployment/image/requirements${WITH_MEDIA:+-media}.txt"
WORKDIR /src
COPY pyproject.toml setup.py MANIFEST.in README.md LICENSE ./
COPY native/ native/
COPY music/ music/
COPY engine/ engine/
COPY actors/ actors/
COPY http/ http/
COPY --from=web /src/http/chordwork/http/web/ http/chordwork/http/web/
# The version where it is not written in pyproject.toml, for the history is not in here.
ARG VERSION=
RUN ${VERSION:+env SETUPTOOLS_SCM_PRETEND_VERSION="$VERSION"} pip wheel --no-cache-dir --disable-pip-version-check \
        --no-deps --wheel-dir /wheels . \
    && pip --python /opt/chordwork/bin/python install --no-cache-dir --disable-pip-version-check --no-deps /wheels/*.whl \
    && install -m 755 deployment/image/probe.py /opt/chordwork/bin/probe \
    && find /opt/chordwork/lib -type d -name tests -prune -exec rm -rf {} + \
    && /opt/chordwork/bin/chordwork --version

# What runs. ----------------------------------------------------------------------------------------------------------
FROM python:${PYTHON}-slim-${DEBIAN}
ARG VERSION=
ARG REVISION=
LABEL org.opencontainers.image.title="Chordwork" \
      org.opencontainers.image.description="Realtime harmony engine: hears a guitar, a piano or a band and names the chord while it still rings." \
      org.opencontainers.image.licenses="MIT AND GPL-2.0-or-later" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=wheel /opt/chordwork /opt/chordwork
# Draining takes DRAIN_TIMEOUT_S + CLOSE_TIMEOUT_S at most: within the ten seconds that `docker stop` waits.
ENV PATH=/opt/chordwork/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CHORDWORK_HOST=0.0.0.0 \
    CHORDWORK_PORT=8000 \
    CHORDWORK_DRAIN_TIMEOUT_S=6
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["probe", "healthz"]
ENTRYPOINT ["chordwork"]
CMD ["serve"]
