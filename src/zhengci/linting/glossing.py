"""Words an explanation as official documents put it: in brackets behind a term, or as an entry of an appendix."""

from __future__ import annotations

from zhengci.document.context import GUESSED
from zhengci.document.definitions import inline_gloss
from zhengci.document.document import Document
from zhengci.glossary.model import Concept, Edition
from zhengci.glossary.opened import Glossary
from zhengci.mentions import senses
from zhengci.mentions.resolve import Analysis, Mention
from zhengci.mentions.shapes import find_shapes
from zhengci.mentions.wordings import find_wordings
from zhengci.patterns import NUMERALS, is_han, lazy

#: What stands in brackets in running text is no longer than this.
_MAX_GLOSS = 120
#: So long may a gloss be that is made from a definition; the rest of it, history and use, is for an appendix.
_MAX_DEFINITION = 80
_NESTED = lazy(r"[（(][^（()）]*[）)]")
#: What a short name stands for: 人民防空的简称，指……
_SHORT_FOR = lazy(r"([^，。；：]{2,60}?)的(?:英文)?(?:简称|合称|总称|统称|通称|并称|缩写|代称)(?=[，。；：]|$)")
#: 自由贸易账户，即……; “链主”企业，即……
_THAT_IS = lazy(r"([^，。；：]{1,20})，(?:即|一般指|是指|指)")
#: Clauses that tell the history or the use of a thing and not what it is begin so, or with a year, or …
_ASIDES = (
    "用于", "也", "多用于", "常用于", "主要用于", "后用于", "后来用于", "后作为", "是", "中央要求", "常与", "此后", "其后", "名称后",
    "报告中",
)  # fmt: skip
#: … with 由 or 与 and hold one of these words.
_WITH = {
    "由": ("而来", "调整", "升级", "部署", "提出", "认定", "公布", "组织", "发布", "启动", "开展", "实施", "支持", "率先探索", "办理"),
    "与": ("并提", "相对", "对举", "并列", "并用"),
}
#: So far into a clause its year stands.
_DATED = 18
#: A clause that can stand alone: it ends in what the thing is.
_WHOLE = lazy(
    r"的[^，的]{1,14}\Z|(?:机制|制度|政策|改革|行动|计划|规划|工程|方式|模式|体系|工作|安排|要求|原则|任务|项目|措施|活动|平台|标准|名称|"
    r"建设|企业|人员|地区|城市|协定|组织|机构)\Z"
)
_YEAR = lazy(r"(?:19|20)\d\d(?!\d)年?")
_QUOTES = str.maketrans("", "", "“”‘’")
_CLAUSES = lazy(r"，(?![^“]*”)")


def gloss_of(concept: Concept, edition: Edition) -> str:
    """Return an edition's explanation as a clause: its members where they spell the term out, else what it is."""
    told = essence_of(edition)
    members = [wordings for part in edition.parts for wordings in part.members]
    if not members:
        return told
    sets = [[wordings[0].translate(_QUOTES) for wordings in part.members] for part in edition.parts]
    apart = len(sets) > 1 and all(len(those) > 1 for those in sets)  # 三区三线, not 三去一降一补
    listed = "；".join(map("、".join, sets)) if apart else _listed([member for those in sets for member in those])
    spells_out = all(character in listed for character in concept.term if is_han(character) and character not in NUMERALS)
    if not spells_out and len(told) <= _MAX_DEFINITION and all(any(word in told for word in wordings) for wordings in members):
        return told  # 数实融合: 数字经济和实体经济深度融合, not 数字经济、实体经济
    return listed


def essence_of(edition: Edition) -> str:
    """Return what an edition's definition says that the thing is, as a clause; the full name where it gives one."""
    return _essence(edition.definition, full_name(edition))


def _listed(members: list[str]) -> str:
    """Return members as a list: A和B, A、B、C; A，B where they hold lists themselves."""
    if any("、" in member for member in members):
        return "，".join(members)
    pair = len(members) == 2 and not any(word in member for member in members for word in "和与及")
    return ("和" if pair else "、").join(members)


def _essence(definition: str, full: str) -> str:
    """Return what a definition says that a thing is, without history and use."""
    if full:
        return full
    sentence = _without_brackets(definition).split("。")[0].split("；")[0]
    first, *others = _CLAUSES.split(sentence)
    gloss = first
    for clause in others:
        if _is_aside(clause) and (_WHOLE.search(gloss) or _WHOLE.search(first)):
            break
        gloss += "，" + clause
    return gloss


def _is_aside(clause: str) -> bool:
    if clause.startswith(_ASIDES) or _YEAR.search(clause, 0, _DATED):
        return True
    return any(word in clause for word in _WITH.get(clause[:1], ()))


def _without_brackets(text: str) -> str:
    while _NESTED.search(text):
        text = _NESTED.sub("", text)
    return text


def explain_edition(edition: Edition) -> str:
    """Return definition and members as official appendices put them: “一利”指利润总额；“五率”指……。"""
    sets = []
    for part in edition.parts:
        members = "、".join(wordings[0] for wordings in part.members)
        if all(any(wording in edition.definition for wording in wordings) for wordings in part.members):
            continue
        sets.append(f"“{part.name}”指{members}" if part.name else f"包括{members}")
    return edition.definition + (f"{'；'.join(sets)}。" if sets else "")


def full_name(edition: Edition) -> str:
    """Return the words that a definition says its term to be short for; empty where it does not."""
    short = _SHORT_FOR.match(_without_brackets(edition.definition))
    return short[1] if short else ""


def is_plain(gloss: str, glossary: Glossary) -> bool:
    """Tell whether a gloss has no abbreviation that would have to be explained in turn, and no wording that lint reports."""
    return not any(find_shapes(gloss, glossary.lexicon)) and not find_wordings(Document(gloss), glossary)


def bracketed(analysis: Analysis, mention: Mention, at: int, concept: Concept, gloss: str) -> str:
    """Return `gloss` as it can stand in brackets at offset `at`, behind a mention; empty where it cannot.

    It cannot where it would not be known as the mention's gloss, and so be asked for again, or where its years would be
    taken for the document's date.
    """
    that_is = _THAT_IS.match(gloss)
    if that_is and mention.form[:2] in that_is[1]:
        gloss = gloss[that_is.end() :]  # “链主”企业，即……
    if not 2 <= len(gloss) <= _MAX_GLOSS or gloss == mention.form:
        return ""
    if analysis.document.context.date_from in GUESSED and _YEAR.search(gloss):
        return ""
    text = analysis.document.text
    begin = max(0, mention.start - 200)
    for wording in (gloss, f"即{gloss}"):
        glossed = f"{text[begin:at]}（{wording}）{text[at : at + 200]}"
        found = inline_gloss(glossed, mention.start - begin, mention.end - begin)
        if found is not None and found.start > at - begin and senses.fits(concept, found.gloss):
            return wording
    return ""
