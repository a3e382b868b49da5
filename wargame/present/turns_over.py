"""Which turns are over, and how many pages of results whoever sits at a seat is to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.present.marks import Marks

if TYPE_CHECKING:
    from wargame.players.base import Ask
    from wargame.present.measured import Measured
    from wargame.review.story import Story
    from wargame.table.chair import Chair


def over_turn(chair: Chair, *, ended: bool = False) -> int:
    """The last turn of which everything has happened; 0 in the first. `ended` says that no turn follows."""
    clock = chair.clock()
    return clock.turn if ended or clock.phase in ("news", "end") else clock.turn - 1


def pages(chair: Chair) -> int:
    """How many pages of results there are: one for each turn that is over, and the last one when the game is."""
    return over_turn(chair) + (chair.clock().phase == "end")


def something_to_show(chair: Chair) -> bool:
    """Whether a result has not been shown at this seat, or turns were taken back and it was not told."""
    marks = Marks.of(chair.draft)
    return pages(chair) > marks.result or chair.undone > marks.undone


class KeptStory:
    """A seat's story of its game, made anew only when something has happened since."""

    def __init__(self, chair: Chair, measured: Measured | None) -> None:
        """Nothing is told yet; `measured` says how far numbers usually move, where it is known."""
        self._chair, self._measured = chair, measured
        self._story: Story | None = None

    def now(self, ask: Ask) -> Story:
        """What the seat may tell of the game so far."""
        from wargame.review.spreads import usual_spread
        from wargame.review.story import Story

        telling = self._chair.telling()
        if self._story is None or self._story.telling is not telling:
            self._story = Story(telling, ask.book, self._measured.spread if self._measured else usual_spread)
        return self._story
