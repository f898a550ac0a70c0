"""Finds the documents that a command line names."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm")
#: Hidden files, and those by which Word marks a document as opened by somebody.
_NOT_OURS = (".", "~$")
_SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "build", "dist"})


def find_files(
    paths: Sequence[str], exclude: Sequence[str] = (), force_exclude: bool = False, suffixes: tuple[str, ...] = SUFFIXES
) -> Iterator[str]:
    """Yield the documents among `paths`: files as they are named, folders searched for `suffixes`, sorted, each once.

    Hidden folders and those of tools are passed over.  `exclude` holds glob patterns for names or paths; files named
    outright are excluded only if `force_exclude`.  A path that is not there is yielded, for the reader to complain of.
    """
    seen: set[str] = set()
    for path in paths:
        found = _below(path, exclude, suffixes) if os.path.isdir(path) else [path]
        for file in found:
            if file not in seen and not (force_exclude and is_excluded(file, exclude)):
                seen.add(file)
                yield file


def is_excluded(path: str, patterns: Sequence[str]) -> bool:
    """Tell whether a path, or any part of it, fits one of the glob patterns."""
    plain = os.path.normpath(path).replace(os.sep, "/")
    parts = plain.split("/")
    return any(
        fnmatch(plain, pattern) or fnmatch(plain, f"*/{pattern}") or any(fnmatch(part, pattern) for part in parts)
        for pattern in (pattern.rstrip("/") for pattern in patterns)
    )


def _below(root: str, exclude: Sequence[str], suffixes: tuple[str, ...]) -> Iterator[str]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(
            name
            for name in names
            if not name.startswith(".")
            and name not in _SKIPPED
            and not is_excluded(os.path.join(folder, name), exclude)
        )
        for name in sorted(files):
            path = os.path.join(folder, name)
            is_ours = name.lower().endswith(suffixes) and not name.startswith(_NOT_OURS)
            if is_ours and not is_excluded(path, exclude) and not _may_block(path):
                yield path


def _may_block(path: str) -> bool:
    """Tell whether a path is a pipe, a socket or a device: reading one found by the way could wait for ever."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False  # the reader complains of it
    return not stat.S_ISREG(mode)
