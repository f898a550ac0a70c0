"""Writes the site into a folder: all of it beside the old one first, then file by file into place; what is not ours stays."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

#: Names the files of a site, one a line, so that the next run knows the folder and what to take away.
MARKER = ".zhengci-site"
_STAGING = ".zhengci-new-"
_OURS = re.compile(r"(?:(?:concepts|fields|regions)/)?[A-Za-z0-9-]+\.(?:html|js|css|svg)")


class UnusableFolder(Exception):
    """The site cannot be written into a folder, and why, in Chinese."""


def write(folder: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write `files` (path and text) as the site in `folder` and return their number.

    The folder must be absent, empty or an earlier site; raises UnusableFolder, with nothing changed, where it is not,
    and where the files cannot be written.
    """
    try:
        earlier = _earlier(folder)
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
            try:
                written = _stage(staging, files)
                _move(staging, folder, written, earlier)
            finally:
                for left in folder.glob(f"{_STAGING}*"):  # ours, and that of a run that was killed
                    shutil.rmtree(left, ignore_errors=True)
        finally:
            if is_new and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise UnusableFolder(f"网页写不进 {folder}：{error.strerror}") from None
    return len(written)


def _earlier(folder: Path) -> set[str]:
    """Return the files of the earlier site in `folder`."""
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise UnusableFolder(f"{folder} 不是文件夹")
    marker = folder / MARKER
    if marker.is_file():
        return {
            name for name in marker.read_text(encoding="utf-8", errors="replace").split("\n") if _OURS.fullmatch(name)
        }
    if any(not path.name.startswith(_STAGING) for path in folder.iterdir()):
        raise UnusableFolder(f"{folder} 里已有别的文件，又不是先前生成的词表网页；请换一个空文件夹")
    return set()


def _stage(staging: Path, files: Iterable[tuple[str, str]]) -> list[str]:
    """Write all files below `staging`."""
    written: list[str] = []
    folders = {staging}
    for name, text in files:
        path = staging / name
        if path.parent not in folders:
            path.parent.mkdir()
            folders.add(path.parent)
        path.write_bytes(text.encode("utf-8"))
        written.append(name)
    return written


def _move(staging: Path, folder: Path, written: list[str], earlier: set[str]) -> None:
    """Put the files into place in their order, then take away those of the earlier site that are no more."""
    gone = sorted(earlier.difference(written))
    _mark(staging, folder, [*written, *gone])
    for inner in {os.path.dirname(name) for name in written}:
        (folder / inner).mkdir(exist_ok=True)
    for name in written:
        os.replace(staging / name, folder / name)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    _mark(staging, folder, written)


def _mark(staging: Path, folder: Path, names: list[str]) -> None:
    (staging / MARKER).write_text("\n".join(sorted(names)) + "\n", encoding="utf-8")
    os.replace(staging / MARKER, folder / MARKER)
