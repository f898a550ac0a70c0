"""Makes src/zhengci/glossary/wubi.tsv from the package pywubi (MIT), which lists the 五笔 (86) codes of the characters.

    pip install pywubi
    python scripts/make_wubi.py

One line a character of GB 2312: the character and its full code.  Characters whose codes differ in one key look alike or
are slips of the finger; see src/zhengci/glossary/confusion.py.
"""

from __future__ import annotations

from pathlib import Path

from pywubi import single_wubi

TARGET = Path(__file__).resolve().parent.parent / "src" / "zhengci" / "glossary" / "wubi.tsv"


def main() -> None:
    """Write the table."""
    rows = []
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue  # the last cells of 0xD7 are empty
            code = single_wubi(character)
            if code.isascii():
                rows.append(f"{character}\t{code}")
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
