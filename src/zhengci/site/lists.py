"""The pages that list concepts: a field, a region, all regions, and the forms that several concepts share."""

from __future__ import annotations

from html import escape

from zhengci import divisions
from zhengci.glossary.model import Concept
from zhengci.site.catalogue import FIELD, REGION, Catalogue, field_file, region_file
from zhengci.site.concept import senses
from zhengci.site.markup import Page, entry_list, field_link, region_link, term_list


def field_page(catalogue: Catalogue, field: str) -> Page:
    """Return the page of a field: its concepts with their definitions."""
    concepts = catalogue.fields[field]
    fields = "".join(
        f"<li>{f'<b aria-current=page>{escape(other)}</b>' if other == field else field_link('../', other)}</li>"
        for other in catalogue.fields
    )
    main = (
        f'<h1>{escape(field)}</h1>\n<p class="count">{len(concepts)} 个词条，按拼音排列。</p>\n'
        f"{entry_list(catalogue, '../', concepts, FIELD)}"
        f'<nav class="around" aria-label="各领域"><h2>各领域</h2><ul>{fields}</ul></nav>\n'
    )
    return Page(field_file(field), field, main)


def region_page(catalogue: Catalogue, code: str) -> Page:
    """Return the page of a region: its own concepts by field, then those of the divisions inside it."""
    own = catalogue.regions[code]
    name = divisions.full_name_of(code)
    above = [region_link("../", part) for part in reversed(divisions.path_of(code)[1:])]
    crumbs = f'<nav class="crumbs" aria-label="上级地区">{" › ".join(above)}</nav>\n' if above else ""
    if code == divisions.NATION:
        told = f"{len(own)} 个词条全国通用，按领域排列。"
        body = by_field(catalogue, "../", own)
    else:
        told = f"{len(own)} 个词条用于{name}。" if own else f"没有只用于{name}一级的词条，以下用于其下级地区。"
        body = entry_list(catalogue, "../", own, REGION) if own else ""
        for inside in catalogue.below(code):
            if catalogue.regions[inside]:
                body += f"<h2>{region_link('../', inside)}</h2>\n"
                body += entry_list(catalogue, "../", catalogue.regions[inside], REGION)
    main = f'{crumbs}<h1>{escape(name)}</h1>\n<p class="count">{told}</p>\n{body}'
    return Page(region_file(code), name, main, is_wide=code == divisions.NATION)


def regions_page(catalogue: Catalogue) -> Page:
    """Return the list of regions in the order of their codes, each with its terms, those below indented."""
    nation = len(catalogue.regions[divisions.NATION])
    link = f'<a href="{region_file(divisions.NATION)}">{nation} 个</a>'
    pieces = [
        "<h1>地区</h1>\n",
        f'<p class="count">按行政区划代码（GB/T 2260）排列。全国通用的词条另有{link}。</p>\n',
    ]
    for code, concepts in catalogue.regions.items():
        if code == divisions.NATION:
            continue
        level = 2 if code.endswith("0000") else 3
        heading = f'<a href="{region_file(code)}">{escape(divisions.name_of(code))}</a> <small>{code}</small>'
        pieces.append(f'<h{level} id="r{code}">{heading}</h{level}>\n')
        pieces.append(term_list(catalogue, "", concepts, REGION) if concepts else "")
    lacking = [short for code, short in divisions.provinces() if code not in catalogue.regions]
    if lacking:
        pieces.append(f'<p class="count">还没有词条的：{escape("、".join(lacking))}。</p>\n')
    return Page("regions.html", "地区", "".join(pieces), is_wide=True)


def homonyms_page(catalogue: Catalogue) -> Page:
    """Return the list of forms that several concepts own, with how they are told apart."""
    pieces = [
        "<h1>同形异义</h1>\n",
        f'<p class="count">{len(catalogue.homonyms)} 个形式各有几种含义；靠地区、时间、后接词语和上下文分辨，分不出时须在文中写明。</p>\n',
    ]
    for form, concepts in catalogue.homonyms.items():
        pieces.append(f"<section>\n<h2>{escape(form)} <small>{len(concepts)} 义</small></h2>\n")
        pieces.append(f"{senses(catalogue, '', concepts)}</section>\n")
    return Page("homonyms.html", "同形异义", "".join(pieces))


def by_field(catalogue: Catalogue, root: str, concepts: list[Concept]) -> str:
    """Return concepts as bare terms under the fields that they belong to."""
    wanted = {concept.id for concept in concepts}
    pieces = []
    for field, members in catalogue.fields.items():
        here = [concept for concept in members if concept.id in wanted]
        if here:
            pieces.append(f"<section>\n<h2>{field_link(root, field)} <small>{len(here)}</small></h2>\n")
            pieces.append(f"{term_list(catalogue, root, here, FIELD)}</section>\n")
    return "".join(pieces)
