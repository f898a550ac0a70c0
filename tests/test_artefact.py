"""The compiled glossary: damaged, foreign, stale or unwritable, it never changes what is found, nor stops a run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhengci.glossary import artefact, compile, locate, store
from zhengci.glossary.artefact import MAGIC, CorruptArtefact
from zhengci.glossary.compile import compile_sources, digest_of
from zhengci.glossary.lexicon import Dictionary
from zhengci.glossary.opened import Glossary
from zhengci.glossary.sources import Sources
from zhengci.glossary.store import open_glossary
from zhengci.matcher import Matcher
from zhengci.nearmiss import find_near

ENTRY = """- id: wu-cai-ba-yin
  term: 五彩八音
  kind: numeral
  field: 综合
  definition: 测试用的词条。
  scope: CN
  sources: [{evidence: recalled}]
  examples: [{hit: 推进“五彩八音”。}]
"""
TEXT = "推进“五彩八音”，抓好“两新”工作，加快两新一重项目建设，落实“一利五率”考核。"


def found(glossary: Glossary, text: str = TEXT) -> list[tuple[int, int, str]]:
    return [(match.start, match.end, glossary.pattern(match.pattern).text) for match in Matcher(glossary).find(text)]


@pytest.fixture
def data(read_yaml: Callable[..., Sources], dictionary: Dictionary) -> bytes:
    return compile_sources(read_yaml(ENTRY), "a digest", dictionary)


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    path = tmp_path / "unit.yml"
    path.write_text(ENTRY, encoding="utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dictionary: Dictionary) -> Path:
    """An empty cache folder of this test alone, a small built-in glossary, and none held in memory."""
    folder = tmp_path / "cache"
    roots = [tmp_path / "glossary", tmp_path / "terms"]
    for root in roots:
        root.mkdir()
    (roots[0] / "cn.yml").write_text(ENTRY.replace("wu-cai-ba-yin", "liu-yi").replace("五彩八音", "六艺四书"), encoding="utf-8")
    monkeypatch.setattr(locate, "builtin_roots", lambda: roots)
    monkeypatch.setattr(compile, "Dictionary", lambda: dictionary)
    monkeypatch.setenv("ZHENGCI_CACHE_DIR", str(folder))
    store._open.cache_clear()
    return folder


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The layers of every glossary that was compiled, in turn."""
    calls: list[tuple[str, ...]] = []
    build = store.build

    def counted(layers: tuple[str, ...] = ()) -> bytes:
        calls.append(tuple(layers))
        return build(layers)

    monkeypatch.setattr(store, "build", counted)
    return calls


def regions(data: bytes) -> dict[str, int]:
    """Return an offset inside each part of a compiled glossary."""
    header = artefact.read_header(data)
    body = len(MAGIC) + 8 + header["head_size"]
    places = {"magic": 0, "header size": len(MAGIC), "header checksum": len(MAGIC) + 5, "header": len(MAGIC) + 20}
    names = ("automaton", "lengths", "flags", "key offsets", "key patterns", "key reaches", "pattern offsets", "patterns",
             "concept offsets", "concepts",
             "former offsets", "former", "wording offsets", "wordings", "index", "border offsets", "borders", "target offsets",
             "targets", "seed offsets", "seeds", "pair keys", "pair targets", "confusion", "wording automaton", "lexicon",
             "seed automaton")  # fmt: skip
    at = body
    for name, size in zip(names, header["sizes"], strict=True):
        if size:
            places[name] = at + size // 2
        at += size
    return places


def test_a_flipped_byte_anywhere_is_noticed(data: bytes) -> None:
    places = regions(data)
    assert {"magic", "header", "automaton", "flags", "patterns", "concepts", "index", "lexicon", "seed automaton"} <= places.keys()
    for name, offset in places.items():
        damaged = bytearray(data)
        damaged[offset] ^= 0x10
        if name == "lexicon":  # large and seldom asked: checked when it is, and then worked out again
            assert Glossary(bytes(damaged)).lexicon.cost("工作") == Glossary(data).lexicon.cost("工作")
            continue
        if name == "seed automaton":  # likewise
            assert len(find_near("五彩五音", Glossary(bytes(damaged))).near) == len(find_near("五彩五音", Glossary(data)).near) == 1
            continue
        with pytest.raises(CorruptArtefact):
            Glossary(bytes(damaged))
            pytest.fail(f"a flipped byte of the {name} went unnoticed")


def test_truncated_or_lengthened_data_is_noticed(data: bytes) -> None:
    for size in (0, 1, len(MAGIC), len(MAGIC) + 6, len(MAGIC) + 40, len(data) // 2, len(data) - 1):
        with pytest.raises(CorruptArtefact):
            Glossary(data[:size])
    with pytest.raises(CorruptArtefact):
        Glossary(data + b"\0")


def with_header(data: bytes, **changes: Any) -> bytes:
    header = artefact.read_header(data)
    start = len(MAGIC) + 8 + header.pop("head_size")
    head = json.dumps(header | changes, ensure_ascii=False).encode()
    return MAGIC + len(head).to_bytes(4, "little") + zlib.crc32(head).to_bytes(4, "little") + head + data[start:]


def test_another_format_is_refused_and_says_so(data: bytes) -> None:
    with pytest.raises(CorruptArtefact, match=rf"^格式版本 999 不是 {artefact.FORMAT}$"):
        Glossary(with_header(data, format=999))


def test_data_of_a_machine_with_another_byte_order_is_refused(data: bytes) -> None:
    with pytest.raises(CorruptArtefact, match=r"^来自字节序不同的机器$"):
        Glossary(with_header(data, byteorder="big" if sys.byteorder == "little" else "little"))


def test_the_automaton_of_another_engine_is_built_anew_and_finds_the_same(data: bytes) -> None:
    foreign = Glossary(with_header(data, engine="cpython-27-plan9-little-32-1"))
    assert found(foreign) == [(3, 7, "五彩八音")]
    assert found(Glossary(data)) == found(foreign)


def test_a_glossary_from_its_image_equals_one_built_from_its_texts() -> None:
    whole = store.build()
    rebuilt = Glossary(with_header(whole, engine="another"))
    text = "".join(concept.term + "，“" + concept.term + "”" for concept in rebuilt)
    assert found(Glossary(whole), text) == found(rebuilt, text)
    assert len(found(rebuilt, text)) > len(rebuilt)


def test_an_empty_glossary_opens_and_finds_nothing(dictionary: Dictionary) -> None:
    empty = Glossary(compile_sources(Sources([], [], [], [], [], [], [], [], []), "", dictionary))
    assert (len(empty), list(empty), found(empty)) == (0, [], [])
    assert empty.lookup("两新") == []


def test_compiling_twice_gives_the_same_records_in_any_process(layer: Path) -> None:
    """All but the engine's image of its automaton, in which pyahocorasick leaves the padding of its nodes unset."""
    program = (
        "import sys, hashlib, pathlib\nfrom zhengci.glossary import artefact\n"
        "from zhengci.glossary.sources import read_sources\nfrom zhengci.glossary.compile import compile_sources\n"
        "noise = [object() for _ in range(int(sys.argv[2]))]\n"
        "parts = artefact.unpack(compile_sources(read_sources([pathlib.Path(sys.argv[1])]), 'd'))\n"
        "facts = {key: parts.header[key] for key in sorted(parts.header) if 'checksum' not in key and key != 'head_size'}\n"
        "told = hashlib.sha256(repr(facts).encode())\n"
        "for name, part in parts._asdict().items():\n"
        "    if name != 'header' and not name.endswith('automaton'):\n"
        "        told.update(part if isinstance(part, bytes) else part.tobytes())\n"
        "print(told.hexdigest())"
    )
    sums = set()
    for seed in ("1", "2", "3000"):
        done = subprocess.run(
            [sys.executable, "-c", program, str(layer), seed], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )  # fmt: skip
        sums.add(done.stdout)
    assert len(sums) == 1


def test_the_digest_follows_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.yml").write_text("- 1\n")
    first = digest_of([tmp_path / "a"])
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert first == digest_of([tmp_path / "b"])
    (tmp_path / "b" / "x.yml").rename(tmp_path / "b" / "y.yml")
    assert first != digest_of([tmp_path / "b"])
    (tmp_path / "a" / "x.yml").write_text("- 2\n")
    assert first != digest_of([tmp_path / "a"])


# The cache -----------------------------------------------------------------------------------------------------------


def test_a_glossary_is_compiled_once_and_then_read_from_the_cache(
    cache: Path, layer: Path, builds: list[tuple[str, ...]]
) -> None:
    first = found(open_glossary([layer]))
    store._open.cache_clear()
    assert first == found(open_glossary([layer]))
    assert (len(builds), len(list(cache.glob("*.bin")))) == (1, 1)
    assert "五彩八音" in [text for _, _, text in first]


def test_an_edited_layer_is_compiled_again(cache: Path, layer: Path, builds: list[tuple[str, ...]]) -> None:
    open_glossary([layer])
    layer.write_text(ENTRY.replace("五彩八音", "七弦九韵"), encoding="utf-8")
    edited = open_glossary([layer])
    assert (len(edited.lookup("五彩八音")), len(edited.lookup("七弦九韵")), len(builds)) == (0, 1, 2)


def test_a_touched_layer_is_looked_at_again(cache: Path, layer: Path, builds: list[tuple[str, ...]]) -> None:
    open_glossary([layer])
    os.utime(layer, ns=(1, 1))
    open_glossary([layer])
    assert len(builds) == 2


@pytest.mark.parametrize("damage", [b"", b"rubbish", MAGIC, MAGIC + b"\xff" * 40])
def test_a_corrupt_cache_is_ignored_and_replaced(
    cache: Path, layer: Path, builds: list[tuple[str, ...]], damage: bytes
) -> None:
    first = found(open_glossary([layer]))
    (kept,) = cache.glob("*.bin")
    kept.write_bytes(damage)
    store._open.cache_clear()
    assert first == found(open_glossary([layer]))
    assert (2, first) == (len(builds), found(Glossary(kept.read_bytes())))


def test_a_corrupt_shipped_artefact_falls_back_on_the_sources(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    """Whatever a broken download left of it: the wheel carries the sources, too."""
    monkeypatch.setattr(store, "SHIPPED", tmp_path / "glossary.bin")
    for damaged in (data[:-1], data[: len(MAGIC)], b""):
        store.SHIPPED.write_bytes(damaged)
        store._open.cache_clear()
        assert [concept.id for concept in open_glossary()] == ["liu-yi"]


def test_a_sound_shipped_artefact_is_used_as_it_is(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, builds: list[tuple[str, ...]]
) -> None:
    monkeypatch.setattr(store, "SHIPPED", tmp_path / "glossary.bin")
    store.SHIPPED.write_bytes(data)
    assert [concept.id for concept in open_glossary()] == ["wu-cai-ba-yin"]
    assert (builds, cache.exists()) == ([], False)


def test_a_cache_that_cannot_be_made_only_costs_time(
    cache: Path, tmp_path: Path, layer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ZHENGCI_CACHE_DIR", str(tmp_path / "file" / "cache"))
    store._open.cache_clear()
    assert (3, 7, "五彩八音") in found(open_glossary([layer]))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_cache_only_costs_time(cache: Path, layer: Path) -> None:
    cache.mkdir()
    cache.chmod(0o500)
    assert (3, 7, "五彩八音") in found(open_glossary([layer]))
    cache.chmod(0o700)
    assert list(cache.iterdir()) == []


def test_a_full_disk_leaves_no_half_written_file(cache: Path, layer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    assert (3, 7, "五彩八音") in found(open_glossary([layer]))
    assert list(cache.iterdir()) == []


def test_old_artefacts_are_forgotten(cache: Path, layer: Path) -> None:
    cache.mkdir()
    for number in range(12):
        (cache / f"{number}.bin").write_bytes(b"old")
        os.utime(cache / f"{number}.bin", (number, number))
    open_glossary([layer])
    kept = {path.name for path in cache.glob("*.bin")}
    assert len(kept) == 8
    assert {"11.bin", "5.bin"} <= kept
    assert "4.bin" not in kept


def test_processes_that_build_at_once_all_work_and_leave_one_sound_artefact(
    tmp_path: Path, layer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("ZHENGCI_CACHE_DIR", str(cache))
    program = (
        "import sys\nfrom zhengci import api\n"
        "print(api.explain('“五彩八音”', glossary=sys.argv[1])[0].explanation)"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(layer)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    ended = [process.communicate(timeout=120) for process in running]
    assert [("测试用的词条。\n".encode(), b"")] * 3 == ended
    (kept,) = cache.iterdir()
    assert "五彩八音" in [text for _, _, text in found(Glossary(kept.read_bytes()))]
