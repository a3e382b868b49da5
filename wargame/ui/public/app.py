"""The room's screen in a terminal of its own, beside the one at which the game is played."""

from __future__ import annotations

from textual.app import App

from wargame.table.following import FollowedRoom
from wargame.ui.public.screen import PublicRoomScreen
from wargame.ui.theme import THEME
from wargame.ui.widgets.screen_frame import ACROSS, DOWN

LOOKS = 1.0
"""Seconds between two looks at the files of the game."""


class RoomApp(App[None]):
    """Shows what everybody may see, and looks again every second. It takes no part in the game."""

    CSS_PATH = "../wargame.tcss"
    TITLE = "wargame"
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = ACROSS, DOWN
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, room: FollowedRoom) -> None:
        """For the room of a game that is being recorded."""
        super().__init__()
        self._room = room
        self.register_theme(THEME)
        self.theme = THEME.name

    async def on_mount(self) -> None:
        """Show the room, and go on looking."""
        self.animation_level = "none"
        await self.push_screen(PublicRoomScreen(self._room))
        self.set_interval(LOOKS, self._room.look)

    def action_curtain(self) -> None:
        """Nothing is hidden here: this leaves as well."""
        self.exit()

    def action_leave(self) -> None:
        """End; the game goes on where it is played."""
        self.exit()
