"""Rules described for people: one for ``zhengci rule``, all for docs/rules.md."""

from __future__ import annotations

from zhengci.linting.engine import ALL_RULES
from zhengci.linting.finding import Rule

LEVELS = {"error": "错误", "warning": "警告", "info": "提示"}
_HEAD = """# 规则

本页由 `make docs` 从程序生成，请勿手改。`zhengci rule 代码` 显示同样的内容。

引文、《》内的标题、代码、链接之中一律不报告。日期是推断的（文中没有写明），或依据仅凭记忆的，错误降为警告。
"""


def describe(rule: Rule) -> str:
    """Return a rule's documentation as text."""
    return (
        f"{rule.code} {rule.name}（{LEVELS[rule.severity]}）\n\n"
        f"{rule.title}。\n\n为什么：{rule.why}\n\n差：{rule.bad}\n好：{rule.good}\n\n修正：{rule.fixing}\n\n"
        f"忽略：Markdown、HTML 中写 <!-- zhengci-ignore {rule.code}: 原因 -->，纯文本中另起一行写 "
        f"%% zhengci-ignore {rule.code}: 原因；\n      全文忽略用 zhengci-ignore-file，或命令行 --ignore {rule.code}。"
    )


def rule_reference() -> str:
    """Return the documentation of all rules as Markdown."""
    pages = [_HEAD]
    for rule in ALL_RULES:
        pages.append(
            f"## {rule.code} {rule.name}（{LEVELS[rule.severity]}）\n\n{rule.title}。\n\n{rule.why}\n\n"
            f"- 差：{_plain(rule.bad)}\n- 好：{_plain(rule.good)}\n- 修正：{rule.fixing}\n"
        )
    return "\n".join(pages)


def _plain(text: str) -> str:
    return f"`{text}`" if "<" in text else text
