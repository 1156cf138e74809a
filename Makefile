# Everything a newcomer needs: each target sets up .venv on first use.  `make help` lists the targets.

PYTHON  ?= python3
EPISODE ?= altman-town-hall
CAST    ?=
SCRIPT  ?=
JOBS    ?=
LONG    ?=

BIN := .venv/bin
WHICH := "$(or $(SCRIPT),$(EPISODE))"
OPTIONS := $(if $(CAST),--cast "$(CAST)") $(if $(JOBS),--jobs "$(JOBS)")

# Whatever else the same call needs is set up before anything runs: `make --jobs=2 audio test`.
READY := .venv/ready$(if $(filter test check bench screenshots,$(MAKECMDGOALS)),-dev)

# "anew" where a .venv is there that cannot be used: its set-up was broken off, its Python is gone or another, or it came
# here with its folder from elsewhere and would run what lies there.
UNFIT := import os, sys; sys.exit(os.path.exists(".venv/begun") or os.path.exists(".venv/ready") and not \
	os.path.samefile(__import__("stimmwerk").__path__[0], "src/stimmwerk"))
ANEW := $(shell test ! -e .venv || $(BIN)/python -I -c '$(UNFIT)' 2>/dev/null || echo anew)

.DEFAULT_GOAL := help
.PHONY: anew help setup audio listen listen-voices sounds test check bench screenshots clean distclean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 16
	@echo
	@echo 'make audio EPISODE=name   an episode of episodes/ (default: $(EPISODE))'
	@echo 'make audio CAST=second    the same with the voices of voices/second.toml'
	@echo 'make audio SCRIPT=file    any script or transcript'

.venv/ready: pyproject.toml constraints.txt $(ANEW)
	$(PYTHON) -m venv $(ANEW:%=--clear) .venv
	@touch .venv/begun
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@$(BIN)/python -m compileall -q src
	@rm .venv/begun
	@touch $@

.venv/ready-dev: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

setup: $(READY) ## set up .venv

audio: $(READY) ## make an episode and verify it: build/NAME/NAME.mp3
	$(BIN)/stimmwerk build $(WHICH) $(OPTIONS)

listen: $(READY) ## make an episode, open its page, and make it again whenever something changes
	$(BIN)/stimmwerk serve $(WHICH) $(OPTIONS)

listen-voices: $(READY) ## write a page on which every voice of the show is heard
	$(BIN)/stimmwerk voices page

sounds: $(READY) ## make the show's sounds again, from nothing
	$(BIN)/stimmwerk sounds

test: .venv/ready-dev ## run the tests
	$(BIN)/python -m pytest --numprocesses auto --quiet

check: .venv/ready-dev ## format, lint, types, tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/stimmwerk fmt --check
	$(BIN)/stimmwerk sounds --check
	$(BIN)/python -m pytest --numprocesses auto --quiet

bench: .venv/ready-dev ## measure builds of 14 minutes and 1 hour (LONG=1: of 10 hours, too)
	$(BIN)/python bench $(if $(LONG),--long)
	$(BIN)/python bench/polish.py
	$(BIN)/python bench/pronunciation.py --speed $(EPISODE)
	$(BIN)/python bench/words.py

screenshots: .venv/ready-dev ## take the pictures of the README again, with an installed Chromium or Chrome
	$(BIN)/stimmwerk build $(WHICH) $(OPTIONS)
	$(BIN)/python bench/screenshots.py "build/$(EPISODE)/index.html"

clean: ## remove what was made
	find build -mindepth 1 -maxdepth 1 -not -name .gitignore -exec rm -rf {} +

distclean: clean ## remove what was set up, too
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
