"""Decides when an open document is checked, does it beside the conversation, and forgets what has become stale.

An edit after a pause is checked at once; while somebody types, a check waits until the keys rest.  A document whose check
takes long is checked more rarely.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

from zhengci.server.check import Checked, Subject, check
from zhengci.server.memo import Memo

#: Seconds: edits closer than this are typing, and so long the keys must rest then, but no check is put off longer than that.
_TYPING, _REST, _LONGEST_WAIT = 0.3, 0.12, 1.0
#: A check waits so many times as long as the last one took, where that is felt at all, but no longer than this.
_PAUSE, _FELT, _LONGEST_PAUSE = 2, 0.1, 4.0


class Work:
    """The checks of one open document.  Belongs to the event loop; only the check itself runs in another thread."""

    def __init__(
        self,
        subject: Callable[[], Awaitable[Subject | None]],
        done: Callable[[Checked | None], None],
        failed: Callable[[Exception], None],
        pool: Executor,
    ) -> None:
        """Take from where the text comes (``None``: there is nothing to check) and who is told what a check came to."""
        self._subject, self._done, self._failed, self._pool = subject, done, failed, pool
        self._loop = asyncio.get_running_loop()
        self._memo = Memo()
        self._edits = 0
        self._checked_edits = -1
        self._edited_at = self._waiting_since = float("-inf")
        self._took = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._running: asyncio.Task[None] | None = None
        self.latest: Checked | None = None

    def changed(self) -> None:
        """Take note of an edit, or of anything else that may change what is found."""
        now = self._loop.time()
        is_typing = now - self._edited_at < _TYPING
        self._edits += 1
        self._edited_at = now
        if self._timer:
            self._timer.cancel()
        else:
            self._waiting_since = now
        delay = _REST if is_typing else 0.0
        if self._took > _FELT:
            delay = max(delay, min(_PAUSE * self._took, _LONGEST_PAUSE))
        latest = self._waiting_since + max(_LONGEST_WAIT, delay)
        self._timer = self._loop.call_at(min(now + delay, latest), self._start)

    def close(self) -> None:
        """Check no more."""
        if self._timer:
            self._timer.cancel()
        if self._running:
            self._running.cancel()

    async def now(self) -> Checked | None:
        """Return what stands in the text as it is, checked at once if that was not done yet; ``None`` where that failed."""
        while self._checked_edits != self._edits:
            self._start()
            if self._running:
                await asyncio.shield(self._running)
        return self.latest

    async def settled(self) -> Checked | None:
        """Return the same, but wait until the keys rest."""
        while self._timer or self._running:
            if self._running:
                await asyncio.shield(self._running)
            else:
                await asyncio.sleep(max(0.001, (self._timer.when() if self._timer else 0) - self._loop.time()))
        return await self.now()

    def _start(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._running is None:
            self._running = self._loop.create_task(self._run())

    async def _run(self) -> None:
        """Check until nothing was edited meanwhile."""
        try:
            while self._checked_edits != self._edits:
                edits = self._edits
                result: Checked | None = None
                try:
                    subject = await self._subject()
                    began = self._loop.time()
                    if subject:
                        result = await self._loop.run_in_executor(self._pool, check, subject, self._memo)
                        self._took = self._loop.time() - began
                except Exception as error:
                    self._failed(error)
                if edits == self._edits:
                    self._checked_edits, self.latest = edits, result
                    self._done(result)
                elif self._timer:
                    break  # stale, and the next check is due when the keys rest
        finally:
            self._running = None
