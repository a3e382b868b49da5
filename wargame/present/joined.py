"""The table of a terminal that has joined a room elsewhere: one place, and the line to the room behind it."""

from __future__ import annotations

from wargame.core.ids import CONTROL
from wargame.present.joined_forms import JoinedConsent, JoinedSurvey
from wargame.present.local_table import LocalTable
from wargame.rooms.desk_line import DeskLine
from wargame.rooms.joined_host import JoinedHost
from wargame.rooms.remote_control import RemoteControl
from wargame.rooms.remote_observer import RemoteObserver
from wargame.rooms.remote_screen import RemoteScreen
from wargame.table.public_view import PUBLIC_SCREEN


def joined_table(line: DeskLine, said: str = "", back: str = "") -> LocalTable:
    """The table of whoever holds this line, over what the room has sent; `back` is how to come back, as a command."""
    end, host = line.end, JoinedHost(line)
    kept = "The room goes on without you, and your desk stays as it is."
    elsewhere = f"{kept} To come back to it:\n  {back}" if back else kept
    if isinstance(end, RemoteScreen):
        return LocalTable(
            end.setting.title,
            {**end.setting.names, PUBLIC_SCREEN: "The room's screen"},
            {},
            host,
            (PUBLIC_SCREEN,),
            said=said,
            elsewhere=elsewhere,
            trouble=lambda: host.trouble,
            closed=lambda: bool(line.put_off),
            observer=end if isinstance(end, RemoteObserver) else None,
        )
    if isinstance(end, RemoteControl):
        return LocalTable(
            end.setting.title,
            {**end.setting.names, CONTROL: end.name, PUBLIC_SCREEN: "The room's screen"},
            {},
            host,
            (CONTROL, PUBLIC_SCREEN),
            said=said,
            elsewhere=elsewhere,
            trouble=lambda: host.trouble,
            closed=lambda: bool(line.put_off),
        )
    chair = line.chair
    setting = chair.look().book.setting
    return LocalTable(
        setting.title,
        setting.names,
        {chair.seat: chair},
        host,
        own_pace=not chair.facilitated,
        said=said,
        elsewhere=elsewhere,
        trouble=lambda: host.trouble,
        closed=lambda: bool(line.put_off),
        others_read=lambda: chair.others_read,
        settled=host.settled,
        survey=JoinedSurvey(chair.forms) if chair.forms.survey else None,
        consent=JoinedConsent(chair.forms) if chair.forms.held.consents else None,
    )
