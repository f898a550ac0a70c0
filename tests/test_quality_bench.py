"""The bench of lint's judgement plants what it says, where it says, and nothing else; its lists and tables hold together."""

import importlib
import random
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengci.linting.engine import CODES
from zhengci.linting.finding import Edit

BENCH = Path(__file__).resolve().parent.parent / "bench" / "quality"


def load(name):
    if str(BENCH) not in sys.path:
        sys.path.insert(0, str(BENCH))
    return importlib.import_module(name)


corpus, plants, slips, formulas = load("corpus"), load("plants"), load("slips"), load("formulas")
measure, tables, quality, listed = load("measure"), load("tables"), load("quality"), load("listed")
needs_corpus = pytest.mark.skipif(not corpus.is_there(), reason=f"no documents at {corpus.FOLDER}")

RAW = "这是一份假的报告。" * 400
GROUND = plants.Ground(RAW, tuple(at + 1 for at, character in enumerate(RAW) if character == "。"))
HAN = st.text(alphabet="新质生产力发展高量一二三四五两个毫不动摇统筹安全", min_size=2, max_size=12)


def floating(number, subject, *, is_wide=False):
    return plants.Draft("kind", (0,), -1, -1, "前", f"误{number}", "后。", ("正",), subject, is_wide=is_wide)


def fixed(start, subject):
    return plants.Draft("kind", (0,), start, start + 4, "", "误字", "", (RAW[start : start + 4],), subject)


DRAFTS = st.lists(
    st.one_of(
        st.builds(floating, st.integers(0, 99), st.sampled_from("甲乙丙丁戊"), is_wide=st.booleans()),
        st.builds(fixed, st.integers(0, len(RAW) - 5), st.sampled_from("甲乙丙丁戊")),
    ),
    max_size=40,
)


def restored(copy):
    """The copy with every plant taken out again, from the back."""
    text = copy.text
    for plant in reversed(copy.plants):
        draft = plant.draft
        begin = plant.start - len(draft.before)
        instead = draft.rights[0] if draft.start >= 0 else ""
        assert text[begin : begin + len(draft.text)] == draft.text
        text = text[:begin] + instead + text[begin + len(draft.text) :]
    return text


@given(DRAFTS, st.integers(0, 9))
def test_plants_stand_where_they_say_and_leave_all_else_alone(drafts, seed):
    copies = plants.plant(drafts, [GROUND], random.Random(seed))
    assert Counter(plant.draft for copy in copies for plant in copy.plants) == Counter(drafts)
    for copy in copies:
        assert restored(copy) == RAW
        for plant in copy.plants:
            assert copy.text[plant.start : plant.end] == plant.draft.wrong
            reach = copy.text[plant.reach_start : plant.reach_end]
            assert reach == (plant.draft.text if plant.draft.is_wide else plant.draft.wrong)


@given(DRAFTS, st.integers(0, 9))
def test_plants_of_a_copy_are_apart_and_about_different_things(drafts, seed):
    for copy in plants.plant(drafts, [GROUND], random.Random(seed)):
        assert len(copy.plants) <= plants.CROWD
        subjects = [plant.draft.subject for plant in copy.plants]
        assert len(set(subjects)) == len(subjects)
        for one, other in zip(copy.plants, copy.plants[1:], strict=False):
            gap = other.start - len(other.draft.before) - (one.end + len(one.draft.after))
            assert gap >= plants.SPACING


@given(DRAFTS, st.integers(0, 9))
def test_the_same_seed_plants_the_same(drafts, seed):
    assert plants.plant(drafts, [GROUND], random.Random(seed)) == plants.plant(drafts, [GROUND], random.Random(seed))


@given(st.lists(st.sampled_from("甲乙丙丁"), max_size=30), st.integers(0, 40))
def test_spread_takes_turns(items, count):
    chosen = plants.spread(list(items), count, random.Random(1), key=str)
    assert len(chosen) == min(count, len(items))
    taken, there = Counter(chosen), Counter(items)
    for one in there:
        for other in there:
            assert taken[one] <= taken[other] + 1 or taken[other] == there[other]


@settings(deadline=None)  # the first call reads jieba's dictionary
@given(HAN, st.sampled_from(slips.SLIPS), st.integers(0, 99))
def test_a_slip_changes_one_thing(text, kind, seed):
    made = slips.slip(kind, text, random.Random(seed))
    if not made:
        return
    assert made != text
    if kind == "lost":
        assert any(text[:at] + text[at + 1 :] == made for at in range(1, len(text) - 1))
    elif kind == "doubled":
        assert any(text[:at] + text[at] + text[at:] == made for at in range(len(text)))
    else:
        changed = [(one, other) for one, other in zip(text, made, strict=True) if one != other]
        if kind == "swapped":
            assert changed[0] == changed[1][::-1] and len(changed) == 2
        else:
            assert len(changed) == 1
            (old, new), *_ = changed
            if kind == "numeral":
                assert {old, new} <= set(slips.NUMERALS + "两")
            elif kind == "homophone":
                assert slips.sounds(old) & slips.sounds(new)
            else:
                assert not slips.sounds(old) & slips.sounds(new)


@pytest.mark.parametrize(("kind", "text"), [("numeral", "十二五规划"), ("lost", "两新"), ("numeral", "科技创新")])
def test_a_text_may_admit_no_slip(kind, text):
    assert slips.slip(kind, text, random.Random(1)) == ""


ROWS = corpus.read_list("formulas")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: formulas.bare(row["formula"]))
def test_formulas_are_altered_as_said(row):
    text = formulas.bare(row["formula"])
    assert "[" not in text and "]" not in text
    for wrong in formulas.altered("formula-order", row):
        assert sorted(wrong) == sorted(text)
    assert all(len(wrong) == len(text) - 1 for wrong in formulas.altered("formula-lost", row))
    added = formulas.altered("formula-added", row)
    assert all(len(wrong) == len(text) + 1 for wrong in added)
    assert all(wrong != text for kind in formulas.KINDS for wrong in formulas.altered(kind, row))


def test_members_of_a_formula_change_places_with_their_neighbours():
    assert formulas.altered("formula-order", {"formula": "[甲]、[乙]和[丙]"}) == ["乙、甲和丙", "甲、丙和乙"]


@pytest.mark.parametrize(
    ("name", "wrong", "right", "least"),
    [("former-names", "old", "new", 80), ("superseded", "old", "new", 40), ("discouraged", "word", "instead", 80),
     ("confusables", "wrong", "right", 250), ("formulas", "formula", "synonym", 120)],
)  # fmt: skip
def test_a_list_is_long_enough_and_each_row_says_something(name, wrong, right, least):
    rows = corpus.read_list(name)
    assert len(rows) >= least
    assert max(Counter(row[wrong] for row in rows).values()) == 1
    for row in rows:
        assert row[wrong] and row[wrong] not in row[right].split("|")
        assert re.fullmatch(r"\d{4}-\d\d", row.get("since", "2000-01"))
        if row.get("sentence"):
            assert row["sentence"].count("{}") == 1
            assert row["sentence"].endswith("。")


def test_every_sort_of_former_name_has_its_sentences():
    for row in corpus.read_list("former-names"):
        assert all(frame.count("{}") == 1 for frame in listed._FRAMES[row["kind"]])


def test_controls_hold_something_that_looks_wrong_in_a_sentence():
    for row in corpus.read_list("controls"):
        assert row["sentence"].count("{}") == 1 and row["quiet"]
        assert row["kind"] in {*measure.FITTING, "near-miss"}


def test_the_codes_that_may_report_a_kind_exist():
    planned = {"ZC202"}
    assert frozenset().union(*measure.FITTING.values()) <= set(measure.JUDGED) <= CODES | planned


def planted(text, wrong, rights):
    at = text.index(wrong)
    draft = plants.Draft("homophone", (0,), at, at + 1, "", wrong, "", rights, wrong)
    return plants.Plant(draft, at, at + len(wrong), at, at + len(wrong))


@pytest.mark.parametrize(
    ("edits", "made", "is_right"),
    [
        ([Edit(2, 4, "部署")], "全面部署工作。", True),
        ([Edit(3, 4, "署")], "全面布署工作。", False),
        ([Edit(0, 4, "全面部署")], "全面部署工作。", True),
        ([Edit(0, 4, "部署")], "部署工作。", False),
        ([Edit(2, 4, "部署"), Edit(3, 5, "署")], "全面部署工作。", True),  # of two that overlap the first counts
    ],
)
def test_a_fix_is_right_only_where_it_restores_the_text(edits, made, is_right):
    text = "全面布暑工作。"
    assert measure._mend(text, planted(text, "布暑", ("部署",)), edits) == (made, is_right)


def test_any_of_the_right_texts_will_do():
    text = "会同银监会检查。"
    plant = planted(text, "银监会", ("金融监管总局", "国家金融监督管理总局"))
    assert measure._mend(text, plant, [Edit(2, 5, "国家金融监督管理总局")])[1]
    assert not measure._mend(text, plant, [Edit(2, 5, "银保监会")])[1]


def test_tables_have_as_many_cells_as_heads():
    rows = [("甲", "1", "2"), ("乙丙", "10", "3.0%")]
    assert tables.markdown(("kind", "a", "b"), rows).splitlines()[1] == "| --- | ---: | ---: |"
    shown = tables.plain(("kind", "a", "b"), rows).splitlines()
    assert shown[2] == "甲     1     2"
    assert shown[3] == "乙丙  10  3.0%"


def test_without_documents_the_bench_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(corpus, "FOLDER", tmp_path / "nowhere")
    monkeypatch.setattr(sys, "argv", ["quality.py"])
    assert quality.main() == 0
    assert capsys.readouterr().out == f"skipped: no documents at {tmp_path / 'nowhere'}\n"


@pytest.fixture(scope="module")
def field():
    reports = corpus.read_reports("provinces-2026", "state-council")
    return load("field").Field([reports[3], reports[-3], reports[-17]], [])


@needs_corpus
def test_drafts_of_real_reports_are_wrong_only_in_what_they_say(field, monkeypatch):
    injector = load("injector")
    monkeypatch.setattr(injector, "EACH", 20)
    monkeypatch.setattr(injector, "CONFUSABLES", 20)
    copies = injector.inject(field, 7)
    assert copies == injector.inject(field, 7)
    kinds = Counter(plant.draft.kind for copy in copies for plant in copy.plants if not plant.draft.is_control)
    assert set(kinds) == set(measure.FITTING)
    for copy in copies:
        assert restored(copy) == field.reports[copy.report].raw
        for plant in copy.plants:
            assert copy.text[plant.start : plant.end] == plant.draft.wrong
            assert (plant.draft.wrong in plant.draft.rights) == plant.draft.is_control


@needs_corpus
def test_what_real_documents_say_is_not_wrong(field):
    assert not field.is_wrong("新质生产力")
    assert field.is_wrong("新质生产里")
