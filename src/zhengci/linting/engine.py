"""Runs the rules over an analysed document and drops what is off limits or silenced."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zhengci.document import markup
from zhengci.linting.finding import Finding, Rule
from zhengci.linting.rules import RULES
from zhengci.linting.suppress import read_directives, silence, unused
from zhengci.mentions.resolve import Analysis

_OFF_LIMITS = (markup.QUOTATION, markup.TITLE, markup.CODE, markup.LINK, markup.COMMENT, markup.FRONT_MATTER)


def _nothing(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    """ZC901 is found by the engine itself, once all other rules have run."""
    return iter(())


UNUSED_SUPPRESSION = Rule(
    "ZC901",
    "unused-suppression",
    "warning",
    "忽略标记没有作用，或没有写对",
    "失效的忽略标记会掩盖以后的差错，应随时清理。",
    "<!-- zhengci-ignore ZC301: 引用原文 -->（该处并无 ZC301）",
    "（删去标记）",
    "不提供自动修正。",
    _nothing,
)

#: Every rule there is.
ALL_RULES: tuple[Rule, ...] = (*RULES, UNUSED_SUPPRESSION)
CODES: frozenset[str] = frozenset(rule.code for rule in ALL_RULES)


def selected(
    select: Collection[str] = (), ignore: Collection[str] = (), extend_select: Collection[str] = ()
) -> frozenset[str]:
    """Return the codes that prefixes select (all by default), ruff's way: ``ZC1`` is ZC101–ZC104; longer beats shorter.

    Raises ValueError, in Chinese, for a prefix that no rule has.
    """
    for prefix in (*select, *ignore, *extend_select):
        if prefix.upper() != "ALL" and not any(code.startswith(prefix.upper()) for code in CODES):
            raise ValueError(f"没有以“{prefix}”开头的规则；现有：{'、'.join(sorted(CODES))}")

    def reach(code: str, prefixes: Collection[str]) -> int:
        fits = [0 if prefix.upper() == "ALL" else len(prefix) for prefix in prefixes
                if prefix.upper() == "ALL" or code.startswith(prefix.upper())]  # fmt: skip
        return max(fits, default=-1)

    wanted = (*(select or ("ALL",)), *extend_select)
    return frozenset(code for code in CODES if reach(code, wanted) > reach(code, ignore))


def lint_document(analysis: Analysis, codes: Collection[str] = CODES) -> list[Finding]:
    """Return the findings of the rules in `codes`, by place, without those that the document silences."""
    return lint_with_silenced(analysis, codes)[0]


def lint_with_silenced(analysis: Analysis, codes: Collection[str] = CODES) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stand, and those that directives in the document silence."""
    document = analysis.document
    zones = document.zones
    findings = [
        finding
        for rule in RULES
        if rule.code in codes
        for finding in rule.check(rule, analysis)
        if not zones.within(finding.start, *_OFF_LIMITS)
    ]
    directives, bad = read_directives(document, CODES, UNUSED_SUPPRESSION)
    silenced: list[Finding] = []
    if directives or bad:
        findings, silenced, used = silence(findings, directives)
        if UNUSED_SUPPRESSION.code in codes:
            run = [number for number, directive in enumerate(directives) if directive.code not in codes]
            findings += unused(UNUSED_SUPPRESSION, directives, used | set(run), bad)
    findings.sort(key=lambda finding: (finding.start, finding.code, finding.end))
    return findings, silenced
