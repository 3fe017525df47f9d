# make demo    analyse the sample video; writes demo/report.html
# make test    the tests, on all cores; make test ARGS="-n 0 tests/motion -x" for some of them in one process
# make check   style, types, imports, catalogue, change notes
# make coverage  how many branches of each package of the inner ring the tests take
# make docs    the documentation, into docs/_build/html
# make bench   how fast it is on this machine
# make clean   remove everything that was built
#
# Each builds .venv here first, with the first Python from 3.11 on that it finds; PYTHON=... names another.
# Written for GNU make 3.81, which is what macOS has.

SUITS := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
SUITS_APART := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 13))
CANDIDATES := python3.13 python3.12 python3.11 python3.14 python3 python
PYTHON ?= $(shell for p in $(CANDIDATES); do "$$p" -c '$(SUITS)' >/dev/null 2>&1 && echo "$$p" && break; done)

PYTHON_APART ?= $(shell for p in python3.12 python3.11 python3; do \
  "$$p" -c '$(SUITS_APART)' >/dev/null 2>&1 && echo "$$p" && break; done)

BIN := .venv/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet $(PIP_OPTIONS)

.PHONY: demo test check coverage docs bench environment agreement clean

demo: .venv/runtime.stamp
	@$(BIN)/hiphinge demo --out demo

test: .venv/test.stamp
	@$(BIN)/python scripts/test $(ARGS)

check: .venv/tools.stamp
	@$(BIN)/python scripts/check

coverage: .venv/tools.stamp
	@$(BIN)/python scripts/coverage $(ARGS)

docs: .venv/tools.stamp
	@$(BIN)/python scripts/docs

bench: .venv/runtime.stamp .venv-agreement/agreement.stamp
	@$(BIN)/python scripts/bench $(ARGS)

environment: .venv/tools.stamp

.venv/bin/python:
	@test -n "$(PYTHON)" || { \
	  echo "hiphinge needs Python 3.11 or newer, with venv. None of these is one: $(CANDIDATES)."; \
	  echo "Install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python),"; \
	  echo "or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3."; \
	  exit 1; }
	@"$(PYTHON)" -c '$(SUITS)' || { echo "$(PYTHON) is older than 3.11, or has no venv."; exit 1; }
	@rm -rf .venv
	@"$(PYTHON)" -m venv .venv

.venv/runtime.stamp: .venv/bin/python requirements/build.txt requirements/runtime.txt pyproject.toml
	@echo "installing what hiphinge needs into .venv (once; a few minutes on a slow line)"
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: .venv/runtime.stamp requirements/test.txt
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

.venv/tools.stamp: .venv/test.stamp requirements/check.txt requirements/docs.txt
	@$(PIP) --require-hashes -r requirements/check.txt -r requirements/docs.txt
	@touch $@

# The package that one test and the benchmarks compare with lives apart, since it wants older versions of everything.
agreement: .venv-agreement/agreement.stamp

.venv-agreement/agreement.stamp: requirements/agreement.txt
	@test -n "$(PYTHON_APART)" || { echo "the agreement test needs Python 3.11 or 3.12"; exit 1; }
	@rm -rf .venv-agreement
	@"$(PYTHON_APART)" -m venv .venv-agreement
	@$(subst $(BIN),.venv-agreement/bin,$(PIP)) --require-hashes -r requirements/agreement.txt
	@touch $@

clean:
	rm -rf .venv .venv-agreement demo docs/_build docs/reference/generated build dist \
	  $(filter-out docs/learn/index.md,$(wildcard docs/learn/*)) \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
