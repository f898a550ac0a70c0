"""A text mended in several passes: the edits found at the end do from the first text what the passes did one after another."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zhengci.linting.finding import Edit
from zhengci.linting.fixes import apply_fixes
from zhengci.linting.revision import Revision


@st.composite
def passes(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """Return a text of distinct characters and, for each pass, disjoint edits of the text as it is then."""
    first = text = "".join(map(chr, range(0x4E00, 0x4E00 + draw(st.integers(0, 24)))))
    made = []
    for _ in range(draw(st.integers(1, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
        edits = [Edit(low, high, draw(st.text("甲乙丙", max_size=3))) for low, high in zip(cuts[::2], cuts[1::2], strict=False)]
        made.append(edits)
        text = apply_fixes(text, edits)
    return first, made


@given(passes())
def test_one_set_of_edits_does_what_all_passes_did(given: tuple[str, list[list[Edit]]]) -> None:
    first, made = given
    text, revision = first, Revision(first)
    for edits in made:
        text = apply_fixes(text, edits)
        revision.mend(edits)
        assert revision.text == text
    told = revision.edits()
    assert apply_fixes(first, told) == text
    assert all(one.end <= other.start for one, other in pairwise(told))
    for at, character in enumerate(text):  # each character of the first text is known again
        if character in first:
            assert revision.origin(at, at + 1) == (first.index(character), first.index(character) + 1)
            assert revision.now(first.index(character)) == at


def test_mending_twice_at_one_place_is_one_edit_and_at_two_places_two() -> None:
    revision = Revision("会同银监会、证监会检查")
    revision.mend([Edit(2, 5, "银保监会"), Edit(6, 9, "证券监管机构")])
    revision.mend([Edit(2, 6, "金融监管总局")])
    assert revision.edits() == [Edit(2, 5, "金融监管总局"), Edit(6, 9, "证券监管机构")]
    assert revision.text == "会同金融监管总局、证券监管机构检查"
    assert revision.origin(2, 8) == (2, 5)


def test_what_is_undone_leaves_no_edit() -> None:
    revision = Revision("甲乙丙")
    revision.mend([Edit(1, 2, "丁")])
    revision.mend([Edit(1, 2, "乙")])
    assert revision.edits() == []
