"""Recall and precision of detection, explanation and sense on the labelled reports (bench/labels).

Labels are surfaces with places, level and sense; the reports themselves stand in the collection beside the project and
the run skips where it is absent.  Four reports were there to tune the shapes on, the other four only to measure.

    python bench/detection.py [--misses]
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import NamedTuple

from zhengci.document.document import Document
from zhengci.glossary.store import open_glossary
from zhengci.mentions.resolve import Mention, analyse

HERE = Path(__file__).resolve().parent
REPORTS = HERE.parent.parent / "shared" / "corpus" / "seeds"
TUNED = ("天津市2025", "蓟州区2022", "青海省2022", "红桥区2025")
HELD_OUT = ("东丽区2022", "蓟州区2025", "辽宁省2022", "厦门市2022")


class Label(NamedTuple):
    start: int
    end: int
    surface: str
    level: str
    sense: str
    note: str

    @property
    def counts(self) -> bool:
        """Borderline cases and place names are neither asked for nor held against the detector."""
        return self.note != "borderline" and self.level != "place"


class Score(NamedTuple):
    """Mentions: labelled, found, found wrongly; of nationwide ones: labelled and explained."""

    labelled: int = 0
    found: int = 0
    wrong: int = 0
    national: int = 0
    explained: int = 0

    def __add__(self, other: Score) -> Score:  # type: ignore[override]
        return Score(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def row(self) -> str:
        recall = self.found / self.labelled
        precision = self.found / (self.found + self.wrong)
        return (
            f"{self.labelled:5} labelled   recall {recall:6.1%}   precision {precision:6.1%}   "
            f"nationwide explained {self.explained / self.national:6.1%} of {self.national}"
        )


def read_labels(name: str) -> list[Label]:
    with (HERE / "labels" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [
            Label(int(row["start"]), int(row["end"]), row["surface"], row["level"], row["sense"], row["note"] or "")
            for row in rows
        ]


def overlap(label: Label, mention: Mention) -> bool:
    return label.start < mention.end and mention.start < label.end


def score(name: str, misses: list[str]) -> Score:
    raw = (REPORTS / f"{name}.txt").read_bytes().decode("utf-8")
    analysis = analyse(Document(raw, path=f"{name}.txt"), open_glossary())
    appendix = analysis.document.appendix
    labels = read_labels(name)
    wanted = [label for label in labels if label.counts]
    found = [label for label in wanted if any(overlap(label, mention) for mention in analysis.mentions)]
    national = [label for label in wanted if label.level == "national"]
    explained = [
        label
        for label in national
        if any(overlap(label, mention) and mention.status in ("explained", "defined") for mention in analysis.mentions)
    ]
    wrong = [
        mention
        for mention in analysis.mentions
        if not any(overlap(label, mention) for label in labels)
        and not (appendix and appendix.start <= mention.start < appendix.end)
        and not (mention.concept and mention.concept.well_known)  # labellers passed over everyday words
    ]
    misses += [f"{name}: missed {label.surface}" for label in wanted if label not in found]
    misses += [f"{name}: not a label {mention.text} ({mention.status})" for mention in wrong]
    return Score(len(wanted), len(found), len(wrong), len(national), len(explained))


def main() -> int:
    if not REPORTS.is_dir():
        print(f"skipped: no reports at {REPORTS}")
        return 0
    misses: list[str] = []
    for title, names in (("tuned on", TUNED), ("held out", HELD_OUT)):
        total = Score()
        for name in names:
            one = score(name, misses)
            total += one
            print(f"{title}  {name}  {one.row}")
        print(f"{title}  total  {total.row}\n")
    if "--misses" in sys.argv:
        print("\n".join(misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
