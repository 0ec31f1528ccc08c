# make run    set everything up, then chat in the terminal, or serve Telegram with YANDU_TOKEN set
# make test   check everything in a fresh virtual environment
# make bench  measure starting times, answers a second, latency, indexing and memory
# make soak   simulate a year of pushes to 5,000 chats, and kill pushing and reindexing bots; takes hours
# make clean  remove what the other targets made; documents and index stay

VENV := .venv
SHELL := /bin/bash

.PHONY: run test bench soak clean

run: $(VENV)/.installed
	@$(VENV)/bin/python -m bot.start

test:
	@bash .ci/run

bench: $(VENV)/.installed-dev
	@PYTHONPATH=tests/daily:tests/process:tests/telegram $(VENV)/bin/python -m benchmarks

soak: $(VENV)/.installed-dev
	@PYTHONPATH=tests/daily:tests/process:tests/telegram $(VENV)/bin/python -m benchmarks.soak

$(VENV)/.installed: pyproject.toml .ci/install
	@bash .ci/install $(VENV) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@bash .ci/install $(VENV) --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
