"""Folding keeps offsets; healing leads back to where each character stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengci import api
from zhengci.folding import fold, heal
from zhengci.glossary.opened import Glossary

TEXTS = st.text("两新政策a1５＋Ａ“”‘’\"＂「」『』 \t\u3000\r\n。、\U00020bb7", max_size=80)
#: A paragraph that was wrapped at 20 characters, in the middle of a term.
WRAPPED = "今年要抓紧抓实各项重点任务统筹推进两\n新工作和其他各项工作确保全年目标任务\n如期完成并为明年开好局打下更好的基础\n。\n"


@given(TEXTS)
def test_fold_gives_one_code_point_for_one_and_twice_is_once(text: str) -> None:
    folded = fold(text)
    assert len(text) == len(folded)
    assert folded == fold(folded)


@given(TEXTS)
def test_every_character_of_a_healed_text_stands_at_its_raw_offset(text: str) -> None:
    healed = heal(text)
    assert healed.text == "".join(text[healed.raw(offset)] for offset in range(len(healed.text)))
    places = [healed.raw(offset) for offset in range(len(healed.text))]
    assert places == sorted(set(places))


@given(TEXTS)
def test_healing_drops_nothing_but_blanks(text: str) -> None:
    blanks = str.maketrans("", "", " \t\u3000\xa0\r\n")
    assert text.translate(blanks) == heal(text).text.translate(blanks)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("“５＋２”工作法", "“5+2”工作法"),
        ("ＧＥＰ核算", "GEP核算"),
        ("「两新」和『两重』", "“两新”和‘两重’"),
        ('抓好"两新"和"两重"', "抓好“两新”和“两重”"),
        ("抓好＂两新＂", "抓好“两新”"),
        ('缺一个"引号\n"两新"', "缺一个“引号\n“两新”"),
        ("普通文字，标点不变！", "普通文字，标点不变！"),
    ],
)
def test_widths_and_quotation_marks_are_folded(raw: str, folded: str) -> None:
    assert folded == fold(raw)


def test_a_hard_wrapped_paragraph_is_healed() -> None:
    healed = heal(WRAPPED)
    assert "统筹推进两新工作" in healed.text
    assert WRAPPED.index("两") == healed.raw(healed.text.index("两"))
    assert WRAPPED.index("新") == healed.raw(healed.text.index("新"))


@pytest.mark.parametrize(
    "text",
    [
        "持续推进两\n\n新建学校投用\n",
        "工作报告（二）抓好两\n新时代十年的变化是历史性的，" + "这里是一个很长的段落" * 15 + "\n",
        "一、抓两\n新、旧动能转换\n",
        "序号\u3000两\u3000新",
        "栏目  两  新",
    ],
)
def test_headings_paragraphs_and_columns_are_not_joined(text: str) -> None:
    assert "两新" not in heal(text).text


def test_a_single_blank_between_han_characters_is_dropped_and_one_beside_other_text_is_kept() -> None:
    assert heal("抓好两 新 3 项").text == "抓好两新 3 项"


@pytest.mark.parametrize(
    "text", ["抓好「两新」工作", '抓好"两新"工作', "抓好“两 新”工作", WRAPPED, "抓好 “ 两新 ” 工作", "抓好“ 两新 ”工作"]
)
def test_a_term_is_found_in_every_way_of_writing_it_and_its_span_is_that_of_the_raw_text(
    glossary: Glossary, text: str
) -> None:
    (mention,) = api.annotate(text, date="2025", jurisdiction="CN", glossary=glossary).mentions
    assert text[mention.start : mention.end] == mention.text
    assert (mention.text[0], mention.text[-1], mention.form) == ("两", "新", "两新")
