"""Reads the directives by which a writer silences rules, and applies them.

In Markdown and HTML they are comments, in plain text lines that begin with ``%%``, in Word comments on what they govern::

    <!-- zhengci-ignore ZC301: reason -->        this line; on a line of its own, the next block
    <!-- zhengci-disable-next-line ZC301 -->
    <!-- zhengci-disable ZC301 --> … <!-- zhengci-enable ZC301 -->
    <!-- zhengci-ignore-file ZC301 -->
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import NamedTuple

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.linting.finding import Finding, Rule
from zhengci.patterns import lazy

_DIRECTIVE = lazy(
    r"zhengci-(?P<verb>ignore-file|ignore|disable-next-line|disable|enable)(?![\w-])[ \t]*(?P<codes>[A-Za-z0-9,， \t]*)"
)
_PLAIN = lazy(r"^[ \t]*+%%[ \t]*+(zhengci-[^\n]*)$", re.MULTILINE)
_BLANK_LINE = lazy(r"\n(?=[ \t]*\r?\n)")
_BEFORE = lazy(r"[ \t%]*+")
_INK = lazy(r"\S")


class Directive(NamedTuple):
    """One code of one directive: the span it stands at, and the span in which it silences that code."""

    code: str
    start: int
    end: int
    low: int
    high: int


def unused(rule: Rule, directives: list[Directive], used: set[int], bad: list[Finding]) -> list[Finding]:
    """Return a finding for each directive that silenced nothing, after those that cannot be understood."""
    findings = list(bad)
    for number, directive in enumerate(directives):
        if number not in used:
            findings.append(
                rule.finding(directive.start, directive.end, f"这处忽略 {directive.code} 没有作用", advice="删去它")
            )
    return findings


def read_directives(document: Document, codes: frozenset[str], rule: Rule) -> tuple[list[Directive], list[Finding]]:
    """Return the directives of a document, and findings for those without a known code."""
    text = document.raw
    directives: list[Directive] = []
    bad: list[Finding] = []
    if "zhengci-" not in text and not document.remarks:
        return directives, bad
    if document.kind == "text":
        places = [(match.start(1), match.end(1)) for match in _PLAIN.finditer(text)]
    else:
        # A comment that is a block of Markdown ends behind its line break, which belongs to no line of its own.
        places = [(start, start + len(text[start:end].rstrip())) for start, end in document.zones.spans(markup.COMMENT)]
    open_spans: dict[str, tuple[int, int]] = {}
    breaks = _Breaks(text)
    behind = 0  # where the comment before ends
    read: list[tuple[int, int, bool, re.Match[str]]] = []
    for start, end in places:
        alone, behind = breaks.stands_alone(start, end, behind), end
        match = _DIRECTIVE.search(text, start, end)
        if match:
            read.append((start, end, alone, match))
    for remark in document.remarks:
        match = _DIRECTIVE.match(remark.text)
        if match:
            read.append((remark.start, remark.end, False, match))
    for start, end, alone, match in sorted(read, key=lambda row: row[:2]):
        named = [code for code in re.split(r"[,，\s]+", match["codes"].strip().upper()) if code]
        known = [code for code in named if code in codes]
        for code in named:
            if code not in codes:
                bad.append(rule.finding(start, end, f"没有规则 {code}", advice="规则代码见 zhengci rule"))
        if not named:
            bad.append(rule.finding(start, end, "没有写明要忽略的规则代码", advice="写作 zhengci-ignore ZC101: 原因"))
        low, high = breaks.reach(start, end, match["verb"], alone)
        for code in known:
            if match["verb"] == "disable":
                open_spans.setdefault(code, (start, end))
            elif match["verb"] == "enable":
                began = open_spans.pop(code, None)
                if began:
                    directives.append(Directive(code, *began, began[1], start))
            else:
                directives.append(Directive(code, start, end, low, high))
    directives += [Directive(code, *began, began[1], len(text)) for code, began in open_spans.items()]
    return directives, bad


class _Breaks:
    """The lines and blocks of a text, each found once however many directives ask for them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [match.start() for match in re.finditer("\n", text)]
        self._blocks = [match.start() for match in _BLANK_LINE.finditer(text)]

    def _line_start(self, at: int) -> int:
        number = bisect_left(self._lines, at)
        return self._lines[number - 1] + 1 if number else 0

    def _line_end(self, at: int) -> int:
        number = bisect_left(self._lines, at)
        return self._lines[number] if number < len(self._lines) else len(self._text)

    def stands_alone(self, start: int, end: int, behind: int) -> bool:
        """Tell whether nothing else stands on the line of a place; `behind` is where the place before it ends."""
        line_start = self._line_start(start)
        if line_start < behind:
            return False
        return bool(
            _BEFORE.fullmatch(self._text, line_start, start) and not _INK.search(self._text, end, self._line_end(end))
        )

    def reach(self, start: int, end: int, verb: str, alone: bool) -> tuple[int, int]:
        """Return the span that a directive of one place governs."""
        if verb == "ignore-file":
            return 0, len(self._text)
        line_end = self._line_end(end)
        if verb == "disable-next-line":
            return line_end + 1, self._line_end(line_end + 1)
        if verb != "ignore" or not alone:
            return self._line_start(start), line_end
        ink = _INK.search(self._text, line_end)
        low = self._line_start(ink.start()) if ink else len(self._text)
        number = bisect_left(self._blocks, low)
        return low, self._blocks[number] if number < len(self._blocks) else len(self._text)


def silence(findings: list[Finding], directives: list[Directive]) -> tuple[list[Finding], list[Finding], set[int]]:
    """Return the findings that stay, those that are silenced, and the positions of the directives that silenced.

    Cost is that of sorting: directives and findings of a code are compared by their places, not each with each.
    """
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for directive in directives:
        spans[directive.code].append((directive.low, directive.high))
    reached: dict[str, tuple[list[int], list[int]]] = {}  # where spans begin, and how far those up to there reach
    for code, of_code in spans.items():
        of_code.sort()
        reached[code] = [low for low, _ in of_code], list(accumulate((high for _, high in of_code), max))

    kept: list[Finding] = []
    silenced: list[Finding] = []
    places: dict[str, list[int]] = defaultdict(list)
    for finding in findings:
        lows, highs = reached.get(finding.code, ([], []))
        number = bisect_right(lows, finding.start)
        hit = number > 0 and finding.start < highs[number - 1]
        (silenced if hit else kept).append(finding)
        if hit:
            places[finding.code].append(finding.start)
    for starts in places.values():
        starts.sort()
    used = {
        number
        for number, directive in enumerate(directives)
        if bisect_left(places[directive.code], directive.low) < bisect_left(places[directive.code], directive.high)
    }
    return kept, silenced, used
