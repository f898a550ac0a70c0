"""Measures a Word draft of thirty pages annotated with comments against python-docx opening and saving it (``make bench``).

Both ways that it is used: within one process, where the glossary is open already, and as commands from nothing.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

import docx
import texts
from docx.oxml.ns import qn
from docx.shared import Pt
from harness import Figure, command, interleave, milliseconds, ratio, table

from zhengci.document.document import Document
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import open_glossary
from zhengci.mentions.resolve import analyse
from zhengci.readers.word import reading_of
from zhengci.readers.word.flow import Flow
from zhengci.writers.word import explanations

#: GB/T 9704 puts 22 lines of 28 characters on a page; a character is three bytes.
PAGES = 30
SIZE = PAGES * 22 * 28 * 3
TERMS = ("一利五率", "两新", "两重", "三权分置", "专精特新", "放管服", "一网通办",
         "三区三线", "四风", "最多跑一次", "千万工程", "双随机一公开")  # fmt: skip
LIMIT = 1.5
FIXED = ("--fix", "--unsafe-fixes", "--comments")


def draft() -> bytes:
    """Return a draft as offices have them: runs of a few words in 仿宋 of size three, a header, page numbers, a table."""
    document = docx.Document()
    for number, text in enumerate(texts.report(TERMS, SIZE).splitlines()):
        if not text.strip():
            continue
        paragraph = document.add_paragraph()
        for at in range(0, len(text), 15):
            run = paragraph.add_run(text[at : at + 15])
            run.font.size, run.font.name = Pt(16), "Times New Roman"
            run._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
            run.bold = number % 7 == 0
    cells = document.add_table(10, 4)
    for row in cells.rows:
        for cell in row.cells:
            cell.text = "牵头单位"
    document.sections[0].header.paragraphs[0].text = "2026年政府工作报告"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def opened_and_saved(data: bytes) -> bytes:
    """What python-docx takes to open the draft and to save it unchanged."""
    out = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(out)
    return out.getvalue()


def annotated(data: bytes, glossary: Glossary) -> bytes:
    """What zhengci takes to annotate it with comments."""
    reading = reading_of(data)
    assert isinstance(reading.container, Flow)
    document = Document(
        reading.text, kind=reading.kind, zones=reading.zones, remarks=reading.remarks, places=reading.places, body=reading.body
    )
    explanations.write(analyse(document, glossary), reading.container, "comments", False)
    return reading.container.package.to_bytes()


def figures(rounds: int, folder: Path) -> list[Figure]:
    """Measure both ways."""
    data, glossary = draft(), open_glossary()
    source, target = folder / "draft.docx", folder / "annotated.docx"
    source.write_bytes(data)
    comments = docx.Document(io.BytesIO(annotated(data, glossary))).comments
    characters = len(reading_of(data).text)
    told = f"; {characters} characters, {len(list(comments))} comments"
    inside = interleave({"docx": lambda: opened_and_saved(data), "zhengci": lambda: annotated(data, glossary)}, rounds, warm_up=3)
    program = "import sys, docx; docx.Document(sys.argv[1]).save(sys.argv[2])"
    zhengci = [sys.executable, "-m", "zhengci"]
    outside = interleave(
        {
            "docx": command([sys.executable, "-c", program, source, target], os.environ),
            "zhengci": command([*zhengci, "annotate", source, "--isolated", "-o", target], os.environ),
            "lint": command([*zhengci, "lint", source, "--isolated"], os.environ, (0, 1)),
            "fix": command([*zhengci, "lint", source, "--isolated", *FIXED, "-o", target], os.environ, (0, 1)),
            "appendix": command([*zhengci, "appendix", source, "--isolated", "--write", "-o", target], os.environ),
        },
        rounds,
        warm_up=2,
    )
    return [
        Figure(
            name, ratio(times[way], times["docx"]), limit,
            f"python-docx {milliseconds(times['docx'])}, zhengci {milliseconds(times[way])}{told}",
        )
        for name, times, way, limit, told in (
            (f"Word draft of {PAGES} pages to comments / python-docx open + save, in one process", inside, "zhengci", LIMIT, told),
            ("the same as commands, from nothing", outside, "zhengci", LIMIT, told),
            ("lint, as commands", outside, "lint", None, ""),
            (f"lint {' '.join(FIXED)}, as commands", outside, "fix", None, ""),
            ("appendix --write, as commands", outside, "appendix", None, ""),
        )
    ]  # fmt: skip


def main() -> int:
    """Print the figures; the exit status is 1 where one exceeds its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    gc.set_threshold(100_000, 50, 50)  # as the command line does
    with tempfile.TemporaryDirectory() as folder:
        found = figures(parser.parse_args().rounds, Path(folder))
    print(table(found))
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
