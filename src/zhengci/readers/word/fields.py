"""Follows the fields of a Word document (ECMA-376 Part 1, 17.16): instructions are no text, results are."""

from __future__ import annotations

from zhengci.patterns import lazy

_TOC = lazy(r"\s*TOC\b")
#: What a field is stands at the beginning of its instruction.
_ENOUGH = 32


class Fields:
    """The fields that are open at a place of the walk."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []  # instruction, and whether its result has begun
        self._instructions = self._tables = 0

    @property
    def shows_text(self) -> bool:
        """Whether what stands here is text: in no instruction, not even in the result of a field within one."""
        return not self._instructions

    @property
    def is_contents(self) -> bool:
        """Whether this is in a table of contents."""
        return self._tables > 0

    def begin(self, instruction: str = "") -> None:
        """Open a field; its instruction follows, unless it is given."""
        self._open.append((instruction[:_ENOUGH], False))
        self._instructions += 1

    def instruct(self, text: str) -> None:
        """Take a piece of the instruction of the field that was opened last."""
        if self._open:
            instruction, has_result = self._open[-1]
            self._open[-1] = (instruction + text)[:_ENOUGH] if len(instruction) < _ENOUGH else instruction, has_result

    def separate(self) -> None:
        """Go on from a field's instruction to its result."""
        if self._open and not self._open[-1][1]:
            instruction = self._open[-1][0]
            self._open[-1] = instruction, True
            self._instructions -= 1
            self._tables += bool(_TOC.match(instruction))

    def end(self) -> None:
        """Close the field that was opened last."""
        if self._open:
            instruction, has_result = self._open.pop()
            if has_result:
                self._tables -= bool(_TOC.match(instruction))
            else:
                self._instructions -= 1
