"""``zhengci lint``: what is wrong in documents, and mending it."""

from __future__ import annotations

from typing import Any

import click

from zhengci.cli.chinese import Command
from zhengci.cli.linting import lint
from zhengci.cli.options import context_options
from zhengci.linting.finding import SEVERITIES
from zhengci.reports import FORMATS


@click.command(cls=Command, name="lint", options_metavar="[选项]")
@click.argument("paths", nargs=-1, metavar="[路径…]")
@context_options
@click.option("--select", help="只用这些规则（代码或前缀，逗号分隔，如 ZC1,ZC301）", metavar="规则")
@click.option("--ignore", help="不用这些规则", metavar="规则")
@click.option("--extend-select", help="在已选规则之外加上这些", metavar="规则")
@click.option("--fix", is_flag=True, help="改正能够安全改正的差错；Word 文件改成修订，写入 -o 的文件")
@click.option("--unsafe-fixes", is_flag=True, help="与 --fix 或 --diff 同用：也做会增删内容的修正（首次出现处加注）")
@click.option("--diff", "as_diff", is_flag=True, help="只显示修正会改动什么，不写文件")
@click.option("--comments", is_flag=True, help="Word 文件：把发现写成批注（要用 -o 给出新文件；可与 --fix 同用）")
@click.option("--output-format", type=click.Choice(FORMATS), help="输出格式（默认 full）")
@click.option("--statistics", is_flag=True, help="不列发现，只按规则计数")
@click.option("-o", "--output-file", metavar="文件", help="把报告写入文件；Word 文件与 --fix、--comments 同用时，是要写的 Word 文件")
@click.option("--baseline", metavar="文件", help="略去这个基线文件记下的旧有发现，只报告新的")
@click.option("--update-baseline", is_flag=True, help="把现有的发现全部记入 --baseline 的文件")
@click.option("--diff-base", metavar="版本", help="只报告相对这个 git 版本改动过的行（未跟踪的文件整个报告）")
@click.option("--add-ignore", is_flag=True, help="为现有的发现就地写上忽略标记，使下次检查不再报告")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="达到这一级别即以 1 退出（默认 warning）")
@click.option("--exit-zero", is_flag=True, help="有发现也以 0 退出")
@click.option(
    "--stdin-filename", default="<标准输入>", metavar="文件名", help="标准输入的文件名（决定格式，也可提示日期地区）"
)
@click.option("--exclude", multiple=True, metavar="通配符", help="跳过这些文件或文件夹")
@click.option("--force-exclude", is_flag=True, help="直接给出的文件也按 exclude 跳过")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="是否用颜色")
@click.option("-q", "--quiet", is_flag=True, help="不显示小结和进度")
@click.option("-v", "--verbose", is_flag=True, help="在标准错误上说明所用的配置、词表和每个文件的日期、地区")
@click.option("--show-files", is_flag=True, help="只列出会检查的文件")
@click.option("--show-settings", is_flag=True, help="只显示生效的设置")
@click.option("--no-cache", is_flag=True, help="不用也不留检查结果的缓存（文件较多时才用缓存）")
def command(paths: tuple[str, ...], **given: Any) -> int:
    """检查文稿：未解释、未收录、多义的缩略语，已被取代的提法，机构旧称，写错的成员，名词解释与正文不符。

    路径可以是文件或文件夹，“-”为标准输入；不给路径时检查当前文件夹。

    退出状态：0 没有发现，1 有发现，2 无法工作（用法、配置、词表有误，或文件读不出来）。
    """
    return lint(paths=paths, **given)
