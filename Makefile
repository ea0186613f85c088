# Every target sets the checkout up first, if that has not been done: see tools/setup.
SHELL := /bin/bash -euo pipefail
BIN := .venv/bin
READY := .venv/.ready
BROWSER := .venv/.browser
PAGES := src/thongquan/portal/static/manifest.json
PAGE_SOURCES := $(wildcard src/thongquan/portal/scripts/*.js src/thongquan/portal/styles/*) \
    tools/bundle $(wildcard tools/web/*.json tools/web/*.mjs)
PYTEST := $(BIN)/python -m pytest
JOBS ?= 2
LISTEN ?= 127.0.0.1:8080
DATA ?= out/serve
# The day of the sample flight: exchange rates of that month are in the law.
CLOCK ?= 2026-09-02T03:00:00Z

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint drill pictures mutation serve bench growth desk law-coverage worked-examples transport-cases what-if sbom clean

help: ## this list
	@echo "thongquan: electronic customs for express parcels in Vietnam"
	@echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: $(READY) $(PAGES) ## install what is missing (Debian packages, uv, locked Python and npm packages) and bundle the pages

$(READY): uv.lock pyproject.toml tools/setup tools/uv.txt
	@tools/setup

$(PAGES): $(PAGE_SOURCES) | $(READY)
	@tools/bundle

$(BROWSER): | $(READY)
	@tools/setup browser

demo: $(READY) $(PAGES) ## the main job on a sample flight: check, sign, file, clear, print; results in out/demo
	@$(BIN)/thongquan demo

test: lint $(PAGES) $(BROWSER) ## everything at the size of a build server: linters and all tests
	@$(PYTEST) -n $(JOBS)

check: lint $(PAGES) $(BROWSER) ## the quick loop, under a minute: linters and the tests not marked slow
	@$(PYTEST) -n $(JOBS) -m "not slow"

lint: $(READY) ## style, types, who may import whom, security patterns
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/bandit --quiet --recursive --configfile pyproject.toml src

drill: $(READY) $(PAGES) $(BROWSER) ## all tests at full size: long fuzzing, kill loops, big stores (an hour or two)
	@THONGQUAN_DRILL=1 $(PYTEST)

pictures: $(READY) $(PAGES) $(BROWSER) ## take the pictures in docs/pages anew, to be looked at
	@RECORD=1 $(PYTEST) tests/portal/browser/test_journey.py tests/portal/browser/test_every_page.py tests/portal/browser/test_deposit.py -k "key_file or picture or hq04"

mutation: $(READY) ## break every rule in every small way and see whether the quick tests notice; lists what they do not
	@JOBS=$(JOBS) SAMPLE=$(SAMPLE) $(BIN)/python tools/mutation.py $(RULES)

serve: $(READY) $(PAGES) ## an authority with demonstration data; prints its addresses and accounts
	@$(BIN)/thongquan serve --demo --clock $(CLOCK) --data $(DATA)/data --keys $(DATA)/keys --listen $(LISTEN)

bench: $(READY) ## measured speeds beside their floors; writes bench.json
	@$(BIN)/python -m compileall -q src # as an installed program starts
	@$(BIN)/python tools/bench.py

law-coverage: $(READY) ## what carries each criterion and result code; writes docs/law-coverage.md
	@$(BIN)/python tools/law_coverage.py

worked-examples: $(READY) ## consignments computed by hand; writes docs/worked-examples.md
	@$(BIN)/python tools/worked_examples.py

transport-cases: $(READY) ## which list goes with a transport, at each boundary; writes docs/transport-cases.md
	@$(BIN)/python tools/transport_cases.py

sbom: $(READY) $(PAGES) ## what a release is made of (CycloneDX); writes out/sbom.json
	@mkdir -p out
	@tools/sbom out/sbom.json

growth: $(READY) ## what accepting costs with 1,000,000 declarations stored, and what they cost to keep; writes growth.json
	@$(BIN)/python tools/bench_growth.py $(STORED)

desk: $(READY) $(PAGES) ## what each page of an officer's desk costs with 1,000,000 declarations stored; refuses above 100 ms
	@$(BIN)/python tools/bench_desk.py $(STORED)

what-if: $(READY) ## another VAT rate and ceiling over 1,000,000 registered declarations, beside recomputing each alone
	@$(BIN)/python tools/bench_what_if.py $(STORED)

clean: ## remove what the targets above made, except the set-up
	@rm -rf out build bench.json growth.json .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
