"""All rules, in the order of their codes.  A new rule is a module beside this file and a line in this tuple."""

from zhengci.linting.finding import Rule
from zhengci.linting.rules import (
    anachronism,
    appendix,
    conflict,
    consistency,
    expansion,
    explanation,
    former_name,
    recognition,
    superseded,
    wording,
)

RULES: tuple[Rule, ...] = (
    explanation.UNEXPLAINED,
    explanation.LATE,
    recognition.UNKNOWN,
    recognition.AMBIGUOUS,
    expansion.WRONG_EXPANSION,
    conflict.CONFLICTING,
    superseded.SUPERSEDED,
    former_name.FORMER_NAME,
    wording.ALTERED_FORMULA,
    wording.NEAR_MISS,
    wording.DISCOURAGED_WORD,
    anachronism.ANACHRONISM,
    consistency.MIXED_FORMS,
    consistency.MIXED_QUOTING,
    appendix.UNUSED,
    appendix.MISSING,
    appendix.DUPLICATE,
    appendix.ORDER,
)
