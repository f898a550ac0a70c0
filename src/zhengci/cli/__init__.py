"""The command line.  ``main`` runs one; ``lint`` with plain options does without click, whose import outweighs the work."""

from __future__ import annotations

import gc
import os
import sys

EXIT_FINDINGS = 1
EXIT_FAILURE = 2


class UsageProblem(Exception):
    """The command line or the configuration asks for what cannot be done; the message is Chinese."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status: 0 clean, 1 findings, 2 cannot work."""
    gc.set_threshold(100_000, 50, 50)  # what a run builds it keeps: collecting early only costs time
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")  # a terminal that lacks a character must not end the run
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = _run(arguments)
        sys.stdout.flush()
        sys.exit(code)
    except UsageProblem as error:
        command = " ".join(arguments[: 2 if arguments[:1] == ["glossary"] else 1])
        print(f"zhengci：{error}\n用法见：zhengci {command} --help", file=sys.stderr)
        sys.exit(EXIT_FAILURE)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _silence_stdout()
        sys.exit(0)
    except Exception as error:
        from zhengci.glossary.store import GlossaryError

        if not isinstance(error, GlossaryError):
            raise
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(f"zhengci：{error}", file=sys.stderr)
        sys.exit(EXIT_FAILURE)


def entry_point() -> None:
    """Run the command line as a process of its own, and end it without taking the interpreter apart first."""
    try:
        main()
    except SystemExit as done:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(done.code if isinstance(done.code, int) else 0 if done.code is None else EXIT_FAILURE)


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["lint"]:
        from zhengci.cli.quick import parse

        given = parse(arguments[1:])
        if given is not None:
            from zhengci.cli.linting import lint

            return lint(**given)
    from zhengci.cli.commands import run

    return run(arguments)


def _silence_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not complain of the closed pipe."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
