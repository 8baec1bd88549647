# `make help` explains every target.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
PORT ?= 8000
# Empty: `fast` where a model hub answers, `starter` otherwise.
MODELS ?=
LOG_LEVEL ?= WARNING
# Of `make services`.
SERVICES ?= var/services
PG_PORT ?= 5439
REDIS_PORT ?= 6389
# One test process a core; tests of one file share a process.
PYTEST_ARGS ?= -n auto --dist loadfile
DEMO := DEBUG=1 LOG_LEVEL=$(LOG_LEVEL) $(BIN)/python manage.py

.PHONY: help run test test-services services services-stop chaos passwords audit lint format bench docs-check evaluate fidelity messages clean chromium

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | \
		while IFS=$$'\t' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

run: $(VENV)/.installed ## Start a demo newsroom (PORT=8000, MODELS=starter|fast|best); Ctrl-C stops it
	@$(DEMO) migrate --verbosity 0
	@$(DEMO) prepare $(MODELS)
	@$(DEMO) demo
	@exec env $(DEMO) serve --port $(PORT)

passwords: $(VENV)/.installed ## Give the demo accounts new passwords and show them
	@$(DEMO) demo --reset-passwords

# The test processes and their children load the same files: compiled once, whatever is set.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.installed-dev chromium ## Run every check: style, imports, settings, migrations, tests
	@echo '== style' && $(BIN)/ruff check --output-format concise && $(BIN)/ruff format --check
	@echo '== import directions' && $(BIN)/lint-imports
	@echo '== production settings' && folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		env DEBUG=0 SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		VAR_DIR="$$folder" $(BIN)/python manage.py check --deploy --fail-level WARNING
	@echo '== libraries' && $(BIN)/python scripts/audit.py --offline
	@echo '== migrations' && env DJANGO_SETTINGS_MODULE=tests.settings \
		$(BIN)/python manage.py makemigrations --check --dry-run
	@echo '== tests' && $(BIN)/pytest $(PYTEST_ARGS)

# A crash of the machine may lose what these hold; each run has its own and leaves nothing. What a
# browser does is the same on any database, and takes as long as all the rest: it runs once.
test-services: export PYTHONDONTWRITEBYTECODE :=
test-services: $(VENV)/.installed-dev chromium ## Run what touches the database on PostgreSQL and Redis too
	@folder=$$(mktemp -d) && \
		trap '$(BIN)/python scripts/services.py stop --folder '"$$folder"' && rm -rf '"$$folder" EXIT && \
		$(BIN)/python scripts/services.py start --folder "$$folder" \
			--postgres-port 0 --redis-port 0 --throwaway >/dev/null && \
		set -a && . "$$folder/env" && set +a && unset CACHE_URL && \
		echo '== tests on PostgreSQL and Redis' && $(BIN)/pytest --only-database --ignore=tests/browser $(PYTEST_ARGS)

chaos: export PYTHONDONTWRITEBYTECODE :=
chaos: $(VENV)/.installed-dev ## Break a loaded newsroom, fault by fault, and draw the account (FAULTS="worker web")
	@$(BIN)/python -m tests.chaos $(FAULTS)

services: ## Start PostgreSQL and Redis for development (PG_PORT=5439, REDIS_PORT=6389)
	@"$(PYTHON)" scripts/services.py start --folder "$(SERVICES)" \
		--postgres-port $(PG_PORT) --redis-port $(REDIS_PORT)

services-stop: ## Stop them; what they hold stays in var/services
	@"$(PYTHON)" scripts/services.py stop --folder "$(SERVICES)"

audit: $(VENV)/.installed-dev ## Are the libraries those we locked, and is a hole known in them?
	@$(BIN)/python scripts/audit.py

lint: $(VENV)/.installed-dev ## Check style and import directions only
	@$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/lint-imports

format: $(VENV)/.installed-dev ## Put the code in the one format
	@$(BIN)/ruff check --fix && $(BIN)/ruff format

# QUICK=1: small sizes, to see that all of it runs; the figures mean little.
bench: $(VENV)/.installed-dev ## Measure everything: engines, pages, load, intake, drafts, growth (QUICK=1: a look)
	@test -n "$(QUICK)" || for one in engine review queue public deliveries checks; do \
		$(BIN)/python -m benchmarks.$$one; done
	@for one in load intake drafting growth; do \
		$(BIN)/python -m benchmarks.$$one $(if $(QUICK),--quick); done
	@$(BIN)/python -m benchmarks.simulation

docs-check: $(VENV)/.installed-dev ## Hold the documentation to the project: links, commands, files, variables
	@$(BIN)/python -m scripts.docs_check

evaluate: $(VENV)/.installed ## Score the active model on DATA=folder with ar.txt and en.txt
	@test -n "$(DATA)" || { echo 'Say which folder: make evaluate DATA=path/to/folder'; exit 1; }
	@$(DEMO) evaluate "$(DATA)"

fidelity: $(VENV)/.installed ## Score the fidelity checks on DATA=folder with ar.txt, en.txt and system-*.txt
	@test -n "$(DATA)" || { echo 'Say which folder: make fidelity DATA=path/to/folder'; exit 1; }
	@$(BIN)/python -m benchmarks.fidelity "$(DATA)"

messages: $(VENV)/.installed ## Collect the interface's texts for translation and compile them (needs gettext)
	@command -v msgfmt >/dev/null || { echo 'This needs gettext. On Debian: sudo apt-get install gettext'; exit 1; }
	@$(DEMO) makemessages --locale ar --no-location --no-obsolete --verbosity 0 \
		$(foreach folder,.venv var tests docs benchmarks sample_data scripts,--ignore $(folder))
	@# Sorted and undated, so that a change shows what changed.
	@sed -i '/^"POT-Creation-Date/d' locale/ar/LC_MESSAGES/django.po
	@msgcat --sort-output --output-file=locale/ar/LC_MESSAGES/django.po locale/ar/LC_MESSAGES/django.po
	@$(DEMO) compilemessages --locale ar --ignore .venv --verbosity 0
	@msgfmt --check-format --statistics --output-file=/dev/null locale/ar/LC_MESSAGES/django.po

clean: ## Remove the virtual environment and caches; the demo's data (var/) and models stay
	rm -rf $(VENV) .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'The newsdesk needs Python 3.11 or newer. On Debian: sudo apt-get install python3.11'; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'Python cannot make virtual environments yet. On Debian: sudo apt-get install python3-venv'; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.installed: requirements.txt constraints.txt | $(BIN)/python
	@echo 'Installing the newsdesk (1.5 GB on disk, several more with the torch of PyPI; a few minutes the first time) …'
	@$(BIN)/python scripts/install.py -r requirements.txt -c constraints.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo 'Installing what the tests need …'
	@$(BIN)/python scripts/install.py -r requirements-dev.txt -c constraints.txt
	@touch $@

chromium:
	@if command -v chromium chromium-browser google-chrome >/dev/null; then exit 0; fi; \
	root=$$([ "$$(id -u)" = 0 ] || echo 'sudo -n'); \
	echo 'Installing Chromium for the browser tests …'; \
	{ $$root apt-get update -qq && $$root apt-get install -y -qq --no-install-recommends chromium; } >/dev/null || \
		{ echo 'The browser tests need Chromium. On Debian: sudo apt-get install chromium'; exit 1; }
