"""The server: the documents that are open, the folders of the workspace and their settings, and who is told what."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from zhengci import __version__
from zhengci.glossary.opened import Glossary
from zhengci.server.check import Checked, Subject
from zhengci.server.client import SECTION, Client, section
from zhengci.server.diagnostics import diagnostics_of
from zhengci.server.protocol import Protocol
from zhengci.server.settings import Settings, Setup, Unusable
from zhengci.server.terms import Terms
from zhengci.server.text import Text
from zhengci.server.work import Work

log = logging.getLogger(__name__)

#: Language of an editor → kind of document.  Vim and Helix have their own names for plain text.
LANGUAGES = {"markdown": "markdown", "html": "html", "plaintext": "text", "text": "text"}
#: The first check does not wait longer (seconds) for an editor that was asked for its settings.
_PATIENCE = 2.0
_WORKERS = 4
#: The terms of so many glossaries are kept: each edit of a glossary makes another.
_GLOSSARIES = 4


class Document:
    """An open document: its text as it is now, and the work on it."""

    def __init__(self, item: types.TextDocumentItem, encoding: str) -> None:
        self.uri = item.uri
        self.path = to_fs_path(item.uri) or ""
        self.kind = LANGUAGES[item.language_id]
        self.version = item.version
        self.text = Text(item.text, encoding)
        self.setup: Setup | None = None  # what it was last checked with; ``None`` where the settings are wrong
        self.is_set_up = False
        self.work: Work


class Server(LanguageServer):
    """A language server for the abbreviations of policy documents."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("zhengci", __version__, protocol_cls=Protocol)
        self.client = Client(types.ClientCapabilities())
        self.documents: dict[str, Document] = {}
        self.pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="zhengci")
        self.settings = Settings()
        self._initial: Mapping[str, Any] = {}  # the settings that the editor sent of itself …
        self._editor: dict[str, Mapping[str, Any]] = {}  # … and those that it was asked for, by folder; "" for no folder
        self._configured: asyncio.Future[None] | None = None
        self._terms: dict[str, Terms] = {}
        self._told: dict[str, str] = {}  # complaints that were shown, by what they are about

    # The documents ---------------------------------------------------------------------------------------------------

    def opened(self, item: types.TextDocumentItem) -> None:
        """Take an open document into care, if it is of a kind that we read."""
        self.closed(item.uri)
        if item.language_id not in LANGUAGES:
            return
        document = Document(item, self.workspace.position_encoding or "utf-16")
        document.work = Work(
            lambda: self._subject(document), lambda checked: self._publish(document, checked),
            lambda error: self._failed(document, error), self.pool,
        )  # fmt: skip
        self.documents[item.uri] = document
        document.work.changed()

    def edited(self, params: types.DidChangeTextDocumentParams) -> None:
        """Carry out the edits of a document."""
        document = self.documents.get(params.text_document.uri)
        if document is None:
            return
        for change in params.content_changes:
            range_ = change.range if isinstance(change, types.TextDocumentContentChangePartial) else None
            document.text = document.text.edited(range_, change.text)
        document.version = params.text_document.version
        document.work.changed()

    def closed(self, uri: str) -> None:
        """Forget a document, and what was said of it."""
        document = self.documents.pop(uri, None)
        if document is None:
            return
        document.work.close()
        self._told.pop(uri, None)
        if not self.client.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    async def checked(self, uri: str) -> Checked | None:
        """Return what stands in a document as it is now, ``None`` where it is none of ours or cannot be checked."""
        document = self.documents.get(uri)
        return await document.work.now() if document else None

    async def _subject(self, document: Document) -> Subject | None:
        setup = await self.setup(document)
        if setup is None or setup.leaves_out(document.path):
            return None
        return Subject(document.text, document.version, document.path, document.kind, setup)

    def _publish(self, document: Document, checked: Checked | None) -> None:
        if self.client.pulls or self.documents.get(document.uri) is not document:
            return
        found = diagnostics_of(checked, document.uri, self.client.relates) if checked else []
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, found, document.version))

    def _failed(self, document: Document, error: Exception) -> None:
        log.error("%s", document.uri, exc_info=error)
        name = os.path.basename(document.path) or document.uri
        self.complain(document.uri, f"检查 {name} 时出错，这一稿没有结果（{type(error).__name__}: {error}）")

    # Settings ----------------------------------------------------------------------------------------------------------

    async def setup(self, document: Document) -> Setup | None:
        """Return what a document is checked with; complains once of settings that are wrong and returns ``None``."""
        if not document.is_set_up:
            document.setup = await self._set_up(document)
            document.is_set_up = True
        return document.setup

    async def renew(self) -> None:
        """Read settings that changed, and check anew the documents that they are those of."""
        changed = False
        for document in list(self.documents.values()):
            setup = await self._set_up(document)
            if document.is_set_up and setup is not document.setup:
                document.setup = setup
                document.work.changed()
                changed = True
        if changed and self.client.pulls and self.client.refreshes:
            self.workspace_diagnostic_refresh(None)

    async def _set_up(self, document: Document) -> Setup | None:
        await self._await_settings()
        root = self._root(document.path)
        editor = self._editor.get(root) or self._editor.get("") or self._initial
        folder = os.path.dirname(document.path)
        place = folder or root
        try:
            loop = asyncio.get_running_loop()
            setup = await loop.run_in_executor(self.pool, self.settings.of, folder, editor, root)
        except Unusable as error:
            self.complain(place, f"{error}\n改好之前，这里的文稿不作检查。")
            return None
        self._told.pop(place, None)
        return setup

    def configure(self, initial: object) -> None:
        """Take the settings that an editor sends of itself; those that it can be asked for replace them."""
        self._initial = section(initial)

    async def ask_settings(self) -> None:
        """Ask the editor for the settings of every folder, then check what is open."""
        if not self.client.configures:
            return
        answered = self._configured = asyncio.get_running_loop().create_future()
        folders = self._folders()
        items = [types.ConfigurationItem(section=SECTION)]
        items += [types.ConfigurationItem(scope_uri=uri, section=SECTION) for uri in folders.values()]
        try:
            answers = await self.workspace_configuration_async(types.ConfigurationParams(items))
            if answered is self._configured:  # else they were asked for again meanwhile
                given = zip(["", *folders], answers, strict=False)
                self._editor = {folder: answer for folder, answer in given if isinstance(answer, Mapping)}
        except Exception as error:  # an editor that promises answers and has none is served with what it sent before
            log.warning("workspace/configuration: %s", error)
        finally:
            answered.set_result(None)

    async def _await_settings(self) -> None:
        if self._configured and not self._configured.done():
            await asyncio.wait([self._configured], timeout=_PATIENCE)

    def _folders(self) -> dict[str, str]:
        """Return the folders of the workspace that are on this machine: path → URI."""
        uris = [folder.uri for folder in self.workspace.folders.values()]
        if not uris and self.workspace.root_uri:
            uris = [self.workspace.root_uri]
        return {path: uri for uri in uris if (path := to_fs_path(uri))}

    def _root(self, path: str) -> str:
        """Return the innermost folder of the workspace that holds a file; the first one for a file without a path."""
        folders = sorted(self._folders(), key=len, reverse=True)
        if not path:
            return next(iter(self._folders()), "")
        return next((folder for folder in folders if path.startswith(folder.rstrip(os.sep) + os.sep)), "")

    async def terms(self, glossary: Glossary) -> Terms:
        """Return the terms of a glossary, worked out once."""
        if glossary.digest not in self._terms:
            if len(self._terms) >= _GLOSSARIES:
                self._terms.clear()
            self._terms[glossary.digest] = await asyncio.get_running_loop().run_in_executor(self.pool, Terms, glossary)
        return self._terms[glossary.digest]

    # Messages ----------------------------------------------------------------------------------------------------------

    def complain(self, about: str, told: str) -> None:
        """Show a message, once until all that it is `about` is well again."""
        is_new = told not in self._told.values()
        self._told[about] = told
        if is_new:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"政词：{told}"))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong inside: the editor's user can do nothing about it."""
        log.error("%s: %s", getattr(source, "__name__", source), error)
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"政词：{error}"))
