"""Keeps what lint found in files, in the user's cache folder, for the next run over the same contents.

One SQLite file.  A row is found by a digest of everything that the outcome depends on: content, name, rules, context,
glossary and program.  Values are JSON and text.  A damaged file is thrown away; one that is locked or cannot be written
is done without.
"""

from __future__ import annotations

import json
import os
import sys
import time
import zlib
from collections import Counter
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from zhengci import __version__
from zhengci.cli.checking import Checker, Outcome, digest_of
from zhengci.document.context import GUESSED, Context, today
from zhengci.document.decode import decode
from zhengci.document.lines import Lines
from zhengci.glossary.store import cache_folder
from zhengci.linting.finding import Edit, Finding, Fix
from zhengci.readers import is_container
from zhengci.reports import FileResult

if TYPE_CHECKING:
    import sqlite3

_FORMAT = 1
#: The file is kept below so many bytes by forgetting what was not used for longest.
_LIMIT = 256 * 1024 * 1024


def results_file() -> str:
    """Return where results are kept."""
    return str(cache_folder() / "results.sqlite3")


class Results:
    """The results of earlier runs under one plan."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        plan = checker.plan
        self._day = today()
        facts = (
            _FORMAT, __version__, sys.version_info[:2], _program(), checker.inputs.glossary.digest,
            plan.chosen.get("date", None), plan.chosen.get("region", None), plan.form, plan.colour,
            os.getcwd() if plan.form else "",  # services are told paths relative to it
        )  # fmt: skip
        self._base = blake2b(repr(facts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        self._codes: dict[frozenset[str], bytes] = {}
        self._fresh: list[tuple[bytes, int, bytes]] = []
        self._used: list[bytes] = []
        self._file: sqlite3.Connection | None = None
        with suppress(OSError, ImportError):  # some builds of Python have no SQLite
            self._open()

    def find(self, path: str) -> Outcome | None:
        """Return the outcome of a file whose content was checked before, ``None`` where it must be checked."""
        if self._file is None or path == "-" or is_container(path):
            return None
        try:
            with open(path, "rb") as file:
                content = file.read()
        except OSError:
            return None
        key = self._key(path, digest_of(content))
        found = self._ask("SELECT used, value FROM results WHERE key = ?", (key,))
        if not found:
            return None
        used, value = found[0]
        try:
            outcome = self._unpacked(path, value, content)
        except (ValueError, TypeError, KeyError, IndexError):
            return None  # a damaged row: checked again and replaced
        if outcome and used != _today_number():
            self._used.append(key)
        return outcome

    def keep(self, path: str, outcome: Outcome) -> None:
        """Remember the outcome of a file."""
        if self._file is None or path == "-" or not outcome.digest:
            return
        self._fresh.append((self._key(path, outcome.digest), _today_number(), self._packed(outcome)))
        if len(self._fresh) >= 256:
            self._write()

    def close(self) -> None:
        """Write what is not written yet, and forget old results where there are too many."""
        self._write()
        if self._used:
            self._ask_many("UPDATE results SET used = ? WHERE key = ?", [(_today_number(), key) for key in self._used])
        if self._file is not None:
            self._shrink()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _key(self, path: str, digest: bytes) -> bytes:
        codes = self._checker.codes(path)
        if codes not in self._codes:
            self._codes[codes] = ",".join(sorted(codes)).encode()
        # The name tells format, and perhaps date and place; where the report is kept ready, it is part of that too.
        name = path if self._checker.plan.form else os.path.basename(path)
        state = blake2b(self._base, digest_size=20)
        state.update(b"\0".join((self._codes[codes], name.encode("utf-8", "surrogatepass"), digest)))
        return state.digest()

    def _packed(self, outcome: Outcome) -> bytes:
        guessed = outcome.context.date_from in GUESSED
        counts = [[code, severity, number] for (code, severity), number in outcome.counts.items()]
        row: list[Any] = [self._day if guessed else "", counts, outcome.context, outcome.fixable]
        if outcome.result:
            row += [outcome.result.findings, outcome.result.silenced]
        head = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        shown = (outcome.shown or "").encode("utf-8", "surrogatepass")
        body = len(head).to_bytes(4, "little") + head + shown
        return zlib.crc32(body).to_bytes(4, "little") + body

    def _unpacked(self, path: str, value: bytes, content: bytes) -> Outcome | None:
        if zlib.crc32(value[4:]) != int.from_bytes(value[:4], "little"):
            return None
        end = 8 + int.from_bytes(value[4:8], "little")
        day, counts, context, fixable, *found = json.loads(value[8:end].decode("utf-8", "surrogatepass"))
        plan = self._checker.plan
        if day not in ("", self._day) or (plan.fix and fixable > (0 if plan.unsafe else 1)):
            return None
        outcome = Outcome(
            path,
            Counter({(code, severity): number for code, severity, number in counts}),
            context=Context(*context),
            fixable=fixable,
        )
        if plan.form:
            return outcome._replace(shown=value[end:].decode("utf-8", "surrogatepass"))
        text = decode(content).text
        findings, silenced = ([_finding(row) for row in rows] for rows in found)
        return outcome._replace(result=FileResult(path, text, Lines(text), findings, silenced))

    # The file -------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        import sqlite3

        path = results_file()
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # reports quote drafts, which are nobody else's business
        for _ in range(2):
            try:
                self._file = sqlite3.connect(path, timeout=0.3, isolation_level=None)
                self._file.execute("PRAGMA synchronous = OFF")
                if self._file.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
                    self._file.execute("DROP TABLE IF EXISTS results")
                    self._file.execute("PRAGMA auto_vacuum = INCREMENTAL")
                    self._file.execute("CREATE TABLE results (key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL)")
                    self._file.execute(f"PRAGMA user_version = {_FORMAT}")
                self._file.execute("SELECT key, used, value FROM results LIMIT 1")
                return
            except sqlite3.Error as error:
                self._give_up(error)

    def _ask(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        if self._file is None:
            return []
        import sqlite3

        try:
            return self._file.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _ask_many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        if self._file is None:
            return
        import sqlite3

        try:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany(statement, rows)
            self._file.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(error)

    def _write(self) -> None:
        if self._fresh:
            self._ask_many("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", list(self._fresh))
            self._fresh.clear()

    def _shrink(self) -> None:
        facts = [self._ask(f"PRAGMA {name}") for name in ("page_count", "freelist_count", "page_size")]
        if not all(facts):
            return
        pages, free, size = (rows[0][0] for rows in facts)
        if (pages - free) * size > _LIMIT:
            rows = self._ask("SELECT count(*) FROM results")
            self._ask(
                "DELETE FROM results WHERE key IN (SELECT key FROM results ORDER BY used, rowid LIMIT ?)",
                (rows[0][0] // 2 if rows else 0,),
            )
            self._ask("PRAGMA incremental_vacuum")

    def _give_up(self, error: sqlite3.Error) -> None:
        """Go on without the file; remove it where it is no longer a database (but not where it is merely locked)."""
        import sqlite3

        if self._file is not None:
            with suppress(sqlite3.Error):
                self._file.close()
            self._file = None
        if not isinstance(error, sqlite3.OperationalError):
            for end in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    os.unlink(results_file() + end)


def _finding(row: list[Any]) -> Finding:
    *fields, fix = row
    fields[7] = tuple(fields[7])
    return Finding._make([*fields, fix and Fix(fix[0], tuple(Edit(*edit) for edit in fix[1]))])


def _today_number() -> int:
    return int(time.time() // 86400)


def _program() -> list[tuple[str, int, int]]:
    """Return what tells this program from an edited or newer one: its files, and the parser that others wrote."""
    from importlib.util import find_spec

    package = os.path.dirname(os.path.dirname(__file__))
    paths = [
        os.path.join(folder, name)
        for folder, _, names in os.walk(package)
        for name in names
        if name.endswith((".py", ".tsv"))
    ]
    for other in ("pyromark", "ahocorasick", "trafilatura"):
        spec = find_spec(other)
        paths += [spec.origin] if spec and spec.origin else []
    facts = []
    for path in sorted(paths):
        status = os.stat(path)
        facts.append((path, status.st_size, status.st_mtime_ns))
    return facts
