# One image for all that runs Dateline: the worker, the explorer, a Dask worker, the command.
#   docker build -t dateline .
#   docker run --rm -v "$PWD:/data" dateline run /data/articles --warehouse /data/warehouse
FROM python:3.12-slim AS build
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.lock pyproject.toml README.md LICENSE ./
# The packages first: they change less often than our code.
RUN pip install --no-cache-dir -r requirements.lock "asyncpg>=0.30,<1"
COPY . .
RUN pip install --no-cache-dir --no-deps -e .

FROM python:3.12-slim
# onnxruntime needs libgomp, which the slim image does not have.
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /venv /venv
COPY --from=build /app /app
RUN useradd --create-home --uid 1000 dateline && mkdir /data && chown dateline /data
USER dateline
WORKDIR /app
# Each worker is a process; threads of the libraries would only be in each other's way.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \
    DATELINE_WAREHOUSE=/data/warehouse DO_NOT_TRACK=1
VOLUME /data
ENTRYPOINT ["dateline"]
CMD ["--help"]
