"""The 名词解释 appendix that a document needs, in the manner of official reports: numbered, in order of first mention."""

from __future__ import annotations

from collections.abc import Sequence

from zhengci.document import markup
from zhengci.document.decode import UnreadableFile
from zhengci.document.definitions import has_other_appendix
from zhengci.linting.engine import lint_document
from zhengci.linting.finding import Edit
from zhengci.linting.fixes import safe_edits
from zhengci.linting.glossing import explain_edition
from zhengci.linting.rules.explanation import needs_explaining
from zhengci.linting.surroundings import as_punctuated
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, Mention

TITLE = "名词解释"


def write(analysis: Analysis) -> str:
    """Return the appendix: what needs explaining, and what the document's present appendix explains in its own words."""
    return f"{TITLE}\n\n" + "\n".join(numbered(appendix_rows(analysis)) or ["（没有需要解释的缩略语）"]) + "\n"


def numbered(rows: Sequence[tuple[str, str]], gap: str = "") -> list[str]:
    """Return entries as lines, numbered, with `gap` behind the number."""
    return [f"{number}.{gap}{_quoted(head)}：{told}" for number, (head, told) in enumerate(rows, 1)]


def _quoted(head: str) -> str:
    """Return a headword in quotation marks, or as it is where it holds some: 高质量发展“十项行动”."""
    return head if "“" in head else f"“{head}”"


def appendix_rows(analysis: Analysis) -> list[tuple[str, str]]:
    """Return headword and explanation of each entry, in order of first mention in the body."""
    needed = {id(mention) for mention in needs_explaining(analysis)}
    rows: list[tuple[str, str]] = []
    seen: set[str] = set()
    for mention in analysis.mentions:
        definition = mention.definition
        own = definition is not None and definition.where == "appendix"
        if mention.key in seen or mention.zone == markup.APPENDIX or not (own or id(mention) in needed):
            continue
        seen.add(mention.key)
        if own and definition is not None:
            rows.append((mention.text, definition.gloss))
        elif mention.edition:
            rows.append((mention.text, explain_edition(mention.edition)))
    return rows


def refuse_another(analysis: Analysis) -> None:
    """Raise UnreadableFile where a document that has no appendix to be known has something like it."""
    if has_other_appendix(analysis.document.text):
        raise UnreadableFile("已有名词解释，但认不出词条（要有两条以上，一条一段），没有改动；可用 zhengci appendix 生成后自己替换")


def renewing(analysis: Analysis) -> list[Edit]:
    """Return the edits that add to a document's appendix what it lacks and put its entries in order.

    Entries that the body no longer has are the writer's, and stay, unless they say just what the glossary does.
    """
    findings = lint_document(analysis, ("ZC501", "ZC502", "ZC504"))
    return safe_edits((one for one in findings if one.code != "ZC501" or _is_ours(analysis, one.start)), unsafe=True)


def _is_ours(analysis: Analysis, head_start: int) -> bool:
    """Tell whether the entry with this headword says what we would have it say."""
    document = analysis.document
    told = {entry.gloss for entry in document.appendix.entries if entry.head_start == head_start} if document.appendix else set()
    editions = (mention.edition for mention in analysis.mentions if head_start <= mention.start <= head_start + 1)
    return any(edition and as_punctuated(document, explain_edition(edition)) in told for edition in editions)


def left_to_the_writer(analysis: Analysis) -> list[Mention]:
    """Return the first mention of each abbreviation that nobody but the writer can explain."""
    first: dict[str, Mention] = {}
    for mention in analysis.mentions:
        if mention.status in (senses.UNKNOWN, senses.AMBIGUOUS) and mention.zone in ("", markup.HEADING):
            first.setdefault(mention.form, mention)
    return list(first.values())
