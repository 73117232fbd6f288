# Every target is a line that you can also type. PYTHON=python3.12 make book picks another Python.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready
SITE := _build/html/index.html

# Baking and tests take a core each already: threads of the linear algebra wait for one another,
# on two busy cores ten times longer than they compute.
export OPENBLAS_NUM_THREADS := 1

SPREAD := -n 2 --dist worksteal
QUICK := -m "not slow and not python"

.PHONY: book test test-all unit notebooks browser named chapter python test-python test-wasm lite site \
  test-site test-site-all dist serve lab bench lighthouse curriculum lint types check clean

book: $(READY)  ## build the site and say where it is
	$(VENV)/bin/jupyter-book build -nW --keep-going .
	@echo "The book is at file://$(CURDIR)/$(SITE)"

test: book unit notebooks browser  ## every test but the slow ones

# The slow ones prove in every combination what the others prove once: every control of every
# explorer by keyboard, mouse and touch, over http and from the disk; every chapter in Firefox, from
# the disk too, and in JupyterLab; a notebook saved and opened again; each way to spoil a file, to
# end a kernel and to stop a build; all pages in the dark, printed, and at four widths of a phone;
# eight states a figure pixel by pixel and 25 against the bake; the whole training of the language
# model.
test-all: QUICK := -m "not python"
test-all: test  ## every test

unit: $(READY)
	@echo "Tests and doctests of the package ..."
	$(RUN) -m pytest -q $(SPREAD) $(QUICK) --ignore tests/browser --ignore tests/book \
	  --ignore tests/published

notebooks: $(READY)
	@echo "Every number that the notebooks show ..."
	$(RUN) -m pytest -q -n 2 --dist loadfile --nbval -o addopts= -W default notebooks

browser: book
	@echo "The built book in Chromium and Firefox, its explorers in JupyterLab ..."
	$(RUN) -m tests.browser.browsers
	$(RUN) -m pytest -q $(SPREAD) $(QUICK) tests/book tests/browser

named:
	@ls notebooks/*_$(NAME).ipynb >/dev/null 2>&1 || \
	  { echo "name a chapter: make chapter NAME=gradient_descent"; exit 1; }

chapter: named book  ## while writing one: make chapter NAME=gradient_descent tests it alone
	$(RUN) -m tests.browser.browsers
	$(RUN) -m pytest -q $(SPREAD) $(QUICK) tests/chapters tests/browser -k $(NAME)
	$(RUN) -m pytest -q --nbval -o addopts= -W default notebooks/*_$(NAME).ipynb

python: ## Python for the pages, into the built book: make python PYODIDE=<release 0.27.7>
	@test -n "$(PYODIDE)" || { echo "say where Pyodide 0.27.7 is: a folder with its files, its release's \
	archive, or the address of either: make python PYODIDE=..."; exit 1; }
	$(RUN) tools/pyodide.py "$(PYODIDE)"

test-python:  ## the cells of every page in Chromium and Firefox, after make python
	$(RUN) -m tests.browser.browsers
	$(RUN) -m pytest -q -m python tests/browser

test-wasm:  ## the quick tests of the numerics in the Python of the pages, after make python
	$(RUN) -m tests.wasm.run

serve: book  ## the site on http://localhost:8000
	$(RUN) -m http.server --directory _build/html 8000

lab: $(READY)  ## the notebooks in JupyterLab
	$(RUN) -m jupyterlab notebooks

lite: $(READY)  ## the chapters in JupyterLite, in the built book: make lite PYODIDE=<as for python>
	@test -n "$(PYODIDE)" || { echo "say where Pyodide 0.27.7 is: make $@ PYODIDE=<folder, archive or \
	address>"; exit 1; }
	$(RUN) tools/pyodide.py --kernel "$(PYODIDE)"
	$(RUN) -m tools.lite

site: $(READY)  ## all that is published, in _build/html: make site PYODIDE=<as for python>
	$(RUN) -m tools.site address
	@test -n "$(PYODIDE)" || { echo "say where Pyodide 0.27.7 is: make $@ PYODIDE=<folder, archive or \
	address>"; exit 1; }
	$(MAKE) book
	$(MAKE) lite PYODIDE="$(PYODIDE)"
	$(RUN) -m tools.colab _build/colab
	$(RUN) -m tools.site check

test-site: $(READY)  ## the published site and the other doors, after make site; half an hour
	$(RUN) -m tests.browser.browsers
	$(RUN) -m pytest -q $(QUICK) tests/published

# Every chapter in JupyterLite: run, moved, answered; an hour.
test-site-all: QUICK :=
test-site-all: test-site  ## the same with every chapter in JupyterLite

dist: $(READY)  ## the wheel and the sdist, checked and tried in a bare environment
	$(RUN) tools/dist.py

bench: book  ## the table of budgets, beside what others take
	$(RUN) -m tests.browser.browsers
	$(RUN) -m benchmarks

lighthouse: book  ## Lighthouse of every page as for a phone; half an hour: npm install -g lighthouse
	$(RUN) -m tests.browser.browsers
	$(RUN) -m benchmarks.bench_lighthouse

curriculum: $(READY)  ## what each chapter still lacks
	$(RUN) tools/curriculum.py

lint: $(READY)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .

types: $(READY)
	$(RUN) -m mypy

check: lint types curriculum test  ## what CI runs

clean:  ## forget what was built
	rm -rf _build dist

# The stamp is older than the requirements when they changed: then pip looks again.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mlcourse needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@test -x $(RUN) || { echo "Making $(VENV) ..."; $(PYTHON) -m venv $(VENV); }
	@echo "Installing requirements.txt (a minute or two the first time) ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@
