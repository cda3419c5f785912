# On a fresh machine, two commands do everything: `make site` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := site
.PHONY: site serve test check check-scripts wheel changed summary suggestion suggested watch news refreshed candidates inbox answers answered comment preview tidy report format lock environment chromium clean help

site: .venv/site.stamp  ## build site/ and the offline zip
	$(BIN)/shelf check
	$(BIN)/shelf build
	$(BIN)/shelf bundle
	@echo "The site is in site/ (open it with 'make serve'); the offline copy is dist/reading-shelf-offline.zip."

serve: .venv/site.stamp  ## serve the site; it is rebuilt after each edit of content/
	$(BIN)/shelf serve

test: .venv/test.stamp chromium  ## run every test
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/test.stamp  ## linters, types, layers, workflows, content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(wildcard generator benchmarks)
	$(BIN)/mypy .github/scripts/*.py
	$(BIN)/actionlint -shellcheck $(BIN)/shellcheck
	$(BIN)/zizmor --quiet --offline --persona=auditor --strict-collection .
	$(BIN)/lint-imports
	$(BIN)/shelf check
	@$(MAKE) --no-print-directory check-scripts

# The scripts in overrides/assets run as they are; their types are in JSDoc comments, which the TypeScript compiler checks
# if Node is installed. npx downloads it once; TSC=tsc uses an installed one.
TSC ?= npx --yes --package typescript@5.9.3 tsc
check-scripts:  ## types of the scripts, if Node is installed
	@if command -v $(firstword $(TSC)) >/dev/null; then $(TSC) --project tsconfig.json; else \
	  echo "No Node found: the types of the scripts were not checked."; fi

wheel: .venv/site.stamp  ## build dist/*.whl, which can create and build shelves on its own
	rm -rf build
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

# Called by the workflows. Those that may write to GitHub run on any Python with only its standard library, and
# make does not expand what is in the environment.
changed:  ## tell code.yml if a pull request changes only papers and the pages beside README.md
	@if git diff --quiet HEAD^1 HEAD -- . ':(exclude)content' ':(exclude,glob)*.md'; then \
	  echo "The code does not change: there is nothing to test."; echo code=false >>"$$GITHUB_OUTPUT"; fi

summary: .venv/site.stamp  ## summarize a pull request, for its comment
	$(BIN)/python .github/scripts/summary.py HEAD^1

suggestion: .venv/site.stamp  ## look up the paper that an issue suggests
	$(BIN)/python .github/scripts/suggest.py find

suggested:  ## open a pull request for it
	$(PYTHON) .github/scripts/suggest.py open

watch:  ## put the dates of the newest checks into content/watch.yml
	$(PYTHON) .github/scripts/watch.py take

news: .venv/site.stamp  ## ask the services what is new about the papers
	$(BIN)/python .github/scripts/refresh.py find

refreshed:  ## bring the pull request with the news up to date
	$(PYTHON) .github/scripts/refresh.py propose

candidates: .venv/site.stamp  ## look for papers that the shelf may want
	$(BIN)/python .github/scripts/discover.py find

inbox:  ## bring the issue with these papers up to date
	$(PYTHON) .github/scripts/discover.py ask

answers: .venv/site.stamp  ## add and reject what is ticked in the issue
	$(BIN)/python .github/scripts/discover.py take

answered:  ## open a pull request for it
	$(PYTHON) .github/scripts/discover.py open

comment:  ## post the summary as a comment
	$(PYTHON) .github/scripts/comment.py

preview:  ## put a pull request's site onto the branch of previews
	$(PYTHON) .github/scripts/previews.py add

tidy:  ## remove the previews of closed pull requests
	$(PYTHON) .github/scripts/previews.py tidy

report:  ## update the issue on broken links
	$(PYTHON) .github/scripts/report.py dist/links/report.md

environment: .venv/site.stamp  ## install the commands in .venv/bin

format: .venv/test.stamp  ## format the code and the papers, update the schemas
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/shelf format

lock: .venv/test.stamp  ## pin requirements/*.in with hashes, without download addresses
	$(BIN)/python -m pip install --quiet uv
	for set in site test benchmarks; do $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header requirements/$$set.in -o requirements/$$set.txt; done

chromium:
	@test -d tests/browser || exit 0; \
	command -v chromium chromium-browser google-chrome >/dev/null && exit 0; \
	command -v apt-get >/dev/null || { echo "No Chromium found: the browser tests will be skipped."; exit 0; }; \
	if [ "$$(id -u)" = 0 ]; then run=; elif sudo -n true 2>/dev/null; then run=sudo; else \
	  echo "No Chromium found and no permission to install it ('apt-get install chromium'): the browser tests will be skipped."; exit 0; fi; \
	$$run apt-get update -qq && $$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Reading Shelf needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }

.venv/%.stamp: requirements/%.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:  ## remove everything that was built, and the environment
	rm -rf .venv .cache site dist build *.egg-info

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST)
