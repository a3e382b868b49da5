# Everything a fresh machine with Python 3.11 needs: each target makes .venv itself.
PYTHON ?= python3
BIN := .venv/bin
DEMO_SEED ?= 7

.PHONY: demo demo-local play test test-slow test-live test-inspect check duplicates bench clean

.venv/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "wargame needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch .venv/.ready

.venv/.local: .venv/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,local]'
	@touch .venv/.local

.venv/.frames: .venv/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,frames,analysis,cluster]'
	@touch .venv/.frames

.venv/.inspect: .venv/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,inspect]'
	@touch .venv/.inspect

demo: .venv/.ready ## a whole scripted game, told in words
	$(BIN)/wargame demo --seed $(DEMO_SEED)

demo-local: .venv/.local ## two turns with a small real model in every seat, no key; fetches 130 MB once
	$(BIN)/wargame local demo

play: .venv/.ready ## the terminal interface
	$(BIN)/wargame

test: .venv/.frames ## the suite, in about four minutes on two cores, with the libraries of tables and analysis
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and not live_llm"

test-slow: .venv/.frames ## what takes longer, in about half an hour: whole games and screens, every example of the documents, every cut and mutation
	$(BIN)/python -m pytest -n auto --dist worksteal -m "slow and not live_llm"

test-live: .venv/.local ## the model layer against a small real model on this machine
	$(BIN)/python -m pytest -m live_llm tests/live

test-inspect: .venv/.inspect ## logs and tasks of Inspect AI, which is 160 MB and not part of the other suites
	$(BIN)/python -m pytest tests/evaluation

check: .venv/.ready ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

duplicates: .venv/.ready ## equal runs of more than six lines in two files, counted by pylint; fails if there are too many
	$(BIN)/python -m tests.house.duplicates

bench: .venv/.ready ## the project's own measurements, the peer engine beside them; BASE=REV measures a revision beside the tree
	$(if $(BASE),,$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]')
	$(BIN)/python -m benchmarks $(if $(BASE),--base $(BASE))

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
