# make demo: the main job on the shipped example.  make test: everything.  Both create what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test bench bench-page bench-formats bench-server bench-peers detection quality quality-peers pictures docs audit clean

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $(READY)

demo: $(READY)
	$(BIN)/zhengci annotate examples/draft.md --format terminal
	@echo
	$(BIN)/zhengci lint examples/draft.md || true
	@mkdir -p out
	$(BIN)/zhengci annotate examples/draft.md --format html -o out/draft.html
	@echo "网页：out/draft.html"

test: $(READY)
	$(BIN)/ruff check src tests bench scripts build_glossary.py
	$(BIN)/mypy
	$(BIN)/zhengci glossary check
	$(BIN)/python -m pytest

bench: $(READY)
	$(BIN)/python bench/word.py
	$(BIN)/python bench/bench.py

bench-page: $(READY)
	$(BIN)/python bench/page.py

bench-peers: $(READY)
	$(BIN)/python bench/peers.py

bench-formats: $(READY)
	$(BIN)/python bench/formats.py

bench-server: $(READY)
	$(BIN)/python bench/server.py

detection: $(READY)
	$(BIN)/python bench/detection.py

quality: $(READY)
	$(BIN)/python bench/quality/quality.py

quality-peers: $(READY)
	$(BIN)/python bench/quality/rivals.py

pictures: $(READY)
	$(BIN)/python scripts/make_pictures.py

docs: $(READY)
	$(BIN)/python scripts/make_docs.py
	$(BIN)/python scripts/make_draft.py

audit: $(READY)
	$(BIN)/python scripts/audit.py

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
