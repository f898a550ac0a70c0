"""``zhengci rule``: what a rule reports, and why."""

from __future__ import annotations

import click

from zhengci.cli import UsageProblem
from zhengci.cli.chinese import Command
from zhengci.linting.engine import ALL_RULES
from zhengci.linting.reference import LEVELS, describe


@click.command(cls=Command, name="rule", options_metavar="[选项]")
@click.argument("code", required=False, metavar="[代码]")
def command(code: str | None) -> int:
    """说明一条规则：报告什么、为什么、正反例、怎样忽略、修正是否安全。不给代码时列出全部。"""
    if code is None:
        for rule in ALL_RULES:
            click.echo(f"{rule.code}  {LEVELS[rule.severity]}  {rule.name:<28}{rule.title}")
        return 0
    found = [rule for rule in ALL_RULES if code.upper() == rule.code or code.lower() == rule.name]
    if not found:
        raise UsageProblem(f"没有规则“{code}”；zhengci rule 列出全部")
    click.echo(describe(found[0]))
    return 0
