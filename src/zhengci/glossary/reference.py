"""docs/entry.md, written from the schema: every key of every record."""

from __future__ import annotations

from zhengci.glossary import schema

_TITLES = (
    ("词条（glossary/cn、glossary/regions 及自己的词表）", schema.CONCEPT),
    ("形式 forms", schema.FORM),
    ("以往版本 earlier", schema.EARLIER),
    ("出处引用 sources", schema.CITATION),
    ("例句 examples", schema.EXAMPLE),
    ("文献（sources/ 文件夹）", schema.SOURCE),
    ("旧称（institutions.yml）", schema.INSTITUTION),
    ("屏蔽短语（shields.yml）", schema.SHIELD),
    ("固定提法（set-phrases.yml）", schema.SET_PHRASE),
    ("禁用和慎用词语（usage.yml）", schema.USAGE),
    ("易错词（confusables.yml）", schema.CONFUSABLE),
    ("常用词语（vocabulary.yml）", schema.VOCABULARY),
)
_HEAD = """# 词条的写法

本页由 `make docs` 从程序的模式（src/zhengci/glossary/schema.py）生成，请勿手改。样板见
[glossary/_template.yml](../glossary/_template.yml)，收词原则见 [CONTRIBUTING.md](../CONTRIBUTING.md)。

一个文件是一个列表，每条以 `- ` 开头，缩进两格，不用制表符。看起来像日期、数字、真假值的文字要加引号。不认识的键、重复的键、
缺少的必填键、被 YAML 误读的值，`zhengci glossary check` 会一次全部列出，附文件、行、列和源行。

文件按所在位置区分：`sources/` 之下是文献，文件名以 `institution` 开头的是旧称，以 `shield` 开头的是屏蔽短语，以 `set-phrase`、`usage`、
`confusable`、`vocabulary` 开头的依次是固定提法、禁用和慎用词语、易错词、常用词语，其余是词条；
以 `_` 开头的文件不读。
"""
_CODES = """## 问题代码

| 代码 | 含义 |
| --- | --- |
| ZG001 | 文件读不出来、过大，或不是 UTF-8 |
| ZG002 | YAML 语法有误 |
| ZG003 | 重复的键 |
| ZG004 | 用了锚点或别名 |
| ZG005 | 值会被 YAML 误读（日期、数字、真假、空值），应加引号 |
| ZG101 | 不认识的键 |
| ZG102 | 缺少必填的键或内容 |
| ZG103 | 值的类型不对 |
| ZG104 | 值的写法不对 |
| ZG201 | 重复：标识、形式或旧称已经用过 |
| ZG202 | 引用的词条或文献不存在 |
| ZG203 | 互相矛盾 |
| ZG204 | 永远匹配不上的形式 |
| ZG205 | 只有一个字的形式 |
| ZG206 | 日期先后颠倒或重叠 |
| ZG207 | 同形义项没有可以判定的依据 |
| ZG208 | 屏蔽短语不含被屏蔽的形式 |
| ZG210 | 改正的结果又是差错 |
| ZG301 | 例句的结果与所写不符 |
"""


def entry_reference() -> str:
    """Return the reference as Markdown."""
    pages = [_HEAD]
    for title, keys in _TITLES:
        rows = [f"| `{key.name}` | {'必填' if key.required else ''} | {key.about} |" for key in keys]
        pages.append(f"## {title}\n\n| 键 | | 说明 |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n")
    pages.append("## 领域 field\n\n" + "、".join(schema.FIELDS) + "。\n")
    pages.append(_CODES)
    return "\n".join(pages)
