"""The language server as editors meet it: a real client at the other end of its pipes."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.lsp.client import LanguageClient

import zhengci
from zhengci.linting.finding import Finding

SERVER = (sys.executable, "-m", "zhengci", "server", "--stdio")
PATIENCE = 120
TITLE = "2025年示范县政府工作报告\n\n"
CAPABILITIES: dict[str, Any] = {
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {"completionItem": {"documentationFormat": ["markdown"], "tagSupport": {"valueSet": [1]}}},
        "codeAction": {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}, "configuration": True, "workspaceFolders": True},
}
BARE: dict[str, Any] = {}


class Editor:
    """A client in a thread of its own; every call waits for what it is about."""

    def __init__(
        self,
        *roots: Path,
        capabilities: dict[str, Any] = CAPABILITIES,
        configuration: Callable[[str | None], Any] = lambda scope: None,
        options: Any = None,
        command: tuple[str, ...] = SERVER,
    ) -> None:
        self.published: dict[tuple[str, int | None], list[types.Diagnostic]] = {}
        self.order: list[tuple[str, int | None]] = []
        self.messages: list[str] = []
        self.asked: list[str] = []
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._client = client = LanguageClient("test", "1")

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            with self._news:
                self.published[params.uri, params.version] = list(params.diagnostics)
                self.order.append((params.uri, params.version))
                self._news.notify_all()

        @client.feature(types.WINDOW_SHOW_MESSAGE)
        def shown(params: types.ShowMessageParams) -> None:
            with self._news:
                self.messages.append(params.message)
                self._news.notify_all()

        @client.feature(types.WINDOW_LOG_MESSAGE)
        def logged(params: types.LogMessageParams) -> None: ...

        @client.feature(types.WORKSPACE_CONFIGURATION)
        def configure(params: types.ConfigurationParams) -> list[Any]:
            return [configuration(item.scope_uri) for item in params.items]

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            with self._news:
                self.asked += [one.method for one in params.registrations]
                self._news.notify_all()

        @client.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        def refresh(*params: Any) -> None:
            self.asked.append("refresh")

        self.do(client.start_io(*command))
        folders = [types.WorkspaceFolder(root.as_uri(), root.name) for root in roots]
        message = {"processId": None, "rootUri": None, "capabilities": capabilities, "initializationOptions": options}
        params = client.protocol._converter.structure(message, types.InitializeParams)
        params.workspace_folders = folders
        self.server: types.InitializeResult = self.do(client.initialize_async(params))
        client.initialized(types.InitializedParams())

    def do(self, what: Any) -> Any:
        future: Future[Any] = asyncio.run_coroutine_threadsafe(what, self._loop)
        return future.result(PATIENCE)

    def wait(self, ready: Callable[[], Any]) -> Any:
        with self._news:
            assert self._news.wait_for(ready, PATIENCE), "nothing came"
            return ready()

    def diagnostics(self, uri: str, version: int) -> list[types.Diagnostic]:
        self.wait(lambda: (uri, version) in self.published)
        return self.published[uri, version]

    def open(self, text: str, name: str | Path = "draft.md", language: str = "markdown", version: int = 0) -> str:
        """Open a document and return its address; a name that is no path is a document never saved."""
        uri = name.as_uri() if isinstance(name, Path) else f"untitled:{name}"
        item = types.TextDocumentItem(uri, language, version, text)
        self.published.pop((uri, version), None)
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def check(self, text: str, name: str | Path = "draft.md", language: str = "markdown") -> list[types.Diagnostic]:
        """Open a document and return its diagnostics."""
        return self.diagnostics(self.open(text, name, language), 0)

    def edit(self, uri: str, version: int, *changes: tuple[types.Range | None, str]) -> None:
        events = [
            types.TextDocumentContentChangePartial(range=range_, text=text)
            if range_
            else types.TextDocumentContentChangeWholeDocument(text)
            for range_, text in changes
        ]
        ident = types.VersionedTextDocumentIdentifier(version, uri)
        self._client.text_document_did_change(types.DidChangeTextDocumentParams(ident, events))

    def save(self, uri: str) -> None:
        self._client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def close(self, uri: str) -> None:
        self._client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def notify(self, method: str, params: Any) -> None:
        self._client.protocol.notify(method, params)

    def ask(self, method: str, params: Any) -> Any:
        return self.do(self._wrapped(method, params))

    async def _wrapped(self, method: str, params: Any) -> Any:
        return await self._client.protocol.send_request_async(method, params)

    def hover(self, uri: str, position: types.Position) -> types.Hover | None:
        ident = types.TextDocumentIdentifier(uri)
        found: types.Hover | None = self.ask(types.TEXT_DOCUMENT_HOVER, types.HoverParams(ident, position))
        return found

    def actions(self, uri: str, range_: types.Range, only: list[str] | None = None) -> dict[str, types.CodeAction]:
        """Return the actions at a place by their titles."""
        context = types.CodeActionContext([], only=only)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), range_, context)
        return {action.title: action for action in self.ask(types.TEXT_DOCUMENT_CODE_ACTION, params)}

    def carried_out(self, action: types.CodeAction, text: str) -> str:
        """Return `text` as it is once an action is chosen."""
        edit = action.edit or self.ask(types.CODE_ACTION_RESOLVE, action).edit
        assert edit is not None, action.title
        if edit.document_changes:
            (change,) = edit.document_changes
            return applied(text, change.edits)
        (edits,) = edit.changes.values()
        return applied(text, edits)

    def complete(self, text: str, name: str = "draft.md") -> dict[str, types.CompletionItem]:
        """Return what is offered at the ^ in `text`, in the order in which it is to be shown."""
        at = text.index("^")
        text = text.replace("^", "", 1)
        uri = self.open(text, name)
        params = types.CompletionParams(types.TextDocumentIdentifier(uri), position(text, at))
        found = self.ask(types.TEXT_DOCUMENT_COMPLETION, params)
        items = sorted(found.items, key=lambda item: item.sort_text) if found else []
        return {item.label: item for item in items}

    def leave(self) -> int:
        """Shut the server down and return its exit status."""
        self.ask(types.SHUTDOWN, None)
        self.notify(types.EXIT, None)
        status: int = self.do(self._ended())
        self._loop.call_soon_threadsafe(self._loop.stop)
        return status

    async def _ended(self) -> int:
        """Wait for the process; asyncio's own way of waiting (3.11) waits for its pipes too, now and then for ever."""
        process = self._client._server
        assert process is not None
        while process.returncode is None:
            await asyncio.sleep(0.01)
        for task in self._client._async_tasks:
            task.cancel()
        await asyncio.gather(*self._client._async_tasks, return_exceptions=True)
        process._transport.close()  # type: ignore[attr-defined]
        return process.returncode


def position(text: str, offset: int, encoding: str = "utf-16-le") -> types.Position:
    """Return the position of an offset, worked out the long way."""
    lines = re.split("\r\n|\n|\r", text[:offset])
    width = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}[encoding]
    return types.Position(len(lines) - 1, len(lines[-1].encode(encoding)) // width)


def place(text: str, words: str, encoding: str = "utf-16-le") -> types.Range:
    """Return where `words` first stand in `text`."""
    at = text.index(words)
    return types.Range(position(text, at, encoding), position(text, at + len(words), encoding))


def applied(text: str, edits: Any) -> str:
    starts = [0, *(match.end() for match in re.finditer("\r\n|\n|\r", text))]

    def offset(at: types.Position) -> int:
        start = starts[at.line]
        return start + len(text[start:].encode("utf-16-le")[: 2 * at.character].decode("utf-16-le"))

    for edit in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def shown(findings: list[Finding], text: str) -> list[tuple[str, types.Range, str]]:
    return [
        (one.code, types.Range(position(text, one.start), position(text, one.end)), one.message) for one in findings
    ]


def told(diagnostics: list[types.Diagnostic]) -> list[tuple[str, types.Range, str]]:
    return [(str(one.code), one.range, one.message) for one in diagnostics]


def codes(diagnostics: list[types.Diagnostic]) -> list[str]:
    return [str(one.code) for one in diagnostics]


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    """An editor with all capabilities, without a workspace."""
    editor = Editor()
    yield editor
    assert editor.leave() == 0


# Diagnostics ---------------------------------------------------------------------------------------------------------------


def test_what_is_found_is_published_with_its_version(editor: Editor) -> None:
    text = TITLE + "会同𠮷林银保监会😀检查，落实“两利四率”考核。\n"
    found = {str(one.code): one for one in editor.check(text)}
    old = found["ZC301"]
    assert old.range == place(text, "两利四率")
    assert (old.source, old.severity) == ("政词", types.DiagnosticSeverity.Error)
    assert list(old.tags or ()) == [types.DiagnosticTag.Deprecated]
    assert old.message == "“两利四率”已于 2023-01 由“一利五率”取代"
    assert found["ZC302"].range == place(text, "银保监会")
    assert old.code_description is None


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_positions_count_utf_16_units_and_the_lines_of_editors(editor: Editor, newline: str) -> None:
    """U+2028 and form feeds are no line ends for an editor, whatever Python's splitlines says."""
    text = f"𠮷\u2028😀\x0c两新{newline}2025年，𠮷😀会同银保监会检查。{newline}"
    assert [one.range for one in editor.check(text, language="plaintext") if one.code == "ZC302"] == [place(text, "银保监会")]


@pytest.mark.parametrize(("offered", "codec"), [("utf-8", "utf-8"), ("utf-32", "utf-32-le")])
def test_other_encodings_of_positions_are_spoken_where_the_client_prefers_them(offered: str, codec: str) -> None:
    editor = Editor(capabilities=CAPABILITIES | {"general": {"positionEncodings": [offered, "utf-16"]}})
    assert editor.server.capabilities.position_encoding == offered
    text = "2025年，𠮷😀会同银保监会检查。\n"
    uri = editor.open(text, language="plaintext")
    assert [one.range for one in editor.diagnostics(uri, 0)] == [place(text, "银保监会", codec)]
    editor.edit(uri, 1, (place(text, "😀", codec), "é"))
    assert [one.range for one in editor.diagnostics(uri, 1)] == [place(text.replace("😀", "é"), "银保监会", codec)]
    assert editor.leave() == 0


def test_the_other_place_that_a_finding_speaks_of_is_told(editor: Editor) -> None:
    text = TITLE + "推进“两重”项目，其他工作有序开展。\n\n统筹“两重”，即国家重大战略实施、重点领域安全能力建设。\n"
    (late,) = [one for one in editor.check(text) if one.code == "ZC102"]
    assert late.related_information
    (related,) = late.related_information
    assert related.message == "解释在这里"
    assert related.location.range.start == position(text, text.rindex("两重"))


def test_a_document_that_is_closed_has_no_diagnostics_any_more(editor: Editor) -> None:
    uri = editor.open(TITLE + "会同银保监会检查。\n", "closed.md")
    assert editor.diagnostics(uri, 0)
    editor.close(uri)
    assert editor.wait(lambda: editor.published.get((uri, None)) == [])


def test_only_the_languages_of_documents_are_read(editor: Editor) -> None:
    text = "2025年，会同银保监会检查。\n"
    editor.open(text, "code.py", "python")
    assert codes(editor.check(text, "last.txt", "plaintext")) == ["ZC302"]
    assert codes(editor.check(f"<p>{text}</p>", "page.html", "html")) == ["ZC302"]
    assert "untitled:code.py" not in {uri for uri, _ in editor.order}
    assert editor.hover("untitled:code.py", types.Position(0, 8)) is None


def test_quick_typing_is_checked_when_the_keys_rest(editor: Editor) -> None:
    text = TITLE + "会同银保监会检查。\n"
    uri = editor.open(text, "typing.md")
    editor.diagnostics(uri, 0)
    end = types.Position(2, 0)
    for version in range(1, 41):
        editor.edit(uri, version, (types.Range(end, end), "会同银保监会检查。"))
    assert codes(editor.diagnostics(uri, 40)) == ["ZC302"] * 41
    checked = [version for at, version in editor.order if at == uri]
    assert len(checked) < 20
    assert checked == sorted(checked)


PIECES = st.sampled_from([
    "会同银保监会检查", "“两利四率”考核", "“两新”工作", "（大规模设备更新和消费品以旧换新）",
    "𠮷", "😀", "\n", "\r\n", "\n\n", "。", "，", "“", "”",
    "名词解释\n", "1.“两重”：国家重大战略实施。\n", "一利五率", "践行青山绿水就是金山银山的理念", "全面布署",
    "2025年示范县政府工作报告\n", "`两新`",
    "<!-- zhengci-ignore ZC302 -->", "\u2028", "\x85", "# ", "放管服", "高质量发展", "坚持五级书纪抓乡村振兴",
])  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(PIECES, max_size=12),
    edits=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.3), PIECES | st.just("")), min_size=1, max_size=6),
)
def test_edits_come_to_what_the_whole_text_would(editor: Editor, pieces: list[str], edits: list[tuple[float, float, str]]) -> None:
    text = "".join(pieces)
    uri = editor.open(text, "edited.md")
    changes = []
    for at, share, new in edits:
        start, end = int(at * len(text)), min(len(text), int((at + share) * len(text)))
        while 0 < start < len(text) and text[start - 1 : start + 1] == "\r\n":
            start -= 1
        while 0 < end < len(text) and text[end - 1 : end + 1] == "\r\n":
            end += 1
        changes.append((types.Range(position(text, start), position(text, end)), new))
        text = text[:start] + new + text[end:]
    editor.published.pop((uri, 1), None)
    editor.edit(uri, 1, *changes)
    assert told(editor.diagnostics(uri, 1)) == shown(zhengci.lint(text, kind="markdown"), text)
    editor.close(uri)


def test_the_whole_text_may_be_sent_anew(editor: Editor) -> None:
    uri = editor.open("2025年，会同银保监会检查。\n", "whole.md")
    editor.diagnostics(uri, 0)
    editor.edit(uri, 1, (None, "2025年，会同金融监管总局检查。\n"))
    assert editor.diagnostics(uri, 1) == []


def test_diagnostics_are_pulled_by_clients_that_pull() -> None:
    pulling = json.loads(json.dumps(CAPABILITIES))
    pulling["textDocument"]["diagnostic"] = {}
    pulling["workspace"]["diagnostics"] = {"refreshSupport": True}
    editor = Editor(capabilities=pulling)
    text = "2025年，会同银保监会检查。\n"
    uri = editor.open(text)
    ident = types.TextDocumentIdentifier(uri)

    def pull(previous: str | None = None) -> Any:
        return editor.ask(types.TEXT_DOCUMENT_DIAGNOSTIC, types.DocumentDiagnosticParams(ident, previous_result_id=previous))

    first = pull()
    assert (first.kind, codes(first.items)) == ("full", ["ZC302"])
    assert pull(first.result_id).kind == "unchanged"
    editor.edit(uri, 1, (place(text, "银保监会"), "金融监管总局"))
    second = pull(first.result_id)
    assert (second.kind, list(second.items)) == ("full", [])
    assert editor.order == []
    assert editor.leave() == 0


# Hover ---------------------------------------------------------------------------------------------------------------------


def test_hovering_over_a_term_tells_everything_about_it(editor: Editor) -> None:
    text = TITLE + "𠮷林😀落实“一利五率”考核。\n"
    uri = editor.open(text)
    found = editor.hover(uri, place(text, "五率").start)
    assert found is not None
    assert found.range == place(text, "一利五率")
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.kind == types.MarkupKind.Markdown
    card = found.contents.value
    assert card.startswith("**一利五率**　国资国企\n\n")
    for part in (
        "**成员**：", "一利：利润总额", "**发布**：国务院国资委", "**起止**：2023-01 至 今", "**其他版本**：", "**取代**：两利四率",
        "**出处**：\n- 《",
        "\n- [《",
    ):  # fmt: skip
        assert part in card, part
    assert re.search(r"\]\(https?://[^ )]+\)", card)
    assert "**依据**：" in card, "the finding at the same place (ZC101)"
    assert card.count("利润指标和五个比率指标") == 1, "the meaning is told once"


def test_hovering_tells_of_every_kind_of_mention(editor: Editor) -> None:
    text = TITLE + (
        "加强“三资”管理，推进“七纵八横”提升，抓好“两重”（国家重大战略实施和重点领域安全能力建设）建设，会同银保监会检查，全面布署。\n"
    )
    uri = editor.open(text)

    def at(words: str) -> str:
        found = editor.hover(uri, place(text, words).start)
        assert found is not None and isinstance(found.contents, types.MarkupContent), words
        assert found.range == place(text, words)
        return found.contents.value

    assert "有几种含义，据上下文无法判定" in at("三资")
    assert at("三资").count("\n- 三资（") >= 2
    assert "词表未收" in at("七纵八横")
    assert "**本文解释**：国家重大战略实施和重点领域安全能力建设" in at("两重")
    assert "**现称**：金融监管总局" in at("银保监会")
    assert "“布署”应为“部署”" in at("布署")
    assert editor.hover(uri, place(text, "会同").start) is None


def test_what_was_never_verified_is_shown_as_that(editor: Editor) -> None:
    recalled = next(one for one in zhengci.load() if one.is_recalled and not one.cued and one.scope == "CN")
    text = f"“{recalled.term}”\n"
    found = editor.hover(editor.open(text), types.Position(0, 1))
    assert found is not None and isinstance(found.contents, types.MarkupContent)
    assert "未核实" in found.contents.value.splitlines()[0]


# Actions ---------------------------------------------------------------------------------------------------------------------


def test_fixes_are_offered_the_safe_ones_first(editor: Editor) -> None:
    text = TITLE + "𠮷林😀落实“两利四率”考核，推进“两重”建设。\n"
    uri = editor.open(text)
    action = editor.actions(uri, place(text, "两利四率"))["改为“一利五率”"]
    assert action.is_preferred is True
    assert [one.code for one in action.diagnostics or ()] == ["ZC301"]
    assert editor.carried_out(action, text) == text.replace("两利四率", "一利五率")
    unsafe = editor.actions(uri, place(text, "两重"))["加注（国家重大战略实施和重点领域安全能力建设）（请核对）"]
    assert not unsafe.is_preferred
    assert "“两重”（国家重大战略实施和重点领域安全能力建设）建设" in editor.carried_out(unsafe, text)
    assert editor.actions(uri, place(text, "示范县"), only=["quickfix"]) == {}


def test_an_edit_is_made_for_the_version_that_it_was_worked_out_for(editor: Editor) -> None:
    text = "2025年，会同银保监会检查。\n"
    uri = editor.open(text, "versions.md", version=7)
    edit = editor.actions(uri, place(text, "银保监会"))["改为“金融监管总局”"].edit
    assert edit and edit.document_changes
    (change,) = edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (uri, 7)


def test_everything_that_is_safe_is_mended_at_once(editor: Editor) -> None:
    text = TITLE + "会同银保监会检查，落实“两利四率”考核，推进“两重”建设，全面布署。\r\n"
    uri = editor.open(text)
    found = editor.actions(uri, place(text, "示范县"), only=["source.fixAll"])
    (action,) = found.values()
    assert action.kind == "source.fixAll.zhengci"
    assert action.edit is None
    assert editor.carried_out(action, text) == zhengci.fix(text, kind="markdown")
    assert list(editor.actions(uri, place(text, "示范县"), only=["source.organizeImports"])) == []
    assert list(editor.actions(editor.open("做好“三农”工作。\n"), place("做", "做"))) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("markdown", "---\ndate: 2025-06\n---\n\n# 报告\n\n会同𠮷林银保监会检查，全面布署。\n\n再会同银保监会检查。\n"),
        ("plaintext", "2025年报告\r\n\r\n会同𠮷林银保监会检查，全面布署。\r\n再会同银保监会检查。"),
        ("html", "<!DOCTYPE html>\n<title>2025年</title>\n<p>会同𠮷林银保监会检查，全面布署。</p>\n<p>再会同银保监会检查。</p>\n"),
    ],
)
def test_a_finding_is_silenced_here_or_in_the_file(editor: Editor, language: str, text: str) -> None:
    kind = "text" if language == "plaintext" else language
    uri = editor.open(text, f"silenced.{language}", language)
    assert codes(editor.diagnostics(uri, 0)) == ["ZC302", "ZC304", "ZC302"]
    found = editor.actions(uri, place(text, "银保监会"))
    here = editor.carried_out(found["忽略此处（ZC302）"], text)
    assert [one.code for one in zhengci.lint(here, kind=kind)] == ["ZC304", "ZC302"]
    throughout = editor.carried_out(found["忽略本文件（ZC302）"], text)
    assert [one.code for one in zhengci.lint(throughout, kind=kind)] == ["ZC304"]
    for silenced in here, throughout:
        without = re.sub("<!-- zhengci-[^>]*-->|%% zhengci-.*", "", silenced)
        assert without.split() == text.split(), "nothing but the directive was added"
    uri = editor.open(throughout, f"again.{language}", language)
    more = editor.actions(uri, place(throughout, "布署"))["忽略本文件（ZC304）"]
    both = editor.carried_out(more, throughout)
    assert "ignore-file ZC302, ZC304" in both
    assert zhengci.lint(both, kind=kind) == []


def test_what_cannot_be_silenced_is_said_so(editor: Editor) -> None:
    text = "<title>2025年，会同银保监会检查</title>\n"
    uri = editor.open(text, "title.html", "html")
    action = editor.actions(uri, place(text, "银保监会"))["忽略此处（ZC302）"]
    answer = editor.ask(types.CODE_ACTION_RESOLVE, action)
    if answer.edit is None:
        assert any("加不了忽略标记" in message for message in editor.messages)
    else:
        assert zhengci.lint(applied(text, answer.edit.document_changes[0].edits), kind="html") == []


def test_an_ambiguous_term_is_explained_in_the_sense_that_the_writer_chooses(editor: Editor) -> None:
    text = "2025年，加强“三资”管理。\n"
    uri = editor.open(text)
    offers = [action for title, action in editor.actions(uri, place(text, "三资")).items() if title.startswith("加注")]
    assert len(offers) >= 2
    for action in offers:
        mended = editor.carried_out(action, text)
        assert mended.startswith("2025年，加强“三资”（")
        assert "ZC104" not in [one.code for one in zhengci.lint(mended)]


# Completion ------------------------------------------------------------------------------------------------------------------


def test_terms_are_completed_behind_a_quotation_mark(editor: Editor) -> None:
    offered = editor.complete(TITLE + "𠮷落实“一利^考核。\n")
    item = offered["一利五率"]
    assert next(iter(offered)) == "一利五率"
    assert isinstance(item.text_edit, types.TextEdit)
    assert item.text_edit.new_text == "一利五率”"
    assert item.text_edit.range == types.Range(types.Position(2, 5), types.Position(2, 7))
    assert all(label.replace("“", "").startswith("一利") for label in offered)
    assert item.documentation is None
    resolved = editor.ask(types.COMPLETION_ITEM_RESOLVE, item)
    assert resolved.documentation.value.startswith("**一利五率**　国资国企")


@pytest.mark.parametrize("typed", ["ylwl", "YLW", "yiliwu", "一利五率"])
def test_terms_are_found_by_their_pinyin_too(editor: Editor, typed: str) -> None:
    item = editor.complete(f"2025年，落实“{typed}^")["一利五率"]
    assert item.filter_text and item.filter_text.startswith(typed.lower())


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("落实“一利^", "一利五率”"), ("落实“一利^”考核", "一利五率"), ('落实"一利^', '一利五率"'), ('落实"一利^"考核', "一利五率"),
        ("落实「一利^", "一利五率」"), ("抓好“两新”，落实“一利^", "一利五率”"), ("落实“一利^，抓好“两新”", "一利五率”"),
    ],
)  # fmt: skip
def test_the_mark_that_closes_is_added_where_it_is_not_there(editor: Editor, text: str, added: str) -> None:
    edit = editor.complete(text)["一利五率"].text_edit
    assert edit and edit.new_text == added


@pytest.mark.parametrize("text", ["一利^", "抓好“两新”一利^", "“两新。一利^", '"两新"一利^', "^"])
def test_nothing_is_offered_where_no_mark_is_open(editor: Editor, text: str) -> None:
    assert editor.complete(text) == {}


def test_what_fits_the_document_is_offered_first(editor: Editor) -> None:
    senses = [one for one in zhengci.load() if any(form.text == "三资" for form in one.forms)]
    assert len(senses) >= 2
    farming = next(one for one in senses if any("农村" in cue for cue in (*one.cues, one.current.definition)))
    text = TITLE + "加强农村集体经济组织的集体资产清产核资，管好“三资^"
    at = text.index("^")
    uri = editor.open(text.replace("^", ""), "senses.md")
    params = types.CompletionParams(types.TextDocumentIdentifier(uri), position(text, at))
    items = sorted(editor.ask(types.TEXT_DOCUMENT_COMPLETION, params).items, key=lambda item: item.sort_text)
    assert items[0].data["id"] == farming.id
    past = editor.complete("2025年，落实“两利^")["两利四率"]
    assert list(past.tags or ()) == [types.CompletionItemTag.Deprecated]


def test_everything_is_offered_right_behind_the_mark_a_part_at_a_time(editor: Editor) -> None:
    text = TITLE + "推进“两重”建设。\n\n落实“"
    uri = editor.open(text, "all.md")
    context = types.CompletionContext(types.CompletionTriggerKind.TriggerCharacter, "“")
    params = types.CompletionParams(types.TextDocumentIdentifier(uri), position(text, len(text)), context)
    found = editor.ask(types.TEXT_DOCUMENT_COMPLETION, params)
    assert found.is_incomplete
    assert 50 <= len(found.items) <= 100
    assert min(found.items, key=lambda item: item.sort_text).label == "两重"


# Links -----------------------------------------------------------------------------------------------------------------------


def test_the_first_mention_of_a_concept_leads_to_its_source(editor: Editor) -> None:
    text = TITLE + "𠮷落实“一利五率”考核。“一利五率”、“七纵八横”。\n"
    uri = editor.open(text)
    (link,) = editor.ask(types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkParams(types.TextDocumentIdentifier(uri)))
    assert link.range == place(text, "一利五率")
    assert link.target.startswith("http")
    assert link.tooltip.startswith("出处：《")


# Settings --------------------------------------------------------------------------------------------------------------------

DRAFT = "2025年，会同银保监会检查，落实“两利四率”考核，推进“七纵八横”提升。\n"
ALL = ["ZC302", "ZC301", "ZC103"]
UNIT = """
- id: qi-zong-ba-heng
  term: 七纵八横
  kind: numeral
  field: 经济与产业
  definition: 全县七条纵向、八条横向的干线道路。
  scope: CN
  sources: [{evidence: recalled}]
  examples: [{hit: 推进“七纵八横”提升。}]
"""


def test_the_nearest_configuration_holds_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "a" / "deep").mkdir(parents=True)
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "zhengci.toml").write_text('ignore = ["ZC301"]\n[per-file-ignores]\n"old-*" = ["ZC302"]\n', encoding="utf-8")
    (tmp_path / "b" / "pyproject.toml").write_text('[tool.zhengci]\ndate = "2017"\nexclude = ["kept/*"]\n', encoding="utf-8")
    editor = Editor(tmp_path / "a", tmp_path / "b")
    assert codes(editor.check(DRAFT, tmp_path / "a" / "deep" / "x.md")) == ["ZC302", "ZC103"]
    assert codes(editor.check(DRAFT, tmp_path / "a" / "old-x.md")) == ["ZC103"]
    assert "ZC302" not in codes(editor.check(DRAFT, tmp_path / "b" / "x.md")), "the name was changed in 2018"
    assert editor.check(DRAFT, tmp_path / "b" / "kept" / "x.md") == []
    assert codes(editor.check(DRAFT, tmp_path / "x.md")) == ALL
    assert codes(editor.check(DRAFT, "never-saved.md")) == ["ZC302", "ZC103"], "as in the first folder"
    assert editor.messages == []
    assert editor.leave() == 0


def test_what_the_editor_has_set_counts_for_more_and_is_asked_for_by_folder(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    (one / "zhengci.toml").write_text('select = ["ZC302"]\n', encoding="utf-8")
    of = {one.as_uri(): {"select": ["ZC301"], "path": "zhengci"}, two.as_uri(): {"date": "2017"}}
    editor = Editor(one, two, configuration=lambda scope: of.get(scope or "", {"ignore": ["ZC103"], "select": None, "date": ""}))
    assert codes(editor.check(DRAFT, one / "x.md")) == ["ZC301"]
    assert codes(editor.check(DRAFT, two / "x.md")) == ["ZC306", "ZC103"], "neither name was changed in 2017"
    assert codes(editor.check(DRAFT, tmp_path / "x.md")) == ["ZC302", "ZC301"]
    of[two.as_uri()] = {"select": ["ZC3"]}
    editor.published.clear()
    editor.notify(types.WORKSPACE_DID_CHANGE_CONFIGURATION, types.DidChangeConfigurationParams({}))
    assert codes(editor.diagnostics((two / "x.md").as_uri(), 0)) == ["ZC302", "ZC301"]
    assert ((one / "x.md").as_uri(), 0) not in editor.published, "nothing changed there"
    assert editor.leave() == 0


@pytest.mark.parametrize("options", [{"zhengci": {"select": ["ZC301"]}}, {"select": ["ZC301"]}])
def test_settings_may_come_with_the_first_message(options: Any) -> None:
    editor = Editor(options=options)  # is asked for settings and has none
    assert codes(editor.check(DRAFT)) == ["ZC301"]
    assert editor.leave() == 0
    editor = Editor(capabilities=BARE, options=options)
    assert codes(editor.check(DRAFT)) == ["ZC301"]
    editor.notify(types.WORKSPACE_DID_CHANGE_CONFIGURATION, types.DidChangeConfigurationParams({"zhengci": {"select": ["ZC302"]}}))
    editor.wait(lambda: codes(editor.published["untitled:draft.md", 0]) == ["ZC302"])
    assert editor.leave() == 0


def test_a_client_without_capabilities_is_served_in_plain_text_and_with_edits_at_once() -> None:
    editor = Editor(capabilities=BARE)
    uri = editor.open(DRAFT)
    found = editor.diagnostics(uri, 0)
    assert codes(found) == ALL and all(one.related_information is None for one in found)
    hover = editor.hover(uri, place(DRAFT, "两利四率").start)
    assert hover is not None and isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.kind == types.MarkupKind.PlainText
    assert "**" not in hover.contents.value and "成员：" in hover.contents.value
    actions = editor.actions(uri, place(DRAFT, "银保监会"))
    assert set(actions) == {"改为“金融监管总局”", "忽略此处（ZC302）", "忽略本文件（ZC302）", "政词：改正全文（只作安全的修正）"}
    for action in actions.values():
        assert action.edit and set(action.edit.changes or ()) == {uri}
    assert editor.carried_out(actions["忽略本文件（ZC302）"], DRAFT) == f"<!-- zhengci-ignore-file ZC302 -->\n\n{DRAFT}"
    assert editor.leave() == 0


BROKEN = {
    "zhengci.toml": ('slect = ["ZC301"]\n', "没有“slect”这一项；是不是 select？"),
    ".zhengci.toml": ('select = ["ZC9x"]\n', "没有以“ZC9x”开头的规则"),
    "pyproject.toml": ("[tool.zhengci]\ndate = \n", "写法有误"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_configuration_is_told_once_and_turns_checking_off(tmp_path: Path, name: str) -> None:
    content, complaint = BROKEN[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    editor = Editor(tmp_path)
    assert editor.check(DRAFT, tmp_path / "x.md") == []
    assert editor.check(DRAFT, tmp_path / "y.md") == []
    (message,) = editor.messages
    assert complaint in message and message.endswith("改好之前，这里的文稿不作检查。")
    uri = (tmp_path / "x.md").as_uri()
    assert editor.hover(uri, types.Position(0, 8)) is None
    assert codes(editor.check(DRAFT, tmp_path.parent / "elsewhere.md")) == ALL
    (tmp_path / name).write_text("", encoding="utf-8")
    editor.save(uri)
    editor.wait(lambda: codes(editor.published[uri, 0]) == ALL)
    (tmp_path / name).write_text(content, encoding="utf-8")
    editor.save(uri)
    editor.wait(lambda: editor.published[uri, 0] == [])
    assert len(editor.messages) == 2
    assert editor.leave() == 0


def test_a_broken_glossary_is_told_and_a_mended_one_taken_up(tmp_path: Path) -> None:
    (tmp_path / "unit.yml").write_text(UNIT.replace("kind: numeral", "kind: number"), encoding="utf-8")
    watching = CAPABILITIES | {"workspace": {"configuration": True, "didChangeWatchedFiles": {"dynamicRegistration": True}}}
    editor = Editor(tmp_path, capabilities=watching, configuration=lambda scope: {"glossary": ["unit.yml"]})
    editor.wait(lambda: types.WORKSPACE_DID_CHANGE_WATCHED_FILES in editor.asked)
    assert editor.check(DRAFT, tmp_path / "x.md") == []
    (message,) = editor.messages
    assert "词表有 1 处问题" in message and "unit.yml:4:" in message
    (tmp_path / "unit.yml").write_text(UNIT, encoding="utf-8")
    event = types.FileEvent((tmp_path / "unit.yml").as_uri(), types.FileChangeType.Changed)
    editor.notify(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, types.DidChangeWatchedFilesParams([event]))
    uri = (tmp_path / "x.md").as_uri()
    editor.wait(lambda: codes(editor.published[uri, 0]) == ["ZC302", "ZC301", "ZC101"])
    hover = editor.hover(uri, place(DRAFT, "七纵八横").start)
    assert hover is not None and "全县七条纵向、八条横向的干线道路" in str(hover.contents)
    assert editor.leave() == 0


def test_a_setting_of_the_wrong_kind_is_told() -> None:
    editor = Editor(configuration=lambda scope: {"select": "ZC301"})
    assert editor.check(DRAFT) == []
    assert editor.messages == ["政词：编辑器设置 zhengci.select 应是文字的列表\n改好之前，这里的文稿不作检查。"]
    assert editor.leave() == 0


# Life ------------------------------------------------------------------------------------------------------------------------

CRASHING = """
import zhengci.server.work as work
check = work.check
def fragile(subject, memo):
    if "BOOM" in subject.text.raw:
        raise RuntimeError("boom")
    print("not for the conversation")
    return check(subject, memo)
work.check = fragile
from zhengci.server.app import run
raise SystemExit(run())
"""


def test_a_crash_is_told_once_and_ends_nothing() -> None:
    editor = Editor(command=(sys.executable, "-c", CRASHING))
    uri = editor.open(DRAFT + "BOOM")
    assert editor.diagnostics(uri, 0) == []
    assert editor.messages == ["政词：检查 untitled:draft.md 时出错，这一稿没有结果（RuntimeError: boom）"]
    assert editor.hover(uri, types.Position(0, 8)) is None
    editor.edit(uri, 1, (types.Range(types.Position(0, 0), types.Position(0, 0)), "，"))
    assert editor.diagnostics(uri, 1) == []
    editor.edit(uri, 2, (None, DRAFT))
    assert codes(editor.diagnostics(uri, 2)) == ALL
    assert len(editor.messages) == 1
    assert editor.leave() == 0


def frame(**message: Any) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def talk(*messages: bytes) -> tuple[int, list[Any], str]:
    """Send messages and close the pipe; return the exit status, the answers and what was logged."""
    done = subprocess.run(SERVER, input=b"".join(messages), capture_output=True, timeout=PATIENCE, check=False)
    answers, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(re.search(rb"Content-Length: (\d+)", head)[1])  # type: ignore[index]
        answers.append(json.loads(rest[:length]))
        rest = rest[length:]
    return done.returncode, answers, done.stderr.decode()


INITIALIZE = frame(id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})


def test_the_order_of_life_is_kept() -> None:
    """Errors before ``initialize`` and after ``shutdown``; whatever cannot be read does not end the conversation."""
    garbage = b"Content-Length: 5\r\n\r\n{[}]!"
    hover = {"textDocument": {"uri": "untitled:x"}, "position": {"line": 0, "character": 0}}
    status, answers, log = talk(
        frame(id=0, method="textDocument/hover", params=hover), INITIALIZE, INITIALIZE.replace(b'"id": 1', b'"id": 2'),
        frame(method="initialized", params={}), garbage, frame(id=3, method="zhengci/nothing", params={}),
        frame(id=6, method="textDocument/hover", params={}), frame(id=7, method="textDocument/hover", params=hover),
        frame(id=4, method="shutdown"), frame(id=5, method="textDocument/hover", params=hover), frame(method="exit"),
    )  # fmt: skip
    assert status == 0, log
    errors = {one["id"]: one["error"]["code"] for one in answers if "error" in one}
    assert errors == {0: -32002, 2: -32600, 3: -32601, 5: -32600, 6: -32602}
    (first,) = [one["result"] for one in answers if one.get("id") == 1]
    assert first["serverInfo"] == {"name": "zhengci", "version": zhengci.__version__}
    assert first["capabilities"]["positionEncoding"] == "utf-16"
    assert first["capabilities"]["textDocumentSync"]["change"] == 2


@pytest.mark.parametrize("messages", [[INITIALIZE, frame(method="exit")], [INITIALIZE], []], ids=["exit", "closed", "nothing"])
def test_leaving_without_a_shutdown_is_a_failure(messages: list[bytes]) -> None:
    assert talk(*messages)[0] == 1


def test_without_the_extra_the_command_says_what_to_install() -> None:
    program = "import sys; sys.modules['lsprotocol'] = None; from zhengci.cli import main; main(['server'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == "zhengci：语言服务器要先装 lsprotocol：pip install 'zhengci[server]'"


def test_a_request_that_is_cancelled_is_answered_so() -> None:
    editor = Editor()
    uri = editor.open(TITLE + "推进“两重”建设，会同银保监会检查。\n" * 4000, "big.md")
    params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(2, 4))
    request = editor._client.protocol.send_request(types.TEXT_DOCUMENT_HOVER, params, msg_id="hover")
    editor.notify(types.CANCEL_REQUEST, types.CancelParams("hover"))
    with pytest.raises(Exception, match="canceled"):
        request.result(PATIENCE)
    assert len(editor.diagnostics(uri, 0)) > 4000
    assert editor.leave() == 0
