"""``appendix --write``: a 名词解释 in the document's own looks, renewed and not added again; the same for texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from wordkit import drafts, packages
from wordkit.packages import w
from zhengci.readers.word import read

Run = Callable[..., tuple[int, str, str]]
DATED = ("--date", "2026-01", "--isolated")
TWO = "统筹“两重”建设，抓好“两新”工作，把各项任务落到实处。"
WEIGHTY = "“两重”：国家重大战略实施和重点领域安全能力建设的合称，是超长期特别国债专项支持的建设范围。"
NEW = "“两新”：2024年起中央实施的大规模设备更新、消费品以旧换新两项政策的合称，由超长期特别国债等资金支持，用于扩大投资和消费。"
DELEGATE = "“放管服”：转变政府职能改革的总称，概括下放权力、加强监管、改进服务三项工作。包括简政放权、放管结合、优化服务。"
SPECIAL = "zhengci：a.docx：已有的名词解释不是一条一段的版式，不能在原处更新，没有改动；可用 zhengci appendix 生成后自己替换\n"


def lines(path: Path) -> list[str]:
    return read(str(path)).text.splitlines()


def write(run: Run, source: Path, target: str = "out.docx", *, told: str = "") -> Path:
    """Write the appendix; the result must be sound, say what is expected, and differ in nothing but the document part."""
    status, out, err = run("appendix", source.name, "--write", "-o", target, *DATED)
    assert (status, out) == (0, "")
    assert told in err
    made = source.with_name(target)
    assert packages.unsound(made) == []
    packages.assert_only_changed(source, made, {"word/document.xml"})
    return made


def added(before: Path, after: Path) -> list[etree._Element]:
    """Return the blocks that were added to a document, all in one place; all the others must be as they were."""
    old, new = (packages.tree(path).find(w("body")) for path in (before, after))
    blocks = [block for block in new if etree.tostring(block) not in {etree.tostring(one) for one in old}]
    for block in blocks:
        new.remove(block)
    assert etree.tostring(new) == etree.tostring(old)
    return blocks


def looks(block: etree._Element) -> str:
    """Return style, fonts, size, alignment and indent of a paragraph: enough to tell whose looks it has."""
    named = {"pStyle": "val", "pageBreakBefore": "", "numId": "val", "spacing": "line", "ind": "firstLineChars", "jc": "val",
             "rFonts": "eastAsia", "sz": "val", "b": ""}  # fmt: skip
    found = []
    for node in block.iter(*map(w, named)):
        name = etree.QName(node).localname
        found.append(f"{name}={node.get(w(named[name]))}" if named[name] else name)
    return " ".join(one for one in found if one != "rFonts=None")


# A new one ------------------------------------------------------------------------------------------------------------------


def test_it_stands_at_the_end_on_a_new_page_and_looks_like_the_rest(run: Run, tmp_path: Path) -> None:
    source = drafts.eight(tmp_path / "a.docx")
    made = write(run, source, told="zhengci：a.docx：已写入 out.docx：名词解释 8 条\n")
    blocks = added(source, made)
    texts = [packages.text_of(block) or "".join(t.text for t in block.iter(w("t"))) for block in blocks]
    assert texts[:2] == ["附件", "名词解释"]
    assert [text[: text.index("：")] for text in texts[2:]] == [
        "1.“放管服”改革", "2.“三区三线”", "3.“两新”", "4.“两重”", "5.“三去一降一补”", "6.“千万工程”", "7.“一利五率”", "8.“双随机一公开”",
    ]  # fmt: skip
    body = "spacing=560 ind=200 rFonts=仿宋_GB2312 sz=32"
    assert [looks(block) for block in blocks] == ["pageBreakBefore spacing=560 ind=0 rFonts=黑体 sz=32", "pStyle=1", *[body] * 8]
    root = packages.tree(made)
    assert root.find(w("body"))[-1].tag == w("sectPr")
    marks = [mark.get(w("name")) for mark in root.iter(w("bookmarkStart"))]
    assert marks == ["_zhengci_appendix"]
    assert run("appendix", "out.docx", "--check", *DATED)[:2] == (0, "")
    assert run("lint", "out.docx", "--select", "ZC1,ZC5", "-q", *DATED) == (0, "", "")


def test_where_a_document_has_no_looks_it_has_those_of_the_standard(run: Run, tmp_path: Path) -> None:
    source = drafts.bare(tmp_path / "a.docx", TWO)
    assert [looks(block) for block in added(source, write(run, source))] == [
        "pageBreakBefore spacing=560 ind=0 rFonts=黑体 sz=32",
        "spacing=560 jc=center rFonts=方正小标宋简体 sz=44",
        *["spacing=560 ind=200 jc=both rFonts=仿宋_GB2312 sz=32"] * 2,
    ]


def test_the_body_is_what_most_of_it_looks_like_and_the_title_like_the_documents_own(run: Run, tmp_path: Path) -> None:
    title = drafts.paragraph(drafts.run("工作要点", '<w:rFonts w:eastAsia="华文中宋"/><w:sz w:val="40"/>'), '<w:jc w:val="center"/>')
    marked = '<w:rFonts w:eastAsia="楷体"/><w:b/><w:color w:val="FF0000"/><w:sz w:val="30"/>'
    rare = drafts.paragraph(drafts.run("这一段与众不同，是引文，也不算很短，但别的更多。", '<w:sz w:val="18"/>'))
    usual = drafts.paragraph(drafts.run(TWO, marked), '<w:pStyle w:val="a"/><w:spacing w:line="500"/>')
    listed = drafts.paragraph(drafts.run(TWO * 9, '<w:sz w:val="10"/>'), '<w:numPr><w:numId w:val="1"/></w:numPr>')
    source = drafts.plain(tmp_path / "a.docx", title, rare, usual, usual, listed)
    assert [looks(block) for block in added(source, write(run, source))][1:] == [
        "jc=center rFonts=华文中宋 sz=40", *["pStyle=a spacing=500 rFonts=楷体 sz=30"] * 2,
    ]  # fmt: skip


def test_a_numbered_heading_style_does_not_number_it_and_an_annex_is_not_called_one_again(run: Run, tmp_path: Path) -> None:
    styles = drafts._STYLES.replace("<w:keepNext/><w:outlineLvl w:val=\"0\"/>",
                                    "<w:keepNext/><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/>")  # fmt: skip
    source = drafts.plain(tmp_path / "a.docx", drafts.heading("总体要求"), TWO, "附件1：任务分工表", styles=styles)
    blocks = added(source, write(run, source))
    assert [looks(block) for block in blocks] == ["pStyle=1 pageBreakBefore numId=0", "", ""]
    assert lines(tmp_path / "out.docx")[3] == "名词解释"


def test_what_needs_no_appendix_gets_none(run: Run, tmp_path: Path) -> None:
    drafts.plain(tmp_path / "a.docx", "今天天气不错，大家都去公园散步。")
    assert run("appendix", "a.docx", "--write", "-o", "out.docx", *DATED) == (
        0, "", "zhengci：a.docx：没有需要解释的缩略语，没有写\n",
    )  # fmt: skip
    assert not (tmp_path / "out.docx").exists()


# One that is there ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [drafts.eight, drafts.demanding, drafts.as_wps_writes], ids=lambda make: make.__name__)
def test_a_second_run_adds_nothing(run: Run, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    made = write(run, make(tmp_path / "a.docx"))
    again = write(run, made, "again.docx")
    assert made.read_bytes() == again.read_bytes()


def test_a_second_run_follows_the_draft_and_keeps_the_writers_words(run: Run, tmp_path: Path) -> None:
    source = drafts.plain(tmp_path / "a.docx", TWO, "推进“三去一降一补”，实施“千万工程”。")
    write(run, source, "b.docx")
    held = packages.parts(tmp_path / "b.docx")
    text = held["word/document.xml"].decode()
    text = text.replace("推进“三去一降一补”，实施", "深化“放管服”，实施").replace("抓好“两新”工作，", "")
    text = text.replace("抓好", "").replace("合称，是超长期特别国债专项支持的建设范围。", "合称，这里是我改的。")
    text = text.replace("统筹“两重”建设", "统筹全局").replace("实施“千万工程”", "实施“千万工程”和“两重”项目")
    drafts.write(tmp_path / "c.docx", {**held, "word/document.xml": text})
    write(run, tmp_path / "c.docx", "d.docx", told="名词解释原有 4 条，现有 3 条")
    rows = lines(tmp_path / "d.docx")
    assert rows[:4] == ["统筹全局，把各项任务落到实处。", "深化“放管服”，实施“千万工程”和“两重”项目。", "附件", "名词解释"]
    assert rows[4] == f"1.{DELEGATE}"
    assert rows[5].startswith("2.“千万工程”：")
    assert rows[6:] == ["3.“两重”：国家重大战略实施和重点领域安全能力建设的合称，这里是我改的。"]
    root = packages.tree(tmp_path / "d.docx")
    end = root.find(f".//{w('bookmarkEnd')}")
    assert end.getparent() is root.find(w("body"))[-2]  # the bookmark still reaches to the last entry


def test_a_single_entry_is_found_again_and_keeps_the_writers_words(run: Run, tmp_path: Path) -> None:
    source = drafts.plain(tmp_path / "a.docx", "抓好“两新”工作，把各项任务落到实处，取得实效。")
    write(run, source, "b.docx", told="名词解释 1 条")
    write(run, tmp_path / "b.docx", "c.docx", told="名词解释原有 1 条，现有 1 条")
    assert lines(tmp_path / "c.docx") == lines(tmp_path / "b.docx")
    held = packages.parts(tmp_path / "b.docx")
    text = held["word/document.xml"].decode().replace("抓好", "统筹“两重”建设，抓好").replace("用于扩大投资和消费", "我的话")
    drafts.write(tmp_path / "d.docx", {**held, "word/document.xml": text})
    write(run, tmp_path / "d.docx", "e.docx", told="名词解释原有 1 条，现有 2 条")
    assert lines(tmp_path / "e.docx")[2:] == ["名词解释", f"1.{WEIGHTY}", f"2.{NEW.replace('用于扩大投资和消费', '我的话')}"]
    text = held["word/document.xml"].decode().replace("名词解释", "名词解释</w:t></w:r></w:p><w:p><w:r><w:t>我加的说明")
    drafts.write(tmp_path / "f.docx", {**held, "word/document.xml": text})
    assert run("appendix", "f.docx", "--write", "-o", "g.docx", *DATED)[::2] == (2, SPECIAL.replace("a.docx", "f.docx"))


def entry(number: str, head: str, told: str) -> str:
    bold = drafts.run(f"“{head}”", "<w:b/>")
    return drafts.paragraph(drafts.run(number[:1]) + drafts.run(number[1:]) + bold + drafts.run(f"：{told}"), drafts.BODY_LIKE)


def test_the_writers_own_appendix_keeps_its_paragraphs_and_gets_what_it_lacks(run: Run, tmp_path: Path) -> None:
    body = "抓好“两重”建设，推进“两新”工作，深化“放管服”，做好“益企成长”行动。"
    end = drafts.paragraph("", drafts.PLAIN_SECTION)  # a section of the document ends behind the appendix
    own = [entry("1. ", "两新", "我们自己的解释。"), entry("2. ", "益企成长", "培育企业的做法。"), entry("3. ", "没用到", "正文没有的词。")]
    title = drafts.paragraph("附件：名词解释", '<w:jc w:val="center"/>')
    source = drafts.plain(tmp_path / "a.docx", body, title, *own, end, "抄送：各区。")
    made = write(run, source, told="名词解释原有 3 条，现有 5 条")
    assert lines(made)[2:] == [
        f"1. {WEIGHTY}", "2. “两新”：我们自己的解释。", f"3. {DELEGATE}", "4. “益企成长”：培育企业的做法。", "5. “没用到”：正文没有的词。",
        "", "抄送：各区。",
    ]  # fmt: skip
    blocks = list(packages.tree(made).find(w("body")))[2:7]
    assert [[run.find(f"{w('rPr')}/{w('b')}") is not None for run in block.iter(w("r"))] for block in (blocks[0], blocks[1])] == [
        [True, False], [False, False, True, False],
    ]  # fmt: skip
    assert {looks(block).split(" rFonts")[0].removesuffix(" b") for block in blocks} == {"spacing=560 ind=200"}
    assert write(run, made, "again.docx").read_bytes() == made.read_bytes()


def test_comments_and_sections_in_entries_that_move_stay(run: Run, tmp_path: Path) -> None:
    first = entry("1.", "两新", "我们的解释。").replace("</w:p>", '<w:commentRangeStart w:id="7"/><w:r><w:t>批</w:t></w:r>'
                        '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:p>')  # fmt: skip
    last = entry("2.", "两重", "我们的话。").replace("</w:pPr>", f"{drafts.PLAIN_SECTION}</w:pPr>")
    body = drafts.paragraph(TWO) + drafts.paragraph("名词解释") + first + last + drafts.heading("附件2") + drafts.PLAIN_SECTION
    parts = {name: drafts._DEMANDING[name] for name in ("styles.xml", "comments.xml")}
    source = drafts.write(tmp_path / "a.docx", drafts.package(body, parts))
    made = write(run, source)
    assert lines(made)[1:] == ["名词解释", "1.“两重”：我们的话。", "2.“两新”：我们的解释。批", "附件2"]
    blocks = list(packages.tree(made).find(w("body")))
    assert [block.find(f"{w('pPr')}/{w('sectPr')}") is not None for block in blocks[2:4]] == [False, True]


@pytest.mark.parametrize(
    "blocks",
    [
        [drafts.table(("名词解释",), ("1.“两新”：我们的解释。",), ("2.“益企成长”：做法。",))],
        ["名词解释", drafts.table(("“两新”", "我们的解释。"), ("“益企成长”", "做法。"))],
        ["名词解释", "1.“两新”：我们的解释。2.“益企成长”：培育企业的做法。"],
        ["名词解释", "两新：我们的解释。"],
        ["名词解释", drafts.paragraph(drafts.run("1.“两新”：我们的解释。") + "<w:r><w:br/></w:r>" + drafts.run("2.“益企成长”：做法。"))],
    ],
    ids=["table", "table of columns", "one line", "one entry", "one paragraph"],
)
def test_an_appendix_that_is_no_run_of_paragraphs_is_left_alone(run: Run, tmp_path: Path, blocks: list[str]) -> None:
    drafts.plain(tmp_path / "a.docx", TWO, *blocks)
    status, _, err = run("appendix", "a.docx", "--write", "-o", "out.docx", *DATED)
    assert status == 2
    assert err.startswith("zhengci：a.docx：已有")
    assert err.endswith("没有改动；可用 zhengci appendix 生成后自己替换\n")
    assert not (tmp_path / "out.docx").exists()


# Texts ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "tail"),
    [
        ("a.txt", f"要点\r\n\r\n{TWO}\r\n\r\n\r\n", f"\r\n\r\n名词解释\r\n\r\n1.{WEIGHTY}\r\n2.{NEW}\r\n"),
        ("a.md", f"# 要点\n\n## 一\n\n{TWO}", f"\n\n## 名词解释\n\n1. {WEIGHTY}\n2. {NEW}\n"),
        ("a.md", f"# 一\n\n{TWO}\n", f"\n\n# 名词解释\n\n1. {WEIGHTY}\n2. {NEW}\n"),
        ("a.txt", "抓好“两新”工作。\n", f"\n\n名词解释\n\n1.{NEW}\n"),
    ],
)
def test_a_text_gets_one_at_its_end_and_only_once(run: Run, tmp_path: Path, name: str, text: str, tail: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("gb18030"))
    assert run("appendix", name, "--write", *DATED)[0] == 0
    once = path.read_bytes()
    assert once.decode("gb18030") == text.rstrip() + tail
    assert run("appendix", name, "--write", *DATED)[0] == 0
    assert path.read_bytes() == once
    assert run("lint", name, "--select", "ZC5", "-q", *DATED) == (0, "", "")


def test_a_text_goes_where_it_is_told_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TWO, encoding="utf-8")
    run("appendix", "a.txt", "--write", "-o", "b.txt", *DATED)
    wanted = f"{TWO}\n\n名词解释\n\n1.{WEIGHTY}\n2.{NEW}\n"
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == TWO
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == wanted
    assert run("appendix", "-", "--write", *DATED, stdin=TWO)[1] == wanted
    run("appendix", "a.txt", "-o", "c.txt", *DATED)
    assert (tmp_path / "c.txt").read_text(encoding="utf-8") == run("appendix", "a.txt", *DATED)[1] == wanted[len(TWO) + 2 :]


def test_a_text_keeps_the_writers_own_entries(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TWO}\n\n名词解释\n1.两新：我们的话。\n2.益企成长：做法。\n", encoding="utf-8")
    run("appendix", "a.txt", "--write", *DATED)
    rows = (tmp_path / "a.txt").read_text(encoding="utf-8").splitlines()
    assert rows[2:] == ["名词解释", f"1.{WEIGHTY.replace('“', '').replace('”', '')}", "2.两新：我们的话。", "3.益企成长：做法。"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a.docx", "--write"], "写 Word 文件要用 -o 给出要写的文件，如 -o 新稿.docx（给出原文件名，就写回原文件）"),
        (["a.docx", "-o", "b.docx"], "-o b.docx：要写 Word 文件，须同用 --write"),
        (["a.docx", "--check", "--write"], "--check 只核对，不能与 --write、-o 同用"),
        (["a.docx", "--write", "-o", "b.txt"], "-o b.txt：扩展名要与输入文件相同"),
        (["a.txt", "--write", "-o", "b.docx"], "-o b.docx：扩展名要与输入文件相同"),
        (["a.html", "--write"], "--write 只用于 Word、纯文本和 Markdown 文件"),
    ],
)
def test_what_cannot_be_meant_is_refused(run: Run, arguments: list[str], told: str) -> None:
    assert run("appendix", *arguments) == (2, "", f"zhengci：{told}\n用法见：zhengci appendix --help\n")
