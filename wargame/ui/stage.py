"""The stage: who sits before the screen. It alone adds and removes modes, and with a mode all that stood in it.

There are three: the lobby, the curtain, and whoever sits here: a seat, control, or nobody before the public screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from wargame.core.ids import CONTROL, SeatId
from wargame.gc_tuning import settle
from wargame.ui.curtain import Curtain
from wargame.ui.seat.screen import SeatScreen

if TYPE_CHECKING:
    from wargame.present.local_table import LocalTable
    from wargame.table.chair import Chair
    from wargame.ui.facilitator.slip import PaperChair

    ScreenMaker = Callable[[Chair, LocalTable], SeatScreen]

SEAT, CURTAIN, LOBBY = "seat", "curtain", "lobby"


def _result(chair: Chair, local_table: LocalTable) -> SeatScreen:
    from wargame.ui.seat.result import ResultScreen

    return ResultScreen(chair, local_table)


def _desk(chair: Chair, local_table: LocalTable) -> SeatScreen:
    from wargame.ui.seat.desk import DeskScreen

    return DeskScreen(chair, local_table)


def _orders(chair: Chair, local_table: LocalTable) -> SeatScreen:
    from wargame.ui.seat.orders import OrdersScreen

    return OrdersScreen(chair, local_table)


def _world(chair: Chair, local_table: LocalTable) -> SeatScreen:
    from wargame.ui.seat.world import WorldScreen

    return WorldScreen(chair, local_table)


def _news(chair: Chair, local_table: LocalTable) -> SeatScreen:
    from wargame.ui.seat.news import NewsScreen

    return NewsScreen(chair, local_table)


SCREENS: Mapping[str, ScreenMaker] = {
    "desk": _desk,
    "orders": _orders,
    "world": _world,
    "news": _news,
    "result": _result,
}
"""A seat's screens by name, made when first asked for."""


class Stage:
    """What stands before the person at this terminal, and everything that goes when that person goes."""

    def __init__(self, app: App[None], play: Callable[[LocalTable], None]) -> None:
        """On the screens of this app; `play` starts the game of a table behind them."""
        self.app, self._play = app, play
        self.table: LocalTable | None = None
        """The table that is set here."""
        self.chair: Chair | None = None
        """Who sits before the screen; nobody behind a curtain."""
        self.following: Callable[[], LocalTable] | None = None
        """The table that comes when the curtain is drawn next: the real game after its rehearsal."""
        self._screens: dict[str, SeatScreen] = {}
        self._papers: dict[SeatId, PaperChair] = {}
        self._kept: dict[str, dict[str, Any]] = {}
        """What control filled in and has not done yet, by act."""
        self._moving = asyncio.Lock()
        self.first_page = asyncio.Event()
        """Whether the first page of a table has been drawn."""

    @property
    def moving(self) -> bool:
        """Whether somebody is just sitting down, or the curtain is falling."""
        return self._moving.locked()

    @property
    def seated(self) -> bool:
        """Whether somebody sits here, or the public screen is up."""
        return self.app.current_mode == SEAT

    @property
    def on_paper(self) -> bool:
        """Whether control is entering a paper slip."""
        return self.chair is not None and self.chair in self._papers.values()

    # lobby and table

    def open_lobby(self, lobby: Callable[[], Screen[Any]]) -> None:
        """Put the lobby up."""
        self.app.add_mode(LOBBY, lobby)
        self.app.switch_mode(LOBBY)

    async def set_table(self, local_table: LocalTable, first: str = "") -> None:
        """Start the game of a table, and let the first person sit down or be asked for."""
        self._begin(local_table)
        place = first if first in local_table.places else local_table.first
        among_others = place == CONTROL and bool(local_table.chairs)
        if among_others or local_table.host.has_word(place) or (place in local_table.chairs and local_table.several):
            await self.draw_curtain(place)
        else:
            await self.sit_down(place)
        self.app.call_after_refresh(self._first_page_stands)

    def _first_page_stands(self) -> None:
        if not self.app.is_headless and not self.first_page.is_set():
            settle()
        self.first_page.set()

    def _begin(self, local_table: LocalTable) -> None:
        self.table, self.following = local_table, None
        self._papers, self._kept = {}, {}
        self._play(local_table)

    async def clear_table(self, lobby: Callable[[], Screen[Any]]) -> None:
        """Put everything of the table away; the lobby is in its place."""
        async with self._moving:
            before, self.table, self.chair, self.following = self.app.current_mode, None, None, None
            self.open_lobby(lobby)
            await self.app.remove_mode(before)
            await self._drop_screens()
            self._forget()

    # whoever sits here

    async def sit_down(self, place: str, *, first: str = "") -> None:
        """Show a place its own screens; only now is anything of it looked at.

        A seat begins with what has happened since its last turn, unless `first` names another of its screens.
        """
        async with self._moving:
            local_table, before = self.table, self.app.current_mode
            if local_table is None or self.seated or place not in local_table.places:
                return
            self.chair = chair = local_table.chairs.get(place)
            self.app.add_mode(SEAT, Screen)
            await self.app.switch_mode(SEAT)
            if chair is None:
                await self.app.push_screen(self._desk_of(local_table, place))
            else:
                await self.app.push_screen(self.seat_screen(first or "result"))
            if before in (CURTAIN, LOBBY):
                await self.app.remove_mode(before)

    def _desk_of(self, local_table: LocalTable, place: str) -> Screen[Any]:
        host = local_table.host
        if place == CONTROL:
            from wargame.ui.facilitator.screen import ControlScreen

            assert host.table is not None
            assert host.control is not None
            return ControlScreen(host.table, host.control, self._kept)
        assert host.public is not None
        if local_table.observer is not None:
            from wargame.ui.public.observing import ObserverScreen

            return ObserverScreen(host.public, local_table.observer, local_table.trouble)
        from wargame.ui.public.screen import PublicRoomScreen

        return PublicRoomScreen(host.public, local_table.trouble)

    def seat_screen(self, name: str) -> SeatScreen:
        """One of the seat's screens, made when first asked for."""
        screen = self._screens.get(name)
        if screen is None:
            assert self.chair is not None
            assert self.table is not None
            screen = self._screens[name] = SCREENS[name](self.chair, self.table)
            self.app.install_screen(screen, name)
        return screen

    async def show(self, name: str) -> None:
        """Switch to another screen of the seat."""
        if self.chair is not None and self.seated and isinstance(self.app.screen, SeatScreen):
            await self.app.switch_screen(self.seat_screen(name))

    # paper slips

    async def open_paper(self, seat: SeatId, paper: Callable[[], PaperChair]) -> bool:
        """The seat's screens over control's, to enter a paper slip; what was entered before is there again.

        False, and nothing is opened, if control has gone from its desk meanwhile.
        """
        if not self.seated or self.moving or self.chair is not None:
            return False
        if seat not in self._papers:
            self._papers[seat] = paper()
        self.chair = self._papers[seat]
        await self.app.push_screen(self.seat_screen("desk"))
        return True

    async def close_paper(self) -> None:
        """Back to control's screen; what was entered and not sealed is kept."""
        async with self._moving:
            self.chair = None
            if isinstance(self.app.screen, SeatScreen):
                await self.app.pop_screen()
            await self._drop_screens()

    # the curtain

    async def draw_curtain(self, following: str) -> None:
        """Cover the screen first, then remove everything of whoever sat here."""
        async with self._moving:
            before = self.app.current_mode
            if self.table is None or before == CURTAIN:
                return
            self.chair = None
            if self.following is not None:
                self._begin(replace(self.following(), practice=self.table))
                following = self.table.first
            local_table = self.table
            self.app.add_mode(CURTAIN, lambda: Curtain(local_table, following))
            await self.app.switch_mode(CURTAIN)
            if before in (SEAT, LOBBY):
                await self.app.remove_mode(before)
            await self._drop_screens()
            self._forget()

    async def _drop_screens(self) -> None:
        """Forget the screens of the seat that sat here."""
        for name, screen in self._screens.items():
            self.app.uninstall_screen(name)
            if screen.is_running:
                await screen.remove()
        self._screens.clear()

    def _forget(self) -> None:
        """Clear what the app itself remembers: notices, title, clipboard."""
        self.app.clear_notifications()
        self.app.title, self.app.sub_title = self.app.TITLE or "", ""
        if self.app.clipboard:
            self.app.copy_to_clipboard("")
