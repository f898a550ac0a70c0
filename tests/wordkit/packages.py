"""A look into .docx packages: what changed part by part, what is left when our additions are taken out, what is unsound."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree

from wordkit.drafts import W

AUTHOR = "政词"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
#: CT_PPr (ECMA-376 Part 1, 17.3.1.26): the order of what a paragraph's properties may hold.
_PPR = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
#: CT_RPr (17.3.2.28, EG_RPrBase), with what marks a paragraph's end as inserted or deleted first (17.13.5).
_RPR = (
    "ins", "del", "moveFrom", "moveTo", "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike",
    "dstrike", "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color",
    "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign",
    "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange",
)  # fmt: skip


def w(name: str) -> str:
    """Return a name of WordprocessingML as lxml writes it."""
    return f"{{{W}}}{name}"


def parts(path: Path) -> dict[str, bytes]:
    """Return all parts of a package; each name once."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        assert len(set(names)) == len(names), "a part stands twice in the package"
        assert package.testzip() is None
        return {name: package.read(name) for name in names}


def tree(path: Path, part: str = "word/document.xml") -> etree._Element:
    """Return the XML of a part."""
    return etree.fromstring(parts(path)[part])


def changed(before: Path, after: Path) -> set[str]:
    """Return the names of the parts that were added or whose bytes differ; none may be lost."""
    old, new = parts(before), parts(after)
    assert old.keys() <= new.keys(), f"lost: {sorted(old.keys() - new.keys())}"
    return {name for name in new if new[name] != old.get(name)}


def assert_only_changed(before: Path, after: Path, allowed: Collection[str]) -> None:
    """Fail unless every part beside the allowed ones is the same byte by byte, and the order of the old parts is kept."""
    assert changed(before, after) <= set(allowed)
    old = list(parts(before))
    assert [name for name in parts(after) if name in set(old)] == old


# Taking back and accepting our changes --------------------------------------------------------------------------------------


def settle(root: etree._Element, *, accept: bool, author: str = AUTHOR) -> etree._Element:
    """Return `root` (changed in place) with the tracked changes of an author accepted or rejected, as a writer would."""
    gone, stays = ("del", "ins") if accept else ("ins", "del")
    for mark in list(root.iter(w(gone), w(stays))):
        if mark.get(w("author")) != author or mark.getparent() is None:
            continue
        parent = mark.getparent()
        if parent.tag == w("rPr"):
            _settle_paragraph_mark(mark, goes=mark.tag == w(gone))
        elif mark.tag == w(gone):
            parent.remove(mark)
        else:
            at = parent.index(mark)
            for child in reversed(list(mark)):
                parent.insert(at, child)
            parent.remove(mark)
            for text in parent.iter(w("delText")):
                if not any(outer.tag == w("del") for outer in text.iterancestors()):
                    text.tag = w("t")
            for text in parent.iter(w("delInstrText")):
                if not any(outer.tag == w("del") for outer in text.iterancestors()):
                    text.tag = w("instrText")
    return root


def _settle_paragraph_mark(mark: etree._Element, *, goes: bool) -> None:
    """17.13.5.15 and .19: where a paragraph's mark goes, its content joins the next paragraph, whose properties hold."""
    properties = mark.getparent()
    paragraph = properties.getparent().getparent()
    properties.remove(mark)
    if not goes:
        return
    following = paragraph.getnext()
    content = [child for child in paragraph if child.tag != w("pPr")]
    if following is not None and following.tag == w("p"):
        at = 1 if len(following) and following[0].tag == w("pPr") else 0
        for child in reversed(content):
            following.insert(at, child)
    paragraph.getparent().remove(paragraph)


def without_comments(root: etree._Element, numbers: Collection[str]) -> etree._Element:
    """Return `root` (changed in place) without the anchors of these comments."""
    for mark in list(root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))):
        if mark.get(w("id")) in numbers:
            parent = mark.getparent()
            parent.remove(mark)
            if parent.tag == w("r") and all(child.tag == w("rPr") for child in parent):
                parent.getparent().remove(parent)
    return root


def merged(root: etree._Element) -> bytes:
    """Return the canonical form of `root` with neighbouring runs of the same properties joined, and insertions of one moment.

    Cutting them in two changes nothing that a reader sees; whatever else differs shows.  ``xml:space`` is left out where
    it changes nothing either.
    """
    for mark in list(root.iter(w("ins"))):
        before = mark.getprevious()
        if before is not None and before.tag == mark.tag and _moment(before) == _moment(mark):
            before.extend(list(mark))
            mark.getparent().remove(mark)
    for run in list(root.iter(w("r"))):
        before = run.getprevious()
        if before is not None and before.tag == w("r") and _properties(before) == _properties(run) and before.attrib == run.attrib:
            for child in list(run):
                if child.tag != w("rPr"):
                    before.append(child)
            run.getparent().remove(run)
    for run in root.iter(w("r")):
        for text in list(run.iterchildren(w("t"))):
            before = text.getprevious()
            if before is not None and before.tag == w("t"):
                before.text = (before.text or "") + (text.text or "")
                run.remove(text)
        for text in list(run.iterchildren(w("t"))):
            text.attrib.pop(f"{_XML}space", None)
            if not text.text:
                run.remove(text)
    for run in list(root.iter(w("r"))):
        if all(child.tag == w("rPr") for child in run):
            run.getparent().remove(run)
    for mark in list(root.iter(w("ins"))):
        if not len(mark) and mark.getparent().tag != w("rPr"):
            mark.getparent().remove(mark)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, method="c14n", exclusive=True)


def _moment(mark: etree._Element) -> tuple[str | None, str | None]:
    return mark.get(w("author")), mark.get(w("date"))


def _properties(run: etree._Element) -> bytes:
    found = run.find(w("rPr"))
    return b"" if found is None else etree.tostring(found, method="c14n", exclusive=True, with_tail=False)


def text_of(root: etree._Element) -> str:
    """Return what stands in the w:t of an element, paragraphs on lines of their own."""
    return "\n".join("".join(text.text or "" for text in paragraph.iter(w("t"))) for paragraph in root.iter(w("p")))


# Soundness ----------------------------------------------------------------------------------------------------------------


def unsound(path: Path) -> list[str]:
    """Return what is wrong with a package, as far as it is cheap to see."""
    held = parts(path)
    return [*_packaging(held), *_numbers(held), *_orders(held)]


def _packaging(held: dict[str, bytes]) -> Iterator[str]:
    types = etree.fromstring(held["[Content_Types].xml"])
    overrides = Counter(node.get("PartName") for node in types.iter(f"{_TYPES}Override"))
    defaults = {node.get("Extension", "").lower() for node in types.iter(f"{_TYPES}Default")}
    yield from (f"content type given twice: {name}" for name, times in overrides.items() if times > 1)
    yield from (f"content type of a part that is not there: {name}" for name in overrides if str(name).lstrip("/") not in held)
    for name in held:
        if name != "[Content_Types].xml" and f"/{name}" not in overrides and name.rpartition(".")[2].lower() not in defaults:
            yield f"no content type: {name}"
    for name, data in held.items():
        if not name.endswith(".rels"):
            continue
        folder, file = posixpath.split(name)
        base = posixpath.dirname(folder)
        relations = list(etree.fromstring(data).iter(_RELATION))
        numbers = Counter(node.get("Id") for node in relations)
        yield from (f"{name}: {key} twice" for key, times in numbers.items() if times > 1)
        for node in relations:
            target = posixpath.normpath(posixpath.join("/", base, node.get("Target", ""))).lstrip("/")
            if node.get("TargetMode") != "External" and target not in held:
                yield f"{name}: {node.get('Target')} is not there"
        source = posixpath.join(base, file.removesuffix(".rels"))
        if source in held and source.endswith(".xml"):
            used = {value for node in etree.fromstring(held[source]).iter(etree.Element)
                    for key, value in node.attrib.items() if str(key).startswith(_R)}  # fmt: skip
            yield from (f"{source}: {key} leads nowhere" for key in used - numbers.keys())


def _numbers(held: dict[str, bytes]) -> Iterator[str]:
    roots = {name: etree.fromstring(data) for name, data in held.items() if re.fullmatch(r"word/[^/]+\.xml", name)}
    anchored: Counter[str | None] = Counter()
    for name, root in roots.items():
        for kind in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"):
            times = Counter(node.get(w("id")) for node in root.iter(w(kind)))
            yield from (f"{name}: w:{kind} {key} {count} times" for key, count in times.items() if count > 1)
        marks = Counter(node.get(w("id")) for node in root.iter(w("bookmarkStart")))
        yield from (f"{name}: bookmark {key} {count} times" for key, count in marks.items() if count > 1)
        if marks != Counter(node.get(w("id")) for node in root.iter(w("bookmarkEnd"))):
            yield f"{name}: bookmarks do not end"
        starts = Counter(node.get(w("id")) for node in root.iter(w("commentRangeStart")))
        if starts != Counter(node.get(w("id")) for node in root.iter(w("commentRangeEnd"))):
            yield f"{name}: comments do not end"
        anchored += Counter(node.get(w("id")) for node in root.iter(w("commentReference")))
        for kind in ("footnote", "endnote"):
            if f"word/{kind}s.xml" in roots:
                there = {node.get(w("id")) for node in roots[f"word/{kind}s.xml"].iter(w(kind))}
                for node in root.iter(w(f"{kind}Reference")):
                    if node.get(w("id")) not in there:
                        yield f"{name}: no {kind} {node.get(w('id'))}"
    if "word/comments.xml" in roots:
        made = Counter(node.get(w("id")) for node in roots["word/comments.xml"].iter(w("comment")))
        yield from (f"comment {key} {count} times" for key, count in made.items() if count > 1)
        if made.keys() != anchored.keys():
            yield f"comments {sorted(map(str, made))}, anchors {sorted(map(str, anchored))}"
    elif anchored:
        yield "anchors of comments, and no comments"


def _orders(held: dict[str, bytes]) -> Iterator[str]:
    for name, data in held.items():
        if not re.fullmatch(r"word/[^/]+\.xml", name):
            continue
        root = etree.fromstring(data)
        for kind, order in (("pPr", _PPR), ("rPr", _RPR)):
            for node in root.iter(w(kind)):
                names = [etree.QName(child).localname for child in node if etree.QName(child).namespace == W]
                places = [order.index(one) if one in order else -1 for one in names]
                if -1 in places or places != sorted(places):
                    yield f"{name}: order in w:{kind}: {names}"
                first = node.getparent()[0]
                if node.getparent().tag in (w("p"), w("r")) and first is not node:
                    yield f"{name}: w:{kind} is not first"
        for run in root.iter(w("r")):
            outer = [node.tag for node in run.iterancestors() if node.tag in (w("ins"), w("del"))]
            for text in run.iter(w("t")):
                if w("del") in outer and not any(node.tag == w("txbxContent") for node in text.iterancestors(w("txbxContent"))):
                    yield f"{name}: w:t in w:del: {text.text}"
        for text in root.iter(w("delText")):
            if not any(node.tag == w("del") for node in text.iterancestors()):
                yield f"{name}: w:delText outside w:del: {text.text}"
        for wrong in root.iterfind(f".//{w('p')}//{w('p')}"):
            if not any(node.tag == w("txbxContent") for node in wrong.iterancestors()):
                yield f"{name}: a paragraph in a paragraph"
        body = root.find(w("body"))
        if body is not None and body.find(w("sectPr")) is not None and body[-1].tag != w("sectPr"):
            yield f"{name}: w:sectPr is not last"
