"""Options that several commands share, and the reading of inputs they lead to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from zhengci import config, divisions
from zhengci.dates import check_date
from zhengci.document.decode import Decoded, UnreadableFile, decode, read_text
from zhengci.document.document import Document
from zhengci.glossary.store import Glossary, open_glossary

F = TypeVar("F", bound=Callable[..., Any])

_CONTEXT = (
    click.option("--date", metavar="日期", help="文稿的日期：2025、2025-01 或 2025-01-03"),
    click.option("--region", metavar="地区", help="文稿的地区：区划代码或名称（120000、天津市蓟州区）"),
    click.option("--glossary", multiple=True, metavar="词表", help="叠加自己的词表（文件或文件夹，可多次给出）"),
    click.option("--config", "config_path", metavar="文件", help="使用这个配置文件"),
    click.option("--isolated", is_flag=True, help="不读任何配置文件"),
)


def context_options(function: F) -> F:
    """Add --date, --region, --glossary, --config and --isolated."""
    for option in reversed(_CONTEXT):
        function = option(function)
    return function


def settings(config_path: str | None, isolated: bool, **given: Any) -> config.Settings:
    """Return the settings in force; `given` are keys of the command line.  Wrong ones are usage errors."""
    try:
        return config.load(given, config=config_path, isolated=isolated)
    except config.ConfigError as error:
        raise click.UsageError(str(error)) from None


class Inputs:
    """Reads documents in the context and with the glossary that the settings name."""

    def __init__(self, chosen: config.Settings) -> None:
        try:
            date, region = chosen.get("date", None), chosen.get("region", None)
            self._date = None if date is None else check_date(date)
            self._jurisdiction = None if region is None else divisions.parse(region)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        self.glossary: Glossary = open_glossary(chosen.get("glossary", ()))

    def document(self, raw: str, path: str = "") -> Document:
        """Return `raw` as a document of this context."""
        return Document(raw, path=path, date=self._date, jurisdiction=self._jurisdiction)

    @staticmethod
    def read(path: str) -> Decoded:
        """Return the text of a file, or of standard input for ``-``; raises UnreadableFile."""
        return decode(sys.stdin.buffer.read()) if path == "-" else read_text(path)


def complain(path: str, error: UnreadableFile) -> None:
    """Say on stderr why a file could not be used."""
    click.echo(f"zhengci：{'标准输入' if path == '-' else path}：{error}", err=True)


def wants_colour(color: str, stream: Any) -> bool:
    """Tell whether to colour: --color, else NO_COLOR and FORCE_COLOR, else whether `stream` is a terminal."""
    import os

    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
