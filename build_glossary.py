"""Hatch build hook: compiles the glossary into the wheel, so that no user's first run has to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GlossaryBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts ``zhengci/data/glossary.bin`` into the wheel; an editable install compiles on first use instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the glossary of this checkout."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from zhengci.glossary.store import build

        target = Path(self.directory) / "glossary.bin"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(build())
        build_data["force_include"][str(target)] = "zhengci/data/glossary.bin"
