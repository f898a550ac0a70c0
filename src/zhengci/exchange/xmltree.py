"""XML read into elements that know their line; document types, and with them entities, are refused."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from zhengci.glossary.nodes import SourceFile

_MAX_DEPTH = 64
_REASONS = {
    "mismatched tag": "起止标记不配对",
    "no element found": "文件没有完，或是空的",
    "unclosed token": "标记没有写完",
    "undefined entity": "未定义的实体",
    "not well-formed (invalid token)": "有不合法的字符或标记",
    "junk after document element": "根元素之后还有内容",
    "duplicate attribute": "属性重复",
    "unbound prefix": "名字空间前缀没有声明",
}


class Element:
    """An element: its name, attributes, the elements in it, the text in it, and its line.

    Names outside the namespace that is read are ``namespace name``.
    """

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name, self.attributes, self.line = name, attributes, line
        self.children: list[Element] = []
        self.text = ""

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)


class _Refused(Exception):
    """The document asks for what is not read."""


def parse(text: str, namespace: str, file: SourceFile) -> Element | None:
    """Return the root element of `text`, which is of `namespace`; ``None`` after reporting to `file` what is wrong with it."""
    root = Element("", {}, 1)
    stack, pieces = [root], [[""]]
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > _MAX_DEPTH:
            raise _Refused(f"嵌套过深（超过 {_MAX_DEPTH} 层）")
        element = Element(tag.removeprefix(f"{namespace} "), attributes, parser.CurrentLineNumber)
        stack[-1].children.append(element)
        stack.append(element)
        pieces.append([])

    def end(_: str) -> None:
        stack.pop().text = "".join(pieces.pop())

    def refuse(*_: object) -> None:
        raise _Refused("不接受 <!DOCTYPE …>（文档类型和实体）；请删去这一段，TBX 2008 的文件请先转成 TBX 2019")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda data: pieces[-1].append(data)
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text.encode(), True)
    except _Refused as refusal:
        file.report_at(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, "ZG002", str(refusal))
        return None
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        file.report_at(error.lineno, error.offset + 1, "ZG002", f"XML 语法有误：{_REASONS.get(reason, reason)}")
        return None
    return root.children[0]
