"""The values that a glossary holds at run time: concepts with their editions and sources, and former names."""

from typing import NamedTuple

from zhengci.dates import before


class Source(NamedTuple):
    """Where something is said: a document, the place in it, and how good the evidence is."""

    doc: str
    title: str
    publisher: str
    date: str
    address: str
    at: str
    evidence: str  # document | page | recalled
    checked: str

    def describe(self) -> str:
        """Return the source as one line in Chinese."""
        if self.evidence == "recalled":
            return "未核实"
        title = self.title if self.title.startswith("《") else f"《{self.title}》"
        facts = "，".join(part for part in (self.publisher, self.date) if part)
        place = f"：{self.at}" if self.at else ""
        return f"{title}{f'（{facts}）' if facts else ''}{place}"


class Part(NamedTuple):
    """One counted set: the piece of the term that counts it, and its members, each with its accepted wordings."""

    name: str
    members: tuple[tuple[str, ...], ...]


class Edition(NamedTuple):
    """A concept's definition for a span of dates; an empty date is an open end."""

    since: str
    until: str
    definition: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]

    def starts_after(self, date: str) -> bool:
        """Tell whether the edition was not yet in force at `date`."""
        return before(date, self.since)

    def ended_before(self, date: str) -> bool:
        """Tell whether the edition was out of force at `date`."""
        return before(self.until, date)


class Form(NamedTuple):
    """A string that stands for a concept, with its status; ``quoted`` forms count only inside quotation marks."""

    text: str
    status: str  # preferred | admitted | superseded | deprecated
    quoted: bool


class Concept(NamedTuple):
    """One meaning, as a reader is told it.  ``editions`` run from the oldest to the present one."""

    id: str
    term: str
    kind: str
    field: str
    scope: str
    issuer: str
    since: str
    until: str
    editions: tuple[Edition, ...]
    replaces: tuple[str, ...]
    replaced_by: tuple[str, ...]
    forms: tuple[Form, ...]
    cues: tuple[str, ...]
    nouns: tuple[str, ...]
    cued: bool
    well_known: bool
    english: str
    note: str

    @property
    def current(self) -> Edition:
        """The latest edition."""
        return self.editions[-1]

    @property
    def is_recalled(self) -> bool:
        """Whether the meaning rests on memory alone (shown as 未核实, never the ground of an error)."""
        return any(source.evidence == "recalled" for source in self.current.sources)

    def edition_at(self, date: str) -> Edition:
        """Return the edition in force at `date`; the nearest one where none is, the current one for no date."""
        if date:
            for edition in reversed(self.editions):
                if not edition.starts_after(date):
                    return edition
            return self.editions[0]
        return self.current

    def has_begun(self, date: str) -> bool:
        """Tell whether the concept surely existed at `date`: in the year of its beginning a bare year leaves it open."""
        since = self.editions[0].since
        return before(since, date) or (len(since) <= len(date) and date.startswith(since))

    def begins_after(self, date: str) -> bool:
        """Tell whether the concept did not exist yet at `date`."""
        return self.editions[0].starts_after(date)

    def ended_before(self, date: str) -> bool:
        """Tell whether the concept was already out of use at `date`."""
        return before(self.until, date)


class FormerName(NamedTuple):
    """A former name of an institution, law or title, with what it became and when."""

    id: str
    names: dict[str, str]
    founded: str
    changed: str
    fix: str  # safe | none
    scope: str
    note: str
    sources: tuple[Source, ...]


class Wording(NamedTuple):
    """A way of writing that is wrong or discouraged, with what should stand instead (empty where that depends)."""

    id: str
    kind: str  # formula (altered 固定提法) | slip (wrong word) | usage (discouraged by a norm)
    right: str
    advice: str
    sources: tuple[Source, ...]


def describe_parts(parts: tuple[Part, ...]) -> str:
    """Return members as one line: ``一利：利润总额；五率：净资产收益率、营业收现率``."""
    lines = []
    for part in parts:
        members = "、".join(wordings[0] for wordings in part.members)
        lines.append(f"{part.name}：{members}" if part.name else members)
    return "；".join(lines)


class Target(NamedTuple):
    """A right wording that a slip may have garbled."""

    text: str
    kind: str  # term | loose (a term whose number any place may change) | formula | name | word | shield (no slip of it is told)
    id: str  # of the concept, set phrase or institution; empty for a word
    since: str  # when the wording came up; empty where that is not known
    scope: str  # CN, or the GB/T 2260 code of the place whose term it is
