"""click's commands with Chinese help, and a group whose commands are imported only when they are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

_HEADINGS = {"Options": "选项", "Commands": "命令"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is Chinese throughout."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option with Chinese text."""
        return _in_chinese(super().get_help_option(ctx))


class LazyGroup(click.Group):
    """A group that knows its commands as name → (module, help shown in the overview)."""

    context_class = _Context

    def __init__(self, lazy: Mapping[str, tuple[str, str]] | None = None, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._lazy = lazy or {}

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option with Chinese text."""
        return _in_chinese(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were given."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self._lazy:
            return None
        command: click.Command = import_module(self._lazy[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview without importing the commands."""
        with formatter.section("命令"):
            formatter.write_dl([(name, about) for name, (_, about) in self._lazy.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name; an unknown one is answered with the nearest."""
        if args and args[0] not in self._lazy and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], list(self._lazy), 1)
            hint = f"；是不是 {close[0]}？" if close else ""
            raise click.UsageError(f"没有“{args[0]}”这个命令{hint}（{ctx.command_path} --help 列出全部命令）", ctx)
        return super().resolve_command(ctx, args)


def _in_chinese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示本页"
    return option
