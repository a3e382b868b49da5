"""The part of the app that lets go of a table: one question on every way out, and the lobby behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.widgets import Input

from wargame.ui.facilitated import FacilitatedApp

if TYPE_CHECKING:
    from wargame.present.lobby_plan import Opener


class LeavingApp(FacilitatedApp):
    """An app that asks once before it lets a table go, whatever is open and whoever sits there."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave", "leave", show=False, priority=True)]

    opener: Opener | None

    async def leave_table(self) -> None:
        """Back to the lobby; the record can be resumed."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Ask, then leave; without a table there is nothing to ask."""
        from wargame.ui.leave import Leave

        sitting = self.sitting
        if sitting is None or isinstance(self.screen, Leave):
            self.exit()
            return
        clock = sitting.clock()
        over = clock is not None and clock.phase == "end"
        self.push_screen(Leave(sitting.record, over=over, lobby=self.opener is not None), self._leaving)

    def action_command_palette(self) -> None:
        """The palette, with a cursor that stands still."""
        super().action_command_palette()
        self.call_after_refresh(self._still_palette)

    def _still_palette(self) -> None:
        for line in self.screen.query(Input):
            line.cursor_blink = False

    def action_help_quit(self) -> None:
        """What ctrl+c does where it copies nothing: the same question."""
        self.action_leave()

    def _leaving(self, where: str | None) -> None:
        if where == "quit":
            self.exit()
        elif where == "lobby":
            self.run_worker(self.leave_table())

    def leaving_commands(self) -> Iterable[SystemCommand]:
        """What the palette offers."""
        if self.sitting is not None and self.opener is not None:
            yield SystemCommand(
                "To the lobby", "Leave the table; the game can be resumed", lambda: self._leaving("lobby")
            )
        yield SystemCommand("Quit", "Leave; nothing is lost, the record can be resumed", self.action_leave)
