"""The part of the app that is control's: its screen behind the curtain, paper slips, the public screen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen

from wargame.core.ids import CONTROL, SeatId
from wargame.present.sitting import Sitting
from wargame.ui.curtain import Curtain
from wargame.ui.key_queue import OrderlyApp
from wargame.ui.seat.screen import SeatScreen

if TYPE_CHECKING:
    from wargame.table.chair import Chair
    from wargame.ui.facilitator.screen import ControlScreen
    from wargame.ui.facilitator.slip import PaperChair

SEAT = "seat"
ROOM = "room"
"""In place of a seat: the public screen."""


class FacilitatedApp(OrderlyApp):
    """An app whose table may have a facilitator."""

    sitting: Sitting | None

    def __init__(self) -> None:
        """Nobody sits here yet."""
        super().__init__()
        self.chair: Chair | None = None
        """Who sits before the screen; nobody behind a curtain."""
        self._moving = asyncio.Lock()
        self._kept: dict[str, dict[str, Any]] = {}
        """What control filled in and has not done yet, by act."""
        self._papers: dict[SeatId, PaperChair] = {}

    # what the app gives

    def tell(self, text: str, *, fault: bool = False) -> None:
        """Say something public in the status line."""
        raise NotImplementedError

    def seat_screen(self, name: str) -> SeatScreen:
        """One of the seat's screens."""
        raise NotImplementedError

    async def sit_down(self, seat: SeatId, *, first: str = "since") -> None:
        """Show a place its own screens."""
        raise NotImplementedError

    async def draw_curtain(self, following: SeatId) -> None:
        """Cover the screen, then remove what was there."""
        raise NotImplementedError

    async def drop_screens(self) -> None:
        """Forget the screens of the seat that sat here."""
        raise NotImplementedError

    # control

    @property
    def on_paper(self) -> bool:
        """Whether control is entering a paper slip."""
        return self.chair is not None and self.chair in self._papers.values()

    def without_seat(self, place: SeatId) -> Screen[None]:
        """The first screen of a place that is no seat."""
        room = self.sitting.host.room if self.sitting else None
        assert room is not None
        if place == CONTROL:
            from wargame.ui.facilitator.screen import ControlScreen

            return ControlScreen(room, kept=self._kept)
        from wargame.ui.public.screen import PublicRoomScreen

        return PublicRoomScreen(room)

    def action_control(self) -> None:
        """To control's screen, past the curtain and its word; from a paper slip straight back."""
        if self.sitting is None or CONTROL not in self.sitting.desks:
            self.tell("this table has no facilitator", fault=True)
        elif self.on_paper:
            self.run_worker(self.close_paper())
        elif isinstance(self.screen, Curtain):
            self.screen.choose(CONTROL)
        elif self.current_mode == SEAT:
            self.run_worker(self.draw_curtain(CONTROL))

    def show_room(self) -> None:
        """Put the public screen up in place of what is here; everything private is removed first."""
        self.run_worker(self._show_room())

    async def _show_room(self) -> None:
        await self.draw_curtain(ROOM)
        await self.sit_down(ROOM)

    async def on_control_screen_paper_wanted(self, event: ControlScreen.PaperWanted) -> None:
        """The seat's screens over control's, to enter a paper slip."""
        from wargame.ui.facilitator.screen import ControlScreen
        from wargame.ui.facilitator.slip import PaperChair

        desk = self.screen
        if not isinstance(desk, ControlScreen):
            return
        seat = event.seat
        self.chair = self._papers.setdefault(seat, PaperChair(desk.room, desk.control, seat))
        await self.push_screen(self.seat_screen("desk"))
        self.tell(f"enter the slip of {desk.room.setting.name_of(seat)}; F9 seals it, F10 goes back and keeps it")

    async def close_paper(self) -> None:
        """Back to control's screen; what was entered and not sealed is kept."""
        async with self._moving:
            self.chair = None
            if isinstance(self.screen, SeatScreen):
                await self.pop_screen()
            await self.drop_screens()

    def control_commands(self) -> Iterable[SystemCommand]:
        """What the palette offers beside the seats."""
        desks = self.sitting.desks if self.sitting else ()
        if CONTROL in desks:
            yield SystemCommand("Control", "The facilitator's screen, behind its word", self.action_control)
        if ROOM in desks:
            yield SystemCommand("Public screen", "For a projector: public news alone", self.show_room)
