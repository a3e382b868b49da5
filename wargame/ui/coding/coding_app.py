"""The app of the coding station: one coder at one screen, and no table anywhere."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.coding.coding_pass import CodingPass
from wargame.ui.app import WargameApp
from wargame.ui.coding.coding_windows import RemarkBox
from wargame.ui.coding.screen import CodingScreen
from wargame.ui.palette import PaletteOffer
from wargame.ui.widgets.window import Confirm


class CodingApp(WargameApp):
    """The terminal interface over one coder's items."""

    CSS_PATH = "../wargame.tcss"

    def __init__(self, walk: CodingPass) -> None:
        """For this coder."""
        super().__init__()
        self._desk = CodingScreen(walk)

    async def on_mount(self) -> None:
        """Show the items; what every app does when it begins has its own handler."""
        await self.push_screen(self._desk)

    def action_leave(self) -> None:
        """Leave; words that are not on the disk yet are told first."""
        front, waiting = self.screen, len(self._desk.waiting)
        if isinstance(front, RemarkBox) and front.changed:
            front.say("enter keeps these words, escape drops them; leave after that", fault=True)
        elif waiting and not isinstance(front, Confirm):
            many = "remarks wait for categories and are" if waiting > 1 else "remark waits for a category and is"
            text = f"{waiting} {many} lost if you leave; escape stays, and u goes to the next item that is left."
            self.push_screen(Confirm("LEAVE, AND LOSE A REMARK?", text, "leave"), self._left)
        else:
            self.exit()

    def action_control(self) -> None:
        """Say that there is no desk of control, since there is no table."""
        self.tell("there is no table here: F10 leads nowhere", fault=True)

    def _left(self, sure: bool | None) -> None:
        if sure:
            self.exit()

    def offers(self) -> Iterable[PaletteOffer]:
        """Leaving, here without a word of a table."""
        yield PaletteOffer("Quit", "Leave; what you coded is kept", self.action_leave)
