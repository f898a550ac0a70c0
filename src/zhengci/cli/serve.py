"""``zhengci serve``: drafts in the browser, renewed as they change."""

from __future__ import annotations

import errno
import os
import webbrowser
from typing import Any

import click

from zhengci.cli import UsageProblem
from zhengci.cli.checking import Checker, make_plan
from zhengci.cli.chinese import Command
from zhengci.cli.options import context_options, settings
from zhengci.linting.engine import lint_document

#: Where drafts are shown when the command line does not say.
_PORT = 8765
#: Why a port cannot be had.
_WHY = {errno.EADDRINUSE: "已被别的程序占用", errno.EACCES: "没有权限", errno.EPERM: "没有权限"}


@click.command(cls=Command, name="serve", options_metavar="[选项]")
@click.argument("paths", nargs=-1, metavar="[文件夹或文件…]")
@context_options
@click.option("--exclude", multiple=True, metavar="通配符", help="跳过这些文件或文件夹")
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, metavar="端口", help=f"端口，0 为任一空闲端口（默认 {_PORT}）")
@click.option("--open", "opens", is_flag=True, help="在浏览器中打开")
def command(
    paths: tuple[str, ...], port: int, opens: bool, config_path: str | None, isolated: bool, **given: Any
) -> int:
    """在本机浏览器里看一个文件夹的文稿：标注、解释、检查结果，文稿一改，网页随之更新。

    不给路径时为当前文件夹。只在 127.0.0.1 上显示，别的机器和别的网站都打不开；只读文稿，不改。按 Ctrl-C 结束。
    """
    from zhengci.serving.desk import Desk, Looked
    from zhengci.serving.drafts import Drafts, address
    from zhengci.serving.server import Server
    from zhengci.writers.page.frame import Checked

    paths = paths or (".",)
    for path in paths:
        if not os.path.exists(path):
            raise UsageProblem(f"没有这个文件或文件夹：{path}")
    chosen = settings(config_path, isolated, **given)
    checker = Checker(make_plan(chosen, ""))
    drafts = Drafts(paths, chosen.get("exclude", ()))

    def look(path: str) -> Looked:
        reading = checker.inputs.read(path)
        analysis = checker.analysis(reading, path)
        return Looked(analysis, Checked(lint_document(analysis, checker.codes(path)), reading.places))

    try:
        server = Server(Desk(drafts, look), port)
    except OSError as error:
        told = _WHY.get(error.errno or 0, error.strerror)
        raise UsageProblem(f"用不了端口 {port}（{told}）；--port 0 自选一个空闲的") from None
    with server:
        found = drafts.found()
        only = address(next(iter(found))) if len(paths) == len(found) == 1 and os.path.isfile(paths[0]) else ""
        start = f"{server.address}draft/{only}" if only else server.address
        click.echo(f"{len(found)} 份文稿：{start}（按 Ctrl-C 结束）")
        if opens:
            webbrowser.open(start)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("")
    return 0
