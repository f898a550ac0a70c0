"""Fixes: they settle, leave alone what is not the writer's own prose, and read as the document does.

The corpus of reports is no part of the repository; what needs it is skipped where it is absent.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengci import api
from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.glossary.opened import Glossary
from zhengci.linting.finding import Edit, Finding, Fix
from zhengci.linting.fixes import apply_fixes, safe_edits
from zhengci.linting.glossing import explain_edition, gloss_of

Run = Callable[..., tuple[int, str, str]]
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
REPORTS = sorted(CORPUS.glob("*/*.txt"))
LIMIT = settings(max_examples=60, deadline=None)
DATED = {"date": "2025-06", "jurisdiction": "CN"}
OFF_LIMITS = (markup.TITLE, markup.QUOTATION, markup.CODE, markup.LINK)


def fix(glossary: Glossary, text: str, *, unsafe: bool = True, kind: str = "text", codes: str = "") -> str:
    chosen = {"codes": set(codes.split(","))} if codes else {}
    return api.fix(text, **DATED, glossary=glossary, kind=kind, unsafe=unsafe, **chosen)  # type: ignore[arg-type]


def offers(glossary: Glossary, text: str, *, unsafe: bool, kind: str = "text", **context: str) -> list[Finding]:
    found = api.lint(text, **(context or DATED), glossary=glossary, kind=kind)  # type: ignore[arg-type]
    return [one for one in found if one.fix and (unsafe or one.fix.applicability == "safe")]


def kept_as_it_is(text: str, kind: str = "text") -> Counter[str]:
    """Return what stands in zones that no fix may touch."""
    document = Document(text, kind=kind)
    return Counter(text[start:end] for zone in OFF_LIMITS for start, end in document.zones.spans(zone))


# Over real reports ---------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not REPORTS, reason="the corpus of reports is not beside this checkout")
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_real_reports_settle_at_once_and_keep_their_titles_and_speeches(glossary: Glossary, unsafe: bool) -> None:
    with_appendix = [path for path in REPORTS if "四川2026" in path.name or "江西2026" in path.name or "蓟州区2025" in path.name]
    for path in {*random.Random(7).sample(REPORTS, 40), *with_appendix}:
        text = path.read_bytes().decode()
        context = Document(text, path=path.name).context
        dated = {"date": context.date, "jurisdiction": context.jurisdiction or "CN"}
        once = api.fix(text, **dated, glossary=glossary, unsafe=unsafe)  # type: ignore[arg-type]
        assert once == api.fix(once, **dated, glossary=glossary, unsafe=unsafe), path.name  # type: ignore[arg-type]
        assert offers(glossary, once, unsafe=unsafe, **dated) == [], path.name
        assert not kept_as_it_is(text) - kept_as_it_is(once), path.name


# Over made-up drafts -------------------------------------------------------------------------------------------------------

SENTENCES = (
    "抓好“两重”建设。", "推进两重项目。", "落实“一利五率”考核。", "对照一利五率查找差距。", "会同银保监会检查。",
    "两新“两重”并重。", "打响“两重建设先行区”品牌。", "（含“两新”项目）", "印发《“两重”项目办法》。",
    "他强调：“要抓好‘两重’建设，推动工作再上新台阶，取得实效。”",
    "抓好「两新」工作。", '统筹"两新"工作。', "启动控规编制。", "用好RCEP规则。", "`两重`", "[两重](http://a.cn)", "\n", "\n\n", "\r\n",
    "一、推进“两重”建设\n", "| “两重” | 两新 |\n", "𠮷林😀", "深化“放管服”（简政放权、放管结合、优化服务）改革。",
)  # fmt: skip
ENTRIES = (
    "“两重”：国家重大战略实施和重点领域安全能力建设。", "“两新”：大规模设备更新、消费品以旧换新。", "“益企成长”：培育企业的做法。",
    "一利五率：利润总额、净资产收益率、营业收现率、资产负债率、研发经费投入强度、全员劳动生产率。", "“两重”：同上。",
)  # fmt: skip
NUMBERINGS = ("{}.", "{}、", "（{}）", "［{}］", "{}. **", "")
BODIES = st.lists(st.sampled_from(SENTENCES), max_size=7).map("".join)
KINDS = st.sampled_from(["text", "markdown", "html"])


@st.composite
def drafts(draw: st.DrawFn) -> str:
    """A body, and often an appendix that does not agree with it."""
    body = draw(BODIES)
    if draw(st.booleans()):
        return body
    entries = draw(st.lists(st.sampled_from(ENTRIES), min_size=2, max_size=5))
    numbering, between = draw(st.sampled_from(NUMBERINGS)), draw(st.sampled_from(["\n", "\n\n"]))
    first = draw(st.sampled_from([1, 1, 3]))
    rows = [numbering.format(number) + entry for number, entry in enumerate(entries, first)]
    return f"{body}\n\n名词解释\n{between.join(rows)}{draw(st.sampled_from(['', between]))}"


@given(drafts(), KINDS, st.booleans())
@settings(max_examples=120, deadline=None)
def test_drafts_settle_at_once(glossary: Glossary, text: str, kind: str, unsafe: bool) -> None:
    once = fix(glossary, text, unsafe=unsafe, kind=kind)
    assert once == fix(glossary, once, unsafe=unsafe, kind=kind)
    assert offers(glossary, once, unsafe=unsafe, kind=kind) == []


@given(drafts(), KINDS)
@LIMIT
def test_a_fix_keeps_what_is_off_limits(glossary: Glossary, text: str, kind: str) -> None:
    assert not kept_as_it_is(text, kind) - kept_as_it_is(fix(glossary, text, kind=kind), kind)


@given(BODIES, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=25, deadline=None)
def test_the_command_keeps_encoding_and_newlines(
    glossary: Glossary, tmp_path_factory: pytest.TempPathFactory, body: str, encoding: str, newline: str
) -> None:
    from zhengci.cli import main

    text = ("2025年6月的工作：抓好“两重”建设。\n" + body.replace("\r", "") + "\n会同银保监会检查。\n").replace("\n", newline)
    path = tmp_path_factory.mktemp("draft") / "draft.txt"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(SystemExit):
        main(["lint", str(path), "--fix", "--unsafe-fixes", "--isolated", "-q", "--date", "2025-06", "--region", "CN",
              "-o", str(path.with_suffix(".report"))])  # fmt: skip
    written = path.read_bytes()
    assert fix(glossary, text) == written.decode(encoding)
    assert written == written.decode(encoding).encode(encoding)
    assert set(re.findall(r"\r?\n", written.decode(encoding))) == {newline}


# The first-mention gloss ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("抓好“两重”建设。", "抓好“两重”（国家重大战略实施和重点领域安全能力建设）建设。"),
        ("落实“两不愁三保障”要求。", "落实“两不愁三保障”（不愁吃、不愁穿；义务教育有保障、基本医疗有保障、住房安全有保障）要求。"),
        ("启动片区控规编制。", "启动片区控规（控制性详细规划）编制。"),
        ("推进医联体建设。", "推进医联体（即医疗联合体）建设。"),
        ("推进“双减”工作。", "推进“双减”（减轻义务教育阶段学生作业负担和校外培训负担的政策）工作。"),
        ("抓好「两癌」筛查。", "抓好「两癌」（宫颈癌和乳腺癌）筛查。"),
        ("启动**控规**编制,扩大范围。", "启动**控规(控制性详细规划)**编制,扩大范围。"),
        ("建设“两重先行区”。", "建设“两重先行区”。"),
        ("各类项目（含“两重”）加快建设。", "各类项目（含“两重”）加快建设。"),
        ("抓好“两重”（国家重大战略实施和重点领域安全能力建设）建设。", "抓好“两重”（国家重大战略实施和重点领域安全能力建设）建设。"),
        ("一、推进“两重”建设\n\n抓好“两重”建设。", "一、推进“两重”建设\n\n抓好“两重”（国家重大战略实施和重点领域安全能力建设）建设。"),
    ],
)
def test_a_gloss_reads_as_official_prose_and_stands_where_it_may(glossary: Glossary, text: str, fixed: str) -> None:
    assert fixed == fix(glossary, text, codes="ZC101")


def test_no_gloss_of_the_glossary_breaks_off_or_nests_brackets(glossary: Glossary) -> None:
    for concept in glossary:
        for edition in concept.editions:
            gloss = gloss_of(concept, edition)
            assert gloss, concept.id
            assert not re.search(r"[，；：、]$|[。\n]", gloss), (concept.id, gloss)
            assert gloss.count("“") == gloss.count("”"), (concept.id, gloss)


@pytest.mark.parametrize(
    "text",
    [
        "推动《区域全面经济伙伴关系协定》（RCEP）生效，用好RCEP规则。",
        "推进信息技术应用创新，发展信创产业。",
        "启动片区控规编制，完善控制性详细规划。",
        "抓好两类大事，简称“两重”。推进“两重”建设。",
        "推进“两重”建设。实施国家重大战略、加强重点领域安全能力建设（“两重”）。",
        "推进“两重”①建设。\n\n①国家重大战略和重点领域安全能力。\n",
        "推进“两重”［1］建设。\n\n［1］国家重大战略和重点领域安全能力。\n",
        "坚持以文塑旅、以旅彰文。",
        "推进“三区三线”划定。“三区”，就是城镇、农业、生态空间；“三线”，就是三条控制线。",
        "建设“四好农村路”，把农村公路“建好”、“管好”、“护好”、“运营好”。",
    ],
)
def test_what_a_document_explains_in_its_own_way_is_not_asked_for(glossary: Glossary, text: str) -> None:
    assert api.lint(text, **DATED, glossary=glossary, codes={"ZC101"}) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["推进“两重”①建设。", "推进“两重”［1］建设。\n\n［2］别的。\n", "用好RCEP规则。", "推进（“两重”）建设。",
     "启动控规编制。控制规划范围。"],
)
def test_what_only_looks_like_an_explanation_is_none(glossary: Glossary, text: str) -> None:
    assert [one.code for one in api.lint(text, **DATED, glossary=glossary, codes={"ZC101"})] == ["ZC101"]  # type: ignore[arg-type]


# Quotation marks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("抓好“两重”，推进“两重”，落实两重。", "抓好“两重”，推进“两重”，落实“两重”。"),
        ("抓好“两重”，推进两重，落实两重。", "抓好两重，推进两重，落实两重。"),
        ("抓好“两重”，落实两重。", "抓好“两重”，落实“两重”。"),
        ("抓好「两重」，推进「两重」，落实两重。", "抓好「两重」，推进「两重」，落实「两重」。"),
        ("抓好“两重”，落实“两重先行区”。", "抓好“两重”，落实“两重先行区”。"),
        ("抓好“两重”，印发《两重办法》。", "抓好“两重”，印发《两重办法》。"),
        ("抓好“\n两重\n”，推进“两重”。", "抓好“\n两重\n”，推进“两重”。"),
        ("他指出：“抓好两重，是大事，要办好办实。”抓好“两重”。", "他指出：“抓好两重，是大事，要办好办实。”抓好“两重”。"),
    ],
)
def test_quotation_marks_follow_the_majority(glossary: Glossary, text: str, fixed: str) -> None:
    assert fixed == fix(glossary, text, unsafe=False, codes="ZC402")


# The appendix --------------------------------------------------------------------------------------------------------------

LIST = "\n\n名词解释\n"
ZHONG, XIN = "国家重大战略实施和重点领域安全能力建设。", "大规模设备更新和消费品以旧换新。"


@pytest.mark.parametrize(
    ("body", "before", "after"),
    [
        ("“两重”“两癌”“两新”。", f"1.“两重”：{ZHONG}\n2.“两新”：{XIN}\n", f"1.“两重”：{ZHONG}\n2.“两癌”：<两癌>\n3.“两新”：{XIN}\n"),
        ("“两癌”“两重”“两新”。", f"1、两重：{ZHONG}\n\n2、两新：{XIN}", f"1、两癌：<两癌>\n\n2、两重：{ZHONG}\n\n3、两新：{XIN}"),
        ("“两重”“两新”“两癌”。", f"“两重”：\n{ZHONG}\n“两新”：\n{XIN}\n", f"“两重”：\n{ZHONG}\n“两新”：\n{XIN}\n“两癌”：\n<两癌>\n"),
        ("“两重”“两新”“两癌”。", f"（１）两重：{ZHONG}\r\n（２）两新：{XIN}\r\n",
         f"（１）两重：{ZHONG}\r\n（２）两新：{XIN}\r\n（３）两癌：<两癌>\r\n"),
        ("“两重”“两新”。", f"1.“甲乙”：丙。\n2.“两重”：{ZHONG}\n3.“两新”：{XIN}\n", f"1.“两重”：{ZHONG}\n2.“两新”：{XIN}\n"),
        ("“两重”“两新”。", f"1.“两重”：{ZHONG}\n2.“两新”：{XIN}\n3.“两重”：{ZHONG}\n4.“甲乙”：丙。", f"1.“两重”：{ZHONG}\n2.“两新”：{XIN}"),
        ("“两重”“两新”。", f"1.“两新”：{XIN}\n2.“两重”：{ZHONG}\n", f"1.“两重”：{ZHONG}\n2.“两新”：{XIN}\n"),
        ("“两重”“两新”。", f"1.“两重”：{ZHONG}\n3.“两新”：{XIN}\n", f"1.“两重”：{ZHONG}\n2.“两新”：{XIN}\n"),
        ("“两重”［1］“两新”［2］“两癌”。", f"［1］两重：{ZHONG}\n［2］两新：{XIN}\n", None),  # their numbers are referred to
        ("“两重”“两新”“两癌”。", f"1.“两重”：{ZHONG}2.“两新”：{XIN}", None),  # on one line
        ("“两重”。", f"1.“两重”：{ZHONG}\n2.“甲乙”：丙。\n", None),  # one entry is no list
    ],
)
def test_an_appendix_is_mended_in_its_own_layout(glossary: Glossary, body: str, before: str, after: str | None) -> None:
    (cancer,) = glossary.lookup("两癌")
    after = after and after.replace("<两癌>", explain_edition(cancer.current))
    text = f"抓好{body}{LIST}"
    assert text + (before if after is None else after) == fix(glossary, text + before, codes="ZC501,ZC502,ZC503,ZC504")
    assert text + before == fix(glossary, text + before, unsafe=False, codes="ZC501,ZC502,ZC503,ZC504")


# Definitions at odds -------------------------------------------------------------------------------------------------------


def test_no_term_that_is_explained_as_its_issuer_does_is_at_odds_with_it(glossary: Glossary) -> None:
    concepts = list(glossary)
    for concept in random.Random(3).sample(concepts, min(250, len(concepts))):
        edition = concept.current
        members = "、".join(wordings[-1] for part in edition.parts for wordings in part.members)
        place = concept.scope
        for told in {edition.definition, f"{members or edition.definition}。"}:
            found = api.lint(f"“{concept.term}”是指{told}", date=edition.since or "2025-06", jurisdiction=place,
                             glossary=glossary, codes={"ZC202"})  # fmt: skip
            assert found == [], concept.id


# Edits ---------------------------------------------------------------------------------------------------------------------


def offer(code: str, *edits: tuple[int, int, str]) -> Finding:
    return Finding(code, "", "info", 0, 1, "", fix=Fix("safe", tuple(Edit(*edit) for edit in edits)))


def test_a_fix_is_carried_out_whole_or_not_at_all() -> None:
    many = offer("ZC402", *((at, at, "“") for at in range(0, 40, 2)))
    assert [edit.start for edit in safe_edits([many, offer("ZC101", (0, 0, "（"), (41, 41, "）"))])] == list(range(0, 40, 2))
    assert safe_edits([offer("ZC302", (3, 6, "丙")), offer("ZC402", (1, 1, "“"), (5, 5, "”"))]) == [Edit(3, 6, "丙")]


def test_insertions_at_one_place_keep_their_order_and_are_of_one_rule() -> None:
    entries = [offer("ZC502", (4, 4, "乙")), offer("ZC502", (4, 4, "甲")), offer("ZC101", (4, 4, "（丙）"))]
    assert apply_fixes("一二三四五", safe_edits(entries)) == "一二三四乙甲五"
    removal = offer("ZC501", (2, 4, ""))
    assert apply_fixes("一二三四五", safe_edits([removal, *entries])) == "一二乙甲五"
