"""Settings: command line over ``ZHENGCI_*`` over the project's file over the user's file over the defaults.

A project's file is the nearest ``zhengci.toml``, ``.zhengci.toml`` or ``pyproject.toml`` with ``[tool.zhengci]``, from the
working folder upwards.  Paths in a file are relative to that file.
"""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

#: Key → kind of value.
KEYS = {
    "date": "text",
    "region": "text",
    "glossary": "paths",
    "select": "list",
    "ignore": "list",
    "extend-select": "list",
    "exclude": "list",
    "force-exclude": "flag",
    "output-format": "text",
    "fail-on": "text",
    "per-file-ignores": "table",
}
_NAMES = ("zhengci.toml", ".zhengci.toml", "pyproject.toml")


class ConfigError(Exception):
    """A configuration file or variable is wrong; the message is Chinese and names the place."""


class PathCodes(NamedTuple):
    """Codes (or prefixes) for the files that fit a glob pattern, which is relative to ``folder``."""

    folder: str
    pattern: str
    codes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.pattern}：{'、'.join(self.codes) or '（无）'}"


class Settings(NamedTuple):
    """The settings in force, and for each key that is set where it comes from."""

    values: Mapping[str, Any]
    origins: Mapping[str, str]

    def get(self, key: str, default: Any) -> Any:
        """Return the value of `key`, or `default` where nothing sets it."""
        return self.values.get(key, default)


def load(
    given: Mapping[str, Any], *, config: str | None = None, isolated: bool = False, start: str = ""
) -> Settings:
    """Return the settings: `given` on the command line (keys with ``None`` or empty values are not given), then the rest.

    `config` names the file to use instead of searching, which begins in the folder `start`, or in the working folder;
    `isolated` reads no file at all.
    Raises ConfigError for a missing or unreadable file, unknown keys and wrong values.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}

    def add(found: Mapping[str, Any], origin: str) -> None:
        for key, value in found.items():
            if value is None or value == () or value is False:
                continue
            values[key] = value
            origins[key] = origin

    for file in files(config=config, isolated=isolated, start=start):
        add(read_file(file), file)
    for key in KEYS:
        name = "ZHENGCI_" + key.upper().replace("-", "_")
        if os.environ.get(name):
            add({key: _from_text(key, os.environ[name])}, f"环境变量 {name}")
    add(given, "命令行")
    return Settings(values, origins)


def files(*, config: str | None = None, isolated: bool = False, start: str = "") -> list[str]:
    """Return the configuration files that count, the weaker one first; parameters as for :func:`load`."""
    if isolated:
        return [config] if config else []
    return [file for file in (user_file(), config or project_file(start or os.getcwd())) if file is not None]


def user_file() -> str | None:
    """Return the user's own file (XDG), if it is there."""
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    path = os.path.join(base, "zhengci", "zhengci.toml")
    return path if os.path.isfile(path) else None


def project_file(start: str) -> str | None:
    """Return the nearest configuration file from `start` upwards."""
    folder = start
    while True:
        for name in _NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name != "pyproject.toml" or _concerns_us(path)):
                return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _concerns_us(path: str) -> bool:
    """Look for our table without parsing: most runs stand in projects that have none."""
    try:
        with open(path, "rb") as file:
            return b"[tool.zhengci" in file.read()
    except OSError:
        return False


def read_file(path: str) -> dict[str, Any]:
    """Return the settings of one file; raises ConfigError."""
    import tomllib

    try:
        with open(path, "rb") as file:
            data: dict[str, Any] = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"配置文件 {path} 读不出来：{error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"配置文件 {path} 写法有误：{error}") from None
    if os.path.basename(path) == "pyproject.toml":
        data = data.get("tool", {}).get("zhengci", {})
    return {key: _checked(key, value, path) for key, value in data.items()}


def _checked(key: str, value: Any, path: str) -> Any:
    kind = KEYS.get(key)
    if kind is None:
        from difflib import get_close_matches

        close = get_close_matches(key, list(KEYS), 1)
        hint = f"；是不是 {close[0]}？" if close else f"（可用：{'、'.join(KEYS)}）"
        raise ConfigError(f"配置文件 {path}：没有“{key}”这一项{hint}")
    if kind == "text" and isinstance(value, str):
        return value
    if kind == "flag" and isinstance(value, bool):
        return value
    if kind == "table" and isinstance(value, dict) and all(_is_list(codes) for codes in value.values()):
        folder = os.path.dirname(os.path.abspath(path))
        return tuple(PathCodes(folder, pattern, tuple(codes)) for pattern, codes in value.items())
    if kind in ("list", "paths") and _is_list(value):
        return tuple(os.path.join(os.path.dirname(path), item) for item in value) if kind == "paths" else tuple(value)
    wanted = {
        "text": "文字", "flag": "true 或 false", "list": "文字的列表", "paths": "文件路径的列表",
        "table": "通配符到规则列表的表（\"archive/*\" = [\"ZC301\"]）",
    }[kind]  # fmt: skip
    raise ConfigError(f"配置文件 {path}：“{key}”应是{wanted}")


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _from_text(key: str, text: str) -> Any:
    kind = KEYS[key]
    if kind == "table":
        raise ConfigError(f"“{key}”只能写在配置文件里，不能用环境变量")
    if kind == "flag":
        return text.lower() in ("1", "true", "yes")
    if kind == "paths":
        return tuple(part for part in text.split(os.pathsep) if part)
    return tuple(part.strip() for part in text.split(",") if part.strip()) if kind == "list" else text
