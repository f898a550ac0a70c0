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

#: Hits that a crafted text must not be judged by its noise: sizes compared, small and large, in bytes.
SMALL, LARGE = MB, 10 * MB


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


def whole(documents: Sequence[bytes], glossary: Any) -> tuple[int, int, int]:
    """Decode, match, resolve and run all rules; return characters, mentions and findings."""
    from zhengci.document.decode import decode
    from zhengci.document.document import Document
    from zhengci.linting.engine import lint_with_silenced
    from zhengci.mentions.resolve import analyse

    characters = mentions = findings = 0
    for data in documents:
        document = Document(decode(data).text, path="report.txt")
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


def many_lines(size: int) -> str:
    """Return directives, title lines and blanks: what loops inside loops would stumble over."""
    return ("名词解释\n\n1.甲乙：丙丁。\n" + " " * 40 + "\n附 " + "（" * 20 + "）" * 20 + "\n") * max(1, size // 200)


def appendix(words: Sequence[str], size: int) -> str:
    """Return a report whose second half is a 名词解释 of all its terms."""
    body = texts.repeated(texts.report(words, 100_000), size // 2)
    entry = "{}.“{}”：指本文所说的事项，由有关部门负责落实。\n"
    rows, number, written = ["\n名词解释\n\n"], 0, 0
    while written < size // 2:
        number += 1
        word = words[number % len(words)] if number <= len(words) else f"{words[number % len(words)]}{number}"
        rows.append(entry.format(number % 1000, word))
        written += len(rows[-1].encode())
    return body + "".join(rows)


def crafted(overlapping: str, small: int, large: int) -> dict[str, list[float]]:
    """Return, for each crafted text, its seconds a byte at a small and at a large size.

    `overlapping` is a file with terms that all overlap: a layer over the built-in glossary.
    """
    import zhengci

    glossary, words = zhengci.load(), terms()
    ten_thousand = zhengci.load(overlapping)
    one_line = texts.report(words, 200_000, line_breaks=False)
    _, overlapping_text = texts.overlapping_terms(10_000)
    cases: dict[str, tuple[Any, Callable[[int], str]]] = {
        "one line": (glossary, lambda size: texts.repeated(one_line, size)),
        "quotation marks": (glossary, texts.quotes),
        "overlapping terms": (ten_thousand, lambda size: texts.repeated(overlapping_text, size)),
        "blanks, titles, brackets": (glossary, many_lines),
        "appendix of thousands": (glossary, lambda size: appendix(words, size)),
        "one quoted term": (glossary, lambda size: "“两新”" * (size // 12)),
        "ambiguous forms": (glossary, lambda size: "抓好两新、三资，" * (size // 24)),
        "unknown shapes": (glossary, lambda size: "“七纵八横”（以下简称“七横”）" * (size // 42)),
    }
    result = {}
    for name, (which, make) in cases.items():
        result[name] = []
        for size in (small, large):
            data = make(size).encode()
            result[name].append(_best(lambda: whole([data], which), 3 if size == small else 1) / len(data))  # noqa: B023
    return result


def load(rounds: int) -> dict[str, Any]:
    """Time the opening of the glossary: reading the file, its checks, the automaton."""
    from zhengci.glossary.store import SHIPPED, Glossary

    times = interleave({"load": lambda: Glossary(SHIPPED.read_bytes())}, rounds, warm_up=2)
    glossary = Glossary(SHIPPED.read_bytes())
    return {"times": times["load"], "concepts": len(glossary), "patterns": glossary.pattern_count,
            "bytes": SHIPPED.stat().st_size}  # fmt: skip


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
