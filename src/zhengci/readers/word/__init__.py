"""Reads Word files: .docx and its kin with macros (which are not run) and templates.

``Reading.container`` is the :class:`~zhengci.readers.word.flow.Flow`, which the writers of Word files change and save.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from zhengci.document.decode import UnreadableFile, read_bytes
from zhengci.document.lines import Places
from zhengci.document.markup import Remark
from zhengci.readers import Reading
from zhengci.readers.word.flow import Flow
from zhengci.readers.word.names import w
from zhengci.readers.word.package import Package

_LEAD = "zhengci-"
_MAX_FILE = 512 * 1024 * 1024


def read(path: str) -> Reading:
    """Return the text of a Word file with its zones, places and directives; raises UnreadableFile."""
    try:
        if os.path.getsize(path) > _MAX_FILE:
            raise UnreadableFile("文件大得不像文稿，未打开")
    except OSError:
        pass  # reading it tells why
    return reading_of(read_bytes(path))


def reading_of(data: bytes) -> Reading:
    """Return what the bytes of a Word file hold; raises UnreadableFile."""
    flow = Flow(Package(data))
    named = [paragraph for paragraph in flow.paragraphs if paragraph.end > paragraph.start]
    places = Places(tuple(paragraph.start for paragraph in named), tuple(paragraph.name for paragraph in named))
    return Reading(
        flow.text, None, "word", tuple(flow.zones), places, flow, body=flow.body, remarks=tuple(_directives(flow))
    )


def _directives(flow: Flow) -> Iterator[Remark]:
    """Yield the comments (ECMA-376 Part 1, 17.13.4) that begin with a directive, at what they are about."""
    for part in flow.package.targets(flow.package.main, "comments").values():
        for comment in flow.package.tree(part).iterchildren(w("comment")):
            text = "\n".join("".join(row.itertext(w("t"))) for row in comment.iter(w("p"))).strip()
            span = flow.anchors.get(comment.get(w("id"), ""))
            if text[: len(_LEAD)].lower() == _LEAD and span:  # Word begins a sentence with a capital
                yield Remark(*span, _LEAD + text[len(_LEAD) :])
