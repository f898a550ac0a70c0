"""The parts of the language server by themselves: texts under edits, lines that are remembered, and when a check is due."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol.types import Position, Range

from zhengci.folding import fold
from zhengci.glossary.opened import Glossary
from zhengci.linting.choice import Choice
from zhengci.linting.engine import CODES
from zhengci.nearmiss import find_near
from zhengci.server import work as work_module
from zhengci.server.check import Checked, Subject, check
from zhengci.server.memo import Memo
from zhengci.server.settings import Setup
from zhengci.server.text import Text
from zhengci.server.work import Work

WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
STRINGS = st.text(alphabet="a好é𠮷😀\n\r\u2028\x85\x0c\ud800", max_size=30)


def expected(raw: str, offset: int, encoding: str) -> Position:
    codec, width = WIDTHS[encoding]
    lines = re.split("\r\n|\n|\r", raw[:offset])
    return Position(len(lines) - 1, len(lines[-1].encode(codec, "surrogatepass")) // width)


def inside_a_break(raw: str, offset: int) -> bool:
    return 0 < offset < len(raw) and raw[offset - 1 : offset + 1] == "\r\n"


@given(raw=STRINGS, times=st.integers(1, 120), encoding=st.sampled_from(list(WIDTHS)), data=st.data())
def test_positions_are_those_counted_the_long_way(raw: str, times: int, encoding: str, data: st.DataObject) -> None:
    raw = raw * times  # longer than the steps in which columns are counted
    offset = data.draw(st.integers(0, len(raw)))
    if inside_a_break(raw, offset):
        return
    text = Text(raw, encoding)
    found = text.position(offset)
    assert found == expected(raw, offset, encoding)
    assert Text(raw, encoding).offset(found) == offset
    start, end = text.line(offset)
    assert re.fullmatch("[^\r\n]*", raw[start:end])
    assert start <= offset <= end


@given(
    raw=STRINGS,
    encoding=st.sampled_from(list(WIDTHS)),
    edits=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), STRINGS), max_size=5),
)
def test_edits_make_the_text_that_they_say(raw: str, encoding: str, edits: list[tuple[int, int, str]]) -> None:
    text = Text(raw, encoding)
    for one, other, new in edits:
        start, end = sorted((min(one, len(raw)), min(other, len(raw))))
        if inside_a_break(raw, start) or inside_a_break(raw, end):
            continue
        text = text.edited(text.range(start, end), new)
        raw = raw[:start] + new + raw[end:]
        assert text.raw == raw
        for offset in range(len(raw) + 1):
            if not inside_a_break(raw, offset):
                assert text.position(offset) == expected(raw, offset, encoding)


def test_positions_beyond_the_text_are_drawn_back_to_it() -> None:
    text = Text("𠮷\r\n好")
    assert text.offset(Position(0, 99)) == 1
    assert text.offset(Position(9, 0)) == 4
    assert text.offset(Position(0, 1)) == 0, "in the middle of a pair"
    assert text.span(Range(Position(1, 1), Position(0, 0))) == (0, 4)


def test_a_long_line_costs_no_more_than_many_short_ones() -> None:
    """Ten thousand positions on one line of a million characters: without steps this takes many minutes."""
    text = Text("一𠮷" * 500_000)
    assert [text.position(at).character for at in range(0, 1_000_000, 10_000)] == list(range(0, 1_500_000, 15_000))
    assert all(text.offset(Position(0, at)) == at // 3 * 2 for at in range(0, 1_500_000, 150))


# Memory of lines -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lines(glossary: Glossary) -> list[str]:
    """Wordings, whole and garbled, to make lines of."""
    found = []
    for number in range(0, 400, 7):
        text = glossary.target(number).text
        found += [text, text[:1] + text[2:], text[:2] + text[1] + text[2:], text[:-2] + text[-1] + text[-2], text[:-1] + "的"]
    return found


def test_what_is_remembered_of_lines_is_what_a_search_of_the_whole_finds(glossary: Glossary, lines: list[str]) -> None:
    memo = Memo()

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(lines) | st.sampled_from(["\n", "，", "\r\n", "推进", "𠮷"]), max_size=40))
    def same(pieces: list[str]) -> None:
        text = fold("".join(pieces))
        found, whole = memo.find(text, glossary), find_near(text, glossary)
        assert sorted(set(found.near)) == sorted(set(whole.near))
        assert found.exact == whole.exact

    same()


def test_only_lines_that_changed_are_searched(glossary: Glossary, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    monkeypatch.setattr("zhengci.server.memo.find_near", lambda text, given: searched.append(text) or find_near(text, given))
    memo = Memo()
    memo.find("甲\n乙\n丙", glossary)
    searched.clear()
    memo.find("甲\n乙\n丁\n丙", glossary)
    assert searched == ["丁"]


# Work ------------------------------------------------------------------------------------------------------------------------


class Bench:
    """A document whose checks are counted and may be held up."""

    def __init__(self, glossary: Glossary, monkeypatch: pytest.MonkeyPatch) -> None:
        self.setup = Setup(glossary, Choice(CODES, ()), "2025", None, (), "")
        self.raw, self.version = "", 0
        self.checked: list[int] = []
        self.told: list[int | None] = []
        self.errors: list[Exception] = []
        self.gate = threading.Event()
        self.gate.set()
        self.slow = 0.0

        def counted(subject: Subject, memo: Memo) -> Checked:
            self.checked.append(subject.version)
            self.gate.wait(30)
            time.sleep(self.slow)
            if "BOOM" in subject.text.raw:
                raise RuntimeError("boom")
            return check(subject, memo)

        monkeypatch.setattr(work_module, "check", counted)
        self.pool = ThreadPoolExecutor(2)

    def begin(self) -> Work:
        async def subject() -> Subject:
            return Subject(Text(self.raw), self.version, "", "text", self.setup)

        self.work = Work(
            subject, lambda checked: self.told.append(checked.subject.version if checked else None), self.errors.append, self.pool
        )
        return self.work

    def edit(self, raw: str) -> None:
        self.raw, self.version = raw, self.version + 1
        self.work.changed()


@pytest.fixture
def bench(glossary: Glossary, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    bench = Bench(glossary, monkeypatch)
    yield bench
    bench.gate.set()
    bench.pool.shutdown()


def test_what_became_stale_while_it_was_checked_is_not_told(bench: Bench) -> None:
    async def story() -> None:
        work = bench.begin()
        bench.gate.clear()
        bench.edit("会同银保监会检查。")
        await asyncio.sleep(0.05)
        assert bench.checked == [1]
        bench.edit("会同金融监管总局检查。")
        asyncio.get_running_loop().call_later(0.05, bench.gate.set)
        checked = await work.now()
        assert checked is not None and (checked.subject.version, checked.findings) == (2, [])
        assert bench.told == [2]

    asyncio.run(story())


def test_typing_is_checked_once_it_rests_and_a_single_edit_at_once(bench: Bench) -> None:
    async def story() -> None:
        work = bench.begin()
        for number in range(20):
            bench.edit(f"第{number}稿")
            await asyncio.sleep(0.01)
        await work.settled()
        assert len(bench.checked) < 10
        assert (bench.told[0], bench.told[-1]) == (1, 20)
        assert bench.told == bench.checked
        now = asyncio.get_running_loop().time
        bench.edit("第21稿")
        assert work._timer and work._timer.when() > now()
        await work.settled()
        await asyncio.sleep(work_module._TYPING + 0.05)
        bench.edit("第22稿")
        assert work._timer and work._timer.when() <= now()
        await work.settled()
        assert bench.told[-2:] == [21, 22]

    asyncio.run(story())


def test_a_document_that_takes_long_is_checked_more_rarely(bench: Bench) -> None:
    async def story() -> None:
        work = bench.begin()
        bench.slow = 0.25
        bench.edit("一稿")
        await work.now()
        began = time.monotonic()
        bench.edit("二稿")
        await work.settled()
        assert time.monotonic() - began >= 2 * 0.25 + 0.25

    asyncio.run(story())


def test_a_failure_is_told_and_the_next_check_works(bench: Bench) -> None:
    async def story() -> None:
        work = bench.begin()
        bench.edit("BOOM")
        assert await work.now() is None
        assert [str(error) for error in bench.errors] == ["boom"]
        bench.edit("好")
        assert await work.now() is not None
        assert bench.told == [None, 2]

    asyncio.run(story())


def test_a_document_that_is_closed_is_checked_no_more(bench: Bench) -> None:
    async def story() -> None:
        work = bench.begin()
        bench.edit("一稿")
        work.close()
        await asyncio.sleep(0.05)
        assert bench.checked == []

    asyncio.run(story())
