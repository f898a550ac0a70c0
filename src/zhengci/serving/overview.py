"""The pages that are not of one draft: the list of all, and messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from zhengci.serving.drafts import address
from zhengci.writers.page.escape import plain
from zhengci.writers.page.frame import Live, shell
from zhengci.writers.page.notes import STATUSES
from zhengci.writers.page.side import SEVERITIES


class Row(NamedTuple):
    """What the list tells of a draft; ``statuses`` is ``None`` where nobody looked at it yet."""

    name: str
    about: str = ""
    statuses: Counter[str] | None = None
    severities: Counter[str] | None = None
    error: str = ""


def page(rows: Sequence[Row], live: Live) -> str:
    """Return the list of drafts, with counts of things by status and of findings by severity."""
    severities = Counter[str]()
    for row in rows:
        severities.update(row.severities or {})
    told = "，".join(f"{name} {severities[level]}" for level, name in SEVERITIES.items() if severities[level])
    counted = f"{len(rows)} 份文稿{f'：{told}' if told else ''}"
    heads = "".join(f'<th scope="col">{name}</th>' for name in (*STATUSES.values(), *SEVERITIES.values()))
    listed = (
        '<table class="drafts"><thead><tr><th scope="col">文稿</th>'
        f"{heads}</tr></thead><tbody>\n{''.join(map(_row, rows))}</tbody></table>\n"
        if rows
        else "<p>这里还没有文稿。放进 .txt、.md、.html 等文件，就会出现在这里。</p>\n"
    )
    return shell("文稿", _body(f"<h1>文稿</h1>\n<p class=counted>{counted}</p>\n{listed}"), live=live)


def _row(row: Row) -> str:
    link = f'<th scope="row"><a href="/draft/{address(row.name)}">{plain(row.name)}</a>'
    width = len(STATUSES) + len(SEVERITIES)
    if row.error:
        return f'<tr class="error">{link}</th><td class="told" colspan="{width}">读不了：{plain(row.error)}</td></tr>\n'
    if row.statuses is None or row.severities is None:
        return f'<tr>{link}</th><td class="told" colspan="{width}">正在检查……</td></tr>\n'
    cells = "".join(
        f'<td{f" class={key}" if counts[key] else ""} data-label="{name}">{counts[key] or "–"}</td>'
        for names, counts in ((STATUSES, row.statuses), (SEVERITIES, row.severities))
        for key, name in names.items()
    )
    return f"<tr>{link}<small>{plain(row.about)}</small></th>{cells}</tr>\n"


def message(title: str, told: str, live: Live | None = None) -> str:
    """Return a page that says one thing; with `live` it is renewed when the draft that it stands for changes."""
    return shell(plain(title), _body(f"<h1>{plain(title)}</h1>\n<p>{plain(told)}</p>\n"), live=live)


def _body(markup: str) -> str:
    return f'<div class="page">\n<main class="sheet plain" id="document">\n{markup}</main>\n</div>\n'
