"""Works out the wrong orders of a 固定提法 that lists members in a fixed one."""

from __future__ import annotations

import re
from itertools import permutations

_MARKS = re.compile("[、，]")
_LAST_JOINT = re.compile("(?<=.{2})[和与](?=.{2})")
#: Two words joined, and nothing else: 保障和改善|民生.
_JOINT = re.compile("([^、，和与]{2})([和与])([^、，和与]{2})")
#: Members that are so long are clauses of their own.
_CLAUSE = 4
#: With more members only neighbours are swapped.
_ALL_ORDERS = 3


def wrong_orders(phrase: str) -> list[str]:
    """Return `phrase` with its members in every other order (of many members: neighbours swapped); empty where it lists none.

    What stands before the first member or behind the last (毫不动摇|鼓励、支持、引导|非公有制经济发展) keeps its place.
    """
    parts = _parts(phrase) or _clauses(phrase) or _joined(phrase)
    if parts is None:
        return []
    head, members, joints, tail = parts
    if len(members) <= _ALL_ORDERS:
        orders = [list(order) for order in permutations(members)][1:]
    else:
        orders = []
        for at in range(len(members) - 1):
            order = list(members)
            order[at], order[at + 1] = order[at + 1], order[at]
            orders.append(order)
    return [head + "".join(member + joint for member, joint in zip(order, [*joints, ""], strict=True)) + tail for order in orders]


def _parts(phrase: str) -> tuple[str, list[str], list[str], str] | None:
    """Return what precedes the members, the members, what joins them, and what follows; ``None`` where there are none."""
    joints = _MARKS.findall(phrase)
    pieces = _MARKS.split(phrase)
    if not joints or len(set(joints)) > 1:
        return None  # no list, or a list of lists
    if joints[0] == "、":
        last = list(_LAST_JOINT.finditer(pieces[-1]))
        if len(last) == 1 and len(pieces) > 1:
            joint = last[0]
            pieces[-1:] = [pieces[-1][: joint.start()], pieces[-1][joint.end() :]]
            joints.append(joint[0])
    size = len(pieces[1]) if len(pieces) > 2 else min(map(len, pieces))
    if any(len(piece) != size for piece in pieces[1:-1]) or size < 2:
        return None  # members of different lengths: where the first begins cannot be told
    head, tail = pieces[0][: len(pieces[0]) - size], pieces[-1][size:]
    if len(pieces[0]) < size or len(pieces[-1]) < size or (len(pieces) == 2 and (head or tail)):
        return None
    members = [pieces[0][len(head) :], *pieces[1:-1], pieces[-1][:size]]
    return None if len(set(members)) < len(members) else (head, members, joints, tail)


def _clauses(phrase: str) -> tuple[str, list[str], list[str], str] | None:
    """Return as :func:`_parts` what a phrase of long members of different lengths lists; they stand by themselves."""
    joints, pieces = _MARKS.findall(phrase), _MARKS.split(phrase)
    if not joints or len(set(joints)) > 1 or min(map(len, pieces)) < _CLAUSE or len(set(pieces)) < len(pieces):
        return None
    return "", pieces, joints, ""


def _joined(phrase: str) -> tuple[str, list[str], list[str], str] | None:
    """Return as :func:`_parts` the two words that 和 or 与 joins, where each has two characters."""
    joints = list(_JOINT.finditer(phrase))
    if len(joints) != 1 or _MARKS.search(phrase):
        return None
    first, joint, second = joints[0].groups()
    if first == second:
        return None
    return phrase[: joints[0].start()], [first, second], [joint], phrase[joints[0].end() :]
