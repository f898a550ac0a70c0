"""Many files: several processes, results kept for the next run, progress.  All of it must be seen in nothing but the time."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from zhengci.cli import batches, pool, results
from zhengci.cli import progress as progress_module
from zhengci.cli.checking import Checker, Outcome
from zhengci.cli.progress import Progress
from zhengci.document.decode import UnreadableFile
from zhengci.reports import FORMATS

Run = Callable[..., tuple[int, str, str]]
LINT = ("--date", "2025-06", "--region", "CN", "--isolated")
BANK, FOUR, SENSES = "会同银保监会检查𠮷林工作。\n", "落实“两利四率”考核。\n", "加强“三资”管理。\n"


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of each test's own, which the compiled glossary does not have to be made for again."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setattr(results, "cache_folder", lambda: folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty drafts of all kinds, one of them unreadable."""
    for number in range(20):
        text = [BANK, FOUR + SENSES, "无事。\n", SENSES * 2][number % 4]
        (tmp_path / f"{number:02}.txt").write_text(f"第{number}号。\n{text}", encoding="utf-8")
    (tmp_path / "07.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    return tmp_path


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are checked in this process, as they are."""
    seen: list[str] = []
    plain = Checker.check

    def check(self: Checker, path: str) -> Outcome:
        seen.append(path)
        return plain(self, path)

    monkeypatch.setattr(Checker, "check", check)
    return seen


@pytest.fixture
def parallel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes from two files on, with several batches, on whatever machine."""
    monkeypatch.setattr(batches, "PARALLEL", 2)
    monkeypatch.setattr(batches, "UNKNOWN", 2)
    monkeypatch.setattr(batches, "_BATCH", 6)
    monkeypatch.setattr(pool, "cores", lambda: 2)


# Results kept --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_unchanged_files_are_not_checked_again_and_reported_the_same(
    run: Run, folder: Path, checks: list[str], form: str
) -> None:
    first = run("lint", ".", *LINT, "--output-format", form, cwd=folder)
    assert (first[0], len(checks)) == (2, 20)
    checks.clear()
    assert run("lint", ".", *LINT, "--output-format", form, cwd=folder) == first
    assert checks == ["./07.txt"]  # what could not be read is tried again
    checks.clear()
    assert run("lint", ".", *LINT, "--output-format", form, "--no-cache", cwd=folder) == first
    assert len(checks) == 20


def test_only_what_changed_is_checked_again(run: Run, folder: Path, checks: list[str]) -> None:
    (folder / "07.txt").unlink()
    run("lint", ".", *LINT, cwd=folder)
    checks.clear()
    stamp = (folder / "05.txt").stat()
    text = (folder / "05.txt").read_text(encoding="utf-8").replace("两利四率", "一利五率")
    (folder / "05.txt").write_text(text, encoding="utf-8")
    os.utime(folder / "05.txt", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # same size, same time
    os.utime(folder / "06.txt")
    (folder / "new.txt").write_text(BANK, encoding="utf-8")
    plain = run("lint", ".", *LINT, "--no-cache", cwd=folder)
    checks.clear()
    assert run("lint", ".", *LINT, cwd=folder) == plain
    assert checks == ["./05.txt", "./new.txt"]


def test_everything_that_matters_makes_results_stale(
    run: Run, folder: Path, checks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "07.txt").unlink()

    def checked(*options: str, cwd: Path = folder) -> int:
        checks.clear()
        plain = run("lint", *options, "--no-cache", cwd=cwd)
        checks.clear()
        assert run("lint", *options, cwd=cwd) == plain
        return len(checks)

    assert checked(".", "--isolated", "--date", "2025") == 19
    assert checked(".", "--isolated", "--date", "2025", "--fail-on", "error") == 0
    assert checked(".", "--isolated", "--date", "2024") == 19
    assert checked(".", "--isolated", "--date", "2025", "--region", "天津市") == 19
    assert checked(".", "--isolated", "--date", "2025", "--select", "ZC3") == 19
    assert checked(".", "--isolated", "--date", "2025", "--color", "always") == 19
    assert checked(str(folder), "--isolated", "--date", "2025") == 19  # names stand in the report
    assert checked(".", "--isolated", "--date", "2025", "--output-format", "json") == 19
    assert checked(".", "--isolated", "--date", "2025", "--output-format", "json") == 0
    assert checked(str(folder), "--isolated", "--date", "2025", "--output-format", "gitlab") == 19
    assert checked(str(folder), "--isolated", "--date", "2025", "--output-format", "gitlab", cwd=folder.parent) == 19
    assert checked(str(folder), "--isolated", "--date", "2025", "--output-format", "github") == 19
    assert checked(".", "--isolated", "--date", "2025", "--statistics") == 0  # the findings themselves, as for github
    (folder / "zhengci.toml").write_text('[per-file-ignores]\n"0*.txt" = ["ZC302"]\n')
    assert checked(".", "--date", "2025") == 9
    (folder / "01.txt").rename(folder / "天津市2021.txt")
    assert checked(".", "--date", "2025") == 1  # a name may tell date, place and format
    (folder / "own.yml").write_text(
        "- id: a-a\n  term: 七纵八横\n  kind: numeral\n  field: 综合\n  definition: 道路。\n  scope: CN\n"
        "  sources:\n    - {evidence: recalled}\n  examples:\n    - hit: 推进“七纵八横”。\n", encoding="utf-8"
    )  # fmt: skip
    assert checked(".", "--date", "2025", "--glossary", "own.yml") == 19
    assert checked(".", "--date", "2025") == 0
    monkeypatch.setattr(results, "__version__", "99")
    assert checked(".", "--date", "2025") == 19


def test_what_was_checked_as_of_today_holds_for_today_only(
    run: Run, folder: Path, checks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "07.txt").write_text("2024年政府工作报告\n" + BANK, encoding="utf-8")
    (folder / "07.txt").rename(folder / "2023.txt")
    run("lint", ".", "--isolated", cwd=folder)
    checks.clear()
    run("lint", ".", "--isolated", cwd=folder)
    assert checks == []
    monkeypatch.setattr(results, "today", lambda: "2999-01-01")
    run("lint", ".", "--isolated", cwd=folder)
    assert len(checks) == 19
    assert "./2023.txt" not in checks


def test_a_few_files_are_checked_without_the_cache(run: Run, folder: Path, cache: Path) -> None:
    run("lint", *(f"{number:02}.txt" for number in range(7)), *LINT, cwd=folder)
    assert not (cache / "results.sqlite3").exists()
    run("lint", ".", *LINT, "--no-cache", cwd=folder)
    assert not (cache / "results.sqlite3").exists()
    run("lint", ".", *LINT, cwd=folder)
    assert (cache / "results.sqlite3").stat().st_mode & 0o777 == 0o600  # it quotes drafts


def test_fixing_passes_over_files_known_to_need_none(run: Run, folder: Path, checks: list[str]) -> None:
    (folder / "07.txt").unlink()
    run("lint", ".", *LINT, "--select", "ZC3,ZC104", cwd=folder)
    checks.clear()
    first = run("lint", ".", *LINT, "--select", "ZC3,ZC104", "--fix", cwd=folder)
    assert checks == [f"./{number:02}.txt" for number in range(20) if number % 4 < 2]
    assert "改正 10 处" in first[2]
    checks.clear()
    second = run("lint", ".", *LINT, "--select", "ZC3,ZC104", "--fix", cwd=folder)
    assert (checks, first[1]) == ([], second[1])
    assert first[2].replace("，改正 10 处", "") == second[2]
    assert run("lint", ".", *LINT, "--select", "ZC3,ZC104", "--diff", cwd=folder) == (0, "", "")


DAMAGE: list[Callable[[bytes], bytes]] = [
    lambda data: b"",
    lambda data: b"no database at all, but long enough to be taken for one" * 40,
    lambda data: data[: len(data) // 2],
    lambda data: data[:100] + bytes(255 - byte for byte in data[100:5000]) + data[5000:],
    lambda data: data[:16] + bytes(len(data) - 16),
]


@pytest.mark.parametrize("damage", range(len(DAMAGE)))
def test_a_damaged_file_of_results_is_ignored_and_replaced(
    run: Run, folder: Path, cache: Path, checks: list[str], damage: int
) -> None:
    first = run("lint", ".", *LINT, cwd=folder)
    file = cache / "results.sqlite3"
    file.write_bytes(DAMAGE[damage](file.read_bytes()))
    assert run("lint", ".", *LINT, cwd=folder) == first
    run("lint", ".", *LINT, cwd=folder)
    checks.clear()
    assert run("lint", ".", *LINT, cwd=folder) == first
    assert checks == ["./07.txt"]


@pytest.mark.parametrize("form", ["full", "json"])
def test_a_damaged_row_is_checked_again(run: Run, folder: Path, cache: Path, checks: list[str], form: str) -> None:
    first = run("lint", ".", *LINT, "--output-format", form, cwd=folder)
    with sqlite3.connect(cache / "results.sqlite3") as file:
        rows = file.execute("SELECT key, value FROM results").fetchall()
        for number, (key, value) in enumerate(rows):
            broken = value[: len(value) * number // len(rows)] + b"{" + value[len(value) * number // len(rows) + 1 :]
            file.execute("UPDATE results SET value = ? WHERE key = ?", (b"" if number == 3 else broken, key))
    file.close()
    checks.clear()
    assert run("lint", ".", *LINT, "--output-format", form, cwd=folder) == first
    assert len(checks) == 20
    checks.clear()
    assert run("lint", ".", *LINT, "--output-format", form, cwd=folder) == first
    assert checks == ["./07.txt"]


def test_a_cache_that_is_locked_or_cannot_be_written_is_done_without(
    run: Run, folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run("lint", ".", *LINT, cwd=folder)
    file = sqlite3.connect(cache / "results.sqlite3", isolation_level=None)
    file.execute("BEGIN EXCLUSIVE")
    assert run("lint", ".", *LINT, cwd=folder) == first
    file.execute("ROLLBACK")
    assert file.execute("SELECT count(*) FROM results").fetchone() == (19,)
    file.close()
    (cache / "blocked").write_text("a file")
    monkeypatch.setattr(results, "cache_folder", lambda: cache / "blocked")
    assert run("lint", ".", *LINT, cwd=folder) == first


def test_the_cache_does_not_grow_without_end(
    run: Run, folder: Path, cache: Path, checks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "07.txt").unlink()
    monkeypatch.setattr(results, "_LIMIT", 60_000)
    now = 20_000
    monkeypatch.setattr(results, "_today_number", lambda: now)
    for day in range(40):
        now = 20_000 + day
        for number in range(10):  # some drafts change daily, the others are used
            (folder / f"{number:02}.txt").write_text(f"第 {day} 天。\n" + SENSES * 20, encoding="utf-8")
        checks.clear()
        run("lint", ".", *LINT, cwd=folder)
        assert (cache / "results.sqlite3").stat().st_size < 200_000
    assert len(checks) < 19
    rows = sqlite3.connect(cache / "results.sqlite3").execute("SELECT used FROM results").fetchall()
    assert rows and min(used for (used,) in rows) > 20_020


def test_the_place_of_the_cache_is_shown(run: Run, cache: Path) -> None:
    assert f"结果缓存：{cache / 'results.sqlite3'}" in run("config")[1].splitlines()


# Several processes -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("parallel")
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("more", [["--no-cache"], []])
def test_several_processes_report_what_one_does_in_the_same_order(
    run: Run, folder: Path, checks: list[str], monkeypatch: pytest.MonkeyPatch, form: str, more: list[str]
) -> None:
    told = run("lint", ".", *LINT, "--output-format", form, *more, cwd=folder)
    assert checks == []
    monkeypatch.setattr(batches, "PARALLEL", 10**6)
    assert run("lint", ".", *LINT, "--output-format", form, "--no-cache", cwd=folder) == told
    assert (told[0], len(checks)) == (2, 20)
    assert told[2].startswith("zhengci：./07.txt：实为 PNG 图片，不是文本\n")


@pytest.mark.usefixtures("parallel")
def test_several_processes_fix_as_one_does(run: Run, folder: Path, checks: list[str]) -> None:
    told = run("lint", ".", "no.txt", *LINT, "--fix", "--select", "ZC3", cwd=folder)
    assert told == (
        2, "", "zhengci：./07.txt：实为 PNG 图片，不是文本\nzhengci：no.txt：文件不存在\n检查 19 个文件：没有发现问题，改正 10 处\n",
    )  # fmt: skip
    assert checks == []
    assert (folder / "00.txt").read_text(encoding="utf-8") == "第0号。\n会同金融监管总局检查𠮷林工作。\n"
    diffs = run("lint", ".", *LINT, "--diff", "--select", "ZC3", "--exclude", "07.txt", cwd=folder)
    assert diffs == (0, "", "")


@pytest.mark.usefixtures("parallel")
def test_one_file_of_many_may_be_standard_input(run: Run, folder: Path) -> None:
    status, out, _ = run("lint", "00.txt", "-", "01.txt", *LINT, "--output-format", "concise", "--select", "ZC3",
                         "--stdin-filename", "入.txt", stdin=FOUR, cwd=folder)  # fmt: skip
    assert status == 1
    assert [row.split(":")[0] for row in out.splitlines()] == ["00.txt", "入.txt", "01.txt"]


def _dies(path: str) -> Outcome:
    if path.endswith("05.txt") or (path.endswith("02.txt") and not os.path.exists("died")):
        open("died", "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return pool._checker.check(path)


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked")
@pytest.mark.usefixtures("parallel")
def test_a_worker_that_is_killed_takes_only_its_own_file_with_it(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PARALLEL", 10**6)
    plain = run("lint", ".", *LINT, "--output-format", "concise", "--no-cache", "--exclude", "05.txt", "-q", cwd=folder)
    monkeypatch.setattr(batches, "PARALLEL", 2)
    monkeypatch.setattr(pool, "_check", _dies)
    status, out, err = run("lint", ".", *LINT, "--output-format", "concise", "--no-cache", "-q", cwd=folder)
    assert (status, out) == plain[:2]
    assert err == f"zhengci：./05.txt：检查它的进程意外终止（可能是内存不足）\n{plain[2]}"
    assert (folder / "died").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="signals and process groups")
def test_ctrl_c_ends_all_processes_quietly(tmp_path: Path) -> None:
    """As a terminal does it: the signal goes to the whole group."""
    for number in range(130):
        (tmp_path / f"{number:03}.txt").write_text(BANK * 2000, encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-m", "zhengci", "lint", ".", *LINT, "--output-format", "concise", "--no-cache"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert started.stdout
    started.stdout.readline()  # it is under way
    os.killpg(started.pid, signal.SIGINT)
    started.stdout.close()
    assert started.wait(60) == 130
    _wait_for_the_end_of_all(started.pid)
    assert started.stderr and started.stderr.read() == b""
    started.stderr.close()


def _wait_for_the_end_of_all(group: int) -> None:
    with pytest.raises(ProcessLookupError):
        for _ in range(100):
            os.killpg(group, 0)
            time.sleep(0.05)
        os.killpg(group, signal.SIGKILL)  # they would wait for ever


@pytest.mark.skipif(sys.platform != "linux", reason="signals and process groups")
def test_a_closed_pipe_ends_all_processes_quietly(tmp_path: Path) -> None:
    for number in range(130):
        (tmp_path / f"{number:03}.txt").write_text(BANK * 1000, encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-m", "zhengci", "lint", ".", *LINT, "--output-format", "concise"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert started.stdout and started.stderr
    assert started.stdout.readline()
    started.stdout.close()
    assert started.wait(60) == 0
    _wait_for_the_end_of_all(started.pid)
    assert started.stderr.read() == b""
    started.stderr.close()


def test_large_files_make_small_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_BATCH_BYTES", 100)
    monkeypatch.setattr(batches, "_BATCH", 4)
    sizes = [60, 60, 10, 10, 10, 10, 10, 500, 1]
    files = [str(tmp_path / str(number)) for number in range(len(sizes))]
    for file, size in zip(files, sizes, strict=True):
        Path(file).write_bytes(bytes(size))
    cut = list(batches._cut([*files, "-", "no"]))
    assert [len(batch) for batch in cut] == [2, 4, 2, 3]
    assert [file for batch in cut for file in batch] == [*files, "-", "no"]


def test_many_files_in_a_process_of_their_own(tmp_path: Path) -> None:
    """The real thing, with the real limits; on one core it is done in one process."""
    for number in range(120):
        (tmp_path / f"{number:03}.txt").write_text(f"第{number}号。\n{BANK if number % 2 else SENSES}", encoding="utf-8")
    command = [sys.executable, "-m", "zhengci", "lint", ".", *LINT, "--output-format", "json"]
    once, twice = (
        subprocess.run(command, cwd=tmp_path, capture_output=True, stdin=subprocess.DEVNULL, timeout=120) for _ in range(2)
    )
    assert (once.returncode, once.stdout, once.stderr) == (twice.returncode, twice.stdout, twice.stderr)
    files = [row["path"] for row in json.loads(once.stdout)]
    assert (once.returncode, once.stderr) == (1, b"")
    assert files == sorted(files)
    assert len(set(files)) == 120


def test_processes_that_start_late_repeat_nothing_of_what_was_printed_before(tmp_path: Path) -> None:
    """The first batch comes from the cache and is printed when the second one makes processes start."""
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    for number in range(370):
        (drafts / f"{number:03}.txt").write_text(f"第{number}号。\n{BANK}", encoding="utf-8")

    def lint(*more: str) -> bytes:
        command = [sys.executable, "-m", "zhengci", "lint", "drafts", *LINT, "--select", "ZC302", "--output-format", "json-lines"]
        with open(tmp_path / "out", "wb") as out:
            done = subprocess.run([*command, *more], cwd=tmp_path, stdout=out, stderr=subprocess.PIPE, timeout=120)
        assert (done.returncode, done.stderr) == (1, b"")
        return (tmp_path / "out").read_bytes()

    lint()
    for number in range(260, 370):
        (drafts / f"{number:03}.txt").write_text(f"第 {number} 号。\n{BANK * 2}", encoding="utf-8")
    told = lint()
    assert told == lint("--no-cache")
    assert len(told.splitlines()) == 260 + 2 * 110


def test_what_is_said_of_each_file_is_the_same_from_results_kept(run: Run, folder: Path) -> None:
    (folder / "00.txt").write_text("2025年天津市政府工作报告\n", encoding="utf-8")
    first = run("lint", ".", "-v", "--isolated", cwd=folder)
    assert "./00.txt：日期 2025（标题），地区 天津市（标题）\n" in first[2]
    assert first == run("lint", ".", "-v", "--isolated", cwd=folder) == run("lint", ".", "-v", "--isolated", "--no-cache", cwd=folder)


# Progress --------------------------------------------------------------------------------------------------------------------


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Iterator[int]]:
    """Items that each take a while by the clock that the progress goes by."""
    now = 0.0
    monkeypatch.setattr(progress_module, "monotonic", lambda: now)

    def items(number: int) -> Iterator[int]:
        nonlocal now
        for item in range(number):
            now += 0.03
            yield item

    return items


@pytest.mark.parametrize(("terminal", "wanted", "items", "shown"), [
    (True, True, 60, True), (False, True, 60, False), (True, False, 60, False), (True, True, 3, False),
])  # fmt: skip
def test_a_long_run_shows_its_progress_on_a_terminal_and_wipes_it(
    monkeypatch: pytest.MonkeyPatch, slow: Callable[[int], Iterator[int]], terminal: bool, wanted: bool, items: int, shown: bool
) -> None:
    stream = _Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    progress = Progress(items, wanted)
    assert list(progress.over(slow(items))) == list(range(items))
    assert (f"/{items}" in stream.getvalue()) is shown
    assert not shown or stream.getvalue().endswith("\x1b[2K")


def test_the_progress_makes_way_for_what_is_printed(
    monkeypatch: pytest.MonkeyPatch, slow: Callable[[int], Iterator[int]]
) -> None:
    stream = _Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    progress = Progress(60, True)
    with pytest.raises(UnreadableFile):
        for number in progress.over(slow(60)):
            if number == 40:
                assert "/60" in stream.getvalue()
                progress.hide()
                stream.write("一行\n")
            if number == 45:
                raise UnreadableFile("停")
    before, after = stream.getvalue().split("一行\n")
    assert before.endswith("\x1b[2K")
    assert "/60" in after
