# The newsdesk in a container; compose.yaml runs one for each process.
FROM python:3.11-slim-bookworm

# pg_dump for backups; OpenMP for the models.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/newsdesk newsdesk

WORKDIR /srv/newsdesk
COPY requirements.txt requirements-services.txt constraints.txt ./
# Where builds of torch for processors are, see docs/operations.md.
ARG PIP_EXTRA_INDEX_URL=
RUN pip install --no-cache-dir --disable-pip-version-check \
    -r requirements.txt -r requirements-services.txt -c constraints.txt
COPY . .

# The folder of data is a volume: what was there first belongs to the user of the processes.
RUN install -d -o newsdesk -g newsdesk -m 0750 /var/lib/newsdesk /var/backups/newsdesk
USER newsdesk
ENV VAR_DIR=/var/lib/newsdesk MODELS_DIR=/var/lib/newsdesk/models HOST=0.0.0.0 PYTHONUNBUFFERED=1
ENTRYPOINT ["deploy/process"]
CMD ["web"]
