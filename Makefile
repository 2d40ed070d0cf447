# Khung tin. `make` alone lists the targets.
# Every target sets up .venv first, once: nothing has to be installed by hand.

PYTHON ?= python3

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
RUN := $(BIN)/python -X utf8
READY := .venv/ready
# A module and its fixtures, a notebook and its kernel stay on one process; conftest.py orders them.
PARALLEL := -n auto --dist loadscope --no-loadscope-reorder

# Matplotlib and Jupyter must not depend on the reader's own settings.
export MPLBACKEND := agg
export PYTHONHASHSEED := 0
# Processes share the cores: threads of each would only wait for one another.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
# Past the shell, and as written: neither runs what stands in a folder's name.
unexport CORPUS OUTPUT
ifdef CORPUS
export KHUNGTIN_CORPUS = $(value CORPUS)
endif
ifdef OUTPUT
export KHUNGTIN_OUTPUT = $(value OUTPUT)
endif

.DEFAULT_GOAL := help
.PHONY: help html test quick lab notebooks bench lint lock licences soak clean

help:  ## list the targets
	@echo "make html       execute every notebook, write build/html/index.html"
	@echo "make test       run the tests, re-execute every notebook and compare its outputs"
	@echo "make quick      check style and types, run the tests that take no time"
	@echo "make lab        open the notebooks in JupyterLab"
	@echo "make notebooks  re-execute the notebooks and store their outputs"
	@echo "make bench      measure speed (ratios within one run), coverage of intervals, size of tests"
	@echo "make lint       check the code's style and types"
	@echo "make lock       choose the newest versions and pin them in requirements.lock and environment.yml"
	@echo "make licences  print the licence of every package, and fail where one is copyleft beyond the MPL"
	@echo "make soak      make, check and show 1,000 generated corpora; takes some minutes"
	@echo "make clean      remove build/ and .venv/"
	@echo "Options: PYTHON=python3.12 (when .venv is made), CORPUS=folder, OUTPUT=folder"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "Khung tin needs Python 3.11 or later; $(PYTHON) is older or missing." \
		"Name another: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Setting up .venv, once: this takes a minute or more."
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

html: $(READY)  ## the main job
	$(RUN) -m helpers site

test: $(READY)
	KHUNGTIN_CORPUS= $(RUN) -m pytest $(PARALLEL)

quick: lint
	KHUNGTIN_CORPUS= $(RUN) -m pytest $(PARALLEL) -p no:nbval -o "addopts=--strict-markers" \
		--doctest-modules --ignore=tests/benchmarks -q -m "not slow and not browser" \
		--hypothesis-profile=quick tests helpers

lab: export JUPYTER_CONFIG_PATH := $(CURDIR)/jupyter
lab: $(READY)
	$(RUN) -m jupyter lab --config=jupyter/jupyter_lab_config.py

notebooks: $(READY)
	KHUNGTIN_CORPUS= $(RUN) -m helpers site --store
	$(RUN) -m tests.readme_figure

bench: $(READY)
	$(RUN) -m tests.benchmarks

lint: $(READY)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

lock: $(READY)
	$(RUN) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras \
		--generate-hashes --no-header --no-annotate pyproject.toml --output-file requirements.lock
	$(RUN) -m tests.version_lists

licences: $(READY)
	$(RUN) -m tests.licences

soak: $(READY)
	KHUNGTIN_CORPUS= $(RUN) -m pytest -q -p no:nbval -o addopts=--strict-markers \
		--hypothesis-profile=soak tests/commands/test_soak.py

clean:
	rm -rf build .venv
