"""Kinds, statuses and dates of a concept in words, and what tells it from its homonyms."""

from __future__ import annotations

from zhengci import divisions
from zhengci.glossary.model import Concept

KINDS = {
    "numeral": "数字缩略", "contraction": "紧缩", "formula": "公式口诀", "programme": "工程项目", "plan": "规划",
    "institution": "机构简称",
}  # fmt: skip
#: What each status of a form is called.
STATUSES = {"preferred": "规范形式", "admitted": "又作", "superseded": "旧称", "deprecated": "不宜用"}


def telling(concept: Concept) -> list[str]:
    """Return, in words, what tells a concept from its homonyms: region, dates, the words after it and around it."""
    told = []
    if concept.scope != divisions.NATION:
        told.append(f"用于{divisions.full_name_of(concept.scope)}")
    dates = span(concept.editions[0].since, concept.until)
    if dates:
        told.append(dates)
    if concept.nouns:
        told.append(f"后接{quoted(concept.nouns)}")
    if concept.cues:
        told.append(f"上下文有{quoted(concept.cues)}")
    return told


def quoted(words: tuple[str, ...]) -> str:
    """Return words in quotation marks, one after another."""
    return "".join(f"“{word}”" for word in words)


def region(scope: str) -> str:
    """Return what the scope of a concept is called in full; the nation is 全国."""
    return "全国" if scope == divisions.NATION else divisions.full_name_of(scope)


def span(since: str, until: str) -> str:
    """Return a span of dates in words: 2023年1月至2024年12月, 2025年1月起, 至2024年12月."""
    if until:
        return f"{day(since)}至{day(until)}"
    return f"{day(since)}起" if since else ""


def day(date: str) -> str:
    """Return a date in words: 2025年1月."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False)) if date else ""
