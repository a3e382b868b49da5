"""The app: it hears what the screens report, and lets the stage show what follows from it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.widgets import Input

from wargame.core.ids import CONTROL
from wargame.errors import WargameError
from wargame.present.local_table import LocalTable
from wargame.present.table_news import TableNews
from wargame.ui import terminal
from wargame.ui.curtain import Curtain
from wargame.ui.key_queue import OrderlyApp
from wargame.ui.leave import DeskClosed, Leave
from wargame.ui.lobby.table_being_set import TableBeingSet
from wargame.ui.palette import Palette, PaletteOffer
from wargame.ui.rules_kept import RulesKept
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.stage import Stage
from wargame.ui.taking_out import taken_out
from wargame.ui.theme import THEME
from wargame.ui.widgets.frame import called
from wargame.ui.widgets.letters_typed import takes_letters
from wargame.ui.widgets.screen_frame import ACROSS, DOWN, FramedScreen

if TYPE_CHECKING:
    from wargame.present.lobby_plan import Opener, TablePlan
    from wargame.review.review_forms import FormName
    from wargame.ui.facilitator.screen import ControlScreen
    from wargame.ui.lobby.screen import Lobby

    WhatToOpen = TablePlan | Path | Callable[[], TablePlan]


HABITS = frozenset(("escape", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"))
"""Keys that are pressed once too often without a thought: at an end of a list, or when all windows are closed."""


class WargameApp(OrderlyApp):
    """The terminal interface of one table, or of the lobby where a table is set."""

    CSS_PATH = "wargame.tcss"
    TITLE = "wargame"
    COMMANDS = {Palette}
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = ACROSS, DOWN
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "curtain", "curtain", show=False, priority=True),
        Binding("f10", "control", "control", show=False, priority=True),
        Binding("ctrl+q", "leave", "leave", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "to the shell; `fg` comes back", show=False),
    ]

    def __init__(
        self,
        local_table: LocalTable | None = None,
        *,
        opener: Opener | None = None,
        opening: WhatToOpen | None = None,
        first: str = "",
        folder: Path | None = Path("exports"),
        replaying: tuple[Path, str, int | None, str] | None = None,
        reviewing: FormName | Literal["asked"] | None = None,
    ) -> None:
        """Open at a table, or in the lobby, whose tables `opener` opens.

        Args:
            local_table: A table that stands already.
            opener: Opens tables, goes on with games, tells transcripts.
            opening: A table to open at once: a plan, what makes one in its own time, or a record to go on with.
            first: The place that is asked to sit down first.
            folder: Where exported text goes; None if who sits here sits elsewhere, and touches nothing on this machine.
            replaying: A record to walk through instead, through whose eyes, from the end of which turn, and by whom.
            reviewing: The form of a review to begin there, or `asked` to ask for it.
        """
        self._folder = folder  # asked for while an app is made
        super().__init__()
        self.stage = Stage(self, self._play)
        self._table, self._opener, self._opening, self._first = local_table, opener, opening, first
        self._replaying, self._reviewing = replaying, reviewing
        self._ending: asyncio.Task[None] | None = None
        self._news = TableNews()
        self.register_theme(THEME)
        self.theme = THEME.name
        self.stylesheet = RulesKept(variables=self.get_css_variables())

    async def on_mount(self) -> None:
        """Begin at the table if there is one."""
        self.animation_level = "none"
        self.app_resume_signal.subscribe(self, self._back_again)
        if not self.is_headless:
            self.set_interval(terminal.LOOK, self._look_who_is_there)
        if self._replaying is not None:
            from wargame.ui.replay.screen import ReplayScreen

            replay = ReplayScreen(*self._replaying)
            replay.reviewing = self._reviewing
            await self.push_screen(replay)
        elif self._table is not None:
            await self._set_table(self._table, self._first)
        elif self._opener is not None and self._opening is not None:
            await self.push_screen(TableBeingSet())
            self.run_worker(self._open_table(self._opener, self._opening), name="opening")
        elif self._opener is not None:
            self.stage.open_lobby(self._lobby)

    async def _open_table(self, opener: Opener, opening: WhatToOpen) -> None:
        try:
            if callable(opening):
                opening = await asyncio.to_thread(opening)
            local_table = await (opener.resume(opening) if isinstance(opening, Path) else opener.open(opening))
        except (WargameError, OSError) as fault:
            self.exit(return_code=2, message=f"wargame: {fault}")
        else:
            await self._set_table(local_table, self._first)

    async def _set_table(self, local_table: LocalTable, first: str = "") -> None:
        await self.stage.set_table(local_table, first)
        self._offer_survey()
        if local_table.said:
            self.notify(local_table.said, severity="warning", timeout=30, markup=False)

    def _lobby(self) -> Screen[None]:
        from wargame.ui.lobby.screen import Lobby

        assert self._opener is not None
        return Lobby(self._opener)

    @property
    def between_screens(self) -> bool:
        """Whether somebody is just sitting down, the curtain is falling, or an act of control is on its way."""
        return self.stage.moving or bool(getattr(self.screen, "acting", False))

    def tell(self, text: str, *, fault: bool = False) -> None:
        """Say something public in the status line of whatever screen is in front."""
        screen = self.screen
        if isinstance(screen, FramedScreen):
            screen.say(text, fault=fault)

    def unanswered(self, key: str) -> None:
        """Say that a key does nothing here; a window that asks something goes on asking."""
        screen = self.screen
        if key in HABITS:
            return
        if isinstance(screen, FramedScreen) and not takes_letters(self.focused):
            screen.say_until_a_key(f"{called(key)} does nothing here; ? lists the keys")

    def pressed(self, event: events.Key | events.Paste) -> None:
        """That a key did nothing is said until the next one that is no habit."""
        habit = isinstance(event, events.Key) and event.key in HABITS
        if isinstance(self.screen, FramedScreen) and not habit:
            self.screen.a_key_came()

    # the terminal

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, borne to be stopped and woken from outside."""
        return terminal.driver_of(super().get_driver_class(), stoppable=self._folder is not None)

    @property
    def away(self) -> bool:
        """Whether the terminal is the shell's while the program is stopped."""
        return bool(getattr(self._driver, "away", False))

    @property
    def failure(self) -> BaseException | None:
        """What the app failed by, if it did."""
        return self._exception

    def end_soon(self, code: int) -> None:
        """Put the game down and exit with this code."""
        if self._ending is None:
            self._ending = asyncio.create_task(terminal.put_down(self, code))

    def _look_who_is_there(self) -> None:
        """End if the terminal is gone, from which reading would never wait; say it if the program did not run."""
        for said, fault in self._news.of(self.stage.table):
            self.tell(said, fault=fault)
        if self._ending is None and terminal.gone():
            terminal.last_resort(terminal.HUNG_UP, None)
            self.end_soon(terminal.HUNG_UP)

    def _back_again(self, app: App[None]) -> None:
        """Draw everything anew: the shell has written over it."""
        self.refresh(layout=True)
        self.screen.refresh(layout=True, repaint=True)

    def _fatal_error(self) -> None:
        """End, without the local values that Textual prints: they hold what seats keep from each other."""
        self._close_messages_no_wait()

    # the game behind the screens

    def _play(self, local_table: LocalTable) -> None:
        self.run_worker(self._keep_playing(local_table), name="game", group="game", exclusive=True)

    async def _keep_playing(self, local_table: LocalTable) -> None:
        try:
            await local_table.host.play(self.stage.first_page.wait)  # who thinks at once keeps a page from being drawn
        except WargameError as fault:
            self.tell(f"the game stopped: {fault}", fault=True)
            if local_table.closed is not None and local_table.closed():
                self.push_screen(DeskClosed(str(fault)))
            return
        self.stage.following = local_table.then
        self.tell(local_table.ending)
        self._offer_survey()

    def _offer_survey(self) -> None:
        """Ask whoever sits here for consent, and what the survey asks, if its time has come; once a seat and time."""
        local_table, chair = self.stage.table, self.stage.chair
        if local_table is None or (local_table.consent is None and local_table.survey is None):
            return
        if chair is not None and self.stage.seated and not self.stage.on_paper:
            from wargame.ui.consenting import ask_whoever_sits

            ask_whoever_sits(self, local_table, chair, self.tell)

    # what screens report

    async def on_lobby_table_opened(self, event: Lobby.TableOpened) -> None:
        """A table is set: begin."""
        await self._set_table(event.table)

    def on_curtain_sat_down(self, event: Curtain.SatDown) -> None:
        """Whoever is next has opened a place."""
        self.run_worker(self._sit_down(event.place))

    async def _sit_down(self, place: str) -> None:
        await self.stage.sit_down(place)
        self._offer_survey()

    def on_seat_screen_sealed(self, event: SeatScreen.Sealed) -> None:
        """A seat has handed in: at a shared terminal the curtain falls for whoever is next."""
        stage = self.stage
        if stage.on_paper:
            self.run_worker(stage.close_paper())
        elif stage.table is not None and stage.table.shared:
            self.run_worker(stage.draw_curtain(event.following or stage.table.owing(event.seat) or event.seat))

    async def on_control_screen_paper_wanted(self, event: ControlScreen.PaperWanted) -> None:
        """Control enters a paper slip on the seat's own screens."""
        if await self.stage.open_paper(event.seat, event.paper):
            self.tell(f"enter the slip of {event.name}; F9 seals it, F10 goes back and keeps it")

    def on_framed_screen_exported(self, event: FramedScreen.Exported) -> None:
        """Text leaves the program."""
        taken_out(self, self._folder, event)

    def on_leave_chosen(self, event: Leave.Chosen) -> None:
        """The question before leaving is answered."""
        if event.where == "quit":
            self.exit()
        else:
            self.run_worker(self._leave_table())

    async def _leave_table(self) -> None:
        self.workers.cancel_group(self, "game")
        await self.stage.clear_table(self._lobby)

    # keys that work everywhere

    async def action_show(self, name: str) -> None:
        """Switch to another screen of the seat."""
        await self.stage.show(name)

    def action_curtain(self) -> None:
        """Draw the curtain now, whatever is open."""
        local_table, chair = self.stage.table, self.stage.chair
        if local_table is not None and self.stage.seated:
            seat = chair.seat if chair else None
            following = local_table.owing(seat) or seat or next(iter(local_table.places))
            self.run_worker(self.stage.draw_curtain(following))

    def action_control(self) -> None:
        """To control's screen, past the curtain and its word; from a paper slip straight back."""
        local_table = self.stage.table
        if local_table is None or CONTROL not in local_table.desks:
            self.tell("this table has no facilitator", fault=True)
        elif self.stage.on_paper:
            self.run_worker(self.stage.close_paper())
        elif isinstance(self.screen, Curtain):
            self.screen.choose(CONTROL)
        elif self.stage.seated:
            self.run_worker(self.stage.draw_curtain(CONTROL))

    def action_public_screen(self) -> None:
        """Put the public screen up in place of what is here; everything private is removed first."""
        self.run_worker(self._to_public_screen())

    async def _to_public_screen(self) -> None:
        from wargame.table.public_view import PUBLIC_SCREEN

        await self.stage.draw_curtain(PUBLIC_SCREEN)
        await self.stage.sit_down(PUBLIC_SCREEN)

    def action_leave(self) -> None:
        """Ask, then leave; without a table there is nothing to ask."""
        local_table = self.stage.table
        if local_table is None or isinstance(self.screen, Leave):
            self.exit()
            return
        clock = local_table.clock()
        over = clock is not None and clock.phase == "end"
        self.push_screen(
            Leave(local_table.record, over=over, lobby=self._opener is not None, elsewhere=local_table.elsewhere)
        )

    def action_help_quit(self) -> None:
        """What ctrl+c does where it copies nothing: the same question."""
        self.action_leave()

    # the palette

    def action_command_palette(self) -> None:
        """The palette, with a cursor that stands still."""
        super().action_command_palette()
        self.call_after_refresh(self._still_palette)

    def _still_palette(self) -> None:
        for line in self.screen.query(Input):
            line.cursor_blink = False

    def offers(self) -> Iterable[PaletteOffer]:
        """What can be done from any screen."""
        from wargame.table.public_view import PUBLIC_SCREEN

        local_table = self.stage.table
        desks = local_table.desks if local_table else ()
        if self.stage.seated:
            yield PaletteOffer("Draw the curtain", "Clear the screen for the next person", self.action_curtain)
        if CONTROL in desks:
            yield PaletteOffer("Control", "The facilitator's screen, behind its word", self.action_control)
        if PUBLIC_SCREEN in desks:
            yield PaletteOffer("Public screen", "For a projector: public news alone", self.action_public_screen)
        if local_table is not None and self._opener is not None:
            yield PaletteOffer("To the lobby", "Leave the table; the game can be resumed", self._to_lobby)
        yield PaletteOffer("Quit", "Leave; nothing is lost, the record can be resumed", self.action_leave)

    def _to_lobby(self) -> None:
        self.run_worker(self._leave_table())
