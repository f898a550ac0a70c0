"""What a user could install instead, run on the same plants: AutoCorrect, textlint with prh, pycorrector's rules.

Each is installed on demand into out/quality/rivals with npm or pip, in the version named here, and, where it can take
one, given the word list of zhengci's own glossary.  None of them looks beyond a sentence, so each is run on
the sentences that hold plants, on the same ones mended, and on every twelfth report as it is.  A plant counts as found
when anything is reported on it that is not in the mended sentence; blanks and punctuation do not count.
zhengci, which looks at the document, is run on the whole copies, and its findings count as in quality.py.

    python bench/quality/rivals.py [--seed N] [--markdown]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import corpus
import tables
from field import Field
from injector import inject
from measure import FITTING, judge, untouched
from plants import Copy, Plant

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent.parent / "out" / "quality" / "rivals"
NPM = ("autocorrect-node@2.14.0", "textlint@15.8.0", "textlint-rule-prh@6.1.0")
#: pycorrector asks for torch and transformers, which its rules do not need: it is installed without, beside what they do.
PYPI = ("jieba==0.42.1", "pypinyin==0.55.0", "pyahocorasick==2.3.1", "loguru", "six", "numpy")
PYCORRECTOR = "pycorrector==1.1.4"
AUTOCORRECT = (
    "AutoCorrect is run without our words: in version 2.14.0 the time to load a word list grows faster than its square "
    "(600 words 7 s, 1,200 words 46 s)."
)
#: Terms given to pycorrector, which tries every run of characters up to the longest of them, have at most so many.
_LONGEST = 8
LANGUAGETOOL = (
    "LanguageTool is left out: neither npm nor Debian has it, and the package on PyPI (language-tool-python) is a client "
    "that downloads the program from elsewhere."
)


class Hit(NamedTuple):
    """Something reported in a text: a span, and what is proposed in its place."""

    start: int
    end: int
    text: str


Find = Callable[[Sequence[str]], list[list[Hit]]]


class Words(NamedTuple):
    """The glossary as a word list: wrong strings with what should stand instead, and terms that are right."""

    wrong: dict[str, str]
    names: list[str]


def words_of(field: Field) -> Words:
    """Return every wrong wording, former name and superseded term with its replacement, and the terms and formulas."""
    glossary, wrong, names = field.glossary, dict[str, str](), set[str]()
    for number in range(glossary.pattern_count):
        pattern = glossary.pattern(number)
        for index in pattern.wordings:
            wording = glossary.wording(index)
            if wording.right:
                wrong[pattern.text] = wording.right
            if wording.kind == "formula":
                names.add(wording.right)
        for index in pattern.former:
            wrong[pattern.text] = glossary.former(index).names[pattern.text]
    by_id = {concept.id: concept for concept in glossary}
    for concept in glossary:
        names.add(concept.term)
        if concept.replaced_by:
            wrong[concept.term] = by_id[concept.replaced_by[0]].term
        wrong |= {form.text: concept.term for form in concept.forms if form.status in ("superseded", "deprecated")}
    return Words(wrong, sorted(name for name in names if 3 <= len(name) <= _LONGEST))


def install_npm() -> str:
    """Install the packages of npm; return why not, empty where they are there."""
    if shutil.which("npm") is None:
        return "npm is not installed"
    folder = FOLDER / "npm"
    stamp = folder / "installed"
    if not (stamp.is_file() and stamp.read_text() == " ".join(NPM)):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n')
        done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *NPM], cwd=folder,
                              capture_output=True, text=True, check=False)  # fmt: skip
        if done.returncode:
            return f"npm could not install {' '.join(NPM)}: {done.stderr[-300:].strip()}"
        stamp.write_text(" ".join(NPM))
    shutil.copy(HERE / "drivers" / "autocorrect.mjs", folder)
    return ""


def install_pycorrector() -> str:
    """Install pycorrector with what its rules need; return why not, empty where it is there."""
    folder = FOLDER / "venv"
    stamp = folder / "installed"
    wanted = " ".join((PYCORRECTOR, *PYPI))
    if stamp.is_file() and stamp.read_text() == wanted:
        return ""
    venv.create(folder, with_pip=True)
    pip = [_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for words in (["--no-deps", PYCORRECTOR], list(PYPI)):
        done = subprocess.run([*pip, *words], capture_output=True, text=True, check=False)
        if done.returncode:
            return f"pip could not install {' '.join(words)}: {done.stderr[-300:].strip()}"
    stamp.write_text(wanted)
    return ""


def _python() -> str:
    return str(FOLDER / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python")


def _asked(command: Sequence[str], given: object, folder: Path) -> Any:
    """Return what a command prints as JSON when it is given some on its standard input."""
    done = subprocess.run(command, input=json.dumps(given), cwd=folder, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"{command[0]} does not work: {done.stdout[-200:]}{done.stderr[-600:]}") from None


def autocorrect(texts: Sequence[str]) -> list[list[Hit]]:
    answer = _asked(["node", "autocorrect.mjs"], list(texts), FOLDER / "npm")
    return [_changes(old, new) for old, new in zip(texts, answer, strict=True)]


def _changes(old: str, new: str) -> list[Hit]:
    """Return what differs between a text and its correction, line by line."""
    hits, at = [], 0
    for one, other in zip(old.split("\n"), new.split("\n"), strict=True):
        if one != other:
            parts = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
            hits += [
                Hit(at + start, at + end, other[left:right])
                for kind, start, end, left, right in parts
                if kind != "equal"
            ]
        at += len(one) + 1
    return hits


def textlint(words: dict[str, str]) -> Find:
    def find(texts: Sequence[str]) -> list[list[Hit]]:
        folder = FOLDER / "npm"
        place = folder / "texts"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        rules = ["version: 1", "rules:"]
        for wrong, right in words.items():
            rules.append(f"  - expected: {json.dumps(right, ensure_ascii=False)}")
            rules.append(f"    pattern: {json.dumps(wrong, ensure_ascii=False)}")
        (folder / "prh.yml").write_text("\n".join(rules) + "\n", encoding="utf-8")
        (folder / ".textlintrc.json").write_text(json.dumps({"rules": {"prh": {"rulePaths": ["prh.yml"]}}}))
        for number, text in enumerate(texts):
            (place / f"{number:05}.txt").write_text(text, encoding="utf-8")
        command = [str(folder / "node_modules" / ".bin" / "textlint"), "--format", "json", "texts"]
        found: list[list[Hit]] = [[] for _ in texts]
        for result in _asked(command, None, folder):
            hits = found[int(Path(result["filePath"]).stem)]
            for message in result["messages"]:
                fix = message.get("fix") or {"range": message["range"], "text": ""}
                start, end = fix["range"]
                hits.append(Hit(start, end, fix["text"]))
        return found

    return find


def pycorrector(words: Words) -> Find:
    def find(texts: Sequence[str]) -> list[list[Hit]]:
        given = {"words": words.wrong, "names": words.names, "texts": list(texts)}
        answer = _asked([_python(), str(HERE / "drivers" / "pycorrector_rules.py")], given, FOLDER)
        return [[Hit(at, at + len(wrong), right) for at, wrong, right in hits] for hits in answer]

    return find


class Score(NamedTuple):
    """What a rival did: plants found by kind, fixes right of those found, controls reported, alarms, seconds."""

    found: dict[str, int]
    fixed: int
    controls: int
    alarms: int
    seconds: float


def score(find: Find, field: Field, copies: Sequence[Copy]) -> Score:
    """Run a rival on the sentences with plants, on the same ones mended, and on some untouched reports."""
    cases = [_sentence(copy, plant) for copy in copies for plant in copy.plants]
    begin = time.perf_counter()
    answers = find([text for text, _ in cases])
    seconds = time.perf_counter() - begin
    reported = []
    for (text, plant), hits in zip(cases, answers, strict=True):
        on_it = [
            hit for hit in hits if hit.start < plant.reach_end and plant.reach_start < hit.end and _words(text, hit)
        ]
        if on_it:
            reported.append((text, plant, on_it))
    mended = [_mended(text, plant) for text, plant, _ in reported]
    found: dict[str, int] = dict.fromkeys(FITTING, 0)
    fixed = controls = 0
    for (text, plant, hits), right, others in zip(reported, mended, find(mended), strict=True):
        known = set() if plant.draft.is_control else {(right[hit.start : hit.end], hit.text) for hit in others}
        on_it = [hit for hit in hits if (text[hit.start : hit.end], hit.text) not in known]
        if on_it and plant.draft.is_control:
            controls += 1
        elif on_it:
            found[plant.draft.kind] += 1
            fixed += _is_right(text, plant, on_it)
    reports = untouched_sample(field)
    alarms = sum(
        _words(text, hit) for text, hits in zip(reports, find(reports), strict=True) for hit in hits
    )
    return Score(found, fixed, controls, alarms, seconds)


def untouched_sample(field: Field) -> list[str]:
    """Return the reports that rivals are run on as they are."""
    return [report.raw for report in field.reports[::12]]


def _sentence(copy: Copy, plant: Plant) -> tuple[str, Plant]:
    """Return the sentence that holds a plant, and the plant with its places counted in it."""
    text = copy.text
    start = max(text.rfind(mark, 0, plant.reach_start) for mark in "。\n") + 1
    end = min((at for mark in "。\n" if (at := text.find(mark, plant.reach_end)) >= 0), default=len(text))
    return text[start:end], Plant(plant.draft, *(place - start for place in plant[1:]))


def _mended(text: str, plant: Plant) -> str:
    return text[: plant.start] + (plant.draft.rights or ("",))[0] + text[plant.end :]


def _words(text: str, hit: Hit) -> bool:
    """Tell whether a hit is about words, not about blanks and punctuation."""
    return any("\u4e00" <= character <= "\u9fff" for character in text[hit.start : hit.end] + hit.text)


def _is_right(text: str, plant: Plant, hits: list[Hit]) -> bool:
    low, high = min(plant.start, *(hit.start for hit in hits)), max(plant.end, *(hit.end for hit in hits))
    made, at = "", low
    for hit in sorted(hits):
        if hit.start >= at:
            made += text[at : hit.start] + hit.text
            at = hit.end
    made += text[at:high]
    return any(made == text[low : plant.start] + right + text[plant.end : high] for right in plant.draft.rights)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=4, help="of the plants (4)")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    asked = parser.parse_args()
    if not corpus.is_there():
        print(f"skipped: no documents at {corpus.FOLDER}")
        return 0
    field = Field(corpus.read_reports(*corpus.REPORTS), corpus.read_reports(corpus.POLICIES))
    copies = inject(field, asked.seed)
    words = words_of(field)
    lacking = {"npm": install_npm(), "pip": install_pycorrector()}
    rivals: dict[str, Find] = {}
    if not lacking["npm"]:
        rivals["AutoCorrect"] = autocorrect
        rivals["textlint prh, our words"] = textlint(words.wrong)
    if not lacking["pip"]:
        rivals["pycorrector, our words"] = pycorrector(words)
    scores = {"zhengci": _own(field, copies)}
    for name, find in rivals.items():
        print(f"{name} …", file=sys.stderr)
        scores[name] = score(find, field, copies)
    _print(scores, field, copies, tables.markdown if asked.markdown else tables.plain)
    print(f"\n{', '.join((*NPM, PYCORRECTOR))} (without its models); {len(words.wrong)} wrong words, {len(words.names)} terms.")
    print("\n".join([*filter(None, lacking.values()), AUTOCORRECT, LANGUAGETOOL]))
    return 0


def _own(field: Field, copies: Sequence[Copy]) -> Score:
    begin = time.perf_counter()
    outcome = judge(field, copies)
    seconds = time.perf_counter() - begin
    found: dict[str, int] = dict.fromkeys(FITTING, 0)
    plants = [one for one in outcome.verdicts if not one.plant.draft.is_control]
    for one in plants:
        found[one.plant.draft.kind] += one.is_found
    controls = sum(bool(one.findings) for one in outcome.verdicts if one.plant.draft.is_control)
    alarms = sum(one.finding.code.startswith(("ZC2", "ZC30")) for one in untouched(field.reports[::12], field.glossary).findings)
    return Score(found, sum(one.is_right for one in plants), controls, alarms, seconds)


def _print(
    scores: dict[str, Score], field: Field, copies: Sequence[Copy], shown: Callable[[tables.Row, Sequence[tables.Row]], str]
) -> None:
    planted = [plant.draft for copy in copies for plant in copy.plants]
    counts = {kind: sum(draft.kind == kind and not draft.is_control for draft in planted) for kind in FITTING}
    characters = sum(map(len, untouched_sample(field)))
    total = sum(counts.values())

    def row(name: str, cell: Callable[[Score], str]) -> tables.Row:
        return (name, *(cell(each) for each in scores.values()))

    rows = [row(kind, lambda each, kind=kind: tables.share(each.found[kind], counts[kind])) for kind in FITTING]  # type: ignore[misc]
    rows += [
        row("all found", lambda each: tables.share(sum(each.found.values()), total)),
        row("all mended rightly", lambda each: tables.share(each.fixed, total)),
        row("controls reported", lambda each: str(each.controls)),
        row("alarms per 10,000 on untouched reports", lambda each: f"{10_000 * each.alarms / characters:.2f}"),
        row("seconds", lambda each: f"{each.seconds:.1f}"),
    ]
    print(shown(("kind", *scores), rows))


if __name__ == "__main__":
    sys.exit(main())
