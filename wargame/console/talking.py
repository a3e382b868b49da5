"""What is said at the table in line mode: messages, the rooms in which they are read, words among one's own team."""

from __future__ import annotations

from wargame.console import looks
from wargame.console.console import Console
from wargame.core.ids import PUBLIC
from wargame.core.moves import Message
from wargame.core.plain_text import as_given
from wargame.present.channels import EVERYONE, FROM_CONTROL, TEAM, TalkChannel, channels, events_in, room
from wargame.table.team import speaker

ALL, CONTROL, OWN = "all", "control", "team"
"""Words for rooms that are not named by the seats in them."""


async def say(console: Console, rest: str) -> None:
    """A message to one seat, several, or all."""
    to, colon, text = rest.partition(":")
    if not colon:
        raise ValueError("write `say SEAT: text`, `say SEAT,SEAT: text` or `say all: text`")
    names = tuple(dict.fromkeys(to.replace(",", " ").split()))
    console.add(Message(to=(PUBLIC,) if names in ((ALL,), (PUBLIC,)) else names, text=text.strip()))


async def talk(console: Console, rest: str) -> None:
    """What was said in a room, oldest first; or in which rooms something was said."""
    ask = console.chair.look()
    setting, names = ask.book.setting, tuple(dict.fromkeys(rest.lower().replace(",", " ").split()))
    if not names:
        _rooms(console)
        return
    if names == (OWN,):
        await team(console, "")
        return
    fixed = {ALL: EVERYONE, CONTROL: FROM_CONTROL}.get(",".join(names))
    others = [seat for seat in setting.ids if seat != ask.seat]
    if fixed is None and (wrong := [name for name in names if name not in others]):
        raise ValueError(
            f"{as_given(wrong[0])} is no other seat, {ALL}, {CONTROL} or {OWN}; the other seats are {', '.join(others)}"
        )
    channel = TalkChannel(fixed, ()) if fixed else room(setting, others=[name for name in others if name in names])
    console.write(f"{channel.name(setting)}; {channel.readers(setting, ask.seat)}.")
    said = [seen for _, seen in events_in(ask, channel.key)]
    for line in looks.news_lines(said, ask.book.name):
        console.write(line)
    if not said:
        console.write("Nothing has been said there.")


def _rooms(console: Console) -> None:
    """Every room in which something was said, with how much."""
    ask, own = console.chair.look(), console.chair.team
    setting = ask.book.setting
    fixed = {EVERYONE: ALL, FROM_CONTROL: CONTROL, TEAM: OWN}
    for channel in channels(ask, console.chair.draft.moves, team=own.shared):
        count = len(own.lines) if channel.key == TEAM else len(events_in(ask, channel.key))
        if count:
            word = fixed.get(channel.key) or ",".join(channel.others)
            console.write(f"  talk {word:<24} {channel.name(setting)}: {count}")


async def team(console: Console, rest: str) -> None:
    """What the people on this seat say to each other: a line more, or all of it."""
    found = console.chair.team
    if not found.shared:
        raise ValueError("you are alone on this seat; several people share one where several names are given to it")
    if rest:
        handle, words = (None, rest) if found.handle else speaker(rest, found.people)
        await console.chair.note(words, handle)
        console.write("Said to your team, and kept with your seat's next answer.")
        return
    for line in found.lines:
        console.write(f"  turn {line.turn}, {found.name_of(line.handle)}:{looks.quoted(line.text)}")
    if found.away:
        console.write(f"  No desk open: {', '.join(map(found.name_of, found.away))}.")
    if not found.lines:
        console.write("Nobody on this seat has said anything to the others yet; `team text` does.")
