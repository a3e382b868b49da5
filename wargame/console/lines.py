"""Reading and writing lines: questions with numbered answers, and words of the form field=value."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING
from typing import Any

from wargame.console.questions import question_of
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


GIVE_UP = ("cancel", "back")
"""What is typed to give up what is being composed."""


class Ended(Exception):
    """The input is over."""


async def answer(read: ReadLine, prompt: str) -> str:
    """One line; `cancel` or `back` gives up, and so does the end of the input, which is ctrl+d at a terminal.

    A terminal goes on after it; where the input is over for good, whoever reads next finds that out.
    """
    line = await read(prompt)
    if line is None or line.strip() in GIVE_UP:
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
    """One of the options for the field `name`, by number or by name; Enter takes the usual one, if there is one.

    Numbers stand for themselves, all else is numbered from 1. A wrong answer is asked again.
    """
    if len(options) == 1:
        return options[0]
    themselves = all(isinstance(option, int) for option in options)
    for number, option in enumerate(options, 1):
        lead = "" if themselves else f"{number} "
        write(f"  {lead}{words(option)}{' (Enter)' if option == usual else ''}")
    among = f"one of {', '.join(map(str, options))}" if themselves else f"a number from 1 to {len(options)}, or a name"
    standard = usual is not MISSING and usual in options
    while True:
        given = await answer(read, f"{question_of(name)} ({among}{', Enter for the usual' if standard else ''})? ")
        if not given and standard:
            return usual
        found = pick(given, options)
        if found is not MISSING:
            return found
        said = f"{as_given(given)} is none of these" if given else "nothing was given"
        write(f"{said}; give {among}; `cancel` gives up.")


async def read_field(
    read: ReadLine, write: WriteLine, name: str, domain: Domain, usual: Any = MISSING, shown: str = ""
) -> Any:
    """A number, words or a list for the field `name`; Enter takes the usual one. A wrong answer is asked again."""
    while True:
        typed = await answer(read, f"{question_of(name)}{'' if usual is MISSING else f' (Enter for {shown})'}? ")
        if not typed and usual is not MISSING:
            return usual
        try:
            return read_value(domain, typed, ())
        except ValueError as fault:
            write(f"{fault}; `cancel` gives up.")


def pick(given: str, options: Sequence[Any]) -> Any:
    """The option meant by a number or a name; MISSING if none is."""
    if given.isdigit() and not any(isinstance(option, int) for option in options):
        return options[int(given) - 1] if 1 <= int(given) <= len(options) else MISSING
    for option in options:
        if str("none" if option is None else option).lower() == given.lower().replace(" ", "_"):
            return option
    return MISSING


def close_to(word: str, options: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Of some options those that a word may have meant: what begins with it or holds it, else what resembles it."""
    known, given = list(options), word.lower()
    begun = [each for each in known if each.startswith(given)]
    held = begun or [each for each in known if len(given) > 2 and given in each]
    return tuple((held or difflib.get_close_matches(given, known, most, 0.6))[:most])


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
