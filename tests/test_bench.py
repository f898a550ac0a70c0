"""The benchmarks run: modules import, texts are the same for the same seed, ratios are computed right.  No timings."""

import importlib.util
import itertools
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent / "bench"



def load(name):
    spec = importlib.util.spec_from_file_location(f"bench_{name}", BENCH / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


texts, harness = load("texts"), load("harness")
TERMS = ["一利五率", "两新", "三权分置", "专精特新"]


@pytest.mark.parametrize("module", ["bench", "peers", "install", "inside", "page", "word", "formats"])
def test_a_bench_module_imports(module):
    code = f"import sys; sys.path.insert(0, {str(BENCH)!r}); import {module}"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_report_is_the_same_for_the_same_seed():
    assert texts.report(TERMS, 20_000, 7) == texts.report(TERMS, 20_000, 7)
    assert texts.report(TERMS, 20_000, 7) != texts.report(TERMS, 20_000, 8)


@pytest.mark.parametrize("size", [5_000, 45_000, 300_000])
def test_a_report_has_the_size_asked_for(size):
    assert size <= len(texts.report(TERMS, size).encode()) < size + 3_000


def test_a_report_uses_the_terms_and_can_stand_on_one_line():
    text = texts.report(TERMS, 45_000)
    assert all(term in text for term in TERMS)
    assert "\n" not in texts.report(TERMS, 45_000, line_breaks=False)


def test_reports_differ():
    assert len(set(texts.reports(TERMS, 20, 4_000))) == 20


def test_made_up_terms_are_new_and_distinct():
    taken = set(texts.made_up_terms(50, set()))
    more = texts.made_up_terms(500, taken)
    assert len(set(more)) == 500
    assert not taken & set(more)


def test_overlapping_terms_are_distinct_and_occur_in_their_text():
    terms, base = texts.overlapping_terms(1_000)
    assert len(set(terms)) == 1_000
    assert all(term in base * 3 for term in terms)


def test_interleave_takes_turns_and_leaves_warm_up_rounds_out():
    ticks = itertools.count()
    calls = []
    times = harness.interleave(
        {"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 3, warm_up=2, clock=lambda: float(next(ticks))
    )
    assert calls == ["a", "b"] * 5
    assert times == {"a": [1.0] * 3, "b": [1.0] * 3}


def test_a_ratio_is_the_median_of_rounds_side_by_side():
    assert harness.ratio([2.0, 40.0, 3.0], [1.0, 10.0, 1.0]) == 3.0  # a slow round slows both and changes nothing


@pytest.mark.parametrize(
    ("measured", "limit", "at_least", "verdict"),
    [(1.5, 1.6, False, "ok"), (1.7, 1.6, False, "MISSED"), (12.0, 10.0, True, "ok"), (9.0, 10.0, True, "MISSED"),
     (9.0, None, False, "-")],
)  # fmt: skip
def test_a_verdict_follows_from_the_limit(measured, limit, at_least, verdict):
    assert harness.Figure("figure", measured, limit, at_least=at_least).verdict == verdict


def test_the_table_holds_every_figure():
    shown = harness.table([harness.Figure("one", 1.234, 2.0, "a 1 ms"), harness.Figure("two", 11.0, 10.0, at_least=True)])
    assert "1.23 ×" in shown and "≤ 2 ×" in shown and "≥ 10 ×" in shown
    assert len({len(line) for line in shown.splitlines()}) == 1


def test_a_command_that_fails_is_not_measured():
    with pytest.raises(RuntimeError, match="left with 3"):
        harness.command([sys.executable, "-c", "raise SystemExit(3)"], {})()


def test_the_peak_of_a_child_counts_its_memory():
    small = harness.measure_child([sys.executable, "-c", "pass"], {})
    large = harness.measure_child([sys.executable, "-c", "data = b'x' * 600_000_000"], {})
    assert large.status == 0
    assert small.bytes < large.bytes
    assert large.bytes > 600_000_000
