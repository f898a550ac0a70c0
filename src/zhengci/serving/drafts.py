"""Which drafts are served, under which names, and that nothing outside the folders that were named can be reached."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from urllib.parse import quote

from zhengci.document.files import SUFFIXES, find_files
from zhengci.readers import SEARCHED

#: A list of the files this old (in seconds) is still good.
_FRESH = 0.5


class Drafts:
    """The drafts below the paths that were named, by name: their path from the folder that holds them all, with slashes."""

    def __init__(self, paths: Sequence[str], exclude: Sequence[str] = ()) -> None:
        self._paths = [os.path.abspath(path) for path in paths]
        self._exclude = exclude
        folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in self._paths]
        self._base = os.path.commonpath(folders)
        self._roots = [os.path.realpath(path) for path in self._paths if os.path.isdir(path)]
        self._found: dict[str, str] = {}
        self._until = 0.0

    def found(self) -> dict[str, str]:
        """Return the names of the drafts that are there now, each with its path."""
        now = time.monotonic()
        if now >= self._until:
            self._found = {
                os.path.relpath(path, self._base).replace(os.sep, "/"): path
                for path in find_files(self._paths, self._exclude, suffixes=(*SUFFIXES, *SEARCHED))
                if path in self._paths or self._is_inside(path)
            }
            self._until = now + _FRESH
        return self._found

    def path(self, name: str) -> str | None:
        """Return the path of a draft, ``None`` for what is no name of one (whatever is written in it)."""
        path = self.found().get(name)
        return path if path is not None and (path in self._paths or self._is_inside(path)) else None

    def _is_inside(self, path: str) -> bool:
        """Tell whether a file that was found below a folder lies there, too, once links are followed."""
        real = os.path.realpath(path)
        return any(os.path.commonpath((real, root)) == root for root in self._roots)


def address(name: str) -> str:
    """Return a name as it stands in an address, also one whose bytes are not UTF-8."""
    return quote(name, errors="surrogateescape")


def stamp(path: str) -> str:
    """Return what is the same as long as a file does not change."""
    try:
        status = os.stat(path)
    except OSError:
        return "none"
    return f"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"
