"""A screen over a record: its lines are found first, and drawn; then its game is played again behind the screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from wargame.errors import WargameError
from wargame.review.timeline import Timeline
from wargame.review.walk import Walk
from wargame.transcript.line_index import LineIndex, index_of
from wargame.ui.widgets.screen_frame import FramedScreen

if TYPE_CHECKING:
    from wargame.core.setting import Setting
    from wargame.review.position import Positions


LINE = re.compile(r"line (\d{1,12}): ")
TRIES = 3
"""How often a damaged record is played again up to an earlier line."""


class RecordScreen(FramedScreen):
    """Subclasses say what to show at each of the two moments."""

    def __init__(self, path: Path, turn: int | None) -> None:
        """Of this record, from the end of a turn or the opening."""
        super().__init__()
        self.path = path
        self.walk: Walk | None = None
        """None until the record's lines are found."""
        self.setting: Setting | None = None
        """None until the game has been played again."""
        self.first_line = 0
        """The line at which to begin instead; 0 to go by the turn."""
        self._turn = turn
        self._index: LineIndex | None = None

    def show_lines(self) -> None:
        """The lines are found: `self.walk` stands."""

    def show_played(self, said: str) -> None:
        """The game has been played again: views are there; `said` is worth telling."""

    def show_unplayed(self, why: str) -> None:
        """The game cannot be played again, and its lines are all that there is."""
        self.say(why, fault=True)

    def on_unmount(self) -> None:
        if self._index is not None:
            self._index.close()

    @work(thread=True, exclusive=True, group="reading", exit_on_error=False)
    def find(self) -> None:
        """Find the lines of the record."""
        found: Timeline | str
        try:
            found = Timeline(index_of(self.path, damaged=True))
        except (WargameError, OSError) as fault:
            found = str(fault).replace(str(self.path), self.path.name)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take_lines, found)

    def _take_lines(self, found: Timeline | str) -> None:
        if isinstance(found, str):
            self.say(found, fault=True)
            return
        self._index = found.index
        if found.events == 0:
            self.say("nothing has happened in this game yet", fault=True)
            return
        first = found.of_line(self.first_line) if self.first_line else found.last_of(self._turn or 0)
        self.walk = Walk(found, step=first, reads_decisions=False)
        undone = f"; {found.undone} steps of undone turns are left out" if found.undone else ""
        if found.index.torn:
            undone = f"; {found.index.torn}{undone}"
        self.say(f"{len(found)} steps{undone}; the game is being played again for what was known at each")
        self.show_lines()
        self.call_after_refresh(self._play)

    @work(thread=True, exclusive=True, group="playing", exit_on_error=False)
    def _play(self) -> None:
        from wargame.review.position import Positions
        from wargame.transcript.verify import replay

        index = self._index
        assert index is not None
        found: Positions | str
        unreadable, why = index.unreadable(), "it is damaged"
        for _ in range(TRIES):
            try:
                found = Positions(replay(index.transcript(unreadable and unreadable - 1)))
                break
            except (WargameError, OSError) as fault:
                found = f"only its lines can be shown: {fault}"
                if (line := LINE.match(str(fault))) is None or int(line[1]) < 3:
                    break
                unreadable, why = int(line[1]), str(fault).removeprefix(line[0])
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take_game, found, unreadable, why)

    def _take_game(self, found: Positions | str, torn: int | None, why: str) -> None:
        walk, index = self.walk, self._index
        if walk is not None:
            walk.reads_decisions = True
        if isinstance(found, str) or walk is None or index is None:
            self.show_unplayed(str(found))
            return
        if torn is not None and torn <= len(index):
            index.cut(torn, why)
            walk = self.walk = Walk(Timeline(index), step=walk.step)
            walk.step = min(walk.step, len(walk.timeline) - 1)
        recorded, line = walk.timeline.events, walk.timeline
        last = found.at(recorded).event if len(found) >= recorded else ""
        if line.look(line.of_event(recorded))[0] != last:
            said = f"{len(found)} events come of its decisions, and {recorded} are recorded: prove it first"
            self.show_unplayed(f"only its lines can be shown: {said}")
            return
        walk.positions, self.setting = found, found.game.sequence.book.setting
        undone = f", {walk.timeline.undone} of undone turns left out" if walk.timeline.undone else ""
        torn_at = f"{index.torn}; " if index.torn else ""
        said = f"{torn_at}{len(walk.timeline)} steps{undone}; played again, not proved: `wargame verify` proves it"
        self.show_played(said)
