# The page and API (serve), and the Chroma server, as one image; compose.yaml runs them. docs/operations.md says how.
# tests/test_containers.py compares this file with the settings, the Makefile and pyproject.toml; no test builds it.
FROM python:3.11-slim

# Recognition of scans; the rest of what is needed comes from pip.
RUN apt-get update -q \
    && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends tesseract-ocr tesseract-ocr-chi-sim \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --no-create-home bulletin
WORKDIR /app

# evals: the page's evaluation. local-llm beside it for the service `model` of compose.yaml.
ARG EXTRAS=evals
COPY pyproject.toml README.md LICENSE ./
RUN python -m venv .venv && .venv/bin/python -m pip install --no-cache-dir ".[$EXTRAS]"

COPY . .
RUN mkdir -p var vectors && chown -R bulletin var vectors corpus/bulletins
USER bulletin
VOLUME ["/app/var", "/app/vectors", "/app/corpus/bulletins"]
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=10s --start-period=300s \
    CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz', timeout=5)"]
CMD ["sh", "-c", ".venv/bin/python -m index sync --settings service.toml && exec .venv/bin/python -m assistant serve --settings service.toml"]
