"""``zhengci glossary import``: termbases and tables as glossary YAML."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from zhengci.cli.chinese import Command


@click.command(cls=Command, name="import", options_metavar="[选项]")
@click.argument("path", metavar="文件")
@click.option("-o", "--output", metavar="文件", help="写成词表文件（出处写入同一文件夹的 sources/ 之下）")
def command(path: str, output: str | None) -> int:
    """把术语库（.tbx）或表格（.csv）转成词表。

    缺少的内容、不认识的地位、词表容不下的内容，逐一报告所在的行，不写出任何文件，以 2 退出。
    写出之后用 zhengci glossary check 检查引用和例句。
    """
    from zhengci.exchange.table import read_csv
    from zhengci.exchange.tbx_reader import read_tbx

    readers = {".tbx": read_tbx, ".xml": read_tbx, ".csv": read_csv}
    reader = readers.get(Path(path).suffix.lower())
    if reader is None:
        raise click.UsageError(f"认不出 {path} 的格式，文件名应以 {'、'.join(readers)} 结尾")
    target = None if output is None else _target(output)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise click.ClickException(f"{path} 读不出来：{os.strerror(error.errno or 0)}") from None
    book = reader(data, path)
    concepts, sources = book.to_yaml()
    if target is None:
        commented = "".join(f"# {line}\n" for line in sources.splitlines())
        sys.stdout.write(
            f"{concepts}\n# 出处条目，放入词表文件夹的 sources/ 之下：\n{commented}" if sources else concepts
        )
        return 0
    beside = target.parent / "sources" / target.name
    if sources and beside.exists() and beside.read_bytes() != sources.encode():
        raise click.ClickException(f"{beside} 已经存在，内容不同，没有覆盖；请换一个文件名")
    try:
        target.write_bytes(concepts.encode())
        if sources:
            beside.parent.mkdir(exist_ok=True)
            beside.write_bytes(sources.encode())
    except OSError as error:
        raise click.ClickException(f"写不进 {output}：{os.strerror(error.errno or 0)}") from None
    told = f"，{len(book.sources)} 个出处在 {beside}" if sources else ""
    click.echo(f"已写入 {target}：{len(book.concepts)} 条{told}", err=True)
    return 0


def _target(output: str) -> Path:
    """Return the path of a file that will be read as one of concepts."""
    from zhengci.glossary.locate import kind_of

    target = Path(output)
    if target.suffix not in (".yml", ".yaml") or target.name.startswith("_") or kind_of(target) != "concept":
        raise click.UsageError(
            f"{output} 不会被当作词条文件：文件名应以 .yml 结尾，不以 _、institution、shield 开头，不在 sources 文件夹里"
        )
    return target
