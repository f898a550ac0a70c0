"""The group of all commands, on click."""

from __future__ import annotations

import click

from zhengci import __version__
from zhengci.cli import EXIT_FAILURE
from zhengci.cli.chinese import LazyGroup

#: Command name → (module, help shown in the overview).  The overview needs none of the modules.
_COMMANDS = {
    "annotate": ("zhengci.cli.annotate", "标出文稿中的缩略语并逐一解释"),
    "lint": ("zhengci.cli.lint", "检查文稿中缩略语和提法的差错"),
    "serve": ("zhengci.cli.serve", "在本机浏览器里看文稿，边改边更新"),
    "explain": ("zhengci.cli.explain", "解释一个缩略语（或一句话里的缩略语）"),
    "appendix": ("zhengci.cli.appendix", "生成或核对名词解释"),
    "harvest": ("zhengci.cli.harvest", "把文稿自带的名词解释转成词表条目"),
    "discover": ("zhengci.cli.discover", "从一批文稿中找出词表未收的缩略语"),
    "glossary": ("zhengci.cli.glossary", "检查、统计、浏览、导出词表"),
    "server": ("zhengci.cli.server", "语言服务器，供编辑器边写边查"),
    "rule": ("zhengci.cli.rule", "说明一条规则"),
    "config": ("zhengci.cli.config", "显示生效的配置"),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}, options_metavar="[选项]",
             subcommand_metavar="命令 …")  # fmt: skip
@click.version_option(__version__, prog_name="zhengci", message="%(prog)s %(version)s", help="显示版本")
def cli() -> None:
    """政词：识别、解释和检查政策文件中的缩略语，离线运行。"""


def run(arguments: list[str]) -> int:
    """Run the command that `arguments` name and return its exit status; complains of wrong usage on stderr."""
    try:
        code = cli.main(arguments, prog_name="zhengci", standalone_mode=False)
    except click.ClickException as error:
        _complain(error)
        return EXIT_FAILURE
    except click.Abort:
        return 130
    return code if isinstance(code, int) else 0


def _complain(error: click.ClickException) -> None:
    """Print click's complaint in Chinese where it has a wording of ours."""
    message = error.format_message()
    if isinstance(error, click.NoSuchOption):
        hint = f"；是不是 {error.possibilities[0]}？" if error.possibilities else ""
        message = f"没有选项 {error.option_name}{hint}"
    elif isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        message = f"缺少参数 {name}"
    elif isinstance(error, click.BadOptionUsage):
        message = f"选项 {error.option_name} 的用法不对"
    elif isinstance(error, click.BadParameter) and isinstance(getattr(error.param, "type", None), click.Choice):
        choice = error.param.type  # type: ignore[union-attr]
        message = f"{error.param.opts[0]} 应是下列之一：{'、'.join(choice.choices)}"  # type: ignore[union-attr]
    click.echo(f"zhengci：{message}", err=True)
    context = getattr(error, "ctx", None)
    if isinstance(error, click.UsageError) and context is not None:
        click.echo(f"用法见：{context.command_path} --help", err=True)
