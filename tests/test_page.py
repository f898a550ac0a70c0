"""Pages of government sites: what is text and what is furniture, with and without the extractor."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengci.document.decode import UnreadableFile, decode
from zhengci.document.document import Document
from zhengci.document.page import furniture

Run = Callable[..., tuple[int, str, str]]

TEXT = """<p>　　一是推进<b>“两新”政策</b>落地，落实“两重”项目，持续深化“放管服”改革，优化营商环境，激发各类经营主体活力。</p>
<p>　　二是抓好“三农”工作，推进乡村全面振兴，落实“四个不摘”要求，<a href="/x.html">《关于做好“两新”工作的意见》</a>已经印发。</p>
<p>　　三、</p><table border=1><tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td>“一网通办”</td></tr></table>
<p style="text-align:right">某某省人民政府</p><p style="text-align:right">2025年3月1日</p>"""
BEFORE = (
    "无障碍浏览", "政务公开", "“四个一”专栏", "当前位置", "“双随机、一公开”",
)  # fmt: skip
BEHIND = (
    "“三审三校”", "一图读懂“两重”", "“三资”管理办法", "“八个着力”专题", "“数字政府”建设中心", "京ICP备05000000号", "“三公经费”",
)  # fmt: skip
KEPT = ("一是推进", "两新”政策", "持续深化“放管服”", "三、", "序号", "“一网通办”", "某某省人民政府</p>", "2025年3月1日", "落地见效解读")


def site(text: str) -> str:
    """Return a page as the sites of provincial governments lay it out."""
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>落地见效解读_某某省人民政府门户网站</title>
<script>var terms = "“两新”";</script></head><body>
<div class="top_bar"><a href="/">首页</a> <a href="/wza">无障碍浏览</a> 今天是2025年3月5日 星期三</div>
<div class="header"><ul class="nav"><li><a href="/zwgk">政务公开</a></li><li>“四个一”专栏</li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; 政策解读 &gt; “双随机、一公开”</div>
<div class="content_left"><div class="article_box"><h1 class="title">落地见效解读</h1>
<div class="info">来源：省政府办公厅　发布时间：2025-03-05　浏览次数：1024　<a href="#">打印本页</a></div>
<div id="zoom" class="TRS_Editor">
{text}
</div>
<div class="editor">责任编辑：张三　“三审三校”</div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="1.html">一图读懂“两重”</a></li><li>“三资”管理办法</li></ul></div>
</div></div>
<div class="sidebar"><h3>热点专题</h3><p>“八个着力”专题</p></div>
<div class="footer"><p>主办单位：某某省人民政府办公厅　承办单位：某某省“数字政府”建设中心</p><p>京ICP备05000000号</p>
<p>未经许可禁止转载“三公经费”</p></div></body></html>"""


def off(raw: str, words: str) -> bool:
    """Tell whether words of a page are no text of it."""
    document = Document(raw, kind="html")
    at = raw.index(words)
    return bool(document.zones.within(at, "code", "comment"))


@pytest.mark.parametrize("with_extractor", [True, False])
def test_the_furniture_of_a_page_is_off_and_its_text_is_not(monkeypatch: pytest.MonkeyPatch, with_extractor: bool) -> None:
    if not with_extractor:
        monkeypatch.setitem(sys.modules, "trafilatura", None)
    raw = site(TEXT)
    assert [words for words in (*BEFORE, *BEHIND) if not off(raw, words)] == []
    assert [words for words in KEPT if off(raw, words)] == []


def test_only_the_extractor_knows_furniture_without_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = site(TEXT)
    assert off(raw, "今天是2025年3月5日")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert not off(raw, "今天是2025年3月5日")


def test_what_the_extractor_passes_over_beside_the_text_is_still_text() -> None:
    """A line of delivery stands before what it takes for the text, in the block that holds it."""
    body = "<p>各位代表：</p>" + TEXT * 2
    raw = f"<nav>导航</nav><div><div>——2025年1月3日在大会上</div>{body}<p>联系人：某某</p></div><footer>版权所有</footer>"
    assert not off(raw, "——2025年1月3日") and not off(raw, "联系人") and off(raw, "导航")


def test_an_extractor_that_breaks_down_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def broken(*args: object, **more: object) -> str:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "extract", broken)
    raw = site(TEXT)
    assert off(raw, "“八个着力”") and not off(raw, "一是推进")


@pytest.mark.parametrize(
    ("raw", "text", "furniture_of_it"),
    [
        ("<nav>三农</nav><p>两新工作要做好</p>", "两新", "三农"),
        ("<header>三农</header><article><header>两新工作要做好</header><p>推进改革</p></article>", "两新", "三农"),
        ("<p>两新工作要做好，推进改革</p><div role=navigation>三农</div>", "两新", "三农"),
        ("<p>两新工作要做好，推进改革</p><div role='contentinfo'><div>x</div>三农</div>", "两新", "三农"),
        ("<p>两新工作要做好，推进改革</p><DIV CLASS=\"pageFooter\">三农</DIV>", "两新", "三农"),
        ("<p>两新工作要做好，推进改革</p><footer>三农", "两新", "三农"),
        ("<div class=menu><div>三农</div></div><p>两新工作要做好，推进改革</p>", "两新", "三农"),
        ("<p>两新工作要做好，推进改革</p><p>三农办版权所有</p>", "两新", "三农"),
    ],
)  # fmt: skip
def test_landmarks_are_known_without_the_extractor(
    monkeypatch: pytest.MonkeyPatch, raw: str, text: str, furniture_of_it: str
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert not off(raw, text)
    assert off(raw, furniture_of_it)


@pytest.mark.parametrize(
    "raw",
    [
        "<div class=nav-content><p>推进“两新”工作，抓好“三农”。</p></div>",  # all that there is
        "<div class=footer><h1>页脚怎么写</h1><p>推进“两新”工作。</p></div><p>正文在此，共有若干字若干字若干字。</p>",
        "<p>我们要认真学习领会全会精神，加强版权所有人保护，完善知识产权法治保障体系，健全数据产权登记、流通交易、收益分配、安全治理等制度规则，"
        "推动知识产权转化运用，为“两新”工作提供支撑，不断激发全社会创新创造活力，打造市场化法治化国际化营商环境，加快建设全国统一大市场，推进高水平对外开放。</p>",
        "<canvas id=navy></canvas><p>推进“两新”工作</p>",
    ],
)  # fmt: skip
def test_what_only_looks_like_furniture_is_text(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert not off(raw, "两新")


def test_a_draft_in_html_never_wakes_the_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert furniture(f"<html><body><h1>题目</h1>{TEXT}</body></html>") == []


def test_findings_and_fixes_stand_in_the_text_of_the_page_alone(run: Run, tmp_path: Path) -> None:
    raw = site("<p>2025年3月，银保监会印发通知，要求做好金融“五篇大文章”，推进“两新”政策落地，落实各项工作要求，持续优化营商环境。</p>" * 2)
    raw = raw.replace("“数字政府”建设中心", "银保监会信息中心")
    path = tmp_path / "page.html"
    path.write_text(raw, encoding="gb18030")
    where = ("--date", "2025-06", "--region", "CN", "--select", "ZC302")
    status, out, _ = run("lint", path, *where, "--output-format", "concise")
    assert (status, out.count("银保监会")) == (1, 2)
    assert run("lint", path, *where, "--fix", "-q")[0] == 0
    assert path.read_text(encoding="gb18030") == raw.replace("银保监会印发", "金融监管总局印发")


_PIECES = (
    "<div class=nav>", "</div>", "<nav>", "</nav", ">", "<", "<p>两新", "<h1>", "</h1>", "<!--", "-->", "'", "ICP备", "<td", "role=form ",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=30))
@settings(max_examples=200, deadline=None)
def test_malformed_pages_do_no_harm(pieces: list[str]) -> None:
    raw = "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "trafilatura", None)
        assert all(0 <= zone.start < zone.end <= len(raw) for zone in furniture(raw))


def test_reading_a_page_costs_no_more_than_its_length() -> None:
    def cost(count: int) -> float:
        raw = "<footer>ICP备</footer>" + "<nav>三农</nav><p>两新" * count
        begun = time.process_time()
        furniture(raw)
        return time.process_time() - begun

    cost(100)
    assert cost(16_000) < 16 * max(cost(2_000), 0.01)


def test_a_page_that_says_it_is_gbk_is_read_so_where_its_bytes_leave_it_open() -> None:
    page = '<meta charset="gb2312"><p>路隆</p>'
    assert decode(page.encode("gbk")).text == page
    assert decode(page.encode("gbk")).encoding == "gb18030"
    plain = "<p>路隆</p>"
    assert decode(plain.encode("gbk")).encoding == "utf-8"  # nothing tells
    told_wrong = '<meta charset="gb2312"><p>路隆公司</p>'
    assert decode(told_wrong.encode("utf-8")).text == told_wrong
    with pytest.raises(UnreadableFile, match=r"^声明的编码是 Big5，读不了；请转成 UTF-8 或 GB18030$"):
        decode('<meta charset="big5"><p>聯通公司</p>'.encode("big5"))
