"""`wargame` alone: the lobby, where there is a terminal."""

from __future__ import annotations

from wargame.commands.terminal import LateTables, in_terminal, need_terminal


def lobby() -> None:
    """Open the lobby."""
    need_terminal("`wargame --help` lists all commands")
    from wargame.ui.app import WargameApp

    tables = LateTables()
    in_terminal(WargameApp(opener=tables), tables)
