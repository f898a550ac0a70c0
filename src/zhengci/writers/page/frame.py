"""The whole page: head with its policy, bar, text, column and foot; styles and script are files beside this one, written in."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePath
from typing import NamedTuple

from zhengci.document.document import Document
from zhengci.document.lines import Lines, Places
from zhengci.glossary.model import Concept
from zhengci.linting.finding import Finding
from zhengci.mentions.resolve import Analysis
from zhengci.portrait.words import day
from zhengci.writers.page import hypertext, markdown, paragraphs, side
from zhengci.writers.page.escape import plain
from zhengci.writers.page.notes import STATUSES, Note, is_name, notes_of
from zhengci.writers.page.telling import written
from zhengci.writers.page.tokens import Token
from zhengci.writers.page.weave import Mark, flags, weave

_ASSETS = Path(__file__).with_name("assets")
_TITLE = re.compile("<h1>(.*?)</h1>", re.DOTALL)
_SHOWN = re.compile('<span data-shown="([^"]*)"></span>')
_TAG = re.compile("<span hidden>.*?</span>|<[^>]*>|\n", re.DOTALL)


class Checked(NamedTuple):
    """What lint found in the document, and the names of its places where it has no lines."""

    findings: list[Finding]
    places: Places | None = None


class Live(NamedTuple):
    """Where a page that a server keeps up to date asks whether it changed (``state``), its ``stamp``, the way home, its name."""

    state: str
    stamp: str
    home: str
    name: str


def render(analysis: Analysis, title: str = "", checked: Checked | None = None, live: Live | None = None) -> str:
    """Return the page of a document.

    `title` is its name for the window; without it the document's own title is taken, else the name of its file.
    """
    document = analysis.document
    notes, told = notes_of(analysis)
    flagged = flags(checked.findings) if checked else []
    tokens, has_title = _structure(document)
    text = weave(document.raw, tokens, _marks(analysis, told), flagged)
    own = _TITLE.search(text) if has_title and not title else None
    name = _TAG.sub("", _SHOWN.sub(r"\1", own[1])).strip() if own else plain(title or PurePath(document.path).stem or "文稿")

    def find(known: str) -> Concept | None:
        return next((concept for concept in analysis.glossary.lookup(known) if concept.id == known), None)

    column = side.listing(notes, find)
    tab = ""
    if checked:
        found = side.checks(checked.findings, Lines(document.raw), checked.places)
        column = side.tabs(checked.findings, notes) + found + column
        tab = ' data-tab="checks"'
    heading = "" if has_title else f"<h1>{name}</h1>\n"
    body = (
        f'<div class="page">\n<div class="sheet">\n'
        f'<section class="about" aria-label="文稿信息">\n{heading}{_about(analysis, notes)}</section>\n'
        f'<main class="document{" long" if len(document.raw) > _LONG else ""}" id="document">{text}</main>\n</div>\n'
        f'<aside class="side" id="notes" aria-label="词语与解释" tabindex="-1"{tab}>\n{column}</aside>\n</div>\n'
    )
    column_name = f"检查 {len(checked.findings)}" if checked else f"词语 {len(notes)}"
    return shell(name, body, column=column_name, live=live)


def _structure(document: Document) -> tuple[list[Token], bool]:
    """Return the tokens of a document, and whether there is a title among them."""
    if document.kind == "markdown":
        return markdown.tokens(document)
    if document.kind == "html" and hypertext.has_blocks(document):
        return hypertext.tokens(document)
    return paragraphs.tokens(document)


#: From so many characters on paragraphs are laid out only when they come into sight.
_LONG = 60_000


def shell(title: str, body: str, *, column: str = "", live: Live | None = None) -> str:
    """Return a page around `body` (markup); `title` is markup without tags, `column` says what stands beside the text."""
    style, script = _assets(bool(live))
    name = plain(live.name) if live and live.name else title
    home = f'<a class="home" href="{plain(live.home)}">全部文稿</a>' if live and live.home else ""
    listed = f'<button type="button" class="lists" aria-controls="notes" aria-expanded="false">{column}</button>'
    state = f' data-state="{plain(live.state)}" data-stamp="{plain(live.stamp)}"' if live else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(is_live=bool(live))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{title} · 政词</title>\n<style>{style}</style>\n<script>{script}</script>\n</head>\n<body{state}>\n"
        '<a class="skip" href="#document">跳到正文</a>\n'
        + ('<a class="skip" href="#notes">跳到词语</a>\n' if column else "")
        + f'<header class="bar">\n<span class="seal" aria-hidden="true">政词</span>\n<p class="file">{home}<span>{name}</span></p>\n'
        f'<div class="tools">{listed if column else ""}<button type="button" class="theme">外观：自动</button></div>\n</header>\n'
        f'{body}<footer>由政词标注。释义供参考；标有“未核实”的，尚未找到出处。</footer>\n</body>\n</html>\n'
    )


def _marks(analysis: Analysis, told: list[Note]) -> list[Mark]:
    marks = []
    for number, (mention, note) in enumerate(zip(analysis.mentions, told, strict=True), 1):
        about = ""
        first = note.first
        if number == note.places[0]:
            about = f' data-note="{note.number}"' if note.is_known else ""
        elif mention.reasons != first.reasons:
            about = f' data-why="{plain("；".join(mention.reasons))}"'
        if written(mention) != written(first):
            about += f' data-written="{plain(written(mention))}"'
        kind = " name" if is_name(mention) else ""
        marks.append(
            Mark(
                mention.start,
                mention.end,
                f"m{number}",
                f'class="m {mention.status}{kind}" href="#{note.anchor}" role="doc-noteref" '
                f'aria-describedby="{note.anchor}t"{about}',
            )
        )
    return marks


def _about(analysis: Analysis, notes: list[Note]) -> str:
    context = analysis.document.context
    counts = Counter(note.first.status for note in notes)
    names = sum(is_name(note.first) for note in notes)
    legend = "".join(
        f'<li><span class="m {status}">{name}</span> {counts[status] - (names if status == "explained" else 0)}</li>'
        + (f'<li><span class="m explained name">工程、规划、机构</span> {names}</li>' if names and status == "explained" else "")
        for status, name in STATUSES.items()
        if counts[status]
    )
    return (
        f"<dl><div><dt>日期</dt><dd>{_known(day(context.date), context.date_from)}</dd></div>"
        f"<div><dt>地区</dt><dd>{_known(context.place, context.jurisdiction_from)}</dd></div>"
        f"<div><dt>缩略语</dt><dd>{len(notes)} 种，{len(analysis.mentions)} 处</dd></div></dl>\n"
        + (f'<ul class="legend" aria-label="标记与种数">{legend}</ul>\n' if legend else "")
    )


def _known(fact: str, ground: str) -> str:
    if not fact:
        return "未识别"
    return plain(fact) + (f" <small>依据：{plain(ground)}</small>" if ground else "")


def policy(*, is_live: bool) -> str:
    """Return the content security policy of a page: its own style and script and, where a server renews it, that server."""
    style, script = _assets(is_live)
    connect = " connect-src 'self';" if is_live else ""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}';{connect} "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(asset: str) -> str:
    return "sha256-" + b64encode(sha256(asset.encode()).digest()).decode()


@cache
def _assets(is_live: bool) -> tuple[str, str]:
    """Return the style and the script of a page."""
    scripts = ("page.js", "live.js") if is_live else ("page.js",)
    style, *script = ("\n" + (_ASSETS / name).read_text(encoding="utf-8") for name in ("page.css", *scripts))
    return style, "".join(script)
