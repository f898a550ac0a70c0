"""Crafted text costs no more than other text of its length: eight times the text may not take much more than eight times."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module

import pytest

from zhengci import api
from zhengci.document.definitions import find_appendix, inline_gloss, named_short
from zhengci.document.document import Document
from zhengci.document.lines import Lines
from zhengci.document.markup import html_zones
from zhengci.glossary.opened import Glossary
from zhengci.linting.engine import CODES, UNUSED_SUPPRESSION
from zhengci.linting.finding import Edit, Finding, Fix
from zhengci.linting.silencing import Seen, silence_in_place
from zhengci.linting.suppress import read_directives, silence
from zhengci.reports import FORMATS, FileResult, module_of

#: What is linear comes out at 8 or a little more, what is quadratic at 64, what is cubic at 512.
MUCH_MORE = 30


def growth(make: Callable[[int], str], run: Callable[[str], object], size: int) -> float:
    """Return how many times longer `run` takes for a text eight times as long, by the processor's clock."""

    def best(text: str) -> float:
        taken = []
        for _ in range(3):
            began = time.process_time_ns()
            run(text)
            taken.append(time.process_time_ns() - began)
        return min(taken)

    return best(make(8 * size)) / max(1, best(make(size)))


def filled(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda size: before + unit * (size // len(unit)) + after


TITLED = "名词解释\n"
DEFINITIONS = {
    "stars below a title": filled("*", TITLED),
    "blanks below a title": filled(" ", TITLED),
    "stars and blanks below a title": filled("* ", TITLED),
    "digits below a title": filled("1", TITLED),
    "opening brackets below a title": filled("（", TITLED),
    "brackets and blanks below a title": filled("[ ", TITLED),
    "quotation marks below a title": filled("“”", TITLED),
    "dashes and blanks below a title": filled("- ", TITLED),
    "blanks behind 附": filled(" ", "附"),
    "newlines behind 附": filled("\n", "附"),
    "blanks behind 注": filled(" ", "释义 注"),
    "stars before a title": filled("*", after=TITLED),
    "titles on one line": filled("。名词解释1.甲甲"),
    "titles on one line, unnumbered": filled("。名词解释“甲”："),
    "titles on lines of their own": filled(TITLED),
    "titles that are entries without a body": filled("1.名词解释：\n"),
    "closing brackets behind a title": filled("）", "名词解释", "。"),
    "blanks behind a title in running text": filled(" ", "。名词解释", "“"),
    "stops and blanks behind a title in running text": filled("。 ", "。名词解释"),
    "numbers and blanks behind a title in running text": filled("1 ", "。名词解释"),
}


@pytest.mark.parametrize("case", DEFINITIONS)
def test_looking_for_an_appendix_is_linear(case: str) -> None:
    assert growth(DEFINITIONS[case], find_appendix, 20_000) < MUCH_MORE


@pytest.mark.parametrize("unit", ["（", "（简称", "（以下简称“", "（简称甲甲）", "（ ", "称“"])
def test_looking_for_short_forms_is_linear(unit: str) -> None:
    assert growth(filled(unit), named_short, 20_000) < MUCH_MORE


@pytest.mark.parametrize("beside", ["（", "即", "、", "，", " ", "”", "“"])
def test_a_gloss_is_looked_for_in_the_neighbourhood_only(beside: str) -> None:
    def at_the_middle(text: str) -> None:
        at = text.index("三新")
        for _ in range(200):
            inline_gloss(text, at, at + 2)

    assert growth(lambda size: beside * size + "“三新”" + beside * size, at_the_middle, 20_000) < MUCH_MORE


HTML = {
    "tags": filled("<a "),
    "end tags": filled("</a "),
    "comments": filled("<!-- "),
    "declarations": filled("<!d "),
    "scripts": filled("<script>"),
    "quotation marks": filled('<a x="'),
    "quotation marks before a tag that is closed": filled('<a x="', "<p>", "'>"),
    "equals signs": filled("=", "<a ", "x"),
    "elements": filled("<code>"),
}


@pytest.mark.parametrize("case", HTML)
def test_html_in_which_nothing_is_ever_closed_is_linear(case: str) -> None:
    assert growth(HTML[case], html_zones, 20_000) < MUCH_MORE


def findings_at(text: str, marked: str) -> list[Finding]:
    return [
        Finding("ZC103", "name", "warning", at, at + 1, "") for at in range(len(text)) if text.startswith(marked, at)
    ]


DIRECTIVES = {
    "on lines of their own": (filled("%% zhengci-ignore ZC103\n"), "text"),
    "between blank lines": (filled("%% zhengci-ignore ZC103\n\n\n"), "text"),
    "for the whole file": (filled("%% zhengci-ignore-file ZC103\n甲\n"), "text"),
    "with many codes": (filled("ZC103,", "%% zhengci-ignore "), "text"),
    "with many unknown codes": (filled("ZC999,", "%% zhengci-ignore "), "text"),
    "on one line": (filled("甲<!-- zhengci-ignore ZC103 -->"), "markdown"),
    "that end before many blank lines": (lambda size: "<!-- zhengci-disable ZC103 -->" * (size // 30) + "\n" * size, "markdown"),
}


@pytest.mark.parametrize("case", DIRECTIVES)
def test_many_directives_over_many_findings_are_linear(case: str) -> None:
    make, kind = DIRECTIVES[case]

    def run(document: Document) -> None:
        directives, _ = read_directives(document, CODES, UNUSED_SUPPRESSION)
        silence(findings_at(document.raw, "甲"), directives)

    documents = {len(text): Document(text, kind=kind) for text in (make(30_000), make(240_000))}
    for document in documents.values():
        assert document.zones  # found before the clock runs
    assert growth(make, lambda text: run(documents[len(text)]), 30_000) < MUCH_MORE


FIXABLE = {
    "quotation marks": filled("抓好“两重”，落实两重，推进“两重”。"),
    "brackets and quotation marks that stay open": filled("（“抓好两重"),
    "a form and its bracket": filled("“两重”（甲、乙、丙）"),
    "rows of a table": filled("两重\t两新\n"),
    "numbers out of order": filled("7.“两重”：释义，说明。\n", "抓好“两重”。\n名词解释\n"),
    "entries out of order": filled("“两新”：释义。\n“两重”：释义。\n", "抓好“两重”“两新”。\n名词解释\n"),
}


@pytest.mark.parametrize("case", FIXABLE)
def test_mending_is_linear(glossary: Glossary, case: str) -> None:
    def run(text: str) -> None:
        api.fix(text, date="2025-06", jurisdiction="CN", glossary=glossary, unsafe=True)

    assert growth(FIXABLE[case], run, 4_000) < MUCH_MORE


def test_comparing_a_long_appendix_with_a_long_body_is_linear(glossary: Glossary) -> None:
    def make(size: int) -> str:
        entries = "".join(f"{number}.“甲{number}乙”：释义，说明。\n" for number in range(size // 20))
        return "正文平平常常，没有词条。\n" * (size // 13) + "名词解释\n" + entries

    def run(text: str) -> None:
        api.lint(text, date="2025-06", jurisdiction="CN", glossary=glossary, kind="text")

    assert growth(make, run, 20_000) < MUCH_MORE


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("unit", ["会同𠮷银保监会，", "会同𠮷银保监会，\n"])
def test_a_report_is_linear_in_its_findings_even_on_one_line(form: str, unit: str) -> None:
    def write(raw: str) -> None:
        findings = [
            Finding("ZC302", "former-name", "error", at, at + 4, "话", "yin-bao-jian-hui", fix=Fix("safe", (Edit(at, at + 4, "甲"),)))
            for at in range(3, len(raw) - 4, len(unit))
        ]
        for piece in import_module(module_of(form)).write([FileResult("a.txt", raw, Lines(raw), findings, findings[:9])]):
            assert isinstance(piece, str)

    assert growth(filled(unit, after="\n"), write, 24_000) < MUCH_MORE


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_suppressions_in_place_are_linear(kind: str) -> None:
    def write(text: str) -> None:
        document = Document(text, kind=kind)
        findings = [Finding("ZC302", "former-name", "error", at, at + 4, "话") for at in range(0, len(text) - 8, 8)]
        silence_in_place(text, findings, lambda one: Seen(document, [], []) if one != text else Seen(document, findings, []))

    assert growth(filled("银保监会检查。\n"), write, 8_000) < MUCH_MORE
