"""Lints a Word document into a copy of it: fixes become tracked changes, findings comments (``lint --fix``, ``--comments``)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from zhengci.document.decode import UnreadableFile, read_bytes, replace_file
from zhengci.document.lines import Places
from zhengci.document.markup import Remark, Zone
from zhengci.linting.engine import lint_with_silenced
from zhengci.linting.finding import Edit, Finding
from zhengci.linting.fixes import PASSES, safe_edits
from zhengci.linting.revision import Revision
from zhengci.mentions.resolve import Analysis
from zhengci.readers import Reading
from zhengci.readers.word import reading_of
from zhengci.readers.word.flow import Flow
from zhengci.writers.word.changes import Changes
from zhengci.writers.word.findings import renew_comments

if TYPE_CHECKING:
    from zhengci.cli.checking import Checker


class Settled(NamedTuple):
    """What came of a document: what it says once all changes are accepted, and what is left to report there."""

    text: str
    mended: int
    analysis: Analysis
    findings: list[Finding]
    silenced: list[Finding]
    places: Places | None
    notes: tuple[str, ...]  # for the writer, in Chinese: what was not done, and why


def copy_with_findings(checker: Checker, path: str, shown: str, reading: Reading) -> Settled:
    """Mend and comment a Word document as the plan asks, and write the copy that the plan names.

    Raises UnreadableFile where that cannot be written; what stood there is then as it was.
    """
    plan, flow = checker.plan, reading.container
    assert isinstance(flow, Flow)  # of the reader of Word files
    changes = Changes(flow)
    revision = Revision(reading.text)
    first: list[Finding] | None = None
    left_out: dict[tuple[int, int, str], str] = {}  # by where it was first, and what it says
    mended = 0
    now = reading
    for number in range(PASSES):
        analysis = checker.analysis(now, shown)
        findings, silenced = lint_with_silenced(analysis, checker.codes(shown))
        first = findings if first is None else first
        edits: list[Edit] = []
        if plan.fix and number < PASSES - 1:
            found = [finding for finding in findings if finding.fix and (plan.unsafe or finding.fix.applicability == "safe")]
            told = {finding: _hindrance(finding, revision, changes) for finding in found}
            edits = safe_edits([finding for finding in found if not told[finding]], unsafe=plan.unsafe)
            for finding in filter(told.get, found):
                place = f"{now.places.name(finding.start)}，" if now.places else ""
                key = (*revision.origin(finding.start, finding.end), finding.message)
                left_out.setdefault(key, f"{place}{finding.message}：没有改，{told[finding]}")
        before = revision.text
        revision.mend(edits)
        if revision.text == before:
            break
        mended += len(edits)
        now = _moved(reading, revision)
    edits = revision.edits()
    written = [f"修订 {len(edits)} 处"] if plan.fix else []
    notes = list(left_out.values())
    if plan.comments and first is not None:
        made, missed = renew_comments(flow, first, edits)
        written.append(f"批注 {made} 条")
        if missed:
            notes.append(f"页眉、页脚里有 {missed} 处发现，Word 不能在那里加批注，见报告")
    changes.make(edits)
    _write(flow, revision.text, path, plan.target)
    notes.append(f"已写入 {plan.target}：{'，'.join(written)}")
    return Settled(revision.text, mended, analysis, findings, silenced, now.places, tuple(notes))


def _hindrance(finding: Finding, revision: Revision, changes: Changes) -> str:
    """Return why a fix cannot be carried out as tracked changes; empty: it can."""
    edits = finding.fix.edits if finding.fix else ()
    told = (changes.hindrance(*revision.origin(edit.start, edit.end), edit.text) for edit in edits)
    return next(filter(None, told), "")


def _moved(reading: Reading, revision: Revision) -> Reading:
    """Return what the document says as it is now."""

    def span(start: int, end: int) -> tuple[int, int]:
        return revision.now(start), revision.now(end)

    places = reading.places
    return reading._replace(
        text=revision.text,
        zones=tuple(Zone(*span(zone.start, zone.end), zone.kind) for zone in reading.zones),
        remarks=tuple(Remark(*span(remark.start, remark.end), remark.text) for remark in reading.remarks),
        places=places and places._replace(starts=tuple(map(revision.now, places.starts))),
        body=None if reading.body is None else revision.now(reading.body),
    )


def _write(flow: Flow, text: str, path: str, target: str) -> None:
    data = flow.package.to_bytes()
    if reading_of(data).text != text:  # never a copy that says something else than it should
        raise UnreadableFile(f"修订后的文字与预期不符，没有写 {target}（请把这个文件报告给我们）")
    if os.path.exists(target) and os.path.samefile(path, target) and read_bytes(path) != flow.package.data:
        raise UnreadableFile("在处理期间被改动，未写回")
    replace_file(target, data)
