"""``zhengci server``: the language server, for editors."""

from __future__ import annotations

import click

from zhengci.cli import UsageProblem
from zhengci.cli.chinese import Command


@click.command(cls=Command, name="server", options_metavar="[选项]")
@click.option("--stdio", is_flag=True, help="经标准输入输出与编辑器通信（本来如此；有的编辑器总要加上这一项）")
def command(stdio: bool) -> int:
    """语言服务器：在编辑器里边写边查，悬停看解释，一键改正，补全术语。由编辑器启动；配置办法见 docs/editors.md。

    需要另装：pip install 'zhengci[server]'
    """
    try:
        from zhengci.server.app import run
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name == "zhengci":
            raise
        raise UsageProblem(f"语言服务器要先装 {name}：pip install 'zhengci[server]'") from None
    return run()
