"""Turns checked records into the bytes of a compiled glossary."""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import blake2b
from pathlib import Path
from typing import Any

from zhengci.folding import fold
from zhengci.glossary import artefact, confusion, near
from zhengci.glossary.check import earliest, forms_of
from zhengci.glossary.keys import choose_keys
from zhengci.glossary.lexicon import Dictionary
from zhengci.glossary.locate import list_files
from zhengci.glossary.reorder import wrong_orders
from zhengci.glossary.schema import Record
from zhengci.glossary.sources import Sources
from zhengci.patterns import skeleton

#: Han forms up to this length may be part of other words and have their borders looked at.
MAX_SHORT = 4
_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[0-9A-Za-z“])|(?<=[0-9A-Za-z%”]) (?=[\u3400-\u9fff])")
_DIGIT_CORE = re.compile(r"[0-9A-Za-z]+(?:[+×][0-9A-Za-z]+)+|[0-9]{2,}")
_NUMERAL = re.compile("[一二三四五六七八九十百千万两双]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


def digest_of(roots: list[Path]) -> str:
    """Return a digest of the names and contents of all files below `roots` (and of the artefact's format)."""
    state = blake2b(f"format {artefact.FORMAT}".encode(), digest_size=16)
    for root in roots:
        for path in list_files(root):
            content = path.read_bytes()
            name = path.relative_to(root).as_posix() if root.is_dir() else path.name
            state.update(f"\0{name}\0{len(content)}\0".encode())
            state.update(content)
    return state.hexdigest()


def compile_sources(sources: Sources, digest: str, dictionary: Dictionary | None = None) -> bytes:
    """Return the compiled form of `sources`, which must be free of problems.

    Where an id occurs twice the later record wins (a user's glossary over the built-in one).
    """
    dictionary = dictionary or Dictionary()
    records = list({record["id"]: record for record in sources.concepts}.values())
    institutions = list({record["id"]: record for record in sources.institutions}.values())
    bibliography = {record["id"]: record for record in sources.sources}
    successors: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for old in record.get("replaces", []):
            successors[old].append(record)

    owners: dict[str, list[tuple[int, str, bool]]] = defaultdict(list)
    former: dict[str, list[int]] = defaultdict(list)
    shields: dict[str, set[str]] = defaultdict(set)
    index: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        index[record["id"]].append(number)
        for written_form, status, quoted in _forms(record):
            text = fold(written_form)
            owners[text].append((number, status, quoted))
            if number not in index[text]:
                index[text].append(number)
        _add_shields(shields, record.get("shields", []), [fold(text) for text, _ in forms_of(record)])
    for number, record in enumerate(institutions):
        for name in record["names"]:
            former[name].append(number)
        _add_shields(shields, record.get("shields", []), list(record["names"]))
    wordings, wrong = _wordings(sources, bibliography)
    wording_shields: dict[str, set[str]] = defaultdict(set)
    for record in (*sources.set_phrases, *sources.usage, *sources.confusables):
        _add_shields(wording_shields, record.get("shields", []), _wrong_strings(record))
    for record in sources.shields:
        _add_shields(shields, record["phrases"], [record["form"]])

    written = {text: text for text in owners}
    for form in owners:
        for variant in quoted_variants(form, dictionary):
            written.setdefault(variant, form)
    borders: dict[str, int] = {}
    patterns = []
    for text in sorted(written.keys() | former.keys() | shields.keys()):
        left: tuple[int, ...] = ()
        right: tuple[int, ...] = ()
        if (text in owners or text in former) and len(text) <= MAX_SHORT and _HAN.fullmatch(text):
            left = _numbers(borders, [dictionary.before(text[:end]) for end in range(1, len(text) + 1)])
            right = _numbers(borders, [dictionary.after(text[start:]) for start in range(len(text))])
        patterns.append(
            artefact.Pattern(
                text, written.get(text, text), tuple(owners.get(written.get(text, ""), ())),
                tuple(former.get(text, ())), (), tuple(sorted(shields.get(text, ()))), left, right,
            )
        )  # fmt: skip
    term_patterns = len(patterns)
    for text in sorted(wrong.keys() | wording_shields.keys()):
        phrases = tuple(sorted(wording_shields.get(text, ())))
        patterns.append(artefact.Pattern(text, text, (), (), tuple(wrong.get(text, ())), phrases, (), ()))
    phrases_meant = [fold(record["phrase"]) for record in sources.set_phrases]
    keys = choose_keys([pattern.text for pattern in patterns[term_patterns:]], phrases_meant)
    return artefact.pack(
        patterns,
        [(key, [(term_patterns + number, reach) for number, reach in found]) for key, found in keys],
        bytes(_flags(pattern) for pattern in patterns),
        [_concept(record, bibliography, successors) for record in records],
        [_former(record, bibliography) for record in institutions],
        wordings,
        dict(index),
        list(borders),
        dictionary.lexicon(),
        _near(sources, dictionary),
        digest,
        {
            "longest": max((len(pattern.text) for pattern in patterns), default=0),
            "term_patterns": term_patterns,
            "series": sorted({skeleton(series) for record in sources.vocabulary for series in record.get("series", [])}),
            "concept_count": len(records),
            "former_count": len(institutions),
        },
    )


def _near(sources: Sources, dictionary: Dictionary) -> artefact.NearIndex:
    """Return the index of near misses."""
    targets = near.targets_of(sources, dictionary)
    rows = [near.seed_row(seed, targets) for seed in near.seeds_of(targets, dictionary)]
    return artefact.NearIndex(list(targets), rows, near.pairs_of(targets), confusion.table())


def _wrong_strings(record: Record) -> list[str]:
    """Return the strings that a set phrase, a usage or a confusable record warns of."""
    wrong = record.get("wrong", record.get("words", []))
    return [fold(text) for text in ([wrong] if isinstance(wrong, str) else wrong)]


def _wordings(sources: Sources, bibliography: dict[str, Record]) -> tuple[list[Any], dict[str, list[int]]]:
    """Return the rows of ``model.Wording``, and for each wrong string the positions of its rows."""
    vocabulary = [word for record in sources.vocabulary for word in record.get("words", [])]
    rows: list[Any] = []
    wrong: dict[str, list[int]] = defaultdict(list)
    phrases = {record["id"]: record for record in sources.set_phrases}
    rights = "\n".join([fold(record["phrase"]) for record in phrases.values()] + [fold(word) for word in vocabulary])
    usage = {record["id"]: record for record in sources.usage}
    for kind, records in (("formula", phrases.values()), ("slip", sources.confusables), ("usage", usage.values())):
        for record in records:
            listed = _wrong_strings(record)
            if kind == "formula" and not record.get("any_order"):
                listed += [text for text in map(fold, wrong_orders(record["phrase"])) if text not in rights]
            for text in dict.fromkeys(listed):
                if not wrong[text]:  # what is listed under two phrases is told once
                    wrong[text].append(len(rows))
            right = record.get("phrase", record.get("right", record.get("instead", "")))
            advice = record.get("advice", record.get("note", ""))
            rows.append([record.get("id", ""), kind, right, advice, _citations(record, bibliography)])
    return rows, wrong


def _numbers(table: dict[str, int], strings: list[str]) -> tuple[int, ...]:
    """Return the numbers of non-empty strings in `table`, which grows by the new ones."""
    return tuple(table.setdefault(string, len(table)) for string in strings if string)


def quoted_variants(form: str, dictionary: Dictionary) -> list[str]:
    """Return the ways of writing `form` with quotation marks round the part that counts.

    Reports quote the numeral and leave the noun bare: “四上”企业, “1+X”证书, 金融“五篇大文章”.
    """
    if "“" in form or "‘" in form:
        return []
    variants = []
    digits = _DIGIT_CORE.search(form)
    if digits and len(digits[0]) < len(form):
        variants.append(f"{form[: digits.start()]}“{digits[0]}”{form[digits.end() :]}")
    numeral = _NUMERAL.search(form)
    if numeral and len(form) >= 4:
        start = numeral.start()
        if start >= 2:
            variants.append(f"{form[:start]}“{form[start:]}”")
        for end in range(start + 2, min(start + 5, len(form) - 1)):
            if not _NUMERAL.match(form[end]) and not dictionary.straddles(form[start:end], form[end:]):
                variants.append(f"{form[:start]}“{form[start:end]}”{form[end:]}")
    return variants


def _forms(record: Record) -> list[tuple[str, str, bool]]:
    forms = [(record["term"], "preferred", bool(record.get("quoted")))]
    forms += [(form["text"], form["is"], bool(form.get("quoted"))) for form in record.get("forms", [])]
    return forms


def _add_shields(shields: dict[str, set[str]], phrases: list[str], forms: list[str]) -> None:
    for phrase in phrases:
        folded = fold(phrase)
        shields[folded].update(form for form in forms if form in folded and form != folded)


def _flags(pattern: artefact.Pattern) -> int:
    text, flags = pattern.text, 0
    if pattern.shields:
        flags |= artefact.SHIELD
    if pattern.owners or pattern.former or pattern.wordings:
        flags |= artefact.OWNED
        if text[0].isascii() and text[0].isalnum():
            flags |= artefact.ASCII_LEFT
        if text[-1].isascii() and text[-1].isalnum():
            flags |= artefact.ASCII_RIGHT
        if len(text) <= MAX_SHORT and _HAN.fullmatch(text) and (pattern.owners or pattern.former):
            flags |= artefact.SHORT
        if not pattern.former and not pattern.wordings and all(quoted for _, _, quoted in pattern.owners):
            flags |= artefact.QUOTED_ONLY
    return flags


def _closed(text: str) -> str:
    """Return `text` without the blanks that some set between Han and Latin characters: official texts have none."""
    return _GAP.sub("", text)


def _citations(record: Record, bibliography: dict[str, Record]) -> list[list[str]]:
    rows = []
    for citation in record.get("sources", []):
        source = bibliography.get(citation.get("doc", ""), Record())
        known = [source.get(key, "") for key in ("title", "publisher", "date", "address")]
        told = [citation.get(key, "") for key in ("at", "evidence", "checked")]
        rows.append([citation.get("doc", ""), *known, *told])
    return rows


def _parts(value: dict[str, list[tuple[str, ...]]]) -> list[Any]:
    return [[name, members] for name, members in value.items()]


def _concept(record: Record, bibliography: dict[str, Record], successors: dict[str, list[Record]]) -> list[Any]:
    """Return the row that ``opened.Glossary.concept`` reads; the order is that of ``model.Concept``."""
    editions = []
    for edition in sorted(record.get("earlier", []), key=lambda edition: str(edition["since"])):
        editions.append(
            [
                edition["since"], edition["until"],
                _closed(edition.get("definition", record["definition"])),
                _parts(edition.get("parts", record.get("parts", {}))),
                _citations(edition, bibliography),
            ]
        )  # fmt: skip
    until = record.get("until", "")
    editions.append(
        [record.get("since", ""), until, _closed(record["definition"]), _parts(record.get("parts", {})),
         _citations(record, bibliography)]
    )  # fmt: skip
    after = sorted(successors.get(record["id"], ()), key=lambda new: earliest(new) or "")
    return [
        record["id"], record["term"], record["kind"], record["field"], record["scope"], record.get("issuer", ""),
        record.get("since", ""), until, editions, record.get("replaces", []), [new["id"] for new in after],
        _forms(record), [fold(cue) for cue in record.get("cues", [])],
        [fold(noun) for noun in record.get("nouns", [])], bool(record.get("cued")), bool(record.get("well_known")),
        record.get("english", ""), _closed(record.get("note", "")),
    ]  # fmt: skip


def _former(record: Record, bibliography: dict[str, Record]) -> list[Any]:
    return [
        record["id"], record["names"], record.get("founded", ""), record["changed"], record["fix"],
        record.get("scope", "CN"), record.get("note", ""), _citations(record, bibliography),
    ]  # fmt: skip
