"""Takes files through one call of ``zhengci lint``: checked, filtered, reported, counted."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from importlib import import_module
from typing import IO, TYPE_CHECKING, NamedTuple

from zhengci.cli import UsageProblem
from zhengci.cli.checking import Checker, Outcome, Plan, count
from zhengci.cli.inputs import complain, wants_colour
from zhengci.document.decode import UnreadableFile
from zhengci.reports import SORTED, FileResult, module_of

if TYPE_CHECKING:
    from zhengci.cli.changed import Changes
    from zhengci.cli.progress import Progress
    from zhengci.linting.baseline import Baseline

#: From so many files on results are kept for the next run: opening the cache takes as long as checking some drafts.
MANY = 8
#: Formats that people read; the others are for programs and are always UTF-8.
FOR_PEOPLE = ("full", "concise")


class Options(NamedTuple):
    """What the command line asks for beside the settings (see ``cli.lint``)."""

    fix: bool
    unsafe_fixes: bool
    as_diff: bool
    output_file: str | None
    exit_zero: bool
    stdin_filename: str
    color: str
    quiet: bool
    verbose: bool
    show_files: bool
    show_settings: bool
    baseline: str | None
    update_baseline: bool
    diff_base: str | None
    statistics: bool
    add_ignore: bool
    no_cache: bool
    comments: bool


class Run:
    """One call of the command: takes the files through what is asked for and counts what decides the exit status."""

    def __init__(self, options: Options, plan: Plan, form: str, files: list[str]) -> None:
        self._options = options
        self._form = form
        self._files = files
        self._to_stderr = options.fix and "-" in files  # stdout carries the mended text
        self._stack = ExitStack()  # what must be closed however the run ends: report, processes, cache
        self._progress: Progress | None = None
        self.failed = False
        self.differs = False
        self.counts: Counter[tuple[str, str]] = Counter()
        self.read = 0
        self.mended = 0
        out = sys.stderr if self._to_stderr else sys.stdout
        self._colour = wants_colour(options.color, out) if not options.output_file else options.color == "always"
        self._baseline, self._changes, self._marking = _baseline(options), _changes(options), None
        whole = options.baseline or self._changes or options.add_ignore or options.statistics or options.as_diff
        many = len(files) >= MANY
        mends = options.fix or options.as_diff
        self._mends_reported = mends and bool(options.baseline or self._changes)
        plan = plan._replace(
            fix=mends and not self._mends_reported,
            unsafe=options.unsafe_fixes,
            write=options.fix and not options.as_diff and not self._mends_reported,
            form=form if many and form not in SORTED and not whole else "",
            colour=self._colour,
            keep=many and not options.no_cache,
        )
        self._checker = Checker(plan)
        if options.add_ignore:
            from zhengci.cli.marking import Marking

            self._marking = Marking(self._checker)

    def report(self) -> None:
        """Check the files and write what is to be written; the summary goes to stderr."""
        options = self._options
        with self._stack:
            out: IO[str] = sys.stderr if self._to_stderr else sys.stdout
            if options.output_file:
                try:
                    out = self._stack.enter_context(
                        open(options.output_file, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
                    )
                except OSError as error:
                    raise UsageProblem(f"写不进 {options.output_file}：{error.strerror}") from None
            elif self._form not in FOR_PEOPLE and hasattr(out, "reconfigure"):
                out.reconfigure(encoding="utf-8", errors="backslashreplace")
            on_terminal = out.isatty()
            for text in self._texts():
                if text:
                    if on_terminal:
                        self._make_way()
                    out.write(text)
        if options.update_baseline and self._baseline is not None:
            self._write_baseline(self._baseline)
        if not options.quiet and not options.as_diff and self._form in FOR_PEOPLE:
            print(self._summary(), file=sys.stderr)

    def _texts(self) -> Iterator[str]:
        """Yield the pieces of the report."""
        outcomes = self._outcomes()
        if self._options.as_diff:
            yield from map(self._diff, outcomes)
        elif self._options.statistics or self._options.update_baseline:
            for _ in outcomes:
                pass
            if self._options.statistics:
                from zhengci.cli.statistics import statistics

                yield statistics(self.counts, self._form)
        elif self._checker.plan.form:
            from zhengci.reports.parts import joined

            yield from joined(self._form, (outcome.shown or "" for outcome in outcomes))
        else:
            writer = import_module(module_of(self._form))
            yield from writer.write((outcome.result for outcome in outcomes), self._colour)

    def _outcomes(self) -> Iterator[Outcome]:
        """Yield what is to be reported of each file that could be used, and count it."""
        for path, outcome in zip(self._files, self._checked(), strict=True):
            if outcome.error:
                self._fail(path, outcome.error)
                continue
            self.read += 1
            if self._options.verbose:
                from zhengci.cli.showing import context_line

                self._make_way()
                print(context_line(outcome.path, outcome.context), file=sys.stderr)
            if not self._options.quiet:
                for note in outcome.notes:
                    self._make_way()
                    complain(path, note)
            if outcome.result:
                try:
                    outcome = self._reported(path, outcome, outcome.result)
                except UnreadableFile as error:
                    self._fail(path, str(error))
                    continue
            self.mended += outcome.mended
            self.counts.update(outcome.counts)
            yield outcome

    def _checked(self) -> Iterator[Outcome]:
        """Yield what came of each file; a few files are done with without further ado."""
        if len(self._files) < MANY:
            return map(self._checker.check, self._files)
        from zhengci.cli.batches import Batches
        from zhengci.cli.progress import Progress

        work = self._stack.enter_context(closing(Batches(self._checker, self._files)))
        self._progress = Progress(len(self._files), not self._options.quiet)
        self._stack.callback(self._make_way)
        return self._progress.over(work.outcomes())

    def _make_way(self) -> None:
        """Take the progress off the terminal before something is printed there."""
        if self._progress:
            self._progress.hide()

    def _reported(self, path: str, outcome: Outcome, result: FileResult) -> Outcome:
        """Return what this run is about: the findings left after filters, mended or silenced where that is asked for.

        Raises UnreadableFile where the file cannot be written.
        """
        if self._baseline is not None:
            if self._options.update_baseline:
                self._baseline.add(result.raw, result.findings)
            else:
                result = result._replace(findings=self._baseline.new(result.raw, result.findings))
        if self._changes and path != "-":
            result = result._replace(findings=self._changes.on_changed_lines(path, result.raw, result.findings))
        if self._marking:
            result = self._marking.marked(result)
        outcome = outcome._replace(result=result)
        if self._mends_reported:
            from zhengci.cli.mending import mend_reported

            outcome = mend_reported(outcome, result, unsafe=self._options.unsafe_fixes, write=not self._options.as_diff)
        return outcome._replace(counts=count(outcome.result.findings if outcome.result else []))

    def _fail(self, path: str, reason: str) -> None:
        self.failed = True
        self._make_way()
        complain(path, reason)

    def _diff(self, outcome: Outcome) -> str:
        """Return what mending a file would change, as a unified diff."""
        if not outcome.before or not outcome.result:
            return ""
        from difflib import unified_diff

        self.differs = True
        old, new = outcome.before.splitlines(True), outcome.result.raw.splitlines(True)
        rows = unified_diff(old, new, outcome.path, outcome.path)
        return "".join(row if row.endswith("\n") else row + "\n\\ 文件末尾没有换行\n" for row in rows)

    def _write_baseline(self, baseline: "Baseline") -> None:
        """Write the baseline, unless a file could not be read: its findings would be missing."""
        from zhengci.linting.baseline import UnusableBaseline

        if self.failed:
            print("zhengci：有文件没能检查，基线没有更新", file=sys.stderr)
            return
        try:
            baseline.write(str(self._options.baseline))
        except UnusableBaseline as error:
            raise UsageProblem(str(error)) from None
        print(f"基线 {self._options.baseline} 记下 {len(baseline)} 处", file=sys.stderr)

    def _summary(self) -> str:
        told = f"检查 {self.read} 个文件"
        if not self.read:
            return told
        levels: Counter[str] = Counter()
        for (_, level), number in self.counts.items():
            levels[level] += number
        if not levels.total():
            told += "：没有发现问题"
        else:
            told += f"：错误 {levels['error']}，警告 {levels['warning']}，提示 {levels['info']}"
        if self.mended:
            told += f"，改正 {self.mended} 处"
        if self._baseline is not None and self._baseline.left_out:
            told += f"，基线略去 {self._baseline.left_out} 处"
        if self._marking:
            told += f"；在 {self._marking.files} 个文件中加了忽略标记，忽略 {self._marking.silenced} 处"
            if levels.total():
                told += "（余下的不能就地忽略）"
        return told


def _baseline(options: Options) -> "Baseline | None":
    """Return the baseline to leave out, or an empty one to be written; raises UsageProblem."""
    if not options.baseline:
        return None
    import os

    from zhengci.linting.baseline import Baseline, UnusableBaseline, read_baseline

    try:
        if options.update_baseline and not os.path.exists(options.baseline):
            return Baseline()
        known = read_baseline(options.baseline)  # what is no baseline is not overwritten
    except UnusableBaseline as error:
        raise UsageProblem(str(error)) from None
    return Baseline() if options.update_baseline else known


def _changes(options: Options) -> "Changes | None":
    if options.diff_base is None:
        return None
    from zhengci.cli.changed import Changes

    return Changes(options.diff_base)
