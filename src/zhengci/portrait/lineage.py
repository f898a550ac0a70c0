"""What a concept came from and what came of it: its succession, and how its editions differ."""

from __future__ import annotations

from collections.abc import Callable

from zhengci.glossary.model import Concept, Edition


def succession(concept: Concept, find: Callable[[str], Concept | None]) -> list[Concept]:
    """Return `concept` with all that it took the place of and all that took its place, the earliest first.

    `find` returns the concept of an id.
    """
    found: dict[str, Concept] = {}
    for step in ("replaces", "replaced_by"):
        queue = [concept.id]
        while queue:
            name = queue.pop()
            known = find(name)
            if known and (name not in found or name == concept.id):
                found[name] = known
                queue += [other for other in getattr(known, step) if other != concept.id]
    return sorted(found.values(), key=lambda one: (one.editions[0].since or one.until, one.id))


def changes(edition: Edition, previous: Edition) -> str:
    """Return which members an edition has that the one before it had not, and the reverse, in words; empty for none."""
    return "；".join(
        f"{verb}{'、'.join(names)}"
        for verb, names in (("新增", _missing(edition, previous)), ("不再列", _missing(previous, edition)))
        if names
    )


def _missing(edition: Edition, other: Edition) -> list[str]:
    """Return the members of `edition` that `other` does not have in any wording."""
    there = {wording for part in other.parts for wordings in part.members for wording in wordings}
    return [
        wordings[0] for part in edition.parts for wordings in part.members if other.parts and there.isdisjoint(wordings)
    ]
