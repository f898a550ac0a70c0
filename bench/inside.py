"""Runs inside the installed environment, one job a process, and prints what it measured as JSON.

Jobs: ``terms`` (the words for the texts), ``pipeline`` (warm, against a plain scan), ``linear`` (cost by size), ``crafted``
(worst cases) and ``load`` (opening the glossary).
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent))

import texts
from harness import MB, interleave


def plain_automaton(strings: Sequence[str]) -> Any:
    """Return an automaton as pyahocorasick's own documentation builds it: the words as they are."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for number, string in enumerate(strings):
        automaton.add_word(string, number)
    automaton.make_automaton()
    return automaton


def scan(automaton: Any, documents: Sequence[bytes]) -> None:
    """The baseline: decode, so that every round has a fresh text, and run through all hits."""
    for data in documents:
        for _ in automaton.iter(data.decode("utf-8")):
            pass


def whole(documents: Sequence[bytes], glossary: Any, suffix: str = "txt") -> tuple[int, int, int]:
    """Decode, match, resolve and run all rules; return characters, mentions and findings."""
    from zhengci.document.decode import decode
    from zhengci.document.document import Document
    from zhengci.linting.engine import lint_with_silenced
    from zhengci.mentions.resolve import analyse

    characters = mentions = findings = 0
    for data in documents:
        document = Document(decode(data).text, path=f"report.{suffix}")
        analysis = analyse(document, glossary)
        findings += len(lint_with_silenced(analysis)[0])
        mentions += len(analysis.mentions)
        characters += len(document.raw)
    return characters, mentions, findings


def stages(documents: Sequence[bytes], glossary: Any) -> dict[str, float]:
    """Return the seconds that each stage takes, one after the other, over all documents."""
    from zhengci.document.decode import decode
    from zhengci.document.document import Document
    from zhengci.folding import heal
    from zhengci.linting.engine import lint_with_silenced
    from zhengci.matcher import Matcher
    from zhengci.mentions.resolve import analyse

    spent = dict.fromkeys(("decode", "fold", "heal", "match", "zones", "appendix", "context", "resolve", "rules"), 0.0)

    def timed(stage: str, run: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = run()
        spent[stage] += time.perf_counter() - began
        return result

    for data in documents:
        raw = timed("decode", lambda: decode(data).text)  # noqa: B023
        document = timed("fold", lambda: Document(raw, path="report.txt"))  # noqa: B023
        healed = timed("heal", lambda: heal(document.text))  # noqa: B023
        match = timed("match", lambda: Matcher(glossary).find(healed.text))  # noqa: B023
        timed("appendix", lambda: document.appendix)  # noqa: B023
        timed("zones", lambda: document.zones)  # noqa: B023
        timed("context", lambda: document.context)  # noqa: B023
        analysis = timed("resolve", lambda: analyse(document, glossary))  # noqa: B023
        del match
        timed("rules", lambda: lint_with_silenced(analysis))  # noqa: B023
    spent["resolve"] -= spent["heal"] + spent["match"]  # it does both again
    return spent


def pipeline(folder: Path, rounds: int) -> dict[str, Any]:
    """Compare the pipeline with a plain scan over the texts in `folder`."""
    import zhengci

    glossary = zhengci.load()
    documents = [path.read_bytes() for path in sorted(folder.rglob("*.txt"))]
    automaton = plain_automaton([glossary.pattern(number).text for number in range(glossary.pattern_count)])
    facts = whole(documents, glossary)
    times = interleave({"zhengci": lambda: whole(documents, glossary), "scan": lambda: scan(automaton, documents)}, rounds)
    return {
        "times": times, "documents": len(documents), "bytes": sum(map(len, documents)), "facts": facts,
        "patterns": glossary.pattern_count, "stages": stages(documents, glossary),
    }  # fmt: skip


def linear(sizes: Sequence[int]) -> dict[str, Any]:
    """Return the best time of the pipeline over one document of each size."""
    import zhengci

    glossary = zhengci.load()
    base = texts.report(terms(), MB // 2)
    result = {}
    for size in sizes:
        data = texts.repeated(base, size).encode()
        result[str(size)] = _best(lambda: whole([data], glossary), 3 if size <= 10 * MB else 1) / len(data)  # noqa: B023
    return result


def _best(run: Callable[[], object], rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        began = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - began)
    return best


def terms() -> list[str]:
    """Return the words that the texts are made with: the preferred forms of the glossary."""
    import zhengci

    return [concept.term for concept in zhengci.load()]


def appendix(words: Sequence[str], size: int) -> str:
    """Return a report whose second half is a 名词解释 of all its terms, and of as many more as fit."""
    body = texts.repeated(texts.report(words, 100_000), size // 2)
    rows, number, written = ["\n名词解释\n\n"], 0, 0
    while written < size // 2:
        number += 1
        word = words[number % len(words)] + (str(number) if number > len(words) else "")
        rows.append(f"{number}.“{word}”：指本文所说的事项，由有关部门负责落实。\n")
        written += len(rows[-1].encode())
    return body + "".join(rows)


def one_line(words: Sequence[str], size: int) -> str:
    """Return reports on one line."""
    return texts.repeated(texts.report(words, 200_000, line_breaks=False), size)


def filled(unit: str, before: str = "", after: str = "") -> Callable[[Sequence[str], int], str]:
    """Return a maker of texts that repeat `unit`, between `before` and `after`."""
    return lambda words, size: before + unit * (size // len(unit.encode())) + after


#: Texts made to be slow: name → maker, and the kind of document.
CRAFTED: dict[str, tuple[Callable[[Sequence[str], int], str], str]] = {
    "one line": (one_line, "text"),
    "quotation marks": (lambda words, size: texts.quotes(size), "text"),
    "ten thousand overlapping terms": (lambda words, size: texts.repeated(texts.overlapping_terms(10_000)[1], size), "text"),
    "a 名词解释 of thousands": (appendix, "text"),
    "one quoted term": (filled("“两新”"), "text"),
    "ambiguous forms": (filled("抓好两新、三资，"), "text"),
    "unknown shapes": (filled("“七纵八横”（以下简称“七横”）"), "text"),
    "titles of 名词解释 on one line": (filled("。名词解释1.甲甲"), "text"),
    "titles of 名词解释 on lines of their own": (filled("1.名词解释：\n"), "text"),
    "blanks behind 附": (filled(" ", "附"), "text"),
    "stars below 名词解释": (filled("*", "名词解释\n"), "text"),
    "brackets and quotations": (filled("（“【[>《"), "markdown"),
    "directives": (filled("%% zhengci-ignore ZC101\n"), "text"),
    "directives on one line": (filled("<!-- zhengci-ignore ZC103 -->“七纵八横”"), "markdown"),
    "directives in Markdown": (filled("<!-- zhengci-disable ZC103 -->“七纵八横”<!-- zhengci-enable ZC103 -->\n"), "markdown"),
    "HTML comments never closed": (filled("<!-- "), "html"),
    "HTML tags never closed": (filled("<a "), "html"),
    "HTML quotation marks never closed": (filled('<a x="', "<p>", "'>"), "html"),
}


def crafted(name: str, size: int, layer: str) -> float:
    """Return the seconds that the pipeline takes for a crafted text; `layer` holds the terms that overlap."""
    import zhengci

    make, kind = CRAFTED[name]
    glossary = zhengci.load(layer) if "overlapping" in name else zhengci.load()
    suffix = {"text": "txt", "markdown": "md", "html": "html"}[kind]
    data = make(terms(), size).encode()
    whole([data[:2000].decode("utf-8", "ignore").encode()], glossary, suffix)  # opens what is opened once
    return _best(lambda: whole([data], glossary, suffix), 1) / len(data)


def load(rounds: int) -> dict[str, Any]:
    """Time the opening of the glossary: reading the file, its checks, the automaton."""
    from zhengci.glossary.opened import Glossary
    from zhengci.glossary.store import SHIPPED, read_artefact

    times = interleave({"load": lambda: Glossary(read_artefact(SHIPPED))}, rounds, warm_up=2)
    glossary = Glossary(read_artefact(SHIPPED))
    return {"times": times["load"], "concepts": len(glossary), "patterns": glossary.pattern_count,
            "bytes": Path(SHIPPED).stat().st_size}  # fmt: skip


def main() -> None:
    """Run the job that the command line names, with its arguments as JSON."""
    job, arguments = sys.argv[1], json.loads(sys.argv[2])
    jobs: dict[str, Callable[..., Any]] = {
        "terms": terms,
        "pipeline": lambda folder, rounds: pipeline(Path(folder), rounds),
        "linear": linear,
        "crafted": crafted,
        "load": load,
    }
    json.dump(jobs[job](*arguments), sys.stdout)


if __name__ == "__main__":
    main()
