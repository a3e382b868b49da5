"""Who reads a channel, and what each of them may see later."""

from __future__ import annotations

from wargame.players.base import Ask
from wargame.present.channels import BRIEF, EVERYONE, FROM_CONTROL, NOTES, TEAM, TalkChannel
from wargame.present.letters import letters

CONTROL_READS_TEAMS = "control: reads it with the seat's next answer; the record keeps it there"
CONTROL_READS = "control: reads everything as soon as it is sealed, and may take words back"
LATER = (
    "Afterwards the record keeps every word. Replay shows a channel to its readers and to control; "
    "control may reveal secrets to all when the game is over."
)


def readers_in_full(ask: Ask, channel: TalkChannel, *, team: bool = False) -> str:
    """Every reader on a line of its own, then what comes later; a seat of several people has a `team`."""
    setting, name = ask.book.setting, ask.book.name
    us = f"{'your team' if team else 'you'}, whoever plays this seat later included"
    own = f"{letters(setting)[ask.seat]} {name(ask.seat)}: {us}"
    if channel.key == EVERYONE:
        who = ["every seat, and whoever watches the room's screen: as soon as all have sealed the round"]
    elif channel.key == TEAM:
        who = [f"{letters(setting)[ask.seat]} {name(ask.seat)}: everybody on your seat, at once; it is no move"]
    elif channel.key in (NOTES, BRIEF, FROM_CONTROL):
        who = [own]
    else:
        who = [
            own,
            *(
                f"{letters(setting)[seat]} {name(seat)}: as soon as all have sealed the round; it may tell others"
                for seat in channel.others
            ),
        ]
    lines = [
        channel.readers(setting, ask.seat),
        "",
        *who,
        CONTROL_READS_TEAMS if channel.key == TEAM else CONTROL_READS,
    ]
    if channel.sign in "@&":
        outside = [s for s in setting.seats if s.id != ask.seat and s.id not in channel.others and s.seated]
        if outside:
            lines += ["", f"Not told, not even that something was said: {', '.join(s.name for s in outside)}."]
    return "\n".join([*lines, "", LATER])
