"""``zhengci config``: the settings in force, and where each comes from."""

from __future__ import annotations

from typing import Any

import click

from zhengci.cli.chinese import Command
from zhengci.cli.options import context_options, settings
from zhengci.cli.results import results_file
from zhengci.cli.showing import layer_lines, setting_lines


@click.command(cls=Command, name="config", options_metavar="[选项]")
@context_options
def command(config_path: str | None, isolated: bool, **given: Any) -> int:
    """显示生效的配置，以及每一项来自哪里；各层词表覆盖了什么；检查结果缓存在哪里。"""
    chosen = settings(config_path, isolated, **given)
    for line in setting_lines(chosen):
        click.echo(line)
    if chosen.get("glossary", ()):
        for line in layer_lines(chosen.get("glossary", ())):
            click.echo(line)
    click.echo(f"结果缓存：{results_file()}")
    return 0
