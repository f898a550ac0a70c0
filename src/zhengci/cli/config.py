"""``zhengci config``: the settings in force, and where each comes from."""

from __future__ import annotations

from typing import Any

import click

from zhengci.cli.chinese import Command
from zhengci.cli.options import context_options, settings
from zhengci.config import KEYS


@click.command(cls=Command, name="config", options_metavar="[选项]")
@context_options
def command(config_path: str | None, isolated: bool, **given: Any) -> int:
    """显示生效的配置，以及每一项来自哪里。"""
    chosen = settings(config_path, isolated, **given)
    for key in KEYS:
        if key in chosen.values:
            value = chosen.values[key]
            told = "、".join(value) if isinstance(value, tuple) else value
            click.echo(f"{key} = {told}　（{chosen.origins[key]}）")
        else:
            click.echo(f"{key}　（未设置）")
    return 0
