"""The lobby: choose a scenario and set its table, go on with a game, or read one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from wargame.core.ids import CONTROL
from wargame.core.words import course, many
from wargame.errors import WargameError
from wargame.present.lobby_plan import Opener, SeatPlan, TablePlan, fault_of_table
from wargame.present.rows import ListRow, heading, prose
from wargame.present.shelf import Item, items, shelf_rows
from wargame.scenario.bundle import PUBLIC_BRIEFING, Bundle, load
from wargame.scenario.seating import texts_of
from wargame.ui.lobby.forms import LobbyForm, SeatsForm, SessionForm
from wargame.ui.widgets.field_list import Form
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane
from wargame.ui.widgets.screen_frame import FramedScreen

if TYPE_CHECKING:
    from wargame.present.local_table import LocalTable


GOES_ON = "an unfinished game; enter goes on with it"
WALKS = "enter walks through this game; t tells it in words, with its end"
"""What can be done with a record; how it came out is not said here."""


@dataclass(frozen=True, slots=True)
class RoomWanted:
    """What the program ends with where the table shall be opened as a room."""

    command: tuple[str, ...]
    """Its words after `wargame`."""


class Lobby(FramedScreen):
    """Four panes: what there is, what it is about, who sits where, how the session runs."""

    NAME = "lobby"
    FIRST = "shelf"
    HELP = """\
1 choose a scenario, an unfinished game or a transcript; enter takes it, t tells a transcript in words
2 what the scenario is about, and its dated sources
3 a player for each seat: a person, a script, chance, a language model, or a game played before
4 size of the table, time, seed, facilitator, rehearsal, survey
F9 begins   h opens the table as a room, which others join from machines of their own   q quits
Nothing that you typed is lost when something is wrong with it."""
    KEYS: ClassVar[tuple[KeyHint, ...]] = (
        ("enter", "choose"),
        ("1-4", "panes"),
        ("F9", "begin"),
        ("h", "room"),
        ("q", "quit"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9,b", "begin", "begin", show=False),
        Binding("h", "host", "open it as a room", show=False),
        Binding("q", "app.leave", "quit", show=False),
        Binding("f5,r", "look_again", "look for games again", show=False),
        Binding("t", "tell", "tell a transcript in words", show=False),
    ]

    class TableOpened(Message):
        """A table stands: a new game, or one to go on with."""

        def __init__(self, local_table: LocalTable) -> None:
            super().__init__()
            self.table = local_table

    def __init__(self, opener: Opener, runs: Path = Path("runs")) -> None:
        """A lobby whose tables this opener opens."""
        super().__init__()
        self._opener, self._runs = opener, runs
        self.shelf: list[Item] = []
        self.plan = TablePlan()
        self.bundle: Bundle | None = None
        self._plans: dict[str, TablePlan] = {}

    def body(self) -> Iterator[Widget]:
        """The panes."""
        yield Pane("GAMES", Lines(id="items", empty="no scenario is found here"), id="shelf", key="1")
        yield Pane("BRIEF", Lines(id="about", wrap=True, cursor=False), id="brief", key="2")
        yield Vertical(
            Pane("SEATS", SeatsForm(id="seats-form"), id="seating", key="3"),
            Pane("SESSION", SessionForm(id="session-form"), id="session", key="4"),
            classes="column setting",
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.action_look_again()
        self.query_one("#items", Lines).focus()

    def frame(self) -> None:
        """The title, and the keys."""
        self.header().say("WARGAME   the lobby: choose a game, set the table, begin")
        super().frame()

    def action_look_again(self) -> None:
        """Look for scenarios and games again."""
        self.shelf = items(self._runs)
        lines = self.query_one("#items", Lines)
        lines.fill(shelf_rows(self.shelf))
        self._show_item(self._item(lines.chosen.key if lines.chosen else ""))

    def _item(self, key: str) -> Item | None:
        return next((item for item in self.shelf if item.key == key), None)

    # choosing

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The brief follows the cursor."""
        if event.lines.id == "items":
            self._show_item(self._item(event.row.key))

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Take a scenario, go on with a game, read a transcript."""
        item = self._item(event.row.key) if event.lines.id == "items" else None
        if item is None:
            return
        if item.kind == "play":
            self.show_pane("seating")
        elif item.kind == "resume":
            self._resume(item.path)
        else:
            self._walk(item)

    def _show_item(self, item: Item | None) -> None:
        about = self.query_one("#about", Lines)
        if item is None:
            return
        if item.kind != "play":
            what = GOES_ON if item.kind == "resume" else WALKS
            called = item.title or item.name
            about.fill([heading(called), ListRow((), item.about), ListRow((), str(item.path)), ListRow((), what)])
            return
        if self.bundle is not None and self.plan.scenario == str(item.path):
            about.fill(about_rows(self.bundle))
            return
        about.fill([heading(item.name), ListRow((), "reading", style="dim")])
        self._load(item)

    @work(exclusive=True, group="brief", thread=True, exit_on_error=False)
    def _load(self, item: Item) -> None:
        found: Bundle | str
        try:
            found = load(item.path)
        except WargameError as fault:
            found = str(fault)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._loaded, item, found)

    def _loaded(self, item: Item, found: Bundle | str) -> None:
        if isinstance(found, Bundle):
            self._take(item, found)
            return
        lines = [ListRow((), line, str(at)) for at, line in enumerate(found.splitlines())]
        self.query_one("#about", Lines).fill([heading(f"{item.name} cannot be played"), *lines])
        self.say(f"{item.name} cannot be played; its faults are listed under 2", fault=True)

    def _take(self, item: Item, bundle: Bundle) -> None:
        scenario = str(item.path)
        self._plans[self.plan.scenario] = self.plan
        first = bundle.pack.seats[0]
        fresh = TablePlan(scenario, seats={first: SeatPlan("human")}).planned_for(bundle.pack)
        self.bundle, self.plan = bundle, self._plans.get(scenario, fresh)
        self.query_one("#about", Lines).fill(about_rows(bundle))
        self._show_plan()
        self.say("")

    def _show_plan(self) -> None:
        if self.bundle is not None:
            for form in (self.query_one(SeatsForm), self.query_one(SessionForm)):
                form.show_plan(self.plan, self.bundle)
            people = len(self.plan.people(self.bundle))
            seats = len(self.plan.seated(self.bundle))
            self.query_one("#seating", Pane).entitle(f"SEATS {self.bundle.pack.title}: {people} of {seats} by people")

    # setting the table

    def on_lobby_form_changed(self, event: LobbyForm.Changed) -> None:
        self.plan = event.plan
        self.mended()
        self._show_plan()

    def on_form_said(self, event: Form.Said) -> None:
        """A form has something to say."""
        self.say(event.text, fault=event.fault)

    def on_lobby_form_wanted(self, event: LobbyForm.Wanted) -> None:
        """Begin, or set a seat word."""
        if event.act == "begin":
            self.action_begin()
            return
        self._set_word(event.act.partition(".")[0])

    def _set_word(self, seat: str, then: Callable[[], object] | None = None) -> None:
        """Ask for a place's word; `then` follows once one is set, or none is wanted."""
        from wargame.ui.lobby.seat_word import SeatWord

        def given(word: str | None) -> None:
            if word is not None:
                plan = self.plan
                self.plan = plan.having(control_word=word) if seat == CONTROL else plan.with_seat(seat, word=word)
                self._show_plan()
                if then is not None:
                    then()

        assert self.bundle is not None
        name = "Control" if seat == CONTROL else self.bundle.dossiers[seat].name
        self.app.push_screen(SeatWord(name), given)

    def _fit(self) -> bool:
        """Whether the table can be opened as it is set; what keeps it from that is said."""
        if self.bundle is None:
            self.say("choose a scenario first (1)", fault=True)
            return False
        if fault := fault_of_table(self.plan, self.bundle):
            self.say(fault, fault=True)
            self.show_pane("session" if fault.startswith("survey: ") else "seating")
        return not fault

    def action_begin(self) -> None:
        if not self._fit():
            return
        assert self.bundle is not None
        if self.plan.settings.facilitated and not self.plan.control_word and self.plan.people(self.bundle):
            self._set_word(CONTROL, self._begin)
        else:
            self._begin()

    def action_host(self) -> None:
        """Leave with the command that opens the table as a room."""
        if not self._fit():
            return
        from wargame.present.room_command import not_in_rooms, room_command
        from wargame.ui.lobby.room_window import RoomWindow

        def wanted(command: tuple[str, ...] | None) -> None:
            if command is not None:
                self.app.exit(RoomWanted(command))

        assert self.bundle is not None
        plan = self.plan.for_cast(self.bundle)
        self.app.push_screen(RoomWindow(room_command(plan, self.bundle), not_in_rooms(plan)), wanted)

    @work(exclusive=True, group="table")
    async def _begin(self) -> None:
        assert self.bundle is not None
        self.say("opening the table")
        await self._sit_down(self._opener.open(self.plan.for_cast(self.bundle)))

    @work(exclusive=True, group="table")
    async def _resume(self, path: Path) -> None:
        await self._sit_down(self._opener.resume(path))

    async def _sit_down(self, opening: Awaitable[LocalTable]) -> None:
        try:
            local_table = await opening
        except (WargameError, OSError) as fault:
            self.say(str(fault), fault=True)
        else:
            self.post_message(self.TableOpened(local_table))

    def _walk(self, item: Item) -> None:
        from wargame.ui.replay.screen import ReplayScreen

        self.app.push_screen(ReplayScreen(item.path, leaves_to_lobby=True))

    def action_tell(self) -> None:
        """Tell a recorded game in words, its end included."""
        chosen = self.query_one("#items", Lines).chosen
        item = self._item(chosen.key if chosen else "")
        if item is None or item.kind != "read":
            self.say("t tells a transcript; choose one under 1", fault=True)
            return
        from wargame.ui.reader import Reader

        try:
            text = self._opener.account(item.path)
        except (WargameError, OSError) as fault:
            self.say(str(fault), fault=True)
        else:
            self.app.push_screen(Reader(item.name, text))


def about_rows(bundle: Bundle) -> list[ListRow]:
    """What a scenario is about, its length, its seats, its public briefing and its sources."""
    pack = bundle.pack
    length = f"{course(pack.turns, pack.months)} from {pack.start}, {many(pack.talk_rounds, 'round')} of talk a turn"
    length = f"{pack.level}: {length}" if pack.level else length
    rows = [heading(pack.title), *(ListRow((), line) for line in pack.summary.splitlines()), ListRow((), length)]
    told = {name: texts_of(dossier, bundle.dossiers, pack.start) for name, dossier in bundle.dossiers.items()}
    rows += [
        heading("Seats"),
        *(ListRow((), f"{bundle.dossiers[s].name}: {told[s].public.strip()}", s) for s in pack.seats),
    ]
    if PUBLIC_BRIEFING in bundle.briefings:
        rows += prose("Briefing for all", bundle.briefings[PUBLIC_BRIEFING])
    cited = {fact.fact: fact for fact in (*pack.sources, *(f for texts in told.values() for f in texts.sources))}
    if cited:
        rows.append(heading("Sources"))
    for name in sorted(cited, key=lambda fact: int(fact[1:])):
        fact = cited[name]
        rows.append(ListRow(((f"{name} ", "bold"),), f"{fact.says} ({fact.date}, {fact.source}, {fact.confidence})"))
    return rows
