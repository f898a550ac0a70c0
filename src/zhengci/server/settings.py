"""What holds for a document: the nearest configuration file, the editor's own settings above it, and the glossary they name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from threading import Lock
from typing import Any, NamedTuple

from zhengci import config, divisions
from zhengci.dates import check_date
from zhengci.document.files import is_excluded
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import GlossaryError, open_glossary
from zhengci.linting.choice import Choice, choose

#: The editor's settings, below ``zhengci``.
_LISTS = ("select", "ignore", "glossary")
_TEXTS = ("date", "region")
#: So many problems of a glossary are told; the rest is for ``zhengci glossary check``.
_TOLD = 3


class Unusable(Exception):
    """The settings of a document or their glossary are wrong; the message is Chinese and names the place."""


class Setup(NamedTuple):
    """What a document is checked with."""

    glossary: Glossary
    choice: Choice
    date: str | None
    jurisdiction: str | None
    excluded: tuple[str, ...]
    file: str  # the configuration file of the project, empty for none

    def leaves_out(self, path: str) -> bool:
        """Tell whether the project wants nothing of a file."""
        if not path or not self.excluded:
            return False
        try:
            below = os.path.relpath(path, os.path.dirname(self.file)) if self.file else os.path.basename(path)
        except ValueError:  # another drive
            below = path
        return is_excluded(below, self.excluded)


class _Kept(NamedTuple):
    """What reading settings came to, and the state of every file that it depends on."""

    answer: Setup | Unusable
    stamps: tuple[tuple[str, object], ...]


class Settings:
    """The setups of all documents, each read once until one of its files changes.  Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[tuple[object, ...], _Kept] = {}

    def of(self, folder: str, editor: Mapping[str, Any], root: str = "") -> Setup:
        """Return the setup of the documents of a folder (empty: none, as of a text that was never saved).

        `editor` holds the editor's settings, which count for more than those of files; their paths are relative to `root`.
        Raises Unusable.
        """
        start = folder or root
        file = (config.project_file(start) if start else None) or ""
        key = (file, root, repr(sorted(editor.items())))
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or any(_stamp(path) != stamp for path, stamp in kept.stamps):
                kept = self._kept[key] = self._read(file, editor, root)
        if isinstance(kept.answer, Unusable):
            raise kept.answer
        return kept.answer

    def _read(self, file: str, editor: Mapping[str, Any], root: str) -> _Kept:
        paths = [path for path in (file, config.user_file()) if path]
        try:
            given = _given(editor, root)
            # A document without a file of its own must not get that of the folder in which the server happens to run.
            chosen = config.load(given, config=file or None, start=os.sep)
            date, region = chosen.get("date", None), chosen.get("region", None)
            layers = chosen.get("glossary", ())
            paths += layers
            answer: Setup | Unusable = Setup(
                open_glossary(layers),
                choose(chosen),
                None if date is None else check_date(date),
                None if region is None else divisions.parse(region),
                chosen.get("exclude", ()),
                file,
            )
        except GlossaryError as error:
            told = [str(error), *(str(problem).split("\n", 1)[0] for problem in error.problems[:_TOLD])]
            answer = Unusable("\n".join(told))
        except (config.ConfigError, ValueError) as error:
            answer = Unusable(str(error))
        return _Kept(answer, tuple((path, _stamp(path)) for path in paths))


def _given(editor: Mapping[str, Any], root: str) -> dict[str, Any]:
    """Return the editor's settings as keys of the configuration; raises ValueError.  ``null`` and empty ones are not set."""
    given: dict[str, Any] = {}
    for key in (*_LISTS, *_TEXTS):
        value = editor.get(key)
        if not value:
            continue
        fits = isinstance(value, str) if key in _TEXTS else _is_list(value)
        if not fits:
            raise ValueError(f"编辑器设置 zhengci.{key} 应是{'文字' if key in _TEXTS else '文字的列表'}")
        given[key] = value if key in _TEXTS else tuple(value)
    if "glossary" in given:
        given["glossary"] = tuple(os.path.join(root, os.path.expanduser(path)) for path in given["glossary"])
    return given


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _stamp(path: str) -> object:
    """Return what changes when a file, or a file of a folder, does."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    below: tuple[object, ...] = ()
    if os.path.isdir(path):
        below = tuple(
            (name, _stamp(os.path.join(path, name))) for name in sorted(os.listdir(path)) if not name.startswith(".")
        )
    return found.st_mtime_ns, found.st_size, below
