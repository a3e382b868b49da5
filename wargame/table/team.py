"""The people of one seat among themselves: what they say to each other, who would decide otherwise, who hands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wargame.core.moves import Decision
from wargame.table.people import Person


@dataclass(frozen=True, slots=True)
class TeamLine:
    """Something that one of a seat's people said to the others."""

    turn: int
    """The turn in whose answer it is kept, or will be."""
    handle: str
    """Who said it; the seat's own id where somebody spoke for all at one keyboard."""
    text: str


@dataclass(frozen=True, slots=True)
class Team:
    """What the people of a seat know of each other. Nobody else at the table but control is told any of it."""

    handle: str | None = None
    """Who sits at this chair; None where one keyboard is shared by all of the seat."""
    people: tuple[Person, ...] = ()
    """The people of the seat, the one who hands in first; empty where nobody was named."""
    lines: tuple[TeamLine, ...] = ()
    """What they have said to each other in the whole game, as far as it stands, oldest first."""
    against: tuple[tuple[str, str], ...] = ()
    """Who would decide otherwise this time, by handle, and why."""
    away: tuple[str, ...] = ()
    """Who of the others has no desk open, by handle, as far as this is known: in a room whose people join."""

    @property
    def shared(self) -> bool:
        """Whether several people sit on the seat."""
        return len(self.people) > 1

    @property
    def leads(self) -> bool:
        """Whether whoever sits here may hand in."""
        return self.handle is None or not self.people or self.people[0].handle == self.handle

    @property
    def lead(self) -> str:
        """The name of the one who hands in; empty where nobody was named."""
        return self.people[0].name if self.people else ""

    @property
    def led_by(self) -> str:
        """The handle of the one who hands in; empty where nobody was named."""
        return self.people[0].handle if self.people else ""

    @property
    def lead_away(self) -> bool:
        """Whether the one who hands in has no desk open."""
        return self.led_by in self.away

    def name_of(self, handle: str) -> str:
        """The name of somebody of the seat; the handle itself where nobody has it any more."""
        return next((person.name for person in self.people if person.handle == handle), handle)

    def own_objection(self) -> str:
        """What whoever sits here would do otherwise; empty if nothing was said."""
        return dict(self.against).get(self.handle or "", "")


ALONE = Team()
"""Nobody by name, as where one person plays."""


def lines_of(made: Iterable[Decision], unsent: Sequence[str], turn: int) -> tuple[TeamLine, ...]:
    """What was said, from a seat's decisions in their order, and what waits for the next one, which is of `turn`."""
    told = [(each.turn, said) for each in made for said in each.discussion]
    told += [(turn, said) for said in unsent]
    return tuple(TeamLine(of, who, text) for of, (who, _, text) in ((of, said.partition(": ")) for of, said in told))


def speaker(text: str, people: Sequence[Person]) -> tuple[str | None, str]:
    """Whose words a line typed at a shared keyboard is, and the words: `Ben: text` is Ben's where Ben sits there."""
    name, colon, words = text.partition(":")
    known: Mapping[str, str] = {
        called.casefold(): person.handle for person in people for called in (person.name, person.handle)
    }
    handle = known.get(name.strip().casefold())
    return (handle, words.strip()) if handle and colon and words.strip() else (None, text.strip())
