"""ZC501–ZC504: the 名词解释 appendix against the body."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from zhengci.document.definitions import Appendix, Definition
from zhengci.document.document import Document
from zhengci.folding import fold
from zhengci.glossary.model import Concept
from zhengci.linting.finding import Edit, Finding, Fix, Rule
from zhengci.linting.glossing import explain_edition
from zhengci.linting.rules.explanation import ground_of, needs_explaining
from zhengci.linting.surroundings import as_punctuated
from zhengci.matcher import find_strings
from zhengci.mentions.resolve import Analysis, Mention
from zhengci.patterns import lazy

if TYPE_CHECKING:
    from zhengci.linting.appendix_layout import Layout

_QUOTES = lazy("[“”‘’]")
#: An opening quotation mark and the number or the words behind it.
_QUOTED = lazy("“(?:[0-9]+(?=[”条项个件])|[^“”‘’，。；\n]+)")
_YEAR = lazy(r"(?:19|20)\d\d年(?=.{4})")
#: Forms inside other forms come to light when those are searched for no more; more than so many are not nested.
_NESTED = 8


class _Body:
    """A document without its appendix and without quotation marks, in which the headwords are looked for.

    Reports quote a headword in part, and not the same part everywhere: 金融“五篇大文章” explains 金融五篇大文章.
    """

    def __init__(self, analysis: Analysis, appendix: Appendix) -> None:
        self._text = analysis.document.text
        self._quotes = [match.start() for match in _QUOTES.finditer(self._text, 0, appendix.start)]
        bare = _QUOTES.sub("", self._text[: appendix.start] + "\n" + self._text[appendix.end :])
        self._forms = _first_places((form for entry in appendix.entries for form in _wordings(entry)), bare)
        heads = sorted((self._forms[head], len(head)) for head in map(_head, appendix.entries) if head in self._forms)
        self._head_starts = [start for start, _ in heads]
        self._head_ends = list(accumulate((start + size for start, size in heads), max))
        self._quoted = {match[0] for match in _QUOTED.finditer(self._text, 0, appendix.start)}
        self._mentions: dict[str, set[int]] = defaultdict(set)  # by form, of any wording of the concept there
        concepts: dict[str, int] = {}
        for mention in analysis.mentions:
            if mention.start >= appendix.start:
                break  # the body stands before its appendix; what follows it is the page's own text
            if mention.concept and mention.concept.id not in concepts:
                concepts[mention.concept.id] = place = self.place(mention.start)
                for form in _bare_forms(mention.concept):
                    self._mentions[form].add(place)

    def place(self, offset: int) -> int:
        """Return how far the character at `offset` is from the beginning, quotation marks left out."""
        return offset - bisect_left(self._quotes, offset)

    def places(self, entry: Definition) -> set[int]:
        """Return the places at which an entry's headword may be said to stand first; none where it does not occur."""
        found = {self._forms[form] for form in entry.forms if form in self._forms}
        for form in entry.forms:
            found |= self._mentions.get(form, set())
        return found

    def has(self, entry: Definition) -> bool:
        """Tell whether the body has an entry's headword, or what the headword quotes: 稳增长“18”条 for “21条”“18条”."""
        if self.places(entry) or not self._forms.keys().isdisjoint(_wordings(entry)):
            return True
        quoted = _QUOTED.search(self._text, entry.head_start, entry.head_end)
        return quoted is not None and quoted[0] in self._quoted

    def holds(self, mention: Mention) -> bool:
        """Tell whether a mention is part of a headword where that first stands: 产业集群“六个一” in “六个一”全覆盖."""
        number = bisect_left(self._head_starts, self.place(mention.end))
        return number > 0 and self.place(mention.start) < self._head_ends[number - 1]


def _first_places(strings: Iterable[str], text: str) -> dict[str, int]:
    """Return where each of `strings` first stands by itself, or else first stands inside another."""
    left = set(strings)
    first: dict[str, int] = {}
    for _ in range(_NESTED):
        spans = find_strings(sorted(left), text)
        if not spans:
            break
        for start, end in spans:
            first.setdefault(text[start:end], start)
        left -= first.keys()
    return first


def _wordings(entry: Definition) -> list[str]:
    """Return an entry's forms, also without a year that the body need not repeat (2026年10件民生实事)."""
    return [*entry.forms, *(_YEAR.sub("", form) for form in entry.forms if _YEAR.match(form))]


def _bare_forms(concept: Concept) -> set[str]:
    return {_QUOTES.sub("", fold(form.text)) for form in concept.forms}


def _head(entry: Definition) -> str:
    return entry.forms[0] if entry.forms else ""


def _layout(document: Document, appendix: Appendix) -> Layout | None:
    from zhengci.linting.appendix_layout import read_layout  # most documents have no appendix

    return read_layout(document, appendix)


def _fix(edit: Edit | None) -> Fix | None:
    return Fix("unsafe", (edit,)) if edit else None


def _unused(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    appendix = analysis.document.appendix
    if not appendix:
        return
    body = _Body(analysis, appendix)
    idle = [entry for entry in appendix.entries if not body.has(entry)]
    layout = _layout(analysis.document, appendix) if idle else None
    removals = layout.removals([*idle, *_again(appendix)]) if layout else {}
    for entry in idle:
        yield rule.finding(
            entry.head_start, entry.head_end, f"名词解释有“{_head(entry)}”，正文没有出现",
            advice="删去这一条，或核对正文的写法", fix=_fix(removals.get(entry.head_start)),
        )  # fmt: skip


def _missing(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    appendix = analysis.document.appendix
    if not appendix:
        return
    body = _Body(analysis, appendix)
    layout = _layout(analysis.document, appendix)
    listed = {form for entry in appendix.entries for form in entry.forms}
    placed = [(min(places), entry) for entry in appendix.entries if (places := body.places(entry))] if layout else []
    missing = [
        mention
        for mention in needs_explaining(analysis)
        if mention.concept and mention.edition and not body.holds(mention) and listed.isdisjoint(_bare_forms(mention.concept))
    ]
    additions = [_addition(analysis.document, layout, placed, body, mention) for mention in missing] if layout else []
    if len(missing) > 1:
        yield _all_missing(rule, analysis.document, appendix, missing, [edit for edit in additions if edit])
        return
    for mention in missing:
        concept, edition = mention.concept, mention.edition
        yield rule.finding(
            mention.start, mention.end, f"正文有{mention.label}，名词解释没有收",
            concept=concept.id if concept else "", meaning=edition.definition if edition else "",
            grounds=ground_of(edition) if edition else "",
            advice="补入名词解释（zhengci appendix 可生成）", fix=_fix(next(iter(additions), None)),
        )  # fmt: skip


def _all_missing(rule: Rule, document: Document, appendix: Appendix, missing: list[Mention], additions: list[Edit]) -> Finding:
    """Return one finding about all that an appendix lacks, at its title: told one by one, it would drown the rest."""
    end = document.text.find("\n", appendix.start, appendix.entries[0].head_start)
    names = "".join(mention.label for mention in missing)
    return rule.finding(
        appendix.start, end if end > appendix.start else appendix.entries[0].head_start,
        f"正文有 {len(missing)} 个缩略语，名词解释没有收：{names}",
        related=tuple(mention.concept.id for mention in missing if mention.concept),
        advice="读者未必都懂的，补入名词解释（zhengci appendix 可生成）",
        fix=Fix("unsafe", tuple(additions)) if additions else None,
    )  # fmt: skip


def _addition(
    document: Document, layout: Layout, placed: list[tuple[int, Definition]], body: _Body, mention: Mention
) -> Edit | None:
    """Return the edit that adds a mention's concept before the first of the `placed` entries that the body has later."""
    form = mention.form
    if mention.edition is None or not mention.concept or _QUOTES.sub("", form) not in _bare_forms(mention.concept):
        return None
    earlier = document.text.find(form, 0, mention.start)
    place = body.place(mention.start if earlier < 0 else earlier)
    later = (entry for first, entry in placed if first > place)
    told = as_punctuated(document, explain_edition(mention.edition))
    head = mention.text if fold(mention.text).count("“") == fold(mention.text).count("”") and mention.text.isprintable() else form
    return layout.insertion(head, told, next(later, None))


def _again(appendix: Appendix) -> list[Definition]:
    """Return the entries whose headword an earlier one has."""
    seen: set[str] = set()
    again = []
    for entry in appendix.entries:
        if _head(entry) in seen:
            again.append(entry)
        seen.add(_head(entry))
    return again


def _duplicate(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    appendix = analysis.document.appendix
    again = _again(appendix) if appendix else []
    layout = _layout(analysis.document, appendix) if appendix and again else None
    removals = layout.removals(again) if layout else {}
    for entry in again:
        yield rule.finding(
            entry.head_start, entry.head_end, f"名词解释中“{_head(entry)}”重复", advice="只保留一条",
            fix=_fix(removals.get(entry.head_start)),
        )  # fmt: skip


def _order(rule: Rule, analysis: Analysis) -> Iterator[Finding]:
    appendix = analysis.document.appendix
    if not appendix:
        return
    body = _Body(analysis, appendix)
    placed = [(entry, places) for entry in appendix.entries if (places := body.places(entry))]
    kept = _longest_rising([places for _, places in placed])
    stray = [entry for number, (entry, _) in enumerate(placed) if number not in kept]
    layout = _layout(analysis.document, appendix)
    edit = None
    if layout and stray:
        steady = {entry.head_start: kept[number] for number, (entry, _) in enumerate(placed) if number in kept}
        order = _in_order(appendix.entries, steady, {entry.head_start: min(body.places(entry)) for entry in stray})
        edit = layout.rearrangement(order)
    for entry in stray:
        yield rule.finding(
            entry.head_start, entry.head_end, f"名词解释中“{_head(entry)}”的次序与正文首次出现的次序不同",
            advice="名词解释按正文首次出现的先后排列", fix=_fix(edit),
        )  # fmt: skip
    edits = layout.misnumbered() if layout and not stray else []
    if edits:
        yield rule.finding(
            edits[0].start, edits[0].end, "名词解释的编号不连续", advice="依次编号", fix=Fix("unsafe", tuple(edits)),
        )  # fmt: skip


def _in_order(entries: Iterable[Definition], steady: dict[int, int], stray: dict[int, int]) -> list[Definition]:
    """Return the entries as they are to stand: those out of order, by head, move before the first steady one that is later.

    Entries that the body does not have stay behind the one that they follow.
    """
    keyed: list[tuple[int, Definition]] = []
    place = -1
    for entry in entries:
        if entry.head_start in stray:
            keyed.append((stray[entry.head_start], entry))
        else:
            place = steady.get(entry.head_start, place)
            keyed.append((place, entry))
    return [entry for _, entry in sorted(keyed, key=lambda pair: pair[0])]


def _longest_rising(choices: list[set[int]]) -> dict[int, int]:
    """Return the positions of a longest subsequence that does not fall, each with the one of its values that it takes.

    Patience sorting; the values of a position come in falling order, so that no two of them follow each other.
    """
    tails: list[int] = []  # of the best chain of each length: its last step, …
    keys: list[int] = []  # … and the value there
    steps: list[tuple[int, int, int]] = []  # position, value, the step before
    for position, values in enumerate(choices):
        for value in sorted(values, reverse=True):
            at = bisect_left(keys, value + 1)
            steps.append((position, value, tails[at - 1] if at else -1))
            tails[at : at + 1] = [len(steps) - 1]
            keys[at : at + 1] = [value]
    kept: dict[int, int] = {}
    step = tails[-1] if tails else -1
    while step >= 0:
        position, value, step = steps[step]
        kept[position] = value
    return kept


#: One paragraph to an entry, all set alike.
_UNSAFE = "不安全：名词解释一条一段、体例一致的，"

UNUSED = Rule(
    "ZC501", "appendix-unused", "warning", "名词解释中的词条在正文没有出现",
    "正文修改后，名词解释往往忘了同步删改。比较时不计引号。",
    "（名词解释有“两重”，正文没有）", "（删去该条）", f"{_UNSAFE}删去该条。", _unused,
)  # fmt: skip
MISSING = Rule(
    "ZC502", "appendix-missing", "warning", "正文有需要解释的缩略语，名词解释没有收",
    "既附名词解释，就应收齐正文中需要解释的缩略语；正文已加注的和人所共知的除外。",
    "（正文有“两重”，名词解释没有）", "（补入该条）",
    f"{_UNSAFE}补入词表的释义；zhengci appendix 可重新生成整篇名词解释。", _missing,
)  # fmt: skip
DUPLICATE = Rule(
    "ZC503", "appendix-duplicate", "warning", "名词解释中的词条重复",
    "同一词条解释两遍，难免不一致。", "1.“两重”：…… 2.“两重”：……", "1.“两重”：……", f"{_UNSAFE}删去后一条。", _duplicate,
)  # fmt: skip
ORDER = Rule(
    "ZC504", "appendix-order", "warning", "名词解释的次序与正文首次出现的次序不同",
    "名词解释按正文首次出现的先后排列，便于对照查阅。只报告最少的、需要移动的词条，以及不连续的编号。",
    "（正文先“两重”后“两新”，名词解释先“两新”）", "（按正文次序排列）", f"{_UNSAFE}移动词条并重新编号。", _order,
)  # fmt: skip
