"""What all tests share: a cache and a configuration of their own, glossaries from YAML text, the command line in-process."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from zhengci.cli import main
from zhengci.glossary.check import check
from zhengci.glossary.compile import compile_sources
from zhengci.glossary.lexicon import Dictionary
from zhengci.glossary.nodes import Problem, parse_nodes
from zhengci.glossary.opened import Glossary
from zhengci.glossary.schema import RECORDS, read_records
from zhengci.glossary.sources import Sources
from zhengci.glossary.store import open_glossary

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class Outcome(NamedTuple):
    """How a command ended."""

    status: int
    stdout: str
    stderr: str


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody's cache or configuration is touched or read, in this process or in those that it starts."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ZHENGCI_")]:
            patch.delenv(name)
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            patch.delenv(name, raising=False)
        patch.setenv("ZHENGCI_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.setenv("PYTHONIOENCODING", "utf-8")
        yield


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    """The built-in glossary."""
    return open_glossary()


@pytest.fixture(scope="session")
def dictionary() -> Dictionary:
    """jieba's dictionary, indexed once for all glossaries that tests compile."""
    return Dictionary()


def _read_yaml(concepts: str = "", institutions: str = "", shields: str = "", sources: str = "") -> Sources:
    """Return the records of YAML texts, each read as the file that its name says."""
    texts = {"concept": concepts, "source": sources, "institution": institutions, "shield": shields}
    read, files = {}, []
    for kind, text in texts.items():
        file, node = parse_nodes(text, f"{kind}s.yml")
        read[kind] = read_records(file, node, RECORDS[kind])
        files.append(file)
    return Sources(read["concept"], read["source"], read["institution"], read["shield"], [], [], [], [], files)


@pytest.fixture(scope="session")
def read_yaml() -> Callable[..., Sources]:
    """Return a function that reads YAML texts into records, unchecked."""
    return _read_yaml


@pytest.fixture(scope="session")
def make_glossary(dictionary: Dictionary) -> Callable[..., Glossary]:
    """Return a function that compiles YAML texts (concepts, institutions, shields, sources), which must be sound."""

    def make(concepts: str = "", institutions: str = "", shields: str = "", sources: str = "") -> Glossary:
        read = _read_yaml(concepts, institutions, shields, sources)
        found = check(read)
        assert not found, "\n".join(map(str, found))
        return Glossary(compile_sources(read, "test", dictionary))

    return make


@pytest.fixture
def problems() -> Callable[..., list[Problem]]:
    """Return a function that tells what is wrong with the YAML text of one file of a kind."""

    def find(text: str, kind: str = "concept", **others: str) -> list[Problem]:
        return check(_read_yaml(**{f"{kind}s": text}, **others))

    return find


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Outcome]:
    """Return a function that runs the command line in this process, in an empty folder unless `cwd` is given."""

    def call(*args: object, stdin: str | bytes | None = None, cwd: Path | None = None) -> Outcome:
        data = stdin.encode() if isinstance(stdin, str) else stdin or b""
        streams = [io.TextIOWrapper(io.BytesIO(given), encoding="utf-8", newline="", write_through=True)
                   for given in (data, b"", b"")]  # fmt: skip
        with monkeypatch.context() as patch:
            patch.chdir(cwd or tmp_path)
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as left:
                main([str(arg) for arg in args])
        status = left.value.code
        out, err = (stream.detach().getvalue().decode() for stream in streams[1:])  # type: ignore[attr-defined]
        assert isinstance(status, int)
        return Outcome(status, out, err)

    return call


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium, Debian's own; it ends with the module, for its event loop would be in others' way."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no chromium here: what pages look like is not tested")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()
