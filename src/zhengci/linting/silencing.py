"""Writes directives into a text that silence findings where they stand, so that the next run does not report them.

In Markdown and HTML a comment is put at the end of the line or above it; in plain text a line beginning with ``%%``
above it.  Text is only ever added, and whatever is added is tried out: where it would split a term, change another
finding or the rendered page, or not work (inside code, a tag, a link over two lines), the finding is left as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

import pyromark

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.linting.finding import Edit, Finding
from zhengci.patterns import is_han, lazy

#: After so many attempts that did not work the rest is left as it is: each costs a whole check of the text.
_ATTEMPTS = 60
_CLOSED_HEADING = lazy(r" {0,3}#{1,6}[ \t].*?([ \t]+#+)[ \t]*\r?")
_COMMENT = lazy(r"<!-- zhengci-[^\n]*?-->")
_NEXT_LINE = lazy(r"(?:%%|<!--)[ \t]*zhengci-disable-next-line[ \t]+[A-Za-z0-9]+(?:[,，\s]+[A-Za-z0-9]+)*")
_FILE_DIRECTIVE = lazy(r"(?:%%|<!--)[ \t]*zhengci-ignore-file[ \t]+[A-Za-z0-9]+(?:[,， \t]+[A-Za-z0-9]+)*")
_DOCTYPE = lazy(r"\s*<!doctype[^>]*>[ \t]*\r?\n?", re.IGNORECASE)
_RAW_TEXT = lazy(r"<(/?)(?:title|textarea)(?=[\s/>])", re.IGNORECASE)  # in these elements a comment would be text


class Seen(NamedTuple):
    """What a check of a text came to: the findings, and the span, form and status of every mention."""

    document: Document
    findings: list[Finding]
    mentions: list[tuple[int, int, str, str]]


class _Addition(NamedTuple):
    """Text to be put in at an offset."""

    at: int
    text: str


class _Line(NamedTuple):
    """The findings of one line, and the ways to silence them, the best first."""

    targets: list[Finding]
    ways: list[_Addition]


def silence_in_place(
    text: str, targets: Iterable[Finding], look: Callable[[str], Seen]
) -> tuple[str, int, list[Finding]]:
    """Return `text` with directives for `targets`, how many were silenced, and those that could not be.

    `look` checks a text; the spans of the findings returned are those in the new text, without their fixes.
    """
    seen = look(text)
    trial = _Trial(text, seen, look)
    lines = list(_lines(text, seen.document, targets, look))
    trial.place(lines, 0)
    left = [trial.moved(finding) for finding in sorted(trial.left, key=lambda finding: finding.start)]
    return trial.text, sum(len(line.targets) for line in lines) - len(left), left


class _Trial:
    """Adds directives and keeps those that do nothing but silence their findings."""

    def __init__(self, text: str, seen: Seen, look: Callable[[str], Seen]) -> None:
        self._original = text
        self._seen = seen
        self._look = look
        self._silenced: list[Finding] = []
        self._additions: list[_Addition] = []
        self._failures = 0
        self._page = _page(seen.document)
        self.left: list[Finding] = []
        self.text = text

    def place(self, lines: list[_Line], way: int) -> None:
        """Silence all `lines` in their way number `way`; those for which that fails one by one, in their other ways."""
        able = [line for line in lines if way < len(line.ways)]
        self.left += [finding for line in lines if way >= len(line.ways) for finding in line.targets]
        if not able:
            return
        if self._failures >= _ATTEMPTS:
            self.left += [finding for line in able for finding in line.targets]
        elif self._accepts(able, way):
            return
        elif len(able) == 1:
            self.place(able, way + 1)
        else:
            middle = len(able) // 2
            self.place(able[:middle], way)
            self.place(able[middle:], way)

    def _accepts(self, lines: list[_Line], way: int) -> bool:
        # At one place what governs a block comes first: the other kind must stand right above its line.
        additions = sorted(
            {*self._additions, *(line.ways[way] for line in lines)}, key=lambda one: (one.at, "next-line" in one.text, one)
        )
        silenced = self._silenced + [finding for line in lines for finding in line.targets]
        text = _with(self._original, additions)
        move = _Moves(additions)
        gone = Counter(_key(finding) for finding in silenced)
        wanted = Counter(_key(finding) for finding in self._seen.findings) - gone
        found = self._look(text)
        if Counter(_key(finding) for finding in found.findings) != Counter(
            {(code, *move.span(start, end)): count for (code, start, end), count in wanted.items()}
        ) or found.mentions != [
            (*move.span(start, end), form, status) for start, end, form, status in self._seen.mentions
        ] or self._page != _page(found.document):
            self._failures += 1
            return False
        self._additions, self._silenced, self.text = additions, silenced, text
        return True

    def moved(self, finding: Finding) -> Finding:
        """Return a finding with its span in the text as it is now."""
        start, end = _Moves(self._additions).span(finding.start, finding.end)
        return finding._replace(start=start, end=end, fix=None)


def _page(document: Document) -> str:
    """Return what a Markdown text is rendered to, without our comments and without blanks."""
    if document.kind != "markdown":
        return ""
    page = pyromark.html(markup.without_surrogates(document.raw), options=markup.options())
    return "".join(_COMMENT.sub("", page).split())


class _Moves:
    """Where spans of the original lie once additions were made."""

    def __init__(self, additions: list[_Addition]) -> None:
        self._at = [addition.at for addition in additions]
        self._sums = [0, *accumulate(len(addition.text) for addition in additions)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span's new place; what is added at its borders lies outside."""
        return start + self._sums[bisect_right(self._at, start)], end + self._sums[bisect_left(self._at, end)]


def _key(finding: Finding) -> tuple[str, int, int]:
    return finding.code, finding.start, finding.end


def _with(text: str, additions: list[_Addition]) -> str:
    pieces, at = [], 0
    for addition in additions:
        pieces += [text[at : addition.at], addition.text]
        at = addition.at
    return "".join([*pieces, text[at:]])


def _lines(
    text: str, document: Document, targets: Iterable[Finding], look: Callable[[str], Seen]
) -> Iterator[_Line]:
    """Yield the findings line by line, with the ways to silence them."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    by_line: dict[int, list[Finding]] = defaultdict(list)
    for finding in targets:
        by_line[bisect_right(starts, finding.start) - 1].append(finding)
    within = _Within(document)
    blocks = _block_starts(text, starts) if document.kind == "text" else []
    newline = "\r\n" if "\r\n" in text else "\n"
    for number, findings in sorted(by_line.items()):
        codes = ", ".join(sorted({finding.code for finding in findings}))
        start = starts[number]
        end = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
        above = text[starts[number - 1] : start] if number else ""
        standing = _NEXT_LINE.match(above.lstrip(" \t"))
        ways: list[_Addition] = []
        if standing:  # one directive of this kind a line: a second would stand between the first and its line
            indent = len(above) - len(above.lstrip(" \t"))
            ways.append(_Addition(starts[number - 1] + indent + standing.end(), f", {codes}"))
        elif document.kind == "text":
            ways.append(_Addition(start, f"%% zhengci-disable-next-line {codes}{newline}"))
            if blocks[number] != start:
                ways.append(_Addition(blocks[number], f"%% zhengci-ignore {codes}{newline}"))
        else:
            place = _end_of_line(text, start, end, document.kind)
            ways.append(place._replace(text=place.text.format(codes)))
            if start or document.kind == "markdown":  # before a page of HTML, nothing
                ways.append(_Addition(start, f"<!-- zhengci-disable-next-line {codes} -->{newline}"))
        yield _Line(findings, [way for way in ways if standing or not (within(way.at) or _splits(text, way.at, look))])


def _splits(text: str, at: int, look: Callable[[str], Seen]) -> bool:
    """Tell whether a term, perhaps broken over two lines, goes on behind `at`."""
    before, after = text[max(0, at - 24) : at].rstrip(), text[at : at + 24].lstrip()
    if not (before and after and is_han(before[-1]) and is_han(after[0])):
        return False
    return any(start < len(before) < end for start, end, *_ in look(before + after).mentions)


def _block_starts(text: str, starts: list[int]) -> list[int]:
    """Return where the block of each line begins: behind the blank line above it."""
    blocks = [0]
    for before, start in pairwise(starts):
        blocks.append(blocks[-1] if text[before:start].strip() else start)
    return blocks


def _end_of_line(text: str, start: int, end: int, kind: str) -> _Addition:
    """Return the comment for the end of a line: in front of what must stay there (hard breaks, bars, closing marks)."""
    line = text[start:end]
    bare = line.rstrip(" \t\r")
    if kind == "markdown":
        closed = _CLOSED_HEADING.fullmatch(line)
        if closed:
            return _Addition(start + closed.start(1), " <!-- zhengci-ignore {} -->")
        if bare.endswith("|") and not bare.endswith("\\|") and "|" in bare[:-1]:
            return _Addition(start + len(bare) - 1, "<!-- zhengci-ignore {} --> ")
        bare = bare.rstrip("\\")
    return _Addition(start + len(bare), " <!-- zhengci-ignore {} -->")


class _Within:
    """Tells whether an offset lies inside what a comment would break."""

    def __init__(self, document: Document) -> None:
        self._spans = []
        for kind in (markup.CODE, markup.LINK, markup.COMMENT, markup.FRONT_MATTER):
            spans = document.zones.spans(kind)
            self._spans.append(([start for start, _ in spans], [end for _, end in spans]))
        tags = list(_RAW_TEXT.finditer(document.raw)) if document.kind == "html" else []
        self._tags = [match.end() for match in tags]
        self._opens = [match[1] == "" for match in tags]

    def __call__(self, offset: int) -> bool:
        for starts, ends in self._spans:
            number = bisect_left(starts, offset) - 1
            if number >= 0 and offset < ends[number]:
                return True
        tag = bisect_right(self._tags, offset) - 1
        return tag >= 0 and self._opens[tag]


def silence_file(text: str, code: str, look: Callable[[str], Seen]) -> Edit | None:
    """Return what to put into `text` so that `code` is reported nowhere in it; ``None`` where that cannot be done.

    A directive for the file that stands already gets the code too; else one is put at the top, or at the end where it
    would change something else at the top.
    """
    seen = look(text)
    document = seen.document
    newline = "\r\n" if "\r\n" in text else "\n"
    line = f"%% zhengci-ignore-file {code}" if document.kind == "text" else f"<!-- zhengci-ignore-file {code} -->"
    top = 0
    if document.kind == "markdown":
        front = max((end for start, end in document.zones.spans(markup.FRONT_MATTER) if start == 0), default=0)
        top = text.find("\n", front - 1) + 1 or len(text) if front else 0  # behind the line that closes it
        line += newline  # a blank line behind it: what follows is a block of its own
    elif document.kind == "html":
        doctype = _DOCTYPE.match(text)
        top = doctype.end() if doctype else 0
    gap = "" if text.endswith("\n") or not text else newline
    standing = _FILE_DIRECTIVE.search(text)
    ways = [_Addition(top, line + newline), _Addition(len(text), gap + line.rstrip() + newline)]
    if standing:
        ways.insert(0, _Addition(standing.end(), f", {code}"))
    for way in ways:
        found = look(_with(text, [way]))
        move = _Moves([way])
        left = Counter(_key(finding) for finding in seen.findings if finding.code != code)
        wanted = Counter({(other, *move.span(start, end)): count for (other, start, end), count in left.items()})
        moved = [(*move.span(start, end), form, status) for start, end, form, status in seen.mentions]
        if Counter(_key(finding) for finding in found.findings) == wanted and found.mentions == moved:
            return Edit(way.at, way.at, way.text)
    return None
