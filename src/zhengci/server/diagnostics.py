"""Tells an editor what was found: findings as the protocol's diagnostics."""

from __future__ import annotations

from lsprotocol import types

from zhengci.linting.finding import Finding
from zhengci.server.check import Checked
from zhengci.server.counterparts import Counterpart, Counterparts

SOURCE = "政词"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
#: Shown struck out: terms and names that something else took the place of.  Shown faded: what has no effect.
_TAGS = {
    "ZC301": types.DiagnosticTag.Deprecated,
    "ZC302": types.DiagnosticTag.Deprecated,
    "ZC901": types.DiagnosticTag.Unnecessary,
}


def diagnostics_of(checked: Checked, uri: str, relates: bool) -> list[types.Diagnostic]:
    """Return the findings of a document as diagnostics, in order; `relates`: with the other places that they speak of."""
    counterparts = Counterparts(checked.analysis)
    return [
        _diagnostic(finding, checked, uri, counterparts.of(finding) if relates else None) for finding in checked.findings
    ]


def diagnostic_of(finding: Finding, checked: Checked, uri: str) -> types.Diagnostic:
    """Return one finding as a diagnostic."""
    return _diagnostic(finding, checked, uri, None)


def _diagnostic(finding: Finding, checked: Checked, uri: str, other: Counterpart | None) -> types.Diagnostic:
    text = checked.subject.text
    tag = _TAGS.get(finding.code)
    related = None
    if other:
        place = types.Location(uri, text.range(other.start, other.end))
        related = [types.DiagnosticRelatedInformation(place, other.told)]
    return types.Diagnostic(
        range=text.range(finding.start, finding.end), message=finding.message, severity=_SEVERITIES[finding.severity],
        code=finding.code, source=SOURCE, tags=[tag] if tag else None, related_information=related,
    )  # fmt: skip
