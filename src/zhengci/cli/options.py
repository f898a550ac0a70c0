"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from zhengci.cli.inputs import Inputs, complain, find_documents, settings, wants_colour

__all__ = ["Inputs", "complain", "context_options", "find_documents", "settings", "wants_colour"]

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
