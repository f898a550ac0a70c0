"""``lint --fix`` and ``--comments`` on Word files, through the command line: what is written, what is told, what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wordkit import bits, drafts, packages
from wordkit.packages import w
from zhengci import api
from zhengci.readers.word import read

Run = Callable[..., tuple[int, str, str]]
DATED = ("--date", "2026-01", "--isolated")
FIELD = "没有改，在域里（内容由 Word 自动生成）"
RENAMED = "“银保监会”自 2023-05-18 起称“金融监管总局”"
NEEDS_TARGET = "改正 Word 文件要用 -o 给出要写的 Word 文件，如 -o 修订.docx（给出原文件名，就写回原文件）"
REPLIES = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def said(path: Path) -> str:
    return read(str(path)).text


def comments(path: Path) -> list[tuple[str, str, str]]:
    """Return author, initials and text of each comment, paragraphs joined by /."""
    if "word/comments.xml" not in packages.parts(path):
        return []
    return [
        (one.get(w("author"), ""), one.get(w("initials"), ""), packages.text_of(one).replace("\n", "/"))
        for one in packages.tree(path, "word/comments.xml")
    ]


def about(path: Path, key: str | None) -> str:
    """Return the text that a comment is put on, deleted text and ours included."""
    inside, text = False, ""
    for node in packages.tree(path).iter(w("commentRangeStart"), w("commentRangeEnd"), w("t"), w("delText")):
        if node.get(w("id")) == key and key:
            inside = node.tag == w("commentRangeStart")
        elif inside:
            text += node.text or ""
    return text


def test_every_safe_fix_is_a_tracked_change_and_what_stays_is_told(run: Run, tmp_path: Path) -> None:
    source, target = drafts.demanding(tmp_path / "draft.docx"), tmp_path / "out.docx"
    status, out, err = run("lint", "draft.docx", "--fix", "-o", "out.docx", "--output-format", "json", *DATED)
    left = {(one["code"], one["place"]) for one in json.loads(out) if one["severity"] == "error"}
    assert status == 1
    assert left == {("ZC302", "第 11 段"), ("ZC302", "第 14 段"), ("ZC302", "第 15 段")}  # no fix, a field, a field
    assert err.splitlines() == [
        f"zhengci：draft.docx：第 14 段，{RENAMED}：{FIELD}", f"zhengci：draft.docx：第 15 段，{RENAMED}：{FIELD}",
        "zhengci：draft.docx：已写入 out.docx：修订 14 处",
    ]  # fmt: skip
    packages.assert_only_changed(source, target, {"word/document.xml", "word/endnotes.xml", "word/header1.xml"})
    assert packages.unsound(target) == []
    for part in packages.changed(source, target):
        back = packages.settle(packages.tree(target, part), accept=False)
        assert packages.merged(back) == packages.merged(packages.tree(source, part)), part
    wrong = ("毫不动遥", "六率", "专精特薪", "两利四率")
    assert any(word in said(source) for word in wrong)
    assert not any(word in said(target) for word in wrong)
    for part in ("word/document.xml", "word/endnotes.xml", "word/header1.xml"):  # what is read is what accepting gives
        accepted = packages.text_of(packages.settle(packages.tree(target, part), accept=True))
        assert not any(word in accepted for word in wrong)


def test_the_places_of_what_is_left_are_those_of_the_mended_document(run: Run, tmp_path: Path) -> None:
    drafts.demanding(tmp_path / "draft.docx")
    fixed = run("lint", "draft.docx", "--fix", "-o", "out.docx", "--output-format", "json", *DATED)[1]
    again = run("lint", "out.docx", "--output-format", "json", *DATED)[1]
    keys = ("code", "start", "end", "line", "column", "place", "message")
    assert [[one[key] for key in keys] for one in json.loads(fixed)] == [[one[key] for key in keys] for one in json.loads(again)]


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_once_accepted_nothing_is_left_to_mend_and_a_second_run_changes_nothing(run: Run, tmp_path: Path, unsafe: bool) -> None:
    for number, make in enumerate((drafts.demanding, drafts.eight, drafts.as_wps_writes)):
        make(tmp_path / f"{number}.docx")
        options = ("--fix", *(["--unsafe-fixes"] if unsafe else []), *DATED)
        run("lint", f"{number}.docx", "-o", f"{number}a.docx", *options)
        found = json.loads(run("lint", f"{number}a.docx", "--output-format", "json", *DATED)[1])
        fixes = [one for one in found if one["fix"] and (unsafe or one["fix"]["applicability"] == "safe")]
        assert {one["place"] for one in fixes} <= {"第 14 段", "第 15 段"}  # in fields
        err = run("lint", f"{number}a.docx", "-o", f"{number}b.docx", *options)[2]
        assert f"已写入 {number}b.docx：修订 0 处" in err
        assert (tmp_path / f"{number}a.docx").read_bytes() == (tmp_path / f"{number}b.docx").read_bytes()


def test_accepted_it_says_what_mending_the_text_would_give(run: Run, tmp_path: Path) -> None:
    text = "\n".join(drafts.EIGHT) + "\n"
    drafts.plain(tmp_path / "draft.docx", *drafts.EIGHT)
    run("lint", "draft.docx", "--fix", "--unsafe-fixes", "-o", "out.docx", *DATED)
    assert said(tmp_path / "out.docx") == api.fix(text, date="2026-01", unsafe=True) != text


def test_findings_are_comments_on_what_they_are_about(run: Run, tmp_path: Path) -> None:
    source, target = drafts.eight(tmp_path / "draft.docx"), tmp_path / "out.docx"
    status, out, err = run("lint", "draft.docx", "--comments", "-o", "out.docx", "--output-format", "json", *DATED)
    found = [one for one in json.loads(out) if one["place"] != "页眉"]
    made = comments(target)
    assert status == 1
    assert len(found) == len(made) == 10
    assert {(author, initials) for author, initials, _ in made} == {("政词", "检")}
    assert f"ZC302 错误：{RENAMED}/含义：" in "".join(text for *_, text in made)
    keys = [one.get(w("id")) for one in packages.tree(target, "word/comments.xml")]
    assert [about(target, key) for key in keys] == [said(source)[one["start"] : one["end"]] for one in found]
    assert "/依据：" in made[0][2]
    assert "/建议：" in made[0][2]
    assert "修订改正" not in "".join(text for *_, text in made)
    assert err.splitlines() == [
        "zhengci：draft.docx：页眉、页脚里有 1 处发现，Word 不能在那里加批注，见报告",
        "zhengci：draft.docx：已写入 out.docx：批注 10 条",
    ]
    assert packages.unsound(target) == []
    assert said(target) == said(source)
    back = packages.without_comments(packages.tree(target), set(map(str, keys)))
    assert packages.merged(back) == packages.merged(packages.tree(source))
    packages.assert_only_changed(source, target, {
        "word/document.xml", "word/comments.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels",
    })  # fmt: skip


def test_fixes_and_comments_go_together_and_the_comments_of_others_stay(run: Run, tmp_path: Path) -> None:
    source, target = drafts.demanding(tmp_path / "draft.docx"), tmp_path / "out.docx"
    err = run("lint", "draft.docx", "--comments", "--fix", "-o", "out.docx", *DATED)[2]
    made = comments(target)
    assert made[0] == ("张三", "张", "此处请核对。")
    assert f"修订 14 处，批注 {len(made) - 1} 条" in err
    assert "页眉、页脚里有 1 处发现，Word 不能在那里加批注，见报告" in err
    mended = [text for *_, text in made if text.endswith("/已用修订改正，可以接受或拒绝。")]
    assert len(mended) == 11  # 14 without the header's, and quotation marks that only became wrong by another fix
    assert packages.unsound(target) == []
    keys = {str(one.get(w("id"))) for one in packages.tree(target, "word/comments.xml")} - {"7"}
    back = packages.without_comments(packages.settle(packages.tree(target), accept=False), keys)
    assert packages.merged(back) == packages.merged(packages.tree(source))


def test_a_second_run_renews_its_own_comments_and_leaves_those_of_annotate_and_answered_ones(run: Run, tmp_path: Path) -> None:
    drafts.eight(tmp_path / "draft.docx")
    run("annotate", "draft.docx", "-o", "explained.docx", "--date", "2026-01", "--isolated")
    run("lint", "explained.docx", "--comments", "-o", "once.docx", *DATED)
    run("lint", "once.docx", "--comments", "-o", "twice.docx", *DATED)
    once, twice = comments(tmp_path / "once.docx"), comments(tmp_path / "twice.docx")
    assert sorted(once) == sorted(twice)
    assert {initials for _, initials, _ in once} == {"释", "检"}
    answer(tmp_path / "once.docx", tmp_path / "answered.docx", "ZC302")
    run("lint", "answered.docx", "--comments", "--ignore", "ZC1", "-o", "fewer.docx", *DATED)
    left = [(author, text[:5]) for author, initials, text in comments(tmp_path / "fewer.docx") if initials != "释"]
    assert sorted(left) == [("张三", "保留旧称"), ("政词", "ZC302"), ("政词", "ZC304")]
    assert packages.unsound(tmp_path / "fewer.docx") == []


def test_no_more_comments_are_written_than_word_opens(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhengci.writers.word.findings.MOST", 4)
    drafts.demanding(tmp_path / "draft.docx")  # with one by somebody else
    err = run("lint", "draft.docx", "--comments", "--select", "ZC302", "-o", "out.docx", *DATED)[2]
    assert "zhengci：draft.docx：另有 4 处发现没有加批注：批注再多，Word 就打不开了\n" in err
    assert "批注 3 条" in err
    assert len(comments(tmp_path / "out.docx")) == 4


def answer(source: Path, target: Path, code: str) -> None:
    """Write a copy in which 张三 answers our comment on a code, as Word keeps that."""
    word_2010, word_2012 = ("http://schemas.microsoft.com/office/word/" + year for year in ("2010/wordml", "2012/wordml"))
    held = packages.parts(source)
    root = packages.tree(source, "word/comments.xml")
    asked = next(one for one in root if packages.text_of(one).startswith(code))
    asked[-1].set(f"{{{word_2010}}}paraId", "0000000A")
    reply = f'<w:comment xmlns:w="{drafts.W}" xmlns:w14="{word_2010}" w:id="99" w:author="张三"><w:p w14:paraId="0000000B"><w:r><w:t>保留旧称</w:t></w:r></w:p></w:comment>'  # noqa: E501
    root.append(packages.etree.fromstring(reply))
    held["word/comments.xml"] = packages.etree.tostring(root)
    held["word/commentsExtended.xml"] = (
        f'<w15:commentsEx xmlns:w15="{word_2012}"><w15:commentEx w15:paraId="0000000A" w15:done="0"/>'
        '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/></w15:commentsEx>'
    ).encode()
    body = packages.tree(source)
    end = next(one for one in body.iter(w("commentReference")) if one.get(w("id")) == asked.get(w("id"))).getparent()
    end.addnext(packages.etree.fromstring(f'<w:r xmlns:w="{drafts.W}"><w:commentReference w:id="99"/></w:r>'))
    held["word/document.xml"] = packages.etree.tostring(body)
    relations = held["word/_rels/document.xml.rels"].decode()
    held["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", f'<Relationship Id="rIdReplies" Type="{REPLIES}" Target="commentsExtended.xml"/></Relationships>'
    ).encode()
    drafts.write(target, dict(held))


def test_a_writer_may_have_the_draft_itself_mended(run: Run, tmp_path: Path) -> None:
    path = drafts.eight(tmp_path / "draft.docx")
    assert run("lint", "draft.docx", "--fix", "-o", "draft.docx", "-q", *DATED)[2] == ""
    assert "会同金融监管总局检查" in said(path)
    assert [file.name for file in tmp_path.iterdir()] == ["draft.docx"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a.docx", "--fix"], NEEDS_TARGET),
        (["a.docx", "--fix", "-o", "report.txt"], NEEDS_TARGET),
        (["a.docx", "--comments"], "--comments 要用 -o 给出要写的 Word 文件，如 -o 批注.docx"),
        (["a.docx", "b.docx", "--comments", "-o", "c.docx"], "-o c.docx：要写 Word 文件，须给出一个 Word 文件，也只能给一个"),
        (["a.docx", "a.txt", "--fix", "-o", "c.docx"], "-o c.docx：要写 Word 文件，须给出一个 Word 文件，也只能给一个"),
        (["a.txt", "--fix", "-o", "c.docx"], "-o c.docx：要写 Word 文件，须给出一个 Word 文件，也只能给一个"),
        (["a.docx", "-o", "c.docx"], "-o c.docx：要写 Word 文件，须同时用 --fix 或 --comments"),
        (["a.txt", "--comments", "-o", "c.docx"], "--comments 只用于 Word 文件（.docx）"),
        (["a.docx", "--fix", "-o", "c.docm"], "-o c.docm：扩展名要与输入文件相同（.docx）"),
        (["a.docx", "--fix", "--diff", "-o", "c.docx"], "--diff 不写文件，不能与 -o 的 Word 文件同用"),
        (["a.docx", "--fix", "--baseline", "b", "-o", "c.docx"], "写 Word 文件时不能用 --baseline、--diff-base、--add-ignore"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_nothing_written(
    run: Run, tmp_path: Path, arguments: list[str], told: str
) -> None:
    for name in ("a.docx", "b.docx"):
        drafts.eight(tmp_path / name)
    (tmp_path / "a.txt").write_text("会同银保监会检查。\n", encoding="utf-8")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    status, out, err = run("lint", *arguments, "--isolated")
    assert (status, out, err) == (2, "", f"zhengci：{told}\n用法见：zhengci lint --help\n")
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_in_a_folder_word_files_are_checked_and_only_texts_mended(run: Run, tmp_path: Path) -> None:
    draft = drafts.eight(tmp_path / "a.docx").read_bytes()
    (tmp_path / "b.txt").write_text("会同银保监会检查。\n", encoding="utf-8")
    status, out, err = run("lint", ".", "--fix", "--output-format", "concise", *DATED)
    assert status == 1
    assert "zhengci：1 个 Word 文件只检查，没有改正：要改正，请逐个给出，用 -o 写成新文件\n" in err
    assert (tmp_path / "a.docx").read_bytes() == draft
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "会同金融监管总局检查。\n"
    assert "a.docx" in out
    assert "b.txt" not in out


def test_what_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    drafts.eight(tmp_path / "draft.docx")
    status, out, err = run("lint", "draft.docx", "--fix", "-o", "no/such/out.docx", *DATED)
    assert (status, out) == (2, "")
    assert err.startswith("zhengci：draft.docx：no/such/out.docx 写不进去：没有这个文件夹（原文未动）\n")


def test_a_plain_text_is_linted_without_any_of_this() -> None:
    code = (
        "import sys, io; sys.stdin = io.TextIOWrapper(io.BytesIO('会同银保监会检查。'.encode()))\n"
        "from zhengci.cli import main\n"
        "try: main(['lint', '-', '--isolated'])\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('lxml', 'zhengci.readers.', 'zhengci.writers'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_adds_or_moves_paragraphs_is_left_to_the_command_that_does(run: Run, tmp_path: Path) -> None:
    drafts.plain(
        tmp_path / "draft.docx", "抓好“两重”建设，推进“两新”工作。", "名词解释", "1.“两新”：我们的解释。", "2.“三去一降一补”：任务。"
    )
    err = run("lint", "draft.docx", "--fix", "--unsafe-fixes", "--select", "ZC502", "-o", "out.docx", *DATED)[2]
    assert err.splitlines()[0] == (
        "zhengci：draft.docx：名词解释有 1 处与正文不符：没有改，修订不能增删、移动段落；可用 zhengci appendix --write 更新"
    )


@pytest.mark.parametrize("key", ["7", "-3", "x", ""])
def test_marks_of_an_earlier_run_are_not_taken_for_those_of_this_one(run: Run, tmp_path: Path, key: str) -> None:
    earlier = f'<w:del w:id="{key}" w:author="政词"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    drafts.plain(tmp_path / "draft.docx", drafts.paragraph(drafts.run("会同") + earlier + drafts.run("银保监会检查。")))
    run("lint", "draft.docx", "--fix", "-o", "out.docx", *DATED)
    marks = [(one.tag, "".join(one.itertext())) for one in packages.tree(tmp_path / "out.docx").iter(w("ins"), w("del"))]
    assert marks == [(w("del"), "旧"), (w("del"), "银保监会"), (w("ins"), "金融监管总局")]


def test_the_appendix_that_is_behind_is_told_of_once(run: Run, tmp_path: Path) -> None:
    drafts.plain(
        tmp_path / "draft.docx", "抓好“两重”和“双减”，推进“两新”和“六保”。", "名词解释", "1.“两新”：我们的解释。", "2.“六保”：任务。"
    )
    err = run("lint", "draft.docx", "--fix", "--unsafe-fixes", "--select", "ZC502", "-o", "out.docx", *DATED)[2]
    assert [line for line in err.splitlines() if "没有改" in line] == [
        "zhengci：draft.docx：名词解释有 1 处与正文不符：没有改，修订不能增删、移动段落；可用 zhengci appendix --write 更新"
    ]


def test_runs_that_are_cut_keep_the_history_of_their_looks_under_ids_of_their_own(run: Run, tmp_path: Path) -> None:
    history = '<w:b/><w:rPrChange w:id="109" w:author="李四" w:date="2026-01-01T00:00:00Z"><w:rPr/></w:rPrChange>'
    drafts.plain(tmp_path / "draft.docx", drafts.paragraph(drafts.run("会同银保监会检查，再到银保监会。", history)))
    run("lint", "draft.docx", "--fix", "--comments", "-o", "out.docx", *DATED)
    assert packages.unsound(tmp_path / "out.docx") == []
    assert len(list(packages.tree(tmp_path / "out.docx").iter(w("rPrChange")))) == 5


def test_ids_stay_below_what_word_can_read(run: Run, tmp_path: Path) -> None:
    largest = 2**31 - 1
    marks = f'<w:bookmarkStart w:id="{largest}" w:name="a"/><w:bookmarkEnd w:id="{largest}"/>'
    drafts.plain(tmp_path / "draft.docx", drafts.paragraph(marks + drafts.run("会同银保监会抓好“两新”工作。")))
    run("lint", "draft.docx", "--fix", "--comments", "-o", "a.docx", *DATED)
    run("annotate", "a.docx", "--as", "footnotes", "-o", "b.docx", *DATED)
    run("appendix", "a.docx", "--write", "-o", "c.docx", *DATED)
    for name in ("a", "b", "c"):
        assert packages.unsound(tmp_path / f"{name}.docx") == []
        ids = [int(key) for key in packages.tree(tmp_path / f"{name}.docx").xpath("//@w:id", namespaces={"w": w("")[1:-1]})]
        assert len(ids) > 4
        assert max(ids) == largest


def test_a_finding_in_a_note_whose_comment_was_answered_is_not_told_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "draft.docx").write_bytes(noted("会同银保监会检查。"))
    run("lint", "draft.docx", "--comments", "-o", "once.docx", *DATED)
    answer(tmp_path / "once.docx", tmp_path / "answered.docx", "ZC302")
    run("lint", "answered.docx", "--comments", "-o", "again.docx", *DATED)
    assert comments(tmp_path / "again.docx") == comments(tmp_path / "answered.docx")
    assert len(comments(tmp_path / "again.docx")) == 2


def test_the_same_explanation_stands_once_at_each_note_however_often_it_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "draft.docx").write_bytes(noted("推进“两新”，“两新”和“两重”。", "再推进“两新”。"))
    said = []
    for source, target in (("draft.docx", "once.docx"), ("once.docx", "twice.docx")):
        assert run("annotate", source, "--every", "-o", target, *DATED)[2] == f"{target}：批注 3 处\n"
        said.append(sorted(text[:3] for *_, text in comments(tmp_path / target)))
        assert packages.unsound(tmp_path / target) == []
    assert said == 2 * [["两新：", "两新：", "两重："]]
    assert packages.changed(tmp_path / "once.docx", tmp_path / "twice.docx") == set()


def noted(*notes: str) -> bytes:
    """Return a document with footnotes; a reference has text before it in its run."""
    references = "".join(f"<w:r><w:t>甲</w:t><w:footnoteReference w:id='{number}'/></w:r>" for number in range(1, len(notes) + 1))
    told = "".join(f"<w:footnote w:id='{number}'>{bits.p(bits.r(text))}</w:footnote>" for number, text in enumerate(notes, 1))
    return bits.package(bits.p(references), footnotes=told)
