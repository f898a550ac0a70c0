"""What is written for editors fits the server: settings, languages and commands of the VS Code extension, configurations in docs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import zhengci
from zhengci.server import session, settings

ROOT = Path(__file__).resolve().parent.parent
EXTENSION = ROOT / "editors" / "vscode"
#: Settings that the extension keeps for itself.
OWN = {"zhengci.path", "zhengci.trace.server"}


@pytest.fixture(scope="module")
def manifest() -> dict[str, object]:
    found: dict[str, object] = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def source() -> str:
    return (EXTENSION / "src" / "extension.ts").read_text(encoding="utf-8")


def test_the_extension_has_the_settings_that_the_server_reads(manifest: dict) -> None:  # type: ignore[type-arg]
    properties = manifest["contributes"]["configuration"]["properties"]
    kinds = {"array": settings._LISTS, "string": settings._TEXTS}
    for kind, names in kinds.items():
        offered = {name for name, one in properties.items() if one["type"] == kind and name not in OWN}
        assert offered == {f"zhengci.{name}" for name in names}
    for name, one in properties.items():
        assert re.search("[\u4e00-\u9fff]", one.get("markdownDescription") or one["description"]), name
        assert one["default"] in ("", [], "zhengci", "off"), "what is not set must not override a project's configuration"
    readme = (EXTENSION / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in properties)


def test_the_extension_is_of_the_version_of_the_program(manifest: dict) -> None:  # type: ignore[type-arg]
    assert manifest["version"] == zhengci.__version__


def test_the_extension_wakes_for_the_languages_that_the_server_reads(manifest: dict, source: str) -> None:  # type: ignore[type-arg]
    told = re.search(r"const LANGUAGES = (\[.*?\]);", source)
    assert told
    languages = json.loads(told[1])
    assert manifest["activationEvents"] == [f"onLanguage:{language}" for language in languages]
    assert {*languages, "text"} == set(session.LANGUAGES)


def test_every_command_of_the_extension_is_registered(manifest: dict, source: str) -> None:  # type: ignore[type-arg]
    commands = {one["command"] for one in manifest["contributes"]["commands"]}
    assert commands == set(re.findall(r'registerCommand\("([^"]+)"', source))


def test_nothing_of_the_machine_is_tracked_with_the_extension() -> None:
    assert {"package-lock.json", "node_modules/", "out/", "*.vsix"} <= set((EXTENSION / ".gitignore").read_text(encoding="utf-8").split())


def test_the_extension_is_sound_and_can_be_built(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not there (Debian: nodejs, npm)")
    if not (EXTENSION / "node_modules").is_dir():
        pytest.skip("run npm install --no-package-lock in editors/vscode")
    for step in (["run", "-s", "check"], ["run", "-s", "build", "--", f"--outfile={tmp_path / 'extension.js'}"]):
        done = subprocess.run([npm, *step], cwd=EXTENSION, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_configurations_in_the_documentation_start_the_server() -> None:
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    helix = tomllib.loads("\n".join(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)))
    server = helix["language-server"]["zhengci"]
    assert [server["command"], *server["args"]] == ["zhengci", "server"]
    assert {one["name"] for one in helix["language"]} == {"markdown", "html", "text"}
    assert all("zhengci" in one["language-servers"] for one in helix["language"])
    lua = re.findall(r"```lua\n(.*?)```", page, re.DOTALL)
    assert len(lua) == 2
    assert all("{ 'zhengci', 'server' }" in block and "'markdown', 'text', 'html'" in block for block in lua)
    for name in (*settings._LISTS, *settings._TEXTS):
        assert f"`{name}`" in page, name
