"""A file of findings that stood before: they are left out, so that only new ones are reported.

Findings are known by rule, sense, text and the words around them, never by line or file; of several alike as many are
left out as the file counts.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable

from zhengci.linting.finding import Finding
from zhengci.linting.fingerprint import Identity, identify

_VERSION = 1
_KEYS = (*Identity._fields, "count")


class UnusableBaseline(Exception):
    """A baseline file cannot be read or written; the message is Chinese and names the file."""


class Baseline:
    """Findings with how many of each there are."""

    def __init__(self, counts: Counter[Identity] | None = None) -> None:
        self._counts: Counter[Identity] = Counter(counts)
        self._open = Counter(self._counts)
        self.left_out = 0

    def __len__(self) -> int:
        return self._counts.total()

    def new(self, raw: str, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings in `raw` that are not accounted for; each call uses up what it leaves out."""
        fresh = []
        for finding in findings:
            identity = identify(raw, finding)
            if self._open[identity] > 0:
                self._open[identity] -= 1
                self.left_out += 1
            else:
                fresh.append(finding)
        return fresh

    def add(self, raw: str, findings: Iterable[Finding]) -> None:
        """Count the findings in `raw`."""
        self._counts.update(identify(raw, finding) for finding in findings)

    def write(self, path: str) -> None:
        """Write the file, sorted, in one step; raises UnusableBaseline."""
        import tempfile

        rows = [{**identity._asdict(), "count": count} for identity, count in sorted(self._counts.items())]
        body = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
        text = f'{{"version": {_VERSION}, "findings": [\n{body}\n]}}\n' if rows else f'{{"version": {_VERSION}, "findings": []}}\n'
        scratch = ""
        target = os.path.realpath(path)
        try:
            mode = os.stat(target).st_mode & 0o7777 if os.path.exists(target) else 0o666 & ~_umask()
            handle, scratch = tempfile.mkstemp(prefix=".zhengci-", dir=os.path.dirname(target))
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(text)
            os.chmod(scratch, mode)
            os.replace(scratch, target)
            scratch = ""
        except OSError as error:
            raise UnusableBaseline(f"基线文件 {path} 写不进去：{error.strerror}") from None
        finally:
            if scratch:
                os.unlink(scratch)


def read_baseline(path: str) -> Baseline:
    """Return the baseline in a file; raises UnusableBaseline, also where there is none."""
    try:
        with open(path, "rb") as file:
            data = json.loads(file.read())
    except OSError as error:
        reason = "文件不存在" if isinstance(error, FileNotFoundError) else error.strerror
        raise UnusableBaseline(f"基线文件 {path} 读不出来：{reason}（用 --update-baseline 生成）") from None
    except (ValueError, RecursionError) as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列" if isinstance(error, json.JSONDecodeError) else "编码有误"
        raise UnusableBaseline(f"基线文件 {path} 不是完好的 JSON（{place}）") from None
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise UnusableBaseline(f"{path} 不是 zhengci 的基线文件")
    if data.get("version") != _VERSION:
        raise UnusableBaseline(f"基线文件 {path} 的版本是 {data.get('version')}，本程序认得版本 {_VERSION}")
    counts: Counter[Identity] = Counter()
    for number, row in enumerate(data["findings"], 1):
        if not _is_row(row):
            raise UnusableBaseline(f"基线文件 {path} 第 {number} 条不对：应有 {'、'.join(_KEYS)}")
        counts[Identity(*(row[key] for key in Identity._fields))] += row["count"]
    return Baseline(counts)


def _is_row(row: object) -> bool:
    return (
        isinstance(row, dict)
        and set(row) == set(_KEYS)
        and all(isinstance(row[key], str) for key in Identity._fields)
        and type(row["count"]) is int
        and row["count"] > 0
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
