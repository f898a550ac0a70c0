"""Opens glossaries: from the compiled artefact that fits the sources, or by compiling them and keeping the result.

Order of search for the built-in glossary: the artefact shipped in the wheel; the user's cache; the YAML sources.  A stale
artefact is rebuilt, a corrupt one ignored and replaced, an unwritable cache only costs time.
"""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Sequence
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any

from zhengci.glossary import artefact
from zhengci.glossary.opened import Buffer, Glossary

if TYPE_CHECKING:
    from pathlib import Path

    from zhengci.glossary.nodes import Problem
    from zhengci.glossary.sources import Sources

#: The compiled glossary inside an installed package.
SHIPPED: str | os.PathLike[str] = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "glossary.bin")

#: So many glossaries stay open in one process: while an editor runs, every change of a glossary makes another.
_KEPT = 8


class GlossaryError(Exception):
    """A glossary cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems)


def read_artefact(path: str | os.PathLike[str]) -> Buffer:
    """Return the bytes of an artefact: mapped, so that only what is looked at is read; raises OSError."""
    with open(path, "rb") as file:
        if sys.platform == "win32":
            return file.read()  # a mapped file could not be replaced there
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file
            return b""


def cache_folder() -> Path:
    """Return the user's cache folder for compiled glossaries (``ZHENGCI_CACHE_DIR``, XDG, or the system's place)."""
    from pathlib import Path  # a start that finds the shipped artefact does without it

    own = os.environ.get("ZHENGCI_CACHE_DIR")
    if own:
        return Path(own)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "zhengci"


def open_glossary(extra: Sequence[str | os.PathLike[str]] = ()) -> Glossary:
    """Return the built-in glossary, with the files or folders `extra` layered over it in their order.

    Raises GlossaryError, with all problems, where a source is missing or wrong.
    """
    layers = tuple(os.path.realpath(path) for path in extra)
    for layer in layers:
        if not os.path.exists(layer):
            raise GlossaryError(f"找不到词表：{layer}")
    stamp = _stamp(layers) if layers or not os.path.exists(SHIPPED) else ()
    return _open(layers, stamp)


@lru_cache(maxsize=_KEPT)
def _open(layers: tuple[str, ...], stamp: tuple[Any, ...]) -> Glossary:
    if not layers and os.path.exists(SHIPPED):
        try:
            return Glossary(read_artefact(SHIPPED))
        except (artefact.CorruptArtefact, OSError):
            pass  # fall back on the sources, which the wheel carries too
    name = f"{_hash(repr((layers, stamp)))}.bin"
    kept = cache_folder() / name
    try:
        return Glossary(read_artefact(kept))
    except (artefact.CorruptArtefact, OSError, ValueError, KeyError):
        pass
    data = build(layers)
    _keep(kept, data)
    return Glossary(data)


def build(layers: Sequence[str] = ()) -> bytes:
    """Read, check and compile the built-in glossary with `layers` over it; raises GlossaryError with all problems."""
    from pathlib import Path

    from zhengci.glossary.check import check
    from zhengci.glossary.compile import compile_sources, digest_of
    from zhengci.glossary.layers import layer

    sources = reduce(layer, read_layers(layers))
    problems = check(sources)
    if problems:
        raise GlossaryError(f"词表有 {len(problems)} 处问题", problems)
    return compile_sources(sources, digest_of([*_builtin_roots(), *map(Path, layers)]))


def read_layers(layers: Sequence[str]) -> list[Sources]:
    """Return the records of the built-in glossary and of each of `layers`, the lowest first."""
    from pathlib import Path

    from zhengci.glossary.sources import read_sources

    roots = _builtin_roots()
    return [read_sources(roots, roots[0].parent), *(read_sources([Path(path)], Path.cwd()) for path in layers)]


def _builtin_roots() -> list[Path]:
    from zhengci.glossary.locate import builtin_roots

    try:
        return builtin_roots()
    except FileNotFoundError as error:
        raise GlossaryError(str(error)) from None


def _stamp(layers: tuple[str, ...]) -> tuple[Any, ...]:
    """Return what tells cheaply whether sources changed: name, size and time of every file."""
    from pathlib import Path

    from zhengci.glossary.locate import list_files

    roots = [] if os.path.exists(SHIPPED) else _builtin_roots()
    files = [path for root in (*roots, *map(Path, layers)) for path in list_files(root)]
    facts = tuple((str(path), *_file_facts(path)) for path in files)
    if os.path.exists(SHIPPED):
        facts += ((str(SHIPPED), *_file_facts(SHIPPED)),)
    return (artefact.FORMAT, artefact.engine_tag(), _program_facts(), facts)


def _file_facts(path: str | os.PathLike[str]) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)


_COMPILED_BY = (
    "compile.py", "artefact.py", "lexicon.py", "schema.py", "near.py", "keys.py", "reorder.py", "confusion.py", "characters.tsv",
)  # fmt: skip


def _program_facts() -> tuple[tuple[int, int], ...]:
    """Compiling is part of the result: an edited compiler makes what it compiled before stale."""
    here = os.path.dirname(__file__)
    return tuple(_file_facts(os.path.join(here, name)) for name in _COMPILED_BY)


def _hash(text: str) -> str:
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _keep(path: Path, data: bytes) -> None:
    """Write `data` beside its final place and rename it there; a cache that cannot be written is done without."""
    scratch = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch.write_bytes(data)
        os.replace(scratch, path)
    except OSError:
        scratch.unlink(missing_ok=True) if scratch.exists() else None
        return
    _forget_old(path.parent)


def _forget_old(folder: Path, keep: int = 8) -> None:
    """Keep the newest artefacts of a cache folder: every edit of a glossary leaves one behind."""
    try:
        kept = sorted(folder.glob("*.bin"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[keep:]:
            path.unlink(missing_ok=True)
    except OSError:
        pass  # another process is tidying up, too
