"""The 名词解释 of a Word document: a section at its end in its own looks, or what it has already, brought up to date.

A section of ours is kept in a hidden bookmark (17.13.6.2), so that a later run finds it whatever became of it.  What the
document has already keeps its paragraphs as they are: those of entries move and are numbered anew, missing ones are made
like their neighbours.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from itertools import pairwise

from lxml import etree

from zhengci.document.decode import UnreadableFile
from zhengci.document.definitions import Appendix, title_lines
from zhengci.patterns import lazy
from zhengci.readers.word.flow import Flow, Paragraph
from zhengci.readers.word.names import element, w
from zhengci.readers.word.runs import runs_of
from zhengci.readers.word.structure import rows as rows_of
from zhengci.writers.appendix import TITLE
from zhengci.writers.word.looks import Looks, body_looks, label_looks, looks_at, title_looks

BOOKMARK = "_zhengci_appendix"
_LABEL = "附件"
_LABELLED = lazy(r"附[ 　]*件[ 　0-9０-９一二三四五六七八九十]*[：:]?.{0,40}")
_PREFIX = lazy(r"[ \t　]*(?:[［\[（(]?[ ]*(?P<number>[0-9０-９]{1,3})[ ]*[］\]）).．、])?[ \t　]*")
_ENTRY = lazy(r"1\.“?(?P<head>[^“”：]{2,48}(?:“[^”：]{1,24}”)?[^“”：]{0,24})”?：(?P<told>.+)")
_UNKNOWN = "已有的名词解释不是一条一段的版式，不能在原处更新，没有改动；可用 zhengci appendix 生成后自己替换"


def add(flow: Flow, rows: Sequence[str]) -> str:
    """Add a section with an entry to a row, on a new page at the end of the body; return the text that this adds."""
    body = _body(flow)
    looks = body_looks(flow)
    texts = [TITLE, *rows]
    made = [title_looks(flow).made(TITLE), *(looks.made(row) for row in rows)]
    if not any(_LABELLED.fullmatch(flow.text, one.start, one.end) for one in flow.paragraphs if one.where == "body"):
        texts.insert(0, _LABEL)
        made.insert(0, label_looks(looks).made(_LABEL, new_page=True))
    else:
        made[0] = title_looks(flow).made(TITLE, new_page=True)
    _mark(flow, made)
    end = body[-1] if len(body) and body[-1].tag == w("sectPr") else None
    for block in made:
        if end is None:
            body.append(block)
        else:
            end.addprevious(block)
    flow.package.touch(flow.package.main)
    return "".join(f"{text}\n" for text in texts)


def refuse_table(flow: Flow) -> None:
    """Raise UnreadableFile where a title of a 名词解释 has a table of several rows under it: there it has its entries."""
    titles = {start for start, _ in title_lines(flow.text)}
    paragraphs = [one for one in flow.paragraphs if one.end > one.start]
    for title, below in pairwise(paragraphs):
        if title.start in titles and title.where == "body" and below.where == "cell":
            table = next(below.element.iterancestors(w("tbl")))
            if len(list(rows_of(table))) > 1:
                raise UnreadableFile(_UNKNOWN)


def renew(flow: Flow, appendix: Appendix, lines: Sequence[str]) -> None:
    """Make the section that the document has say `lines`, a paragraph to a line, from its first entry to its last.

    Raises UnreadableFile where it is set in a way that a paragraph does not stand for a line.
    """
    first, last = appendix.entries[0], appendix.entries[-1]
    old = [one for one in flow.paragraphs if one.end >= first.head_start and one.start < last.end]
    parents = {one.element.getparent() for one in old}
    if len(parents) != 1 or any(one.where != "body" or "\n" in flow.text[one.start : one.end] for one in old):
        raise UnreadableFile(_UNKNOWN)
    heads = {entry.head_start: (looks_at(flow, one, entry.head_start), looks_at(flow, one, entry.start))
             for entry in appendix.entries for one in old if one.start <= entry.head_start < one.end}  # fmt: skip
    head_looks, text_looks = heads[max(heads)]
    left: dict[str, deque[Paragraph]] = defaultdict(deque)
    for paragraph in old:
        left[_bare(flow.text[paragraph.start : paragraph.end])].append(paragraph)
    section = next((found for one in old if (found := one.element.find(f"{w('pPr')}/{w('sectPr')}")) is not None), None)
    blocks = []
    renumbered: list[tuple[Paragraph, str]] = []
    for line in lines:
        if left[_bare(line)]:
            paragraph = left[_bare(line)].popleft()
            renumbered.append((paragraph, line))
            blocks.append(paragraph.element)
        else:
            blocks.append(_made(line, head_looks, text_looks))
    for paragraph, line in reversed(renumbered):
        _renumber(flow, paragraph, line)
    _arrange(blocks, old)
    for paragraph in [one for rest in left.values() for one in rest]:
        _remove(paragraph.element, blocks[-1])
    if section is not None:
        _end_section(blocks[-1], section)
    _close_mark(flow, blocks[-1])
    flow.package.touch(flow.package.main)


def take_out(flow: Flow) -> tuple[str, str] | None:
    """Remove the section that a bookmark of ours holds and that has one entry; return that, ``None`` where there is none.

    A single entry is not recognised as a 名词解释.  Raises UnreadableFile where the writer made something else of it.
    """
    body = _body(flow)
    marks = list(body.iter(w("bookmarkStart"), w("bookmarkEnd")))
    start = next((mark for mark in marks if mark.get(w("name")) == BOOKMARK), None)
    if start is None:
        return None
    end = next((mark for mark in marks if mark.get(w("id")) == start.get(w("id")) and mark.tag == w("bookmarkEnd")), start)
    first, last = (next(block for block in (mark, *mark.iterancestors()) if _parent(block) is body) for mark in (start, end))
    blocks = body[body.index(first) : body.index(last) + 1]
    texts = ["".join(text.text or "" for text in block.iter(w("t"))) for block in blocks]
    if TITLE not in texts:
        return None
    entry = _ENTRY.fullmatch(texts[-1])
    if entry is None or [text for text in texts[:-1] if text != _LABEL] != [TITLE]:
        raise UnreadableFile(_UNKNOWN)
    for block in blocks:
        body.remove(block)
    flow.package.touch(flow.package.main)
    return entry["head"], entry["told"]


def _body(flow: Flow) -> etree._Element:
    body = flow.package.tree(flow.package.main).find(w("body"))
    assert body is not None  # or nothing could have been read
    return body


def _parent(block: etree._Element) -> etree._Element:
    parent = block.getparent()
    assert parent is not None  # a block of a document
    return parent


def _mark(flow: Flow, blocks: Sequence[etree._Element]) -> None:
    """Put a bookmark of ours round blocks (17.13.6)."""
    body = _body(flow)
    keys = {mark.get(w("id")) for mark in body.iter(w("bookmarkStart")) if mark.get(w("name")) == BOOKMARK}
    for mark in [one for one in body.iter(w("bookmarkStart"), w("bookmarkEnd")) if one.get(w("id")) in keys]:
        _parent(mark).remove(mark)  # of a section that the writer took away
    key = next(flow.fresh_ids)
    blocks[0].insert(1 if blocks[0][0].tag == w("pPr") else 0, element("bookmarkStart", id=key, name=BOOKMARK))
    blocks[-1].append(element("bookmarkEnd", id=key))


def _close_mark(flow: Flow, last: etree._Element) -> None:
    """Let a bookmark of ours end with the last entry."""
    body = _body(flow)
    keys = {mark.get(w("id")) for mark in body.iter(w("bookmarkStart")) if mark.get(w("name")) == BOOKMARK}
    for mark in [one for one in body.iter(w("bookmarkEnd")) if one.get(w("id")) in keys]:
        last.append(mark)


def _bare(line: str) -> str:
    """Return a line without the number that it begins with."""
    return _PREFIX.sub("", line, count=1).strip()


def _made(line: str, head: Looks, text: Looks) -> etree._Element:
    """Return a paragraph for an entry, headword and explanation as those of its neighbours."""
    cut = next((at for at, character in enumerate(line) if character in "：:"), 0)
    row = text.made(line[cut:])
    before = head.made(line[:cut])[-1]
    if cut:
        row[-1].addprevious(before)
    return row


def _renumber(flow: Flow, paragraph: Paragraph, line: str) -> None:
    """Give an entry the number that it has in `line`."""
    old, new = _PREFIX.match(flow.text, paragraph.start, paragraph.end), _PREFIX.match(line)
    if old is None or new is None or not old["number"] or not new["number"] or old["number"] == new["number"]:
        return
    runs = runs_of(flow, *old.span("number"))
    for text in runs[0].iterchildren(w("t")):
        text.text = new["number"]
    for run in runs[1:]:
        _parent(run).remove(run)


def _arrange(blocks: Sequence[etree._Element], old: Sequence[Paragraph]) -> None:
    """Put blocks in order where the old ones begin."""
    place = element("p")
    old[0].element.addprevious(place)
    before = place
    for block in blocks:
        if before.getnext() is not block:
            before.addnext(block)
        before = block
    _parent(place).remove(place)


def _remove(paragraph: etree._Element, heir: etree._Element) -> None:
    """Remove a paragraph; comments and bookmarks that begin or end in it do so in another one."""
    for mark in list(paragraph.iter(*map(w, ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")))):
        heir.append(mark)
    for reference in list(paragraph.iter(w("commentReference"))):
        heir.append(_parent(reference))
    _parent(paragraph).remove(paragraph)


def _end_section(paragraph: etree._Element, section: etree._Element) -> None:
    """Let a section of the document (17.6.18) end with a paragraph."""
    _parent(section).remove(section)
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    change = properties.find(w("pPrChange"))
    if change is None:
        properties.append(section)
    else:
        change.addprevious(section)
