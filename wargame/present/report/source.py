"""What a report is told from: one viewer's story of a game, and on which lines of the record things stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from wargame.core.ids import CONTROL, PUBLIC, SeatId
from wargame.core.setting import Setting
from wargame.core.telling import Telling, ToldEvent
from wargame.core.words import Namer
from wargame.present.report.document import ReportSentence
from wargame.review.story import Story
from wargame.review.story_parts import StoryMoment
from wargame.rules.base.rulebook import Rulebook
from wargame.transcript.consent import refused_seats
from wargame.transcript.verify import Replayed


@dataclass(frozen=True)
class ReportSource:
    """A game as one viewer may tell it."""

    game: Replayed
    story: Story
    missing: str = ""
    """What of the record is not told, and why; empty if all of it is."""
    thoughts: bool = False
    """Whether control's report tells what seats thought, which the instructor's word opens."""

    @property
    def setting(self) -> Setting:
        """The table."""
        return self.game.sequence.book.setting

    @property
    def book(self) -> Rulebook:
        """The rules."""
        return self.game.sequence.book

    @property
    def telling(self) -> Telling:
        """All that the viewer was told."""
        return self.story.telling

    @property
    def viewer(self) -> str:
        """A seat, `control` or `public`."""
        return self.telling.viewer

    @property
    def truth(self) -> bool:
        """Whether everything may be told."""
        return self.viewer == CONTROL

    def hears(self, seat: SeatId) -> bool:
        """Whether what a seat planned may be told: to itself, and to control where it was opened and nobody refused."""
        return seat == self.viewer or (self.truth and self.thoughts and seat not in self.refused)

    @cached_property
    def refused(self) -> tuple[SeatId, ...]:
        """Seats whose people have said that what they wrote in private is not to be shown.

        SpecError if what they said cannot be read.
        """
        return refused_seats(self.game.record)

    @property
    def you(self) -> SeatId:
        """The seat that is spoken to; empty for control and the public."""
        return SeatId("" if self.viewer in (CONTROL, PUBLIC) else self.viewer)

    @property
    def seats(self) -> tuple[SeatId, ...]:
        """Seats of which more is told than the public knows: all for control, else the viewer's own."""
        seated = tuple(seat.id for seat in self.setting.seats if seat.seated)
        return seated if self.truth else tuple(seat for seat in seated if seat == self.viewer)

    @property
    def name(self) -> Namer:
        """Names of seats and models as the viewer knows them."""
        return self.story.name

    @cached_property
    def ends(self) -> Mapping[int, int]:
        """The last line of each turn."""
        return {entry.turn: entry.n for entry in self.game.record.entries}

    @cached_property
    def begins(self) -> Mapping[int, int]:
        """The first line of each turn, as it was last played."""
        found: dict[int, int] = {}
        turn = -1
        for entry in self.game.record.entries:
            if entry.turn != turn:
                turn = entry.turn
                found[turn] = entry.n
        return found

    def line(self, told: ToldEvent) -> int:
        """The line of an event."""
        return self.story.lines[str(told.number)]

    def moment_lines(self, moment: StoryMoment) -> tuple[int, ...]:
        """The lines of a moment: of what says most plainly what it came to, then of the rest."""
        return tuple(dict.fromkeys((self.line(self.telling.told[moment.lead]), *moment.lines)))

    def sentences(self, told: Iterable[ToldEvent]) -> list[ReportSentence]:
        """Events in the rules' own sentences."""
        return [ReportSentence(f"Turn {each.seen.turn}: {each.seen.text}", (self.line(each),)) for each in told]
