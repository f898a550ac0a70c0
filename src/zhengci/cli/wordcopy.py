"""Writes copies of a Word document: with fixes as tracked changes, findings as comments, a 名词解释."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from zhengci.cli.revising import revise
from zhengci.document.decode import UnreadableFile, read_bytes, replace_file
from zhengci.document.definitions import Appendix
from zhengci.document.lines import Places
from zhengci.linting.engine import lint_with_silenced
from zhengci.linting.finding import Edit, Finding
from zhengci.linting.fixes import safe_edits
from zhengci.linting.revision import Revision
from zhengci.mentions.resolve import Analysis
from zhengci.readers import Reading
from zhengci.readers.word import reading_of
from zhengci.readers.word.flow import Flow
from zhengci.writers.appendix import appendix_rows, numbered, refuse_another
from zhengci.writers.word import appendix
from zhengci.writers.word.changes import Changes
from zhengci.writers.word.findings import renew_comments

if TYPE_CHECKING:
    from zhengci.cli.checking import Checker


_OUTDATED = "名词解释有 {} 处与正文不符：没有改，修订不能增删、移动段落；可用 zhengci appendix --write 更新"


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
    plan, flow = checker.plan, _flow(reading)
    changes, codes = Changes(flow), checker.codes(shown)
    seen: list[tuple[list[Finding], list[Finding]]] = []  # by pass: what is found, and what is silenced
    left_out: dict[tuple[int, int, str], str] = {}  # by where it was first, and what it says
    outdated: set[tuple[int, int, str]] = set()  # what is told of the 名词解释, which is mended as a whole

    def choose(analysis: Analysis, revision: Revision, now: Reading) -> list[Edit]:
        seen.append(lint_with_silenced(analysis, codes))
        if not plan.fix:
            return []
        fixable = [one for one in seen[-1][0] if one.fix and (plan.unsafe or one.fix.applicability == "safe")]
        told = {finding: _hindrance(finding, revision, changes) for finding in fixable}
        for finding in filter(told.get, fixable):
            place = f"{now.places.name(finding.start)}，" if now.places else ""
            key = (*revision.origin(finding.start, finding.end), finding.message)
            if finding.code.startswith("ZC5"):
                outdated.add(key)
            else:
                left_out.setdefault(key, f"{place}{finding.message}：没有改，{told[finding]}")
        return safe_edits([finding for finding in fixable if not told[finding]], unsafe=plan.unsafe)

    settled = revise(reading, lambda now: checker.analysis(now, shown), choose)
    edits = settled.revision.edits()
    written = [f"修订 {len(edits)} 处"] if plan.fix else []
    notes = list(left_out.values())
    if outdated:
        notes.append(_OUTDATED.format(len(outdated)))
    if plan.comments:
        made, missed, beyond = renew_comments(flow, seen[0][0], edits)
        written.append(f"批注 {made} 条")
        if missed:
            notes.append(f"页眉、页脚里有 {missed} 处发现，Word 不能在那里加批注，见报告")
        if beyond:
            notes.append(f"另有 {beyond} 处发现没有加批注：批注再多，Word 就打不开了")
    changes.make(edits)
    text = settled.revision.text
    write_copy(flow, text, path, plan.target)
    notes.append(f"已写入 {plan.target}：{'，'.join(written)}")
    return Settled(text, len(edits), settled.analysis, *seen[-1], settled.reading.places, tuple(notes))


def _hindrance(finding: Finding, revision: Revision, changes: Changes) -> str:
    """Return why a fix cannot be carried out as tracked changes; empty: it can."""
    edits = finding.fix.edits if finding.fix else ()
    told = (changes.hindrance(*revision.origin(edit.start, edit.end), edit.text) for edit in edits)
    return next(filter(None, told), "")


def append_to_word(path: str, target: str, reading: Reading, look: Callable[[Reading], Analysis]) -> tuple[int, int]:
    """Write a copy of a Word document that has no 名词解释 with one; return how many entries that had and has."""
    flow = _flow(reading)
    own = appendix.take_out(flow)
    if own:
        reading = reading_of(flow.package.to_bytes())
        flow = _flow(reading)
    analysis = look(reading)
    refuse_another(analysis)
    appendix.refuse_table(flow)
    rows = [(head, own[1] if own and own[0] == head.strip("“”") else told) for head, told in appendix_rows(analysis)]
    if rows:
        added = appendix.add(flow, numbered(rows))
        write_copy(flow, f"{flow.text[: flow.body]}{added}{flow.text[flow.body :]}", path, target)
    return 1 if own else 0, len(rows)


def renew_in_word(path: str, target: str, reading: Reading, old_and_new: tuple[Appendix, Appendix], text: str) -> None:
    """Write a copy of a Word document with its 名词解释 as it is in `text`, which is what the copy is to say."""
    flow = _flow(reading)
    old, new = old_and_new
    begin = text.rfind("\n", 0, new.entries[0].head_start) + 1
    end = text.find("\n", len(text[: new.entries[-1].end].rstrip()))
    appendix.renew(flow, old, text[begin:end].split("\n"))
    write_copy(flow, text, path, target)


def _flow(reading: Reading) -> Flow:
    assert isinstance(reading.container, Flow)  # of the reader of Word files
    return reading.container


def write_copy(flow: Flow, text: str, path: str, target: str) -> None:
    """Write a document that was changed and now says `text`; `path` is where it was read.

    Raises UnreadableFile where it says something else, or where the file cannot be written.
    """
    data = flow.package.to_bytes()
    if reading_of(data).text != text:  # never a copy that says something else than it should
        raise UnreadableFile(f"修订后的文字与预期不符，没有写 {target}（请把这个文件报告给我们）")
    if os.path.exists(target) and os.path.samefile(path, target) and read_bytes(path) != flow.package.data:
        raise UnreadableFile("在处理期间被改动，未写回")
    try:
        replace_file(target, data)
    except UnreadableFile as error:
        raise UnreadableFile(f"{target} {error}") from None
