"""The protocol as pygls speaks it, with what that leaves out: the order of a session's life, and lines that end where editors say.

pygls 2.1 takes U+2028, form feeds and the like for line ends, which the protocol does not, so the edits of open documents
are carried out here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol, lsp_method

if TYPE_CHECKING:
    from zhengci.server.session import Server


_NOWHERE = "untitled:"


class Protocol(LanguageServerProtocol):
    """One session with an editor."""

    _server: Server

    @property
    def is_shut_down(self) -> bool:
        """Whether the client asked to shut down."""
        return self._shutdown

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Read a message; a request that cannot be read is answered so, and ``None`` returned."""
        try:
            return super().structure_message(data)
        except JsonRpcInvalidParams:
            if "id" not in data:
                raise
            self._refuse(data["id"], types.ErrorCodes.InvalidParams, "请求的参数读不懂")
            return None

    def handle_message(self, message: Any) -> None:
        """Answer requests before ``initialize`` and after ``shutdown`` with the errors that they are."""
        if message is None:
            return
        method, ident = getattr(message, "method", None), getattr(message, "id", None)
        if self._workspace is None and method not in (None, types.INITIALIZE, types.EXIT):
            if ident is not None:
                self._refuse(ident, types.ErrorCodes.ServerNotInitialized, "服务器尚未初始化")
        elif method is not None and ident is not None and (self._shutdown or self._is_repeated(method)):
            self._refuse(ident, types.ErrorCodes.InvalidRequest, "服务器已关闭" if self._shutdown else "服务器已经初始化")
        else:
            super().handle_message(message)

    def rehearse(self) -> None:
        """Have the converter work out how the messages are read and written that a first document waits for."""
        place = {"line": 0, "character": 0}
        edit = {"range": {"start": place, "end": place}, "text": ""}
        item = {"uri": _NOWHERE, "languageId": "", "version": 0, "text": ""}
        for method, params in {
            types.TEXT_DOCUMENT_DID_OPEN: {"textDocument": item},
            types.TEXT_DOCUMENT_DID_CHANGE: {"textDocument": item, "contentChanges": [edit]},
        }.items():
            self.structure_message({"jsonrpc": self.VERSION, "method": method, "params": params})
        span = types.Range(types.Position(0, 0), types.Position(0, 0))
        found = types.Diagnostic(
            span, "", severity=types.DiagnosticSeverity.Error, code="", source="", tags=[types.DiagnosticTag.Deprecated],
            related_information=[types.DiagnosticRelatedInformation(types.Location(_NOWHERE, span), "")],
        )  # fmt: skip
        self._serialize_message(
            types.PublishDiagnosticsNotification(types.PublishDiagnosticsParams(_NOWHERE, [found], 0))
        )

    def _is_repeated(self, method: str) -> bool:
        return method == types.INITIALIZE and self._workspace is not None

    def _refuse(self, ident: Any, code: types.ErrorCodes, told: str) -> None:
        self._send_response(ident, error=types.ResponseError(code=code.value, message=told))

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Hand a document to the server."""
        self._server.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Hand edits to the server."""
        self._server.edited(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Tell the server to forget a document."""
        self._server.closed(params.text_document.uri)
