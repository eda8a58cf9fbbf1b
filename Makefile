# make run    starts the app            make test   every test, browser tests included where a browser is found
# make check  format, lint, types and the tests without a browser            make bench  the benchmarks
# All of them set up their own virtual environment first; PYTHON chooses the interpreter (3.11 or newer).

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Each test worker and each server that tests start would compile the same sources again without it.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check bench setup clean

run: setup
	$(BIN)/mlscope run --port $(PORT)

test: check
	$(BIN)/pytest -n auto --dist worksteal -m browser

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal -m "not browser"

bench: setup
	$(BIN)/python -m benchmarks

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "mlscope needs Python 3.11 or newer; name one as in: make run PYTHON=python3.12"; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" $(VENV) && \
		uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[dev]'; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'; \
	fi
	@touch $(READY)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
