"""How well lint judges: errors of every kind planted in real reports, and false alarms on real documents as they are.

Prints recall, precision and accuracy of fixes by kind, controls that were reported, and findings per 10,000 characters
of untouched reports, policies and laws.  Lists to work from are written beside: what was missed or mended wrongly, and
every error and warning on untouched documents.  The same seed gives the same plants.

    python bench/quality/quality.py [--seed N] [--markdown] [--out FOLDER]
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib.metadata import version
from pathlib import Path

import corpus
import tables
from field import Field
from injector import inject
from measure import judge, untouched

OUT = corpus.HERE.parent.parent / "out" / "quality"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=4, help="of the plants (4)")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    parser.add_argument("--out", type=Path, default=OUT, help="folder for the lists (out/quality)")
    asked = parser.parse_args()
    if not corpus.is_there():
        print(f"skipped: no documents at {corpus.FOLDER}")
        return 0
    begin = time.perf_counter()
    policies, laws = corpus.read_reports(corpus.POLICIES), corpus.read_laws()
    field = Field(corpus.read_reports(*corpus.REPORTS), policies)
    copies = inject(field, asked.seed)
    outcome = judge(field, copies)
    plain_reports = untouched(field.reports, field.glossary)
    plain_policies, plain_laws = untouched(policies, field.glossary), untouched(laws, field.glossary)

    shown = tables.markdown if asked.markdown else tables.plain
    planted = sum(not plant.draft.is_control for copy in copies for plant in copy.plants)
    print(
        f"zhengci {version('zhengci')}, {len(field.glossary)} concepts; Python {sys.version.split()[0]}; seed {asked.seed}; "
        f"{planted} plants in {len(copies)} copies of {len(field.reports)} reports\n"
    )
    print(shown(tables.KINDS_HEAD, tables.kinds(outcome.verdicts, field.listed)), end="\n\n")
    print(shown(tables.CONTROLS_HEAD, tables.controls(outcome.verdicts)), end="\n\n")
    print(f"new findings of these rules beside all plants: {len(outcome.strays)}\n")
    print(shown(tables.ALARMS_HEAD, tables.alarms(plain_reports, plain_policies, plain_laws)), end="\n\n")
    everything = [*plain_reports.findings, *plain_policies.findings, *plain_laws.findings]
    tables.write_missed(asked.out / "missed.tsv", outcome)
    for severity in ("error", "warning"):
        chosen = [
            one
            for one in everything
            if one.finding.severity == severity and (severity == "error" or one.finding.code not in ("ZC101", "ZC103"))
        ]
        tables.write_findings(asked.out / f"{severity}s.tsv", chosen)
    print(f"lists in {asked.out}: missed.tsv, errors.tsv, warnings.tsv; {time.perf_counter() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
