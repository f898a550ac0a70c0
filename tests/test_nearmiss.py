"""Near misses against a brute force, and the weighing of slips on sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengci import slips
from zhengci.document.document import Document
from zhengci.folding import unquoted
from zhengci.glossary.compile import compile_sources
from zhengci.glossary.confusion import Confusion, table
from zhengci.glossary.opened import Glossary
from zhengci.glossary.reorder import wrong_orders
from zhengci.glossary.schema import Record
from zhengci.glossary.sources import Sources
from zhengci.mentions.slips import find_slips
from zhengci.nearmiss import find_near

HAN = "甲乙丙丁"
HOMOPHONES = dict(zip("甲乙丙丁戊己庚辛", "钾易柄盯务几更新", strict=True))
words = st.text(HAN, min_size=4, max_size=7)


class NoWords:
    """A dictionary without words: where a wording is cut does not matter to what is found."""

    def frequency(self, piece: str) -> int:
        return 0

    def lexicon(self) -> bytes:
        return bytes(16)


def compiled(targets: list[str]) -> Glossary:
    vocabulary = [Record(subject="试", words=targets)]
    return Glossary(compile_sources(Sources([], [], [], [], [], [], [], vocabulary, []), "", NoWords()))  # type: ignore[arg-type]


@st.composite
def garbled(draw: st.DrawFn) -> tuple[str, str]:
    """A word and the same word with one character replaced, lost, doubled or swapped.

    Its characters differ: in 丁丙丁丁 it could not be told which one was lost or turned.
    """
    word = "".join(draw(st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=4, max_size=8, unique=True)))
    at = draw(st.integers(0, len(word) - 1))
    how = draw(st.sampled_from(["replaced", "lost", "doubled", "swapped"]))
    if how == "replaced":
        return word, word[:at] + HOMOPHONES[word[at]] + word[at + 1 :]
    if how == "lost":
        at = min(max(at, 1), len(word) - 2)  # nothing holds the end of a word that lost its first or last character
        return word, word[:at] + word[at + 1 :]
    if how == "doubled":
        return word, word[: at + 1] + word[at] + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word, word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@settings(max_examples=150, deadline=None)
@given(garbled(), st.text("子丑寅", max_size=5), st.text("子丑寅", max_size=5), st.booleans())
def test_every_single_slip_of_a_word_is_found_and_spelled_right(
    pair: tuple[str, str], before: str, after: str, beyond: bool
) -> None:
    word, written = pair
    text = before + ("𠮷" if beyond else "") + written + after
    glossary = compiled([word])
    found = find_near(text, glossary)
    start = text.index(written)
    if word in text:  # a doubled first character, say
        assert found.exact
        return
    mended = {text[: near.at] + near.meant + text[near.at + len(near.written) :] for near in found.near}
    assert text[:start] + word + text[start + len(written) :] in mended


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=4, unique=True), st.text(HAN + "戊", max_size=24))
def test_nothing_is_found_that_is_not_one_run_away_from_a_word(targets: list[str], text: str) -> None:
    found = find_near(text, compiled(targets))
    for near in found.near:
        target = near.target.text
        assert text[near.at : near.at + len(near.written)] == near.written
        assert target[near.place : near.place + len(near.meant)] == near.meant
        mended = text[near.start : near.at] + near.meant + text[near.at + len(near.written) : near.end]
        assert mended == target != text[near.start : near.end]
    brute = {(at, at + len(target)) for target in targets for at in range(len(text)) if text.startswith(target, at)}
    assert found.exact == brute


def test_a_place_is_found_once_across_the_pieces_of_a_huge_text(glossary: Glossary) -> None:
    import zhengci.nearmiss as module

    text = "，".join(["发展新质生产里"] * (module._PIECE // 4))
    found = set(find_near(text, glossary).near)
    assert {near.start for near in found if near.target.text == "新质生产力"} == {
        at for at in range(2, len(text), 8) if text.startswith("新质生产里", at)
    }


CONFUSED = [("摇", "遥", "sound"), ("力", "里", "sound"), ("件", "建", "sound"), ("去", "云", "shape"), ("末", "未", "shape"),
            ("体", "系", ""), ("度", "维", ""), ("𠮷", "吉", ""), ("a", "力", "")]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "kind"), CONFUSED)
def test_characters_are_confused_by_sound_and_shape_both_ways(one: str, other: str, kind: str) -> None:
    confusion = Confusion(table())
    assert confusion.kind(one, other) == confusion.kind(other, one) == kind


SLIPS = [
    ("落实两个毫不动遥。", "两个毫不动摇", "sound"),
    ("落实三线两单要求。", "三线一单", "numeral"),
    ("三线一一单管控。", "三线一单", "doubled"),
    ("发展新质生产里。", "新质生产力", "sound"),
    ("深化高效成办一件事。", "高效办成一件事", "swapped"),
    ("深化高效办一件事。", "高效办成一件事", "lost"),
    ("对“放管服”改革革。", "放管服改革", "doubled"),  # the marks belong to the garbled term
    ("推进碳排双控。", "碳排放双控", "lost"),  # 双控 is a term, what is left before it none
    ("开行中欧列增长。", "中欧班列", "lost"),  # a character left alone
    ("新新发展理念。", "新发展理念", "doubled"),
    ("深化生产、供销、信用“三位三体”改革。", "三位一体", "numeral"),  # the list beside it makes it no word
]


@pytest.mark.parametrize(("text", "right", "kind"), SLIPS)
def test_slips_are_told_by_what_happened(glossary: Glossary, text: str, right: str, kind: str) -> None:
    (slip,) = find_slips(Document(text, date="2025-06"), glossary, [], [])
    assert (slip.target.text, slip.kind) == (right, kind)
    assert unquoted(text[: slip.at] + slip.right + text[slip.at_end :]) == unquoted(text.replace(slip.text, right))


PLAIN = [
    "这两个自信的人，三个服务的点。",
    "第十三个五年规划已经完成。",
    "扩大城市化建设的成果。",
    "党的十二届三中全会。",
    "用以以工代赈方式实施的项目。",
    "中央预算支出中对地方转移支付占比提高。",
    "脚踏实地地为民办事。",
    "推动文旅体融合发展。",
    "56个民族共同团结奋斗、共同繁荣发展。",
    "纵深推进党风廉政建设和反腐败斗争。",
    "建设法治湖南、法治政府、法治社会。",
    "下一个伟大的时代。",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_language_near_a_term_is_no_slip(glossary: Glossary, text: str) -> None:
    assert find_slips(Document(text, date="2025-06"), glossary, [], []) == []


def test_what_was_recognised_is_no_slip(glossary: Glossary) -> None:
    text = "落实三线两单要求。"
    assert find_slips(Document(text, date="2025-06"), glossary, [(2, 6)], []) == []


def test_a_break_inside_a_garbled_word_is_kept_when_it_is_mended(glossary: Glossary) -> None:
    text = "落实两个毫 不动遥。"
    (slip,) = find_slips(Document(text, date="2025-06"), glossary, [], [])
    assert (text[slip.start : slip.end], slip.at, slip.at_end, slip.right) == ("两个毫 不动遥", 8, 9, "摇")


def test_costs_fall_with_frequency(glossary: Glossary) -> None:
    assert (
        slips.cheapest("工作", glossary.lexicon)
        < slips.cheapest("毫不动摇", glossary.lexicon)
        < slips.cheapest("毫不动遥", glossary.lexicon)
    )


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("落实“中央八项规”精神。", "落实“中央八项规定”精神。"),
        ("做好金融“篇大文章”。", "做好金融“五篇大文章”。"),
        ("专精特“小巨人”企业。", "专精特新“小巨人”企业。"),
        ("培育“专精特新”巨人企业。", "培育“专精特新”小巨人企业。"),
    ],
)
def test_what_was_lost_beside_a_quotation_mark_is_put_on_the_right_side(glossary: Glossary, text: str, mended: str) -> None:
    (slip,) = find_slips(Document(text, date="2025-06"), glossary, [], [])
    assert text[: slip.at] + slip.right + text[slip.at_end :] == mended


ORDERS = [
    ("保障和改善民生", ["改善和保障民生"]),
    ("按劳分配为主体、多种分配方式并存", ["多种分配方式并存、按劳分配为主体"]),
    ("市场化、法治化、国际化", ["市场化、国际化、法治化", "法治化、市场化、国际化"]),
    ("以人民为中心", []),
    ("坚持和坚持不懈", []),  # the same word twice
]


@pytest.mark.parametrize(("phrase", "some"), ORDERS)
def test_other_orders_of_a_formula_keep_what_stands_around_its_members(phrase: str, some: list[str]) -> None:
    orders = wrong_orders(phrase)
    assert set(some) <= set(orders)
    assert bool(orders) == bool(some)
    assert all(sorted(order) == sorted(phrase) != list(order) and order != phrase for order in orders)
