"""Explanations in Word files: comments, footnotes, endnotes, where they stand, what they leave alone, a second run."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from wordkit import drafts, office, packages
from wordkit.bits import BOX, DRAWN, commented, comments, p, package, r
from wordkit.packages import w
from zhengci.document.document import Document
from zhengci.glossary.opened import Glossary
from zhengci.mentions.resolve import analyse
from zhengci.readers.word import reading_of
from zhengci.readers.word.flow import Flow
from zhengci.writers.word import explanations

Run = Callable[..., Any]
NAMES = ("comments", "footnotes", "endnotes")
#: What each form may change in a document beside its body.
MAY_CHANGE = {
    form: {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels", f"word/{form}.xml", "word/styles.xml"}
    for form in NAMES
}


@pytest.fixture
def annotate(run: Run, tmp_path: Path) -> Callable[..., Path]:
    """Return a function that annotates a draft into another file and tells of stderr in ``told``."""

    def call(source: Path, *arguments: str, target: str = "out.docx") -> Path:
        before = packages.unsound(source)
        outcome = run("annotate", source, "--isolated", "--date", "2026", "--region", "CN", "-o", tmp_path / target, *arguments)
        assert (outcome.status, outcome.stdout) == (0, ""), outcome
        call.told = outcome.stderr.removeprefix(f"{tmp_path / target}：").strip()  # type: ignore[attr-defined]
        assert packages.unsound(tmp_path / target) == before
        return tmp_path / target

    return call


def written(tmp_path: Path, body: str, name: str = "a.docx", **parts: str) -> Path:
    (tmp_path / name).write_bytes(package(body, **parts))
    return tmp_path / name


def on_text(path: Path, kind: str = "comment") -> list[tuple[str, str]]:
    """Return of each comment what it is on and what it says, read by no code of ours: by order of the marks."""
    said = {comment.comment_id: comment.text for comment in docx.Document(str(path)).comments}
    found: list[tuple[str, str]] = []
    open_marks: dict[str, str] = {}
    for node in packages.tree(path).iter(w("commentRangeStart"), w("commentRangeEnd"), w("t"), w("footnoteReference")):
        if node.tag == w("commentRangeStart"):
            open_marks[str(node.get(w("id")))] = ""
        elif node.tag == w("commentRangeEnd"):
            found.append((open_marks.pop(str(node.get(w("id")))), said[int(str(node.get(w("id"))))]))
        else:
            open_marks = {key: text + (node.text or "※") for key, text in open_marks.items()}
    return found


def noted_text(path: Path, form: str) -> tuple[str, list[str]]:
    """Return the text with [n] for the references of notes, and what the notes say."""
    name = form.removesuffix("s")
    notes = {node.get(w("id")): "".join(text.text or "" for text in node.iter(w("t"))) for node in packages.tree(path, f"word/{form}.xml")}
    text, said = "", []
    for node in packages.tree(path).iter(w("t"), w(f"{name}Reference"), w("p")):
        if node.tag == w("p"):
            text += "\n"
        elif node.tag == w("t"):
            text += node.text or ""
        else:
            said.append(notes[node.get(w("id"))])
            text += f"[{len(said)}]"
    return text.strip(), said


# Comments -----------------------------------------------------------------------------------------------------------------


def test_a_comment_is_on_the_first_mention_and_says_what_is_known_and_what_is_not(annotate: Any, tmp_path: Path) -> None:
    body = "".join((
        p(r("抓好“两"), r("新", "<w:b/>"), r("”工作，统筹“两重”建设。")),
        p(r("再抓“两新”，落实“三权分置”改革，建设“七廊九园”，推行一利五率（一个利润指标和五个比率指标）。")),
    ))  # fmt: skip
    out = annotate(written(tmp_path, body))
    found = on_text(out)
    assert [on for on, _ in found] == ["两新", "两重", "三权分置", "七廊九园"], "what the text explains itself needs no comment"
    says = [said.split("\n") for _, said in found]
    assert says[0][0].startswith("两新：2024年起中央实施的大规模设备更新、消费品以旧换新两项政策的合称")
    assert says[0][1] == "起止：2024-03 至 今；发布：国务院"
    assert all(row.startswith("出处：《") for row in says[0][2:])
    assert says[2][0].startswith("三权分置：有几种含义，据上下文无法判定：（1）")
    assert says[3] == ["七廊九园：词表未收，文中未解释。"]
    assert annotate.told == "批注 4 处"
    made = list(docx.Document(str(out)).comments)
    assert {(comment.author, comment.initials) for comment in made} == {("政词", "释")}
    assert all(comment.timestamp for comment in made)
    assert {paragraph.style.name for comment in made for paragraph in comment.paragraphs} == {"annotation text"}
    assert [on for on, _ in on_text(annotate(written(tmp_path, body), "--every"))] == ["两新", "两重", "两新", "三权分置", "七廊九园"]


def test_what_is_only_recalled_is_told_as_unverified(make_glossary: Callable[..., Glossary]) -> None:
    glossary = make_glossary(
        "- id: jia\n  term: 三甲乙丙\n  kind: contraction\n  field: 综合\n  definition: 一个例子。\n  scope: CN\n"
        "  sources: [{evidence: recalled}]\n  examples: [{hit: 抓好“三甲乙丙”工作。}]\n"
    )
    flow = flow_with(glossary, package(p(r("抓好“三甲乙丙”工作。"))), "comments")
    assert said_by(flow) == [("三甲乙丙", ["三甲乙丙：（未核实）一个例子。"])]


def flow_with(glossary: Glossary, data: bytes, form: str, every: bool = False) -> Flow:
    """Return a document with explanations, read again from its bytes."""
    reading = reading_of(data)
    assert isinstance(reading.container, Flow)
    document = Document(reading.text, kind=reading.kind, zones=reading.zones, date="2026", jurisdiction="000000", body=reading.body)
    explanations.write(analyse(document, glossary), reading.container, form, every)
    again = reading_of(reading.container.package.to_bytes())
    assert again.text == reading.text, "explanations are no text of the writer's"
    assert isinstance(again.container, Flow)
    return again.container


def said_by(flow: Flow) -> list[tuple[str, list[str]]]:
    """Return what each comment is on, as the reader sees it, and its paragraphs."""
    part = flow.package.target("comments")
    return [
        (flow.text[slice(*flow.anchors[comment.get(w("id"))])],
         ["".join(text.text or "" for text in row.iter(w("t"))) for row in comment.iter(w("p"))])
        for comment in (flow.package.tree(part) if part else ())
    ]  # fmt: skip


_PIECES = st.lists(st.sampled_from(["抓好“两新”工作。", "两重", "“四风”", "放管服改革", "好", "一网通办，", "𠮷😀"]), min_size=1)


@settings(deadline=None, max_examples=60)
@given(st.lists(_PIECES, min_size=1, max_size=3), st.randoms(use_true_random=False), st.sampled_from(NAMES), st.booleans())
def test_wherever_runs_break_comments_are_on_the_terms_and_nothing_else_changes(
    glossary: Glossary, rows: list[list[str]], rnd: Any, form: str, every: bool
) -> None:
    wrap = ["{}", "<w:hyperlink r:id='rIdNull'>{}</w:hyperlink>", "<w:ins w:id='{n}' w:author='张' w:date='2025-01-01'>{}</w:ins>",
            "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"]  # fmt: skip
    body, number = "", 100
    for row in rows:
        text, content = "".join(row), ""
        while text:
            size = rnd.randint(1, len(text))
            number += 1
            content += rnd.choice(wrap).replace("{n}", str(number)).format(r(text[:size], rnd.choice(["", "<w:b/>"])))
            text = text[size:]
        body += p(content)
    data = package(body)
    reading = reading_of(data)
    flow = flow_with(glossary, data, form, every)
    document = Document(reading.text, kind="word", zones=reading.zones, date="2026", jurisdiction="000000")
    wanted = [mention for mention in analyse(document, glossary).mentions if mention.definition is None]
    if not every:
        wanted = list({(mention.key, mention.status): mention for mention in reversed(wanted)}.values())[::-1]
    root = flow.package.tree("word/document.xml")
    if form == "comments":
        assert sorted(on for on, _ in said_by(flow)) == sorted(mention.text for mention in wanted)
        packages.without_comments(root, {str(key) for key in flow.anchors})
    else:
        explained = [mention for mention in wanted if mention.status == "explained"]
        assert len(flow.own_notes) == len(explained)
        ends = sorted(mention.end + (reading.text[mention.end : mention.end + 1] == "”" and mention.quoted) for mention in explained)
        assert sorted(note.offset for note in flow.own_notes) == ends
        for mark in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            mark.getparent().remove(mark)
        for note in flow.own_notes:
            note.reference.getparent().remove(note.reference)
    assert packages.merged(root) == packages.merged(etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")))


def test_comments_of_boxes_and_notes_are_on_what_stands_for_them_and_headers_have_none(annotate: Any, tmp_path: Path) -> None:
    body = "".join((
        p(r("正文"), DRAWN.format(BOX.format(p(r("框里的“四风”")))), r("之后"), "<w:r><w:footnoteReference w:id='2'/></w:r>"),
        "<w:tbl><w:tr><w:tc>" + p(r("格里的“两新”")) + "</w:tc></w:tr></w:tbl>",
        "<w:sectPr><w:headerReference w:type='default' r:id='rIdheader1'/></w:sectPr>",
    ))  # fmt: skip
    notes = "<w:footnote w:id='2'>" + p(r("注里的“两重”")) + "</w:footnote>"
    source = written(tmp_path, body, footnotes=notes, header1=p(r("页眉的“一网通办”，“两新”")))
    out = annotate(source)
    assert [(on, said.partition("：")[0]) for on, said in on_text(out)] == [
        ("框里的“四风”框里的“四风”", "四风"), ("※", "两重"), ("两新", "两新"),
    ]  # fmt: skip
    assert annotate.told == "批注 3 处；在页眉、页脚等处而不能加注的：一网通办"
    boxes = list(packages.tree(out).iter(w("txbxContent")))
    assert not any(mark for box in boxes for mark in box.iter(w("commentRangeStart"), w("commentReference")))
    assert packages.changed(source, out) == {"[Content_Types].xml", "word/document.xml", "word/comments.xml", "word/styles.xml",
                                             "word/_rels/document.xml.rels"}  # fmt: skip
    again = annotate(out, target="again.docx")
    assert again.read_bytes() == out.read_bytes()
    noted = annotate(source, "--as", "footnotes")
    assert noted_text(noted, "footnotes")[0].endswith("格里的“两新”[2]"), "none in boxes, notes and headers"
    assert annotate.told == "脚注 1 处；在页眉、页脚等处而不能加注的：四风、两重、一网通办"


def test_no_more_comments_are_added_than_word_opens(annotate: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explanations, "MOST", 2)
    body = p(commented("各位代表："), r("抓好“两新”，统筹“两重”建设。"))
    out = annotate(written(tmp_path, body, comments=comments("请核")))
    assert next(said for _, said in on_text(out)) == "请核"
    assert len(on_text(out)) == 2
    assert annotate.told == "批注 1 处；在页眉、页脚等处而不能加注的：两重"


# Notes --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["footnotes", "endnotes"])
def test_a_note_stands_behind_the_closing_mark_and_names_its_source(form: str, annotate: Any, tmp_path: Path) -> None:
    body = p(r("关于“四风”的通知"), properties="<w:jc w:val='center'/>") + p(
        "<w:r><w:rPr><w:rStyle w:val='x'/><w:b/><w:sz w:val='32'/><w:vertAlign w:val='subscript'/></w:rPr><w:t>抓好“两新”工作</w:t></w:r>",
        r("，落实“三权分置”，整治“四风”，再抓“两新”。"),
    )
    settings_xml = "<w:zoom w:percent='100'/><w:compat/><w:rsids/>"
    source = written(tmp_path, body, settings=settings_xml)
    out = annotate(source, "--as", form)
    text, said = noted_text(out, form)
    told = "关于“四风”的通知\n抓好“两新”[1]工作，落实“三权分置”，整治“四风”[2]，再抓“两新”。"
    assert text == told, "not in a title where the text has it too"
    assert re.fullmatch(r" 两新：2024年起.+。出处：《2025年天津市蓟州区人民政府工作报告》（.+）：名词解释第二条。", said[0])
    assert annotate.told == f"{'脚注' if form == 'footnotes' else '尾注'} 2 处；未收录或多义、要由作者自己解释的：三权分置"
    name = form.removesuffix("s")
    root = packages.tree(out)
    (reference, _) = root.iter(w(f"{name}Reference"))
    styles = {style.get(w("styleId")): style for style in packages.tree(out, "word/styles.xml")}
    properties = [(etree.QName(child).localname, child.get(w("val"))) for child in reference.getparent()[0]]
    assert properties == [("rStyle", f"{name.capitalize()}Reference"), ("b", None), ("sz", "32")]
    assert styles[f"{name.capitalize()}Reference"].find(f"{w('rPr')}/{w('vertAlign')}").get(w("val")) == "superscript"
    assert f"{name.capitalize()}Text" in styles
    notes = list(packages.tree(out, f"word/{form}.xml"))
    assert [(note.get(w("type")), note.get(w("id"))) for note in notes] == [
        ("separator", "-1"), ("continuationSeparator", "0"), (None, "1"), (None, "2"),
    ]  # fmt: skip
    order = [etree.QName(child).localname for child in packages.tree(out, "word/settings.xml")]
    assert order == ["zoom", f"{name}Pr", "compat", "rsids"]
    listed = packages.tree(out, "word/settings.xml")[1]
    assert [(etree.QName(child).localname, child.get(w("id"))) for child in listed] == [(name, "-1"), (name, "0")]
    names = [mark.get(w("name")) for mark in root.iter(w("bookmarkStart"))]
    assert all(re.fullmatch(r"_zhengci_note_[12]_[0-9a-f]{8}", str(name)) for name in names), "hidden, and short enough for Word"


def test_notes_go_into_the_part_and_the_styles_that_are_there(annotate: Any, tmp_path: Path) -> None:
    styles = "".join(
        f"<w:style w:type='{kind}' w:styleId='{key}'><w:name w:val='{name}'/></w:style>"
        for kind, key, name in (("paragraph", "a7", "footnote text"), ("character", "a8", "Footnote Reference"))
    )
    kept = "<w:footnote w:type='separator' w:id='0'>" + p() + "</w:footnote><w:footnote w:id='7'>" + p(r("原注")) + "</w:footnote>"
    body = p(r("原有"), "<w:r><w:footnoteReference w:id='7'/></w:r>", r("，抓好“两新”工作"))
    source = written(tmp_path, body, styles=styles, footnotes=kept)
    out = annotate(source, "--as", "footnotes")
    assert packages.changed(source, out) == {"word/document.xml", "word/footnotes.xml"}
    assert [note.get(w("id")) for note in packages.tree(out, "word/footnotes.xml")] == ["0", "7", "8"]
    note = packages.tree(out, "word/footnotes.xml")[-1]
    assert [node.get(w("val")) for node in note.iter(w("pStyle"), w("rStyle"))] == ["a7", "a8"]


# What stays ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", NAMES)
def test_everything_else_in_a_demanding_draft_stays_as_it_was(form: str, annotate: Any, tmp_path: Path) -> None:
    source = drafts.demanding(tmp_path / "a.docx")
    out = annotate(source, "--as", form)
    packages.assert_only_changed(source, out, MAY_CHANGE[form])
    old, new = packages.parts(source), packages.parts(out)
    assert new["word/styles.xml"].startswith(old["word/styles.xml"].removesuffix(b"</w:styles>"))
    root = packages.tree(out)
    if form == "comments":
        theirs = {node.get(w("id")) for node in packages.tree(source, "word/comments.xml")}
        ours = {str(node.get(w("id"))) for node in packages.tree(out, "word/comments.xml")} - theirs
        assert len(ours) > 5
        packages.without_comments(root, ours)
    else:
        name = form.removesuffix("s")
        for start in [mark for mark in root.iter(w("bookmarkStart")) if str(mark.get(w("name"))).startswith("_zhengci_note_")]:
            reference, end = start.getnext(), start.getnext().getnext()
            assert (reference[-1].tag, end.tag, end.get(w("id"))) == (w(f"{name}Reference"), w("bookmarkEnd"), start.get(w("id")))
            for node in (start, reference, end):
                node.getparent().remove(node)
    assert packages.merged(root) == packages.merged(packages.tree(source))
    assert out.stat().st_size < source.stat().st_size + 20_000


@pytest.mark.parametrize("form", NAMES)
def test_a_second_run_changes_nothing(form: str, annotate: Any, tmp_path: Path) -> None:
    once = annotate(drafts.demanding(tmp_path / "a.docx"), "--as", form, target="one.docx")
    again = annotate(once, "--as", form, target="two.docx")
    assert packages.changed(once, again) == set()
    repeated = annotate(drafts.plain(tmp_path / "b.docx", "抓好“两新”工作，再抓“两新”工作。", "统筹“两重”建设。"), "--as", form)
    other = annotate(repeated, "--as", form, "--every", target="three.docx")
    if form == "footnotes":  # LibreOffice closes bookmarks before the reference that was in them
        body = packages.parts(other)["word/document.xml"].decode()
        moved = re.sub("(<w:bookmarkStart [^>]*/>)(<w:r>(?:(?!</w:r>).)*Reference .*?</w:r>)(<w:bookmarkEnd [^>]*/>)", r"\1\3\2", body)
        assert moved != body
        other = drafts.write(tmp_path / "c.docx", {**packages.parts(other), "word/document.xml": moved})
    back = annotate(other, "--as", form, target="four.docx")
    sizes = [len(packages.tree(path, f"word/{form}.xml")) for path in (repeated, other, back)]
    assert sizes[0] < sizes[1]
    assert sizes[0] == sizes[2]


def _edited(path: Path, part: str, *changes: tuple[str, str]) -> Path:
    held = packages.parts(path)
    text = held[part].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return drafts.write(path.with_name("edited.docx"), {**held, part: text})


def test_comments_that_no_longer_fit_go_and_those_of_others_stay(annotate: Any, tmp_path: Path) -> None:
    source = written(tmp_path, p(commented("抓好“两新”，"), r("统筹“两重”建设。")), comments=comments("请核"))
    once = annotate(source)
    edited = _edited(once, "word/document.xml", ("两重", "农田"))
    out = annotate(edited, target="two.docx")
    assert [(on, said[:2]) for on, said in on_text(out)] == [("两新", "两新"), ("抓好“两新”，", "请核")]


def test_a_comment_that_was_answered_stays_and_is_not_doubled(annotate: Any, tmp_path: Path) -> None:
    once = annotate(written(tmp_path, p(r("抓好“两新”，统筹“两重”建设。"))))
    spaces = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    held = packages.parts(once)
    told = held["word/comments.xml"].decode().replace("<w:comments ", f"<w:comments {spaces} ", 1)
    rows = iter(range(1, 99))
    told = re.sub("<w:p>", lambda _: f'<w:p w14:paraId="0000{next(rows):04d}">', told)
    last = [re.findall(r'paraId="(\d+)"', comment)[-1] for comment in told.split("</w:comment>")[:-1]]
    answer = '<w:comment w:id="50" w:author="张三"><w:p w14:paraId="00009000"><w:r><w:t>不对吧</w:t></w:r></w:p></w:comment>'
    told = told.replace("两新：", "改过的两新：").replace("</w:comments>", f"{answer}</w:comments>")
    threads = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        + "".join(f'<w15:commentEx w15:paraId="{key}"/>' for key in last)
        + f'<w15:commentEx w15:paraId="00009000" w15:paraIdParent="{last[0]}"/></w15:commentsEx>'
    )
    relations = held["word/_rels/document.xml.rels"].decode().replace(
        "</Relationships>",
        '<Relationship Id="rIdThreads" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" '
        'Target="commentsExtended.xml"/></Relationships>',
    )
    types = held["[Content_Types].xml"].decode().replace(
        "</Types>", '<Override PartName="/word/commentsExtended.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.commentsExtended+xml"/></Types>')  # fmt: skip
    body = held["word/document.xml"].decode().replace("两重", "农田")
    body = body.replace("</w:p>", '<w:r><w:commentReference w:id="50"/></w:r></w:p>', 1)
    talked = drafts.write(tmp_path / "talked.docx", {
        **held, "word/comments.xml": told, "word/commentsExtended.xml": threads, "[Content_Types].xml": types,
        "word/_rels/document.xml.rels": relations, "word/document.xml": body,
    })  # fmt: skip
    out = annotate(talked, target="two.docx")
    assert [comment.text[:3] for comment in docx.Document(str(out)).comments] == ["改过的", "不对吧"]
    kept = [next(iter(node.attrib.values())) for node in packages.tree(out, "word/commentsExtended.xml")]
    assert kept == [last[0], "00009000"], "of the comment that went nothing is left"


def test_a_note_that_the_writer_changed_is_the_writers(annotate: Any, tmp_path: Path) -> None:
    once = annotate(written(tmp_path, p(r("抓好“两新”，统筹“两重”建设。"))), "--as", "footnotes")
    edited = _edited(once, "word/footnotes.xml", (" 两新：", " 我改的：“千万工程”，"))
    out = annotate(edited, "--as", "footnotes", target="two.docx")
    text, said = noted_text(out, "footnotes")
    assert text == "抓好“两新”[1]，统筹“两重”[2]建设。"
    assert [note[:5] for note in said] == [" 我改的：", " 两重：国"]
    reading = reading_of(out.read_bytes())
    assert "千万工程" in reading.text, "it is text now"
    assert reading.places is not None
    assert reading.places.name(reading.text.index("千万工程")) == "脚注 1"


# The command line ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a.docx", "-o", "b.docx", "--format", "html"], "写成 Word 文稿时不用 --format，用 --as"),
        (["a.txt", "-o", "b.docx"], "a.txt 不是 Word 文稿，不能写成 b.docx；请先在 Word 或 WPS 中另存为 .docx"),
        (["-", "-o", "b.docx"], "- 不是 Word 文稿，不能写成 b.docx；请先在 Word 或 WPS 中另存为 .docx"),
        (["a.docm", "-o", "b.docx"], "输入是 .docm 文件，输出也要是 .docm：换了后缀 Word 就打不开"),
        (["a.docx", "--as", "footnotes"], "--as、--every 要与 -o 文件.docx 同用"),
        (["a.docx", "--every", "-o", "b.txt"], "--as、--every 要与 -o 文件.docx 同用"),
        (["a.docx", "a.docx", "-o", "b.docx"], "-o 只能与一个输入文件同用"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(arguments: list[str], told: str, run: Run, tmp_path: Path) -> None:
    for name in ("a.docx", "a.docm"):
        written(tmp_path, p(r("抓好“两新”")), name)
    (tmp_path / "a.txt").write_text("抓好“两新”", encoding="utf-8")
    outcome = run("annotate", *arguments, "--isolated", cwd=tmp_path)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert told in outcome.stderr
    assert not (tmp_path / "b.docx").exists()


def test_the_input_may_be_named_as_the_output_and_a_failure_leaves_it_alone(annotate: Any, run: Run, tmp_path: Path) -> None:
    source = written(tmp_path, p(r("抓好“两新”")), "out.docx")
    source.chmod(0o640)
    out = annotate(source)
    assert out == source
    assert len(on_text(source)) == 1
    assert source.stat().st_mode & 0o777 == 0o640
    outcome = run("annotate", source, "-o", tmp_path / "none" / "b.docx", "--isolated")
    assert outcome.status == 2
    assert outcome.stderr.startswith(f"zhengci：{source}：{tmp_path / 'none' / 'b.docx'} 写不进去：没有这个文件夹（原文未动）")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("form", ["text", "markdown", "html", "terminal"])
def test_a_word_file_can_be_annotated_in_every_other_format(form: str, run: Run, tmp_path: Path) -> None:
    written(tmp_path, p(r("抓好“两新”工作")))
    outcome = run("annotate", "a.docx", "--format", form, "--isolated", cwd=tmp_path)
    assert outcome.status == 0
    assert "大规模设备更新" in re.sub(r"\s", "", outcome.stdout)


def test_a_document_with_macros_is_read_and_keeps_them(annotate: Any, tmp_path: Path) -> None:
    held = packages.parts(written(tmp_path, p(r("抓好“两新”"))))
    types = held["[Content_Types].xml"].decode().replace(
        "<Default ", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default ', 1
    )
    source = drafts.write(tmp_path / "a.docm", {**held, "[Content_Types].xml": types, "word/vbaProject.bin": b"\xd0\xcf\x11"})
    assert packages.parts(annotate(source, target="b.docm"))["word/vbaProject.bin"] == b"\xd0\xcf\x11"


# What is told in documents ---------------------------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parent.parent


def test_the_commands_of_the_page_about_word_do_what_it_says(run: Run, tmp_path: Path) -> None:
    told = (ROOT / "docs" / "word.md").read_text(encoding="utf-8")
    (tmp_path / "examples").mkdir()
    shutil.copy(ROOT / "examples" / "draft.docx", tmp_path / "examples")
    commands = re.findall("^zhengci (.+)$", told, re.MULTILINE)
    assert len(commands) >= 4
    outcomes = {command: run(*command.split(), cwd=tmp_path) for command in commands}
    assert {command for command, outcome in outcomes.items() if outcome.status != command.startswith("lint")} == set()
    assert {path.name for path in tmp_path.glob("*.docx")} == set(re.findall("^zhengci .*-o (\\S+)", told, re.MULTILINE))
    assert [packages.unsound(path) for path in tmp_path.glob("*.docx")] == [[]] * (len(commands) - 1)
    assert outcomes["annotate examples/draft.docx -o 带批注.docx"].stderr == "带批注.docx：批注 11 处\n"
    for line in re.findall("^examples/draft.docx:.+$", told, re.MULTILINE):
        assert line in outcomes["lint examples/draft.docx"].stdout


def test_the_example_draft_is_what_its_script_makes() -> None:
    spec = importlib.util.spec_from_file_location("make_draft", ROOT / "scripts" / "make_draft.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shipped = packages.parts(ROOT / "examples" / "draft.docx")
    with zipfile.ZipFile(io.BytesIO(module.draft())) as made:
        for name in ("word/document.xml", "word/footer1.xml", "docProps/core.xml"):
            assert made.read(name) == shipped[name], "run make docs"


# LibreOffice --------------------------------------------------------------------------------------------------------------


@office.needs_pages
def test_libreoffice_opens_what_was_written_and_shows_all_of_it(annotate: Any, tmp_path: Path) -> None:
    source = drafts.demanding(tmp_path / "draft.docx")
    made = [source, *(annotate(source, "--as", form, target=f"{form}.docx") for form in NAMES)]
    pages = {name: office.words(path) for name, path in office.convert(made, "pdf", tmp_path / "pdf").items()}
    for name in ("draft", "comments"):
        assert "抓好“两新”工作，落实“一利六率”考核。" in pages[name]
    assert Counter(pages["comments"]) == Counter(pages["draft"]), "comments are not printed, and nothing else is changed"
    for form in ("footnotes", "endnotes"):
        assert re.search("抓好“两新”[0-9ivx]+工作", pages[form]), "the mark stands behind the closing quotation mark"
        assert "大规模设备更新、消费品以旧换新两项政策的合称" in pages[form]
        assert "《2025年天津市蓟州区人民政府工作报告》" in pages[form]
    kept = office.convert(made[1:2], "fodt", tmp_path / "odt")["comments"].read_text(encoding="utf-8")
    assert kept.count("<dc:creator>政词</dc:creator>") == len(on_text(made[1])) - 1, "one comment is somebody else's"
    picture = office.page(tmp_path / "pdf" / "footnotes.pdf")
    assert picture.stat().st_size > 5_000
    office.close()
