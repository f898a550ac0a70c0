"""The index: a page to search in, a list that needs no script, and the data that the search runs on."""

from __future__ import annotations

import json
from typing import Any

from zhengci import divisions
from zhengci.glossary.model import Concept
from zhengci.portrait.words import STATUSES
from zhengci.site.catalogue import FIELD, Catalogue
from zhengci.site.former import anchor
from zhengci.site.lists import by_field
from zhengci.site.markup import Page
from zhengci.site.readings import syllables

_SEARCH = """\
<form id="search" role="search" hidden>
<label class="query"><span class="hidden">检索</span><input type="search" id="q" name="q" autocomplete="off" autocapitalize="off"
 spellcheck="false" placeholder="词语、释义、拼音或首字母" aria-controls="results" aria-describedby="keys"></label>
<div class="filters">
<label>领域 <select id="field"></select></label>
<label>地区 <select id="region"></select></label>
<p id="keys"><kbd>/</kbd> 检索 <kbd>↑</kbd><kbd>↓</kbd> 选择 <kbd>Enter</kbd> 打开 <kbd>Esc</kbd> 清除</p>
</div>
</form>
<p id="count" class="count" role="status" aria-live="polite"></p>
<ol id="results" class="results" aria-label="检索结果" hidden></ol>
<button type="button" id="more" hidden></button>
"""
_NO_SCRIPT = '<noscript><p class="count">检索要用到 JavaScript；不用也可以：以下是全部词条。</p></noscript>\n'


def page(catalogue: Catalogue) -> Page:
    """Return the index page."""
    told = f"{len(catalogue.concepts)} 个词条，{len(catalogue.fields)} 个领域，{len(catalogue.former)} 组旧称"
    main = (
        f'<h1>政词词表</h1>\n<p class="about">政策文件缩略语的含义、由来和用法。{told}。</p>\n{_SEARCH}{_NO_SCRIPT}'
        f'<div id="all">\n{by_field(catalogue, "", catalogue.concepts)}</div>\n'
    )
    return Page("index.html", "政词词表", main, is_wide=True, scripts=("data.js", "site.js", "search.js"))


def data(catalogue: Catalogue) -> str:
    """Return the data of the search as a script, since pages opened from a folder may not fetch a file."""
    fields = list(catalogue.fields)
    regions = [
        [code, divisions.name_of(code), [part for part in divisions.path_of(code)[1:] if part != divisions.NATION]]
        for code in catalogue.regions
    ]
    value = {
        "fields": fields,
        "regions": regions,
        "concepts": [_concept(catalogue, concept, fields) for concept in catalogue.concepts],
        "former": [
            {
                "anchor": anchor(former),
                "names": [[old, new, " ".join(syllables(old))] for old, new in former.names.items()],
                "changed": former.changed,
            }
            for former in catalogue.former
        ],
    }
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for odd in "<>\u2028\u2029":
        written = written.replace(odd, f"\\u{ord(odd):04x}")
    return f"window.ZHENGCI = {written};\n"


def _concept(catalogue: Catalogue, concept: Concept, fields: list[str]) -> dict[str, Any]:
    """Return what the search knows of a concept; what is not there is left out."""
    forms = [concept.term, *(form.text for form in concept.forms if form.text != concept.term)]
    readings = {" ".join(syllables(form)): None for form in forms}
    readings[concept.id.replace("-", " ")] = None  # curators know how 行 in 一行两会 is read
    members = {
        wording: None
        for edition in reversed(concept.editions)
        for part in edition.parts
        for wordings in part.members
        for wording in wordings
    }
    told = {
        "id": concept.id,
        "forms": forms,
        "avoid": {
            form.text: STATUSES[form.status] for form in concept.forms if form.status in ("superseded", "deprecated")
        },
        "pinyin": [reading for reading in readings if reading],
        "definition": concept.current.definition,
        "members": list(members),
        "english": concept.english,
        "field": fields.index(concept.field),
        "region": concept.scope,
        "hint": catalogue.hint(concept, FIELD) if concept.scope == divisions.NATION else "",
        "unverified": concept.is_recalled,
    }
    return {key: value for key, value in told.items() if value or key == "field"}
