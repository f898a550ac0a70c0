"""``zhengci rule``: what a rule reports, and why."""

from __future__ import annotations

import click

from zhengci.linting.engine import ALL_RULES
from zhengci.linting.finding import Rule

_LEVELS = {"error": "错误", "warning": "警告", "info": "提示"}


@click.command(name="rule", options_metavar="[选项]")
@click.argument("code", required=False, metavar="[代码]")
def command(code: str | None) -> int:
    """说明一条规则：报告什么、为什么、正反例、怎样忽略、修正是否安全。不给代码时列出全部。"""
    if code is None:
        for rule in ALL_RULES:
            click.echo(f"{rule.code}  {_LEVELS[rule.severity]}  {rule.name:<28}{rule.title}")
        return 0
    found = [rule for rule in ALL_RULES if code.upper() == rule.code or code.lower() == rule.name]
    if not found:
        raise click.UsageError(f"没有规则“{code}”；zhengci rule 列出全部")
    click.echo(describe(found[0]))
    return 0


def describe(rule: Rule) -> str:
    """Return a rule's documentation as text."""
    return (
        f"{rule.code} {rule.name}（{_LEVELS[rule.severity]}）\n\n"
        f"{rule.title}。\n\n为什么：{rule.why}\n\n差：{rule.bad}\n好：{rule.good}\n\n修正：{rule.fixing}\n\n"
        f"忽略：Markdown、HTML 中写 <!-- zhengci-ignore {rule.code}: 原因 -->，纯文本中另起一行写 "
        f"%% zhengci-ignore {rule.code}: 原因；\n      全文忽略用 zhengci-ignore-file，或命令行 --ignore {rule.code}。"
    )
