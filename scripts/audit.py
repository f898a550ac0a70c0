"""Proves that documents say what the glossary cites them for: each holds the term and, where it is the only ground, the members.

Run by ``make audit``; needs the collection of documents that glossary/sources/corpus.yml describes, beside the repository.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from zhengci.document.decode import UnreadableFile, read_text
from zhengci.glossary.check import forms_of, unquoted
from zhengci.glossary.schema import Record
from zhengci.glossary.sources import Sources, read_sources

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


class Audit:
    """Checks the citations of a glossary against a collection of documents."""

    def __init__(self, sources: Sources, corpus: Path) -> None:
        self._sources = sources
        self._corpus = corpus
        self._cited = {record["id"]: record for record in sources.sources if "id" in record}
        self._texts: dict[str, str] = {}
        self.citations = 0
        self.members = 0

    def failures(self) -> Iterator[str]:
        """Yield ``file:line: message`` for each citation that its document does not bear out."""
        for record in self._sources.concepts:
            forms = [text for text, _ in forms_of(record)]
            yield from self._proven(record, forms)
            for edition in record.get("earlier", []):
                yield from self._proven(edition, forms)
        for record in self._sources.institutions:
            names = record.get("names", {})
            yield from self._proven(record, [*names, *names.values()])

    def _proven(self, record: Record, forms: list[str]) -> Iterator[str]:
        """Try the citations of a concept, an earlier edition or a former name."""
        citations = record.get("sources", [])
        alone = len({citation.get("doc") for citation in citations}) == 1  # nothing else can carry the members
        for number, citation in enumerate(citations):
            if citation.get("evidence") != "document":
                continue
            self.citations += 1
            try:
                text = self._text(citation.get("doc", ""))
            except ValueError as error:
                yield _failure(citation, str(error))
                continue
            if not _holds(text, forms):
                yield _failure(citation, f"{citation['doc']} 中没有“{'”或“'.join(forms[:4])}”")
            elif alone and number == 0:
                missing = [wordings[0] for wordings in self._members(record) if not _holds(text, wordings)]
                if missing:
                    yield _failure(citation, f"{forms[0]}：{citation['doc']} 中没有成员“{'”“'.join(missing)}”")

    def _members(self, record: Record) -> list[tuple[str, ...]]:
        """Return the members of all parts, each with its wordings."""
        members = [member for part in record.get("parts", {}).values() for member in part]
        self.members += len(members)
        return members

    def _text(self, doc: str) -> str:
        """Return a cited document, squeezed; raises ValueError, with the reason, where there is none."""
        if doc in self._texts:
            return self._texts[doc]
        source = self._cited.get(doc)
        if source is None:
            raise ValueError(f"glossary/sources/ 中没有“{doc}”")
        if Path(source.file.path).name != "corpus.yml" or "file" not in source:
            raise ValueError(f"“{doc}”不是 glossary/sources/corpus.yml 中有 file 的文献")
        try:
            text = self._texts[doc] = squeezed(read_text(self._corpus / source["file"]).text)
        except UnreadableFile as error:
            raise ValueError(f"{source['file']} {error}") from None
        return text


def squeezed(text: str) -> str:
    """Return folded `text` without quotation marks and blanks."""
    return re.sub(r"\s+", "", unquoted(text))


def _holds(text: str, wordings: Iterable[str]) -> bool:
    return any(squeezed(wording) in text for wording in wordings)


def _failure(citation: Record, message: str) -> str:
    return f"{citation.file.path}:{citation.node.start_mark.line + 1}: {message}"


def main(root: Path = ROOT, corpus: Path = CORPUS) -> int:
    """Print all failures and the counts; return 1 where there are failures."""
    if not corpus.is_dir():
        print(f"没有文献集 {corpus}，不作核对")
        return 0
    audit = Audit(read_sources([root / "glossary", root / "terms"], root), corpus)
    failures = list(audit.failures())
    for failure in failures:
        print(failure)
    print(f"核对文献引证 {audit.citations} 处、成员 {audit.members} 个：{len(failures)} 处不符")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
