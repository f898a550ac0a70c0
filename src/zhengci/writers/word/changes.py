"""Carries out edits of a Word document as tracked changes, which the writer accepts or rejects one by one.

ECMA-376 Part 1, 17.13.5: deleted text stays, in ``w:del`` (17.13.5.14) as ``w:delText`` (17.3.3.7); new text stands in
``w:ins`` (17.13.5.18), in a run with the properties of what it replaces or follows (17.3.2.28).  Word knows no insertion
within an insertion ([MS-OE376] 2.1.341): another author's is cut in two where ours stands between; text deleted from it is a
``w:del`` within its ``w:ins``.

Why not a library: docx-revisions 0.1.5 makes runs without their properties, drops what is no ``w:t`` in them (tabs, breaks,
references of notes) and refuses edits that reach into a hyperlink or an insertion; docxcompose joins documents and tracks
nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import UTC, datetime

from lxml import etree

from zhengci.linting.finding import Edit
from zhengci.readers.word.comments import AUTHOR
from zhengci.readers.word.flow import Flow, Piece, paragraph_at
from zhengci.readers.word.names import MC, PRESERVE, XML_SPACE, w
from zhengci.readers.word.runs import outermost, runs_of, split

_FIELD = "在域里（内容由 Word 自动生成）"
_INSERTIONS = (w("ins"), w("moveTo"))
#: Of the properties of a run, what tells the history of the run and not how text in it looks.
_HISTORY = frozenset(map(w, ("ins", "del", "moveFrom", "moveTo", "rPrChange")))
_UNSEEN = frozenset(map(w, ("proofErr", "bookmarkStart", "bookmarkEnd")))
#: How a hyperlink looks; what stands behind one does not.
_LINK_LOOKS = frozenset(map(w, ("rStyle", "u", "color")))


class Changes:
    """The tracked changes that zhengci makes in one document."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._date = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._in_fields: set[etree._Element] | None = None
        self._made: set[str] = set()  # ids of the marks of this run

    def hindrance(self, start: int, end: int, text: str) -> str:
        """Return why ``text`` cannot stand for ``flow.text[start:end]`` as a tracked change, in Chinese; empty: it can."""
        flow = self._flow
        paragraph = paragraph_at(flow, start)
        if end > paragraph.end or "\n" in text:
            return "跨段落"
        if start == end:
            told = [self._bar(piece) for piece in self._beside(start) if piece]
            return "在空段落里" if not told else told[0] if all(told) else ""
        at = start
        while at < end:
            piece = self._piece(at)
            bar = self._bar(piece) or ("" if piece.element.tag == w("t") else "含换行符、制表符或特殊符号")
            if bar:
                return bar
            at = piece.end
        return ""

    def make(self, edits: Sequence[Edit]) -> None:
        """Carry out disjoint edits, which come by place and which nothing hinders; offsets are those of ``flow.text``.

        From then on the text is another, and the flow tells only of what stands before the first edit.
        """
        twins = list(self._twins(edits))
        for edit in reversed(edits):  # what stands before an edit is still where the flow has it
            if edit.start == edit.end:
                self._insert(edit)
            else:
                self._replace(edit)
        for box, twin in twins:
            twin[:] = deepcopy(box)[:]
            for mark in twin.iter(w("ins"), w("del")):
                if self._is_new(mark):
                    mark.set(w("id"), next(self._flow.fresh_ids))

    # What may be changed -----------------------------------------------------------------------------------------------

    def _piece(self, offset: int) -> Piece:
        pieces = self._flow.pieces
        return pieces[bisect_right(pieces, offset, key=lambda piece: piece.start) - 1]

    def _beside(self, offset: int) -> tuple[Piece | None, Piece | None]:
        """Return what stands before and after an offset in its paragraph."""
        paragraph = paragraph_at(self._flow, offset)
        return (
            self._piece(offset - 1) if offset > paragraph.start else None,
            self._piece(offset) if offset < paragraph.end else None,
        )

    def _bar(self, piece: Piece) -> str:
        """Return why a piece must stay as it is, or empty."""
        if piece.element in self._fields():
            return _FIELD
        below = piece.element
        for above in piece.element.iterancestors():
            if above.tag == w("p"):
                break
            if above.tag == w("fldSimple"):
                return _FIELD
            if above.tag == w("rubyBase"):
                return "在注了拼音的字里"
            if above.tag == w("sdt") and _is_kept(above):
                return "在锁定的或绑定了数据的内容控件里"
            if above.tag in _INSERTIONS and below.tag != w("r"):
                return "在别人的多层修订里"
            below = above
        return ""

    def _fields(self) -> set[etree._Element]:
        """Return the pieces within complex fields (17.16.18), from their beginning to their end."""
        if self._in_fields is None:
            self._in_fields = set()
            known = {piece.element for piece in self._flow.pieces}
            for part in dict.fromkeys(paragraph.part for paragraph in self._flow.paragraphs):
                depth = 0
                for element in self._flow.package.tree(part).iter(w("fldChar"), w("t")):
                    if element.tag == w("t"):
                        if depth and element in known:
                            self._in_fields.add(element)
                    elif element.get(w("fldCharType")) == "begin":
                        depth += 1
                    elif element.get(w("fldCharType")) == "end":
                        depth = max(0, depth - 1)
        return self._in_fields

    # Changing ----------------------------------------------------------------------------------------------------------

    def _replace(self, edit: Edit) -> None:
        """Mark text as deleted and put the new text behind what was first of it, in its looks."""
        at = edit.start
        while at < edit.end:  # what stands between the words of a run, such as the reference of a note, goes into its own
            at = self._piece(at).end
            split(self._flow, min(at, edit.end))
        runs = runs_of(self._flow, edit.start, edit.end)
        if edit.text:
            self._put(self._run(edit.text, runs[0]), _last_beside(runs))
        for run in runs:
            self._delete(run)

    def _delete(self, run: etree._Element) -> None:
        parent = _parent(run)
        if parent.tag == w("ins") and parent.get(w("author")) == AUTHOR:  # what was only proposed is taken back
            parent.remove(run)
            if not len(parent):
                _parent(parent).remove(parent)
            return
        for text in run.iterchildren(w("t")):
            text.tag = w("delText")
            text.set(XML_SPACE, PRESERVE)
        before = run.getprevious()
        if before is not None and before.tag == w("del") and self._is_new(before):
            before.append(run)
            return
        mark = self._mark("del")
        parent.replace(run, mark)
        mark.append(run)

    def _insert(self, edit: Edit) -> None:
        left = self._beside(edit.start)[0]
        is_behind = left is not None and not self._bar(left)
        before, after = split(self._flow, edit.start)
        near, other = (before, after) if is_behind else (after, before)
        assert near is not None  # nothing hinders the edit
        anchor, out_of_link = _climb(near, other)
        model = near if not out_of_link or other is None else other
        run = self._run(edit.text, model, plain=out_of_link and model is near)
        self._put(run, anchor, is_behind=is_behind)

    def _put(self, run: etree._Element, anchor: etree._Element, *, is_behind: bool = True) -> None:
        """Insert a run behind (or before) an element, which may stand in an insertion of somebody's."""
        parent = _parent(anchor)
        if parent.tag == w("ins") and parent.get(w("author")) == AUTHOR:
            _place(run, anchor, is_behind)
            return
        mark = self._mark("ins")
        mark.append(run)
        rest = parent[parent.index(anchor) + is_behind :]
        if parent.tag not in _INSERTIONS and is_behind:
            anchor.addnext(mark)
            return
        if parent.tag not in _INSERTIONS or len(rest) == len(parent):
            if parent.tag in _INSERTIONS:
                anchor = parent
            while (before := anchor.getprevious()) is not None and before.tag == w("ins") and self._is_new(before):
                anchor = before  # what is inserted at the same place behind this
            anchor.addprevious(mark)
            return
        if rest:
            second = etree.Element(parent.tag, dict(parent.attrib), parent.nsmap)
            second.set(w("id"), next(self._flow.fresh_ids))
            second.extend(rest)
            parent.addnext(second)
        parent.addnext(mark)

    def _run(self, text: str, model: etree._Element, *, plain: bool = False) -> etree._Element:
        """Return a run of text that looks like another run; `plain` without what makes that a hyperlink."""
        run = etree.Element(w("r"), nsmap=model.nsmap)
        properties = deepcopy(model.find(w("rPr")))
        if properties is not None:
            for child in list(properties):
                if child.tag in _HISTORY or (plain and child.tag in _LINK_LOOKS):
                    properties.remove(child)
            if len(properties):
                run.append(properties)
        told = etree.SubElement(run, w("t"))
        told.text = text
        told.set(XML_SPACE, PRESERVE)
        return run

    def _mark(self, kind: str) -> etree._Element:
        key = next(self._flow.fresh_ids)
        self._made.add(key)
        return etree.Element(w(kind), {w("id"): key, w("author"): AUTHOR, w("date"): self._date})

    def _is_new(self, mark: etree._Element) -> bool:
        return mark.get(w("id")) in self._made

    def _twins(self, edits: Sequence[Edit]) -> Iterator[tuple[etree._Element, etree._Element]]:
        """Yield each text box that is about to change, with the copy of it that is there for older programs (VML).

        ECMA-376 Part 3, 10.2: a program reads the choice or the fallback; both must go on saying the same.
        """
        seen = set()
        for edit in edits:
            for above in paragraph_at(self._flow, edit.start).element.iterancestors(MC + "Choice"):
                fallback = above.getnext()
                if above in seen or fallback is None or fallback.tag != MC + "Fallback":
                    continue
                seen.add(above)
                boxes, twins = ([*one.iter(w("txbxContent"))] for one in (above, fallback))
                for box, twin in zip(boxes, twins, strict=False):
                    if _canonical(box) == _canonical(twin):
                        yield box, twin


def _last_beside(runs: Sequence[etree._Element]) -> etree._Element:
    """Return the last of the runs that stand side by side with the first one, with nothing between that a reader sees."""
    last = runs[0]
    for run in runs[1:]:
        before = run.getprevious()
        while before is not None and before.tag in _UNSEEN:
            before = before.getprevious()
        if before is not last:
            break
        last = run
    return last


def _climb(run: etree._Element, other: etree._Element | None) -> tuple[etree._Element, bool]:
    """Return the outermost element of a paragraph that holds `run` and not `other`, and whether that left a hyperlink."""
    within = set() if other is None else set(other.iterancestors())
    element, out_of_link = outermost(run), False
    while (above := _parent(element)).tag != w("p") and above not in within:
        out_of_link |= above.tag == w("hyperlink")
        element = above
    return element, out_of_link


def _place(element: etree._Element, anchor: etree._Element, is_behind: bool) -> None:
    if is_behind:
        anchor.addnext(element)
    else:
        anchor.addprevious(element)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None  # a run stands in a paragraph
    return parent


def _is_kept(control: etree._Element) -> bool:
    """Tell whether the content of a content control is locked (17.5.2.23) or comes from elsewhere (17.5.2.6)."""
    lock = control.find(f"{w('sdtPr')}/{w('lock')}")
    locked = lock is not None and lock.get(w("val")) in ("contentLocked", "sdtContentLocked")
    return locked or control.find(f"{w('sdtPr')}/{w('dataBinding')}") is not None


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True)
