"""Reads TBX (ISO 30042:2019, DCA style) into a book; whatever has no place in a glossary is reported, not passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from zhengci.exchange.book import Book
from zhengci.exchange.cells import STATUSES, form, lines, mapping, scalar, to_node
from zhengci.exchange.draft import Bibliography, Draft, assemble, decode, failure
from zhengci.exchange.tbx import ADMINISTRATIVE, CITED, ITEMS, NAMESPACE, NOTED, UNVERIFIED, source_id
from zhengci.exchange.xmltree import Element, parse
from zhengci.glossary.nodes import SourceFile
from zhengci.glossary.schema import did_you_mean

_NOTE = re.compile(r"\s*([a-z_]+):\s*(.*)", re.DOTALL)
_STATUSES = {told: status for status, told in ADMINISTRATIVE.items()}
_NOUN = "noun"  # what all terms of a glossary are
_LANG = "http://www.w3.org/XML/1998/namespace lang"


def read_tbx(data: bytes, path: str) -> Book:
    """Return the concepts of a TBX file; raises GlossaryError with all that is wrong with it."""
    file, text = decode(data, path)
    root = parse(text, NAMESPACE, file)
    if root is None:
        raise failure(file)
    if root.name != "tbx":
        file.report_at(
            root.line, 1, "ZG103", f'不是 TBX 2019 文件：根元素应是 <tbx xmlns="{NAMESPACE}">，却是 <{root.name}>'
        )
        raise failure(file)
    if root.attributes.get("style", "dca") != "dca":
        file.report_at(root.line, 1, "ZG103", '只读 DCA 写法（style="dca"）的 TBX')
        raise failure(file)
    return _Reader(file).read(root)


class _Reader:
    """The state of reading one file."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._bibliography = Bibliography(file)
        self._titles: dict[str, str] = {}  # by the id that the file gives to the source
        self._addresses: set[str] = set()

    def read(self, root: Element) -> Book:
        sections = [child for part in root if part.name == "text" for child in part]
        for child in (*(part for part in root if part.name not in ("tbxHeader", "text")), *sections):
            if child.name not in ("body", "back"):
                self._leftover(child)
        for section in sections:  # the back comes last, but what it holds is cited before
            if section.name == "back":
                self._back(section)
        drafts = []
        for entry in (entry for section in sections if section.name == "body" for entry in section):
            if entry.name == "conceptEntry":
                drafts.append(self._concept(entry))
            else:
                self._leftover(entry)
        return assemble(self._file, drafts, self._bibliography)

    def _back(self, back: Element) -> None:
        for entry in (entry for section in back for entry in section):
            name = entry.attributes.get("id", "")
            if entry.name != "refObject" or not name:
                self._leftover(entry)
                continue
            facts: dict[str, yaml.Node] = {}
            for item in entry:
                key = item.attributes.get("type", "")
                if item.name == "item" and key in ITEMS and key not in facts:
                    facts[key] = scalar(self._text(item), item.line)
                else:
                    self._leftover(item)
            self._titles[name] = facts["title"].value if "title" in facts else ""
            self._addresses.update(facts[key].value for key in facts if key == "address")
            self._bibliography.add(_source(name), facts, entry.line)

    def _concept(self, entry: Element) -> Draft:
        draft = Draft(self._file, entry.line)
        if "id" in entry.attributes:
            draft.set("id", scalar(_concept(entry.attributes["id"]), entry.line))
        for child in sorted(entry, key=lambda child: child.name != "langSec"):  # contexts come before other examples
            kind = child.attributes.get("type", "")
            if child.name == "langSec":
                self._language(child, draft)
            elif child.name == "note":
                self._note(child, draft)
            elif child.name == "descripGrp" or (child.name, kind) == ("descrip", "definition"):
                self._definition(child, draft)
            elif (child.name, kind) == ("descrip", "subjectField"):
                draft.set("field", scalar(self._text(child), child.line))
            elif (child.name, kind) != ("xref", "externalCrossReference") or (
                child.attributes.get("target") not in self._addresses
            ):
                self._leftover(child)
        return draft

    def _language(self, section: Element, draft: Draft) -> None:
        language = section.attributes.get(_LANG, "").lower().split("-")[0]
        for child in section:
            if child.name == "termSec" and language == "zh":
                self._form(child, draft)
            elif child.name == "termSec" and language == "en":
                self._english(child, draft)
            elif language == "zh" and (
                child.name == "descripGrp" or (child.name, child.attributes.get("type")) == ("descrip", "definition")
            ):
                self._definition(child, draft)
            else:
                self._leftover(child, f'（xml:lang="{language}"）')

    def _english(self, section: Element, draft: Draft) -> None:
        for child in section:
            if child.name == "term":
                draft.set("english", scalar(self._text(child), child.line))
            elif not self._says(child, "partOfSpeech", _NOUN) and not self._says(
                child, "administrativeStatus", ADMINISTRATIVE[STATUSES[0]]
            ):
                self._leftover(child)

    def _form(self, section: Element, draft: Draft) -> None:
        text = status = quoted = None
        for child in _ungrouped(section, "descripGrp"):
            kind = child.attributes.get("type", "")
            if child.name == "term" and text is None:
                text = scalar(self._text(child), child.line)
            elif (child.name, kind) == ("termNote", "administrativeStatus") and status is None:
                status = self._status(child)
            elif (child.name, kind) == ("descrip", "context"):
                draft.add("examples", mapping({"hit": scalar(self._text(child), child.line)}, child.line))
            elif child.name == "note" and self._text(child).replace(" ", "") == "quoted:true":
                quoted = scalar("true", child.line)
            elif not self._says(child, "partOfSpeech", _NOUN):
                self._leftover(child)
        if text is None:
            self._file.report_at(section.line, 1, "ZG102", "缺少 <term>")
        elif status is None:
            message = f'“{text.value}”缺少地位 <termNote type="administrativeStatus">（{"、".join(_STATUSES)}）'
            self._file.report_at(section.line, 1, "ZG102", message)
        elif status == STATUSES[0]:
            draft.set("term", text)
            if quoted:
                draft.set("quoted", quoted)
        elif status:
            draft.add("forms", form(text, status, quoted, section.line))

    def _status(self, note: Element) -> str:
        """Return a status of ours; nothing after reporting that it is unknown."""
        told = self._text(note)
        if told not in _STATUSES:
            hint = did_you_mean(told, _STATUSES)
            self._file.report_at(note.line, 1, "ZG104", f"没有“{told}”这种地位（{'、'.join(_STATUSES)}）{hint}")
        return _STATUSES.get(told, "")

    def _definition(self, element: Element, draft: Draft) -> None:
        """Take a definition with its sources, each followed by the notes on it."""
        cited: list[tuple[int, dict[str, yaml.Node]]] = []
        for child in _ungrouped(element, "adminGrp") if element.name == "descripGrp" else (element,):
            kind = child.attributes.get("type", "")
            found = _NOTE.match(child.text) if child.name == "note" and cited else None
            if (child.name, kind) == ("descrip", "definition"):
                draft.set("definition", scalar(self._text(child), child.line))
            elif (child.name, kind) == ("admin", "source"):
                cited.append((child.line, self._document(child)))
            elif found and found[1] in CITED and found[1] not in cited[-1][1]:
                cited[-1][1][found[1]] = scalar(found[2].strip(), child.line)
            else:
                self._leftover(child)
        for line, facts in cited:
            draft.add("sources", mapping(facts, line))

    def _document(self, source: Element) -> dict[str, yaml.Node]:
        """Return the document that is cited, as the first key of a citation; nothing for none."""
        target, told = source.attributes.get("target", ""), self._text(source)
        if target in self._titles and told in ("", self._titles[target]):
            return {"doc": scalar(_source(target), source.line)}
        if target or told != UNVERIFIED:
            self._file.report_at(
                source.line, 1, "ZG202", f"出处“{told}”应以 target 指向文末的 <refObject>，文字与其 title 相同"
            )
        return {}

    def _note(self, note: Element, draft: Draft) -> None:
        """Take a note ``key: value``; any other is the note of the concept."""
        text = self._text(note)
        found = _NOTE.match(note.text)
        key, value = (found[1], found[2]) if found and found[1] in NOTED else ("note", text)
        node = to_node(key, value, note.line, self._file)
        if key == "examples" and isinstance(node, yaml.SequenceNode):
            for item in node.value:
                draft.add(key, item)
        else:
            draft.set(key, node)

    def _text(self, element: Element) -> str:
        """Return the text of an element, on one line; markup in it is reported."""
        for child in element:
            self._leftover(child)
        return " ".join(lines(element.text))

    def _says(self, element: Element, kind: str, value: str) -> bool:
        """Tell whether an element says of a term what goes without saying in a glossary."""
        return (element.name, element.attributes.get("type")) == ("termNote", kind) and self._text(element) == value

    def _leftover(self, element: Element, where: str = "") -> None:
        """Report an element for which a glossary has no place."""
        kind = element.attributes.get("type")
        shown = f'<{element.name} type="{kind}">' if kind else f"<{element.name}>"
        self._file.report_at(element.line, 1, "ZG101", f"词表没有地方放 {shown}{where}，请删去，或改写成 <note>")


def _ungrouped(element: Element, group: str) -> Iterator[Element]:
    """Yield what is in an element, and in place of each `group` what is in that."""
    for child in element:
        yield from child if child.name == group else (child,)


def _concept(name: str) -> str:
    """Return the id that ``tbx.concept_id`` wrote."""
    return name[1:] if name[:1] == "_" and name[1:2].isdigit() else name


def _source(name: str) -> str:
    """Return the id that ``tbx.source_id`` wrote."""
    return name.removeprefix(source_id(""))
