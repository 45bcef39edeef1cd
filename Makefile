# Everything runs from .venv, made from requirements.lock. Nothing has to be activated.
#
#   make install VENV=.venv-3.13 PYTHON=python3.13    another interpreter, beside the first
#   make install UV=                                  pip, although uv is there
#   make test ARGS="tests/unit -k health"             more for pytest

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
WARM := $(VENV)/.warm
ARGS :=

# Run, not looked up: version managers leave commands that exist and fail, and some systems'
# python3 comes without venv.
PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3; do \
    $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
    && echo $$p && break; done)
UV := $(shell uv --version >/dev/null 2>&1 && echo uv)
ifdef UV
MAKE_VENV = rm -rf $(VENV) && uv venv --quiet --python $(PYTHON) $(VENV)
PIP_INSTALL = uv pip install --quiet --python $(BIN)/python
else
MAKE_VENV = $(PYTHON) -m venv --clear $(VENV)
PIP_INSTALL = $(BIN)/python -m pip --disable-pip-version-check install -qq --no-compile
endif

# The engine is compiled for exactly these sources, once; where that is done it takes a second.
# Bytecode too: an environment with PYTHONDONTWRITEBYTECODE would make it again in every process.
BYTECODE = $(BIN)/python -m compileall -qq -j 0 sim >/dev/null 2>&1 || true
COMPILE = $(BYTECODE); $(BIN)/python -c "import sys; from touchmodel.experiment.engine import Engine; \
    from touchmodel.model.jit import keeps_kernels; \
    keeps_kernels() and Engine(notice=lambda said: print(said, file=sys.stderr)).get_ready()"
# What else is compiled (the opening book, what is counted) is so by a first run.
FIRST_RUN = $(BIN)/python -c "import touchmodel as tm; \
    tm.simulate(tm.load_scenario('scenarios/one_model.yaml'), replications=1, workers=1)"

.DEFAULT_GOAL := help
.PHONY: help install demo test equality check evidence bench baseline reports notebooks docs lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

install: $(WARM)  ## make .venv: the locked dependencies and this project, editable

demo: $(WARM)  ## the main job: a headcount plan for a shipped scenario
	@$(BIN)/touchmodel plan scenarios/one_model.yaml

test: $(STAMP)  ## the test suite
	@$(COMPILE)
	$(BIN)/python -m pytest -n 2 --dist worksteal -q -m "not evidence" $(ARGS)

equality: $(STAMP)  ## of the test suite, what holds both engines to the same
	@$(COMPILE)
	$(BIN)/python -m pytest -n 2 --dist worksteal -q -m "not evidence" tests/equality \
	    tests/functional $(ARGS)

check: $(STAMP)  ## lint, format, types, and which layer may import which
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy sim
	$(BIN)/lint-imports --no-logo

evidence: $(STAMP)  ## the long statistical proofs; need the published data, TOUCHMODEL_DATA
	@test -d "$${TOUCHMODEL_DATA:-../shared/data}" || { echo >&2 \
	    "make evidence: TOUCHMODEL_DATA must name the folder with the published data"; exit 2; }
	$(BIN)/python -m pytest -n 2 -q -m evidence -rs $(ARGS)

bench: $(STAMP)  ## how fast the engines are on this machine, into docs/performance.md
	$(BIN)/python benchmarks/run.py

baseline: $(STAMP)  ## rewrite the regression baselines; a change needs a [results] line in CHANGELOG.md
	$(BIN)/python tests/regression/refresh.py

reports: $(WARM)  ## rebuild the samples in reports/: a plan, what it depends on, three mixes compared
	$(BIN)/touchmodel plan scenarios/base.yaml --out reports/runs/base-plan
	$(BIN)/touchmodel sensitivity scenarios/base.yaml --out reports/runs/base-sensitivity
	$(BIN)/touchmodel compare scenarios/mixes/*.yaml --at as-written --out reports/runs/three-mixes
	$(BIN)/touchmodel report reports/runs/base-plan --format html,pdf,pptx,xlsx --languages en,ja \
	    --out reports/base-plan
	$(BIN)/touchmodel report reports/runs/base-plan reports/runs/base-sensitivity \
	    --format html,pdf --languages en,ja --out reports/for-the-board
	$(BIN)/touchmodel report reports/runs/three-mixes --format html,pdf,pptx,xlsx --languages en,ja \
	    --out reports/three-mixes

notebooks: $(STAMP)  ## write the notebooks from their scripts
	$(BIN)/jupytext --quiet --update --to ipynb notebooks/*.py

docs: $(STAMP)  ## rewrite docs/reference.md and docs/coverage.md
	$(BIN)/python docs/refresh.py
	$(BIN)/python tests/domain/refresh.py

# One version for every Python ("fewest"), so that results agree between them.
lock:  ## pin the dependencies again; needs uv; newer versions: ARGS=--upgrade
	uv pip compile --quiet --no-config --universal --python-version 3.11 --fork-strategy fewest \
	    --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" --output-file requirements.lock $(ARGS) pyproject.toml

clean:  ## remove what these commands made, .venv too; keeps reports/runs
	rm -rf .venv .venv-* dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find sim tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# Two stamps, each written last: an interrupted install starts again, and an edit of
# pyproject.toml does not download anything. From an empty folder, so that what leaves the lock
# leaves the environment. Bytecode is compiled here, on all cores, because pip uses one and an
# environment with PYTHONDONTWRITEBYTECODE would compile pandas again in every process.
$(VENV)/.locked: requirements.lock
	@test -n "$(PYTHON)" || { echo >&2 \
	    "touchmodel needs Python 3.11 or newer with its venv module; or name one: make PYTHON=..."; exit 2; }
	@echo >&2 "Setting up $(VENV) (once, about a minute)"
	@$(MAKE_VENV)
	@$(PIP_INSTALL) --require-hashes -r requirements.lock
	@$(BIN)/python -m compileall -qq -j 0 -x /tests/ $(VENV)/lib >/dev/null 2>&1 || true
	@touch $@

# Once for each installation, and not after an edit: commands compile by themselves what they lack.
# An installation is good without it.
$(WARM): $(STAMP)
	@$(COMPILE) && $(FIRST_RUN) || echo >&2 "The engine could not be compiled now; the first command tries again"
	@touch $@

$(STAMP): $(VENV)/.locked pyproject.toml
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
