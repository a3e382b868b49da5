"""The curtain: an empty screen between two seats. It knows names and standings, and never looks through a chair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from wargame.core.ids import CONTROL, Phase, SeatId
from wargame.present.table_facts import RULING
from wargame.ui.widgets.frame import STEPS, called
from wargame.ui.widgets.panes import TypedLine, Words

if TYPE_CHECKING:
    from wargame.present.local_table import LocalTable


OPEN_TO_ALL = "it has no word, so anybody here can open it and see every seat's secrets. Only control may"
"""What is said before the truth is shown to whoever presses a key."""
HELP = (
    "The desk of whoever sat here is put away. Whoever comes next chooses a place with left and right, and opens it "
    "with its seat word, or with enter twice where it has none. Beside the seats stand the room's screen, for a "
    "projector, and control's desk, if there is a facilitator: F10 goes there. Q leaves the table, after one question; "
    "from the line for the word by escape first."
)
IDLE = "first somebody sits down"
"""What is said of a key that only the screens behind the curtain know."""
DONE: Mapping[Phase, str] = {
    **dict.fromkeys(("talk", "orders", "weigh"), "its answer is in"),
    "end": "the game is over",
}
"""What is said of a seat that owes nothing, by phase; in all others there is time to read."""


class Curtain(Screen[None]):
    """Nothing private: who is next, and how that seat opens its desk."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "press", "enter twice", show=False),
        Binding("left,up", "choose(-1)", "another seat", show=False, priority=True),  # the line for a word has them too
        Binding("right,down", "choose(1)", "another seat", show=False, priority=True),
        Binding("q", "app.leave", "leave", show=False),
        Binding("escape", "let_go", "out of the line for the word", show=False),
        Binding("f1,question_mark", "help", "help", show=False),
    ]

    class SatDown(Message):
        """Somebody has opened a place, with its word or with enter twice."""

        def __init__(self, place: str) -> None:
            """A seat, or one of the other desks."""
            super().__init__()
            self.place = place

    def __init__(self, local_table: LocalTable, following: SeatId) -> None:
        """For this terminal; the seat that should sit down next."""
        super().__init__()
        self._table, self._next = local_table, following
        self._pressed = 0
        self._follows = following in local_table.chairs and not local_table.owes(following)
        """Whether the curtain asks for whoever is wanted next; not once somebody was chosen by hand."""

    def compose(self) -> ComposeResult:
        """A few words in the middle, and a line for the seat word."""
        with Vertical(id="curtain"):
            yield Words("THE SCREEN IS CLEARED", id="cleared")
            yield Words(id="next")
            yield Words(id="how")
            yield TypedLine(password=True, compact=True, placeholder="seat word", id="word")
            yield Words(id="fault")
            yield Words("left and right choose another seat; the first page says what changed since your last turn")
            yield Words(id="leave")

    def on_mount(self) -> None:
        """Say who is next, and go on looking whether someone owes an answer."""
        self._ask()
        self.set_interval(1, self._watch)

    def _watch(self) -> None:
        wanted = self._table.wanted
        if wanted not in (None, self._next) and self._follows and not self.query_one("#word", Input).value:
            self._next = wanted
            self._ask()
        else:
            self._say()

    def _say(self) -> None:
        local_table, clock = self._table, self._table.clock()
        name = local_table.names[self._next]
        ruling = clock is not None and clock.phase == "adjudication"
        done = self._next in local_table.chairs and not local_table.owes(self._next) and not ruling
        state = f" ({RULING})" if ruling else f" ({DONE.get(clock.phase, 'time to read')})" if clock and done else ""
        when = (
            f"{local_table.title}: turn {clock.turn}, {dict(STEPS).get(clock.phase, clock.phase)}.   " if clock else ""
        )
        self.query_one("#next", Words).say(f"{when}Next: {name.upper()}{state}")
        worded = self._table.host.has_word(self._next)
        once = "ENTER once more" if self._pressed else "ENTER twice"
        word = "word" if self._next == CONTROL else "seat word"
        how = f"type your {word}, then press ENTER." if worded else f"press {once}."
        if self._next == CONTROL and not worded:
            how = f"{OPEN_TO_ALL} {how}"
        from wargame.table.public_view import PUBLIC_SCREEN

        public = self._next == PUBLIC_SCREEN
        first = "Everybody may read what it shows." if public else "Everybody else: please look away."
        self.query_one("#how", Words).say(f"{first}\n{name}: {how}")

    def _ask(self) -> None:
        self._pressed = 0
        word = self.query_one("#word", Input)
        worded = self._table.host.has_word(self._next)
        self.query_one("#leave", Words).say(f"{'escape, then q' if worded else 'q'} leaves the table; nothing is lost")
        word.value = ""
        word.display = worded
        self.query_one("#fault", Words).say("")
        if word.display:
            word.focus()
        else:
            self.set_focus(None)
        self._say()

    def action_let_go(self) -> None:
        """Out of the line for the word, so that letters are keys again; choosing a place goes back into it."""
        self.set_focus(None)

    def action_help(self) -> None:
        """What can be done here."""
        from wargame.ui.widgets.help import Help

        self.app.push_screen(Help("curtain", HELP, "", ""))

    def action_choose(self, way: int) -> None:
        seats = list(self._table.places)
        at = seats.index(self._next) if self._next in seats else -1
        self.choose(seats[(at + way) % len(seats)])

    def choose(self, place: SeatId) -> None:
        """This one sits down."""
        self._next, self._follows = place, False
        self._ask()

    def on_key(self, event: events.Key) -> None:
        """Any other key starts the two presses anew; one that does nothing here is told so."""
        if event.key != "enter" and self._pressed:
            self._pressed = 0
            self._say()
        typed = self.focused is not None and event.character is not None
        idle = not typed and event.key not in self.active_bindings
        fault = self.query_one("#fault", Words)
        if idle:
            fault.say(f"{called(event.key)} does nothing here: {IDLE}")
        elif fault.as_text().endswith(IDLE):
            fault.say("")

    def action_press(self) -> None:
        """Enter, for a seat without a word: twice."""
        if self._table.host.has_word(self._next):
            return
        self._pressed += 1
        if self._pressed >= 2:
            self._open()
        else:
            self._say()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        word, event.input.value = event.value, ""
        if not word:
            self.query_one("#fault", Words).say(f"{self._table.names[self._next]}: type the word first, then ENTER")
        elif refused := self._table.host.word_refused(self._next, word):
            self.query_one("#fault", Words).say(f"! {self._table.names[self._next]}: {refused}")
        else:
            self._open()

    def _open(self) -> None:
        self.post_message(self.SatDown(self._next))
