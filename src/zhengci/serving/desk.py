"""Looks at drafts when they are asked for, and keeps what came of it until they change."""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from hashlib import blake2b
from threading import RLock
from typing import NamedTuple

from zhengci.document.decode import UnreadableFile
from zhengci.mentions.resolve import Analysis
from zhengci.portrait.words import day
from zhengci.serving import overview
from zhengci.serving.drafts import Drafts, address, stamp
from zhengci.serving.overview import Row
from zhengci.writers.page import frame
from zhengci.writers.page.frame import Checked, Live
from zhengci.writers.page.notes import notes_of

#: So many rendered pages are kept.
_PAGES = 16
#: So long (in seconds) drafts are looked at for the overview before it is shown as far as it is.
_PATIENCE = 0.4


class Looked(NamedTuple):
    """What came of looking at a draft."""

    analysis: Analysis
    checked: Checked


class Desk:
    """Pages of drafts and the overview of all; safe to be asked from several threads."""

    def __init__(self, drafts: Drafts, look: Callable[[str], Looked]) -> None:
        """Serve `drafts`; `look` reads and checks a file, and raises UnreadableFile where that cannot be done."""
        self._drafts = drafts
        self._look = look
        self._lock = RLock()
        self._rows: dict[str, tuple[str, Row]] = {}
        self._pages: dict[tuple[str, str], str] = {}

    def page(self, name: str) -> str | None:
        """Return the page of a draft, a message where it cannot be read, ``None`` where there is none of that name."""
        path = self._drafts.path(name)
        if path is None:
            return None
        with self._lock:
            now = stamp(path)
            kept = self._pages.pop((name, now), None)
            if kept is None:
                kept = self._render(name, path, now)
            self._pages[name, now] = kept
            while len(self._pages) > _PAGES:
                del self._pages[next(iter(self._pages))]
            return kept

    def overview(self) -> str:
        """Return the page that lists the drafts."""
        with self._lock:
            state = self.overview_state()
            found = self._drafts.found()
            rows = [self._row(name, path) or Row(name) for name, path in found.items()]
            return overview.page(rows, Live("/state/", state, "", ""))

    def state(self, name: str) -> str | None:
        """Return what is the same as long as the page of a draft is."""
        path = self._drafts.path(name)
        return None if path is None else stamp(path)

    def overview_state(self) -> str:
        """Return what is the same as long as the overview is; looks at drafts that are new or changed, for a while."""
        with self._lock:
            until = time.monotonic() + _PATIENCE
            found = self._drafts.found()
            for gone in self._rows.keys() - found.keys():
                del self._rows[gone]
            told = []
            for name, path in found.items():
                if self._row(name, path) is None and time.monotonic() < until:
                    self._render(name, path, stamp(path))
                told.append((name, stamp(path), self._row(name, path) is not None))
            return blake2b(repr(told).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()

    def _row(self, name: str, path: str) -> Row | None:
        known = self._rows.get(name)
        return known[1] if known and known[0] == stamp(path) else None

    def _render(self, name: str, path: str, now: str) -> str:
        """Look at a draft, note what the overview tells of it, and return its page."""
        live = Live(f"/state/{address(name)}", now, "/", name)
        try:
            analysis, checked = self._look(path)
        except Exception as error:  # one draft must not take the others along
            told = str(error)
            if not isinstance(error, UnreadableFile):
                traceback.print_exc(file=sys.stderr)
                told = "检查时出了差错，详情见运行 zhengci serve 的窗口"
            self._rows[name] = (now, Row(name, error=told))
            return overview.message(f"读不了“{name}”", f"{told}。改好以后，这里会自动显示。", live)
        context = analysis.document.context
        self._rows[name] = (
            now,
            Row(
                name,
                about="　".join(fact for fact in (day(context.date), context.place) if fact),
                statuses=Counter(note.first.status for note in notes_of(analysis)[0]),
                severities=Counter(finding.severity for finding in checked.findings),
            ),
        )
        return frame.render(analysis, checked=checked, live=live)
