"""The table of a terminal that has joined a room elsewhere: one seat, and the line to the room behind it."""

from __future__ import annotations

from wargame.present.local_table import LocalTable
from wargame.rooms.desk_line import DeskLine
from wargame.rooms.joined_host import JoinedHost


def joined_table(line: DeskLine, said: str = "", back: str = "") -> LocalTable:
    """The table of whoever holds this line, over what the room has sent; `back` is how to come back, as a command."""
    chair, host = line.chair, JoinedHost(line)
    setting = chair.look().book.setting
    kept = "The room goes on without you, and your desk stays as it is."
    return LocalTable(
        setting.title,
        {seat.id: seat.name for seat in setting.seats},
        {chair.seat: chair},
        host,
        own_pace=True,
        said=said,
        elsewhere=f"{kept} To come back to it:\n  {back}" if back else kept,
        trouble=lambda: host.trouble,
        others_read=lambda: chair.others_read,
    )
