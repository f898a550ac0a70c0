"""Names a finding by what it is about and the words around it, so that lines may move without making it a new one."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from zhengci.linting.finding import Finding

#: So many characters on each side, within the line, belong to a finding's place.
_AROUND = 12


class Identity(NamedTuple):
    """What makes a finding the same finding after an edit elsewhere: no offsets, no line, no file name."""

    code: str
    concept: str
    text: str
    context: str


def identify(raw: str, finding: Finding) -> Identity:
    """Return the identity of a finding in `raw`: rule, sense, its text, and the text around it without blanks."""
    before = raw[max(0, finding.start - _AROUND) : finding.start].rpartition("\n")[2]
    after = raw[finding.end : finding.end + _AROUND].partition("\n")[0]
    text = raw[finding.start : finding.end]
    return Identity(finding.code, finding.concept, text, "".join(f"{before}{text}{after}".split()))


def fingerprint(raw: str, finding: Finding, *more: str) -> str:
    """Return the identity of a finding, and `more` that tells it from others, as 24 hexadecimal digits."""
    key = "\0".join((*identify(raw, finding), *more))
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
