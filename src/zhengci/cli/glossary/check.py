"""``zhengci glossary check``: problems of glossary files, and their examples run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhengci.cli import EXIT_FAILURE, UsageProblem
from zhengci.cli.chinese import Command

if TYPE_CHECKING:
    from zhengci.glossary.sources import Sources


@click.command(cls=Command, name="check", options_metavar="[选项]")
@click.argument("paths", nargs=-1, metavar="[词表…]", type=click.Path(path_type=Path))
@click.option(
    "--output-format", type=click.Choice(["full", "concise"]), default="full", help="full 附源行，concise 每处一行"
)
@click.option("--no-examples", is_flag=True, help="不执行例句")
def command(paths: tuple[Path, ...], output_format: str, no_examples: bool) -> int:
    """检查词表的写法、引用、日期、同形义项，并执行全部例句。

    不给路径时检查随程序安装的词表；给出的词表叠加其上一并检查，只报告其中的问题。
    """
    from zhengci.glossary.check import check
    from zhengci.glossary.compile import compile_sources
    from zhengci.glossary.layers import layer
    from zhengci.glossary.locate import builtin_roots
    from zhengci.glossary.opened import Glossary
    from zhengci.glossary.sources import read_sources
    from zhengci.selftest import run_examples

    roots = builtin_roots()
    sources = read_sources(roots, roots[0].parent)
    own = None
    for path in paths:
        if not path.exists():
            raise UsageProblem(f"找不到词表：{path}")
    if paths:
        own = read_sources(list(paths), Path.cwd())
        sources = layer(sources, own)
    problems = check(sources)
    if not no_examples:
        problems = run_examples((own or sources).complete(), Glossary(compile_sources(sources.complete(), "check")))
    for problem in problems:
        click.echo(str(problem) if output_format == "full" else str(problem).splitlines()[0])
    told = _counts(own or sources, examples=not no_examples)
    if problems:
        click.echo(f"共 {len(problems)} 处问题（{told}）", err=True)
        return EXIT_FAILURE
    click.echo(f"没有问题：{told}", err=True)
    return 0


def _counts(sources: Sources, *, examples: bool) -> str:
    """Return how much there was to check."""
    with_examples = (*sources.concepts, *sources.institutions, *sources.set_phrases, *sources.usage)
    counts = [
        (len(sources.concepts), "条词条"), (len(sources.institutions), "组旧称"), (len(sources.set_phrases), "条固定提法"),
        (len(sources.usage), "条用语"), (len(sources.confusables), "条易错词"),
        (sum(len(record.get("examples", ())) for record in with_examples) if examples else 0, "个例句"),
    ]  # fmt: skip
    return "、".join(f"{number} {name}" for number, name in counts if number) or "空词表"
