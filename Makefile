PYTHON ?= python3
RUN := .venv/bin/python
OF := latest
CHECK_PYTHON = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11' >&2; exit 2; }
# Chromium, a CJK font, PDF and Word tools, character recognition: what scans and some tests need and pip cannot give.
SYSTEM_PACKAGES := chromium fonts-noto-cjk poppler-utils libreoffice-writer-nogui tesseract-ocr tesseract-ocr-chi-sim

# A question reaches the program as typed: make expands nothing in it, and the shell reads it from the environment.
unexport Q FILE BUNDLE
export QUESTION := $(value Q)
export ARCHIVE := $(value FILE)
export BUNDLE_FILE := $(value BUNDLE)
export MODEL

ifeq ($(MAKECMDGOALS) $(filter command environment,$(origin Q)),ask )
$(error usage: make ask Q="your question")
endif

ifeq ($(MAKECMDGOALS) $(if $(value FILE),file),restore )
$(error usage: make restore FILE=var/backups/backup-….tar.gz)
endif

.DEFAULT_GOAL := help
.PHONY: ask chat serve doctor backup restore bundle install test check eval interop report index screenshots system-packages clean help

# Exit code 1 of the program is an answer too (the bulletins do not say), so make does not call it an error.
ask: index ## answer a question from the bulletins: make ask Q="what was done about large class sizes"
	@$(RUN) -m assistant ask -- "$$QUESTION" || [ $$? -eq 1 ]

chat: .index-for-the-page $(if $(filter command,$(origin MODEL)),.venv/.local-llm) ## open the page in a browser on this machine; MODEL=FILE.gguf composes with that model
	@$(RUN) -m assistant chat $(if $(filter command,$(origin MODEL)),--model "$$MODEL")

serve: .index-for-the-page ## serve page and API to many users, with log-in; needs a user: .venv/bin/python -m assistant user add NAME …
	@$(RUN) -m assistant serve

doctor: .venv/.installed ## say how everything stands: versions, models, index, disk, port, users, what would leave; what mends each fault
	@$(RUN) -m assistant doctor

backup: .venv/.installed ## write bulletins, index, conversations, feedback, sets and users to one archive: make backup, or make backup FILE=…
	@$(RUN) -m assistant backup $(if $(value FILE),--out "$$ARCHIVE") $(ARGS)

restore: .venv/.installed ## bring back what a backup holds, or nothing: make restore FILE=…; ARGS=--overwrite where something would be lost
	@$(RUN) -m assistant restore $(ARGS) -- "$$ARCHIVE"

bundle: index ## write packages, checkout and index to one archive for machines without a network: make bundle, or make bundle FILE=…
	@$(RUN) -m assistant bundle $(if $(value FILE),--out "$$ARCHIVE")

# Runs on the bare machine, so on its own Python; the search proves that it answers, and expands the encoder.
install: ## install a bundle, without a network: make install BUNDLE=FILE
	@$(CHECK_PYTHON)
	@$(PYTHON) -m assistant.upkeep.unbundle "$$BUNDLE_FILE"
	@$(RUN) -m index sync
	@$(RUN) -m index search -k 1 "make install" > /dev/null

index: .venv/.installed ## build the index of corpus/bulletins, or bring it up to date; quick when nothing changed
	@$(RUN) -m index sync

.index-for-the-page: .venv/.installed # in which bulletins can be added, so there need be none yet
	@$(RUN) -m index sync --may-be-empty

test: .venv/.installed ## run the tests; ARGS="-k name" passes options to pytest
	@$(RUN) -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

check: .venv/.installed ## lint, formatting and types
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

eval: .venv/.installed ## ask the shipped test sets, print what they show, write the report page; fails below the thresholds
	@$(RUN) -m evals gate $(ARGS)

# ragas and DeepEval cannot share an environment with ours, nor with one another.
interop: .venv/.installed var/interop-ragas/.installed var/interop-deepeval/.installed ## prove that ragas and DeepEval read a run: make interop, or make interop OF=run-id
	@$(RUN) -m evals export $(OF) var/interop/ragas.jsonl --as ragas > var/interop-ragas/count
	@$(RUN) -m evals export $(OF) var/interop/deepeval.json --as deepeval > var/interop-deepeval/count
	@cd var/interop-ragas && bin/python ../../evals/interop_read.py ragas ../interop/ragas.jsonl "$$(cat count)"
	@cd var/interop-deepeval && bin/python ../../evals/interop_read.py deepeval ../interop/deepeval.json "$$(cat count)"

report: .venv/.installed ## measure and print a table: make report NAME=retrieval, bench, verify, refusal, conversations, draft, load or scale
	@$(RUN) -m evals report $(NAME)

screenshots: index ## photograph the page for the READMEs, into docs/images (needs make system-packages)
	@$(RUN) tests/screenshots.py

system-packages: ## install what some tests need beside Python (Debian, as root)
	apt-get update -q
	DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $(SYSTEM_PACKAGES)

clean: ## remove what was built: the index, caches and .venv
	rm -rf .venv var build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The newest pip first: an old one takes over ten minutes to choose versions, a new one two.
.venv/.installed: pyproject.toml
	@$(CHECK_PYTHON)
	@echo 'Installing into .venv; this takes a few minutes, once.'
	@$(PYTHON) -m venv .venv
	@$(RUN) -m pip install -qq --disable-pip-version-check --upgrade pip
	@$(RUN) -m pip install -qq --disable-pip-version-check '.[dev,evals]'
	@touch $@

.venv/.local-llm: .venv/.installed
	@$(RUN) -m pip install -qq --disable-pip-version-check '.[local-llm]'
	@touch $@

var/interop-ragas/.installed: PACKAGES := 'ragas>=0.3' 'langchain-community<0.4'
var/interop-deepeval/.installed: PACKAGES := 'deepeval>=4.3'
var/interop-%/.installed:
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install -qq --disable-pip-version-check $(PACKAGES)
	@touch $@
