"""The site of a glossary: its links meet, nothing in it runs but its own scripts, it is searched from a folder, read without one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import pytest

from contrast import contrast
from zhengci.glossary.model import Concept, Form, FormerName
from zhengci.glossary.opened import Glossary
from zhengci.site import build, folder
from zhengci.site.folder import MARKER, UnusableFolder
from zhengci.site.readings import order, slug, syllables

HOSTILE = "<script>alert(1)</script>两\"标'&amp;"
CONCEPTS = f"""\
- id: liang-xin
  term: 两新
  kind: numeral
  field: 经济与产业
  definition: 大规模设备更新、消费品以旧换新两项政策的合称。
  parts: [大规模设备更新|设备更新, 消费品以旧换新]
  scope: CN
  issuer: 国务院
  since: "2024-03"
  nouns: [政策]
  cues: [设备更新]
  english: two renewals
  note: 二〇二四年三月印发方案。
  sources: [{{doc: paper, at: 第一条, evidence: page, checked: "2026-11-22"}}]
  examples: [{{hit: 抓好“两新”工作。}}, {{miss: 两新建的桥。}}]
- id: liang-xin-zuzhi
  term: 两新组织
  kind: numeral
  field: 党建与纪检
  definition: 新经济组织和新社会组织的合称。
  scope: CN
  cues: [党建]
  forms: [{{text: 两新, is: admitted, quoted: true}}, {{text: 两新团体, is: deprecated}}]
  sources: [{{evidence: recalled}}]
  examples: [{{hit: 加强两新组织党建。}}, {{miss: 两新建的桥。}}]
- id: yi-hang-liang-hui
  term: 一行两会
  kind: contraction
  field: 财政金融
  definition: 金融管理部门的合称。
  scope: CN
  until: "2023-05"
  sources: [{{doc: note, evidence: page}}]
  examples: [{{hit: 一行两会印发通知。}}]
- id: si-lv
  term: 四率
  kind: numeral
  field: 国资国企
  definition: 从前的指标。
  scope: CN
  cued: true
  cues: [指标]
  since: "2021-01"
  until: "2022-12"
  sources: [{{doc: note, evidence: page}}]
  examples: [{{hit: 优化“四率”指标。}}, {{miss: 第四率先。}}]
- id: yi-li-wu-lv
  term: 一利五率
  kind: numeral
  field: 国资国企
  definition: 考核中央企业的指标。
  parts: {{一利: [利润总额], 五率: [净资产收益率, 营业收现率]}}
  scope: CN
  since: "2025-01"
  earlier:
    - {{since: "2023-01", until: "2024-12", parts: {{一利: [利润总额], 五率: [净资产收益率, 营业现金比率]}},
       sources: [{{doc: note, evidence: page}}]}}
  replaces: [si-lv]
  sources: [{{doc: paper, evidence: page}}]
  examples: [{{hit: 优化“一利五率”。}}]
- id: wu-tiao
  term: 五条底线
  kind: numeral
  field: 综合
  definition: 蓟州区的工作要求，又有{HOSTILE}。
  scope: "120119"
  issuer: "{HOSTILE.replace('"', chr(92) + '"')}"
  sources: [{{doc: paper, evidence: page}}]
  examples: [{{hit: 守住五条底线。}}]
"""
INSTITUTIONS = """\
- id: yin-bao-jian-hui
  names: {中国银保监会: 国家金融监督管理总局, 银保监会: 金融监管总局}
  founded: "2018-03"
  changed: "2023-05-18"
  fix: none
  scope: CN
  note: 五月十八日挂牌。
  sources: [{doc: note, evidence: page}]
  examples: [{bad: 会同银保监会检查。, date: "2024-05"}]
"""
SOURCES = """\
- {id: paper, title: 某报, publisher: 某社, date: "2023-01", address: "https://example.org/a?b=1&c=\\"<2>"}
- {id: note, title: 某文, address: "javascript:alert(1)"}
"""
VOID = {"meta", "link", "input", "rect"}


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        assert not self._open, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, "elements are not nested"

    def handle_data(self, data: str) -> None:
        self.text += data

    def having(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.elements if name in attrs]


@pytest.fixture(scope="module")
def glossary(make_glossary: Callable[..., Glossary]) -> Glossary:
    return make_glossary(CONCEPTS, institutions=INSTITUTIONS, sources=SOURCES)


@pytest.fixture(scope="module")
def files(glossary: Glossary) -> dict[str, str]:
    return dict(build.files(glossary))


@pytest.fixture(scope="module")
def pages(files: dict[str, str]) -> dict[str, Page]:
    return {name: Page(text) for name, text in files.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def site(files: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    folder.write(out, files.items())
    return out


def data_of(files: dict[str, str]) -> Any:
    return json.loads(files["data.js"].removeprefix("window.ZHENGCI = ").removesuffix(";\n"))


def test_every_link_leads_to_a_page_and_a_place_in_it(files: dict[str, str], pages: dict[str, Page]) -> None:
    assert {"index.html", "regions.html", "homonyms.html", "former.html", "concepts/liang-xin.html"} <= set(pages)
    assert {"regions/CN.html", "regions/120119.html", "regions/120000.html", "fields/guo-zi-guo-qi.html"} <= set(pages)
    assert list(files)[-1] == "index.html"
    followed = 0
    for name, page in pages.items():
        assert len(page.having("id")) == len(set(page.having("id"))), name
        for address in (*page.having("href"), *page.having("src"), *page.having("action")):
            if re.match("https?:", address):
                continue
            path, _, anchor = address.partition("#")
            parts: list[str] = []
            for part in (PurePosixPath(name).parent / path).parts if path else PurePosixPath(name).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            target = "/".join(parts)
            assert target in files, (name, address)
            if anchor:
                assert anchor in pages[target].having("id"), (name, address)
            followed += 1
    assert followed > 200
    data = data_of(files)
    assert {f"concepts/{one['id']}.html" for one in data["concepts"]} <= set(pages)
    assert {one["anchor"] for one in data["former"]} <= set(pages["former.html"].having("id"))


def test_nothing_in_the_pages_runs_or_loads_but_their_own_files(files: dict[str, str], pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert "alert(1)</script>" not in files[name]
        assert all(attrs.get("src", "").endswith(".js") for tag, attrs in page.elements if tag == "script"), name
        assert not [key for _, attrs in page.elements for key in attrs if key.startswith("on") or key == "style"]
        assert not [address for address in page.having("href") if address.lower().startswith(("javascript", "data"))]
        assert not [address for address in page.having("src") if ":" in address]
    assert HOSTILE in pages["concepts/wu-tiao.html"].text
    assert HOSTILE in pages["regions/120119.html"].text
    assert "<" not in files["data.js"]
    assert HOSTILE in next(one["definition"] for one in data_of(files)["concepts"] if one["id"] == "wu-tiao")
    assert 'https://example.org/a?b=1&c="<2>' in pages["concepts/liang-xin.html"].having("href")


def test_a_hostile_term_is_shown_as_it_stands(glossary: Glossary) -> None:
    model = next(iter(glossary))
    forms = (Form(HOSTILE, "preferred", False),)
    stub = Stub([model._replace(id=name, term=HOSTILE, forms=forms, nouns=(HOSTILE,), note=HOSTILE) for name in "ab"])
    for name, text in build.files(stub):
        assert "<script>alert" not in text, name
        if name.endswith(".html"):
            assert HOSTILE in Page(text).text or name in ("former.html", "regions.html")


def test_a_concept_page_tells_everything(pages: dict[str, Page]) -> None:
    text = pages["concepts/liang-xin.html"].text
    for told in ("大规模设备更新、消费品以旧换新两项政策的合称。", "又作“设备更新”", "国务院", "2024年3月起", "全国", "two renewals",
                 "二〇二四年三月印发方案。", "《某报》（某社，2023-01）：第一条", "据网页，2026年11月22日查阅", "规范形式"):  # fmt: skip
        assert told in text, told
    assert "未核实" not in text.partition("说明")[0]
    assert "新经济组织和新社会组织的合称。" in text  # the homonym
    assert "本条：2024年3月起；后接“政策”；上下文有“设备更新”。" in text
    other = pages["concepts/liang-xin-zuzhi.html"].text
    assert "未核实 凭记忆写成，尚未找到出处" in other
    assert "又作，仅见于引号之内" in other
    assert "不宜用" in other
    assert "附近出现“指标”，才作此解。" in pages["concepts/si-lv.html"].text


def test_editions_and_successions_stand_on_a_time_line(pages: dict[str, Page]) -> None:
    page = pages["concepts/yi-li-wu-lv.html"]
    assert "2023年1月至2024年12月" in page.text
    assert "比上一版：新增营业收现率；不再列营业现金比率" in page.text
    bars = [attrs for tag, attrs in page.elements if tag == "rect"]
    assert [bar["class"] for bar in bars] == ["other", "own", "own open"]
    spans = [(float(bar["x"][:-1]), float(bar["width"][:-1])) for bar in bars]
    assert spans[0][0] == 0
    assert all(0 <= left <= left + width <= 100.1 for left, width in spans)
    assert ("svg", "true") in [(tag, attrs.get("aria-hidden")) for tag, attrs in page.elements]
    assert "../concepts/si-lv.html" in page.having("href")
    assert "../concepts/yi-li-wu-lv.html" in pages["concepts/si-lv.html"].having("href")
    assert "后为" in pages["concepts/si-lv.html"].text
    assert "rect" not in [tag for tag, _ in pages["concepts/liang-xin.html"].elements]


def test_lists_hold_what_belongs_to_them(pages: dict[str, Page]) -> None:
    assert "2 义" in pages["homonyms.html"].text
    assert "上下文有“党建”" in pages["homonyms.html"].text
    former = pages["former.html"].text
    assert "2018年3月起用，2023年5月18日起改称" in former
    assert "不宜逐字替换" in former
    assert "四率 → 一利五率 2025年1月起" not in former  # the concept began with its first edition
    assert "四率 → 一利五率 2023年1月起" in former
    assert "没有只用于天津市一级的词条" in pages["regions/120000.html"].text
    assert "五条底线" in pages["regions/120000.html"].text
    assert "天津市蓟州区" in pages["regions/120119.html"].text
    assert "2 个词条" in pages["fields/guo-zi-guo-qi.html"].text
    regions = pages["regions.html"].text
    assert regions.index("天津市") < regions.index("蓟州区")
    assert "还没有词条的：北京" in regions


def test_the_index_is_read_without_a_script(files: dict[str, str], pages: dict[str, Page], glossary: Glossary) -> None:
    page = pages["index.html"]
    assert ("search", "") in [(attrs.get("id"), attrs.get("hidden")) for _, attrs in page.elements]
    linked = set(page.having("href"))
    assert {f"concepts/{concept.id}.html" for concept in glossary} <= linked
    assert "fields/guo-zi-guo-qi.html" in linked
    assert ("all", None) in [(attrs.get("id"), attrs.get("hidden")) for _, attrs in page.elements]
    assert ("count", "polite") in [(attrs.get("id"), attrs.get("aria-live")) for _, attrs in page.elements]


def test_terms_are_read_as_pinyin() -> None:
    assert syllables("两新") == ("liang", "xin")
    assert syllables("绿盾“12345”APEC") == ("lv", "dun", "12345", "apec")
    assert slug("国资国企") == "guo-zi-guo-qi"
    assert sorted(["12345热线", "一利", "八项"], key=order) == ["八项", "一利", "12345热线"]


def chromium() -> str:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no chromium here: searching is not tested")
    return program


def opened(address: str, profile: Path) -> Page:
    """Return the page at `address` as a browser has it when its scripts have run."""
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        f"--user-data-dir={profile}",
    ]
    done = subprocess.run([chromium(), *flags, "--dump-dom", address], capture_output=True, timeout=120, check=True)
    return Page(done.stdout.decode())


def results(page: Page) -> list[str]:
    """Return the files of the results, in their order."""
    at = next(number for number, (_, attrs) in enumerate(page.elements) if attrs.get("id") == "results")
    end = next(number for number, (_, attrs) in enumerate(page.elements) if attrs.get("id") == "more")
    links = [attrs["href"] for tag, attrs in page.elements[at:end] if tag == "a"]
    return [re.sub(r"concepts/|\.html.*", "", address) for address in links]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("q=lx", ["liang-xin", "liang-xin-zuzhi"]),
        ("q=liangxin", ["liang-xin", "liang-xin-zuzhi"]),
        ("q=liang xin", ["liang-xin", "liang-xin-zuzhi"]),
        ("q=LXin", ["liang-xin", "liang-xin-zuzhi"]),
        ("q=“两新”", ["liang-xin", "liang-xin-zuzhi"]),
        ("q=两新 党建", []),
        ("q=两新 社会", ["liang-xin-zuzhi"]),
        ("q=团体", ["liang-xin-zuzhi"]),  # a form that is not advised, and shown as such
        ("q=五率", ["yi-li-wu-lv"]),
        ("q=wlü", ["yi-li-wu-lv"]),
        ("q=营业现金比率", ["yi-li-wu-lv"]),  # of an earlier edition
        ("q=yhlh", ["yi-hang-liang-hui"]),
        ("q=renewal", ["liang-xin"]),
        ("q=银保监", ["former"]),
        ("q=ybjh", ["former"]),
        ("q=合称", ["liang-xin", "yi-hang-liang-hui", "liang-xin-zuzhi"]),
        ("q=合称&field=财政金融", ["yi-hang-liang-hui"]),
        ("region=120000", ["wu-tiao"]),
        ("q=合称&region=120000", []),
        ("q=<script>", ["wu-tiao"]),
        ("field=无此领域", []),
    ],
)  # fmt: skip
def test_the_index_is_searched_from_a_folder(site: Path, tmp_path: Path, state: str, expected: list[str]) -> None:
    page = opened(f"{(site / 'index.html').as_uri()}#{quote(state, safe='=&')}", tmp_path)
    found = results(page)
    assert sorted(found) == sorted(expected) if "合称" in state else found == expected
    assert ("不宜用“两新团体”" in page.text) == (state == "q=团体")
    if expected:
        concepts = len([name for name in found if name != "former"])
        assert f"找到 {concepts} 个词条" in page.text
    assert [attrs.get("hidden") for _, attrs in page.elements if attrs.get("id") == "search"] == [None]


def test_the_search_box_of_other_pages_leads_to_results(site: Path, tmp_path: Path) -> None:
    assert results(opened(f"{(site / 'index.html').as_uri()}?q=lx", tmp_path)) == ["liang-xin", "liang-xin-zuzhi"]


DRIVER = """
addEventListener("load", () => {
  const told = [];
  const press = key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
  const at = () => told.push(document.activeElement.id || document.activeElement.getAttribute("href") || "body");
  const box = document.getElementById("q");
  const count = document.getElementById("count");
  press("/"), at();
  box.value = "lx", box.dispatchEvent(new Event("input")), told.push(count.textContent, location.hash);
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"]) press(key), at();
  press("ArrowDown"), press("Escape"), at();
  press("Escape"), told.push(box.value, document.getElementById("all").hidden, count.textContent);
  const field = document.getElementById("field");
  told.push([...field.options].map(option => option.textContent).join());
  field.value = "国资国企", field.dispatchEvent(new Event("change")), told.push(count.textContent);
  addEventListener("click", event => { told.push(event.target.getAttribute("href")); event.preventDefault(); });
  document.getElementById("search").requestSubmit();
  document.body.dataset.told = JSON.stringify(told);
});
"""


def test_keys_walk_the_results(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(site, copy)
    with (copy / "search.js").open("a", encoding="utf-8") as script:
        script.write(DRIVER)
    told = json.loads(opened((copy / "index.html").as_uri(), tmp_path / "profile").having("data-told")[0])
    first, second = "concepts/liang-xin.html", "concepts/liang-xin-zuzhi.html"
    assert told[:3] == ["q", "找到 2 个词条。", "#q=lx"]
    assert told[3:8] == [first, second, second, first, "q"]
    assert told[8:12] == ["q", "", False, ""]
    assert told[12] == "全部领域,综合（1）,党建与纪检（1）,经济与产业（1）,国资国企（2）,财政金融（1）"
    assert told[13:] == ["找到 2 个词条。", "concepts/si-lv.html"]


def test_colours_contrast_with_what_they_stand_on(files: dict[str, str]) -> None:
    schemes = re.findall(r":root \{([^}]*)\}", files["site.css"])
    assert len(schemes) == 3  # light, dark, print
    light = dict(re.findall(r"--([a-z]+): #([0-9a-f]+);", schemes[0]))
    for scheme in schemes:
        colours = light | dict(re.findall(r"--([a-z]+): #([0-9a-f]+);", scheme))
        for ink in ("ink", "muted", "link", "warn"):
            for ground in ("paper", "sheet", "tint"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def test_a_folder_with_other_files_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "own.txt").write_text("mine")
    with pytest.raises(UnusableFolder, match="已有别的文件，又不是先前生成的词表网页"):
        folder.write(tmp_path, files.items())
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]
    with pytest.raises(UnusableFolder, match="不是文件夹"):
        folder.write(tmp_path / "own.txt", files.items())


def test_an_earlier_site_is_brought_up_to_date_and_other_files_in_it_stay(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert folder.write(out, [("concepts/a.html", "1"), ("concepts/b.html", "1"), ("index.html", "1")]) == 3
    (out / "CNAME").write_text("example.org")
    with (out / MARKER).open("a") as marker:
        marker.write("../../kept.html\nCNAME\n/etc/x.html\n")
    (tmp_path / "kept.html").write_text("kept")
    folder.write(out, [("concepts/b.html", "2"), ("index.html", "2")])
    found = {path.relative_to(out).as_posix(): path.read_text() for path in out.rglob("*") if path.is_file()}
    assert found == {
        "concepts/b.html": "2",
        "index.html": "2",
        "CNAME": "example.org",
        MARKER: "concepts/b.html\nindex.html\n",
    }
    assert (tmp_path / "kept.html").read_text() == "kept"
    assert (out / "index.html").stat().st_mode & 0o044


def test_what_fails_midway_leaves_everything_as_it_was(tmp_path: Path) -> None:
    def failing() -> Any:
        yield "index.html", "new"
        raise OSError(28, "No space left on device")

    with pytest.raises(UnusableFolder, match=r"网页写不进 .*：No space left on device"):
        folder.write(tmp_path / "new", failing())
    assert not (tmp_path / "new").exists()
    out = tmp_path / "out"
    folder.write(out, [("index.html", "old")])
    with pytest.raises(UnusableFolder):
        folder.write(out, failing())
    assert sorted(path.name for path in out.iterdir()) == [MARKER, "index.html"]
    assert (out / "index.html").read_text() == "old"


def test_leftovers_of_a_killed_run_do_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / ".zhengci-new-abc").mkdir()
    (tmp_path / ".zhengci-new-abc" / "index.html").write_text("half")
    folder.write(tmp_path, [("index.html", "whole")])
    assert sorted(path.name for path in tmp_path.iterdir()) == [MARKER, "index.html"]


def test_the_command(
    run: Callable[..., Any], glossary: Glossary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhengci.cli.glossary.site.open_glossary", lambda layers: glossary)
    done = run("glossary", "site", "out", "--isolated")
    assert (done.status, done.stdout) == (0, "")
    assert "词条 6 条" in done.stderr
    assert (tmp_path / "out" / "index.html").is_file()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "own.txt").write_text("mine")
    refused = run("glossary", "site", "full", "--isolated")
    assert refused.status == 2
    assert refused.stderr == "zhengci：full 里已有别的文件，又不是先前生成的词表网页；请换一个空文件夹\n"
    assert run("glossary", "site").status == 2


class Stub:
    """What the site asks of a glossary, without one that is compiled."""

    def __init__(self, concepts: list[Concept]) -> None:
        self._concepts = concepts

    def __iter__(self) -> Any:
        return iter(self._concepts)

    def former_names(self) -> list[FormerName]:
        return []


def many(glossary: Glossary, count: int) -> Stub:
    """Return a glossary of `count` concepts of middling size; ten at a time share a form and replace one another."""
    model = next(concept for concept in glossary if concept.id == "liang-xin")
    return Stub(
        [
            model._replace(
                id=f"xiang-{number}",
                term=f"{'一二三四五六七八九十'[number % 10]}项重点工作之{number}",
                scope="CN" if number % 5 else "120119",
                replaces=(f"xiang-{number - 1}",) if number % 10 else (),
                forms=(Form(f"第{number}项", "preferred", False), Form(f"第{number // 10}组", "admitted", False)),
            )
            for number in range(count)
        ]
    )


def test_the_time_is_linear(glossary: Glossary) -> None:
    def seconds(count: int) -> float:
        stub = many(glossary, count)
        begin = time.process_time()
        assert sum(1 for _ in build.files(stub)) > count
        return time.process_time() - begin

    seconds(100)
    assert seconds(2_000) < 8 * max(seconds(500), 0.05)
