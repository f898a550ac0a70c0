"""Opens glossaries: from the compiled artefact that fits the sources, or by compiling them and keeping the result.

Order of search for the built-in glossary: the artefact shipped in the wheel; the user's cache; the YAML sources.  A stale
artefact is rebuilt, a corrupt one ignored and replaced, an unwritable cache only costs time.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from typing import TYPE_CHECKING, Any

from zhengci.glossary import artefact
from zhengci.glossary.model import Concept, Edition, Form, FormerName, Part, Source, Target, Wording

if TYPE_CHECKING:
    from pathlib import Path

    from zhengci.glossary.confusion import Confusion
    from zhengci.glossary.lexicon import Lexicon
    from zhengci.glossary.nodes import Problem
    from zhengci.glossary.sources import Sources

#: The bytes of a compiled glossary, in memory or mapped.
Buffer = bytes | mmap.mmap

#: A target that a seed of near misses leads to: its number, its parts before and after the place from which (up to which)
#: a slip may be found, how far from the seed's end that place is, and the two characters of which one stands there or
#: next to it, for any slip (empty: no telling).
Lead = tuple[int, str, str, int, str]

#: The compiled glossary inside an installed package.
SHIPPED: str | os.PathLike[str] = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "glossary.bin")

#: So many glossaries stay open in one process: while an editor runs, every change of a glossary makes another.
_KEPT = 8


class GlossaryError(Exception):
    """A glossary cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems)


class Glossary:
    """A compiled glossary, opened.  Concepts and patterns are decoded when they are first asked for.

    Immutable to its users and safe to share between threads: what is filled in lazily is the same whoever does it.
    """

    def __init__(self, data: Buffer) -> None:
        """Open the bytes of a compiled glossary; raises ``artefact.CorruptArtefact`` where they are damaged."""
        self._sections = artefact.unpack(data)
        self._patterns: dict[int, artefact.Pattern] = {}
        self._concepts: dict[int, Concept] = {}
        self._former: dict[int, FormerName] = {}
        self._wordings: dict[int, Wording] = {}
        self._borders: dict[int, str] = {}
        self._targets: dict[int, Target] = {}
        #: The seeds of near misses that were asked for so far, by number.
        self.seeds: list[tuple[list[Lead], list[Lead]] | None] = [None] * (len(self._sections.seed_offsets) - 1)
        #: What rules say of an edition (by its identity), worked out once: its gloss and its ground.
        self.told: dict[int, tuple[str, str, bool]] = {}
        self._index: dict[str, list[int]] | None = None
        self._lexicon: Lexicon | None = None
        self.lengths = self._sections.lengths
        self.flags = self._sections.flags
        header = self._sections.header
        self.digest: str = header["digest"]
        self.longest: int = header["longest"]
        self._terms: int = header["term_patterns"]
        #: Ways of counting that any place may fill in its own way, numerals written N (N纵N横).
        self.series: frozenset[str] = frozenset(header["series"])
        self.automaton: Any = artefact.load_automaton(self._sections, "automaton", self._term_texts)

    @cached_property
    def wording_automaton(self) -> Any:
        """The automaton of the keys of wrong wordings, which only lint needs; see ``keyed``."""
        return self._late("wording_automaton", self._key_texts)

    def keyed(self, number: int) -> Iterator[tuple[int, int]]:
        """Yield the patterns that a key leads to, with how far before the key's end they begin."""
        sections = self._sections
        low, high = sections.key_offsets[number], sections.key_offsets[number + 1]
        return zip(sections.key_patterns[low:high], sections.key_reaches[low:high], strict=True)

    @cached_property
    def seed_automaton(self) -> Any:
        """The automaton of the seeds of near misses, which only lint needs."""
        return self._late("seed_automaton", self._seed_texts)

    def _late(self, name: str, texts: Callable[[], list[str]]) -> Any:
        if zlib.crc32(getattr(self._sections, name)) != self._sections.header[f"{name}_checksum"]:
            return artefact.build_automaton(texts())  # damaged: work it out again
        return artefact.load_automaton(self._sections, name, texts)

    def _key_texts(self) -> list[str]:
        from zhengci.glossary.keys import key_of

        first = (next(self.keyed(number)) for number in range(len(self._sections.key_offsets) - 1))
        return [key_of(self.pattern(pattern).text, reach) for pattern, reach in first]

    def seed(self, number: int) -> tuple[list[Lead], list[Lead]]:
        """Return what a seed leads to, forwards and backwards, by its number; from then on it stands in ``seeds``."""
        _, forwards, backwards = self._row(self._sections.seed_offsets, self._sections.seeds, number)
        found = self.seeds[number] = (
            [(wanted, text[:cut], text[cut:], shift, text[cut : cut + 2] if len(text) > cut + 1 else "")
             for wanted, text, cut, shift in forwards],
            [(wanted, text[:cut], text[cut:], shift, text[cut - 2 : cut] if cut > 1 else "")
             for wanted, text, cut, shift in backwards],
        )  # fmt: skip
        return found

    @cached_property
    def pairs(self) -> dict[int, list[int]]:
        """The targets by the pairs that they have (see ``artefact.encode_pairs``)."""
        found: dict[int, list[int]] = {}
        for key, number in zip(self._sections.pair_keys, self._sections.pair_targets, strict=True):
            found.setdefault(key, []).append(number)
        return found

    def _seed_texts(self) -> list[str]:
        offsets, blob = self._sections.seed_offsets, self._sections.seeds
        return [self._row(offsets, blob, number)[0] for number in range(len(offsets) - 1)]

    def target(self, number: int) -> Target:
        """Return a wording whose near misses are looked for, by its number."""
        found = self._targets.get(number)
        if found is None:
            row = self._row(self._sections.target_offsets, self._sections.targets, number)
            found = self._targets[number] = Target(*row)
        return found

    @cached_property
    def confusion(self) -> Confusion:
        """The table of characters that are taken for one another."""
        from zhengci.glossary.confusion import Confusion

        return Confusion(self._sections.confusion.tobytes())

    def _term_texts(self) -> list[str]:
        return [self.pattern(number).text for number in range(self._terms)]

    @property
    def pattern_count(self) -> int:
        """How many strings the matcher looks for."""
        return len(self.flags)

    def __len__(self) -> int:
        return int(self._sections.header["concept_count"])

    def __iter__(self) -> Iterator[Concept]:
        return (self.concept(number) for number in range(len(self)))

    def pattern(self, number: int) -> artefact.Pattern:
        """Return a pattern by its number in the automaton."""
        found = self._patterns.get(number)
        if found is None:
            row = self._row(self._sections.pattern_offsets, self._sections.patterns, number)
            owners = tuple((owner[0], owner[1], owner[2]) for owner in row[2])
            found = artefact.Pattern(row[0], row[1], owners, *(tuple(part) for part in row[3:]))
            self._patterns[number] = found
        return found

    def border(self, number: int) -> str:
        """Return the characters of a border string by its number (see ``artefact.Pattern``)."""
        found = self._borders.get(number)
        if found is None:
            offsets, blob = self._sections.border_offsets, self._sections.borders
            found = self._borders[number] = json.loads(bytes(blob[offsets[number] : offsets[number + 1]]))
        return found

    def concept(self, number: int) -> Concept:
        """Return a concept by its position."""
        found = self._concepts.get(number)
        if found is None:
            row = self._row(self._sections.concept_offsets, self._sections.concepts, number)
            row[8] = tuple(
                Edition(since, until, definition, _parts(parts), _sources(sources))
                for since, until, definition, parts, sources in row[8]
            )
            row[9], row[10] = tuple(row[9]), tuple(row[10])
            row[11] = tuple(Form(*form) for form in row[11])
            row[12], row[13] = tuple(row[12]), tuple(row[13])
            found = self._concepts[number] = Concept(*row)
        return found

    def former(self, number: int) -> FormerName:
        """Return a former name by its position."""
        found = self._former.get(number)
        if found is None:
            row = self._row(self._sections.former_offsets, self._sections.former, number)
            row[7] = _sources(row[7])
            found = self._former[number] = FormerName(*row)
        return found

    def wording(self, number: int) -> Wording:
        """Return a wording by its position."""
        found = self._wordings.get(number)
        if found is None:
            row = self._row(self._sections.wording_offsets, self._sections.wordings, number)
            row[4] = _sources(row[4])
            found = self._wordings[number] = Wording(*row)
        return found

    def former_names(self) -> Iterator[FormerName]:
        """Yield all former names."""
        return (self.former(number) for number in range(int(self._sections.header["former_count"])))

    def lookup(self, name: str) -> list[Concept]:
        """Return the concepts with the id or (folded) form `name`, in the order of the files."""
        return [self.concept(number) for number in self.index.get(name, ())]

    @property
    def index(self) -> dict[str, list[int]]:
        """Ids and forms, each with the positions of its concepts."""
        if self._index is None:
            self._index = json.loads(bytes(self._sections.names))
        return self._index

    @property
    def lexicon(self) -> Lexicon:
        """The common words by which doubtful borders are decided."""
        if self._lexicon is None:
            from zhengci.glossary.lexicon import Lexicon

            data = self._sections.lexicon.tobytes()
            if zlib.crc32(data) != self._sections.header["lexicon_checksum"]:
                from zhengci.glossary.lexicon import Dictionary

                data = Dictionary().lexicon()  # damaged: work it out again
            self._lexicon = Lexicon(data)
        return self._lexicon

    @staticmethod
    def _row(offsets: Sequence[int], blob: memoryview, number: int) -> list[Any]:
        row: list[Any] = json.loads(bytes(blob[offsets[number] : offsets[number + 1]]))
        return row


def _parts(rows: list[Any]) -> tuple[Part, ...]:
    return tuple(Part(name, tuple(tuple(wordings) for wordings in members)) for name, members in rows)


def _sources(rows: list[list[str]]) -> tuple[Source, ...]:
    return tuple(Source(*row) for row in rows)


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
