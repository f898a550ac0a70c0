"""Cuts runs so that a span of the text is made up of whole ones, which a comment, a note or a tracked change can take.

A run that is cut becomes two with the same properties; nothing else about the document changes.  Cuts may be made in any
order; the pieces of the flow are kept up with them.
"""

from __future__ import annotations

from bisect import bisect_right
from copy import deepcopy

from lxml import etree

from zhengci.readers.word.flow import Flow, Piece, paragraph_at
from zhengci.readers.word.names import PRESERVE, XML_SPACE, w


def runs_of(flow: Flow, start: int, end: int) -> list[etree._Element]:
    """Return the runs (``w:r``) that hold exactly ``text[start:end]``, in order, cut where they held more.

    The span must hold a character other than the line breaks between paragraphs.  The runs may have different parents
    (hyperlinks, insertions, fields), and between them may stand what is no text.  The part is noted as changed.
    """
    _end_run(flow, end)
    _begin_run(flow, start)
    flow.package.touch(paragraph_at(flow, start).part)
    first, last = _piece_at(flow, start), _piece_at(flow, end - 1)
    found: dict[etree._Element, None] = {}
    for piece in flow.pieces[first : last + 1]:
        if piece.start >= start:
            found.setdefault(_run_of(piece.element))
    return list(found)


def split(flow: Flow, offset: int) -> tuple[etree._Element | None, etree._Element | None]:
    """Cut the paragraph's run at `offset`; return the runs before and after it, ``None`` where there is no text.

    The one before ends with the character before `offset`: what follows that in its run (the reference of a note) goes
    into a run of its own.
    """
    paragraph = paragraph_at(flow, offset)
    flow.package.touch(paragraph.part)
    return (
        _end_run(flow, offset) if offset > paragraph.start else None,
        _begin_run(flow, offset) if offset < paragraph.end else None,
    )


def outermost(run: etree._Element) -> etree._Element:
    """Return what a run is part of and not to be put asunder: the run of a whole ruby, a field with its result (17.16.19)."""
    result = run
    for above in run.iterancestors():
        if above.tag == w("p"):
            break
        if above.tag in (w("r"), w("fldSimple")):
            result = above
    return result


def _end_run(flow: Flow, offset: int) -> etree._Element:
    """Cut behind the character before `offset`; return the run that ends with it."""
    number = _piece_at(flow, offset - 1)
    piece = flow.pieces[number]
    if piece.end > offset:
        flow.pieces[number : number + 1] = _halves(piece, offset)
    run = _run_of(piece.element)
    _cut(flow, run, run.index(piece.element) + 1)
    return run


def _begin_run(flow: Flow, offset: int) -> etree._Element:
    """Cut before the character at `offset`; return the run that begins with it."""
    number = _piece_at(flow, offset)
    piece = flow.pieces[number]
    if piece.start < offset:
        flow.pieces[number : number + 1] = _halves(piece, offset)
    element = flow.pieces[_piece_at(flow, offset)].element
    run = _run_of(element)
    _cut(flow, run, run.index(element))
    return _run_of(element)


def _piece_at(flow: Flow, offset: int) -> int:
    return bisect_right(flow.pieces, offset, key=lambda piece: piece.start) - 1


def _run_of(element: etree._Element) -> etree._Element:
    run = element.getparent()
    assert run is not None  # a piece stands in a run
    return run


def _halves(piece: Piece, offset: int) -> list[Piece]:
    """Cut a ``w:t`` in two within its run."""
    left = piece.element
    at = piece.offset + offset - piece.start
    text = left.text or ""
    right = etree.Element(left.tag, dict(left.attrib), left.nsmap)
    left.text = text[piece.offset : at]
    right.text = text[at : piece.offset + piece.end - piece.start]
    for half in (left, right):
        half.set(XML_SPACE, PRESERVE)  # blanks at the cut would be lost; those that Word passes over are gone
    left.addnext(right)
    return [Piece(piece.start, offset, left, 0), Piece(offset, piece.end, right, 0)]


def _cut(flow: Flow, run: etree._Element, number: int) -> None:
    """Move what stands in a run from child `number` on into a new run behind it; a run of nothing is not made."""
    properties = run.find(w("rPr"))
    moved = run[number:]
    if not moved or number <= (0 if properties is None else 1):
        return
    fresh = etree.Element(run.tag, dict(run.attrib), run.nsmap)
    if properties is not None:
        fresh.append(deepcopy(properties))
        for change in fresh[0].iterchildren(w("rPrChange")):
            change.set(w("id"), next(flow.fresh_ids))
    fresh.extend(moved)
    run.addnext(fresh)
