"""Runs the examples that the records of a glossary carry, against the glossary itself."""

from __future__ import annotations

from collections.abc import Callable

from zhengci import divisions
from zhengci.document.context import today
from zhengci.document.document import Document
from zhengci.glossary.nodes import Problem
from zhengci.glossary.opened import Glossary
from zhengci.glossary.schema import Record
from zhengci.glossary.sources import Sources
from zhengci.linting.engine import lint_document
from zhengci.linting.fixes import apply_fixes, safe_edits
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, analyse

#: Given an example, returns what is wrong with it, or nothing.
Trial = Callable[[Record, Record, Glossary], str]


def run_examples(sources: Sources, glossary: Glossary) -> list[Problem]:
    """Try every example of every record; return a problem for each that does not come out as it says."""
    for record in (*sources.concepts, *sources.institutions, *sources.set_phrases, *sources.usage):
        for example in record.get("examples", ()):
            for key, trial in _TRIALS.items():
                if key in example:
                    complaint = trial(record, example, glossary)
                    if complaint:
                        example.report(key, "ZG301", complaint)
    return sources.problems


def _document(record: Record, example: Record, text: str) -> Document:
    """An example is read in the place its record is of, at its own date, else while the record was in force."""
    scope = record.get("scope", divisions.NATION)
    place = example.get("region", scope)
    jurisdiction = divisions.CENTRE if place == divisions.NATION else place
    return Document(
        text, kind="text", date=example.get("date") or record.get("until") or today(), jurisdiction=jurisdiction
    )


def _analysis(record: Record, example: Record, key: str, glossary: Glossary) -> Analysis:
    return analyse(_document(record, example, example[key]), glossary)


def _seen(analysis: Analysis) -> str:
    told = [
        f"{mention.text}＝{mention.concept.id if mention.concept else mention.status}（{'；'.join(mention.reasons)}）"
        for mention in analysis.mentions
    ]
    return "实际识别：" + ("，".join(told) or "没有")


def _hit(record: Record, example: Record, glossary: Glossary) -> str:
    analysis = _analysis(record, example, "hit", glossary)
    if "names" in record:
        return "" if analysis.former else "没有识别出旧称"
    if "term" not in record:
        found = any(finding.concept == record["id"] for finding in lint_document(analysis))
        return "" if found else "没有识别出这个写法"
    if any(mention.concept and mention.concept.id == record["id"] for mention in analysis.mentions):
        return ""
    return f"没有识别为“{record['id']}”；{_seen(analysis)}"


def _miss(record: Record, example: Record, glossary: Glossary) -> str:
    document = _document(record, example, example["miss"])
    analysis = analyse(document, glossary)
    if "term" not in record:
        wrong = [finding for finding in lint_document(analysis) if finding.concept == record["id"]]
        return f"不应报告：{wrong[0].message}" if wrong else ""
    if any(mention.concept and mention.concept.id == record["id"] for mention in analysis.mentions):
        return f"不应识别为“{record['id']}”；{_seen(analysis)}"
    return ""


def _ambiguous(record: Record, example: Record, glossary: Glossary) -> str:
    analysis = _analysis(record, example, "ambiguous", glossary)
    for mention in analysis.mentions:
        if mention.status == senses.AMBIGUOUS and any(rival.id == record["id"] for rival in mention.candidates):
            return ""
    return f"没有判为多义待定；{_seen(analysis)}"


def _bad(record: Record, example: Record, glossary: Glossary) -> str:
    document = _document(record, example, example["bad"])
    findings = [finding for finding in lint_document(analyse(document, glossary)) if finding.severity != "info"]
    if not any(finding.concept == record["id"] or record["id"] in finding.related for finding in findings):
        return f"lint 没有报告本条；报告了：{'；'.join(finding.message for finding in findings) or '无'}"
    good = example.get("good")
    if good is None:
        return ""
    fixed = apply_fixes(document.raw, safe_edits(findings))
    if fixed != good:
        return f"修正得到“{fixed}”，不是“{good}”"
    again = lint_document(analyse(_document(record, example, fixed), glossary))
    errors = [finding for finding in again if finding.severity == "error"]
    return f"修正后仍报告：{errors[0].message}" if errors else ""


_TRIALS: dict[str, Trial] = {"hit": _hit, "miss": _miss, "ambiguous": _ambiguous, "bad": _bad}
