"""The proof that nothing is lost: every way of writing a Word file, on every kind of draft, opened in LibreOffice.

A draft with eight abbreviations becomes a commented copy, a copy with an appendix and a corrected copy with tracked changes; so do
the demanding draft, one as WPS writes it and two that LibreOffice itself made.  All are converted in one go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from wordkit import drafts, office, packages
from zhengci.cli import main
from zhengci.readers.word import read

pytestmark = office.needs_pages

DATED = ["--date", "2026-01", "--isolated", "-q"]
EXPLAINED = ["--date", "2026-01", "--isolated"]
#: What is done with each draft: name → arguments before the paths.
WAYS = {
    "commented": (["annotate"], EXPLAINED),
    "footnoted": (["annotate"], [*EXPLAINED, "--as", "footnotes"]),
    "endnoted": (["annotate"], [*EXPLAINED, "--as", "endnotes"]),
    "appended": (["appendix"], [*EXPLAINED, "--write"]),
    "corrected": (["lint"], [*DATED, "--fix"]),
    "reworked": (["lint"], [*DATED, "--fix", "--unsafe-fixes", "--comments"]),
}
WORD = "docx:MS Word 2007 XML"
#: Which ways each draft is taken: LibreOffice is slow, and most of what there is to see is seen with the first two.
COPIES = {
    "eight": tuple(WAYS), "demanding": ("commented", "endnoted", "appended", "reworked"),
    "wps": ("commented", "appended", "corrected"), "from_html": ("appended", "reworked"), "from_odt": ("commented", "corrected"),
}  # fmt: skip
#: Copies with changes of ours alone, and without content controls, of which LibreOffice makes fields.
SETTLED = [("eight", "corrected"), ("eight", "reworked"), ("wps", "corrected"), ("from_html", "reworked")]
ALL = [(kind, way) for kind, ways in COPIES.items() for way in ways]


def those(*wanted: str) -> pytest.MarkDecorator:
    """Run a test with every copy of these ways."""
    return pytest.mark.parametrize(("kind", "way"), [(kind, way) for kind, way in ALL if way in wanted])


class Shown(NamedTuple):
    """A Word file, what LibreOffice printed of it, and what it understood of it (flat OpenDocument).

    ``settled`` are the file with all changes accepted and with all rejected, by LibreOffice.
    """

    path: Path
    pdf: Path
    text: str
    understood: str
    settled: tuple[Path, Path] | None


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Shown]]:
    """Return all drafts and copies by name: ``eight``, ``eight-commented`` …"""
    folder = tmp_path_factory.mktemp("proof")
    made = {"eight": drafts.eight, "demanding": drafts.demanding, "wps": drafts.as_wps_writes}
    files = [make(folder / f"{name}.docx") for name, make in made.items()]
    page = folder / "from_html.html"
    page.write_text(drafts.PAGE, encoding="utf-8")
    writer = folder / "from_odt.fodt"
    writer.write_text(drafts.OPEN_DOCUMENT, encoding="utf-8")
    files += office.convert([page, writer], WORD, folder).values()
    for file in list(files):
        for name in COPIES[file.stem]:
            command, options = WAYS[name]
            files.append(file.with_name(f"{file.stem}-{name}.docx"))
            with pytest.raises(SystemExit) as left:
                main([*command, str(file), *options, "-o", str(files[-1])])
            assert left.value.code in (0, 1)
    pdfs = office.convert(files, "pdf", folder / "pdf")
    telling = [file for file in files if not file.stem.endswith(("noted", "appended"))]
    understood = {name: path.read_text(encoding="utf-8") for name, path in office.convert(telling, "fodt", folder / "fodt").items()}
    settled = office.settle([folder / f"{kind}-{way}.docx" for kind, way in SETTLED], folder / "settled")
    yield {
        name: Shown(folder / f"{name}.docx", pdf, office.words(pdf), understood.get(name, ""), settled.get(name))
        for name, pdf in pdfs.items()
    }
    office.close()


def differs(one: Shown, other: Shown) -> float:
    """Return the share of the dots of the first page's ink that differ: LibreOffice spaces letters anew beside an anchor."""
    here, there = office.ink(one.pdf), office.ink(other.pdf)
    assert len(here) == len(there)
    return sum(a != b for a, b in zip(here, there, strict=True)) / sum(here)


def changes(one: Shown, author: str = "政词") -> Counter[str]:
    """Return how many insertions and deletions LibreOffice sees by an author."""
    found = re.findall(r"<text:(insertion|deletion)>\s*<office:change-info>\s*<dc:creator>(.*?)</dc:creator>", one.understood)
    return Counter(kind for kind, who in found if who == author)


def annotations(one: Shown, author: str = "政词") -> int:
    return len(re.findall(rf"<office:annotation [^>]*>\s*<dc:creator>{author}</dc:creator>", one.understood))


def without_page_marks(text: str) -> str:
    return re.sub(r"第\d+页|页眉：(?:银保监会|金融监管总局)", "", text)


@pytest.mark.parametrize(("kind", "way"), ALL)
def test_every_copy_is_sound_and_has_all_that_the_draft_had(shown: dict[str, Shown], kind: str, way: str) -> None:
    before, after = shown[kind], shown[f"{kind}-{way}"]
    assert packages.unsound(after.path) == packages.unsound(before.path)
    ours = {"word/document.xml", "word/comments.xml", "word/footnotes.xml", "word/endnotes.xml", "word/styles.xml",
            "word/settings.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}  # fmt: skip
    if way in ("corrected", "reworked"):
        ours |= {name for name in packages.parts(before.path) if re.fullmatch(r"word/header\d\.xml", name)}
    packages.assert_only_changed(before.path, after.path, ours)
    lost = Counter(before.text) - Counter(after.text)
    if (kind, way) == ("demanding", "reworked"):  # where LibreOffice leaves out most of a content control that has a comment
        assert not lost - Counter("内容控件里的专精特薪企业银保")  # and a reference shows no deleted words
        assert "内容控件里的专精特新企业" in read(str(after.path)).text
    else:
        assert not lost


@those("commented")
def test_a_commented_copy_prints_as_the_draft_does(shown: dict[str, Shown], kind: str, way: str) -> None:
    before, after = shown[kind], shown[f"{kind}-{way}"]
    assert Counter(after.text) == Counter(before.text)  # lines of a text that is spread out may end elsewhere
    assert differs(after, before) < 0.5
    assert read(str(after.path)).text == read(str(before.path)).text
    assert annotations(after) >= 8
    assert annotations(after, "张三") == annotations(before, "张三") == (kind == "demanding")
    assert changes(after, "张三") == changes(before, "张三")
    assert not changes(after)


@those("footnoted", "endnoted")
def test_a_copy_with_notes_has_the_explanations_on_its_pages(shown: dict[str, Shown], kind: str, way: str) -> None:
    text = without_page_marks(shown[f"{kind}-{way}"].text)
    assert "三区三线：国土空间规划划定的三类空间和与之对应的三条控制线" in text


@those("appended")
def test_a_copy_with_an_appendix_is_the_draft_and_more_pages(shown: dict[str, Shown], kind: str, way: str) -> None:
    before, after = shown[kind], shown[f"{kind}-{way}"]
    assert differs(after, before) == 0
    new = without_page_marks(after.text)
    if kind != "demanding":  # where an endnote stands behind all
        assert new.startswith(f"{without_page_marks(before.text)}附件名词解释1.“放管服”")
    entries = [line for line in read(str(after.path)).text.splitlines() if re.match(r"\d\.", line)]
    assert len(entries) == (6 if kind == "demanding" else 8)
    for entry in entries:
        assert entry.replace(" ", "") in new


@those("corrected", "reworked")
def test_a_corrected_copy_shows_the_old_and_the_new(shown: dict[str, Shown], kind: str, way: str) -> None:
    before, after = shown[kind], shown[f"{kind}-{way}"]
    assert "会同银保监会金融监管总局检查" in after.text
    assert "坚持两个毫不动遥毫不动摇" in after.text
    assert differs(after, before) > 0
    marks = [mark for part in packages.changed(before.path, after.path) if part != "word/comments.xml"
             for mark in packages.tree(after.path, part).iter(packages.w("ins"), packages.w("del"))
             if mark.get(packages.w("author")) == "政词" and not _goes_on(mark)]  # fmt: skip
    made = Counter({packages.w("ins"): "insertion", packages.w("del"): "deletion"}[mark.tag] for mark in marks)
    seen = changes(after)
    if kind == "demanding":  # LibreOffice sees none in a content control or in what stands for a text box in older programs
        assert seen["insertion"] >= 14
    else:
        assert seen == made
    for part in packages.changed(before.path, after.path) if way == "corrected" else ():
        back = packages.settle(packages.tree(after.path, part), accept=False)
        assert packages.merged(back) == packages.merged(packages.tree(before.path, part)), part


@pytest.mark.parametrize(("kind", "way"), SETTLED)
def test_accepted_in_libreoffice_it_is_mended_and_rejected_the_draft(shown: dict[str, Shown], kind: str, way: str) -> None:
    before, after = shown[kind], shown[f"{kind}-{way}"]
    assert after.settled
    accepted, rejected = (without_page_marks(read(str(path)).text) for path in after.settled)
    assert accepted == without_page_marks(read(str(after.path)).text)
    assert rejected == without_page_marks(read(str(before.path)).text)


def _goes_on(mark: packages.etree._Element) -> bool:
    """Tell whether a change goes on with the one before it: what stands between them is not seen."""
    before = mark.getprevious()
    while before is not None and before.tag in map(packages.w, ("commentRangeStart", "commentRangeEnd", "proofErr")):
        before = before.getprevious()
    return before is not None and before.tag == mark.tag and before.get(packages.w("author")) == mark.get(packages.w("author"))


@those("reworked")
def test_a_reworked_copy_has_changes_and_comments(shown: dict[str, Shown], kind: str, way: str) -> None:
    after = shown[f"{kind}-{way}"]
    assert "（城镇空间、农业空间、生态空间；城镇开发边界、永久基本农田、生态保护红线）" in without_page_marks(after.text)
    assert annotations(after) >= 8
    assert changes(after)["insertion"] >= 8
