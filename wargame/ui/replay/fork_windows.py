"""Windows of a fork: what is to be otherwise and how often, how far the games are, and what it came to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.present.fork_choices import TIMES, ForkChoice
from wargame.present.rows import ListRow
from wargame.ui.replay.windows import RowsPage
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.window import Confirm


class ForkPage(RowsPage):
    """What could be otherwise at the decision where one stands, and how often both games go on."""

    HELP = """\
Enter goes on from here with what is under the cursor changed. + and - set how often: each time both go on, the game as
it was and the game with the change, under the same chance; the first time that of the record, then other dice.
From here on scripts play: doctrines of the record keep their settings, and people and models are followed by the
doctrine of their seat. The record stays as it is. `wargame fork` can change more: orders, a parameter, an inject."""
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "go on"), ("+ -", "how often"), ("esc", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "often(1)", "more often", show=False),
        Binding("minus", "often(-1)", "less often", show=False),
    ]

    def __init__(self, decision: str, choices: Sequence[ForkChoice]) -> None:
        """At a decision, in words; with these choices."""
        rows = [ListRow(((f"{each.what:<8}", "bold"),), each.words, str(at)) for at, each in enumerate(choices)]
        super().__init__("", rows)
        self._decision, self._often = decision, 0

    @property
    def times(self) -> int:
        """How often both games go on."""
        return TIMES[self._often]

    def begin(self) -> None:
        """Fill it."""
        super().begin()
        self._entitle()

    def action_often(self, way: int) -> None:
        """More or less often."""
        self._often = min(max(self._often + way, 0), len(TIMES) - 1)
        self._entitle()

    def _entitle(self) -> None:
        often = (
            "once, under the dice of the record" if self.times == 1 else f"{self.times} times, each under other dice"
        )
        self.query_one(".title", Words).say(f"WHAT IF, at: {self._decision}\nBoth games go on {often}.")


class ForkRunning(Confirm):
    """Games are being played; escape stops them."""

    HELP = "Escape stops after the game under way; forks that are complete stay beside the record."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "wait", "wait", show=False),
        Binding("n,escape", "close", "stop", show=False),
    ]

    def __init__(self, what: str, games: int, stop: Callable[[], None]) -> None:
        """Of this change, over so many games; `stop` is called when it is to stop."""
        super().__init__(f"WHAT IF: {what}", f"game 0 of {games}", "wait")
        self._stop = stop

    def inside(self) -> Iterator[Widget]:
        """How far the games are."""
        yield Words(self._text, id="games")

    def begin(self) -> None:
        """Write what is being done."""
        super().begin()
        self.show_keys((("esc", "stop"),))

    def done(self, games: int, of: int) -> None:
        """So many games have been played."""
        if self.is_attached:
            self.query_one("#games", Words).say(f"game {games} of {of}")

    def action_wait(self) -> None:
        """Nothing: the window closes when the games are over."""

    def action_close(self) -> None:
        """Stop, and close as soon as the game under way is over."""
        self._stop()
        self.say("it stops after the game under way")


class ForkedPage(RowsPage):
    """What a fork came to; enter on the last row opens the game with the change."""

    HELP = """\
Each number at the end of the games: as it was, with the change, and the difference; with several pairs their means, and
the interval in which the mean difference lies with 95 %. Enter on the last row opens the game with the change."""
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("end enter", "open the fork"), ("esc", "close"))


class TreePage(RowsPage):
    """The tree of games that leave one another; the cursor begins on one that can be gone to."""

    HELP = """\
Each game stands under the one that it leaves: the line at which it does, what is changed there, the seed by which its
dice fall, the name of its record. Enter goes to the same place there, or to the line at which the two part. Only
records of this folder are known; a game whose record was moved away is told as missing."""

    def begin(self) -> None:
        """Fill it."""
        super().begin()
        first = next((row.key for row in self._rows if row.key), "")
        if first:
            self.query_one(Lines).go_to_key(first)
