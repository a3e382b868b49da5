"""Small shapes in plain signs: how a number went, a word for it, and one line that shows who stands where."""

from __future__ import annotations

from collections.abc import Sequence

STEPS = "_.-=#"
"""From low to high; `?` stands for what is not known."""


def shape(values: Sequence[float | None]) -> str:
    """One sign a value, low to high within what is known: `_.-=#`; level values are all `-`.

    What is not known (None) is `?`.
    """
    known = [value for value in values if value is not None]
    if not known:
        return "?" * len(values)
    low, high = min(known), max(known)
    if high - low < 1e-9:
        return "".join("?" if value is None else "-" for value in values)
    top = len(STEPS) - 1
    return "".join("?" if value is None else STEPS[round(top * (value - low) / (high - low))] for value in values)


BLOCKS = "▁▂▃▄▅▆▇█"
"""From low to high, for a screen; `·` stands for what is not known."""


def blocks(values: Sequence[float | None], least: float = 0.0, wide: int = 1) -> str:
    """The same in blocks of eight heights, each `wide` cells; `·` for what is not known (None).

    Values that span less than `least` are drawn as if they did, so that a small move looks small.
    """
    known = [value for value in values if value is not None]
    if not known:
        return "·" * (len(values) * wide)
    low, high = min(known), max(known)
    span = max(high - low, least, 1e-9)
    low -= (span - (high - low)) / 2
    top = len(BLOCKS) - 1
    return "".join((BLOCKS[round(top * (v - low) / span)] if v is not None else "·") * wide for v in values)


def cut(word: str, width: int) -> str:
    """A word in at most so many letters, with a mark where some are left out."""
    return word if len(word) <= width else f"{word[: width - 1]}…"


def trend(values: Sequence[float | None], small: float = 0.5) -> str:
    """rising, falling, level, up and down, or not known before.

    From the first known value to the last: it rises or falls if it moves by more than `small`, in the unit of the
    values.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return "not known before"
    move = known[-1] - known[0]
    if abs(move) > small:
        return "rising" if move > 0 else "falling"
    return "level" if max(known) - min(known) <= 2 * small else "up and down"


def scale(width: int, high: int = 100, step: int = 10) -> tuple[str, str]:
    """Two lines: the numbers of a scale from 0, and its marks; `width` cells are the whole range."""
    numbers, marks = [" "] * (width + 4), ["-"] * (width + 1)
    for value in range(0, high + 1, step):
        at = round(value * width / high)
        marks[at] = "|"
        for offset, sign in enumerate(str(value)):
            numbers[at + offset] = sign
    return "".join(numbers).rstrip(), "".join(marks)


def strip(places: Sequence[tuple[str, float, bool]], width: int, high: float = 100) -> list[str]:
    """Letters over a scale from 0 to `high`; estimates in brackets. What would cover another goes on a further line.

    `places` are (letter, value, whether it is an estimate); `width` cells are the whole range.
    """
    lines: list[list[str]] = []
    for letter, value, estimated in sorted(places, key=lambda place: place[1]):
        mark = f"({letter})" if estimated else letter
        at = max(0, round(value * width / high) - (1 if estimated else 0))
        for line in lines:
            if all(sign == " " for sign in line[max(0, at - 1) : at + len(mark) + 1]):
                break
        else:
            line = [" "] * (width + 4)
            lines.append(line)
        line[at : at + len(mark)] = mark
    return ["".join(line).rstrip() for line in lines]
