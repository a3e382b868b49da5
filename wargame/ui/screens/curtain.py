"""The curtain: an empty screen between two seats. It knows names and standings, and never looks through a chair."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from wargame.core.ids import SeatId
from wargame.ui.held import RULING
from wargame.ui.panes import Words

if TYPE_CHECKING:
    from wargame.ui.app import WargameApp
    from wargame.ui.sitting import Sitting


class Curtain(Screen[None]):
    """Nothing private: who is next, and how that seat opens its desk."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "press", "enter twice", show=False),
        Binding("left,up", "choose(-1)", "another seat", show=False),
        Binding("right,down", "choose(1)", "another seat", show=False),
    ]

    def __init__(self, sitting: Sitting, following: SeatId) -> None:
        """For this terminal; the seat that should sit down next."""
        super().__init__()
        self._sitting, self._next = sitting, following
        self._pressed = 0

    def compose(self) -> ComposeResult:
        """A few words in the middle, and a line for the seat word."""
        with Vertical(id="curtain"):
            yield Words("THE SCREEN IS CLEARED", id="cleared")
            yield Words(id="next")
            yield Words(id="how")
            yield Input(password=True, compact=True, placeholder="seat word", id="word")
            yield Words(id="fault")
            yield Words("left and right choose another seat; the first page says what changed since your last turn")

    def on_mount(self) -> None:
        """Say who is next, and go on looking whether someone owes an answer."""
        self._ask()
        self.set_interval(1, self._watch)

    def _watch(self) -> None:
        owing, idle = self._sitting.owing(), self._next in self._sitting.chairs and not self._sitting.owes(self._next)
        if owing and idle and not self.query_one("#word", Input).value:
            self._next = owing
            self._ask()
        else:
            self._say()

    def _say(self) -> None:
        sitting, clock = self._sitting, self._sitting.clock()
        name = sitting.names[self._next]
        ruling = clock is not None and clock.phase == "adjudication"
        done = self._next in sitting.chairs and not sitting.owes(self._next) and not ruling
        state = f" ({RULING})" if ruling else " (its answer is in)" if done else ""
        when = f"Turn {clock.turn}, {clock.phase}.   " if clock else ""
        self.query_one("#next", Words).say(f"{when}Next: {name.upper()}{state}")
        worded = self._sitting.has_word(self._next)
        once = "ENTER once more" if self._pressed else "ENTER twice"
        how = "type your seat word, then press ENTER." if worded else f"press {once}."
        self.query_one("#how", Words).say(f"Everybody else: please look away.   {name}: {how}")

    def _ask(self) -> None:
        self._pressed = 0
        word = self.query_one("#word", Input)
        word.value = ""
        word.display = self._sitting.has_word(self._next)
        self.query_one("#fault", Words).say("")
        if word.display:
            word.focus()
        else:
            self.set_focus(None)
        self._say()

    def action_choose(self, way: int) -> None:
        """Another seat sits down."""
        seats = list(self._sitting.places)
        self.choose(seats[(seats.index(self._next) + way) % len(seats)])

    def choose(self, place: SeatId) -> None:
        """This one sits down."""
        self._next = place
        self._ask()

    def on_key(self, event: events.Key) -> None:
        """Any other key starts the two presses anew."""
        if event.key != "enter" and self._pressed:
            self._pressed = 0
            self._say()

    async def action_press(self) -> None:
        """Enter, for a seat without a word: twice."""
        if self._sitting.has_word(self._next):
            return
        self._pressed += 1
        if self._pressed >= 2:
            await self._open()
        else:
            self._say()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """A word was typed."""
        word, event.input.value = event.value, ""
        if self._sitting.fits(self._next, word):
            await self._open()
        else:
            self.query_one("#fault", Words).say(f"! that is not {self._sitting.names[self._next]}'s word")

    async def _open(self) -> None:
        app: WargameApp = self.app  # type: ignore[assignment]
        app.run_worker(app.sit_down(self._next))
