"""Reads the directives by which a writer silences rules, and applies them.

In Markdown and HTML they are comments, in plain text lines that begin with ``%%``::

    <!-- zhengci-ignore ZC301: reason -->        this line; on a line of its own, the next block
    <!-- zhengci-disable-next-line ZC301 -->
    <!-- zhengci-disable ZC301 --> … <!-- zhengci-enable ZC301 -->
    <!-- zhengci-ignore-file ZC301 -->
"""

import re
from typing import NamedTuple

from zhengci.document import markup
from zhengci.document.document import Document
from zhengci.linting.finding import Finding, Rule

_DIRECTIVE = re.compile(
    r"zhengci-(?P<verb>ignore-file|ignore|disable-next-line|disable|enable)(?![\w-])[ \t]*(?P<codes>[A-Za-z0-9,， \t]*)"
)
_CODE = re.compile(r"ZC\d{3}\Z")
_PLAIN = re.compile(r"^[ \t]*%%[ \t]*(zhengci-[^\n]*)$", re.MULTILINE)


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
    if "zhengci-" not in text:
        return directives, bad
    if document.kind == "text":
        places = [(match.start(1), match.end(1)) for match in _PLAIN.finditer(text)]
    else:
        places = document.zones.spans(markup.COMMENT)
    open_spans: dict[str, tuple[int, int]] = {}
    for start, end in places:
        match = _DIRECTIVE.search(text, start, end)
        if not match:
            continue
        named = [code for code in re.split(r"[,，\s]+", match["codes"].strip().upper()) if code]
        known = [code for code in named if _CODE.match(code) and code in codes]
        for code in named:
            if code not in known:
                bad.append(rule.finding(start, end, f"没有规则 {code}", advice="规则代码见 zhengci rule"))
        if not named:
            bad.append(rule.finding(start, end, "没有写明要忽略的规则代码", advice="写作 zhengci-ignore ZC101: 原因"))
        for code in known:
            if match["verb"] == "disable":
                open_spans.setdefault(code, (start, end))
            elif match["verb"] == "enable":
                began = open_spans.pop(code, None)
                if began:
                    directives.append(Directive(code, *began, began[1], start))
            else:
                directives.append(Directive(code, start, end, *_reach(text, start, end, match["verb"])))
    directives += [Directive(code, *began, began[1], len(text)) for code, began in open_spans.items()]
    return directives, bad


def _reach(text: str, start: int, end: int, verb: str) -> tuple[int, int]:
    """Return the span that a directive of one place governs."""
    if verb == "ignore-file":
        return 0, len(text)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = _line_end(text, end)
    alone = not text[line_start:start].strip(" \t%") and not text[end:line_end].strip()
    if verb == "ignore" and not alone:
        return line_start, line_end
    low = line_end + 1
    if verb == "disable-next-line":
        return low, _line_end(text, low)
    while low < len(text) and not text[low : _line_end(text, low)].strip():
        low = _line_end(text, low) + 1
    high = re.compile(r"\n[ \t]*\r?\n").search(text, low)
    return low, high.start() if high else len(text)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def silence(findings: list[Finding], directives: list[Directive]) -> tuple[list[Finding], list[Finding], set[int]]:
    """Return the findings that stay, those that are silenced, and the positions of the directives that silenced."""
    kept: list[Finding] = []
    silenced: list[Finding] = []
    used: set[int] = set()
    for finding in findings:
        hits = [
            number
            for number, directive in enumerate(directives)
            if directive.code == finding.code and directive.low <= finding.start < directive.high
        ]
        used.update(hits)
        (silenced if hits else kept).append(finding)
    return kept, silenced, used
