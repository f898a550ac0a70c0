"""A compiled glossary, opened: its automata, and its records decoded when they are first asked for."""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhengci.glossary import artefact
from zhengci.glossary.model import Concept, Edition, Form, FormerName, Part, Source, Target, Wording

if TYPE_CHECKING:
    from zhengci.glossary.confusion import Confusion
    from zhengci.glossary.lexicon import Lexicon

#: The bytes of a compiled glossary, in memory or mapped.
Buffer = bytes | mmap.mmap

#: A target that a seed of near misses leads to: its number, its parts before and after the place from which (up to which)
#: a slip may be found, how far from the seed's end that place is, and the two characters of which one stands there or
#: next to it, for any slip (empty: no telling).
Lead = tuple[int, str, str, int, str]


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
