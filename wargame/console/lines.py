"""Reading and writing lines: questions with numbered answers, and words of the form field=value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import MISSING
from typing import Any

from wargame.core.domains import Domain
from wargame.core.ids import ModelId, SeatId
from wargame.core.plain_text import as_given
from wargame.present import clause_fields

ReadLine = Callable[[str], Awaitable[str | None]]
"""Shows a prompt and gives the next line, or None at the end of input."""
WriteLine = Callable[[str], None]

USUAL: Mapping[str, Any] = {
    **clause_fields.USUAL,
    "level": 1,
    "amount": 1,
    "volume": 1,
    "control": "kept",
    "ends": None,
    "backs": None,
}
"""What a field is if one presses Enter."""


class Cancelled(Exception):
    """The person gave up on what was being composed; nothing of it is kept."""


class Ended(Exception):
    """The input is over."""


async def answer(read: ReadLine, prompt: str) -> str:
    """One line; `cancel` gives up."""
    line = await read(prompt)
    if line is None:
        raise Ended
    if line.strip() == "cancel":
        raise Cancelled
    return line.strip()


async def choose(
    read: ReadLine,
    write: WriteLine,
    name: str,
    options: Sequence[Any],
    usual: Any = MISSING,
    words: Callable[[Any], str] = str,
) -> Any:
    """One of the options, by number or by name; Enter takes the usual one. A wrong answer is asked again."""
    if len(options) == 1:
        return options[0]
    for number, option in enumerate(options, 1):
        write(f"  {number} {words(option)}{' (Enter)' if option == usual else ''}")
    while True:
        given = await answer(read, f"{name}? ")
        if not given and usual is not MISSING and usual in options:
            return usual
        found = pick(given, options)
        if found is not MISSING:
            return found
        write(f"{as_given(given)} is none of these; give a number from 1 to {len(options)}, a name, or cancel.")


def pick(given: str, options: Sequence[Any]) -> Any:
    """The option meant by a number or a name; MISSING if none is."""
    if given.isdigit() and not any(isinstance(option, int) for option in options):
        return options[int(given) - 1] if 1 <= int(given) <= len(options) else MISSING
    for option in options:
        if str("none" if option is None else option).lower() == given.lower().replace(" ", "_"):
            return option
    return MISSING


def pairs(words: Sequence[str]) -> dict[str, str]:
    """`field=value` words as a mapping; others are left out."""
    return dict(word.split("=", 1) for word in words if "=" in word)


def offered(domain: Domain, seats: Sequence[SeatId], models: Sequence[ModelId]) -> Sequence[Any]:
    """Every value that a field can take; empty if it is a number, a text or a list."""
    values = () if domain.many else domain.among(seats, models)
    return (*values, None) if domain.nullable else values


def read_value(domain: Domain, given: str, options: Sequence[Any]) -> Any:
    """A value from its text; ValueError says what would be accepted."""
    if options:
        found = pick(given, options)
        if found is MISSING:
            raise ValueError(
                f"{as_given(given)} is none of {', '.join('none' if o is None else str(o) for o in options)}"
            )
        return found
    if domain.many:
        allowed = domain.values
        values = tuple(dict.fromkeys(word.strip() for word in given.replace("+", ",").split(",") if word.strip()))
        if values == ("all",) and allowed:
            return allowed
        strange = [value for value in values if allowed and value not in allowed]
        if strange:
            raise ValueError(f"{as_given(strange[0])} is none of {', '.join(allowed)}; several are joined by commas")
        return values
    if domain.kind == "integer":
        if not given.lstrip("-").isdigit():
            raise ValueError(f"{as_given(given)} is no whole number")
        return int(given)
    return given
