"""Offers what can be done about a finding: mend it, choose a sense, silence it here or in the whole file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from zhengci.linting.finding import Edit, Finding
from zhengci.linting.fixes import PASSES, apply_fixes, safe_edits
from zhengci.linting.glossing import bracketed, essence_of, gloss_of
from zhengci.linting.silencing import silence_file, silence_in_place
from zhengci.linting.surroundings import as_punctuated
from zhengci.server.check import Checked, Subject, check, look
from zhengci.server.diagnostics import diagnostic_of
from zhengci.server.session import Server

FIX_ALL = "source.fixAll.zhengci"
KINDS: list[types.CodeActionKind | str] = [types.CodeActionKind.QuickFix, FIX_ALL]
#: What has to be worked out is worked out when somebody chooses it: ``data`` of an action says what that is.
_HERE, _FILE, _ALL = "here", "file", "all"
_SHOWN = 24
#: For so many findings of a selection something is offered.
_MOST = 40


async def actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Answer ``textDocument/codeAction``."""
    uri = params.text_document.uri
    checked = await ls.checked(uri)
    if checked is None:
        return []
    found: list[types.CodeAction] = []
    low, high = checked.subject.text.span(params.range)
    only = params.context.only
    if _wants(only, types.CodeActionKind.QuickFix):
        here = [one for one in checked.findings if one.start <= high and low <= one.end][:_MOST]
        for finding in here:
            found += _mending(ls, checked, uri, finding)
            if finding.code == "ZC104":
                loop = asyncio.get_running_loop()
                for title, edit in await loop.run_in_executor(ls.pool, _glosses, checked, finding):
                    found.append(_quick_fix(ls, checked, uri, finding, title, (edit,)))
        for finding in here:
            found += _silencing(checked, uri, finding)
    if _wants(only, FIX_ALL) and safe_edits(checked.findings):
        title = "政词：改正全文（只作安全的修正）"
        found.append(types.CodeAction(title, kind=FIX_ALL, data={"uri": uri, "do": _ALL}))
    if not ls.client.resolves_edits:
        found = [await resolve(ls, action) for action in found]
    return [action for action in found if action.edit or ls.client.resolves_edits]


async def resolve(ls: Server, action: types.CodeAction) -> types.CodeAction:
    """Answer ``codeAction/resolve``: work out the edit of an action; one that cannot be done says so and stays without."""
    data: dict[str, Any] = action.data if isinstance(action.data, dict) else {}
    uri = str(data.get("uri", ""))
    checked = await ls.checked(uri) if action.edit is None else None
    if checked is None or data.get("version", checked.subject.version) != checked.subject.version:
        return action
    work = asyncio.get_running_loop().run_in_executor(ls.pool, _work_out, checked, data)
    edits = await work
    if edits:
        action.edit = _workspace_edit(ls, uri, checked.subject, edits)
    elif ls.client.resolves_edits:
        told = "没有可改的了" if data.get("do") == _ALL else "此处加不了忽略标记（在代码、链接或标签之内），请另择一处手工加上"
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"政词：{told}"))
    return action


def _wants(only: Any, kind: str) -> bool:
    """Tell whether a client that asks for the kinds `only` wants `kind`."""
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in map(_name, only))


def _name(kind: Any) -> str:
    return str(kind.value if isinstance(kind, types.CodeActionKind) else kind)


def _mending(ls: Server, checked: Checked, uri: str, finding: Finding) -> Iterator[types.CodeAction]:
    fix = finding.fix
    if fix:
        is_safe = fix.applicability == "safe"
        title = _title(checked.subject.text.raw, finding, fix.edits) + ("" if is_safe else "（请核对）")
        yield _quick_fix(ls, checked, uri, finding, title, fix.edits, is_safe)


def _quick_fix(
    ls: Server, checked: Checked, uri: str, finding: Finding, title: str, edits: tuple[Edit, ...], is_safe: bool = False
) -> types.CodeAction:  # fmt: skip
    return types.CodeAction(
        title, kind=types.CodeActionKind.QuickFix, diagnostics=[diagnostic_of(finding, checked, uri)],
        is_preferred=is_safe, edit=_workspace_edit(ls, uri, checked.subject, edits),
    )  # fmt: skip


def _title(raw: str, finding: Finding, edits: tuple[Edit, ...]) -> str:
    """Return what carrying out `edits` does, in a few words."""
    if len(edits) > 1:
        return f"{finding.advice or '改正'}（{len(edits)} 处改动）"
    edit = edits[0]
    if not edit.text:
        return f"删去“{_short(raw[edit.start : edit.end])}”"
    if edit.start < edit.end:
        return f"改为“{_short(edit.text)}”"
    return f"加上“{_short(edit.text)}”" if edit.text[:1] not in "（(" else f"加注{_short(edit.text)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _glosses(checked: Checked, finding: Finding) -> list[tuple[str, Edit]]:
    """Return, for a term that the document leaves ambiguous, what to put in for each sense that can be told so."""
    analysis, raw = checked.analysis, checked.subject.text.raw
    mention = next((one for one in analysis.mentions if one.start == finding.start), None)
    found: list[tuple[str, Edit]] = []
    if mention is None:
        return found
    text = analysis.document.text
    at = mention.end + (text[mention.end : mention.end + 1] in ("”", "’"))
    for concept in mention.candidates:
        edition = concept.edition_at(analysis.document.context.date)
        for gloss in gloss_of(concept, edition), essence_of(edition):
            wording = bracketed(analysis, mention, at, concept, gloss)
            edit = Edit(at, at, as_punctuated(analysis.document, f"（{wording}）"))
            if wording and not _is_left(finding, checked, apply_fixes(raw, [edit])):
                found.append((f"加注{_short(edit.text)}", edit))
                break
    return found


def _is_left(finding: Finding, checked: Checked, raw: str) -> bool:
    return any((one.code, one.start) == (finding.code, finding.start) for one in look(checked.subject, raw).findings)


def _silencing(checked: Checked, uri: str, finding: Finding) -> Iterator[types.CodeAction]:
    if finding.code == "ZC901":
        return
    diagnostics = [diagnostic_of(finding, checked, uri)]
    for do, where in (_HERE, "此处"), (_FILE, "本文件"):
        yield types.CodeAction(
            f"忽略{where}（{finding.code}）", kind=types.CodeActionKind.QuickFix, diagnostics=diagnostics,
            data={
                "uri": uri, "version": checked.subject.version, "do": do, "code": finding.code, "start": finding.start,
                "end": finding.end,
            },
        )  # fmt: skip


def _work_out(checked: Checked, data: dict[str, Any]) -> list[Edit]:
    """Return the edits that ``data`` asks for; none where the finding is gone or nothing can be done."""
    subject, raw = checked.subject, checked.subject.text.raw
    if data.get("do") == _ALL:
        return _mend(checked)
    wanted = (data.get("code"), data.get("start"), data.get("end"))
    targets = [one for one in checked.findings if (one.code, one.start, one.end) == wanted]
    if not targets:
        return []
    if data.get("do") == _FILE:
        edit = silence_file(raw, targets[0].code, lambda text: look(subject, text))
        return [edit] if edit else []
    text, silenced, _ = silence_in_place(raw, targets, lambda text: look(subject, text))
    return [_difference(raw, text)] if silenced else []


def _mend(checked: Checked) -> list[Edit]:
    """Return the edits that mend a document as ``lint --fix`` does: anew until nothing safe is left."""
    raw = text = checked.subject.text.raw
    edits = first = safe_edits(checked.findings)
    for _ in range(PASSES):
        text = apply_fixes(text, edits)
        again = check(checked.subject._replace(text=checked.subject.text.edited(None, text)))
        edits = safe_edits(again.findings)
        if not edits:
            break
    return first if text == apply_fixes(raw, first) else [_difference(raw, text)]


def _difference(old: str, new: str) -> Edit:
    """Return the one edit that makes `new` of `old`."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    end = 0
    while end < most - start and old[len(old) - 1 - end] == new[len(new) - 1 - end]:
        end += 1
    return Edit(start, len(old) - end, new[start : len(new) - end])


def _workspace_edit(ls: Server, uri: str, subject: Subject, edits: Any) -> types.WorkspaceEdit:
    """Return edits as the editor carries them out, for the version that they were made for where it can tell versions."""
    changes = [types.TextEdit(subject.text.range(edit.start, edit.end), edit.text) for edit in edits]
    if not ls.client.versions_edits:
        return types.WorkspaceEdit(changes={uri: changes})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=subject.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(changes))])
