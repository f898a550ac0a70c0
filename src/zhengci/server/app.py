"""Puts the server together and runs it on standard input and output."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

from lsprotocol import types

from zhengci.server import actions, completion, hover, links
from zhengci.server.client import Client
from zhengci.server.diagnostics import SOURCE, diagnostics_of
from zhengci.server.session import Server
from zhengci.server.warming import warm

#: What settings are made of: configuration files, and the glossaries that they name.
_WATCHED = ("**/{zhengci.toml,.zhengci.toml,pyproject.toml}", "**/*.{yml,yaml}")


def run() -> int:
    """Talk to one editor until it leaves; return the exit status that the protocol asks for: 0 after a shutdown, else 1."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="zhengci server: %(levelname)s: %(message)s")
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever anybody prints must not get into the conversation
    server = make()
    server.start_io(incoming, outgoing)
    server.pool.shutdown(wait=False, cancel_futures=True)
    return 0 if server.protocol.is_shut_down else 1


def make() -> Server:
    """Return a server with everything that it can do."""
    server = Server()
    server.feature(types.INITIALIZE)(_initialize)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_folders_changed)
    server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE),
    )(_diagnostic)
    server.feature(types.TEXT_DOCUMENT_HOVER)(hover.hover)
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)(links.links)
    server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=actions.KINDS, resolve_provider=True)
    )(actions.actions)
    server.feature(types.CODE_ACTION_RESOLVE)(actions.resolve)
    server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=list(completion.TRIGGERS), resolve_provider=True),
    )(completion.complete)
    server.feature(types.COMPLETION_ITEM_RESOLVE)(completion.resolve)
    return server


def _initialize(ls: Server, params: types.InitializeParams) -> None:
    ls.client = Client(params.capabilities)
    ls.configure(params.initialization_options)


async def _initialized(ls: Server, params: types.InitializedParams) -> None:
    asyncio.get_running_loop().run_in_executor(ls.pool, warm, ls.settings)
    ls.protocol.rehearse()
    await ls.ask_settings()
    registrations = []
    if ls.client.watches:
        watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
        options: Any = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registrations.append(types.Registration("watched", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
    if ls.client.registers_settings:
        registrations.append(types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION))
    if registrations:
        await ls.client_register_capability_async(types.RegistrationParams(registrations))


async def _configured(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    if not ls.client.configures:
        ls.configure(params.settings)
    await ls.ask_settings()
    await ls.renew()


async def _folders_changed(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    await ls.ask_settings()
    await ls.renew()


async def _files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    await ls.renew()


async def _saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    await ls.renew()  # not every editor watches the files of settings


async def _diagnostic(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    document = ls.documents.get(params.text_document.uri)
    checked = await document.work.settled() if document else None
    found = diagnostics_of(checked, params.text_document.uri, ls.client.relates) if checked else []
    ident = str(checked.number) if checked else ""
    if ident and ident == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(ident)
    return types.RelatedFullDocumentDiagnosticReport(found, result_id=ident or None)
