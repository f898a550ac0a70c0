"""Counts findings by rule: ``lint --statistics``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from zhengci.linting.engine import ALL_RULES
from zhengci.linting.reference import LEVELS


def statistics(counts: Mapping[tuple[str, str], int], form: str) -> str:
    """Return a table of `counts` (by code and severity), the commonest rule first; JSON where `form` is ``json``."""
    by_code: Counter[str] = Counter()
    for (code, _), number in counts.items():
        by_code[code] += number
    rules = {rule.code: rule for rule in ALL_RULES}
    ranked = sorted(by_code.items(), key=lambda item: (-item[1], item[0]))
    if form == "json":
        rows = [{"code": code, "name": rules[code].name, "count": number} for code, number in ranked]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    width = max((len(str(number)) for _, number in ranked), default=0)
    return "".join(
        f"{number:>{width}}  {code}  {LEVELS[rules[code].severity]}  {rules[code].name}：{rules[code].title}\n"
        for code, number in ranked
    )
