"""The whole glossary as exported, opened by the programs that it is exported for."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import markdown

from zhengci.exchange import model
from zhengci.glossary.opened import Glossary
from zhengci.glossary.schema import EVIDENCE, FIELDS, KINDS


def test_jieba_loads_the_user_dictionary_and_cuts_none_of_its_words(glossary: Glossary, tmp_path: Path) -> None:
    import jieba

    path = tmp_path / "words.txt"
    path.write_bytes(model.write_jieba(glossary))
    words = [line.split(" ")[0] for line in path.read_text(encoding="utf-8").splitlines()]
    tokenizer = jieba.Tokenizer()
    with path.open("rb") as file:  # given a path, jieba leaves the file open
        tokenizer.load_userdict(file)
    assert {form.text for concept in glossary for form in concept.forms if not form.quoted} > set(words)
    assert len(words) > len(glossary) / 2
    assert [word for word in words if tokenizer.lcut(word) != [word]] == []
    assert {tokenizer.user_word_tag_tab[word] for word in words} == {"nz"}


def test_python_markdown_explains_every_abbreviation(glossary: Glossary) -> None:
    definitions = model.write_mkdocs_abbr(glossary).decode()
    told = dict(re.findall(r"^\*\[(.+)\]: (.+)$", definitions, re.MULTILINE))
    assert set(told) == {form.text for concept in glossary for form in concept.forms}
    paragraphs = [_bordered(form) for form in told]
    page = markdown.markdown("\n\n".join([*paragraphs, definitions]), extensions=["abbr"])
    shown = re.findall(r'<abbr title="([^"]*)">([^<]*)</abbr>', page)
    assert {html.unescape(form): html.unescape(title) for title, form in shown} == told
    assert page.count("<p>") == len(paragraphs)  # no definition is left as text


def _bordered(form: str) -> str:
    """Return a form with a border of a word on both sides, which is what the extension looks for."""
    before, after = ("，" if re.match(r"\w", end) else "甲" for end in (form[0], form[-1]))
    return f"{before}{form}{after}"


def _record(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False
    }  # fmt: skip


def _list(items: dict[str, Any], at_least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": at_least}


_TEXT = {"type": "string"}
_SAID = {"type": "string", "minLength": 1}
_FLAG = {"type": "boolean"}
_DATE = {"type": "string", "pattern": r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"}
_SCOPE = {"type": "string", "pattern": r"^(CN|[0-9]{6})$"}
_SOURCES = _list(
    _record(doc=_TEXT, title=_TEXT, publisher=_TEXT, date=_DATE, address=_TEXT, at=_TEXT, evidence={"enum": [*EVIDENCE]}, checked=_DATE),
    1,
)
_PARTS = _list(_record(name=_TEXT, members=_list(_list(_SAID, 1), 1)))
_EDITION = _record(since=_DATE, until=_DATE, definition=_SAID, parts=_PARTS, sources=_SOURCES)
_FORM = _record(text=_SAID, status={"enum": ["preferred", "admitted", "superseded", "deprecated"]}, quoted=_FLAG)
#: What docs/exchange.md says of the format json.
_SCHEMA = _record(
    version={"const": 1},
    digest=_SAID,
    concepts=_list(
        _record(
            id=_SAID, term=_SAID, kind={"enum": [*KINDS]}, field={"enum": [*FIELDS]}, scope=_SCOPE, issuer=_TEXT, since=_DATE,
            until=_DATE, editions=_list(_EDITION, 1), replaces=_list(_SAID), replaced_by=_list(_SAID), forms=_list(_FORM, 1),
            cues=_list(_SAID), nouns=_list(_SAID), cued=_FLAG, well_known=_FLAG, english=_TEXT, note=_TEXT,
        ),
        1,
    ),
    former_names=_list(
        _record(
            id=_SAID, names={"type": "object", "additionalProperties": _TEXT, "minProperties": 1}, founded=_DATE, changed=_DATE,
            fix={"enum": ["safe", "none"]}, scope=_SCOPE, note=_TEXT, sources=_SOURCES,
        ),
        1,
    ),
)  # fmt: skip


def test_json_is_what_the_documentation_says(glossary: Glossary) -> None:
    value = json.loads(model.write_json(glossary, glossary, glossary.former_names()))
    jsonschema.Draft202012Validator.check_schema(_SCHEMA)
    jsonschema.validate(value, _SCHEMA)
    assert len(value["concepts"]) == len(glossary)
