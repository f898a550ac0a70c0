"""Makes all plants of the bench: so many of each kind, and controls, the same for the same seed."""

from __future__ import annotations

import random

import expansions
import formulas
import listed
import near_misses
from field import Field
from plants import Copy, Draft, plant

#: Plants of each kind, and of confusables, of which there are more sorts.
EACH = 160
CONFUSABLES = 400


def drafts(field: Field, seed: int) -> list[Draft]:
    """Return all drafts; each maker draws from a generator of its own, so that a change of one leaves the others alone."""
    made: list[Draft] = []
    for number, (make, count) in enumerate((
        (near_misses.near_misses, EACH), (expansions.expansions, EACH), (listed.superseded_terms, EACH),
        (listed.former_names, EACH + 40), (formulas.formulas, EACH), (listed.discouraged_words, EACH + 40),
        (listed.confusables, CONFUSABLES), (expansions.expansion_controls, EACH), (listed.superseded_controls, EACH // 2),
        (listed.former_name_controls, EACH), (formulas.formula_controls, EACH), (listed.other_controls, EACH),
    )):  # fmt: skip
        made += make(field, count, random.Random(f"{seed}/{number}"))
    return made


def inject(field: Field, seed: int) -> list[Copy]:
    """Return copies of the reports with all drafts planted."""
    rng = random.Random(seed)
    made = drafts(field, seed)
    rng.shuffle(made)
    return plant(made, field.grounds, rng)
