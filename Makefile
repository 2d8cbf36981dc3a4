# `make run` and `make test` are all that a newcomer needs.
PORT ?= 8000
HOST ?= 127.0.0.1
DATA_DIR ?= var
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
SITE_URL ?= http://127.0.0.1:$(PORT)

export DATA_DIR SITE_URL

.PHONY: run dev test install-test lint format bench bench-chat faults lock messages picture lighthouse looks

run: $(VENV)/.base
	@$(PY) -m hifred.first_run
	@echo "  The site is at   $(SITE_URL)/"
	@echo "  The admin is at  $(SITE_URL)/admin/"
	@BIND=$(HOST):$(PORT) exec $(VENV)/bin/gunicorn -c deploy/gunicorn.py hifred.asgi

dev: export DEBUG = 1
dev: $(VENV)/.base
	@$(PY) -m hifred.first_run
	@$(PY) manage.py runserver $(HOST):$(PORT)

# In the order in which they were collected: what empties the tables comes last. Compiled tests are kept, whatever the
# machine has set: each process would need six seconds to compile them all.
test: $(VENV)/.test
	@PYTHONDONTWRITEBYTECODE= $(VENV)/bin/pytest -n auto --dist loadgroup --no-loadscope-reorder $(ARGS)

install-test: $(VENV)/.test

lint: $(VENV)/.lint
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djhtml --check templates
	$(VENV)/bin/djade --target-version 5.2 --check $$(git ls-files 'templates/admin/*.html' 'templates/pages/widgets/*.html')

format: $(VENV)/.lint
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	-$(VENV)/bin/djhtml templates
	-$(VENV)/bin/djade --target-version 5.2 $$(git ls-files 'templates/admin/*.html' 'templates/pages/widgets/*.html')

# Our pages beside an empty view, nginx and a site in Wagtail, which has a venv of its own; needs wrk and nginx.
bench: $(VENV)/.test .venv-bench/.made
	@$(PY) -m bench $(ARGS)

# What docs/contract.md promises of the chat, measured; needs wrk and, for the half of it, PostgreSQL.
bench-chat: $(VENV)/.test
	@$(PY) -m bench.chat $(ARGS)

# The same while workers are killed; takes about half an hour.
faults: $(VENV)/.test
	@$(PY) -m bench.faults $(ARGS)

# What a phone gets, judged by Lighthouse; writes docs/performance.md. Needs Chromium and Node.
lighthouse: $(VENV)/.test
	@$(PY) -m bench.lighthouse

# What every kind of page looks like, as the tests compare it: look at what changed before you commit it.
looks: $(VENV)/.test
	@TAKE_LOOKS=1 $(VENV)/bin/pytest tests/e2e/test_looks.py

# The README's picture, from the sample site. Needs Chromium.
picture: $(VENV)/.test
	@$(PY) -m docs.picture

# The catalogues of texts, for translators. Needs gettext (apt install gettext).
messages: $(VENV)/.base
	@DEBUG=1 $(PY) manage.py makemessages -l zh_Hans --no-wrap --no-obsolete --add-location file -i '.venv*' -i 'tests/*' -i 'var/*' -i 'bench/*'

# Needs uv. Commits only names, versions and hashes: no address of a package registry.
lock:
	@for name in base postgres s3 test lint bench; do \
	  uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
	    requirements/$$name.in -o requirements/$$name.txt; done
	@! grep -n '://' requirements/*

$(VENV)/bin/pip:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt | $(VENV)/bin/pip
	@echo "Installing what the site needs..."
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.test: requirements/test.txt | $(VENV)/bin/pip
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ $(VENV)/.base

$(VENV)/.lint: requirements/lint.txt $(VENV)/.test
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv-bench/.made: requirements/bench.txt
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
