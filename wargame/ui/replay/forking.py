"""Forks from the replay: the decision where one stands is changed, both games go on, and what it came to is shown.

And the tree of games that leave one another, as far as their records lie in one folder.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from wargame.core.ids import SeatId
from wargame.errors import WargameError
from wargame.ui.replay.marking import MarkingScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from wargame.paired.forks import Forked
    from wargame.present.fork_choices import ForkChoice
    from wargame.ui.replay.fork_windows import ForkRunning

BRANCHES = "THE TREE OF GAMES THAT LEAVE ONE ANOTHER; enter goes to the same place there"
ALONE = "no record beside this one is its parent or a branch of it; W makes a branch at a decision"
NO_DECISION = "a fork leaves the game at a decision: d goes to the next one"
TRUTH_ALONE = "a fork tells the truth of what would have been: 0 shows the truth, g ends a guess"


class Stopped(Exception):
    """The games were stopped."""


class ForkingScreen(MarkingScreen):
    """A place with its notes, pages, review and marks, from which the game can go on otherwise."""

    _fork_stops = False

    def open_record(self, path: Path, line: int) -> None:
        """Go to a line of another record; subclasses say how."""
        raise NotImplementedError

    # the tree

    def action_branches(self) -> None:
        """Draw the tree of records in this folder to which this one belongs."""
        from wargame.present.replay_branches import branch_rows
        from wargame.transcript.relatives import family
        from wargame.ui.replay.fork_windows import TreePage

        walk, found = self.walk, family(self.path)
        if walk is None or len(found) < 2:
            self.say(ALONE, fault=True)
            return
        page = TreePage(BRANCHES, branch_rows(found, walk.name))

        def chosen(at: str | None) -> None:
            kin = found[int(at)] if at else None
            if kin is not None and kin.path is not None:
                self.open_record(kin.path, min(walk.timeline.lines[walk.step], kin.shared))

        self.app.push_screen(page, chosen)

    # a fork

    def action_fork(self) -> None:
        """Ask what is to be otherwise at the decision where one stands."""
        walk = self.walk
        if walk is None or walk.positions is None:
            self.say("a moment: the game is still being played again", fault=True)
            return
        step = walk.here()
        if not walk.sees_ahead:
            self.say(TRUTH_ALONE, fault=True)
        elif step is None or walk.timeline.kind(step) != "decision":
            self.say(NO_DECISION, fault=True)
        else:
            self._ask_fork(step)

    def _ask_fork(self, step: int) -> None:
        from wargame.present.fork_choices import fork_choices
        from wargame.present.replay_rows import decided
        from wargame.transcript.entry_values import decision_of
        from wargame.ui.replay.fork_windows import ForkPage
        from wargame.ui.widgets.panes import whole_words

        walk = self.walk
        assert walk is not None
        assert walk.positions is not None
        assert walk.names is not None
        entry = walk.timeline.entry(step)
        made = decision_of(entry)
        place = walk.positions.at(max(1, walk.timeline.numbers[step]))
        known = walk.positions.view(place, SeatId(made.seat))
        choices = fork_choices(made, entry, known, walk.names, made.player)
        line = walk.timeline.lines[step]
        said = whole_words(decided(made, walk.name, walk.names.bargain), 160)
        page = ForkPage(f"line {line}, {said}", choices)

        def chosen(at: str | None) -> None:
            if at:
                self._begin_fork(line, choices[int(at)], page.times)

        self.app.push_screen(page, chosen)

    def _begin_fork(self, line: int, choice: ForkChoice, times: int) -> None:
        from wargame.ui.replay.fork_windows import ForkRunning

        self._fork_stops = False
        window = ForkRunning(choice.words, 2 * times, self._stop_fork)
        self.app.push_screen(window)
        self._play_fork(line, choice, times, window)

    def _stop_fork(self) -> None:
        self._fork_stops = True

    @work(thread=True, exclusive=True, group="forking", exit_on_error=False)
    def _play_fork(self, line: int, choice: ForkChoice, times: int, window: ForkRunning) -> None:
        from wargame.paired.forks import fork, going_on
        from wargame.present.fork_choices import free_place
        from wargame.present.fork_rows import WORLD
        from wargame.transcript.branch import Seated
        from wargame.transcript.reading import read

        def told(done: int, of: int) -> None:
            if self._fork_stops:
                raise Stopped
            self.app.call_from_thread(window.done, done, of)

        found: Forked | str
        try:
            record = read(self.path, mend=True)
            players = dict(going_on(record, "scripted"))
            if isinstance(choice.change, Seated):
                players.pop(choice.change.seat, None)
            out = free_place(self.path, line, times)
            found = fork(record, choice.change, out, times=times, players=players, variables=WORLD, progress=told)
        except Stopped:
            found = "stopped; forks that were complete stay beside the record"
        except (WargameError, OSError) as fault:
            found = str(fault)
        self.app.call_from_thread(self._forked, found, times, line, window)

    def _forked(self, found: Forked | str, times: int, line: int, window: ForkRunning) -> None:
        from wargame.present.fork_rows import forked_rows
        from wargame.ui.replay.fork_windows import ForkedPage

        if window.is_attached:
            window.dismiss(None)
        if isinstance(found, str) or self.setting is None:
            self.say(str(found), fault=True)
            return
        rows = forked_rows(found, self.setting, times)
        open_fork: Callable[[str | None], None] = partial(self._open_fork, found.files[0], line)
        self.app.push_screen(ForkedPage("WHAT IT CAME TO; the game itself stays as it is", rows), open_fork)

    def _open_fork(self, path: Path, line: int, wanted: str | None) -> None:
        if wanted:
            self.open_record(path, line)
