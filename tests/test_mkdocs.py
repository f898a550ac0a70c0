"""The MkDocs plug-in: real sites built, with Material and with MkDocs' own theme, and their pages read."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from copy import deepcopy
from html.parser import HTMLParser
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import mkdocs.plugins
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from zhengci.document.markup import CODE, HEADING, LINK
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import GlossaryError
from zhengci.mkdocs import plugin as plugin_module
from zhengci.mkdocs.content import Content
from zhengci.mkdocs.marks import Asked, mark

ENTRY = EntryPoint("zhengci", "zhengci.mkdocs.plugin:ZhengciPlugin", "mkdocs.plugins")
INDEX = """---
date: 2025-03-05
---
# 推进“两新”工作

推进“**两新**”政策落地，持续深化“放管服”改革。“两新”工作再提“两新”。

```
“三资”不动
```

行内 `“两重”` 代码；[“四个全面”](sub/a.md) 是链接，后面的“四个全面”才标。

!!! note "提示"
    落实“双
    碳”目标。“七纵八横”提升。

=== "“双减”"
    页签里的“双减”。

| 序号 | 任务 |
|---|---|
| 1 | “一带一路” |

R&D 与 A&lt;B，以及“三资”管理。见[词汇表](glossary.md#zc-liang-xin)。

<details><summary>“三农”</summary>折叠里的“三农”。</details>

《关于“四风”问题的通知》
"""
SECOND = """# 第二页

“五五工程”是指五条道路、五座桥梁。“五五工程”已开工。“三农”工作。
"""
MATERIAL: dict[str, Any] = {
    "theme": {"name": "material", "language": "zh", "features": ["content.tooltips"]},
    "markdown_extensions": [
        "admonition",
        "tables",
        "pymdownx.superfences",
        {"pymdownx.tabbed": {"alternate_style": True}},
        {"toc": {"permalink": True}},
    ],
}


class Page(HTMLParser):
    """A page as a browser has it: its marks with the text they hold, its ids, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.marks: list[tuple[str, str, str]] = []  # address, title, text
        self.ids: list[str] = []
        self.text = ""
        self._within: list[tuple[str, dict[str, str | None], int]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag in ("a", "abbr"):
            assert not self._within or "zhengci" not in str(found.get("class")), "a link within a link"
            self._within.append((tag, found, len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "abbr"):
            _, found, start = self._within.pop()
            if str(found.get("class")).startswith("zhengci"):
                self.marks.append((str(found.get("href")), str(found["title"]), self.text[start:]))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plug-in is found as from an installed package."""
    found = mkdocs.plugins.get_plugins()
    monkeypatch.setattr(mkdocs.plugins, "get_plugins", lambda: {**found, "zhengci": ENTRY})


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that builds a site and returns its folder; `pages` are sources by path, `own` the plug-in's settings."""

    def make(pages: dict[str, str] | None = None, own: dict[str, Any] | None = None, **more: Any) -> Path:
        docs = tmp_path / "docs"
        for name, text in (pages or {"index.md": INDEX, "sub/a.md": SECOND}).items():
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_text(text, encoding="utf-8")
        config = tmp_path / "mkdocs.yml"
        config.write_text("site_name: 知识库\n", encoding="utf-8")
        settings = {"plugins": [{"zhengci": {"region": "CN", **(own or {})}}], "site_dir": str(tmp_path / "site"), **more}
        loaded = load_config(str(config), docs_dir=str(docs), **deepcopy(settings))
        build(loaded)
        return tmp_path / "site"

    return make


def page(path: Path) -> Page:
    """Return a built page."""
    return Page(path.read_text(encoding="utf-8"))


def test_the_entry_point_is_declared() -> None:
    project = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["mkdocs.plugins"] == {ENTRY.name: ENTRY.value}
    assert ENTRY.load() is plugin_module.ZhengciPlugin


def test_the_first_mention_of_each_page_is_marked_and_leads_to_the_glossary(site: Callable[..., Path]) -> None:
    folder = site(**MATERIAL)
    index, second, glossary = (page(folder / name) for name in ("index.html", "sub/a/index.html", "glossary/index.html"))
    assert [(address, text) for address, _, text in index.marks] == [
        ("glossary/#zc-liang-xin", "两新"), ("glossary/#zc-fang-guan-fu", "“放管服”改革"), ("glossary/#zc-si-ge-quan-mian", "四个全面"),
        ("glossary/#zc-shuang-tan", "双\n碳"), ("glossary/#zc-shuang-jian", "双减"), ("glossary/#zc-yi-dai-yi-lu", "一带一路"),
        ("glossary/#zc-rd", "R&D"), ("glossary/#zc-san-nong", "三农"),
    ]  # fmt: skip
    assert index.marks[0][1].endswith("大规模设备更新、消费品以旧换新。")
    assert [(address, text) for address, _, text in second.marks] == [
        ("../../glossary/#zc-五五工程", "五五工程"), ("../../glossary/#zc-san-nong", "三农"),
    ]  # fmt: skip
    for address, _, _ in (*index.marks, *second.marks):
        assert address.partition("#")[2] in glossary.ids
    assert "见于：推进“两新”工作、第二页" in glossary.text
    assert "五条道路、五座桥梁" in glossary.text
    assert "large-scale equipment upgrades" in glossary.text
    assert (folder / "assets/zhengci.css").exists()
    raw = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="assets/zhengci.css"' in raw
    assert raw.index("“三资”不动") and "<summary>“三农”</summary>" in raw


def test_without_the_marks_a_page_is_what_it_was(site: Callable[..., Path], tmp_path: Path) -> None:
    marked = (site(**MATERIAL) / "index.html").read_text(encoding="utf-8")
    shutil.rmtree(tmp_path / "site")
    plain = (site(own={"exclude": ["*"]}, **MATERIAL) / "index.html").read_text(encoding="utf-8")

    def body(html: str) -> str:
        html = re.search("<article.*</article>", html, re.DOTALL)[0]  # type: ignore[index]
        return re.sub(r'<a class="zhengci[^>]*>(.*?)</a>', r"\1", html, flags=re.DOTALL)

    assert body(marked) == body(plain)
    assert 'class="zhengci' in marked and 'class="zhengci ' not in plain


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_other_themes_and_plain_addresses(site: Callable[..., Path], theme: str) -> None:
    folder = site(theme=theme, use_directory_urls=False, own={"page": "ci/词表.md", "title": "名词"})
    assert [address for address, _, _ in page(folder / "sub/a.html").marks][-1] == "../ci/%E8%AF%8D%E8%A1%A8.html#zc-san-nong"
    assert "名词" in page(folder / "ci/词表.html").text


def test_all_mentions_and_other_statuses(site: Callable[..., Path]) -> None:
    own = {"mentions": "all", "statuses": ["explained", "ambiguous", "unknown"], "warn": []}
    folder = site(own=own)
    marks = page(folder / "index.html").marks
    assert [text for _, _, text in marks].count("两新") == 3
    unlinked = {text: title for address, title, text in marks if address == "None"}
    assert unlinked["三资"].startswith("有几种含义，据上下文无法判定：（1）")
    assert unlinked["七纵八横"] == "词表未收，文中未解释。"
    assert "五五工程" not in page(folder / "sub/a/index.html").marks[0][2]


def test_pages_left_out_by_glob_or_front_matter(site: Callable[..., Path]) -> None:
    text = "“三农”工作。\n"
    pages = {"index.md": text, "api/a.md": text, "b.md": f"---\nzhengci: false\n---\n{text}"}
    folder = site(pages, own={"exclude": ["api/*"]})
    assert [len(page(folder / name).marks) for name in ("index.html", "api/a/index.html", "b/index.html")] == [1, 0, 0]


def test_the_date_of_a_page_decides_the_edition(site: Callable[..., Path]) -> None:
    text = "落实“一利五率”。\n"
    pages = {
        "index.md": text, "old.md": f"---\ndate: 2023-06-01\n---\n{text}", "blog.md": f"---\ndate:\n  created: 2023-06-01\n---\n{text}",
        "year.md": f"---\n日期: 2023\n地区: 天津市\n---\n{text}",
    }  # fmt: skip
    folder = site(pages, own={"date": "2025-06"})
    assert "营业收现率" in page(folder / "index.html").marks[0][1]
    for name in ("old", "blog", "year"):
        assert "营业现金比率" in page(folder / name / "index.html").marks[0][1]
    assert "此前（2023-01 至 2024-12）" in page(folder / "glossary/index.html").text


OWN = """
- id: wu-wu-gong-cheng
  term: 五五工程
  kind: programme
  field: 综合
  definition: 本单位的<b>五条</b>道路工程。
  scope: CN
  sources:
    - {evidence: recalled}
  examples:
    - hit: 推进“五五工程”。
"""


def test_a_glossary_of_the_sites_own(
    site: Callable[..., Path], tmp_path: Path, make_glossary: Callable[..., Glossary], monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = tmp_path / "unit.yml"
    layer.write_text(OWN, encoding="utf-8")

    def opened(layers: list[str]) -> Glossary:
        assert layers == [str(layer)]
        return make_glossary(OWN)

    monkeypatch.setattr(plugin_module, "open_glossary", opened)
    folder = site({"index.md": "推进“五五工程”建设。\n"}, own={"glossary": ["unit.yml"]})
    raw = (folder / "index.html").read_text(encoding="utf-8")
    assert 'title="（未核实）本单位的&lt;b&gt;五条&lt;/b&gt;道路工程。"' in raw
    assert "（未核实）本单位的&lt;b&gt;五条" in (folder / "glossary/index.html").read_text(encoding="utf-8")


def test_what_cannot_be_explained_is_a_warning_and_fails_a_strict_build(
    site: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "mkdocs"):
        site()
    told = [record.getMessage() for record in caplog.records if "zhengci" in record.name]
    assert told == [
        "zhengci: “index.md”：“七纵八横”像是缩略语，词表未收，文中也未解释", "zhengci: “index.md”：“三资”有几种含义，据上下文无法判定",
    ]  # fmt: skip
    with pytest.raises(Abort, match="2 warnings in strict mode"):
        site(strict=True)
    site(strict=True, own={"warn": []})


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"date": "二五年"}, 'zhengci：日期“二五年”不对，应写作 "2025"、"2025-01" 或 "2025-01-03"'),
        ({"region": "火星"}, "zhengci：认不出地区“火星”，请用全称（天津市蓟州区）或六位区划代码"),
        ({"page": "词表"}, "zhengci：page 应是以 .md 结尾的文件名，现为“词表”"),
        ({"page": "sub/a.md"}, "zhengci：docs 中已有 sub/a.md，词汇表放不下；请用 page 另起一个文件名"),
    ],
)
def test_wrong_settings_are_told(site: Callable[..., Path], caplog: pytest.LogCaptureFixture, own: dict[str, Any], told: str) -> None:
    with pytest.raises(Abort):
        site(own=own)
    assert caplog.records[-1].getMessage() == told


def test_a_wrong_date_in_a_page_names_the_page(site: Callable[..., Path], caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Abort):
        site({"index.md": "---\ndate: 去年\n---\n“三农”\n"})
    assert caplog.records[-1].getMessage().startswith("zhengci：index.md：日期“去年”不对，应写作")


def test_a_broken_glossary_is_told_with_the_places(
    site: Callable[..., Path], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(layers: object) -> Glossary:
        raise GlossaryError("词表有 1 处问题", ["unit.yml:1:3 ZG101 没有“titel”这个键"])  # type: ignore[list-item]

    monkeypatch.setattr(plugin_module, "open_glossary", broken)
    with pytest.raises(Abort):
        site()
    assert caplog.records[-1].getMessage() == "zhengci：词表有 1 处问题\nunit.yml:1:3 ZG101 没有“titel”这个键"


def test_a_site_without_abbreviations_has_an_empty_glossary_page(site: Callable[..., Path]) -> None:
    assert "本站各页没有用到词表中的缩略语。" in page(site({"index.md": "# 空\n"}) / "glossary/index.html").text


def test_a_rebuild_marks_only_what_changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As ``mkdocs serve`` does: the same configuration is built again and again."""
    marked: list[str] = []

    def counting(html: str, path: str, *rest: Any) -> Any:
        marked.append(path)
        return mark(html, path, *rest)

    monkeypatch.setattr(plugin_module, "mark", counting)
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("index", "a", "b"):
        (docs / f"{name}.md").write_text(f"“三农”{name}\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: 知识库\n", encoding="utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"), docs_dir=str(docs), plugins=["zhengci"], site_dir=str(tmp_path / "site"))
    build(config)
    assert sorted(marked) == ["a.md", "b.md", "index.md"]
    (docs / "a.md").write_text("“三农”和“双碳”\n", encoding="utf-8")
    marked.clear()
    build(config)
    assert marked == ["a.md"]
    marked.clear()
    build(config)
    assert marked == []
    assert (tmp_path / "site/a/index.html").read_text(encoding="utf-8").count("zhengci.css") == 1
    assert [text for _, _, text in page(tmp_path / "site/a/index.html").marks] == ["三农", "双碳"]
    assert len(page(tmp_path / "site/b/index.html").marks) == 1


# The text of a page ----------------------------------------------------------------------------------------------------------


def test_text_and_zones_of_a_page() -> None:
    html = "<h2>题“<em>两</em>新”</h2><p>A&amp;B&nbsp;和<a href=x>链接</a>，<code>代码</code><br>又</p><pre>x\ny</pre>"
    content = Content(html)
    assert content.text == "\n题“两新”\nA&B\xa0和链接，代码\n又\nx y\n".removeprefix("\n")
    shown = {(kind, content.text[start:end]) for start, end, kind in content.zones}
    assert shown == {(HEADING, "题“两新”"), (LINK, "链接"), (CODE, "代码"), (CODE, "x y")} or shown == {
        (HEADING, "题“两新”\n"), (LINK, "链接"), (CODE, "代码"), (CODE, "x y\n"),
    }  # fmt: skip
    at = content.text.index("A&B")
    start, end = content.raw(at, at + 3) or (0, 0)
    assert html[start:end] == "A&amp;B"
    at = content.text.index("两新")
    assert content.raw(at, at + 2) is None


_PIECES = (
    "<p>", "</p>", "<em>", "</em>", "<a href='x'>", "</a>", "两", "新", "“", "”", "&amp;", "&#20004;", "&bad;", "<br/>", "\n", "<",
    "<!-- x -->", "三农",
)  # fmt: skip
HTML = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)


@given(HTML)
@settings(max_examples=300, deadline=None)
def test_the_way_back_leads_to_the_same_characters(html: str) -> None:
    from html import unescape

    content = Content(html)
    for at, ch in enumerate(content.text):
        if ch != "\n":
            start, end = content.raw(at, at + 1) or (0, 0)
            assert unescape(html[start:end]).replace("\n", " ") == ch


@given(HTML)
@settings(max_examples=100, deadline=None)
def test_marks_change_nothing_but_themselves(glossary: Glossary, html: str) -> None:
    asked = Asked("2025-06", "000000", frozenset({"explained", "defined", "ambiguous", "unknown"}), frozenset(), True)
    marked = mark(html, "a.md", glossary, asked)
    shown = re.sub(r'<(?:a|abbr) class="zhengci[^>]*>(.*?)</(?:a|abbr)>', r"\1", marked.html("g/"), flags=re.DOTALL)
    assert shown == html


# A browser -------------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_a_browser_shows_the_explanation_on_focus(site: Callable[..., Path], tmp_path: Path) -> None:
    """Material turns the title into a tooltip when the mark gets the focus."""
    folder = site(**MATERIAL)
    index = folder / "index.html"
    script = "<script>addEventListener('load', () => setTimeout(() => document.querySelector('.zhengci').focus(), 300))</script></body>"
    index.write_text(index.read_text(encoding="utf-8").replace("</body>", script), encoding="utf-8")
    done = subprocess.run(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--virtual-time-budget=5000",
         "--allow-file-access-from-files", "--dump-dom", index.as_uri()],
        capture_output=True, text=True, timeout=90, check=True,
    )  # fmt: skip
    shown = re.search(r'<div class="md-tooltip2[^>]*>.*?</div></div>', done.stdout, re.DOTALL)
    assert shown and "大规模设备更新、消费品以旧换新" in shown[0], done.stdout[-3000:]
