"""政词 zhengci: finds, explains and checks the abbreviations of Chinese policy documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhengci.api import Annotation, Explanation, annotate, explain, fix, lint, load
    from zhengci.glossary.opened import Glossary
    from zhengci.glossary.store import GlossaryError
    from zhengci.linting.finding import Finding

__version__ = "0.1.0"
__all__ = [
    "Annotation",
    "Explanation",
    "Finding",
    "Glossary",
    "GlossaryError",
    "annotate",
    "explain",
    "fix",
    "lint",
    "load",
]

_HOMES = {
    "Finding": "zhengci.linting.finding",
    "Glossary": "zhengci.glossary.store",
    "GlossaryError": "zhengci.glossary.store",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: ``import zhengci`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "zhengci.api")), name)
