"""The compiled glossary as one file: a header, the automaton, and one small record for each pattern and concept.

Records are JSON and are read only when they are hit.  Nothing in the file is executed or unpickled.  The automaton is
stored as pyahocorasick lays it out in memory, so it is used only where the engine, the interpreter and the byte order
are those that wrote it and the checksum holds; elsewhere it is built anew from the pattern texts, which takes some
milliseconds more.  There are three automata: that of the terms, which every use needs, and those of wrong wordings and of
the seeds of near misses, which only lint loads.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from array import array
from collections.abc import Callable
from itertools import accumulate
from mmap import mmap
from typing import Any, NamedTuple

MAGIC = b"zhengci glossary\n"
FORMAT = 7

#: Pattern flags.
SHIELD, OWNED, ASCII_LEFT, ASCII_RIGHT, SHORT, QUOTED_ONLY = 1, 2, 4, 8, 16, 32


class CorruptArtefact(Exception):
    """The bytes are not a compiled glossary of this format, or were damaged."""


class Pattern(NamedTuple):
    """What a compiled string stands for."""

    text: str
    form: str  # the form this is a way of writing: 四上企业 for “四上”企业
    owners: tuple[tuple[int, str, bool], ...]  # concept index, status, counts only in quotation marks
    former: tuple[int, ...]  # indices of former names
    wordings: tuple[int, ...]  # indices of wordings that this string is a wrong way of
    shields: tuple[str, ...]  # forms that do not count inside this phrase
    left: tuple[int, ...]  # numbers of the border strings: characters before / after the form that put it in doubt
    right: tuple[int, ...]


class NearIndex(NamedTuple):
    """What near misses are found by (see ``near``): targets, seeds, pairs, and the table of confusable characters."""

    targets: list[Any]
    seeds: list[Any]
    pairs: list[tuple[int, int]]  # see ``encode_pairs``, with the number of the target
    confusion: bytes


class Artefact(NamedTuple):
    """The sections of a compiled glossary; see :func:`pack` for their layout."""

    header: dict[str, Any]
    automaton: memoryview
    lengths: array[int]
    flags: bytes
    key_offsets: array[int]
    key_patterns: array[int]
    key_reaches: array[int]
    pattern_offsets: array[int]
    patterns: memoryview
    concept_offsets: array[int]
    concepts: memoryview
    former_offsets: array[int]
    former: memoryview
    wording_offsets: array[int]
    wordings: memoryview
    names: memoryview
    border_offsets: array[int]
    borders: memoryview
    target_offsets: array[int]
    targets: memoryview
    seed_offsets: array[int]
    seeds: memoryview
    pair_keys: array[int]
    pair_targets: array[int]
    confusion: memoryview
    wording_automaton: memoryview
    lexicon: memoryview
    seed_automaton: memoryview


#: How many sections at the end are large and not always asked for: they have checksums of their own.
_LATE = 3


def engine_tag() -> str:
    """Name what the automaton's memory layout depends on."""
    import ahocorasick

    # The extension tells no version and asking the installed metadata costs four times a whole start, so its size
    # stands for it: another release, compiler or pointer width gives another size.
    size = os.stat(ahocorasick.__file__).st_size
    return f"{sys.implementation.cache_tag}-{sys.platform}-{sys.byteorder}-{sys.maxsize.bit_length()}-{size}"


def encode_key(text: str) -> str:
    """Return `text` as the engine is fed it: UTF-16 bytes as Latin-1 characters.

    A node of the trie then has at most 256 children instead of thousands, which makes the scan two to five times as
    fast; hits that end on an even byte are not aligned with the text and are dropped by the matcher.
    """
    return text.encode("utf-16-be", "surrogatepass").decode("latin-1")


def encode_pairs(key: str) -> array[int]:
    """Return, for each character of a text that has one three places on, the two as one number.

    `key` is the text as ``encode_key`` gives it, of characters of the BMP only.  Byte by byte this is done by slices, in C.
    """
    units = key.encode("latin-1")
    pairs = bytearray(max(0, 2 * len(units) - 12))
    pairs[0::4], pairs[1::4] = units[0:-6:2], units[1:-6:2]
    pairs[2::4], pairs[3::4] = units[6::2], units[7::2]
    numbers = array("I")
    numbers.frombytes(pairs)
    return numbers


def build_automaton(texts: list[str]) -> Any:
    """Return a pyahocorasick automaton whose values number `texts`; ``None`` for no texts at all."""
    import ahocorasick

    if not texts:
        return None
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for index, text in enumerate(texts):
        automaton.add_word(encode_key(text), index)
    automaton.make_automaton()
    return automaton


def pack(
    patterns: list[Pattern],
    keys: list[tuple[str, list[tuple[int, int]]]],
    flags: bytes,
    concepts: list[Any],
    former: list[Any],
    wordings: list[Any],
    index: dict[str, list[int]],
    borders: list[str],
    lexicon: bytes,
    near: NearIndex,
    digest: str,
    facts: dict[str, Any],
) -> bytes:
    """Return the bytes of a compiled glossary.

    `digest` names the sources it was made from; `facts` are small values that a start needs at once (the longest
    pattern, counts, and ``term_patterns``: how many patterns belong to the first automaton).  `keys` lead to the others
    (see ``keys.choose_keys``).  `index` maps concept ids and
    terms to concept positions.
    """
    texts = [pattern.text for pattern in patterns]
    terms = int(facts["term_patterns"])
    image, shape = _image(build_automaton(texts[:terms]))
    second_image, second_shape = _image(build_automaton([key for key, _ in keys]))
    seed_image, seed_shape = _image(build_automaton([row[0] for row in near.seeds]))
    pattern_offsets, pattern_blob = _records(patterns)
    concept_offsets, concept_blob = _records(concepts)
    former_offsets, former_blob = _records(former)
    wording_offsets, wording_blob = _records(wordings)
    border_offsets, border_blob = _records(borders)
    target_offsets, target_blob = _records(near.targets)
    seed_offsets, seed_blob = _records(near.seeds)
    index_blob = json.dumps(index, ensure_ascii=False).encode("utf-8")
    sections = [
        image,
        array("H", [len(pattern.text) for pattern in patterns]).tobytes(),
        flags,
        array("I", accumulate((len(found) for _, found in keys), initial=0)).tobytes(),
        array("I", [number for _, found in keys for number, _ in found]).tobytes(),
        array("H", [reach for _, found in keys for _, reach in found]).tobytes(),
        pattern_offsets,
        pattern_blob,
        concept_offsets,
        concept_blob,
        former_offsets,
        former_blob,
        wording_offsets,
        wording_blob,
        index_blob,
        border_offsets,
        border_blob,
        target_offsets,
        target_blob,
        seed_offsets,
        seed_blob,
        array("I", [key for key, _ in near.pairs]).tobytes(),
        array("I", [target for _, target in near.pairs]).tobytes(),
        near.confusion,
        second_image,
        lexicon,
        seed_image,
    ]
    body = b"".join(sections)
    checked = len(body) - sum(map(len, sections[-_LATE:]))
    header = {
        "format": FORMAT,
        "engine": engine_tag(),
        "byteorder": sys.byteorder,
        "digest": digest,
        "automaton": shape,
        "wording_automaton": second_shape,
        "seed_automaton": seed_shape,
        "sizes": [len(section) for section in sections],
        "checksum": zlib.crc32(body[:checked]),
        "lexicon_checksum": zlib.crc32(lexicon),
        "wording_automaton_checksum": zlib.crc32(second_image),
        "seed_automaton_checksum": zlib.crc32(seed_image),
        **facts,
    }
    head = json.dumps(header, ensure_ascii=False).encode("utf-8")
    return MAGIC + len(head).to_bytes(4, "little") + zlib.crc32(head).to_bytes(4, "little") + head + body


def _image(automaton: Any) -> tuple[bytes, Any]:
    """Return an automaton as bytes and what else its constructor wants."""
    if automaton is None:
        return b"", None
    chunks, *rest = automaton.__reduce__()[1]
    return b"".join(chunks), [[len(chunk) for chunk in chunks], rest]


def _records(values: list[Any]) -> tuple[bytes, bytes]:
    blobs = [json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") for value in values]
    offsets = array("I", [0])
    for blob in blobs:
        offsets.append(offsets[-1] + len(blob))
    return offsets.tobytes(), b"".join(blobs)


def unpack(data: bytes | mmap) -> Artefact:
    """Return the sections of `data`, after comparing its checksums.

    Raises CorruptArtefact where the data is truncated, damaged, of another format or of a foreign machine.
    """
    header = read_header(data)
    start = len(MAGIC) + 8 + header["head_size"]
    body = memoryview(data)[start:]
    checked = len(body) - sum(header["sizes"][-_LATE:])
    if len(body) != sum(header["sizes"]) or zlib.crc32(body[:checked]) != header["checksum"]:
        raise CorruptArtefact("内容不完整或已损坏")
    if header["byteorder"] != sys.byteorder:
        raise CorruptArtefact("来自字节序不同的机器")
    cuts, at = [], 0
    for size in header["sizes"]:
        cuts.append(body[at : at + size])
        at += size
    return Artefact(header, *map(_section, Artefact._fields[1:], cuts))


#: Sections that are arrays of numbers, by the end of their names, with the type of the numbers.
_ARRAYS = {"_offsets": "I", "_patterns": "I", "_targets": "I", "_keys": "I", "_reaches": "H", "lengths": "H"}


def _section(name: str, content: memoryview) -> Any:
    if name == "flags":
        return content.tobytes()
    kind = next((kind for end, kind in _ARRAYS.items() if name.endswith(end)), "")
    return array(kind, content.tobytes()) if kind else content


def read_header(data: bytes | mmap) -> dict[str, Any]:
    """Return the header of a compiled glossary; raises CorruptArtefact where there is none."""
    if data[: len(MAGIC)] != MAGIC:
        raise CorruptArtefact("不是编译好的词表")
    at = len(MAGIC)
    size = int.from_bytes(data[at : at + 4], "little")
    head = data[at + 8 : at + 8 + size]
    if len(head) != size or zlib.crc32(head) != int.from_bytes(data[at + 4 : at + 8], "little"):
        raise CorruptArtefact("文件头不完整或已损坏")
    try:
        header: dict[str, Any] = json.loads(head)
        version = header["format"]
    except (ValueError, KeyError, TypeError):
        raise CorruptArtefact("文件头读不懂") from None
    if version != FORMAT:
        raise CorruptArtefact(f"格式版本 {version} 不是 {FORMAT}")
    header["head_size"] = size
    return header


def load_automaton(artefact: Artefact, name: str, texts: Callable[[], list[str]]) -> Any:
    """Return one of the automata: from its image where it fits this machine, else built from ``texts()``."""
    shape = artefact.header[name]
    if shape is None:
        return None
    if artefact.header["engine"] != engine_tag():
        return build_automaton(texts())
    import ahocorasick

    image: memoryview = getattr(artefact, name)
    sizes, rest = shape
    chunks, at = [], 0
    for size in sizes:
        chunks.append(image[at : at + size].tobytes())
        at += size
    return ahocorasick.Automaton(chunks, *rest)
