"""Invariants across the records of a glossary: references, dates, homonyms, forms that can match, sound corrections."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from zhengci.dates import before
from zhengci.folding import fold
from zhengci.glossary.nodes import Problem
from zhengci.glossary.schema import Record, did_you_mean
from zhengci.glossary.sources import Sources

_MEANINGFUL = re.compile(r"[\w\u3400-\u9fff]")
_QUOTES = str.maketrans("", "", "“”‘’")
_HAN_ONLY = re.compile(r"[\u3400-\u9fff]+")


def check(sources: Sources) -> list[Problem]:
    """Return every problem of `sources`, those of reading included, by file and place."""
    bibliography = {record["id"]: record for record in sources.sources if "id" in record}
    _unique_ids(sources.concepts, sources.institutions, sources.sources, sources.set_phrases, sources.usage)
    concepts = {record["id"]: record for record in sources.concepts if "id" in record}
    for record in sources.concepts:
        _forms(record)
        _dates(record)
        _definition(record)
        _examples(record, [text for text, _ in forms_of(record)])
        for key, cited in _citation_lists(record):
            _citations(cited, bibliography, key)
        _replaces(record, concepts)
    for record in sources.institutions:
        _citations(record.get("sources", []), bibliography, "institution")
        _examples(record, list(record.get("names", {})))
    for record in (*sources.set_phrases, *sources.usage):
        _citations(record.get("sources", []), bibliography, "wording")
        _examples(record, record.get("wrong", record.get("words", [])))
    _no_cycles(concepts)
    _homonyms(sources.concepts)
    _shields(sources)
    _corrections(sources)
    _wordings(sources)
    return sources.problems


def forms_of(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the forms of a concept record with their status, the preferred one first."""
    if "term" in record:
        yield record["term"], "preferred"
    for form in record.get("forms", []):
        if "text" in form and "is" in form:
            yield form["text"], form["is"]


def unquoted(text: str) -> str:
    """Return folded `text` without quotation marks: a headword may be quoted in part (“四上”企业)."""
    return fold(text).translate(_QUOTES)


def _unique_ids(*groups: list[Record]) -> None:
    for group in groups:
        seen: dict[str, Record] = {}
        for record in group:
            name = record.get("id")
            if name in seen:
                first = seen[name]
                where = f"{first.file.path}:{first.at('id').start_mark.line + 1}"
                record.report("id", "ZG201", f"标识“{name}”已用于 {where}")
            elif name:
                seen[name] = record


def _citation_lists(record: Record) -> Iterator[tuple[str, list[Record]]]:
    yield "sources", record.get("sources", [])
    for edition in record.get("earlier", []):
        yield "earlier", edition.get("sources", [])
    if "sources" in record and not record["sources"]:
        record.report("sources", "ZG102", "至少要有一个出处；只凭记忆的，写 {evidence: recalled}")


def _citations(cited: list[Record], bibliography: dict[str, Record], where: str) -> None:
    for citation in cited:
        evidence, doc = citation.get("evidence"), citation.get("doc")
        if doc is not None and doc not in bibliography:
            hint = did_you_mean(doc, bibliography)
            citation.report("doc", "ZG202", f"出处“{doc}”不在 glossary/sources/ 之中{hint}")
        elif doc is None and evidence in ("document", "page"):
            citation.report("evidence", "ZG102", f"evidence: {evidence} 必须写明 doc")
        elif evidence == "document" and doc is not None and "file" not in bibliography[doc]:
            citation.report("evidence", "ZG203", f"出处“{doc}”没有 file，不能作为 document；读过的网页请写 page")
        elif evidence == "recalled" and where == "earlier":
            citation.report("evidence", "ZG203", "以往版本必须有文献或网页为据，不能只凭记忆")


def _forms(record: Record) -> None:
    seen: set[str] = set()
    for index, (text, _) in enumerate(forms_of(record)):
        holder = record if index == 0 else record["forms"][index - 1]
        key = "term" if index == 0 else "text"
        if len(text) < 2:
            holder.report(key, "ZG205", f"“{text}”只有一个字，到处都会误认")
        elif not _MEANINGFUL.search(text):
            holder.report(key, "ZG204", f"“{text}”没有文字，永远匹配不上")
        elif any(ch.isspace() for ch in text):
            holder.report(key, "ZG204", f"“{text}”中有空白，永远匹配不上")
        if text in seen:
            holder.report(key, "ZG201", f"形式“{text}”在本条中重复")
        seen.add(text)


def _dates(record: Record) -> None:
    since, until = record.get("since"), record.get("until")
    if since and until and before(until, since):
        record.report("until", "ZG206", f"停用时间 {until} 早于起始时间 {since}")
    spans = [
        (edition["since"], edition["until"], edition)
        for edition in record.get("earlier", [])
        if "since" in edition and "until" in edition
    ]
    for start, end, edition in spans:
        if before(end, start):
            edition.report("until", "ZG206", f"该版本终止 {end} 早于起始 {start}")
        if since and before(since, end):
            edition.report("until", "ZG206", f"该版本终止 {end} 晚于现行版本起始 {since}")
        if "definition" not in edition and "parts" not in edition:
            edition.report("since", "ZG102", "以往版本至少要写 definition 或 parts 之一")
    if spans and not since:
        record.report("earlier", "ZG206", "有以往版本，就要写现行版本的 since")
    spans.sort(key=lambda span: span[0])
    for (_, end, _), (start, _, edition) in pairwise(spans):
        if before(start, end):
            edition.report("since", "ZG206", f"该版本起始 {start} 与前一版本（至 {end}）重叠")


def _definition(record: Record) -> None:
    if record.get("cued") and not (record.get("cues") or record.get("nouns")):
        record.report("cued", "ZG102", "写了 cued，就要有 cues 或 nouns")
    definition = record.get("definition")
    if definition and not definition.endswith("。"):
        record.report("definition", "ZG104", "释义应以句号结尾")


def _examples(record: Record, forms: list[str]) -> None:
    folded = [unquoted(text) for text in forms]
    examples = record.get("examples", [])
    if not forms:
        return  # the form itself could not be read, and that is reported
    if "examples" in record and not any("hit" in example or "bad" in example for example in examples):
        record.report("examples", "ZG102", "至少要有一个 hit 例句（或 bad/good 一对）")
    for example in examples:
        present = [key for key in ("hit", "miss", "ambiguous", "bad") if key in example]
        if len(present) != 1 or ("good" in example and "bad" not in example):
            example.report("hit", "ZG102", "每个例句恰好写 hit、miss、ambiguous、bad 之一（good 只随 bad）")
        elif present[0] != "bad" and not any(form in unquoted(example[present[0]]) for form in folded):
            example.report(present[0], "ZG104", f"例句里没有“{'”或“'.join(forms[:4])}”")
    term = record.get("term", "")
    short = len(term) <= 3 and _HAN_ONLY.fullmatch(term) and not record.get("quoted")
    if short and not any("miss" in example for example in examples):
        record.report("examples", "ZG102", f"“{term}”很短，至少要有一个 miss 例句")


def _replaces(record: Record, concepts: dict[str, Record]) -> None:
    for old in record.get("replaces", []):
        if old not in concepts:
            record.report("replaces", "ZG202", f"没有词条“{old}”{did_you_mean(old, concepts)}")
            continue
        start, until = earliest(record), concepts[old].get("until")
        if old == record.get("id"):
            record.report("replaces", "ZG203", "词条不能取代自己")
        elif start and until and before(start, until):
            record.report("replaces", "ZG203", f"“{old}”停用于 {until}，晚于本条起始 {start}，互相矛盾")
        if not start:
            record.report("replaces", "ZG206", "取代别的词条，就要写 since")


def earliest(record: Record) -> str | None:
    """Return the date on which a concept begins: the earliest edition's ``since``."""
    dates = [edition["since"] for edition in record.get("earlier", []) if "since" in edition]
    if "since" in record:
        dates.append(record["since"])
    return min(dates) if dates else None


def _no_cycles(concepts: dict[str, Record]) -> None:
    for name, record in concepts.items():
        seen, queue = set(), list(record.get("replaces", []))
        while queue:
            old = queue.pop()
            if old == name and name not in record.get("replaces", []):
                record.report("replaces", "ZG203", f"“{name}”经由取代关系又取代了自己")
                break
            if old in concepts and old not in seen:
                seen.add(old)
                queue.extend(concepts[old].get("replaces", []))


def _homonyms(records: list[Record]) -> None:
    owners: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for text in {fold(form) for form, _ in forms_of(record)}:
            owners[text].append(record)
    for text, rivals in owners.items():
        for record in rivals:
            others = [rival for rival in rivals if rival is not record]
            if not others or record.get("cues") or record.get("nouns"):
                continue
            if all(_told_apart(record, rival) for rival in others):
                continue
            names = "、".join(rival.get("id", "?") for rival in others)
            record.report("term", "ZG207", f"“{text}”与 {names} 同形，须有 cues、nouns，或不同的 scope、起止时间")


def _told_apart(one: Record, other: Record) -> bool:
    if one.get("scope") != other.get("scope"):
        return True
    spans = [(earliest(record) or "0000", record.get("until") or "9999") for record in (one, other)]
    return before(spans[0][1], spans[1][0]) or before(spans[1][1], spans[0][0])


def _shields(sources: Sources) -> None:
    for record in sources.concepts:
        texts = [text for text, _ in forms_of(record)]
        for phrase in record.get("shields", []):
            if phrase in texts or not any(text in phrase for text in texts):
                record.report("shields", "ZG208", f"“{phrase}”应比本条的某个形式长，并含有它")
    for record in sources.institutions:
        for phrase in record.get("shields", []):
            if not any(name in phrase and name != phrase for name in record.get("names", {})):
                record.report("shields", "ZG208", f"“{phrase}”应比某个旧称长，并含有它")
    for record in sources.shields:
        form = record.get("form", "")
        for phrase in record.get("phrases", []):
            if form not in phrase or form == phrase:
                record.report("phrases", "ZG208", f"“{phrase}”应比“{form}”长，并含有它")


def _corrections(sources: Sources) -> None:
    """No correction may itself be an error: what a fix writes must not be something that another record reports."""
    former: dict[str, Record] = {}
    for record in sources.institutions:
        for name in record.get("names", {}):
            if name in former:
                record.report("names", "ZG201", f"旧称“{name}”已见于“{former[name].get('id')}”")
            former.setdefault(name, record)
    for record in sources.institutions:
        for name, present in record.get("names", {}).items():
            if name == present:
                record.report("names", "ZG210", f"“{name}”改为它自己")
            elif present in former:
                record.report(
                    "names", "ZG210", f"现称“{present}”又是“{former[present].get('id')}”的旧称，应直接写最后的名称"
                )
    wrong = {text for record in sources.concepts for text, status in forms_of(record) if status == "deprecated"}
    for record in sources.concepts:
        if record.get("term") in wrong:
            record.report("term", "ZG210", f"首选指称“{record['term']}”在别的词条中是不宜用的形式")


def _wordings(sources: Sources) -> None:
    """A wrong wording is listed once, is not part of a right one, and is not what another record tells to write."""
    seen: dict[str, Record] = {}
    rights = [
        (record.get("phrase") or record.get("right") or record.get("instead") or "")
        for record in (*sources.set_phrases, *sources.confusables, *sources.usage)
    ]
    together = "\n".join(rights)
    for record in (*sources.set_phrases, *sources.confusables, *sources.usage):
        key = "words" if "words" in record else "wrong"
        listed = record.get(key, [])
        for wrong in [listed] if isinstance(listed, str) else listed:
            if wrong in seen:
                record.report(key, "ZG201", f"“{wrong}”重复，已见于 {seen[wrong].file.path}")
            elif len(wrong) < 2:
                record.report(key, "ZG205", f"“{wrong}”只有一个字，到处都会误认")
            elif wrong in together:
                record.report(key, "ZG210", f"“{wrong}”含于某个正确写法之中，会把对的报成错的")
            seen.setdefault(wrong, record)
