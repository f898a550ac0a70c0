"""What the editor at the other end can do, and what its user has set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import types

#: The name of our part of an editor's settings.
SECTION = "zhengci"


class Client:
    """The capabilities of an editor, as yes or no."""

    def __init__(self, capabilities: types.ClientCapabilities) -> None:
        texts = capabilities.text_document or types.TextDocumentClientCapabilities()
        spaces = capabilities.workspace or types.WorkspaceClientCapabilities()
        completion, action = texts.completion, texts.code_action
        item = completion.completion_item if completion else None
        resolved = action.resolve_support.properties if action and action.resolve_support else ()
        edit, watched, settings = spaces.workspace_edit, spaces.did_change_watched_files, spaces.did_change_configuration
        told = (texts.publish_diagnostics, texts.diagnostic)
        self.pulls = texts.diagnostic is not None
        self.refreshes = bool(spaces.diagnostics and spaces.diagnostics.refresh_support)
        self.relates = any(way.related_information for way in told if way)
        self.reads_markdown = _has_markdown(texts.hover.content_format if texts.hover else None)
        self.completes_in_markdown = _has_markdown(item.documentation_format if item else None)
        self.marks_items = bool(item and item.tag_support)
        self.resolves_edits = bool(action and action.data_support and "edit" in resolved)
        self.versions_edits = bool(edit and edit.document_changes)
        self.configures = bool(spaces.configuration)
        self.watches = bool(watched and watched.dynamic_registration)
        self.registers_settings = bool(settings and settings.dynamic_registration)


def _has_markdown(formats: Any) -> bool:
    return types.MarkupKind.Markdown in (formats or ())


def section(settings: object) -> Mapping[str, Any]:
    """Return our part of what an editor sends as settings: the value of ``zhengci`` in it, or all of it."""
    if not isinstance(settings, Mapping):
        return {}
    inner = settings.get(SECTION, settings)
    return inner if isinstance(inner, Mapping) else {}
