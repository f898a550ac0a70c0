"""Shows what was measured: tables as plain text and as Markdown, and the lists to work from."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import corpus
from measure import FITTING, Outcome, Stray, Untouched, Verdict

from zhengci.folding import fold

Row = Sequence[str]


def plain(head: Row, rows: Sequence[Row]) -> str:
    """Return a table for a terminal, the first column to the left, the others to the right."""
    widths = [max(_width(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(row: Row) -> str:
        cells = [_pad(cell, width, left=not column) for column, (cell, width) in enumerate(zip(row, widths, strict=True))]
        return "  ".join(cells).rstrip()

    return "\n".join([line(head), "  ".join("-" * width for width in widths), *map(line, rows)])


def markdown(head: Row, rows: Sequence[Row]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pad(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


KINDS_HEAD = ("kind", "planted", "subjects", "listed", "found", "recall", "right code", "fix offered", "fix right")


def kinds(verdicts: Iterable[Verdict], listed: Collection[str]) -> list[Row]:
    """Return recall, precision and fix accuracy by kind, and of all.

    `listed` are the strings that the glossary holds: how many plants are one of them is told, too.
    """
    plants = [verdict for verdict in verdicts if not verdict.plant.draft.is_control]
    rows = [_kind_row(kind, [one for one in plants if one.plant.draft.kind == kind], listed) for kind in FITTING]
    return [*rows, _kind_row("all", plants, listed)]


def _kind_row(name: str, verdicts: list[Verdict], listed: Collection[str]) -> Row:
    subjects = {one.plant.draft.subject for one in verdicts}
    held = sum(fold(one.plant.draft.wrong) in listed for one in verdicts)
    found = [one for one in verdicts if one.is_found]
    findings = [(one, finding) for one in verdicts for finding in one.findings]
    fitting = sum(finding.code in FITTING[one.plant.draft.kind] for one, finding in findings)
    offered = [one for one in found if one.mended is not None]
    right = sum(one.is_right for one in offered)
    return (
        name, str(len(verdicts)), str(len(subjects)), share(held, len(verdicts)), str(len(found)),
        share(len(found), len(verdicts)), share(fitting, len(findings)), str(len(offered)), share(right, len(offered)),
    )  # fmt: skip


CONTROLS_HEAD = ("right text like", "controls", "reported", "silent")


def controls(verdicts: Iterable[Verdict]) -> list[Row]:
    """Return how many controls of each sort were reported though they are right."""
    them = [verdict for verdict in verdicts if verdict.plant.draft.is_control]
    names = sorted({verdict.plant.draft.kind for verdict in them})
    rows: list[Row] = []
    for name in (*names, "all"):
        mine = [verdict for verdict in them if name in ("all", verdict.plant.draft.kind)]
        reported = sum(bool(verdict.findings) for verdict in mine)
        rows.append((name, str(len(mine)), str(reported), share(len(mine) - reported, len(mine))))
    return rows


ALARMS_HEAD = ("rule", "severity", "on reports", "per 10,000", "on policies", "per 10,000", "on laws", "per 10,000")


def alarms(reports: Untouched, policies: Untouched, laws: Untouched) -> list[Row]:
    """Return how often each rule reports something in real documents as they are.

    The last row counts the errors but for those that were read and found right (lists/read.tsv).
    """
    right = {(row["rule"], row["document"], row["text"]) for row in corpus.read_list("read") if row["verdict"] == "right"}
    counts = [Counter((one.finding.code, one.finding.severity) for one in each.findings) for each in (reports, policies, laws)]
    sizes = [each.characters for each in (reports, policies, laws)]
    rows = [_alarm_row(*key, [count[key] for count in counts], sizes) for key in sorted({*counts[0], *counts[1], *counts[2]})]
    errors = [sum(number for (_, severity), number in count.items() if severity == "error") for count in counts]
    quiet = ("ZC101", "ZC103")
    warnings = [
        sum(number for (code, severity), number in count.items() if severity == "warning" and code not in quiet)
        for count in counts
    ]
    doubtful = [
        sum(one.finding.severity == "error" and (one.finding.code, one.report, one.text) not in right for one in each.findings)
        for each in (reports, policies, laws)
    ]
    return [
        *rows,
        _alarm_row("all but 101, 103", "warning", warnings, sizes),
        _alarm_row("all", "error", errors, sizes),
        _alarm_row("all, wrong or not read", "error", doubtful, sizes),
    ]


def _alarm_row(rule: str, severity: str, counts: Sequence[int], sizes: Sequence[int]) -> Row:
    pairs = [(str(count), f"{10_000 * count / size:.3f}") for count, size in zip(counts, sizes, strict=True)]
    return (rule, severity, *(cell for pair in pairs for cell in pair))


def write_missed(path: Path, outcome: Outcome) -> None:
    """Write a line for each plant missed, each wrong fix, each plant reported under a wrong code, each control and stray reported."""
    rows: list[Row] = [("what", "kind", "wrong", "right", "fixed to", "codes", "document", "context")]
    for one in outcome.verdicts:
        draft = one.plant.draft
        codes = " ".join(sorted({finding.code for finding in one.findings}))
        fit = FITTING.get(draft.kind, frozenset())
        if draft.is_control:
            what = "control reported" if one.findings else ""
        elif not one.is_found:
            what = "missed"
        elif one.mended is not None and not one.is_right:
            what = "wrong fix"
        else:
            what = "" if all(finding.code in fit for finding in one.findings) else "wrong code beside"
        if what:
            rows.append((what, draft.kind, draft.wrong, "|".join(draft.rights), one.mended or "", codes, one.report, one.context))
    for stray in outcome.strays:
        rows.append(("elsewhere", "", stray.text, "", "", stray.finding.code, stray.report, stray.context))
    _write(path, [rows[0], *sorted(rows[1:], key=lambda row: (row[1], row[0], row[2]))])


def write_findings(path: Path, findings: Iterable[Stray]) -> None:
    """Write findings on untouched documents for reading."""
    rows: list[Row] = [("rule", "severity", "text", "message", "document", "context")]
    rows += [(one.finding.code, one.finding.severity, one.text, one.finding.message, one.report, one.context) for one in findings]
    _write(path, rows)


def _write(path: Path, rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ("\t".join(cell.replace("\t", " ").replace("\n", "⏎") for cell in row) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
