"""Makes up government reports for the benchmarks: our own sentences with terms of the glossary, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Sequence

#: Sentences without a term.  A real report has about one term to 250 characters, so these are most of a text.
PLAIN = (
    "一年来，我们坚持稳字当头，经济运行总体平稳，主要指标好于预期。",
    "全年地区生产总值增长5.6%，一般公共预算收入增长3.2%，城镇新增就业12.4万人。",
    "新开工项目186个，竣工投产92个，完成投资340亿元。",
    "抓好春耕备播，粮食播种面积稳定在210万亩以上，总产量达到48.5万吨。",
    "加快补齐基础设施短板，新建改建农村公路260公里，更换老旧管网75公里。",
    "持续优化营商环境，办事材料平均减少三成，线上可办率达到98%。",
    "严格落实耕地保护责任，整改存量问题37个，新建高标准农田6.8万亩。",
    "推动文化馆、图书馆延时开放，举办群众活动1200余场，惠及群众80万人次。",
    "新增养老床位1500张，改造提升社区食堂40个，困难老人家庭适老化改造860户。",
    "深入开展安全生产大检查，事故起数和死亡人数分别下降11%和9%。",
    "优良天数比例达到86.3%，重点河流断面水质全部达标。",
    "坚持科技引领，新认定高新技术企业64家，技术合同成交额增长18%。",
    "稳步推进医药卫生体制改革，县域内就诊率提高到91%。",
    "实施老旧小区改造52个，惠及居民1.9万户，加装电梯130部。",
    "扎实做好退役军人、残疾人、未成年人等重点群体服务保障工作。",
    "自觉接受人大法律监督和政协民主监督，办理代表建议214件、委员提案176件，满意率保持在99%以上。",
    "同时，我们也清醒地看到，发展中还存在不少困难和问题：产业结构偏重，创新能力不强，民生领域还有短板，少数干部担当精神不足。",
    "对此，我们一定高度重视，采取有力措施，认真加以解决。",
    "我们要始终把人民放在心上，用干部的辛苦指数换取群众的幸福指数。",
    "支持企业技术改造，推动传统产业提质升级，培育壮大新兴产业集群。",
    "完善招商引资机制，引进亿元以上项目45个，到位资金增长12%。",
    "健全困难群众帮扶机制，发放各类救助资金2.3亿元。",
    "学校布局进一步优化，新增学位8600个，义务教育巩固率稳定在99.5%。",
    "加强城市精细化管理，新增停车泊位3200个，建成口袋公园28处。",
    "深化与周边地区交流合作，进出口总额增长7.4%，实际利用外资保持稳定。",
    "严格执行《中华人民共和国安全生产法》，压紧压实各方责任。",
    "推进法治政府建设，制定修改规章6部，行政复议案件办结率达到100%。",
    "大力弘扬“钉钉子”精神，一件接着一件办，一年接着一年干。",
    "让群众“进一扇门、办所有事”，办理时限平均压缩60%。",
    "加强统计监督，提高数据质量，为科学决策提供可靠依据。",
)

#: Sentences with one term; the term stands in quotation marks in the first half.
WITH_TERM = (
    "扎实推进“{}”各项任务，年度目标全面完成。",
    "深入实施“{}”，重点领域改革取得新突破。",
    "持续抓好“{}”工作，群众获得感明显增强。",
    "围绕“{}”要求，细化措施，压实责任，逐项抓好落实。",
    "坚持把“{}”作为重要抓手，推动各项工作再上新台阶。",
    "统筹推进{}，确保各项部署落到实处。",
    "加快{}，形成一批可复制、可推广的经验。",
    "健全{}工作机制，提升服务效能。",
    "进一步落实{}，巩固拓展已有成果。",
    "今年要继续深化{}，力争走在全省前列。",
)

HEADINGS = (
    "一、过去一年工作回顾", "二、今年工作总体要求", "三、推动经济持续回升向好", "四、加快建设现代化产业体系",
    "五、全面推进乡村振兴", "六、提升城市治理水平", "七、切实保障和改善民生", "八、加强政府自身建设",
)  # fmt: skip

#: One sentence in so many has a term.
SENTENCES_TO_A_TERM = 7


def report(terms: Sequence[str], size: int, seed: int = 1, *, line_breaks: bool = True) -> str:
    """Return a report of about `size` UTF-8 bytes with `terms` strewn over it; on one line unless `line_breaks`."""
    chance = random.Random(seed)
    year = 2018 + seed % 8
    pieces = [f"{year}年政府工作报告\n\n", f"——{year}年1月{1 + seed % 28}日在示范县第十八届人民代表大会第一次会议上\n\n"]
    pieces.append("各位代表：\n\n现在，我代表县人民政府，向大会报告工作，请予审议。\n\n")
    written = sum(len(piece.encode()) for piece in pieces)
    paragraph = 0
    while written < size:
        if paragraph % 9 == 0:
            piece = HEADINGS[paragraph // 9 % len(HEADINGS)] + "\n\n"
        else:
            piece = "".join(_sentence(terms, chance) for _ in range(chance.randint(3, 9))) + "\n\n"
        paragraph += 1
        pieces.append(piece)
        written += len(piece.encode())
    text = "".join(pieces)
    return text if line_breaks else text.replace("\n", "")


def _sentence(terms: Sequence[str], chance: random.Random) -> str:
    if terms and chance.randrange(SENTENCES_TO_A_TERM) == 0:
        return chance.choice(WITH_TERM).format(chance.choice(terms))
    return chance.choice(PLAIN)


def reports(terms: Sequence[str], count: int, size: int, seed: int = 1) -> list[str]:
    """Return `count` different reports of about `size` bytes each."""
    return [report(terms, size, seed + number) for number in range(count)]


def repeated(text: str, size: int) -> str:
    """Return `text` again and again, about `size` UTF-8 bytes of it: big texts whose content is that of small ones."""
    return text * max(1, size // len(text.encode()))


def made_up_terms(count: int, taken: set[str], seed: int = 1) -> list[str]:
    """Return `count` abbreviations that look like real ones and are not among `taken`: 三优四链, 九制护航."""
    numerals, nouns = "一二三四五六七八九两双百千", "链制网区园廊带轮核翼港谷湾库策案略链证票券税费款仓"
    verbs = "优强稳进创联通转促护提扩减放管服"
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        term = "".join(chance.choice(chars) for chars in (numerals, verbs, numerals, nouns))
        if chance.randrange(3) == 0:
            term += chance.choice(("行动", "工程", "计划", "战略", "机制"))
        if term not in taken:
            found[term] = None
    return list(found)


def overlapping_terms(count: int, seed: int = 1) -> tuple[list[str], str]:
    """Return `count` terms that all overlap, and a text that starts ten of them at every place; none is short."""
    chance = random.Random(seed)
    base = "".join(chr(chance.randrange(0x4E00, 0x9F00)) for _ in range(count // 10))
    doubled = base * 2
    terms = [doubled[start : start + length] for start in range(len(base)) for length in range(5, 15)]
    return terms[:count], base


def quotes(size: int) -> str:
    """Return `size` bytes of quotation marks: opened and never closed, closed and never opened, and nested ones."""
    return ("“甲" * 400 + "”" * 400 + "「『" * 200 + '"' * 199 + "“三增" + "”\n") * max(1, size // 5400)
