"""People at a table: names, roles and what each role may do, and the words by which seats let people in."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from wargame.core.ids import SeatId
from wargame.errors import SpecError

PersonRole = Literal["owner", "controller", "white_cell", "scribe", "observer", "player"]
ROLES: tuple[PersonRole, ...] = get_args(PersonRole)

Right = Literal["world", "rule", "speak", "clock", "seats", "vote", "note", "see"]
"""world: change state or story; rule: arguments; speak: as control; clock: time; seats: players and people;
vote; note: notes and bookmarks; see: the truth."""

_ALL: frozenset[Right] = frozenset(get_args(Right))
RIGHTS: Mapping[PersonRole, frozenset[Right]] = {
    "owner": _ALL,
    "controller": _ALL,
    "white_cell": frozenset(("rule", "speak", "vote", "note", "see")),
    "scribe": frozenset(("note", "see")),
    "observer": frozenset(),
    "player": frozenset(),
}
"""What each role may do. In research mode the owner keeps clock, seats and notes only."""
IN_RESEARCH: frozenset[Right] = frozenset(("clock", "seats", "note"))


def rights(role: PersonRole, research: bool) -> frozenset[Right]:
    """What a role may do at this table: in a study (`research`) whoever owns it does not steer it. Raises nothing."""
    return RIGHTS[role] & IN_RESEARCH if research and role == "owner" else RIGHTS[role]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room. The record knows the handle alone; the name stays in the session file."""

    handle: str
    name: str
    role: PersonRole
    seat: SeatId | None = None


LONGEST_NAME = 40
"""Letters of the name of a person."""


def unfit_name(name: str) -> str:
    """Why nobody can be called this at a table, in a sentence; empty if somebody can."""
    if name.isprintable() and len(name) <= LONGEST_NAME:
        return ""
    shown = name if len(name) <= LONGEST_NAME else f"{name[:20]}…"
    return f"{shown!r}: a name has at most {LONGEST_NAME} letters, all of which can be shown on one line"


@dataclass(frozen=True, slots=True)
class Word:
    """A seat's word as it is kept: salted and hashed, never itself."""

    salt: str
    hash: str


def hidden(word: str) -> Word:
    """A word made fit for keeping, with a fresh salt: the same word twice gives two different values.

    Blanks around it and case do not count, and any text will do. Costs what `matches` costs.
    """
    salt = secrets.token_bytes(16)
    return Word(salt.hex(), _digest(word, salt))


def matches(word: str, kept: Word) -> bool:
    """Whether this is the word; blanks around it and case do not count.

    It is slow on purpose (scrypt, 16 MB), and as slow for a wrong word as for the right one. ValueError if `kept` was
    not made by `hidden`.
    """
    return hmac.compare_digest(_digest(word, bytes.fromhex(kept.salt)), kept.hash)


def same_word(one: str, other: str) -> bool:
    """Whether two words that were typed are one; blanks around them and case do not count."""
    return one.strip().casefold() == other.strip().casefold()


def _digest(word: str, salt: bytes) -> str:
    return hashlib.scrypt(word.strip().casefold().encode(), salt=salt, n=2**14, r=8, p=1).hex()


def objections(text: str, people: Sequence[Person]) -> dict[str, str]:
    """Who of a seat would decide otherwise and why, by handle, from lines `NAME: why`.

    SpecError if a line names nobody of the seat or gives no reason.
    """
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, why = line.partition(":")
        who = next((p for p in people if name.strip().casefold() in (p.name.casefold(), p.handle.casefold())), None)
        if who is None or not colon or not why.strip():
            names = ", ".join(person.name for person in people) or "nobody by name"
            raise SpecError(f"{line[:40]!r}: write NAME: why, one line for each person; on this seat: {names}")
        found[who.handle] = why.strip()
    return found
