"""Footnotes and endnotes of a Word document (ECMA-376 Part 1, 17.11): adds and removes them.

A hidden bookmark round its reference tells that a note is ours, and by a checksum whether it still says what we wrote: a
note that the writer changed is the writer's.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from zhengci.readers.word.flow import Flow, Note, own_mark, paragraph_at
from zhengci.readers.word.names import W, element, w
from zhengci.readers.word.numbers import unused
from zhengci.readers.word.runs import outermost, split

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
#: What must stand behind the properties of notes among the settings (17.15.1.78).
_BEHIND = frozenset(map(w, (
    "compat", "docVars", "rsids", "attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats",
    "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown", "smartTagType", "shapeDefaults",
    "doNotEmbedSmartTags", "decimalSymbol", "listSeparator",
)))  # fmt: skip
#: Properties of a run that its note's reference must not take over: they would undo the style's raised small figure.
_NOT_TAKEN_OVER = frozenset(map(w, ("rStyle", "vertAlign", "position", "rPrChange", "ins", "del", "moveFrom", "moveTo")))


def can_note(flow: Flow, offset: int) -> bool:
    """Tell whether what stands at `offset` can have a note: not in notes, headers, footers and text boxes."""
    return paragraph_at(flow, offset).where in ("body", "cell")


class Noter:
    """Adds notes of one kind, ``footnotes`` or ``endnotes``, to a document."""

    def __init__(self, flow: Flow, kind: str) -> None:
        self._flow = flow
        self._kind = kind
        self._name = kind.removesuffix("s")
        package = flow.package
        self._part = package.target(kind) or self._new_part()
        self._root = package.tree(self._part)
        self._keys = unused(note.get(w("id")) for note in self._root)
        self._marks = unused(mark.get(w("id")) for mark in package.tree(package.main).iter(w("bookmarkStart")))
        self._text_style = flow.styles.id_of(f"{self._name} text")
        self._mark_style = flow.styles.id_of(f"{self._name} reference")

    def add(self, offset: int, text: str) -> None:
        """Put a note behind the character before `offset`, which :func:`can_note`."""
        package = self._flow.package
        package.touch(package.main)
        package.touch(self._part)
        before, _ = split(self._flow, offset)
        assert before is not None  # there is a character
        key, mark = next(self._keys), next(self._marks)
        # 17.11.14, 17.11.7: the reference, in the writing of the run before it.
        properties = element("rPr", element("rStyle", val=self._mark_style))
        taken_over = before.find(w("rPr"))
        if taken_over is not None:
            properties.extend(deepcopy(child) for child in taken_over if child.tag not in _NOT_TAKEN_OVER)
        reference = element("r", properties, element(f"{self._name}Reference", id=key))
        at = outermost(before)
        for sibling in (
            element("bookmarkStart", id=mark, name=own_mark(text, key)),  # 17.13.6.2
            reference,
            element("bookmarkEnd", id=mark),  # 17.13.6.1
        ):
            at.addnext(sibling)
            at = sibling
        # 17.11.10, 17.11.2: the note; 17.11.13, 17.11.6: its mark, with which it begins.
        own = element("r", element("rPr", element("rStyle", val=self._mark_style)), element(f"{self._name}Ref"))
        row = element("p", element("pPr", element("pStyle", val=self._text_style)), own)
        row.append(element("r", element("t", f" {text}")))
        self._root.append(element(self._name, row, id=key))

    def _new_part(self) -> str:
        """Add the part of the notes (17.11.15, 17.11.8) with the lines that separate them from the text."""
        package = self._flow.package
        root = element(self._kind)
        keys = {"separator": "-1", "continuationSeparator": "0"}  # 17.11.23, 17.11.1
        for name, key in keys.items():
            spacing = element("spacing", after="0", line="240", lineRule="auto")
            row = element("p", element("pPr", spacing), element("r", element(name)))
            root.append(element(self._name, row, type=name, id=key))
        settings = package.target("settings")
        if settings:
            self._list_in(package.tree(settings), list(keys.values()))
            package.touch(settings)
        return package.add(package.main, self._kind, root, _TYPE.format(self._kind))

    def _list_in(self, settings: etree._Element, keys: list[str]) -> None:
        """List the separators among the settings (17.11.9, 17.11.3): those that are not there are not loaded."""
        name = f"{self._name}Pr"
        properties = settings.find(w(name))
        if properties is None:
            properties = element(name)
            behind = _BEHIND | ({w("endnotePr")} if self._name == "footnote" else set())
            follower = next(
                (child for child in settings if child.tag in behind or not str(child.tag).startswith(W)), None
            )
            if follower is None:
                settings.append(properties)
            else:
                follower.addprevious(properties)
        properties.extend(element(self._name, id=key) for key in keys)


def remove_notes(flow: Flow, notes: list[Note]) -> None:
    """Remove notes that are ours, with their references and bookmarks."""
    package = flow.package
    body = package.tree(package.main)
    marks = {note.mark for note in notes}
    keys = set()
    for start in list(body.iter(w("bookmarkStart"))):
        if start.get(w("name")) in marks:
            keys.add(start.get(w("id")))
            _remove(start)
    for end in list(body.iter(w("bookmarkEnd"))):
        if end.get(w("id")) in keys:
            _remove(end)
    for note in notes:
        _remove(note.reference)
        package.touch(package.main)
    for kind in {note.kind for note in notes}:
        gone = {note.key for note in notes if note.kind == kind}
        part = str(package.target(kind))
        for content in [content for content in package.tree(part) if content.get(w("id")) in gone]:
            _remove(content)
        package.touch(part)


def _remove(child: etree._Element) -> None:
    parent = child.getparent()
    if parent is not None:
        parent.remove(child)
