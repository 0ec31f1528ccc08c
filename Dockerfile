# docker build -t yandu .
# docker run --rm -v yandu:/var/lib/yandu yandu index --sample
# docker run -d --restart unless-stopped -v yandu:/var/lib/yandu -e YANDU_TOKEN yandu

FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/yandu
# The CPU build first: what PyPI holds under the same name brings gigabytes of CUDA.
RUN /opt/yandu/bin/pip install --index-url https://download.pytorch.org/whl/cpu "torch>=2.4,<3"
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY corpus corpus
COPY index index
COPY bot bot
RUN /opt/yandu/bin/pip install '.[plots,postgresql]'

FROM python:3.12-slim
LABEL org.opencontainers.image.title="yandu" \
      org.opencontainers.image.description="A Telegram bot that answers with the passage, word for word" \
      org.opencontainers.image.licenses="MIT"
# The pictures of /stats need a font with Chinese characters.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/yandu --create-home yandu
COPY --from=build /opt/yandu /opt/yandu
ENV PATH=/opt/yandu/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    YANDU_HOME=/var/lib/yandu
WORKDIR /var/lib/yandu
USER yandu
VOLUME ["/var/lib/yandu"]
STOPSIGNAL SIGTERM
# The bot's event loop touches this file every 20 seconds.
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD test -n "$(find "$YANDU_HOME/heartbeat" -mmin -1)"
ENTRYPOINT ["yandu"]
CMD ["run"]
