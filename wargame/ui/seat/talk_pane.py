"""One channel in its pane: who reads it, what was said, and the box in which the seat writes."""

from __future__ import annotations

from wargame.core.setting import Setting
from wargame.players.base import Ask
from wargame.present.channel_rows import conversation
from wargame.present.channels import NOTES, TEAM, TalkChannel
from wargame.present.team_rows import team_rows
from wargame.table.chair import Draft
from wargame.table.team import Team
from wargame.ui.widgets.composer import Composer
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane, Words

ADDS = "write, enter adds it to this round"
"""What an empty box says where messages are written."""
ADDS_TO = {NOTES: "write, enter adds it to your notebook", TEAM: "write to your team"}
"""What it says in channels in which what is written stays on the seat."""


class TalkPane(Pane):
    """Shows a channel; what is typed into its box is the screen's to keep."""

    OWN = (NOTES, TEAM)
    """Channels in which what is written stays on the seat: they take words as long as there is a seat."""

    def __init__(self) -> None:
        super().__init__(
            "TALK",
            Words(id="readers", classes="label"),
            Lines(id="said", wrap=True, follow=True, empty="nothing has been said here"),
            Words(id="to", classes="dim"),
            Composer(id="composer", placeholder=ADDS),
            id="talk",
            key="2",
        )
        self.over = ""
        """Why nothing is sent any more, as a sentence; empty while something may be."""

    @property
    def box(self) -> Composer:
        """Where the seat writes."""
        return self.query_one(Composer)

    @property
    def said(self) -> Lines:
        """What was said."""
        return self.query_one("#said", Lines)

    def open(self, channel: TalkChannel, typed: str, *, over: str = "") -> None:
        """Put another channel's half-written text into the box; some take none, when talk is over only notes do."""
        box, self.over = self.box, over
        if box.text != typed:
            box.load_text(typed)
            box.move_cursor(box.document.end)
        box.disabled = channel.key not in self.OWN and (bool(over) or not channel.to)
        box.set_class(box.disabled, "-gone")

    def show(self, ask: Ask, draft: Draft, channel: TalkChannel, read: int, team: Team, *, ended: bool) -> None:
        """Write the channel anew; `read` is how many events (or lines of the team) had been seen when it was opened."""
        setting = ask.book.setting
        self.entitle(f"{channel.sign} {channel.name(setting).upper()}")
        self.query_one("#readers", Words).say(channel.readers(setting, ask.seat))
        if channel.key == TEAM:
            self.said.fill(team_rows(team, read, 0 if ended else ask.turn))
        else:
            self.said.fill(conversation(ask, draft, channel, read, over=ended, team=team.shared))
        self.show_left(channel, setting, team)

    def show_left(self, channel: TalkChannel, setting: Setting, team: Team) -> None:
        """Say who will read what is being written, and how many letters are left."""
        if channel.key == NOTES:
            said = "adds a line to your notebook; e rewrites it"
        elif channel.key == TEAM:
            whose = "" if team.handle else "; NAME: text says whose words it is"
            said = f"{self.box.left} left   enter says it at once{whose}"
        elif self.over:
            said = self.over
        elif channel.to:
            said = f"{self.box.left} left   F6: who can read this   TO {channel.name(setting)}"
        else:
            said = "nothing can be sent here; t: choose readers"
        self.query_one("#to", Words).say(said)
        self.box.placeholder = ADDS_TO.get(channel.key, ADDS)
        self.box.set_class(self.box.left < 0, "over")
