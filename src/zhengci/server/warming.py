"""Loads what a first check would have to wait for, while the editor is still opening the document."""

from __future__ import annotations

import contextlib

from zhengci.server.check import Subject, check
from zhengci.server.settings import Settings, Unusable
from zhengci.server.text import Text

#: One of everything: each rule and each way of finding has its tables loaded and its patterns compiled.
_SAMPLE = """2025年示范县政府工作报告

——2025年1月6日在示范县第十八届人民代表大会第一次会议上

落实“一利五率”（利润总额、净资产收益率）考核，推进“两重”建设。会同银保监会抓好“两新”、“三资”管理，践行青山绿水就是金山银山的理念，
做到两个毫不动遥，全面布署“七纵八横”提升，深化“放管服”改革。

名词解释

1.“两重”：国家重大战略实施和重点领域安全能力建设。
2.“两新”：大规模设备更新和消费品以旧换新。
"""


def warm(settings: Settings) -> None:
    """Check a few sentences with the built-in glossary."""
    with contextlib.suppress(Unusable):  # who opens a document will be told
        setup = settings.of("", {})
        for kind in ("markdown", "text"):
            check(Subject(Text(_SAMPLE), 0, "", kind, setup))
