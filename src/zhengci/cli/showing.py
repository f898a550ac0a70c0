"""The settings in force, told to a user: for ``zhengci config``, ``lint --show-settings`` and ``lint -v``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from zhengci import config
from zhengci.config import KEYS, Settings
from zhengci.document.context import Context
from zhengci.document.visible import visible


def setting_lines(chosen: Settings) -> Iterator[str]:
    """Yield a line for each setting: its value and where it comes from."""
    for key in KEYS:
        if key not in chosen.values:
            yield f"{key}　（未设置）"
            continue
        value = chosen.values[key]
        told = "、".join(map(str, value)) if isinstance(value, tuple) else value
        if key == "per-file-ignores":
            told = "；".join(map(str, value))
        yield f"{key} = {told}　（{chosen.origins[key]}）"


def layer_lines(layers: Sequence[str]) -> Iterator[str]:
    """Yield what each glossary overrides in those below it; raises GlossaryError where one is missing."""
    import os
    from functools import reduce

    from zhengci.glossary.layers import layer, overrides
    from zhengci.glossary.store import GlossaryError, read_layers

    for path in layers:
        if not os.path.exists(path):
            raise GlossaryError(f"找不到词表：{path}")
    read = read_layers([os.path.realpath(path) for path in layers])
    yield f"自带词表：{len(read[0].concepts)} 条词条"
    for number, path in enumerate(layers, 1):
        found = overrides(reduce(layer, read[:number]), read[number])
        yield f"叠加 {path}：{len(read[number].concepts)} 条词条，覆盖下层 {len(found)} 条"
        for one in found:
            yield f"  {one.id}“{one.name}”：{one.place} 覆盖 {one.instead_of}"


def lint_lines(
    chosen: Settings, codes: Collection[str], config_path: str | None, isolated: bool
) -> Iterator[str]:
    """Yield what a run of lint goes by: configuration files, settings, rules, glossaries, the place of the cache."""
    from zhengci.cli.results import results_file

    files = config.files(config=config_path, isolated=isolated)
    yield f"配置文件：{'、'.join(files) or '（无）'}"
    yield from setting_lines(chosen)
    yield f"启用的规则：{'、'.join(sorted(codes)) or '（无）'}"
    if chosen.get("glossary", ()):
        yield from layer_lines(chosen.get("glossary", ()))
    else:
        yield "词表：自带"
    yield f"结果缓存：{results_file()}"


def context_line(path: str, context: Context) -> str:
    """Return the date and place that a file was checked for, and where each was read off."""
    date = f"日期 {context.date}（{context.date_from}）" if context.date else "日期不明"
    place = f"地区 {context.place}（{context.jurisdiction_from}）" if context.jurisdiction else "地区不明"
    return visible(f"{path}：{date}，{place}")
