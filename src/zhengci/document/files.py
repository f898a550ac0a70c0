"""Finds the documents that a command line names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch

#: What is looked for in folders.  PDF and RTF are read where they are named outright: in a folder of drafts they are as a
#: rule what drafts were printed to, and would tell everything twice.
SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".odt")
_SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "build", "dist"})


def find_files(paths: Sequence[str], exclude: Sequence[str] = (), force_exclude: bool = False) -> Iterator[str]:
    """Yield the documents among `paths`: files as they are named, folders searched for texts, sorted, each once.

    Hidden folders and those of tools are passed over.  `exclude` holds glob patterns for names or paths; files named
    outright are excluded only if `force_exclude`.  A path that is not there is yielded, for the reader to complain of.
    """
    seen: set[str] = set()
    for path in paths:
        found = _below(path, exclude) if os.path.isdir(path) else [path]
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


def _below(root: str, exclude: Sequence[str]) -> Iterator[str]:
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
            if name.lower().endswith(SUFFIXES) and not name.startswith(".") and not is_excluded(path, exclude):
                yield path
