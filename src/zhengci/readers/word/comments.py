"""Comments of a Word document (ECMA-376 Part 1, 17.13.4): reads, adds and removes them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from zhengci.readers.word.flow import Flow, paragraph_at
from zhengci.readers.word.names import element, w
from zhengci.readers.word.numbers import unused
from zhengci.readers.word.runs import outermost, runs_of

AUTHOR = "政词"
#: Word opens no file with more comments ([MS-OI29500] 2.1.315).
MOST = 32767

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_THREADS = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


class Comment(NamedTuple):
    """A comment: the span of the text that it is about, where it has one, and its paragraphs."""

    key: str
    author: str
    initials: str
    span: tuple[int, int] | None
    paragraphs: tuple[str, ...]
    is_answered: bool
    element: etree._Element


def comments_of(flow: Flow) -> Iterator[Comment]:
    """Yield the comments of a document."""
    part = flow.package.target("comments")
    if part is None:
        return
    answered = _answered(flow)
    for comment in flow.package.tree(part).iterchildren(w("comment")):
        key = comment.get(w("id"), "")
        rows = list(comment.iter(w("p")))
        yield Comment(
            key,
            comment.get(w("author"), ""),
            comment.get(w("initials"), ""),
            flow.anchors.get(key),
            tuple("".join(text.text or "" for text in row.iter(w("t"))) for row in rows),
            bool(rows) and rows[-1].get(_WORD_2010 + "paraId") in answered,
            comment,
        )


def can_comment(flow: Flow, offset: int) -> bool:
    """Tell whether what stands at `offset` can have a comment: not in headers and footers, to which Word allows none."""
    paragraph = paragraph_at(flow, offset)
    return paragraph.where in ("body", "cell") or paragraph.anchor is not None


def commented_span(flow: Flow, start: int, end: int) -> tuple[int, int]:
    """Return the span that a comment on ``text[start:end]`` comes to be about: in notes and boxes what stands for them."""
    anchor = paragraph_at(flow, start).anchor
    return (start, end) if anchor is None else flow.holders[anchor]


class Commenter:
    """Adds comments by 政词 to a document; `initials` tell which command they are from."""

    def __init__(self, flow: Flow, initials: str) -> None:
        self._flow = flow
        package = flow.package
        part = package.target("comments")
        if part is None:
            part = package.add(package.main, "comments", element("comments"), _TYPE)
        self._part = part
        self._root = package.tree(part)
        self._keys = unused((comment.get(w("id")) for comment in self._root), 0)
        self._mark_style = flow.styles.id_of("annotation reference")
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        # 17.13.4.2: a comment; 17.13.4.1: its mark, with which it begins.  Copying is faster than making.
        self._comment = element("comment", author=AUTHOR, date=now, initials=initials)
        self._mark = _run(self._mark_style, element("annotationRef"))
        style = element("pPr", element("pStyle", val=flow.styles.id_of("annotation text")))
        self._row = element("p", style, element("r", element("t", " ")))

    def add(self, start: int, end: int, paragraphs: Sequence[str]) -> None:
        """Put a comment on ``text[start:end]``, which holds a character and lies in one paragraph.

        Word passes over comments inside text boxes and notes ([MS-OI29500] 2.1.315): there it is put on what stands for
        them in the body, the run that holds the box or refers to the note.
        """
        package, anchor = self._flow.package, paragraph_at(self._flow, start).anchor
        runs = runs_of(self._flow, start, end) if anchor is None else [anchor]
        package.touch(package.main)
        package.touch(self._part)
        key = next(self._keys)
        # 17.13.4.4, 17.13.4.3: where what the comment is about begins and ends; 17.13.4.5: the comment's own place.
        outermost(runs[0]).addprevious(element("commentRangeStart", id=key))
        close = element("commentRangeEnd", id=key)
        outermost(runs[-1]).addnext(close)
        close.addnext(_run(self._mark_style, element("commentReference", id=key)))
        comment = deepcopy(self._comment)
        comment.set(w("id"), key)
        for text in paragraphs:
            row = deepcopy(self._row)
            row[-1][0].text = text
            comment.append(row)
        comment[0].insert(1, deepcopy(self._mark))
        self._root.append(comment)


def remove_comments(flow: Flow, comments: Sequence[Comment]) -> None:
    """Remove comments with their marks."""
    if not comments:
        return
    package = flow.package
    keys = {comment.key for comment in comments}
    body = package.tree(package.main)
    for mark in list(body.iter(w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))):
        if mark.get(w("id")) in keys:
            run = mark.getparent()
            _remove(mark)
            if mark.tag == w("commentReference") and run is not None and all(child.tag == w("rPr") for child in run):
                _remove(run)
    package.touch(package.main)
    threads = {thread.get(_WORD_2012 + "paraId"): thread for thread in _threads(flow)}
    for comment in comments:
        for row in comment.element.iter(w("p")):
            thread = threads.get(row.get(_WORD_2010 + "paraId", ""))
            if thread is not None:
                _remove(thread)
                package.touch(str(package.target(_THREADS)))
        _remove(comment.element)
    package.touch(str(package.target("comments")))


def _run(style: str, child: etree._Element) -> etree._Element:
    return element("r", element("rPr", element("rStyle", val=style)), child)


def _remove(child: etree._Element) -> None:
    parent = child.getparent()
    if parent is not None:
        parent.remove(child)


def _threads(flow: Flow) -> list[etree._Element]:
    """Return what Word keeps of threads of comments ([MS-DOCX] 2.5.4): who answers whom."""
    part = flow.package.target(_THREADS)
    return [] if part is None else list(flow.package.tree(part).iter(_WORD_2012 + "commentEx"))


def _answered(flow: Flow) -> set[str | None]:
    return {thread.get(_WORD_2012 + "paraIdParent") for thread in _threads(flow)} - {None}
