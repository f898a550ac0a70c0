"""The matcher against a brute force, and on the sentences that other tools get wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengci import api, matcher
from zhengci.glossary.artefact import Pattern
from zhengci.glossary.compile import compile_sources
from zhengci.glossary.opened import Glossary
from zhengci.glossary.schema import Record
from zhengci.glossary.sources import Sources
from zhengci.matcher import Matcher, find_strings

#: Numerals, a determiner, a measure word, other Han (one beyond the BMP, whose UTF-16 units repeat those of another).
HAN = "两三第个新农\U00020bb7\U00021fb7"
ALPHABET = HAN + "1a+“”‘’。"


class NoWords:
    """A dictionary without words: no border is ever in doubt, so the guards alone decide."""

    def before(self, part: str) -> str:
        return ""

    def after(self, part: str) -> str:
        return ""

    def straddles(self, first: str, second: str) -> bool:
        return False

    def frequency(self, piece: str) -> int:
        return 0

    def lexicon(self) -> bytes:
        return bytes(16)


def compiled(terms: list[str], quoted: list[bool], shields: list[tuple[str, list[str]]]) -> Glossary:
    concepts = [
        Record(id=f"c{number}", term=term, kind="numeral", field="综合", definition="。", scope="CN", quoted=flag)
        for number, (term, flag) in enumerate(zip(terms, quoted, strict=False))
    ]
    phrases = [Record(form=form, phrases=longer) for form, longer in shields]
    return Glossary(compile_sources(Sources(concepts, [], [], phrases, [], [], [], [], []), "", NoWords()))  # type: ignore[arg-type]


def has_borders(text: str, start: int, end: int, pattern: Pattern) -> bool:
    """The rules for the edges of a form, as the design has them, written down naively."""
    form, before, after = pattern.text, text[start - 1 : start], text[end : end + 1]
    opens, closes = before in ("“", "‘"), after in ("”", "’")
    if form[0] in "1a" and before in ("1", "a"):
        return False
    if form[-1] in "1a" and after in ("1", "a"):
        return False
    if all(owner[2] for owner in pattern.owners) and not (opens and closes):
        return False
    if len(form) > 4 or not all("\u4e00" <= ch <= "\u9fff" for ch in form) or (opens and closes):
        return True
    if form[0] in "两三" and before in ("两", "三", "第", "1"):
        return False
    return not (form[-1] in "两三" and after in ("两", "三", "个"))


def brute_force(glossary: Glossary, text: str) -> list[tuple[int, int, str]]:
    patterns = [glossary.pattern(number) for number in range(glossary.pattern_count)]
    hits = [
        (start, start + len(pattern.text), pattern)
        for start in range(len(text))
        for pattern in patterns
        if text.startswith(pattern.text, start)
    ]
    standing = [
        (start, end, pattern.text)
        for start, end, pattern in hits
        if pattern.owners
        and not any(low <= start and end <= high and pattern.text in phrase.shields for low, high, phrase in hits)
        and has_borders(text, start, end, pattern)
    ]
    swept: list[tuple[int, int, str]] = []
    for hit in sorted(standing, key=lambda hit: (hit[0], -hit[1])):
        if not swept or hit[0] >= swept[-1][1]:
            swept.append(hit)
    return swept


@st.composite
def warning(draw: st.DrawFn) -> tuple[Glossary, str]:
    """Wrong wordings, short ones and such as are found by four of their characters, and a text made of them."""
    wrong = draw(st.lists(st.text("两三个新农", min_size=2, max_size=12), min_size=1, max_size=8, unique=True))
    records = [Record(wrong=text, right="。") for text in wrong]
    glossary = Glossary(compile_sources(Sources([], [], [], [], [], [], records, [], []), "", NoWords()))  # type: ignore[arg-type]
    text = "".join(draw(st.lists(st.sampled_from(wrong) | st.text("两三个新农\U00020bb7。", max_size=4), max_size=10)))
    return glossary, text


@given(warning(), st.integers(1, 40))
@settings(max_examples=300, deadline=None)
def test_wrong_wordings_are_all_found_leftmost_and_longest(case: tuple[Glossary, str], piece: int) -> None:
    glossary, text = case
    wrong = [glossary.pattern(number).text for number in range(glossary.pattern_count)]
    hits = sorted(
        (start, -start - len(word), word) for word in wrong for start in range(len(text)) if text.startswith(word, start)
    )
    swept: list[tuple[int, str]] = []
    for start, _, word in hits:
        if not swept or start >= swept[-1][0] + len(swept[-1][1]):
            swept.append((start, word))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher, "_PIECE", piece)
        found = Matcher(glossary, wordings=True).find(text)
    assert [(match.start, glossary.pattern(match.pattern).text) for match in found] == swept


TERMS = st.text(HAN + "1a+", min_size=2, max_size=5)


@st.composite
def glossaries(draw: st.DrawFn) -> tuple[list[str], list[bool], list[tuple[str, list[str]]]]:
    terms = draw(st.lists(TERMS, min_size=1, max_size=5, unique=True))
    quoted = draw(st.lists(st.booleans(), min_size=len(terms), max_size=len(terms)))
    around = st.text(HAN, max_size=2)
    shields = [
        (term, [longer])
        for term in draw(st.lists(st.sampled_from(terms), max_size=2))
        if (longer := draw(around) + term + draw(around)) != term
    ]
    return terms, quoted, shields


@st.composite
def matching(draw: st.DrawFn) -> tuple[Glossary, str]:
    terms, quoted, shields = draw(glossaries())
    words = [*terms, *(f"“{term}”" for term in terms), *(phrase for _, phrases in shields for phrase in phrases)]
    text = "".join(draw(st.lists(st.sampled_from(words) | st.text(ALPHABET, max_size=3), max_size=10)))
    return compiled(terms, quoted, shields), text


@given(matching())
@settings(max_examples=400, deadline=None)
def test_find_gives_what_a_brute_force_gives(case: tuple[Glossary, str]) -> None:
    glossary, text = case
    found = [(match.start, match.end, glossary.pattern(match.pattern).text) for match in Matcher(glossary).find(text)]
    assert brute_force(glossary, text) == found


@given(matching(), st.integers(1, 7))
@settings(max_examples=150, deadline=None)
def test_a_text_fed_in_pieces_gives_the_same_matches(case: tuple[Glossary, str], piece: int) -> None:
    glossary, text = case
    whole = Matcher(glossary).find(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher, "_PIECE", piece)
        assert whole == Matcher(glossary).find(text)


@given(matching())
@settings(max_examples=100, deadline=None)
def test_quoted_counts_the_marks_that_touch_a_match(case: tuple[Glossary, str]) -> None:
    glossary, text = case
    for match in Matcher(glossary).find(text):
        opens = text[match.start - 1 : match.start] in ("“", "‘")
        closes = text[match.end : match.end + 1] in ("”", "’")
        assert opens + closes == match.quoted


@given(st.lists(st.text(HAN + "1a", max_size=4), max_size=5), st.text(HAN + "1a。", max_size=40))
@settings(max_examples=300, deadline=None)
def test_find_strings_gives_what_str_find_gives(strings: list[str], text: str) -> None:
    hits = sorted(
        {(at, at + len(string)) for string in strings if string for at in range(len(text)) if text.find(string, at) == at},
        key=lambda span: (span[0], -span[1]),
    )
    disjoint: list[tuple[int, int]] = []
    for span in hits:
        if not disjoint or span[0] >= disjoint[-1][1]:
            disjoint.append(span)
    assert disjoint == find_strings(strings, text)


def test_an_exception_applies_even_where_an_earlier_match_overlaps_it() -> None:
    """style.md 5.5: as one more pattern under leftmost-longest the exception would be swept away by 总局原."""
    glossary = compiled(["总局原", "银保监会"], [False, False], [("银保监会", ["原银保监会"])])
    assert [match[:2] for match in Matcher(glossary).find("金融总局原银保监会")] == [(2, 5)]


def test_a_shorter_term_is_found_where_a_longer_one_only_begins() -> None:
    """style.md 5.2: iter_long of the engine finds nothing here."""
    glossary = compiled(["中华民族共同体意识", "民族"], [False, False], [])
    assert [match[:2] for match in Matcher(glossary).find("中华民族")] == [(2, 4)]


def test_an_empty_glossary_and_an_empty_text_match_nothing() -> None:
    assert Matcher(compiled([], [], [])).find("抓好“两新”工作。") == []
    assert Matcher(compiled(["两新"], [False], [])).find("") == []


def test_lone_surrogates_in_a_text_disturb_no_match() -> None:
    glossary = compiled(["新农"], [False], [])
    assert [match[:2] for match in Matcher(glossary).find("\ud842。新农\udfb7")] == [(2, 4)]


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("抓好“两新”工作。", ["两新"]),
        ("推进两新政策落地。", ["两新"]),
        ("两新政策成效明显。", ["两新"]),
        ("统筹“两重”“两新”。", ["两重", "两新"]),
        ("做好两新、两重项目。", ["两新", "两重"]),
        ("加力扩围推进两新", ["两新"]),
        ("这两新建学校已投用。", []),
        ("加快两新一重项目建设。", ["两新一重"]),
        ("这两新产品线已投产。", []),
    ],
)
def test_the_nine_sentences_that_no_other_tool_gets_right(glossary: Glossary, sentence: str, terms: list[str]) -> None:
    mentions = api.annotate(sentence, date="2025-06", jurisdiction="CN", glossary=glossary).mentions
    assert terms == [mention.text for mention in mentions]


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("这段路长三公里，改造两年。", "三公"),
        ("他做过三管轮。", "三管"),
        ("这两新建学校投用。", "两新"),
        ("加快两新一重建设。", "两新"),
        ("谋划十五五，展望长远。", "十五"),
        ("一百二十五家企业投产。", "十五"),
        ("列车双减速运行。", "双减"),
        ("比分是11+7。", "1+7"),
        ("布局第四新区。", "四新"),
        ("走访第三农场职工。", "三农"),
        ("改造第三北路。", "三北"),
        ("观测四风向变化。", "四风"),
    ],
)
def test_a_term_is_not_found_inside_a_longer_word(glossary: Glossary, sentence: str, term: str) -> None:
    matches = Matcher(glossary).find(sentence)
    assert term in sentence
    assert term not in [sentence[match.start : match.end] for match in matches]


@pytest.mark.parametrize(
    ("sentence", "term"),
    [("做好“三农”工作。", "三农"), ("坚持放管服改革。", "放管服"), ("纠治‘四风’问题。", "四风"), ("三农", "三农")],
)
def test_a_term_is_found_between_any_neighbours_that_are_no_part_of_it(
    glossary: Glossary, sentence: str, term: str
) -> None:
    assert [term] == [sentence[match.start : match.end] for match in Matcher(glossary).find(sentence)]
