# `make run`, `make test`; `make lint` before a commit. The README gives the plain lines for Windows.
PYTHON ?= python3
BIN = .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test lint bench

run: .venv/run
	@test -n "$$DATABASE_URL" || test -f data/progress.db || $(BIN)/python manage.py demo
	$(BIN)/python -m streamlit run dashboard.py

test: .venv/test
	@$(BIN)/python tests/browser.py
	$(BIN)/python -m pytest

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python .ci/typecheck.py

.venv/run: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@

.venv/test: requirements-test.txt .venv/run
	$(BIN)/python -m pip install --quiet --requirement requirements-test.txt
	@touch $@

bench: .venv/test
	$(BIN)/python tests/bench/bench.py
