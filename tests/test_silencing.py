"""``--add-ignore``: directives written into drafts silence what was found, and do nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from zhengci.document.document import Document
from zhengci.glossary.opened import Glossary
from zhengci.linting.engine import lint_document
from zhengci.linting.silencing import Seen, _page, silence_file, silence_in_place
from zhengci.mentions.resolve import analyse

Run = Callable[..., tuple[int, str, str]]
RULES = ("--select", "ZC104,ZC301,ZC302,ZC901")
LINT = (*RULES, "--date", "2025-06", "--region", "CN", "--isolated", "--output-format", "concise", "-q")

DIRECTIVE = re.compile(
    r"^%% zhengci-(?:disable-next-line|ignore) ZC\d+(?:, ZC\d+)*\r?\n"
    r"|^<!-- zhengci-disable-next-line ZC\d+(?:, ZC\d+)* -->\r?\n"
    r"| <!-- zhengci-ignore ZC\d+(?:, ZC\d+)* -->|<!-- zhengci-ignore ZC\d+(?:, ZC\d+)* --> (?=\|)",
    re.MULTILINE,
)


def looker(glossary: Glossary, kind: str) -> Callable[[str], Seen]:
    def look(text: str) -> Seen:
        analysis = analyse(Document(text, kind=kind, date="2025-06", jurisdiction="CN"), glossary)
        mentions = [(mention.start, mention.end, mention.form, mention.status) for mention in analysis.mentions]
        return Seen(analysis.document, lint_document(analysis), mentions)

    return look


PIECES = [
    "会同银保监会检查", "落实“两利四率”", "加强“三资”管理", "抓好“两新”工作", "做好三农事业", "“三农”", "银保", "监会", "两利", "四率",
    "𠮷😀", "。", "，", "\n", "\n\n", "\r\n", "  \n", "\\\n", "  ",
]  # fmt: skip
MARKS = {
    "text": ["%% ", "　　", "\t"],
    "markdown": ["# ", " #\n", "- ", "> ", "| ", " |", "`", "[", "](x)", "<b>", "<br\n/>", "    ", "***", "\n---\n", "|---|\n", "1. ",
                 "<!-- "],
    "html": ["<p>", "</p>", "<a\nhref='x'>", "</a>", "<title>", "</title>", "<!-- ", " -->", "<script>", "</script>", "<br>", "'"],
}  # fmt: skip


def drafts(kind: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES + MARKS[kind]), max_size=24).map("".join)


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_whatever_the_draft_only_directives_are_added_and_only_the_findings_go(glossary: Glossary, kind: str) -> None:
    look = looker(glossary, kind)

    @settings(max_examples=150)
    @given(drafts(kind))
    @example("会同银保监会检查，落实“两利\n四率”考核。会同银保监会\n检查。\n")
    @example("会同银保监会|\n-|-\n银保监会|两利四率|\\|\n")
    def check(text: str) -> None:
        before = look(text)
        new, silenced, left = silence_in_place(text, before.findings, look)
        assert DIRECTIVE.sub("", new) == DIRECTIVE.sub("", text)
        after = look(new)
        assert [(one.code, one.start, one.end) for one in after.findings] == [(one.code, one.start, one.end) for one in left]
        assert silenced + len(left) == len(before.findings)
        assert [mention[2:] for mention in after.mentions] == [mention[2:] for mention in before.mentions]
        assert silence_in_place(new, after.findings, look)[0] == new
        if kind == "markdown" and _page(before.document) == rendered(text):  # the parsers agree on what is meant
            assert rendered(new) == rendered(text)

    check()


def rendered(text: str) -> str:
    """Return the page without our comments and without regard to blanks, by a parser that we do not use."""
    page = MarkdownIt("commonmark").enable("table").render(text)
    return re.sub(r"\s+", "", re.sub(r"<!-- zhengci-.*? -->", "", page))


GOLDEN = [
    ("a.txt", "会同银保监会检查。\n", "%% zhengci-disable-next-line ZC302\n会同银保监会检查。\n"),
    ("a.txt", "一。\r\n会同银保监会。", "一。\r\n%% zhengci-disable-next-line ZC302\r\n会同银保监会。"),
    (
        "a.txt",
        "%% zhengci-disable-next-line ZC301: 引用\n会同银保监会，落实“两利四率”。\n",
        "%% zhengci-disable-next-line ZC301, ZC302: 引用\n会同银保监会，落实“两利四率”。\n",
    ),
    ("a.md", "# 会同银保监会 #\n", "# 会同银保监会 <!-- zhengci-ignore ZC302 --> #\n"),
    ("a.md", "会同银保监会  \n落实。\\\n", "会同银保监会 <!-- zhengci-ignore ZC302 -->  \n落实。\\\n"),
    ("a.md", "|甲|\n|-|\n| 银保监会 |\n", "|甲|\n|-|\n| 银保监会 <!-- zhengci-ignore ZC302 --> |\n"),
    ("a.md", "- 会同银保监会\n  检查\n", "- 会同银保监会 <!-- zhengci-ignore ZC302 -->\n  检查\n"),
    ("a.md", "会同银保监会[见\n此](x)\n", "<!-- zhengci-disable-next-line ZC302 -->\n会同银保监会[见\n此](x)\n"),
    ("a.md", "---\ndate: 2025\n---\n会同银保监会\n", "---\ndate: 2025\n---\n会同银保监会 <!-- zhengci-ignore ZC302 -->\n"),
    (
        "a.html",
        "会同银保监会<a\nhref='x'>甲</a>\n",
        "会同银保监会<a\nhref='x'>甲</a>\n",  # the end of its line is inside a tag, and nothing may stand before a page
    ),
    ("a.html", "<p>\n会同银保监会</p>\n", "<p>\n会同银保监会</p> <!-- zhengci-ignore ZC302 -->\n"),
    (
        "a.html",
        "<head>\n<title>会同银保监会\n</title>\n",
        "<head>\n<!-- zhengci-disable-next-line ZC302 -->\n<title>会同银保监会\n</title>\n",
    ),
]


@pytest.mark.parametrize(("name", "text", "marked"), GOLDEN)
def test_directives_stand_where_they_disturb_least(run: Run, tmp_path: Path, name: str, text: str, marked: str) -> None:
    (tmp_path / name).write_bytes(text.encode())
    status, out, err = run("lint", name, "--add-ignore", *LINT)
    assert (tmp_path / name).read_bytes().decode() == marked
    assert (status, err) == (int(text == marked), "")
    assert run("lint", name, *LINT) == (status, out, "")
    assert run("lint", name, "--add-ignore", *LINT) == (status, out, "")
    assert (tmp_path / name).read_bytes().decode() == marked


def test_what_cannot_be_silenced_in_place_is_reported(run: Run, tmp_path: Path) -> None:
    text = "会同银保监会。\n\n```\n代码\n```\n<!-- zhengci-ignore ZC777 -->\n\n加强“三资”管理。\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text("会同银保监会。\n", encoding="utf-8")
    told = run("lint", ".", "--add-ignore", *LINT[:-1])
    assert told[0] == 1
    assert re.findall(r"^\S+ ZC\d+", told[1], re.MULTILINE) == ["./a.md:6:1: ZC901"]
    assert told[2] == (
        "检查 2 个文件：错误 0，警告 1，提示 0；在 2 个文件中加了忽略标记，忽略 3 处（余下的不能就地忽略）\n"
    )
    assert run("lint", ".", *LINT)[:2] == told[:2]


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"", "gb18030"), (b"\xef\xbb\xbf", "utf-8")])
def test_encoding_mark_and_newlines_stay(run: Run, tmp_path: Path, mark: bytes, encoding: str) -> None:
    text = "会同银保监会𠮷。\r\n"
    (tmp_path / "a.txt").write_bytes(mark + text.encode(encoding))
    (tmp_path / "a.txt").chmod(0o640)
    assert run("lint", "a.txt", "--add-ignore", *LINT) == (0, "", "")
    assert (tmp_path / "a.txt").read_bytes() == mark + f"%% zhengci-disable-next-line ZC302\r\n{text}".encode(encoding)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_only_what_is_reported_is_silenced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("会同银保监会。\n落实“两利四率”考核。\n", encoding="utf-8")
    run("lint", "a.txt", "--baseline", "b.json", "--update-baseline", *LINT, "--select", "ZC302")
    assert run("lint", "a.txt", "--baseline", "b.json", "--add-ignore", *LINT)[0] == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == (
        "会同银保监会。\n%% zhengci-disable-next-line ZC301\n落实“两利四率”考核。\n"
    )
    assert run("lint", "a.txt", "--baseline", "b.json", *LINT) == (0, "", "")


def test_a_file_that_changed_meanwhile_is_left_alone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhengci.cli import marking

    draft = tmp_path / "a.txt"
    draft.write_text("会同银保监会。\n", encoding="utf-8")

    def meanwhile(*arguments: object) -> object:
        draft.write_text("作者改了。\n", encoding="utf-8")
        return silence_in_place(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(marking, "silence_in_place", meanwhile)
    assert run("lint", "a.txt", "--add-ignore", *LINT) == (2, "", "zhengci：a.txt：在处理期间被改动，未写回\n")
    assert draft.read_text(encoding="utf-8") == "作者改了。\n"


def test_a_text_in_which_nothing_can_be_silenced_is_not_checked_without_end(glossary: Glossary) -> None:
    """Lone carriage returns are no lines to a directive; each failed attempt costs a check of the whole text."""
    looks = 0
    plain = looker(glossary, "text")

    def look(text: str) -> Seen:
        nonlocal looks
        looks += len(text) > 100
        return plain(text)

    text = "会同银保监会。\r" * 3 + "".join(f"会同银保监会{number}\n\x0c" for number in range(400))
    broken = Seen(plain(text).document, plain(text).findings, [(0, 1, "never", "seen again")])
    _, silenced, left = silence_in_place(text, plain(text).findings, lambda one: broken if one == text else look(one))
    assert (silenced, len(left) > 300, looks < 100) == (0, True, True)


# A whole file ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_a_code_is_silenced_in_a_whole_file_and_nothing_else_changes(glossary: Glossary, kind: str) -> None:
    look = looker(glossary, kind)
    plain = st.lists(st.sampled_from(["会同银保监会检查", "落实“两利四率”", "加强“三资”管理", "𠮷", "。", "\n\n", "\r\n"]), max_size=10)

    @settings(max_examples=25, deadline=None)
    @given(drafts(kind) | plain.map("".join), st.sampled_from(["ZC302", "ZC301", "ZC104"]))
    def check(text: str, code: str) -> None:
        before = [(one.code, text[one.start : one.end]) for one in look(text).findings]
        edit = silence_file(text, code, look)
        if edit is None:
            assert code not in dict(before) or not set(text).isdisjoint("<`>'-|[#*%\\")
            return
        assert edit.start == edit.end
        after = text[: edit.start] + edit.text + text[edit.start :]
        left = [(one.code, after[one.start : one.end]) for one in look(after).findings]
        assert left == [one for one in before if one[0] != code]

    check()


@pytest.mark.parametrize(
    ("kind", "text", "silenced"),
    [
        ("text", "会同银保监会。", "%% zhengci-ignore-file ZC302\n会同银保监会。"),
        ("text", "甲\r\n会同银保监会。", "%% zhengci-ignore-file ZC302\r\n甲\r\n会同银保监会。"),
        ("markdown", "会同银保监会。", "<!-- zhengci-ignore-file ZC302 -->\n\n会同银保监会。"),
        ("markdown", "---\na: b\n---\n会同银保监会。", "---\na: b\n---\n<!-- zhengci-ignore-file ZC302 -->\n\n会同银保监会。"),
        ("html", "<!doctype html>\n<p>会同银保监会。", "<!doctype html>\n<!-- zhengci-ignore-file ZC302 -->\n<p>会同银保监会。"),
        ("html", "<p>会同银保监会。", "<!-- zhengci-ignore-file ZC302 -->\n<p>会同银保监会。"),
    ],
)
def test_the_directive_of_a_file_stands_at_its_top(glossary: Glossary, kind: str, text: str, silenced: str) -> None:
    edit = silence_file(text, "ZC302", looker(glossary, kind))
    assert edit is not None
    assert text[: edit.start] + edit.text + text[edit.end :] == silenced


def test_a_directive_that_stands_gets_the_code_too(glossary: Glossary) -> None:
    text = "会同银保监会，落实“两利四率”。\n%% zhengci-ignore-file ZC301: 引文"
    edit = silence_file(text, "ZC302", looker(glossary, "text"))
    assert edit is not None
    assert (text[: edit.start], edit.text, text[edit.end :]) == (text[:-4], ", ZC302", ": 引文")


def test_what_is_not_there_is_not_silenced(glossary: Glossary) -> None:
    assert silence_file("会同银保监会。", "ZC301", looker(glossary, "text")) is None
