"""The plug-in as MkDocs sees it: its configuration, and what it does at which event of a build."""

from __future__ import annotations

import datetime
import json
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from zhengci import divisions
from zhengci.dates import check_date
from zhengci.glossary.opened import Glossary
from zhengci.glossary.store import GlossaryError, open_glossary
from zhengci.mentions import senses
from zhengci.mkdocs.glossary_page import Use, collect, render
from zhengci.mkdocs.marks import Asked, Explained, Marked, mark

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("zhengci")

_STYLES = "assets/zhengci.css"
_STATUSES = (senses.EXPLAINED, senses.DEFINED, senses.AMBIGUOUS, senses.UNKNOWN)
_TITLE = "词汇表"


class ZhengciConfig(Config):  # type: ignore[no-untyped-call]
    """What mkdocs.yml may say below ``zhengci``; see docs/mkdocs.md."""

    date = config_options.Optional(config_options.Type((str, int, datetime.date)))
    region = config_options.Optional(config_options.Type((str, int)))
    glossary = config_options.ListOfItems(config_options.FilesystemObject(exists=True), default=[])
    statuses = config_options.ListOfItems(config_options.Choice(_STATUSES), default=[senses.EXPLAINED, senses.DEFINED])
    mentions = config_options.Choice(("first", "all"), default="first")
    warn = config_options.ListOfItems(
        config_options.Choice((senses.AMBIGUOUS, senses.UNKNOWN)), default=[senses.AMBIGUOUS, senses.UNKNOWN]
    )
    page = config_options.Type(str, default="glossary.md")
    title = config_options.Type(str, default=_TITLE)
    exclude = config_options.ListOfItems(config_options.Type(str), default=[])


class ZhengciPlugin(BasePlugin[ZhengciConfig]):  # type: ignore[no-untyped-call]
    """Explains the abbreviations of a site."""

    def __init__(self) -> None:
        self._glossary: Glossary | None = None
        self._asked = Asked(None, None, frozenset(), frozenset(), False)
        self._file: File | None = None
        self._explained: list[tuple[Page, tuple[Explained, ...]]] = []
        #: Pages as they were marked in this build and the one before, by all that decides the outcome.
        self._kept: dict[tuple[Any, ...], Marked] = {}
        self._fresh: dict[tuple[Any, ...], Marked] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Do nothing: that this is here makes ``mkdocs serve`` keep the plug-in, and so the pages that did not change."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Open the glossary and check the settings."""
        own = self.config
        try:
            self._glossary = open_glossary(own.glossary)
            self._asked = Asked(
                _date(own.date), _region(own.region), frozenset(own.statuses), frozenset(own.warn), own.mentions == "all"
            )
        except GlossaryError as error:
            raise PluginError("\n".join([f"zhengci：{error}", *map(str, error.problems)])) from None
        except ValueError as error:
            raise PluginError(f"zhengci：{error}") from None
        if not own.page.endswith(".md"):
            raise PluginError(f"zhengci：page 应是以 .md 结尾的文件名，现为“{own.page}”")
        if _STYLES not in config.extra_css:
            config.extra_css.append(_STYLES)
        self._explained.clear()
        self._kept, self._fresh = self._fresh, {}
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the glossary page and the style sheet."""
        if files.get_file_from_path(self.config.page):
            raise PluginError(f"zhengci：docs 中已有 {self.config.page}，词汇表放不下；请用 page 另起一个文件名")
        front_matter = f"---\ntitle: {json.dumps(self.config.title, ensure_ascii=False)}\n---\n"
        self._file = File.generated(config, self.config.page, content=front_matter, inclusion=InclusionLevel.INCLUDED)
        files.append(self._file)
        styles = Path(__file__).with_name("assets").joinpath("zhengci.css").read_text(encoding="utf-8")
        files.append(File.generated(config, _STYLES, content=styles))
        return files

    @event_priority(-50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Mark a page, behind the other plug-ins, which may add to it."""
        path = page.file.src_uri
        if self._file is None or self._glossary is None or page.file is self._file or self._is_excluded(page):
            return html
        date, region = _said_by(page)
        asked = self._asked._replace(date=date or self._asked.date, region=region or self._asked.region)
        key = (html, path, self._glossary.digest, asked, datetime.date.today())
        marked = self._kept.get(key)
        if marked is None:
            marked = mark(html, path, self._glossary, asked)
        self._fresh[key] = marked
        for warning in marked.warnings:
            log.warning(warning)
        self._explained.append((page, marked.explained))
        return marked.html(get_relative_url(self._file.url, page.url))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Write the glossary page, now that all pages are marked."""
        page = self._file.page if self._file else None
        if page is not None:
            uses = [
                (Use(str(one.title or one.file.src_uri), get_relative_url(one.url, page.url)), explained)
                for one, explained in self._explained
            ]
            terms = collect(uses)
            page.content, tokens = render(self.config.title, terms)
            page.toc = get_toc(tokens)  # type: ignore[arg-type]
            page.present_anchor_ids = {"glossary", *(term.anchor for term in terms)}
        return env

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build anew when a glossary of the site's own changes."""
        for path in self.config.glossary:
            server.watch(path)
        return server

    def _is_excluded(self, page: Page) -> bool:
        return page.meta.get("zhengci") is False or any(fnmatch(page.file.src_uri, pattern) for pattern in self.config.exclude)


def _said_by(page: Page) -> tuple[str | None, str | None]:
    """Return the date and the region that the front matter of a page gives; raises PluginError for wrong ones."""
    meta = page.meta
    try:
        return _date(meta.get("date", meta.get("日期"))), _region(meta.get("region", meta.get("地区")))
    except ValueError as error:
        raise PluginError(f"zhengci：{page.file.src_uri}：{error}") from None


def _date(value: Any) -> str | None:
    """Return a date of YAML as the glossary writes dates."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, dict):  # Material's blog: {created: …, updated: …}
        return _date(value.get("created"))
    return None if value is None else check_date(str(value))


def _region(value: Any) -> str | None:
    return None if value is None else divisions.parse(str(value))
