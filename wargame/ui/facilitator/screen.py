"""The facilitator's screen: seats, record, injects, arguments and the deviation log, with every act on one letter."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from wargame.core.ids import EventId, SeatId
from wargame.errors import WargameError
from wargame.present.record_rows import (
    KINDS,
    case_rows,
    deviation_rows,
    event_in_full,
    inject_rows,
    record_rows,
    watched_seat_rows,
)
from wargame.present.rows import ListRow
from wargame.present.table_facts import RULING, control_owes, expiry
from wargame.table.desk import ControlDesk
from wargame.table.desk_acts import MoveClock, NoteMoment, TryTo
from wargame.table.watching import TableView
from wargame.ui.facilitator.act_table import ACTS, CURSOR, MINUTE, OPENS, idle, there
from wargame.ui.facilitator.slip import PaperChair
from wargame.ui.facilitator.watched_list import Watched
from wargame.ui.widgets.frame import KeyHint, time_left
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane, Words
from wargame.ui.widgets.screen_frame import FramedScreen
from wargame.ui.widgets.window import Question


class ControlScreen(FramedScreen):
    """What control sees and does; it looks at the truth, so players must not."""

    NAME = "control"
    FIRST = "record"
    KEYS: ClassVar[tuple[KeyHint, ...]] = (
        ("1-5", "pane"),
        ("enter", "open"),
        ("f", "kinds"),
        ("/", "find"),
        ("F8", "curtain"),
        ("y", "copy"),
        ("x", "export"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,space", "act('pause')", "pause", show=False),
        Binding("plus", "act('longer')", "a minute more", show=False),
        Binding("minus", "act('shorter')", "a minute less", show=False),
        Binding("b", "act('note')", "note this moment", show=False),
        *(Binding(act.letter, f"act('{name}')", act.word, show=False) for name, act in ACTS.items() if act.window),
        Binding("f", "kinds", "filter by kind", show=False),
    ]

    class Changed(Message):
        """Something at the table has changed."""

    class PaperWanted(Message):
        """A paper slip is to be entered on the screens of its seat."""

        def __init__(self, seat: SeatId, name: str, paper: Callable[[], PaperChair]) -> None:
            """Of this seat, by this name; `paper` makes the chair on which it is entered."""
            super().__init__()
            self.seat, self.name, self.paper = seat, name, paper

    def __init__(self, table: TableView, control: ControlDesk, kept: dict[str, dict[str, Any]] | None = None) -> None:
        """Of a table, in the controller's hands or another person's; `kept` outlives the screen."""
        super().__init__()
        self.table, self.control = table, control
        self._desk = control
        """The desk as it was opened: whoever sits at it may say who acts."""
        self.kept = {} if kept is None else kept
        """What was filled in and not yet done, by act."""
        self._kind = 0
        self._shows: tuple[object, ...] = ()
        self._unwatch: Callable[[], None] | None = None
        self._stale = True

    # layout

    def body(self) -> Iterator[Widget]:
        """Seats and arguments, the record, injects and deviations."""
        yield Vertical(
            Pane("SEATS", Watched(id="seats", wrap=True), id="table", key="1"),
            Pane("ARGUMENTS", Watched(id="cases", wrap=True, empty="none waits for a ruling"), id="arguments", key="4"),
            classes="column watch",
        )
        yield Vertical(
            Pane("RECORD", Watched(id="events", wrap=True, follow=True, empty="nothing yet"), id="record", key="2"),
            classes="column",
        )
        yield Vertical(
            Pane("INJECTS", Watched(id="injects", wrap=True, empty="this scenario lists none"), id="world", key="3"),
            Pane("DEVIATIONS", Watched(id="log", wrap=True, follow=True, empty="no act yet"), id="deviations", key="5"),
            classes="column watch",
        )

    def below(self) -> Iterator[Widget]:
        """The clock with what happens when it runs out, and the acts by letter."""
        yield Words(id="clock")
        yield Words(id="acts")

    def on_mount(self) -> None:
        """Look, and go on being told."""
        self._unwatch = self.table.watch(self._notice)
        self.show_room()
        self.query_one("#events", Lines).focus()
        self.set_interval(1, self.tick)

    def on_unmount(self) -> None:
        if self._unwatch:
            self._unwatch()

    def _notice(self) -> None:
        if not self._stale:
            self._stale = True
            self.post_message(self.Changed())

    def on_control_screen_changed(self) -> None:
        """Something changed: show it, the focus stays where it is."""
        self.show_room()

    def tick(self) -> None:
        """A second has passed: the clock and the seats."""
        self._show_clock()
        self._show_seats()

    # showing

    def show_room(self) -> None:
        """Fill every pane."""
        self._stale = False
        table, setting = self.table, self.table.setting
        clock = table.clock()
        self._show_record()
        self._fill("world", "injects", "INJECTS", inject_rows(self.control.injects(), setting, clock.turn))
        self._fill("arguments", "cases", "ARGUMENTS", case_rows(self.control.cases(), setting))
        self._fill("deviations", "log", "DEVIATIONS", deviation_rows(self.control.deviations()))
        self._show_seats()
        self._show_clock()

    def _show_record(self) -> None:
        record, (word, wanted) = self.table.record(), KINDS[self._kind]
        shown = (word, len(record), record[-1].id if record else "")
        if shown == self._shows:
            return
        self._shows = shown
        rows = record_rows(record, self.table.setting, wanted)
        self.query_one("#events", Lines).fill(rows)
        count = sum(not row.marked for row in rows)
        self.query_one("#record", Pane).entitle(f"RECORD in truth: {word}, {count} (f: kinds)")

    def _fill(self, pane: str, lines: str, title: str, rows: list[ListRow]) -> None:
        self.query_one(f"#{lines}", Lines).fill(rows)
        self.query_one(f"#{pane}", Pane).entitle(f"{title} {len(rows)}" if rows else title)

    def _show_seats(self) -> None:
        table = self.table
        self.query_one("#seats", Lines).fill(
            watched_seat_rows(
                self.control.health(), table.statuses(), table.players(), table.setting, self.control.presence()
            )
        )

    def _show_clock(self) -> None:
        clock = self.table.clock()
        who = f"{self.control.role.replace('_', ' ').upper()}, truth"
        self.header().show(self.table.setting, who, clock, "", self.size.width)
        state = "PAUSED" if clock.paused else time_left(clock).partition(",")[0]
        if control_owes(self.table) == "rule":
            state = f"{state}, {RULING.upper()}"
        self.query_one("#clock", Words).say(f"CLOCK {state}   {expiry(self.table)}")

    # the frame

    def frame(self) -> None:
        """Write the header, the acts that this role may do, and the key line."""
        self._show_clock()
        parts: list[str | tuple[str, str]] = []
        used = 0
        for doing in there(self._desk).values():
            if self.control.may(doing.right):
                used += len(doing.word) + 4
                if used - 2 > self.size.width:
                    parts.append("\n")
                    used = len(doing.word) + 4
                parts += [(doing.letter, "bold"), f" {doing.word}  "]
        self.query_one("#acts", Words).say(self.words(*parts))
        super().frame()

    def help_text(self) -> str:
        """The acts with their letters, and what this role may not do."""
        acts = there(self._desk).values()
        may = [f"{d.letter}  {d.word}" for d in acts if self.control.may(d.right)]
        may_not = [d.word for d in acts if not self.control.may(d.right)]
        pairs = ["   ".join(part.ljust(22) for part in may[at : at + 3]).rstrip() for at in range(0, len(may), 3)]
        denied = [f"Not yours as {self.control.role.replace('_', ' ')}: {', '.join(may_not)}."] if may_not else []
        return "\n".join(
            [
                "You see the truth. Every act is in the record with who, when and why; ! marks an idle seat.",
                "Signs of the record: # read by all, @RP by those seats, ~ by control alone.",
                *pairs,
                *denied,
                "space also pauses; f steps through kinds of events. Enter on a seat: message it; on an event: all of "
                "it; on an inject or an argument: act on it. Escape closes a form and keeps what you typed.",
                "F8 draws the curtain. F10 comes back from anywhere. q leaves the table, after one question.",
            ]
        )

    def action_help(self) -> None:
        """Help for the list in focus and for this screen; the keys of seats are not known here."""
        from wargame.ui.widgets.help import Help

        widget = str(getattr(self.focused, "HELP", ""))
        self.app.push_screen(Help(self.NAME, self.help_text(), widget, ""))

    def export_stem(self) -> str:
        """Scenario and turn."""
        return f"{self.table.setting.name}-control-turn{self.table.clock().turn}"

    # acts

    def action_kinds(self) -> None:
        """The next kind of events."""
        self._kind = (self._kind + 1) % len(KINDS)
        self.show_room()
        self.say(f"record: {KINDS[self._kind][0]}")

    def action_act(self, name: str) -> None:
        """Do an act, or open its window; a role without the right is told so, and the attempt is recorded."""
        doing = ACTS[name]
        if name not in there(self._desk):
            self.say("whoever acts at this desk is told by its code; ask the controller")
            return
        if not self.control.may(doing.right):
            self._soon(self._refused(TryTo(doing.right, doing.recorded or name)))
            return
        if name == "note":
            self._ask_note()
            return
        if doing.window is None:
            self._soon(self._at_once(name))
            return
        kept = self.kept.setdefault(name, {})
        self._prepare(name, kept)
        self.open_act(name, kept)

    def open_act(self, name: str, kept: dict[str, Any]) -> None:
        """Open the window of an act over what was filled in, if there is anything to act on."""
        if nothing := idle(name, self.control):
            self.say(nothing)
        elif (window := ACTS[name].window) is not None:
            hands = self._desk if name == "who" else self.control
            self.app.push_screen(window(self.table, hands, kept), lambda said: self._done(name, said))

    def _soon(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do something that the table answers, here at once and over a line in its time; a refusal is said."""

        async def answered() -> None:
            try:
                await doing
            except WargameError as fault:
                self.say(str(fault), fault=True)

        self.run_worker(answered(), group="act")

    async def _refused(self, attempt: TryTo) -> None:
        await self.control.do(attempt)

    async def _at_once(self, name: str) -> None:
        paused = self.table.clock().paused
        if name == "pause":
            await self.control.do(MoveClock("resume" if paused else "pause"))
            self.say("the clock runs" if paused else "the clock is stopped; p lets it run")
        else:
            await self.control.do(MoveClock("extend", MINUTE if name == "longer" else -MINUTE))
            self.say(f"a minute {'more' if name == 'longer' else 'less'}")
        self._show_clock()

    def _ask_note(self) -> None:
        """A line of text on the event under the cursor of the record, or on what happened last."""
        events = self.query_one("#events", Lines)
        here = events.chosen if events.has_focus else None
        event = EventId(here.key) if here is not None and here.key else None
        what = f"event {event}" if event else "what happened last"
        title = f"NOTE on {what}: it lies beside the record, at its line; no seat learns of it"
        self.app.push_screen(Question(title), lambda text: self._noted(text, event))

    def _noted(self, text: str | None, event: EventId | None) -> None:
        if text is not None:
            self._soon(self._note(text, event))

    async def _note(self, text: str, event: EventId | None) -> None:
        line = (await self.control.do(NoteMoment(text, event))).line
        self.say(f"noted at line {line} of the record, by {self.control.who}")

    def _prepare(self, name: str, kept: dict[str, Any]) -> None:
        """What is under the cursor is what the act is about."""
        where, field = CURSOR.get(name, ("", ""))
        here = self.focused
        if name == "retract":
            here = self.query_one("#events", Lines)
        if isinstance(here, Lines) and here.id == where:
            kept[field] = here.chosen.key if here.chosen else None

    def _done(self, name: str, said: str | None) -> None:
        if said is None:
            return
        if name == "transcribe":
            self._soon(self._slip(SeatId(said)))
            return
        if name == "who":
            self.control = self._desk.acting(said)
            self.frame()
            said = f"{said} acts at this desk now, as {self.control.role.replace('_', ' ')}"
        self.show_room()
        self.say(said)

    async def _slip(self, seat: SeatId) -> None:
        """Have a seat's paper slip entered."""
        chair, name = await self.control.slip(seat), self.table.setting.name_of(seat)
        self.post_message(self.PaperWanted(seat, name, partial(PaperChair, self.control, chair)))

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter: the event in full, or the act that fits the row."""
        key = event.row.key
        if event.lines.id == "events":
            from wargame.ui.widgets.help import Help

            found = next(e for e in self.table.record() if e.id == key)
            self.app.push_screen(Help(f"event {key}", event_in_full(found, self.table.setting), "", ""))
        elif event.lines.id == "seats" and key in self.table.setting.by_id:
            self.kept["message"] = {**self.kept.get("message", {}), "readers": "some", "to": (key,)}
            self.action_act("message")
        elif event.lines.id in OPENS:
            self.action_act(OPENS[event.lines.id])
