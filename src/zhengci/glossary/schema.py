"""The shape of every record in glossary/ and terms/, as data, and the reading of nodes against it.

docs/entry.md is generated from the tables below (``zhengci.glossary.reference``), so what a curator reads and what the
program accepts cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, NamedTuple

import yaml

from zhengci import divisions
from zhengci.dates import check_date
from zhengci.glossary.nodes import SourceFile

KINDS = ("numeral", "contraction", "formula", "programme", "plan", "institution")
FIELDS = (
    "综合", "党建与纪检", "经济与产业", "国资国企", "财政金融", "科技教育人才", "农业农村", "生态环境", "城乡建设与住房",
    "社会治理与法治", "民生与卫生健康", "文化旅游体育", "开放与区域战略", "应急与安全", "数字政府与营商环境", "国防动员",
    "港澳台侨", "历史",
)  # fmt: skip
STATUSES = ("admitted", "superseded", "deprecated")
EVIDENCE = ("document", "page", "recalled")
FIXES = ("safe", "none")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SCOPE = re.compile(r"CN|\d{6}")


class Record(dict[str, Any]):
    """A mapping read from YAML that remembers where it and each of its keys stand."""

    file: SourceFile
    node: yaml.Node
    keys_at: dict[str, yaml.Node]

    def at(self, key: str) -> yaml.Node:
        """Return the node of the value under `key`, or of the whole record where the key is absent."""
        return self.keys_at.get(key, self.node)

    def report(self, key: str, code: str, message: str) -> None:
        """Record a problem at the value under `key`."""
        self.file.report(self.at(key), code, message)


#: Reads one node; returns the value, or ``None`` after reporting what is wrong.
Shape = Callable[[SourceFile, yaml.Node], Any]


class Key(NamedTuple):
    """One key of a record: its name, the shape of its value, whether it must be there, and what it is for (Chinese)."""

    name: str
    shape: Shape
    about: str
    required: bool = False


def _scalar(file: SourceFile, node: yaml.Node, wanted: str) -> str | None:
    if not isinstance(node, yaml.ScalarNode):
        found = "列表" if isinstance(node, yaml.SequenceNode) else "映射"
        file.report(node, "ZG103", f"这里应是{wanted}，却是{found}")
        return None
    if node.tag != "tag:yaml.org,2002:str":
        kind = {"null": "空值", "bool": "布尔值", "int": "整数", "float": "小数", "timestamp": "日期"}
        name = kind.get(node.tag.rsplit(":", 1)[-1], node.tag)
        shown = f"“{node.value}”" if node.value else "空白"
        file.report(node, "ZG005", f"{shown}会被 YAML 读成{name}，这里应是{wanted}；请加引号")
        return None
    return str(node.value)


def text(file: SourceFile, node: yaml.Node) -> str | None:
    """A non-empty string without control characters or blanks at its ends."""
    value = _scalar(file, node, "文字")
    if value is None:
        return None
    if not value.strip():
        file.report(node, "ZG104", "文字不能为空")
        return None
    if any(ord(ch) < 32 or 0x7F <= ord(ch) < 0xA0 for ch in value):
        file.report(node, "ZG104", "文字中有控制字符或换行")
        return None
    return value.strip()


def date(file: SourceFile, node: yaml.Node) -> str | None:
    """A date in quotes: year, month or day."""
    value = _scalar(file, node, "加引号的日期")
    if value is None:
        return None
    try:
        return check_date(value)
    except ValueError as error:
        file.report(node, "ZG104", str(error))
        return None


def ident(file: SourceFile, node: yaml.Node) -> str | None:
    """An id: lower-case ASCII words joined by hyphens."""
    value = _scalar(file, node, "标识")
    if value is not None and not _ID.fullmatch(value):
        file.report(node, "ZG104", f"标识“{value}”只能用小写字母、数字和连字符")
        return None
    return value


def scope(file: SourceFile, node: yaml.Node) -> str | None:
    """``CN`` or a six-digit GB/T 2260 code."""
    value = _scalar(file, node, "CN 或加引号的六位区划代码")
    if value is not None and (not _SCOPE.fullmatch(value) or divisions.name_of(value) == value):
        file.report(node, "ZG104", f"“{value}”不是 CN，也不是六位行政区划代码（GB/T 2260）")
        return None
    return value


def flag(file: SourceFile, node: yaml.Node) -> bool | None:
    """``true`` or ``false``, and no other spelling of them."""
    if isinstance(node, yaml.ScalarNode) and node.value in ("true", "false") and not node.style:
        return str(node.value) == "true"
    file.report(node, "ZG103", "这里应是 true 或 false")
    return None


def choice(*allowed: str) -> Shape:
    """One of the given words."""

    def read(file: SourceFile, node: yaml.Node) -> str | None:
        value = _scalar(file, node, "下列之一：" + "、".join(allowed))
        if value is not None and value not in allowed:
            file.report(
                node, "ZG104", f"“{value}”不在允许的值之内（{'、'.join(allowed)}）{did_you_mean(value, allowed)}"
            )
            return None
        return value

    return read


def listing(shape: Shape) -> Shape:
    """A list whose items all have one shape."""

    def read(file: SourceFile, node: yaml.Node) -> list[Any] | None:
        if not isinstance(node, yaml.SequenceNode):
            file.report(node, "ZG103", "这里应是列表（[甲, 乙] 或每项一行、以“- ”开头）")
            return None
        items = [shape(file, item) for item in node.value]
        return [item for item in items if item is not None]

    return read


def mapping(shape: Shape) -> Shape:
    """A mapping from non-empty strings to values of one shape."""

    def read(file: SourceFile, node: yaml.Node) -> dict[str, Any] | None:
        if not isinstance(node, yaml.MappingNode):
            file.report(node, "ZG103", "这里应是映射（键: 值）")
            return None
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, value = text(file, key_node), shape(file, value_node)
            if key is None or value is None:
                continue
            if key in result:
                file.report(key_node, "ZG003", f"重复的键“{key}”")
                continue
            result[key] = value
        return result

    return read


def member(file: SourceFile, node: yaml.Node) -> tuple[str, ...] | None:
    """A member with its accepted rewordings, written ``甲|乙``."""
    value = text(file, node)
    if value is None:
        return None
    wordings = tuple(part.strip() for part in value.split("|"))
    if not all(wordings) or len(set(wordings)) != len(wordings):
        file.report(node, "ZG104", f"成员“{value}”的各种说法不能为空或重复")
        return None
    return wordings


def parts(file: SourceFile, node: yaml.Node) -> dict[str, list[tuple[str, ...]]] | None:
    """A list of members, or a mapping from what the numerals count to such lists."""
    if isinstance(node, yaml.SequenceNode):
        members = listing(member)(file, node)
        return {"": members} if members else None
    value: dict[str, list[tuple[str, ...]]] | None = mapping(listing(member))(file, node)
    return value


def record(keys: tuple[Key, ...]) -> Shape:
    """A mapping with known keys; unknown, repeated and missing ones are problems."""
    names = {key.name: key for key in keys}

    def read(file: SourceFile, node: yaml.Node) -> Record | None:
        if not isinstance(node, yaml.MappingNode):
            file.report(node, "ZG103", "这里应是映射（键: 值），可用的键：" + "、".join(names))
            return None
        result = Record()
        result.file, result.node, result.keys_at = file, node, {}
        for key_node, value_node in node.value:
            name = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            key = names.get(name)
            if key is None:
                file.report(key_node, "ZG101", f"没有“{name}”这个键{did_you_mean(name, names)}")
            elif name in result.keys_at:
                file.report(key_node, "ZG003", f"重复的键“{name}”")
            else:
                result.keys_at[name] = value_node
                value = key.shape(file, value_node)
                if value is not None:
                    result[name] = value
        for key in keys:
            if key.required and key.name not in result.keys_at:
                file.report(node, "ZG102", f"缺少“{key.name}”（{key.about}）")
        return result

    return read


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``；是不是“…”？`` for the nearest known word, or nothing."""
    close = get_close_matches(word, list(known), 1, 0.6)
    return f"；是不是“{close[0]}”？" if close else ""


CITATION = (
    Key("doc", ident, "出处在 glossary/sources/ 中的标识"),
    Key("at", text, "在出处中的位置"),
    Key(
        "evidence",
        choice(*EVIDENCE),
        "document：手头文献载明；page：读过的公开网页载明；recalled：仅凭记忆，未核实",
        True,
    ),
    Key("checked", date, "核对日期"),
)
FORM = (
    Key("text", text, "指称", True),
    Key("is", choice(*STATUSES), "地位：admitted 许用，superseded 旧称，deprecated 不宜用", True),
    Key("quoted", flag, "只有加引号时才算"),
)
EXAMPLE = (
    Key("hit", text, "应识别并解释为本条的例句"),
    Key("miss", text, "含有该字符串、却不是本条的例句"),
    Key("ambiguous", text, "几个义项都说得通、无从判定的例句"),
    Key("bad", text, "lint 应当报告的例句"),
    Key("good", text, "修正 bad 应得的句子，自身无可报告"),
    Key("date", date, "例句的日期"),
    Key("region", scope, "例句的地区（区划代码）"),
)
EARLIER = (
    Key("since", date, "该版本起始", True),
    Key("until", date, "该版本终止", True),
    Key("definition", text, "该版本的释义（与现行不同时）"),
    Key("parts", parts, "该版本的成员（与现行不同时）"),
    Key("sources", listing(record(CITATION)), "该版本的出处", True),
)
CONCEPT = (
    Key("id", ident, "标识：拼音音节以连字符相连，永不更改；同形异义者另加一词", True),
    Key("term", text, "首选指称，不带引号，至少两个字", True),
    Key("kind", choice(*KINDS), "类别：numeral 数字缩略，contraction 紧缩，formula 公式或口诀，programme 工程项目，"
        "plan 规划，institution 机构简称", True),
    Key("field", choice(*FIELDS), "领域", True),
    Key("definition", text, "释义：用自己的话，准确、简短，以句号结尾", True),
    Key("parts", parts, "成员：按官方次序；“甲|乙”表示两种说法都对；只数一样东西时可写成列表"),
    Key("scope", scope, "适用范围：CN（全国）或六位区划代码", True),
    Key("issuer", text, "提出或发布者"),
    Key("since", date, "现行版本的起始时间（年、月或日）"),
    Key("until", date, "停用时间；仍在用则不写"),
    Key("earlier", listing(record(EARLIER)), "以往各版本，只写不同之处，各有起止和出处"),
    Key("replaces", listing(ident), "被本条取代的词条标识"),
    Key("forms", listing(record(FORM)), "其他指称"),
    Key("quoted", flag, "首选指称只有加引号时才算（小巨人、双城）"),
    Key("cues", listing(text), "同一段中支持本义的词（同形异义时用来判定）"),
    Key("nouns", listing(text), "紧跟其后、支持本义的词"),
    Key("cued", flag, "只有附近出现 cues 或 nouns 之一才算（泛泛的数字形式：四力、三转）"),
    Key("shields", listing(text), "含有该形式、却不是本词的较长词语（两新建、三公里）"),
    Key("well_known", flag, "人所共知，文稿中无需解释（十四五、三农）"),
    Key("english", text, "官方英译"),
    Key("note", text, "编辑需要知道的事"),
    Key("sources", listing(record(CITATION)), "出处，至少一个", True),
    Key("examples", listing(record(EXAMPLE)), "例句，至少一个，作为测试执行", True),
)  # fmt: skip
SOURCE = (
    Key("id", ident, "标识", True),
    Key("title", text, "标题", True),
    Key("publisher", text, "发布者"),
    Key("date", date, "日期"),
    Key("address", text, "网址"),
    Key("file", text, "在文献集中的路径（供 evidence: document 审核）"),
)
INSTITUTION = (
    Key("id", ident, "标识", True),
    Key("names", mapping(text), "旧称: 现称，可一一替换", True),
    Key("founded", date, "旧称启用时间"),
    Key("changed", date, "改称时间：自此旧称不再使用", True),
    Key("fix", choice(*FIXES), "safe：可直接替换；none：职能拆分或存疑，只报告", True),
    Key("scope", scope, "适用范围"),
    Key("note", text, "改称的来由"),
    Key("shields", listing(text), "含有旧称、却不应报告的较长词语"),
    Key("sources", listing(record(CITATION)), "出处", True),
    Key("examples", listing(record(EXAMPLE)), "例句", True),
)
SHIELD = (
    Key("form", text, "易误认的形式", True),
    Key("phrases", listing(text), "含有它、却不是它的较长词语", True),
)
SET_PHRASE = (
    Key("id", ident, "标识", True),
    Key("phrase", text, "固定提法，一字不差", True),
    Key("wrong", listing(text), "常见的错误写法，在任何语境中都错；一字之差和并列各项的颠倒由程序推得，不必列出"),
    Key("any_order", flag, "并列各项可以颠倒（不写则颠倒即错）"),
    Key("since", date, "如此表述始于何时"),
    Key("note", text, "表述的沿革等"),
    Key("shields", listing(text), "含有错误写法、却不是它的较长词语"),
    Key("sources", listing(record(CITATION)), "确定表述的出处", True),
    Key("examples", listing(record(EXAMPLE)), "例句", True),
)
USAGE = (
    Key("id", ident, "标识", True),
    Key("words", listing(text), "禁用或慎用的词语", True),
    Key("instead", text, "应当改用的词语；因情况而异的不写"),
    Key("advice", text, "怎样写、为什么，一句话", True),
    Key("shields", listing(text), "含有它、却可以用的较长词语"),
    Key("sources", listing(record(CITATION)), "作此规定的规范", True),
    Key("examples", listing(record(EXAMPLE)), "例句", True),
)
CONFUSABLE = (
    Key("wrong", text, "错误写法，在任何语境中都错", True),
    Key("right", text, "正确写法", True),
    Key("shields", listing(text), "含有错误写法、却不错的较长词语"),
    Key("note", text, "说明"),
)

VOCABULARY = (
    Key("subject", text, "这一组词语的题目", True),
    Key("words", listing(text), "写得正确的常用词语；与它们只差一字的写法会被当作笔误"),
    Key("series", listing(text), "数字可随地方和年份变动的格式，数字写作 N（N纵N横）；数字不同不算笔误"),
)

#: What each kind of file holds, for the reader and for docs/entry.md.
RECORDS: dict[str, tuple[Key, ...]] = {
    "concept": CONCEPT,
    "source": SOURCE,
    "institution": INSTITUTION,
    "shield": SHIELD,
    "set-phrase": SET_PHRASE,
    "usage": USAGE,
    "confusable": CONFUSABLE,
    "vocabulary": VOCABULARY,
}


def read_records(file: SourceFile, node: yaml.Node | None, keys: tuple[Key, ...]) -> list[Record]:
    """Read a file's top-level list of records of one kind; an empty file is an empty list."""
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        file.report(node, "ZG103", "文件顶层应是列表，每条以“- ”开头")
        return []
    shape = record(keys)
    return [item for item in (shape(file, child) for child in node.value) if item is not None]
