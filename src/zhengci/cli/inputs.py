"""What the settings of a command lead to: documents in their context, the glossary, colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from zhengci import config, divisions
from zhengci.cli import UsageProblem
from zhengci.dates import check_date
from zhengci.document.decode import UnreadableFile
from zhengci.document.document import Document
from zhengci.document.files import SUFFIXES, find_files
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import open_glossary
from zhengci.readers import SEARCHED, Reading, from_bytes, missing_extra, read


def settings(config_path: str | None, isolated: bool, **given: Any) -> config.Settings:
    """Return the settings in force; `given` are keys of the command line.  Wrong ones are usage errors."""
    try:
        return config.load(given, config=config_path, isolated=isolated)
    except config.ConfigError as error:
        raise UsageProblem(str(error)) from None


class Inputs:
    """Reads documents in the context and with the glossary that the settings name."""

    def __init__(self, chosen: config.Settings) -> None:
        try:
            date, region = chosen.get("date", None), chosen.get("region", None)
            self._date = None if date is None else check_date(date)
            self._jurisdiction = None if region is None else divisions.parse(region)
        except ValueError as error:
            raise UsageProblem(str(error)) from None
        self.glossary: Glossary = open_glossary(chosen.get("glossary", ()))

    def document(self, reading: Reading, path: str = "") -> Document:
        """Return what was read as a document of this context."""
        return Document(
            reading.text,
            path=path,
            kind=reading.kind,
            zones=reading.zones,
            remarks=reading.remarks,
            places=reading.places,
            body=reading.body,
            date=self._date,
            jurisdiction=self._jurisdiction,
        )

    @staticmethod
    def read(path: str) -> Reading:
        """Return the content of a file, or of standard input for ``-``; raises UnreadableFile."""
        return from_bytes(sys.stdin.buffer.read()) if path == "-" else read(path)


def find_documents(paths: Sequence[str], exclude: Sequence[str], force_exclude: bool = False) -> list[str]:
    """Return the documents that `paths` name or hold; those in folders that cannot be read here are told of and left out."""
    found: list[str] = []
    missing: dict[str, int] = {}
    named = set(paths)
    for file in find_files(paths, exclude, force_exclude, (*SUFFIXES, *SEARCHED)):
        extra = "" if file in named else missing_extra(file)
        if extra:
            missing[extra] = missing.get(extra, 0) + 1
        else:
            found.append(file)
    for extra, number in missing.items():
        print(f"zhengci：略过 {number} 个文件；要读它们先装：pip install 'zhengci[{extra}]'", file=sys.stderr)
    return found


def complain(path: str, error: UnreadableFile | str) -> None:
    """Say on stderr why a file could not be used."""
    print(f"zhengci：{'标准输入' if path == '-' else path}：{error}", file=sys.stderr)


def wants_colour(color: str, stream: Any) -> bool:
    """Tell whether to colour: --color, else NO_COLOR and FORCE_COLOR, else whether `stream` is a terminal."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
