"""The app: lobby, one seat's screens at a time, and the curtain between seats.

Screens live in modes: the mode of a seat is removed with everything in it when the curtain falls.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from wargame.core.ids import SeatId
from wargame.errors import WargameError
from wargame.present.sitting import Sitting
from wargame.ui.curtain import Curtain
from wargame.ui.leaving import LeavingApp
from wargame.ui.lobby.opening import Opening
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.theme import THEME
from wargame.ui.widgets.screen_frame import ACROSS, DOWN, FramedScreen

if TYPE_CHECKING:
    from wargame.present.lobby_plan import Opener, TablePlan
    from wargame.table.chair import Chair

    Maker = Callable[[Chair], SeatScreen]

SEAT, CURTAIN, LOBBY = "seat", "curtain", "lobby"


def _desk(chair: Chair) -> SeatScreen:
    from wargame.ui.seat.desk import DeskScreen

    return DeskScreen(chair)


def _orders(chair: Chair) -> SeatScreen:
    from wargame.ui.seat.orders import OrdersScreen

    return OrdersScreen(chair)


def _world(chair: Chair) -> SeatScreen:
    from wargame.ui.seat.world import WorldScreen

    return WorldScreen(chair)


def _news(chair: Chair) -> SeatScreen:
    from wargame.ui.seat.news import NewsScreen

    return NewsScreen(chair)


SCREENS: Mapping[str, Maker] = {"desk": _desk, "orders": _orders, "world": _world, "news": _news}
"""A seat's screens by name, made when first asked for."""


class WargameApp(LeavingApp):
    """The terminal interface of one table, or of the lobby where a table is set."""

    CSS_PATH = "wargame.tcss"
    TITLE = "wargame"
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = ACROSS, DOWN
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "curtain", "curtain", show=False, priority=True),
        Binding("f10", "control", "control", show=False, priority=True),
    ]

    def __init__(
        self,
        sitting: Sitting | None = None,
        *,
        opener: Opener | None = None,
        opening: TablePlan | Path | Callable[[], TablePlan] | None = None,
        first: str = "",
        folder: Path = Path("exports"),
    ) -> None:
        """Open at a table, or in the lobby, whose tables `opener` opens.

        Args:
            sitting: A table that stands already.
            opener: Opens tables, goes on with games, tells transcripts.
            opening: A table to open at once: a plan, what makes one in its own time, or a record to go on with.
            first: The place that is asked to sit down first.
            folder: Where exported text goes.
        """
        super().__init__()
        self.sitting, self.opener, self.opening, self.first = sitting, opener, opening, first
        self.folder = folder
        self._screens: dict[str, SeatScreen] = {}
        self._moving = asyncio.Lock()
        self._following: Callable[[], Sitting] | None = None
        self.register_theme(THEME)
        self.theme = THEME.name

    async def on_mount(self) -> None:
        """Begin at the table if there is one."""
        self.animation_level = "none"
        if self.sitting is not None:
            await self.take_table(self.sitting)
        elif self.opener is not None and self.opening is not None:
            await self.push_screen(Opening())
            self.run_worker(self._open_table(self.opener, self.opening), name="opening")
        else:
            self._open_lobby()

    async def _open_table(self, opener: Opener, opening: TablePlan | Path | Callable[[], TablePlan]) -> None:
        try:
            if callable(opening):
                opening = await asyncio.to_thread(opening)
            sitting = await (opener.resume(opening) if isinstance(opening, Path) else opener.open(opening))
        except (WargameError, OSError) as fault:
            self.exit(return_code=2, message=f"wargame: {fault}")
        else:
            await self.take_table(sitting)

    @property
    def between_screens(self) -> bool:
        """Whether somebody is just sitting down, or the curtain is falling."""
        return self._moving.locked()

    # lobby and table

    def _open_lobby(self) -> None:
        from wargame.ui.lobby.screen import Lobby

        opener = self.opener
        if opener is not None:
            self.add_mode(LOBBY, lambda: Lobby(opener))
            self.switch_mode(LOBBY)

    async def take_table(self, sitting: Sitting) -> None:
        """Start the game behind the screens and let the first person sit down."""
        self.sitting = sitting
        self._play(sitting)
        first, self.first = self.first if self.first in sitting.places else sitting.first, ""
        if sitting.host.has_word(first) or (first in sitting.chairs and sitting.several):
            await self.draw_curtain(first)
        else:
            await self.sit_down(first)

    def _play(self, sitting: Sitting) -> None:
        self.run_worker(self._keep_playing(sitting), name="game", group="game", exclusive=True)

    async def _keep_playing(self, sitting: Sitting) -> None:
        try:
            await sitting.host.play()
        except WargameError as fault:
            self.tell(f"the game stopped: {fault}", fault=True)
            return
        self._following = sitting.then
        self.tell(self.ending)

    @property
    def ending(self) -> str:
        """What to do when the game is over."""
        return self.sitting.ending if self.sitting else ""

    async def leave_table(self) -> None:
        """Back to the lobby; the record can be resumed."""
        async with self._moving:
            before, self.sitting, self.chair = self.current_mode, None, None
            self.workers.cancel_group(self, "game")
            self._open_lobby()
            await self.remove_mode(before)
            await self.drop_screens()
            self.forget()

    def tell(self, text: str, *, fault: bool = False) -> None:
        """Say something public in the status line of whatever screen is in front."""
        screen = self.screen
        if isinstance(screen, FramedScreen):
            screen.say(text, fault=fault)

    # one seat

    async def sit_down(self, seat: SeatId, *, first: str = "since") -> None:
        """Show a seat its own screens; only now is anything of it looked at."""
        async with self._moving:
            await self._sit_down(seat, first)

    async def _sit_down(self, seat: SeatId, first: str) -> None:
        if self.sitting is None or self.current_mode == SEAT:
            return
        if seat not in self.sitting.places:
            return
        self.chair = self.sitting.chairs.get(seat)
        self.add_mode(SEAT, Screen)
        before = self.current_mode
        await self.switch_mode(SEAT)
        await self.push_screen(self._first_page(self.chair, first) if self.chair else self.without_seat(seat))
        if before != SEAT and before in (CURTAIN, LOBBY):
            await self.remove_mode(before)

    def _first_page(self, chair: Chair, first: str) -> Screen[None]:
        if first != "since":
            return self.seat_screen(first)
        from wargame.ui.seat.since import Since

        return Since(chair)

    def seat_screen(self, name: str) -> SeatScreen:
        """One of the seat's screens, made when first asked for."""
        screen = self._screens.get(name)
        if screen is None:
            assert self.chair is not None
            screen = self._screens[name] = SCREENS[name](self.chair)
            self.install_screen(screen, name)
        return screen

    async def action_show(self, name: str) -> None:
        """Switch to another screen of the seat."""
        if self.chair is not None and self.current_mode == SEAT and isinstance(self.screen, SeatScreen):
            await self.switch_screen(self.seat_screen(name))

    def after_seal(self, seat: SeatId) -> None:
        """A seat has handed in: at a shared terminal the curtain falls for whoever is next."""
        if self.on_paper:
            self.run_worker(self.close_paper())
        elif self.sitting is not None and self.sitting.shared:
            self.run_worker(self.draw_curtain(self.sitting.owing(seat) or seat))

    # the curtain

    def action_curtain(self) -> None:
        """Draw the curtain now, whatever is open."""
        if self.sitting is None or self.current_mode != SEAT:
            return
        seat = self.chair.seat if self.chair else None
        following = self.sitting.owing(seat) or seat or next(iter(self.sitting.places))
        self.run_worker(self.draw_curtain(following))

    async def draw_curtain(self, following: SeatId) -> None:
        """Cover the screen first, then remove everything of the seat that sat here."""
        async with self._moving:
            await self._draw_curtain(following)

    async def _draw_curtain(self, following: SeatId) -> None:
        if self.sitting is None or self.current_mode == CURTAIN:
            return
        before = self.current_mode
        self.chair = None
        if self._following is not None:
            sitting, self._following = self._following(), None
            self.sitting, following = sitting, sitting.first
            self._play(sitting)
        sitting = self.sitting
        self.add_mode(CURTAIN, lambda: Curtain(sitting, following))
        await self.switch_mode(CURTAIN)
        if before in (SEAT, LOBBY):
            await self.remove_mode(before)
        await self.drop_screens()
        self.forget()

    async def drop_screens(self) -> None:
        """Forget the screens of the seat that sat here."""
        for name, screen in self._screens.items():
            self.uninstall_screen(name)
            if screen.is_running:
                await screen.remove()
        self._screens.clear()

    def forget(self) -> None:
        """Clear what the app itself remembers: notices, title, clipboard."""
        self.clear_notifications()
        self.title, self.sub_title = self.TITLE or "", ""
        if self.clipboard:
            self.copy_to_clipboard("")

    # commands

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers on this screen."""
        if isinstance(screen, SeatScreen):
            for name, words in (
                ("desk", "Talk, offers, promises"),
                ("orders", "The order sheet"),
                ("world", "Who depends on whom"),
                ("news", "What happened, from the first turn on"),
            ):
                yield SystemCommand(f"Go to {name}", words, lambda name=name: self.call_later(self.action_show, name))
            yield SystemCommand("Seal", "Hand in this phase's answer", screen.action_seal)
            yield SystemCommand("Readers", "Who reads what is written here", screen.action_readers)
        if self.current_mode == SEAT:
            yield SystemCommand("Draw the curtain", "Clear the screen for the next person", self.action_curtain)
        yield from self.control_commands()
        if isinstance(screen, FramedScreen):
            yield SystemCommand("Help", "Keys of this screen", screen.action_help)
            yield SystemCommand("Find", "Filter the list in this pane", screen.action_find)
            yield SystemCommand("Copy", "Copy the pane", screen.action_copy)
            yield SystemCommand("Export", "Write the pane to a text file", screen.action_export)
        yield from self.leaving_commands()
