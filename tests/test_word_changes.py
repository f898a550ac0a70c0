"""Edits of Word documents as tracked changes: accepted they say what was meant, rejected nothing has happened.

What accepting and rejecting mean is written down in ``wordkit.packages.settle``, apart from the code under test; LibreOffice has
its say in ``test_word_proof``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from wordkit import drafts, packages
from wordkit.packages import w
from zhengci.linting.finding import Edit
from zhengci.linting.fixes import apply_fixes
from zhengci.readers.word import read
from zhengci.readers.word.flow import Flow
from zhengci.writers.word.changes import Changes

LIMIT = settings(max_examples=150, deadline=None)
AUTHOR = 'w:author="政词" w:date="2025-12-01T09:00:00Z"'


def changed(source: Path, *edits: Edit) -> Path:
    """Carry out edits that nothing hinders in a copy of a document; accepted and rejected it must be right."""
    reading = read(str(source))
    flow = reading.container
    assert isinstance(flow, Flow)
    changes = Changes(flow)
    assert [changes.hindrance(*edit) for edit in edits] == [""] * len(edits)
    changes.make(edits)
    target = source.with_name("changed.docx")
    target.write_bytes(flow.package.to_bytes())
    assert packages.unsound(target) == []
    assert read(str(target)).text == apply_fixes(reading.text, list(edits))
    for part in packages.changed(source, target):
        before, after = packages.tree(source, part), packages.tree(target, part)
        assert rejected(after) == rejected(before), part
    return target


def rejected(root: etree._Element) -> bytes:
    return packages.merged(packages.settle(root, accept=False))


def edit(source: Path, old: str, new: str) -> Edit:
    """Return the edit that puts `new` in place of `old`, of which a part in ⟨⟩ may be named: only that changes."""
    text = read(str(source)).text
    before, _, rest = old.partition("⟨")
    inner, mark, _ = rest.partition("⟩")
    found = text.index(old.replace("⟨", "").replace("⟩", ""))
    start, size = (found + len(before), len(inner)) if mark else (found, len(old))
    return Edit(start, start + size, new)


def hindrance(source: Path, *change: str) -> str:
    reading = read(str(source))
    assert isinstance(reading.container, Flow)
    return Changes(reading.container).hindrance(*edit(source, *change))


def shapes(root: etree._Element, text: str) -> list[str]:
    """Return what wraps the runs of a paragraph that holds `text`, in order: ``del(甲) ins(乙)``."""
    for paragraph in root.iter(w("p")):
        if text in "".join(paragraph.itertext()):
            return [_shape(child) for child in paragraph if child.tag != w("pPr")]
    raise AssertionError(text)


def _shape(node: etree._Element) -> str:
    name = etree.QName(node).localname
    if name == "r":
        return "".join(text.text or "" for text in node.iter(w("t"), w("delText"))) or "-"
    return f"{name}({' '.join(_shape(child) for child in node)})" if len(node) else name


# One by one -----------------------------------------------------------------------------------------------------------------


def test_a_term_across_runs_keeps_the_looks_of_each_and_gives_the_first_to_the_new_text(tmp_path: Path) -> None:
    source = drafts.plain(tmp_path / "a.docx", drafts.paragraph(
        drafts.run("会同银", "<w:b/>") + drafts.run("保监") + drafts.run("会检查", "<w:i/>")))  # fmt: skip
    root = packages.tree(changed(source, edit(source, "银保监会", "金融监管总局")))
    assert shapes(root, "会同") == ["会同", "del(银 保监 会)", "ins(金融监管总局)", "检查"]
    looks = ["".join(etree.QName(one).localname for one in run.find(w("rPr")) if run.find(w("rPr")) is not None)
             if run.find(w("rPr")) is not None else "" for run in root.iter(w("r"))]  # fmt: skip
    assert looks == ["b", "b", "", "i", "b", "i"]


def test_marks_have_our_name_a_date_and_numbers_of_their_own(tmp_path: Path) -> None:
    source = drafts.demanding(tmp_path / "a.docx")
    target = changed(source, edit(source, "“一利六率”", "“一利五率”"), edit(source, "⟨银保⟩监会于2018", "国家"))
    for part in ("word/document.xml", "word/footnotes.xml"):
        marks = [mark for mark in packages.tree(target, part).iter(w("ins"), w("del")) if mark.get(w("author")) == "政词"]
        assert [etree.QName(mark).localname for mark in marks] == ["del", "ins"]
        assert all(mark.get(w("date"), "").endswith("Z") for mark in marks)
    assert packages.changed(source, target) == {"word/document.xml", "word/footnotes.xml"}


def test_what_stands_between_the_words_stays(tmp_path: Path) -> None:
    note = '<w:r><w:t>银</w:t><w:footnoteReference w:id="2"/><w:t>保</w:t><w:lastRenderedPageBreak/><w:t>监会</w:t></w:r>'
    source = drafts.noted(tmp_path / "a.docx", drafts.paragraph("<w:r><w:t>会同</w:t></w:r>" + note))
    root = packages.tree(changed(source, edit(source, "银保监会", "总局")))
    assert shapes(root, "会同") == ["会同", "del(银)", "ins(总局)", "-", "del(保)", "-", "del(监会)"]
    assert root.find(f".//{w('del')}//{w('footnoteReference')}") is None


def test_behind_a_hyperlink_new_words_are_no_link_and_within_it_they_are(tmp_path: Path) -> None:
    link = '<w:hyperlink w:anchor="x">' + drafts.run("两新政策", '<w:color w:val="0000FF"/><w:u w:val="single"/>') + "</w:hyperlink>"
    source = drafts.plain(tmp_path / "a.docx", drafts.paragraph(link + drafts.run("落地", "<w:b/>")), drafts.paragraph(link))
    root = packages.tree(changed(source, edit(source, "政策⟨⟩落地", "（注）")))
    assert shapes(root, "落地") == ["hyperlink(两新政策)", "ins(（注）)", "落地"]
    assert [etree.QName(one).localname for one in root.find(f".//{w('ins')}//{w('rPr')}")] == ["b"]
    at = read(str(source)).text.rindex("策") + 1
    root = packages.tree(changed(source, Edit(at, at, "（注）")))
    assert root.find(f".//{w('ins')}//{w('rPr')}") is None  # nothing stands there to look like
    root = packages.tree(changed(source, edit(source, "两新⟨政策⟩落地", "举措")))
    assert shapes(root, "落地") == ["hyperlink(两新 del(政策) ins(举措))", "落地"]


def test_in_the_insertion_of_another_a_deletion_lies_within_and_new_words_between_its_halves(tmp_path: Path) -> None:
    source = drafts.plain(tmp_path / "a.docx", drafts.paragraph(
        drafts.run("坚持") + drafts.inserted(drafts.run("两个毫不动遥的方针")) + drafts.deleted("旧词") + drafts.run("。")))  # fmt: skip
    target = changed(source, edit(source, "毫不动遥", "毫不动摇"))
    root = packages.tree(target)
    assert shapes(root, "坚持") == ["坚持", "ins(两个 del(毫不动遥))", "ins(毫不动摇)", "ins(的方针)", "del(旧词)", "。"]
    assert [mark.get(w("author")) for mark in root.iter(w("ins"))] == ["张三", "政词", "张三"]
    rejected = packages.settle(packages.tree(target), accept=False, author="张三")  # 张三 takes his own back, and keeps the old
    assert packages.text_of(packages.settle(rejected, accept=True)).startswith("坚持毫不动摇旧词。")
    assert shapes(packages.tree(changed(source, edit(source, "方针⟨⟩。", "（注）"))), "坚持") == [
        "坚持", "ins(两个毫不动遥的方针)", "ins(（注）)", "del(旧词)", "。",
    ]  # fmt: skip
    assert shapes(packages.tree(changed(source, edit(source, "坚持⟨⟩两个", "好"))), "坚持")[:3] == [
        "坚持", "ins(好)", "ins(两个毫不动遥的方针)",
    ]  # fmt: skip


def test_what_was_only_proposed_by_us_is_taken_back_and_not_marked_twice(tmp_path: Path) -> None:
    ours = f'<w:ins w:id="5" {AUTHOR}>{drafts.run("一利六率")}</w:ins>'
    source = drafts.plain(tmp_path / "a.docx", drafts.paragraph(drafts.run("落实") + ours + drafts.run("考核")))
    root = packages.tree(changed(source, edit(source, "六", "五")))
    assert shapes(root, "落实") == ["落实", "ins(一利 五 率)", "考核"]
    root = packages.tree(changed(source, edit(source, "⟨一利六率⟩考核", "")))
    assert shapes(root, "落实") == ["落实", "考核"]


def test_the_copy_of_a_text_box_for_older_programs_says_the_same(tmp_path: Path) -> None:
    source = drafts.demanding(tmp_path / "a.docx")
    root = packages.tree(changed(source, edit(source, "文本框里的⟨银保监会⟩", "总局")))
    boxes = [packages.text_of(box) for box in packages.settle(root, accept=True).iter(w("txbxContent"))]
    assert boxes == ["文本框里的总局。"] * 2


FIELD = "在域里（内容由 Word 自动生成）"
LOCKED = '<w:sdt><w:sdtPr><w:lock w:val="sdtContentLocked"/></w:sdtPr><w:sdtContent><w:r><w:t>银保监会</w:t></w:r></w:sdtContent></w:sdt>'
BOUND = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{0}"/></w:sdtPr><w:sdtContent><w:r><w:t>银保监会</w:t></w:r></w:sdtContent></w:sdt>'  # noqa: E501
RUBY = '<w:r><w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>银保监会</w:t></w:r></w:rubyBase></w:ruby></w:r>'


@pytest.mark.parametrize(
    ("content", "change", "told"),
    [
        (drafts.field("REF x", "银保监会"), ("银⟨保监会⟩", "总局"), FIELD),
        (drafts.field("REF x", "银保监会"), ("监会⟨⟩", "（注）"), FIELD),
        ('<w:fldSimple w:instr="REF x"><w:r><w:t>银保监会</w:t></w:r></w:fldSimple>', ("银保监会", "总局"), FIELD),
        (LOCKED, ("银保监会", "总局"), "在锁定的或绑定了数据的内容控件里"),
        (BOUND, ("银保监会", "总局"), "在锁定的或绑定了数据的内容控件里"),
        (RUBY, ("银⟨保⟩监会", "总局"), "在注了拼音的字里"),
        ("<w:r><w:t>银保</w:t><w:tab/><w:t>监会</w:t></w:r>", ("银保\t监会", "总局"), "含换行符、制表符或特殊符号"),
        (drafts.run("银保监会"), ("银保监会\n后", "总局"), "跨段落"),
        (drafts.run("银保监会"), ("银保监会", "总\n局"), "跨段落"),
        (drafts.inserted("<w:sdt><w:sdtContent><w:r><w:t>银保监会</w:t></w:r></w:sdtContent></w:sdt>"), ("银保监会", "总局"),
         "在别人的多层修订里"),
        ("", ("⟨⟩\n后一段", "总局"), "在空段落里"),
    ],
)  # fmt: skip
def test_what_must_stay_is_left_alone_and_the_reason_told(
    tmp_path: Path, content: str, change: tuple[str, str], told: str
) -> None:
    assert hindrance(drafts.plain(tmp_path / "a.docx", drafts.paragraph(content), "后一段"), *change) == told


@pytest.mark.parametrize("content", [drafts.field("REF x", "银保监会"), LOCKED, BOUND])
def test_beside_what_must_stay_words_are_put_outside_it(tmp_path: Path, content: str) -> None:
    source = drafts.plain(tmp_path / "a.docx", drafts.paragraph(drafts.run("前") + content + drafts.run("后")))
    root = packages.tree(changed(source, edit(source, "银保监会⟨⟩后", "（注）")))
    assert shapes(root, "前")[-2:] == ["ins(（注）)", "后"]
    root = packages.tree(changed(source, edit(source, "前⟨⟩银", "（注）")))
    assert shapes(root, "前")[:2] == ["前", "ins(（注）)"]


# Any document, any edits ------------------------------------------------------------------------------------------------------

_LOOKS = st.sampled_from(["", "<w:b/>", "<w:i/>", '<w:rStyle w:val="a0"/><w:sz w:val="32"/>'])


def _word(draw: st.DrawFn, most: int = 4) -> str:
    return "".join(draw(st.sampled_from("甲乙丙丁𠮷 😀，“”")) for _ in range(draw(st.integers(1, most))))


@st.composite
def _runs(draw: st.DrawFn) -> str:
    return "".join(drafts.run(_word(draw), draw(_LOOKS)) for _ in range(draw(st.integers(1, 3))))


_FIXED = st.sampled_from([
    '<w:proofErr w:type="spellStart"/>', "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", '<w:r><w:footnoteReference w:id="2"/></w:r>',
    drafts.field("REF x", "域"), LOCKED, "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>",
])  # fmt: skip
_WRAPPED = {
    "link": '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    "control": "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "theirs": '<w:ins w:id="@" w:author="张三" w:date="2025-12-01T09:00:00Z">{}</w:ins>',
    "their link": '<w:hyperlink w:anchor="x"><w:ins w:id="@" w:author="张三">{}</w:ins></w:hyperlink>',
    "gone": '<w:del w:id="@" w:author="张三">{}</w:del>',
}


@st.composite
def _inline(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["runs", "runs", "runs", "fixed", *_WRAPPED]))
    if kind == "fixed":
        return draw(_FIXED)
    runs = draw(_runs())
    if kind == "gone":
        runs = runs.replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
    return _WRAPPED[kind].format(runs) if kind in _WRAPPED else runs


@st.composite
def _bodies(draw: st.DrawFn) -> str:
    body = "".join(drafts.paragraph("".join(draw(st.lists(_inline(), max_size=5)))) for _ in range(draw(st.integers(1, 3))))
    pieces = body.split("@")
    return pieces[0] + "".join(f"{number}{piece}" for number, piece in enumerate(pieces[1:], 100))


@LIMIT
@given(body=_bodies(), more=st.data())
def test_accepted_it_says_what_was_meant_and_rejected_it_is_as_it_was(
    body: str, more: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = drafts.noted(tmp_path_factory.getbasetemp() / "any.docx", body)
    reading = read(str(source))
    assert isinstance(reading.container, Flow)
    cuts = sorted(more.draw(st.lists(st.integers(0, len(reading.text)), max_size=8)))
    texts = st.sampled_from(["", "新", "（新注）"])
    wanted = [Edit(low, high, more.draw(texts)) for low, high in zip(cuts[::2], cuts[1::2], strict=False)]
    changes = Changes(reading.container)
    changed(source, *(one for one in wanted if (one.text or one.end > one.start) and not changes.hindrance(*one)))
