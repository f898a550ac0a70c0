"""The reader's page: its text is the raw text, its links meet, nothing in it runs or loads, and it knows official documents."""

from __future__ import annotations

import os
import re
import time
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrast import contrast
from zhengci.document.document import Document
from zhengci.document.lines import Places
from zhengci.glossary.model import Source
from zhengci.glossary.opened import Glossary
from zhengci.linting.finding import Finding
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.writers import html
from zhengci.writers.page import frame, official
from zhengci.writers.page.paragraphs import Headings
from zhengci.writers.page.weave import flags

CASES = Path(__file__).with_name("cases") / "page"
#: Where the page's style and script stand in a golden file.
ASSETS = re.compile(r"(?s)(?<=<(?:style)>).*?(?=</style>)|(?<=<script>).*?(?=</script>)|(?<='sha256-)[^']*")


@pytest.fixture(scope="module")
def glossary(make_glossary: Callable[..., Glossary]) -> Glossary:
    return make_glossary((CASES / "concepts.yml").read_text("utf-8"), sources=(CASES / "sources.yml").read_text("utf-8"))


def of_case(name: str, glossary: Glossary) -> Analysis:
    return analyse(Document((CASES / name).read_text("utf-8"), path=name), glossary)


@pytest.fixture(scope="module")
def analysis(glossary: Glossary) -> Analysis:
    found = of_case("report.txt", glossary)
    assert {mention.status for mention in found.mentions} == {"explained", "defined", "ambiguous", "unknown"}
    return found


class Page(HTMLParser):
    """What the tests ask of a page: its elements with their attributes, the text of the document and of the list items."""

    VOID = frozenset({"meta", "br", "hr", "input"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.raw: list[str] = []
        self.notes: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(page)
        self.close()
        assert not self._open, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag in self.VOID:
            return
        inside = [name for name, _ in self._open]
        assert not (tag in BLOCKS and "p" in inside), "a parser would end the paragraph"
        assert not (tag == "a" and "a" in inside), "a link in a link"
        self._open.append(element)
        if "data-char" in element[1]:
            self.raw.append(chr(int(element[1]["data-char"])))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "rect"

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag, "elements are not nested"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] in NO_TEXT and any(tag == "main" for tag, _ in self._open):
            raise AssertionError(f"text in {self._open[-1][0]}: a parser would put it elsewhere")
        note = next((attrs["id"] for _, attrs in self._open if attrs.get("class", "").startswith("note ")), None)
        if note:
            self.notes[note] = self.notes.get(note, "") + data
        if any(tag == "main" for tag, _ in self._open) and not any("data-char" in attrs for _, attrs in self._open):
            self.raw.append(data)

    def having(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.elements if name in attrs]


BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote", "div", "hr"})
NO_TEXT = frozenset({"table", "thead", "tr", "ul", "ol"})


def raw_of(page: str) -> str:
    return "".join(Page(page).raw)


PIECES = st.one_of(
    st.sampled_from(
        ["一利五率", "三位一体", "四下基层", "四下到\n基层", "“", "”", "\n", "\r\n", "\r", "\n\n", "\0", "\x07", "\x7f", "\x85",
         "\ud800", "\udfff", "\ufeff", "\ufffe", "\u2028", "\u202e", "😀", "𠮷", "<script>alert(1)</script>", "&amp;", "&#13;",
         "</main>", '<span class="card">', "<p>\n</p>", "<!--", "-->", "]]>", '"', "'", "“双减双增”", "（即甲、乙）", "\t", "　",
         "一、", "（一）", "第一条 ", "1.", "各位代表：", "2025年1月3日", "工作报告", "。", "\n# ", "\n- ",
         "\n  1. ", "\n> ", "\n```\n", "    ", "**", "*", "`",
         "\n|甲|乙|\n|-|:-:|\n|一利五率|丙|\n", "|", "[",
         "](https://a.b)", "](javascript:a)", "![", "\\", "\n---\n", "<b>", "&lt;"]
    ),
    st.text(max_size=12),
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=40), name=st.sampled_from(["稿.txt", "稿.md", "稿.html"]))
def test_the_text_without_its_annotations_is_the_raw_text(glossary: Glossary, pieces: list[str], name: str) -> None:
    raw = "".join(pieces)
    found = analyse(Document(raw, path=name, date="2025-03", jurisdiction=""), glossary)
    page = html.write(found, title=raw)
    page.encode("utf-8")
    parsed = Page(page)
    assert "".join(parsed.raw) == raw
    ids = parsed.having("id")
    assert len(ids) == len(set(ids))
    assert {f"m{number}" for number in range(1, len(found.mentions) + 1)} <= set(ids)
    assert {address[1:] for address in parsed.having("href") if address.startswith("#")} <= set(ids)


def test_marks_and_list_are_linked_both_ways(analysis: Analysis) -> None:
    page = Page(html.write(analysis))
    ids = page.having("id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in page.having("href") if address.startswith("#")} <= set(ids)
    marks = {attrs["id"]: attrs for tag, attrs in page.elements if tag == "a" and attrs.get("role") == "doc-noteref" and "id" in attrs}
    assert len(marks) == len(analysis.mentions)
    for number, mention in enumerate(analysis.mentions, 1):
        mark = marks[f"m{number}"]
        term = mention.concept.term if mention.concept else mention.form
        assert term in page.notes[mark["href"][1:]]
        assert mark["aria-describedby"] in ids
        assert mention.status in mark["class"].split()
    for note in page.notes:
        first = next(attrs["href"] for attrs in (attrs for _, attrs in page.elements) if attrs.get("class") == "term" and
                     marks[attrs["href"][1:]]["href"] == f"#{note}")  # fmt: skip
        assert "data-note" in marks[first[1:]] or note.startswith("u")


def test_the_list_tells_what_a_reader_needs(analysis: Analysis) -> None:
    notes = list(Page(html.write(analysis)).notes.values())
    told = {mention.form: next(note for note in notes if (mention.concept.term if mention.concept else mention.form) in note)
            for mention in analysis.mentions}  # fmt: skip
    one = told["一利五率"]
    for expected in (
        "五率净资产收益率、营业收现率", "起止2025年1月起", "发布国务院国资委", "英译one profit and five ratios", "说明二〇二五年换了一项。",
        "取代两利四率 2021年1月至2022年12月", "2023年1月至2024年12月", "本文所用", "比上一版：新增营业收现率；不再列营业现金比率",
        "《某报》（某社，2023-01）：第一条 2026年11月22日查阅", "《某文》",
    ):  # fmt: skip
        assert expected in one
    assert "未核实" not in one
    assert "未核实" in told["四下基层"]
    assert "福建省" in told["四下基层"]
    assert "文中写作“四下到基层”，不宜用" in told["四下到基层"]
    ambiguous = next(note for note in notes if "多义待定" in note)
    assert "有 2 个义项" in ambiguous
    assert "耕地保护的要求。" in ambiguous
    assert "上下文有“供销社”" in ambiguous
    assert "蓝天、碧水、净土" in told["三美"]
    unknown = next(mention for mention in analysis.mentions if mention.status == "unknown")
    assert "词表未收，文中未解释" in told[unknown.form]


def test_the_list_tells_why_a_mention_has_its_sense_and_what_else_the_form_means(glossary: Glossary) -> None:
    notes = [note for note in Page(html.write(of_case("draft.md", glossary))).notes.values() if "三位一体" in note]
    for note, word, other in zip(notes, ("供销社", "耕地"), ("耕地保护的要求。", "农村合作经济组织改革的内容。"), strict=True):
        assert f"由上下文词语“{word}”判定" in note
        assert other in note.partition("同形异义")[2]


def test_a_mention_says_itself_where_it_differs_from_the_first(analysis: Analysis) -> None:
    marks = [attrs for _, attrs in Page(html.write(analysis)).elements if attrs.get("role") == "doc-noteref" and "id" in attrs]
    badly, *well = [mark for mark in marks if marks[0]["href"] != mark["href"] and "四下" in analysis.mentions[marks.index(mark)].form]
    assert "data-written" not in badly  # the list says it
    assert {mark["data-written"] for mark in well} == {""}


def test_the_page_tells_the_context_and_counts(analysis: Analysis) -> None:
    about = html.write(analysis).partition('class="about"')[2].partition("</section>")[0]
    text = re.sub("<[^>]+>", "", about)
    assert "2025年1月20日 依据：报告日期" in text
    assert "福建省 依据：报告地点" in text
    assert f"{len(analysis.mentions)} 处" in text


def test_nothing_in_the_page_runs_or_loads(analysis: Analysis) -> None:
    evil = Source("evil", "恶", "", "", "javascript:alert(1)", "", "page", "")
    first = analysis.mentions[0]
    assert first.edition
    mentions = [first._replace(edition=first.edition._replace(sources=(*first.edition.sources, evil)))]
    page = html.write(analysis._replace(mentions=[*mentions, *analysis.mentions[1:]]), "<script>标题</script>\ud800")
    assert page.count("<script") == 1
    assert "javascript:" not in page
    assert not re.search(r"\bsrc=|@import|url\(|<link|<iframe|\bon[a-z]+=|\bstyle=|innerHTML|eval\(", page)
    parsed = Page(page)
    assert {tag for tag, attrs in parsed.elements if "href" in attrs} == {"a"}
    outside = {address for address in parsed.having("href") if not address.startswith("#")}
    assert outside == {'https://example.org/a?b=1&c="<2>'}


@pytest.mark.parametrize("asset", ["style", "script"])
def test_the_policy_allows_nothing_but_the_own_style_and_script(analysis: Analysis, asset: str) -> None:
    page = html.write(analysis)
    policy = next(attrs["content"] for _, attrs in Page(page).elements if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    own = page.partition(f"<{asset}>")[2].partition(f"</{asset}>")[0]
    assert f"{asset}-src 'sha256-{b64encode(sha256(own.encode()).digest()).decode()}'" in policy


def test_links_of_a_markdown_text_lead_only_to_the_web(glossary: Glossary) -> None:
    page = html.write(of_case("draft.md", glossary))
    main = page.partition("<main")[2].partition("</main>")[0]
    assert re.findall('<a class="out" href="([^"]*)"', main) == ["https://example.org/"]
    assert "<img" not in main


@pytest.mark.parametrize("name", ["report.txt", "draft.md", "web.htm"])
def test_a_page_is_as_it_was(glossary: Glossary, name: str) -> None:
    """Golden files, without style and script; renew them with RENEW_PAGES=1 and look at the difference."""
    page = ASSETS.sub("…", html.write(of_case(name, glossary)))
    golden = CASES / f"{name}.page"
    if os.environ.get("RENEW_PAGES"):
        golden.write_text(page, "utf-8", newline="\n")
    assert page == golden.read_text("utf-8")


def test_the_text_of_an_official_document_is_set_as_one(analysis: Analysis) -> None:
    main = html.write(analysis).partition("<main")[2].partition("</main>")[0]
    bare = re.sub(r" (?:id|href|role|aria-\w+|data-\w+)=\"[^\"]*\"", "", main)
    for expected in (
        '<p class="before">打印', "<h1>2025年福建省政府工作报告", '<p class="delivery">——2025年1月20日',
        '<p class="about">福建省省长　某某', '<p class="salute">各位代表：', '<h2 class="rank1">一、过去一年工作',
            '<h3 class="rank2">（一）国资国企稳中有进',
        '<strong class="lead">（二）完善工作机制。</strong>', '<p class="signed">福建省人民政府', '<p class="signed">2025年1月20日',
        "<tr><td>指标",
    ):  # fmt: skip
        assert expected in bare


def test_the_text_of_a_web_page_is_set_without_its_tags(glossary: Glossary) -> None:
    page = html.write(of_case("web.htm", glossary))
    main = re.sub("<span hidden>[^<]*</span>", "", page.partition("<main")[2].partition(">")[2].partition("</main>")[0])
    bare = re.sub(" (?:id|href|role|class|aria-\\w+|data-(?!shown)\\w+)=\"[^\"]*\"", "", main)
    assert bare == (
        '<p>某市工作报告</p><h1>某市<span data-shown="“"></span><a>四下基层</a><span data-shown="”"></span>工作报告</h1>'
        '<p>抓好“<a>一利五率</a>”，落实AT<span data-shown="&amp;"></span>T\n11项。</p><p>四下基层，整治。</p>'
        "<h2>一、安排</h2><p>指标</p><p>“<a>一利五率</a>”</p><p>code 四下基层</p>"
    )
    assert "<title>某市“四下基层”工作报告 · 政词</title>" in page


def test_the_signature_of_a_markdown_text_is_set_as_one(glossary: Glossary) -> None:
    page = html.write(of_case("draft.md", glossary))
    assert re.findall('<p class="signed">(.*)', page) == ["某市人民政府", "2025年3月1日"]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("一、总体要求", ("heading", 1, 0)),
        ("一、要求各地认真贯彻落实，坚持以人民为中心的发展思想，扎实推进各项工作，确保完成全年目标任务，推动高质量发展。", ("prose", 0, 0)),
        ("（二）完善工作机制。", ("heading", 2, 0)),
        ("（二）完善工作机制。各地区要提高认识。", ("prose", 0, 10)),
        ("3.加强协调", ("heading", 3, 0)),
        ("3.5万人参加", ("prose", 0, 0)),
        ("第一章　总则", ("heading", 0, 0)),
        ("第十二条　本办法自印发之日起施行。", ("prose", 0, 4)),
        ("各位代表：", ("salute", 0, 0)),
        ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", ("salute", 0, 0)),
        ("会议指出：", ("prose", 0, 0)),
    ],
)
def test_a_line_is_known_by_its_look(line: str, role: tuple[str, int, int]) -> None:
    assert tuple(official.prose(line)) == role


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["下载", "打印", "2026年某省政府工作报告", "——在会上", "各位代表：", "好。"], ["2026年某省政府工作报告"]),
        (["国务院办公厅关于加强", "某事的通知", "各省：", "好。"], ["国务院办公厅关于加强", "某事的通知"]),
        (["全面建设小康社会，开创新局面 (十六大)", "同志们：", "好。"], ["全面建设小康社会，开创新局面 (十六大)"]),
        (["导航菜单", "(某市)某区政府工作报告(2025年1月7日)", "二、工作安排", "好。"], ["(某市)某区政府工作报告(2025年1月7日)"]),
        (["某某意见", "（某某印发的通知）", "各省：", "好。"], ["某某意见"]),
        (["各位代表：", "现在报告工作。"], []),
        (["　这是一段正文，说明工作报告。", "又一段。"], []),
        (["一、工作报告", "好。"], []),
    ],
)
def test_the_title_is_found(lines: list[str], title: list[str]) -> None:
    roles = official.roles(lines, [False] * len(lines))
    assert [line for line, role in zip(lines, roles, strict=True) if role.name == "title"] == title


ROWS = st.lists(st.lists(st.sampled_from(["", "一利五率", "甲\n乙", "丙"]), min_size=1, max_size=3), min_size=1, max_size=3)


@given(tables=st.lists(st.one_of(ROWS, st.just([])), max_size=4))
def test_cells_of_a_word_document_become_a_table_again(glossary: Glossary, tables: list[list[list[str]]]) -> None:
    raw, starts, names = "", [0], ["第 1 段"]
    shown, number = [], 0
    for rows in tables:
        if not rows:
            starts.append(len(raw))
            names.append("第 2 段")
            raw += "一段正文。\n"
            continue
        number += 1
        for row_number, row in enumerate(rows, 1):
            for cell_number, cell in enumerate(row, 1):
                starts.append(len(raw))
                names.append(f"表 {number} 第 {row_number} 行第 {cell_number} 格")
                raw += f"{cell}\n"
        filled = [row for row in rows if any(row)]
        if filled:
            width = max(number for row in filled for number, cell in enumerate(row, 1) if cell)
            shown.append([[cell.replace("\n", "") for cell in (*row, "", "")[:width]] for row in filled])
    document = Document(raw, path="稿.docx", kind="word")
    document.places = Places(tuple(starts), tuple(names))  # type: ignore[attr-defined]
    page = html.write(analyse(document, glossary))
    assert raw_of(page) == raw
    main = page.partition("<main")[2].partition("</main>")[0]
    read = [
        [
            [re.sub(r"<[^>]*>|\s", "", cell) for cell in re.findall("(?s)<td>(.*?)</td>", row)]
            for row in re.findall("(?s)<tr>(.*?)</tr>", table)
        ]
        for table in re.findall("(?s)<table>(.*?)</table>", main)
    ]
    assert read == shown


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["工作安排", "前言", "好。"], 0),
        (["某市", "工作安排", "前言", "好。"], 1),
        (["前言", "好。"], None),
        (["好。", "前言", "好。"], None),
    ],
)
def test_the_first_heading_that_a_reader_knows_may_be_the_title(lines: list[str], title: int | None) -> None:
    known = [line in ("工作安排", "前言") for line in lines]
    roles = official.roles(lines, known)
    assert [number for number, role in enumerate(roles) if role.name == "title"] == ([] if title is None else [title])
    assert [line for line, role in zip(lines, roles, strict=True) if role.name == "heading"] == ["前言"]


@given(ranks=st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_no_level_of_headings_is_left_out(ranks: list[int]) -> None:
    headings = Headings(set(ranks))
    levels = [1, *(headings.level(rank) for rank in ranks)]
    assert all(1 < level <= before + 1 for before, level in pairwise(levels))


FINDINGS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6), st.sampled_from(["info", "warning", "error"])), max_size=6)


@given(spans=FINDINGS)
def test_findings_that_overlap_are_cut_into_spans_of_their_worst_severity(spans: list[tuple[int, int, str]]) -> None:
    findings = [Finding("ZC101", "", severity, start, start + length, "") for start, length, severity in spans]
    found = flags(findings)
    worst = {"info": 1, "warning": 2, "error": 3, "": 0}
    naive = [max((worst[one.severity] for one in findings if one.start <= at < one.end), default=0) for at in range(40)]
    drawn = [0] * 40
    for flag in found:
        for at in range(flag.start, flag.end):
            assert drawn[at] == 0, "spans overlap"
            drawn[at] = worst[flag.severity]
    assert drawn == naive
    assert sorted(name for flag in found for name in flag.ids) == sorted(f"f{number}" for number in range(1, len(findings) + 1))
    for flag in found:
        assert all(findings[int(name[1:]) - 1].start == flag.start for name in flag.ids)


@given(pieces=st.lists(PIECES, max_size=20), spans=FINDINGS)
def test_findings_do_not_change_the_text(glossary: Glossary, pieces: list[str], spans: list[tuple[int, int, str]]) -> None:
    raw = "".join(pieces)
    findings = [Finding("ZC101", "", severity, min(start, len(raw)), min(start + length, len(raw)), "说")
                for start, length, severity in spans]  # fmt: skip
    page = Page(frame.render(analyse(Document(raw, date="2025-03"), glossary), checked=frame.Checked(findings)))
    assert "".join(page.raw) == raw
    targets = {address[1:] for address in page.having("href") if address.startswith("#")}
    assert targets <= set(page.having("id"))


def test_many_mentions_of_one_thing_are_counted_and_the_first_ones_linked(glossary: Glossary) -> None:
    page = html.write(analyse(Document("推进一利五率。\n" * 40), glossary))
    item = page.partition('<li id="n1"')[2].partition("</li>\n")[0]
    assert re.findall('href="#(m[0-9]+)" aria', item) == [f"m{number}" for number in range(1, 13)]
    assert "等 40 处" in item


def test_a_page_without_mentions_is_whole(glossary: Glossary) -> None:
    assert raw_of(html.write(analyse(Document(""), glossary))) == ""
    assert "没有可以解释的缩略语" in html.write(analyse(Document("你好"), glossary))


def test_the_page_stays_small_and_the_time_linear(glossary: Glossary) -> None:
    def seconds(times: int) -> float:
        found = analyse(
            Document("推进“一利五率”和四下基层，落实甲乙丙丁戊己庚辛。\n" * times, jurisdiction="350000"), glossary
        )
        begin = time.perf_counter()
        page = html.write(found)
        spent = time.perf_counter() - begin
        assert len(page.encode()) < 300 * len(found.mentions) + 60_000
        return spent

    seconds(100)
    assert seconds(8_000) < 40 * max(seconds(800), 0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_contrast_with_what_they_stand_on(analysis: Analysis, scheme: int) -> None:
    style = html.write(analysis).partition("<style>")[2].partition("</style>")[0]
    colours = {name: pair[scheme] for name, *pair in re.findall(r"--([a-z]+): light-dark\(#(\w+), #(\w+)\)", style)}
    for ink in ("ink", "muted", "link", "explained", "defined", "ambiguous", "unknown"):
        for ground in ("paper", "sheet"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def test_marks_of_each_status_are_told_apart_without_colour(analysis: Analysis) -> None:
    style = html.write(analysis).partition("<style>")[2]
    kinds = re.findall(r"(?m)^\.m(?:\.\w+)? \{.*?text-decoration(?:-style)?: (?:underline )?(double|wavy|dotted|dashed)?", style)
    assert sorted(kinds) == ["", "dashed", "dotted", "double", "wavy"]
