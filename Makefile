# Needs Python 3.11 or newer with venv, and nothing else. PYTHON=python3.12 names another one.
# Every path here is relative, so that a checkout may lie in a folder with spaces in its name.

PYTHON ?= python3
python := .venv/bin/python
pip := $(python) -m pip --disable-pip-version-check install -qq

# An editable install knows its folder by name: a checkout that was moved gets another stamp, and so is installed anew.
installed := .venv/installed-$(shell pwd | cksum | cut -d ' ' -f 1)

.PHONY: help course trainer demo test check data pins clean

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s  %s\n", $$1, $$2 }' Makefile

course: $(installed) ## Open the course (PORT=8899 for another port, BROWSER=none to open no browser)
	@$(python) -m course

trainer: $(installed) ## Open the trainer's side: marking and the gradebook (PORT= and BROWSER= as above)
	@$(python) -m grading serve

demo: $(installed) ## Show marking with three made-up learners, in a folder of its own, without a browser
	@$(python) -m grading demo

test: .venv/pins-dev $(installed) ## Run every check and every test
	$(python) -m ruff check .
	$(python) -m mypy
	$(python) -m grading check
	$(python) -m pytest -n 3 --dist worksteal

check: $(installed) ## Check exercises, keys and notebooks: for authors
	@$(python) -m grading check

data: $(installed) ## Make the simulated data anew from its script
	@$(python) -m course.simulate

pins: ## Write the pins anew after a change to pyproject.toml (UPGRADE=--upgrade takes newer versions; needs uv)
	@command -v uv >/dev/null || { echo "make pins needs uv: install it with 'python3 -m pip install uv'." >&2; exit 1; }
	uv $(compile) pyproject.toml --output-file requirements.txt
	uv $(compile) pyproject.toml --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	{ sed '/- pip:/q' environment.yml; sed 's/^/      - /' requirements.txt; } > environment.yml.new
	mv environment.yml.new environment.yml

# One file for every platform and every Python from 3.11, and no address of where packages come from.
compile = pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate

clean: ## Remove .venv and caches (never your work or the gradebook)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/pins: requirements.txt
	@$(python) -c 'import sys, pip; assert sys.version_info >= (3, 11)' 2>/dev/null || { $(check_python) && \
		echo "Making .venv. This takes a few minutes, once." && $(PYTHON) -m venv --clear .venv; }
	@$(pip) --requirement requirements.txt
	@touch $@

.venv/pins-dev: requirements-dev.txt .venv/pins
	@$(pip) --requirement requirements-dev.txt
	@touch $@

# The install copies the JupyterLab extension and its settings into .venv once: it is repeated when they change.
$(installed): .venv/pins pyproject.toml $(shell find course/labextension course/jupyter-config)
	@$(pip) --no-deps --editable .
	@touch $@

check_python = { $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Python 3.11 or newer is needed, but '$(PYTHON)' is: $$($(PYTHON) --version 2>&1 | tail -1)" >&2; \
	echo "Install one, or name one that you have: make course PYTHON=python3.12" >&2; exit 1; }; } && \
	{ $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "'$(PYTHON)' has no venv. On Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 1; }; }
