"""Which rules hold for a file, by the settings: those that are selected, without those that its path leaves out."""

from __future__ import annotations

import os
from typing import NamedTuple

from zhengci.config import PathCodes, Settings
from zhengci.document.files import is_excluded
from zhengci.linting.engine import selected


class Choice(NamedTuple):
    """The codes that settings select, and those that they leave out for files that fit a pattern."""

    codes: frozenset[str]
    ignored: tuple[tuple[PathCodes, frozenset[str]], ...]

    def of(self, path: str) -> frozenset[str]:
        """Return the rules that hold for a file."""
        codes = self.codes
        for rule, ignored in self.ignored:
            try:
                below = os.path.relpath(os.path.abspath(path), rule.folder)
            except ValueError:  # another drive
                continue
            if is_excluded(below, (rule.pattern,)):
                codes -= ignored
        return codes


def choose(chosen: Settings) -> Choice:
    """Return the choice that settings make; raises ValueError, in Chinese, for codes that do not exist."""
    codes = selected(chosen.get("select", ()), chosen.get("ignore", ()), chosen.get("extend-select", ()))
    rules: tuple[PathCodes, ...] = chosen.get("per-file-ignores", ())
    return Choice(codes, tuple((rule, selected(rule.codes) if rule.codes else frozenset[str]()) for rule in rules))
