"""Writes the 名词解释 into a document, or brings the one that it has up to date (``appendix --write``)."""

from __future__ import annotations

import sys
from collections.abc import Callable

from zhengci.cli.revising import revise
from zhengci.document.decode import UnreadableFile, replace_file, write_text
from zhengci.document.definitions import Appendix
from zhengci.linting.appendix_layout import read_layout
from zhengci.mentions.resolve import Analysis
from zhengci.patterns import lazy
from zhengci.readers import Reading
from zhengci.writers.appendix import TITLE, appendix_rows, numbered, refuse_another, renewing

Look = Callable[[Reading], Analysis]

_SPECIAL = "已有的名词解释版式特殊，不能在原处更新，没有改动；可用 zhengci appendix 生成后自己替换"
#: A section of ours with one entry, which is not recognised as a 名词解释, at the end of a text.
_ALONE = lazy(r"\n(?:#+ )?" + TITLE + r"\s*\n1\. ?“?(?P<head>[^“”：\n]{2,48})”?：(?P<told>[^\n]+)\s*\Z")
_HEADINGS = lazy(r"(?m)^(#{1,2}) ")


def write_into(path: str, target: str, reading: Reading, look: Look) -> tuple[int, int]:
    """Write the document `path` with its appendix to `target` (empty: where it came from).

    Returns how many entries it had and has; nothing is written where it needs none.  Raises UnreadableFile.
    """
    appendix = look(reading).document.appendix
    if reading.kind == "word":
        from zhengci.cli.wordcopy import append_to_word, renew_in_word

        if appendix is None:
            return append_to_word(path, target, reading, look)
        text, renewed = _renewed(reading, look)
        if text != reading.text or target != path:
            renew_in_word(path, target, reading, (appendix, renewed), text)
        return len(appendix.entries), len(renewed.entries)
    if appendix is None:
        text, before, after = _appended(reading, look)
    else:
        text, renewed = _renewed(reading, look)
        before, after = len(appendix.entries), len(renewed.entries)
    if after:
        _put(path, target, reading, text)
    return before, after


def _renewed(reading: Reading, look: Look) -> tuple[str, Appendix]:
    """Return the text with its appendix up to date, and that."""
    document = look(reading).document
    if document.appendix is None or read_layout(document, document.appendix) is None:
        raise UnreadableFile(_SPECIAL)
    revision, analysis, _ = revise(reading, look, lambda analysis, revision, now: renewing(analysis))
    assert analysis.document.appendix is not None  # at least two entries are left
    return revision.text, analysis.document.appendix


def _appended(reading: Reading, look: Look) -> tuple[str, int, int]:
    """Return the text with an appendix, and how many entries it had and has."""
    own: dict[str, str] = {}
    alone = _ALONE.search(reading.text)
    if alone:
        own[alone["head"]] = alone["told"].strip()
        reading = reading._replace(text=reading.text[: alone.start()])
    analysis = look(reading)
    refuse_another(analysis)
    rows = [(head, own.get(head.strip("“”"), told)) for head, told in appendix_rows(analysis)]
    is_markdown = analysis.document.kind == "markdown"
    title = TITLE
    if is_markdown:  # one # is the document's own title where there are others below it
        levels = _HEADINGS.findall(reading.text)
        title = f"{'##' if '##' in levels else '#'} {TITLE}"
    lines = [title, "", *numbered(rows, " " if is_markdown else "")]
    end = "\r\n" if "\r\n" in reading.text else "\n"
    return f"{reading.text.rstrip()}{2 * end}{end.join(lines)}{end}", len(own), len(rows)


def _put(path: str, target: str, reading: Reading, text: str) -> None:
    assert reading.decoded is not None  # a text
    if path == "-" and not target:
        sys.stdout.buffer.write(reading.decoded.encode(text))
    elif target:
        replace_file(target, reading.decoded.encode(text))
    elif text != reading.text:
        write_text(path, reading.decoded, text)
