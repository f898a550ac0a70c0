"""Make the pictures of the READMEs from an example: the terminal as SVG, the reader's page and the server as PNG (with Chromium).

    python scripts/make_pictures.py [examples/draft.md]

Noto Serif CJK and Noto Sans CJK (Debian: fonts-noto-cjk) should be installed, or Chromium shows what it has.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import sys
import tempfile
import threading
from html import unescape
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from zhengci.document.document import Document
from zhengci.glossary.store import open_glossary
from zhengci.linting.engine import lint_document
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.serving.desk import Desk, Looked
from zhengci.serving.drafts import Drafts
from zhengci.serving.server import Server
from zhengci.writers import html, terminal
from zhengci.writers.page.frame import Checked

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"

#: The colours of the page in the dark, so that the two pictures go together.
THEME = TerminalTheme(
    (26, 25, 23),
    (228, 223, 211),
    [(58, 54, 47), (240, 149, 138), (169, 204, 124), (233, 172, 98), (127, 164, 208), (212, 150, 190), (127, 196, 208),
     (228, 223, 211)],
)  # fmt: skip
NARROW = "DejaVu Sans Mono, Menlo, Consolas, monospace"
#: The picture ends behind so many lines: the text and the first explanations.
LINES = 46
FONTS = '"Noto Sans Mono CJK SC", "Sarasa Mono SC", "PingFang SC", "Microsoft YaHei", monospace'


def main() -> None:
    """Read the example that the command line names and write both pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("example", nargs="?", type=Path, default=ROOT / "examples" / "draft.md")
    example = parser.parse_args().example
    analysis = analyse(Document(example.read_text("utf-8"), path=example.name), open_glossary())
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "terminal.svg").write_text(terminal_picture(analysis, example.name), "utf-8")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("make_pictures: needs chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        file = Path(folder) / "page.html"
        file.write_text(html.write(analysis), "utf-8", newline="")
        page_picture(browser, file.as_uri(), PICTURES / "page.png", 1280, 920, "light")
        page_picture(browser, file.as_uri(), PICTURES / "page-phone.png", 360, 720, "dark")
        server_picture(browser, example, PICTURES / "serve.png")
        browser.close()


def terminal_picture(analysis: Analysis, name: str) -> str:
    """Return the top of the annotation as a terminal shows it, as an SVG that loads no fonts from elsewhere."""
    screen = Console(width=100, file=io.StringIO(), force_terminal=True, color_system="standard")
    with screen.capture() as shown:
        terminal.write(analysis, screen)
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, color_system="standard")
    for line in shown.get().splitlines()[:LINES]:
        console.print(Text.from_ansi(line), no_wrap=True, overflow="crop")
    template = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    template = template.replace("Fira Code, monospace", FONTS).replace("font-variant-east-asian: full-width;", "")
    picture = console.export_svg(
        title=f"zhengci annotate {name}", theme=THEME, code_format=template, unique_id="zhengci", font_aspect_ratio=0.5
    )
    return re.sub(r'textLength="[0-9.]+"([^>]*>)([^<]*)', _measured, picture)


def _measured(text: re.Match[str]) -> str:
    """Rich measures a text by its characters; Chinese ones are two cells wide, a cell being half of 20 units.

    Quotation marks and rules are one cell to a terminal, but two in a Chinese font, so they are set in another one.
    """
    narrow = re.sub("[“”‘’─]+", rf'<tspan font-family="{NARROW}">\g<0></tspan>', text[2])
    return f'textLength="{10 * cell_len(unescape(text[2]))}"{text[1]}{narrow}'


def page_picture(browser: Browser, address: str, path: Path, width: int, height: int, scheme: str) -> None:
    """Take a picture of the page with the card of the first term that has a time line."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=1.5, color_scheme=scheme, reduced_motion="reduce"
    )
    page.goto(address)
    number = page.evaluate("document.querySelector('.note:has(.timeline) .term').hash.slice(1)")
    page.locator(f"#{number}").click()
    page.screenshot(path=path)
    make_small(path)
    page.close()


def server_picture(browser: Browser, example: Path, path: Path) -> None:
    """Take a picture of what ``zhengci serve`` shows of a draft."""
    glossary = open_glossary()

    def look(file: str) -> Looked:
        analysis = analyse(Document(Path(file).read_text("utf-8"), path=file), glossary)
        return Looked(analysis, Checked(lint_document(analysis)))

    with Server(Desk(Drafts([str(example)]), look), 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=1.5, reduced_motion="reduce")
        page.goto(f"{server.address}draft/{example.name}")
        page.screenshot(path=path)
        make_small(path)
        page.close()
        server.shutdown()


def make_small(path: Path) -> None:
    """Write a picture anew with the few colours that a page of text has."""
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(192, Image.Quantize.MAXCOVERAGE, 2, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main()
