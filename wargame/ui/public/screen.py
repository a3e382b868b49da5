"""The public room screen, for a projector: made of what everybody may know, with nothing on it that takes keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

from rich.console import Console
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Digits

from wargame.core.agreements import Agreement
from wargame.core.arguments import CaseUnderArgument
from wargame.core.event_values import ScoreCard
from wargame.core.views import Seen
from wargame.core.words import terms_in_words
from wargame.present.rows import event_sentence, noteworthy
from wargame.present.table_facts import RULING, over
from wargame.review.account import month_of
from wargame.table.chair import Standing
from wargame.table.public_view import PublicScreen
from wargame.table.watching import RoomView
from wargame.ui.widgets.frame import KeyHint, KeyLine, called, phases
from wargame.ui.widgets.panes import Words, clean, fitted
from wargame.ui.widgets.screen_frame import NARROW, SHORT

READY: dict[Standing, str] = {"waiting": "", "owes": "at work", "sealed": "has answered", "passed": "out of time"}
"""How a seat stands, for everybody."""
_CONSOLE = Console(width=200, color_system=None)


def broken(text: str, width: int, indent: str = "  ") -> list[str]:
    """A text in lines of so many cells, the later ones indented."""
    lines = Text(clean(text)).wrap(_CONSOLE, max(8, width - len(indent)))
    return [line.plain.rstrip() if n == 0 else f"{indent}{line.plain.rstrip()}" for n, line in enumerate(lines)]


def news(public: PublicScreen) -> tuple[int, list[str]]:
    """The turn that has news, and what happened in it."""
    found = noteworthy(public.events)
    turn = max((seen.turn for seen in found), default=0)
    return turn, [event_sentence(seen) for seen in found if seen.turn == turn]


def scores(events: Iterable[Seen]) -> dict[str, str]:
    """The last public score of each seat."""
    given = [(seen.about[0], seen.value) for seen in events if isinstance(seen.value, ScoreCard)]
    return {seat: f"{card.total:.1f}" for seat, card in given}


def deals(agreements: Sequence[Agreement], name: Callable[[str], str]) -> list[str]:
    """Public agreements in force."""
    return [f"{terms_in_words(a.terms, name)} (to turn {a.expires})" for a in agreements if a.status == "in_force"]


def latest(entries: Sequence[Sequence[str]], space: int) -> list[str]:
    """The lines of the last entries that fit whole, and how many come before them."""
    if sum(map(len, entries)) <= space:
        return [line for entry in entries for line in entry]
    lines: list[str] = []
    shown = 0
    for entry in reversed(entries):
        if len(lines) + len(entry) > space - 1 and lines:
            break
        lines = [*entry, *lines]
        shown += 1
    return [f"(the last {shown} of {len(entries)})", *lines[: space - 1]]


class PublicRoomScreen(Screen[None]):
    """Title, turn, phase, a large clock; seats; news; agreements; an argument before the table; scores at the end."""

    NAME = "room"
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("F8", "curtain"), ("q", "leave"))
    HELP = "What everybody may know, for a projector. F8 or escape draws the curtain, q leaves the table."
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, NARROW), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, SHORT), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,escape", "app.curtain", "back to the curtain", show=False),
        Binding("q", "app.leave", "leave", show=False),
        Binding("f1,question_mark", "help", "help", show=False),
    ]

    class Changed(Message):
        """Something at the table has changed."""

    def __init__(self, table: RoomView, trouble: Callable[[], str] | None = None) -> None:
        """For the room of this game; it asks for nothing but what is public.

        `trouble` says what is amiss between this screen and a room that stands elsewhere, if it does.
        """
        super().__init__()
        self._public: Callable[[], PublicScreen] = table.public
        self._clock = table.clock
        self._trouble = trouble
        self._watch = table.watch
        self._rounds, self._called = table.setting.talk_rounds, table.setting.title
        self._names = table.names()
        self._seated = tuple(seat.id for seat in table.setting.seats if seat.seated)
        self._unwatch: Callable[[], None] | None = None
        self._stale = True

    def compose(self) -> ComposeResult:
        """Three bands: where the game stands, what happens, what holds."""
        yield Words(id="room-title")
        with Horizontal(id="room-now"):
            yield Digits(id="room-clock")
            with Vertical(id="room-phase"):
                yield Words(id="room-turn")
                yield Words(id="room-step")
                yield Words(id="room-state")
        with Horizontal(id="room-body"):
            with Vertical(classes="room-part", id="room-left"):
                yield Words(id="room-seats")
            with Vertical(classes="room-part", id="room-right"):
                yield Words(id="room-news")
                yield Words(id="room-deals")
        yield from self.below()
        yield KeyLine(id="keys")

    def below(self) -> Iterator[Widget]:
        """What stands between the room and the keys."""
        yield from ()

    def on_mount(self) -> None:
        """Show it, and go on being told."""
        self._unwatch = self._watch(self._notice)
        self._show_keys()
        self.call_after_refresh(self.show_room)
        self.set_interval(1, self._tick)

    def on_unmount(self) -> None:
        if self._unwatch:
            self._unwatch()

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_room)
        self._show_keys()

    def on_key(self, event: events.Key) -> None:
        """A key of the seats' screens does nothing here: say so until the next one."""
        bound = event.key in self.active_bindings or event.key in self.app.active_bindings
        self._show_keys("" if bound else called(event.key))

    def _show_keys(self, idle: str = "") -> None:
        keys = tuple(self.keys_now())
        if idle:
            keys = ((idle, "does nothing on the room's screen"), *keys)
        self.query_one(KeyLine).show(keys, max(20, self.size.width - 4))

    def keys_now(self) -> Sequence[KeyHint]:
        """The keys that do something at this moment."""
        return self.KEYS

    def action_help(self) -> None:
        """How to leave, for whoever stands at the keyboard."""
        from wargame.ui.widgets.help import Help

        self.app.push_screen(Help("the room's screen", self.HELP, "", ""))

    def _notice(self) -> None:
        if not self._stale:
            self._stale = True
            self.post_message(self.Changed())

    def on_public_room_screen_changed(self) -> None:
        self.show_room()

    def _tick(self) -> None:
        self._show_clock()

    def _say(self, id: str, lines: Sequence[str]) -> None:
        self.query_one(f"#{id}", Words).say("\n".join(lines))

    def _show_clock(self) -> None:
        clock = self._clock()
        left = max(0, int(clock.left)) if clock.left is not None else None
        digits = self.query_one(Digits)
        digits.display = left is not None
        if left is not None:
            digits.update(f"{left // 60:02}:{left % 60:02}")
        if self._trouble is not None and self._trouble() and clock.phase != "end":
            state = "NOT UP TO DATE: NO LINE TO THE ROOM"
        elif clock.paused:
            state = "THE CLOCK IS STOPPED"
        elif clock.phase == "end":
            state = over(self._called)
        elif clock.phase == "adjudication":
            state = RULING.upper()
        elif clock.phase in ("brief", "news"):
            state = "time to read"
        elif left is None:
            state = "no time limit"
        else:
            state = "LAST MINUTE" if left <= 60 else "last five minutes" if left <= 300 else "time left"
        self._say("room-state", [state])

    def show_room(self) -> None:
        """Write everything anew."""
        self._stale = False
        public = self._public()
        clock = public.clock
        month = month_of(public.start, public.months, max(1, clock.turn))
        self._say("room-title", [public.title.upper()])
        self._say("room-turn", [f"TURN {clock.turn} of {clock.turns}   {month}"])
        self._say("room-step", [phases(clock, self._rounds) if clock.phase != "end" else ""])
        self._show_clock()
        self._show_seats(public)
        self._show_news(public)

    def _show_seats(self, public: PublicScreen) -> None:
        given = scores(public.events)
        width = self.query_one("#room-left").content_size.width or 30
        longest = max(len(self._names[seat]) for seat in self._seated)
        lines = []
        for status in public.statuses:
            if status.seat in self._seated:
                state = f"{given[status.seat]} points" if given else READY[status.standing]
                lines.append(fitted(f"{status.name.ljust(longest)}  {state}", width))
        self._say("room-seats", [f"{'SCORES' if given else 'SEATS'}", *lines])

    def _show_news(self, public: PublicScreen) -> None:
        size = self.query_one("#room-right").content_size
        width, height = size.width or 60, size.height or 12
        cases = [line for case in public.arguments for line in broken(self._case(case), width)]
        held = deals(public.agreements, lambda seat: self._names.get(seat, seat))
        listed = [line for deal in held for line in broken(f"= {deal}", width)]
        room_for_deals = min(len(listed), max(3, height // 3))
        bottom = ["", "ARGUMENT BEFORE THE TABLE", *cases] if cases else []
        if listed:
            more = [f"and {len(listed) - room_for_deals + 1} more lines"] if len(listed) > room_for_deals else []
            bottom += ["", "PUBLIC AGREEMENTS", *listed[: room_for_deals - len(more)], *more]
        self._say("room-news", self.told(public, width, max(2, height - len(bottom) - 1)))
        self._say("room-deals", bottom)

    def told(self, public: PublicScreen, width: int, space: int) -> list[str]:
        """A heading, and the news in so many lines of so many cells."""
        turn, told_ = news(public)
        lines = latest([broken(f"- {event}", width) for event in told_], space)
        return [f"NEWS OF TURN {turn}" if turn else "NEWS", *(lines or ["nothing yet"])]

    def _case(self, case: CaseUnderArgument) -> str:
        who = self._names.get(case.by, case.by)
        odds = f" Odds set: {case.odds.chance:.1%} to succeed." if case.odds else ""
        return f"{who}: {case.argument.action.rstrip('.')}.{odds}"
