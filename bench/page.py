"""The reader's page: what writing it adds to annotating, and how fluid it is in a headless Chromium, beside bare text.

    python bench/page.py

The bare page has the same text in the same paragraphs and nothing else; both are opened in turn.  A step is timed from
the event until the frame after it is done.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from html import escape
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from harness import MB, Figure, interleave, ratio, table
from texts import report

from zhengci.document.document import Document
from zhengci.glossary.store import open_glossary
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.writers import html, text

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS = 7
SIZES = (45_000, 500_000)
#: An answer within so many milliseconds seems immediate.
IMMEDIATE = 100
STEPS = {
    "filter": "document.querySelector('.chip.unknown, .chip').click()",
    "filter off": "document.querySelector('.chip.unknown, .chip').click()",
    "search": "seek.value = '改革'; seek.dispatchEvent(new Event('input', {bubbles: true}))",
    "search off": "seek.value = ''; seek.dispatchEvent(new Event('input', {bubbles: true}))",
    "first card": "document.querySelector('main a.m').click()",
    "jump to the last term": "[...document.querySelectorAll('.note .term')].at(-1).click()",
}
_TIMED = """async step => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  await frame(); await frame();
  const began = performance.now(); step(); await frame();
  return performance.now() - began;
}"""


def main() -> None:
    """Print the figures; leaves with 1 where a limit is missed."""
    glossary = open_glossary()
    terms = [concept.term for concept in glossary]
    pages = {size: analyse(Document(report(terms, size), path="报告.txt"), glossary) for size in SIZES}
    figures = [figure for size, analysis in pages.items() for figure in writing(size, analysis)]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium:
        for size, analysis in pages.items():
            figures += in_chromium(size, analysis, chromium)
    else:
        print("no chromium here: how fluid the page is is not measured", file=sys.stderr)
    print(table(figures))
    sys.exit(not all(figure.holds for figure in figures))


def writing(size: int, analysis: Analysis) -> list[Figure]:
    """Return what writing the page takes and how large it is."""
    raw = analysis.document.raw
    times = interleave(
        {
            "page": lambda: html.write(analysis),
            "analysis": lambda: analyse(Document(raw, path="报告.txt"), analysis.glossary),
            "text": lambda: text.write(analysis),
        },
        ROUNDS,
    )
    page = html.write(analysis)
    return [
        Figure(f"{size // 1000} KB: writing the page / annotating", ratio(times["page"], times["analysis"]), 2.0),
        Figure(f"{size // 1000} KB: page / text in size", len(page.encode()) / len(raw.encode()), None,
               f"{len(page.encode()) / MB:.2f} MB, {len(analysis.mentions)} mentions"),
    ]  # fmt: skip


def in_chromium(size: int, analysis: Analysis, chromium: str) -> list[Figure]:
    """Return how long the page takes to open, beside the bare text, and to answer."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        bare = "".join(f"<p>{escape(line)}</p>\n" for line in analysis.document.raw.split("\n") if line)
        names = {"page": html.write(analysis), "bare": f"<!DOCTYPE html><meta charset=utf-8><title>bare</title>{bare}"}
        opened: dict[str, list[float]] = {name: [] for name in names}
        steps: dict[str, list[float]] = {name: [] for name in STEPS}
        for name, markup in names.items():
            (Path(folder) / f"{name}.html").write_text(markup, "utf-8", newline="")
        for _ in range(ROUNDS):
            for name in names:
                page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
                page.goto((Path(folder) / f"{name}.html").as_uri())
                opened[name].append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
                if name == "page":
                    for step, script in STEPS.items():
                        steps[step].append(timed(page, script))
                page.close()
        browser.close()
    label = f"{size // 1000} KB"
    return [
        Figure(f"{label}: opening the page / bare text", ratio(opened["page"], opened["bare"]), None, f"{median(opened['page']):.0f} ms"),
        *(Figure(f"{label}: {step}", median(times), IMMEDIATE, unit="ms") for step, times in steps.items()),
    ]


def timed(page: Page, script: str) -> float:
    """Return the milliseconds that a step takes until it is seen."""
    milliseconds: float = page.evaluate(f"() => ({_TIMED})(() => {{ const seek = document.getElementById('seek'); {script} }})")
    return milliseconds


if __name__ == "__main__":
    main()
