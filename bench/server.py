"""Measures the language server through its pipes, as ratios to checking the same text in one process (``make bench-server``).

The client is bare: it writes and reads the protocol's messages itself, so that nothing but the server is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent))

import texts

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "provinces-2026"
ROUNDS = 25
#: Edits this far apart are no typing: each is checked at once.
PAUSE = 0.35
FIRST, EDIT = 50, 20  # milliseconds


class Client:
    """An editor, as far as the protocol goes."""

    def __init__(self, **capabilities: Any) -> None:
        self.ids = count(1)
        self.process = subprocess.Popen([sys.executable, "-m", "zhengci", "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.request("initialize", processId=None, rootUri=None, capabilities=capabilities)
        self.notify("initialized")

    def notify(self, method: str, **params: Any) -> None:
        self.send({"method": method, "params": params})

    def request(self, method: str, **params: Any) -> Any:
        ident = next(self.ids)
        self.send({"id": ident, "method": method, "params": params})
        return self.wait(lambda message: message.get("id") == ident)["result"]

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def wait(self, wanted: Any) -> Any:
        assert self.process.stdout
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                raise RuntimeError("the server left")
            message = json.loads(self.process.stdout.read(length))
            if wanted(message):
                return message

    def diagnostics(self, uri: str, version: int) -> list[Any]:
        """Return what is published for a version of a document."""

        def wanted(message: dict[str, Any]) -> bool:
            params = message.get("params", {})
            return message.get("method") == "textDocument/publishDiagnostics" and (params["uri"], params.get("version")) == (
                uri,
                version,
            )

        found: list[Any] = self.wait(wanted)["params"]["diagnostics"]
        return found

    def open(self, uri: str, text: str) -> list[Any]:
        item = {"uri": uri, "languageId": "plaintext", "version": 0, "text": text}
        self.notify("textDocument/didOpen", textDocument=item)
        return self.diagnostics(uri, 0)

    def edit(self, uri: str, version: int, line: int, character: int, text: str) -> list[Any]:
        place = {"line": line, "character": character}
        self.notify(
            "textDocument/didChange", textDocument={"uri": uri, "version": version},
            contentChanges=[{"range": {"start": place, "end": place}, "text": text}],
        )  # fmt: skip
        return self.diagnostics(uri, version)

    def close(self) -> None:
        self.request("shutdown")
        self.notify("exit")
        self.process.wait(10)


def measure(name: str, text: str) -> None:
    """Print how long a document takes from opening to its diagnostics, from an edit to them, and what analysing it costs."""
    client = Client()
    time.sleep(1)  # an editor that starts with the document open is measured by itself, below
    opening, editing = [], []
    uri = f"untitled:{name}"
    for number in range(ROUNDS):
        began = time.perf_counter()
        found = client.open(f"{uri}-{number}", text)
        opening.append(time.perf_counter() - began)
        client.notify("textDocument/didClose", textDocument={"uri": f"{uri}-{number}"})
    client.open(uri, text)
    lines = text.split("\n")
    paragraphs = [number for number, line in enumerate(lines) if len(line) > 60] or [0]
    for version in range(1, ROUNDS + 1):
        time.sleep(PAUSE)
        line = paragraphs[version * 7 % len(paragraphs)]
        began = time.perf_counter()
        client.edit(uri, version, line, 30, "推进“两重”建设，")
        editing.append(time.perf_counter() - began)
    client.close()
    cold = []
    for _ in range(5):
        began = time.perf_counter()
        client = Client()
        client.open(uri, text)
        cold.append(time.perf_counter() - began)
        client.close()
    analysing, linting = inside(text)
    size = len(text.encode()) / 1000
    print(f"\n{name}: {size:.0f} KB, {len(found)} findings")
    for what, took, limit in (
        ("first document, opening to diagnostics", opening[:1], None), ("opening to diagnostics", opening, FIRST),
        ("edit to diagnostics", editing, EDIT), ("start of the process to diagnostics", cold, None),
        ("analysing, warm, in one process", analysing, None), ("with all rules", linting, None),
    ):  # fmt: skip
        ms = median(took) * 1000
        verdict = "" if limit is None else f"   limit {limit}: {'ok' if ms <= limit else 'missed'}"
        worst = f", worst {max(took) * 1000:.1f}"
        print(f"  {what:42} {ms:7.1f} ms{worst}, {median(took) / median(analysing):5.1f} × analysing{verdict}")


def inside(text: str) -> tuple[list[float], list[float]]:
    """Return how long analysing a text takes, and checking it with all rules."""
    from zhengci.document.document import Document
    from zhengci.glossary.store import open_glossary
    from zhengci.linting.engine import lint_document
    from zhengci.mentions.resolve import analyse

    glossary = open_glossary()
    analysing, linting = [], []
    for _ in range(ROUNDS + 3):
        began = time.perf_counter()
        analyse(Document(text[:1] + text[1:], kind="text"), glossary)
        between = time.perf_counter()
        lint_document(analyse(Document(text[:1] + text[1:], kind="text"), glossary))
        analysing.append(between - began)
        linting.append(time.perf_counter() - between)
    return analysing[3:], linting[3:]


def main() -> None:
    """Measure a made-up report of 45 KB, and a real one of about that size where the collection is there."""
    from zhengci.glossary.store import open_glossary

    os.environ.setdefault("PYTHONPATH", str(ROOT / "src"))
    measure("made-up", texts.report([concept.term for concept in open_glossary()], 45_000))
    sizes = {path: path.stat().st_size for path in CORPUS.glob("*.txt")} if CORPUS.is_dir() else {}
    if not sizes:
        print(f"{CORPUS} is not there: no real report was measured.")
        return
    path = min(sizes, key=lambda one: abs(sizes[one] - 45_000))
    measure(path.stem, path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
