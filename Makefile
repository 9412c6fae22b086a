# Every target makes its own virtual environment from the locked dependencies.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check format lock bench-reading bench-sending bench-asking crash

help:
	@echo "make run     talk to the bot in the browser: http://127.0.0.1:8080/"
	@echo "make test    prove that it works"
	@echo "make check   style, types, layers, texts"
	@echo "make format  put the code in order"
	@echo "make crash   kill the bot N times (N=200) and count what is lost; CRASH_SEED=n repeats a run"
	@echo "make bench-reading  how fast the readers are"
	@echo "make bench-sending  what sending, answering and planning cost"
	@echo "make bench-asking   what a question costs the database as the past grows"
	@echo "make lock    resolve the dependencies anew (needs uv)"

$(VENV)/run.stamp: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/run.stamp
	$(BIN)/python -m bot demo

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest $(TESTS)

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m locales check

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

N ?= 200
crash: $(VENV)/dev.stamp
	CRASH_KILLS=$(N) $(BIN)/python -m pytest tests/crash

bench-reading: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.reading

bench-sending: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.sending

bench-asking: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.asking

LOCK := uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11
lock:
	$(LOCK) pyproject.toml --group build -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock
