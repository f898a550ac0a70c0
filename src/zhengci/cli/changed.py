"""Asks git which lines changed, so that only findings on these are reported."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterable

from zhengci.cli import UsageProblem
from zhengci.linting.finding import Finding

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}

#: Lines (from 1, half-open) that changed in a file, in order; ``None`` for all of it.
_Lines = list[tuple[int, int]] | None


class Changes:
    """What differs between a revision and the files as they are now: in the working tree, renamed or not, or untracked."""

    def __init__(self, revision: str) -> None:
        """Compare with `revision`; raises UsageProblem without git, outside a repository, or for an unknown revision."""
        try:
            top = _git("rev-parse", "--show-toplevel")
        except FileNotFoundError:
            raise UsageProblem("--diff-base 要用 git，而这里没有装 git") from None
        except subprocess.CalledProcessError as error:
            reason = error.stderr.decode("utf-8", "replace").strip().splitlines()[:1]
            raise UsageProblem(f"--diff-base：当前文件夹不在 git 仓库中（{''.join(reason)}）") from None
        self._top = os.path.realpath(os.fsdecode(top.rstrip(b"\n")))
        try:
            _git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        except (subprocess.CalledProcessError, ValueError):  # ValueError: a NUL in it
            raise UsageProblem(f"--diff-base：仓库里没有“{revision}”这个版本") from None
        try:
            self._tracked = frozenset(_git("ls-files", "-z", "--full-name", ":/").split(b"\0"))
            self._lines = _parsed(
                _git("diff", "-U0", "-M", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative",
                     "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short", revision, "--")
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            raise UsageProblem(f"--diff-base：{error.stderr.decode('utf-8', 'replace').strip()}") from None

    def on_changed_lines(self, path: str, raw: str, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that touch a changed line; all of them in a file that git does not know."""
        lines = self._changed(path)
        if lines is None:
            return list(findings)
        if not lines:
            return []
        starts = [0, *(match.end() for match in re.finditer("\n", raw))]  # lines as git counts them
        kept = []
        for finding in findings:
            first = bisect_right(starts, finding.start)
            last = bisect_right(starts, max(finding.start, finding.end - 1))
            number = bisect_right(lines, (last, len(starts) + 1)) - 1
            if number >= 0 and lines[number][1] > first:
                kept.append(finding)
        return kept

    def _changed(self, path: str) -> _Lines:
        folder, name = os.path.split(os.path.abspath(path))
        below = os.path.relpath(os.path.join(os.path.realpath(folder), name), self._top)
        key = os.fsencode(below.replace(os.sep, "/"))
        return self._lines.get(key, []) if key in self._tracked else None


def _git(*arguments: str) -> bytes:
    """Return what git prints; raises CalledProcessError and FileNotFoundError."""
    return subprocess.run(["git", "-c", "core.quotePath=false", *arguments], check=True, capture_output=True).stdout


def _parsed(diff: bytes) -> dict[bytes, _Lines]:
    """Return the changed lines of each file of a diff without context; files that git holds for binary changed wholly."""
    found: dict[bytes, _Lines] = {}
    name = b""
    skip = 0  # lines of a hunk, which may look like anything
    for line in diff.split(b"\n"):
        if skip and line[:1] != b"\\":
            skip -= 1
        elif line.startswith(b"+++ "):
            name = _name(line[4:])
            found[name] = []
        elif hunk := _HUNK.match(line):
            removed, start, added = (1 if part is None else int(part) for part in hunk.groups())
            skip = removed + added
            lines = found.get(name)
            if added and lines is not None:
                lines.append((start, start + added))
        elif line.startswith(b"Binary files "):
            both = line.removesuffix(b" differ")
            found[_name(both[max(both.rfind(b" and b/"), both.rfind(b' and "b/')) + 5 :])] = None
    return found


def _name(shown: bytes) -> bytes:
    """Return the path that a line of a diff names: ``b/…``, perhaps in quotation marks with escapes."""
    if shown.startswith(b'"'):
        shown = _ESCAPE.sub(
            lambda match: bytes([int(match[1], 8)]) if match[1].isdigit() else _ESCAPED.get(match[1], match[1]),
            shown[1 : shown.rindex(b'"')],
        )
    return shown.removesuffix(b"\t").removeprefix(b"b/")
