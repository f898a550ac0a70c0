"""The real documents that the bench plants errors in and counts false alarms on; they stand beside the project, if at all."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
LISTS = HERE / "lists"
FOLDER = HERE.parent.parent.parent / "shared" / "corpus"
#: Where errors are planted; the central policies are only read for false alarms and to tell what is said of old.
REPORTS = ("provinces-2026", "seeds", "state-council", "congress")
POLICIES = "central-policies"


class Report(NamedTuple):
    """A document with what is known of it: its name in the collection, its date and the code of its place."""

    name: str
    raw: str
    date: str
    place: str


def is_there() -> bool:
    return (FOLDER / "manifest.csv").is_file()


def read_reports(*folders: str) -> list[Report]:
    """Return the documents of `folders` in the order of the collection's list."""
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Report(row["file"], (FOLDER / row["file"]).read_bytes().decode("utf-8"), row["date"], row["jurisdiction"])
        for row in rows
        if row["file"].split("/")[0] in folders
    ]


def read_laws() -> list[Report]:
    with (FOLDER / "laws" / "laws.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Report(f"laws/{row['source'].rpartition('/')[2]}", row["text"], row["date"] or "", "000000") for row in rows]


def read_list(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the bench's own lists."""
    with (LISTS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(file, delimiter="\t")]
