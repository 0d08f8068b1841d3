# One virtual environment, made by the first target that needs it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= $(or $(DATELINE_SHARED),../shared)
DEMO := demo

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-hard fuzz lint score bench bench-model lock model model-setup clean \
  score-events score-quotes score-actors score-model

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

setup: $(VENV)/.installed  ## Make the virtual environment and install the project in it

demo: setup  ## Run the main job over the sample articles and ask three questions
	$(BIN)/dateline run seeds/articles --warehouse $(DEMO)
	@for question in who-did-what-to-whom who-is-quoted events-a-day; do \
	  echo; grep -h '^-- ' warehouse/sql/demo/$$question.sql | sed 's/^-- //'; \
	  $(BIN)/dateline sql --warehouse $(DEMO) - < warehouse/sql/demo/$$question.sql || exit 1; \
	done
	@echo; $(BIN)/dateline report --warehouse $(DEMO) --out $(DEMO)/report.html
	@echo; echo "Ask your own:  $(BIN)/dateline sql --warehouse $(DEMO) \"select * from quotes_full limit 5\""
	@echo "Look at it:    $(DEMO)/report.html in a browser"
	@echo "Explore it:    $(BIN)/dateline explore --warehouse $(DEMO)"

# Worker processes of the tests. Each loads the language model; a free one takes over tests of
# another, mostly whole files, so what a file sets up is made once.
TEST_WORKERS ?= 2
test: setup  ## Run the tests (under ten minutes on two cores); TEST_WORKERS=N processes, else 2
	$(BIN)/python -m pytest -m "not hard" -n $(TEST_WORKERS) --dist worksteal

test-hard: setup  ## Run the tests that take longer, too
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[bi]' \
	  || echo "Streamlit cannot be installed here: the test of its page is skipped"
	$(BIN)/python -m pytest -m "not hard" -n $(TEST_WORKERS) --dist worksteal
	$(BIN)/python -m pytest -m hard  # one after the other: they measure memory and kill processes

fuzz: setup  ## Feed 50,000 made and damaged inputs to every reader
	$(BIN)/python -m pytest -s -m hard tests/pipelines/test_fuzz.py

lint: setup  ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

score: setup  ## Measure quality against the last figures; score-events, -quotes, -actors, -model: a part
	$(BIN)/python -m benchmarks.score --shared $(SHARED)

score-events score-quotes score-actors score-model: score-%: setup
	$(BIN)/python -m benchmarks.score --shared $(SHARED) --only $*

ARTICLES ?= 5000
bench: setup  ## Measure the whole flow beside bare nlp.pipe and others; ARTICLES=N, else 5,000
	$(BIN)/python -m benchmarks.throughput --articles $(ARTICLES) --keep

bench-model: setup  ## Measure the language model's speed beside spaCy's own CNN (trained by model.cnn)
	$(BIN)/python -m benchmarks.model_speed

model-setup: setup  ## Add what training needs (PyTorch, ONNX, the pretrained encoder)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train]'

model: model-setup  ## Train the language model again from the shared data (about three hours; resumable)
	test -f model/work/examples.pkl || $(BIN)/python -m model.convert --shared $(SHARED)
	$(BIN)/python -m model.train
	$(BIN)/python -m model.export
	$(BIN)/python -m model.evaluate --shared $(SHARED)

lock: setup  ## Write requirements.lock anew: versions only, never addresses
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --no-emit-index-url \
	  --no-header --no-annotate --output-file requirements.lock pyproject.toml

clean:  ## Remove the demo's warehouse and caches
	rm -rf $(DEMO) .pytest_cache .mypy_cache .ruff_cache
