"""``zhengci glossary site``: the glossary as a static site."""

from __future__ import annotations

from pathlib import Path

import click

from zhengci.cli.chinese import Command
from zhengci.cli.options import settings
from zhengci.glossary.store import open_glossary


@click.command(cls=Command, name="site", options_metavar="[选项]")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--glossary", multiple=True, metavar="词表", help="叠加自己的词表（文件或文件夹，可多次给出）")
@click.option("--config", "config_path", metavar="文件", help="使用这个配置文件")
@click.option("--isolated", is_flag=True, help="不读任何配置文件")
def command(folder: Path, glossary: tuple[str, ...], config_path: str | None, isolated: bool) -> None:
    """把词表做成一套网页，供检索和浏览；不需要服务器，也不联网，打开其中的 index.html 即可。

    文件夹须是空的、还没有的，或是先前生成的词表网页（将更新）；其中别的文件不动。
    """
    from zhengci.site.build import files
    from zhengci.site.folder import UnusableFolder, write

    chosen = settings(config_path, isolated, glossary=glossary)
    opened = open_glossary(chosen.get("glossary", ()))
    try:
        count = write(folder, files(opened))
    except UnusableFolder as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"词条 {len(opened)} 条，文件 {count} 个：{folder / 'index.html'}", err=True)
