"""Times the reading of other formats, as ratios to what the libraries take alone (``make bench-formats``).

A PDF of a hundred pages against the extraction of its text by PDFium, both in one process and as the processes that a user
starts; an OpenDocument text against odfpy where that is installed; a page of a web site with and without its extractor; a
site built by MkDocs with and without the plug-in.
"""

from __future__ import annotations

import argparse
import html
import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))
sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

import texts
from harness import Figure, interleave, milliseconds, ratio, table

import sources
from zhengci.document.page import furniture
from zhengci.glossary.store import open_glossary
from zhengci.readers import pdf, pdfium, read

TERMS = ["一利五率", "两新", "三权分置", "专精特新", "放管服", "三农"]
PAGES = 100
EXTRACT = "import sys, pypdfium2; [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(sys.argv[1])]"


#: Reports of the State Council, where they are beside the checkout.
CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "state-council"


def printed(folder: Path) -> tuple[Path, str]:
    """Return a PDF of at least a hundred pages and who made it: LibreOffice, which embeds its fonts, else reportlab."""
    reports = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("20*.txt"))[:6]]
    paragraphs = (html.escape("\n".join(reports)) or texts.report(TERMS, 260_000)).split("\n")
    path = folder / "report.pdf"
    if shutil.which("soffice"):
        body = "".join(f'<text:p text:style-name="P">{line}</text:p>' for line in paragraphs if line.strip())
        flat = sources.fodt(body).replace(b"<office:document ", f'<office:document office:mimetype="{sources.MIMETYPE}" '.encode(), 1)
        style = (
            '<office:automatic-styles xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
            '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:text-indent="32pt" '
            'fo:text-align="justify" fo:line-height="28pt"/><style:text-properties style:font-size-asian="16pt" fo:font-size="16pt"/>'
            "</style:style></office:automatic-styles><office:body>"
        )
        (folder / "report.fodt").write_bytes(flat.replace(b"<office:body>", style.encode(), 1))
        for form in ("pdf", "odt"):
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form]
            subprocess.run([*command, "--outdir", str(folder), str(folder / "report.fodt")], capture_output=True, check=True)
        return path, "LibreOffice"
    path.write_bytes(sources.report(paragraphs))
    return path, "reportlab"


def pdf_figures(folder: Path, rounds: int) -> list[Figure]:
    """Return how reading a PDF compares with the extraction alone."""
    import pypdfium2

    path, maker = printed(folder)
    whole = pypdfium2.PdfDocument(path)
    part = pypdfium2.PdfDocument.new()
    part.import_pages(whole, list(range(min(PAGES, len(whole)))))
    part.save(folder / "hundred.pdf")
    hundred = str(folder / "hundred.pdf")
    count = len(part)

    def extract() -> object:
        return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(hundred)]

    def child() -> object:
        return subprocess.run([sys.executable, "-c", EXTRACT, hundred], check=True)

    inside = interleave({"ours": lambda: pdfium.extract(hundred), "alone": extract}, rounds)
    outside = interleave({"ours": lambda: pdf.read(hundred), "alone": child}, rounds)
    return [
        Figure(f"PDF of {count} pages ({maker}), reading / extraction, in one process", ratio(inside["ours"], inside["alone"]), 1.3,
               f"{milliseconds(inside['ours'])} / {milliseconds(inside['alone'])}"),
        Figure("the same, process / process", ratio(outside["ours"], outside["alone"]), 1.3,
               f"{milliseconds(outside['ours'])} / {milliseconds(outside['alone'])}"),
    ]  # fmt: skip


def odt_figures(folder: Path, rounds: int) -> list[Figure]:
    """Return how reading an OpenDocument text that LibreOffice wrote compares with odfpy, where both are there."""
    path = folder / "report.odt"
    if not path.exists():
        return []
    try:
        from odf import teletype
        from odf.opendocument import load
        from odf.text import P
    except ImportError:
        return []
    times = interleave({
        "ours": lambda: read(str(path)),
        "odfpy": lambda: "\n".join(map(teletype.extractText, load(str(path)).getElementsByType(P))),
    }, rounds)  # fmt: skip
    detail = f"{milliseconds(times['ours'])} / {milliseconds(times['odfpy'])}"
    return [Figure("the same as ODT, reading / odfpy", ratio(times["ours"], times["odfpy"]), 1.0, detail)]


def page_figures(rounds: int) -> list[Figure]:
    """Return what telling the text of a web page from its furniture costs."""
    body = "".join(f"<p>{line}</p>\n" for line in texts.report(TERMS, 45_000).split("\n"))
    side = "<div class=nav>" + "<a href=x>政务公开</a>" * 40 + "</div>"
    page = f"<html><body>{side}<div id=zoom>{body}</div><div class=footer>主办单位：办公厅 ICP备1号</div></body></html>"
    draft = f"<html><body>{body}</body></html>"

    def without() -> object:
        kept, sys.modules["trafilatura"] = sys.modules.get("trafilatura"), None  # type: ignore[assignment]
        try:
            return furniture(page)
        finally:
            if kept is None:
                del sys.modules["trafilatura"]
            else:
                sys.modules["trafilatura"] = kept

    from zhengci.document.markup import html_zones

    times = interleave({
        "with": lambda: furniture(page), "without": without, "draft": lambda: furniture(draft), "zones": lambda: html_zones(page),
    }, rounds)  # fmt: skip
    return [
        Figure("page of a site, 45 KB: its marks / scanning its tags", ratio(times["without"], times["zones"]), None,
               f"{milliseconds(times['without'])} / {milliseconds(times['zones'])}"),
        Figure("the same with the extractor", ratio(times["with"], times["zones"]), None, milliseconds(times["with"])),
        Figure("draft in HTML, 45 KB: the look for marks", ratio(times["draft"], times["zones"]), None, milliseconds(times["draft"])),
    ]  # fmt: skip


def site_figures(folder: Path, rounds: int) -> list[Figure]:
    """Return what the plug-in adds to a build, and to one after one page changed."""
    import mkdocs.plugins
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from zhengci.mkdocs.plugin import ZhengciPlugin

    open_glossary()
    docs = folder / "docs"
    docs.mkdir()
    for number, text in enumerate(texts.reports(TERMS, 100, 9_000)):
        (docs / f"p{number}.md").write_text(f"# 第{number}页\n\n" + text.replace("\n", "\n\n"), encoding="utf-8")
    (docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text("site_name: 知识库\n", encoding="utf-8")
    known = mkdocs.plugins.get_plugins()

    class Entry:
        @staticmethod
        def load() -> type[ZhengciPlugin]:
            return ZhengciPlugin

    mkdocs.plugins.get_plugins = lambda: {**known, "zhengci": Entry}  # type: ignore[assignment,dict-item]

    def builder(name: str, plugins: list[str]) -> Callable[[], object]:
        def once() -> None:
            config = load_config(
                str(folder / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(folder / name), theme="mkdocs", plugins=list(plugins)
            )
            if "zhengci" in config.plugins:  # MkDocs keeps the plug-in in this process, and with it the pages
                config.plugins["zhengci"]._fresh.clear()  # type: ignore[attr-defined]
            build(config)

        return once

    logging.disable(logging.WARNING)
    again = load_config(
        str(folder / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(folder / "again"), theme="mkdocs", plugins=["zhengci"]
    )
    times = interleave({
        "without": builder("without", []), "with": builder("with", ["zhengci"]), "again": lambda: build(again),
    }, max(3, rounds // 5))  # fmt: skip
    return [
        Figure("site of 100 pages of 9 KB, built with / without the plug-in", ratio(times["with"], times["without"]), None,
               f"{milliseconds(times['with'])} / {milliseconds(times['without'])}"),
        Figure("the same, built again by mkdocs serve", ratio(times["again"], times["without"]), None, milliseconds(times["again"])),
    ]  # fmt: skip


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = [*pdf_figures(folder, rounds), *odt_figures(folder, rounds), *page_figures(rounds), *site_figures(folder, rounds)]
    print(table(figures))


if __name__ == "__main__":
    main()
