"""The HTML page: its text is the raw text, its links meet, nothing in it runs or loads, and cards open without a script."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from select import select
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengci.document.document import Document
from zhengci.glossary.check import check
from zhengci.glossary.compile import compile_sources
from zhengci.glossary.model import Source
from zhengci.glossary.sources import read_sources
from zhengci.glossary.store import Glossary
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.writers import html

CONCEPTS = """\
- id: yi-li-wu-lv
  term: 一利五率
  kind: numeral
  field: 国资国企
  definition: 考核中央企业的<script>alert(1)</script>指标&amp;比率。
  parts: {一利: [利润总额], 五率: [净资产收益率, 营业收现率, 资产负债率, 研发经费投入强度, 全员劳动生产率]}
  scope: CN
  issuer: 国务院国资委
  since: "2023-01"
  sources: [{doc: paper, at: 第一条, evidence: page}]
  examples: [{hit: 优化“一利五率”。}]
- id: san-wei-yi-ti-farm
  term: 三位一体
  kind: numeral
  field: 农业农村
  definition: 农村合作经济组织改革的内容。
  scope: CN
  cues: [供销社]
  sources: [{evidence: recalled}]
  examples: [{hit: 供销社三位一体改革。}]
- id: san-wei-yi-ti-land
  term: 三位一体
  kind: numeral
  field: 农业农村
  definition: 耕地保护的要求。
  scope: CN
  cues: [耕地]
  sources: [{evidence: recalled}]
  examples: [{hit: 耕地三位一体保护。}]
- id: si-xia-ji-ceng
  term: 四下基层
  kind: numeral
  field: 社会治理与法治
  definition: 要求领导干部把四项工作做到基层的工作制度。
  scope: "350000"
  forms: [{text: 四下到基层, is: deprecated}]
  sources: [{evidence: recalled}]
  examples: [{hit: 深化四下基层。}]
"""
SOURCES = """\
- {id: paper, title: 某报, publisher: 某社, date: "2023-01", address: "https://example.org/a?b=1&c=\\"<2>"}
"""
TEXT = (
    "福建省工作要点（2024年3月1日）\r\n\r\n　优化“一利五率”，深化四下到基层。\n三位一体推进。\n"
    "实施“九龙治水双百”工程，推进蓝天、碧水、净土“三美”建设。再提一利五率、四下基层。\n"
)


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    root = tmp_path_factory.mktemp("glossary")
    (root / "sources").mkdir()
    (root / "concepts.yml").write_text(CONCEPTS, "utf-8")
    (root / "sources" / "papers.yml").write_text(SOURCES, "utf-8")
    sources = read_sources([root])
    assert check(sources) == []
    return Glossary(compile_sources(sources, "test"))


@pytest.fixture(scope="module")
def analysis(glossary: Glossary) -> Analysis:
    found = analyse(Document(TEXT, path="要点.txt", jurisdiction="350000", date="2024-03-01"), glossary)
    assert {mention.status for mention in found.mentions} == {"explained", "defined", "ambiguous", "unknown"}
    return found


class Page(HTMLParser):
    """What the tests ask of a page: its elements with their attributes, and the text of the document in it."""

    VOID = frozenset({"meta"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.raw: list[str] = []
        self.cards: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(page)
        self.close()
        assert not self._open, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag in self.VOID:
            return
        self._open.append(element)
        if "data-char" in element[1]:
            self.raw.append(chr(int(element[1]["data-char"])))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag, "elements are not nested"

    def handle_data(self, data: str) -> None:
        if ("main", {"class": "document"}) not in self._open:
            return
        card = next((attrs["id"] for _, attrs in self._open if attrs.get("class") == "card"), None)
        if card:
            self.cards[card] = self.cards.get(card, "") + data
        elif not any("data-char" in attrs for _, attrs in self._open):
            self.raw.append(data)

    def having(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.elements if name in attrs]


def raw_of(page: str) -> str:
    return "".join(Page(page).raw)


PIECES = st.one_of(
    st.sampled_from(
        ["一利五率", "三位一体", "四下基层", "四下到\n基层", "“", "”", "\n", "\r\n", "\r", "\n\n", "\0", "\x07", "\x7f", "\x85",
         "\ud800", "\udfff", "\ufeff", "\ufffe", "\u2028", "\u202e", "😀", "𠮷", "<script>alert(1)</script>", "&amp;", "&#13;",
         "</main>", '<span class="card">', "<p>\n</p>", "<!--", "]]>", '"', "'", "“双减双增”", "（即甲、乙）", "\t", "　"]
    ),
    st.text(max_size=12),
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=40))
def test_the_text_without_its_annotations_is_the_raw_text(glossary: Glossary, pieces: list[str]) -> None:
    raw = "".join(pieces)
    page = html.write(analyse(Document(raw, date="2024-03", jurisdiction=""), glossary), title=raw)
    page.encode("utf-8")
    assert raw_of(page) == raw


def test_marks_cards_and_list_are_linked_both_ways(analysis: Analysis) -> None:
    page = Page(html.write(analysis))
    ids = page.having("id")
    assert len(ids) == len(set(ids))
    targets = {address[1:] for address in page.having("href") if address.startswith("#")}
    assert targets <= set(ids)
    marks = [attrs for tag, attrs in page.elements if tag == "mark" and "id" in attrs]
    assert len(marks) == len(analysis.mentions)
    items = {attrs["id"] for tag, attrs in page.elements if tag == "li" and "id" in attrs}
    assert items < targets
    for attrs, mention in zip(marks, analysis.mentions, strict=True):
        assert attrs["id"] in targets
        assert attrs["tabindex"] == "0"
        term = mention.concept.term if mention.concept else mention.form
        assert term in page.cards[attrs["aria-describedby"]]
    classes = [attrs.get("class") for _, attrs in page.elements]
    for mention in analysis.mentions:
        assert f"m {mention.status}" in classes


def test_cards_tell_what_a_reader_needs(analysis: Analysis) -> None:
    cards = Page(html.write(analysis)).cards
    told = {mention.form: cards[f"c{number}"] for number, mention in reversed([*enumerate(analysis.mentions, 1)])}
    assert "五率：净资产收益率、营业收现率" in told["一利五率"]
    assert "2023年1月起 · 国务院国资委" in told["一利五率"]
    assert "《某报》（某社，2023-01）：第一条" in told["一利五率"]
    assert "未核实" not in told["一利五率"]
    assert "未核实" in told["四下基层"]
    assert "福建省" in told["四下基层"]
    assert "文中写作“四下到基层”，不宜用" in told["四下到基层"]
    assert "有 2 个义项" in told["三位一体"]
    assert "耕地保护的要求。" in told["三位一体"]
    assert "蓝天、碧水、净土" in told["三美"]
    unknown = next(mention for mention in analysis.mentions if mention.status == "unknown")
    assert "词表未收，文中未解释" in told[unknown.form]


def test_the_header_tells_the_context_and_counts(analysis: Analysis) -> None:
    header = html.write(analysis).partition("<header>")[2].partition("</header>")[0]
    text = re.sub("<[^>]+>", "", header)
    assert "要点" in text
    assert "2024年3月1日（依据：指定）" in text
    assert "福建省（依据：指定）" in text
    assert f"{len(analysis.mentions)} 处" in text


def test_nothing_in_the_page_runs_or_loads(analysis: Analysis) -> None:
    evil = Source("evil", "恶", "", "", "javascript:alert(1)", "", "page", "")
    first = analysis.mentions[0]
    assert first.edition
    mentions = [first._replace(edition=first.edition._replace(sources=(*first.edition.sources, evil)))]
    page = html.write(analysis._replace(mentions=[*mentions, *analysis.mentions[1:]]), "<script>标题</script>\ud800")
    assert page.count("<script") == 1
    assert "javascript:" not in page
    assert not re.search(r"\bsrc=|@import|url\(|<link|<iframe|\bon[a-z]+=", page)
    parsed = Page(page)
    assert {tag for tag, attrs in parsed.elements if "href" in attrs} == {"a"}
    outside = {address for address in parsed.having("href") if not address.startswith("#")}
    assert outside == {'https://example.org/a?b=1&c="<2>'}
    policy = next(attrs["content"] for tag, attrs in parsed.elements if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none';")


def test_many_mentions_of_one_thing_are_counted_and_the_first_ones_linked(glossary: Glossary) -> None:
    page = html.write(analyse(Document("推进一利五率。\n" * 40), glossary))
    item = page.partition('<li id="n1"')[2].partition("</li>")[0]
    assert re.findall('href="#(m[0-9]+)"', item) == [f"m{number}" for number in range(1, 13)]
    assert re.search("等 *</span>40 处", item)
    assert "五率：" in Page(page).cards["c40"]


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
        assert len(page.encode()) < 3750 * len(found.mentions) + 50_000
        return spent

    seconds(100)
    assert seconds(8_000) < 40 * max(seconds(800), 0.01)


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        digits = colour * 2 if len(colour) == 3 else colour
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_contrast_with_what_they_stand_on(analysis: Analysis) -> None:
    style = html.write(analysis).partition("<style>")[2].partition("</style>")[0]
    schemes = re.findall(r":root \{([^}]*)\}", style)
    assert len(schemes) == 3  # light, dark, print
    colours: dict[str, str] = {}
    for scheme in schemes:
        colours |= dict(re.findall(r"--([a-z]+): #([0-9a-f]+);", scheme))
        for ink in ("ink", "muted", "link", "explained", "defined", "ambiguous", "unknown"):
            for ground in ("paper", "sheet"):
                assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        if scheme is schemes[1]:  # print builds on the light colours
            colours = dict(re.findall(r"--([a-z]+): #([0-9a-f]+);", schemes[0]))


class Chromium:
    """A headless browser, spoken to through its debugging pipe."""

    def __init__(self, program: str) -> None:
        from fcntl import F_DUPFD, fcntl  # not on Windows

        pipes = [os.pipe(), os.pipe()]
        self._out, self._in = pipes[0][1], pipes[1][0]
        theirs = [fcntl(fd, F_DUPFD, 10) for fd in (pipes[0][0], pipes[1][1])]
        self._process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "about:blank"],
            preexec_fn=lambda: (os.dup2(theirs[0], 3), os.dup2(theirs[1], 4)),  # it reads 3 and writes 4
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for descriptor in (pipes[0][0], pipes[1][1], *theirs):
            os.close(descriptor)
        self._unread = b""
        self._calls = 0
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def call(self, method: str, **params: Any) -> Any:
        self._calls += 1
        message = {"id": self._calls, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._calls:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _read(self) -> Any:
        while b"\0" not in self._unread:
            assert select([self._in], [], [], 30)[0], "the browser does not answer"
            received = os.read(self._in, 1 << 16)
            assert received, "the browser is gone"
            self._unread += received
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)

    def open(self, address: str, width: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=700, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url=address)
        while self._read().get("method") != "Page.loadEventFired":
            pass

    def run(self, script: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        code = {"Tab": 9, "Escape": 27}[key]
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def point(self, x: float, y: float) -> None:
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def open_cards(self) -> list[str]:
        shown = "getComputedStyle(card).display !== 'none'"
        return list(self.run(f"[...document.querySelectorAll('.card')].filter(card => {shown}).map(card => card.id)"))

    def close(self) -> None:
        os.close(self._out)
        os.close(self._in)
        self._process.terminate()
        self._process.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no chromium here: what the page looks like is not tested")
    running = Chromium(program)
    yield running
    running.close()


@pytest.fixture(scope="module")
def address(analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(html.write(analysis).encode())
    return path.as_uri()


def test_a_browser_reads_the_raw_text(browser: Chromium, address: str) -> None:
    browser.open(address, 1000)
    text = browser.run(
        "{const main = document.querySelector('main').cloneNode(true);"
        "main.querySelectorAll('.card').forEach(card => card.remove()); main.textContent}"
    )
    assert text == TEXT


@pytest.mark.parametrize("width", [360, 1440])
def test_cards_of_focused_and_of_pointed_marks_show_within_the_window(
    browser: Chromium, address: str, analysis: Analysis, width: int
) -> None:
    browser.open(address, width)
    assert browser.open_cards() == []
    assert browser.run("document.documentElement.scrollWidth") <= width
    for number in range(1, len(analysis.mentions) + 1):
        for way in ("focus", "point"):
            mark = f"document.getElementById('m{number}')"
            browser.run(f"{mark}.scrollIntoView({{block: 'center'}}); document.activeElement.blur()")
            box = browser.run(f"{mark}.getClientRects()[0].toJSON()")
            if way == "focus":
                browser.point(0, 0)
                browser.run(f"{mark}.focus()")
            else:
                browser.point(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            assert browser.open_cards() == [f"c{number}"], way
            card = browser.run(f"document.getElementById('c{number}').getBoundingClientRect().toJSON()")
            assert card["left"] >= 0
            assert card["right"] <= width
            assert card["top"] >= 0
            assert card["bottom"] <= 700
            assert card["height"] > 40
            beside = min(abs(card["top"] - box["bottom"]), abs(card["bottom"] - box["top"]))
            assert beside < 60, "the card is not beside its mark"


def test_keys_walk_the_marks_and_escape_closes(browser: Chromium, address: str) -> None:
    browser.open(address, 1000)
    browser.point(0, 0)
    browser.press("Tab")  # the skip link
    browser.press("Tab")
    assert browser.open_cards() == ["c1"]
    browser.press("Tab")  # into the card, which stays
    assert browser.run("document.activeElement.closest('.card').id") == "c1"
    browser.press("Escape")
    assert browser.open_cards() == []
    assert browser.run("document.activeElement.id") == "m1"


@pytest.mark.parametrize("missing", ["(?s)<script>.*</script>", r"(?s)@supports .*?\}\n\}"])
def test_cards_open_without_script_and_without_anchors(
    browser: Chromium, analysis: Analysis, tmp_path: Path, missing: str
) -> None:
    page, times = re.subn(missing, "", html.write(analysis))
    assert times == 1
    path = tmp_path / "page.html"
    path.write_bytes(page.encode())
    browser.open(path.as_uri(), 360)
    browser.point(0, 0)
    for _ in range(2):
        browser.press("Tab")
    assert browser.open_cards() == ["c1"]
    card = browser.run("document.getElementById('c1').getBoundingClientRect().toJSON()")
    mark = browser.run("document.getElementById('m1').getBoundingClientRect().toJSON()")
    assert 0 <= card["left"] < card["right"] <= 360
    assert -4 < card["top"] - mark["bottom"] < 40


def test_printing_shows_the_list_and_no_cards(browser: Chromium, address: str) -> None:
    browser.open(address, 1000)
    browser.call("Emulation.setEmulatedMedia", media="print")
    try:
        browser.run("document.getElementById('m1').focus()")
        assert browser.open_cards() == []
        assert browser.run("document.getElementById('n1').offsetHeight") > 0
        assert browser.run("getComputedStyle(document.getElementById('m1'), '::after').content") == '"1"'
    finally:
        browser.call("Emulation.setEmulatedMedia", media="")


def test_marks_of_each_status_are_told_apart_without_colour(analysis: Analysis) -> None:
    style = html.write(analysis).partition("<style>")[2]
    kinds = re.findall(r"mark \{[^}]*text-decoration: underline (double|wavy|dotted)?", style)
    assert sorted(kinds) == ["", "dotted", "double", "wavy"]
