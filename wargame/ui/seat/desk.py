"""The desk of a seat: its channels, the talk, offers and drafts on the table, promises, and how the others stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from wargame.core.ids import PUBLIC, SeatId
from wargame.core.moves import Message
from wargame.present.channel_readers import readers_in_full
from wargame.present.channel_rows import channel_rows
from wargame.present.channels import (
    BRIEF,
    EVERYONE,
    FROM_CONTROL,
    NOTES,
    TEAM,
    TalkChannel,
    box_of,
    channel_of_move,
    channels,
    room,
    team_unread,
    unread,
    unread_by_sign,
)
from wargame.present.desk_rows import offer_rows, order_strip, outbox_rows, promise_rows, seat_rows
from wargame.present.local_table import LocalTable
from wargame.present.marks import Marks
from wargame.present.phases import talk_comes
from wargame.table.chair import Chair
from wargame.ui.seat.advice_pane import AdvicePane
from wargame.ui.seat.following import Follower
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.seat.talk_drafts import TalkDrafts
from wargame.ui.seat.talk_pane import TalkPane
from wargame.ui.seat.team import TeamActs
from wargame.ui.widgets.composer import Composer
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane, Words


class DeskScreen(SeatScreen):
    """Where a seat reads, talks and deals."""

    NAME = "desk"
    FIRST = "talk"
    HELP = """\
# public, @ one seat, & several, = your team, ! control, ~ own
* and a number: unread, +1: drafted, …: half written
Moving in CHANNELS opens a channel; other readers (t) make a new one.
w or enter on the talk: write        t: choose readers, one or several
o: new offer      p: pledge          s: public statement, read before orders
enter on an offer: read it, then accept, reject, counter or withdraw
enter on a draft: change it          d: delete it
a: ask your adviser                  e: rewrite your notebook
What you add is a draft that your seat alone reads until it is sealed, by
F9 of whoever hands in; what all seats have sealed is opened at once."""
    POINTS: ClassVar[bool] = True
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("w", "write"), ("o", "offer"), ("p", "pledge"), ("t", "to"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "write", show=False),
        Binding("equals_sign", "team", "say something to your team", show=False),
        Binding("c", "pane_of_key('1')", "channels", show=False),
        Binding("t", "recipients", "choose readers", show=False),
        Binding("o", "offer", "new offer", show=False),
        Binding("p", "pledge", "pledge", show=False),
        Binding("s", "signal", "public statement", show=False),
        Binding("a", "advise", "ask the adviser", show=False),
        Binding("e", "notes", "rewrite the notebook", show=False),
        Binding("d,delete", "delete", "delete the draft", show=False),
    ]

    def __init__(self, chair: Chair, local_table: LocalTable) -> None:
        """The desk of whoever sits on this chair."""
        super().__init__(chair, local_table)
        self.drafts = TalkDrafts(self)
        self._channel = TalkChannel(EVERYONE, ())
        self.follower = Follower(self, self._open_key)
        self._read_before: dict[str, int] = {}

    def body(self) -> Iterator[Widget]:
        """Channels, seats and promises; the talk; what lies on the table."""
        yield Vertical(
            Pane("CHANNELS", Lines(id="channels", mark=">"), id="rooms", key="1"),
            Pane("SEATS", Lines(id="seats", wrap=True, cursor=False), id="others", key="4"),
            Pane("PLEDGES", Lines(id="promises", wrap=True, empty="none yet; p: pledge"), id="ledger", key="5"),
            classes="column side",
        )
        yield Vertical(TalkPane(), classes="column")
        yield Vertical(
            Pane("TABLE", Lines(id="table", wrap=True, empty="no offers, no drafts; o: offer"), id="deals", key="3"),
            AdvicePane(self.chair),
            classes="column deals",
        )

    def below(self) -> Iterator[Widget]:
        """The orders and the standings on one line, under what may be tried."""
        yield from super().below()
        yield Words(id="strip")

    def on_mount(self) -> None:
        """Open on the public channel, the keys on the talk."""
        super().on_mount()
        self.open_channel(self.channel)
        self.query_one(TalkPane).said.focus()

    # showing

    def show_seat(self) -> None:
        """Fill every pane; counts follow from events and marks."""
        self._mark_read()
        ask, draft = self.ask, self.draft
        self.query_one("#channels", Lines).fill(channel_rows(ask, draft, self.channel, self.chair.team))
        new = sum(unread_by_sign(ask, Marks.of(draft), self.chair.team).values())
        self.query_one("#rooms", Pane).entitle(f"CHANNELS  {new} new" if new else "CHANNELS")
        self.query_one("#table", Lines).fill([*offer_rows(ask, draft), *outbox_rows(ask, draft)])
        self.query_one("#promises", Lines).fill(promise_rows(ask))
        statuses = self.chair.statuses()
        self.query_one("#seats", Lines).fill(seat_rows(ask, statuses))
        self._show_talk()
        self.query_one("#strip", Words).say(order_strip(ask, draft, statuses))

    def refresh_seat(self) -> None:
        """Look again; advice of a phase that is over makes room for the talk."""
        before = self.ask.id
        super().refresh_seat()
        if self._unheard != self.query_one(TalkPane).over:
            self.open_channel(self._channel)
        if self.ask.id != before and self.narrow and self._shown == "adviser":
            self.show_pane("talk", focus=self.is_current)

    def keys(self) -> tuple[KeyHint, ...]:
        """Nothing to write or to offer when no talk comes any more."""
        found = super().keys()
        return tuple(key for key in found if key not in self.KEYS) if self._unheard else found

    @property
    def _unheard(self) -> str:
        """Why nothing that is written now would be sent any more; empty while it would."""
        if self._ended:
            return "the game is over: nothing is sent any more"
        if talk_comes(self.chair.clock(), self.ask.book.setting.talk_rounds, owes=self.chair.owes):
            return ""
        return "this is the last turn, and its talk is over: nothing is sent any more"

    def _talk_over(self) -> bool:
        """Whether nothing is sent any more; then it is said."""
        if self._too_late():
            return True
        if unheard := self._unheard:
            self.say(unheard, fault=True)
        return bool(unheard)

    def _show_talk(self) -> None:
        channel, team = self.channel, self.chair.team
        read = self._read_before.get(channel.key, 0)
        self.query_one(TalkPane).show(self.ask, self.draft, channel, read, team, ended=self._ended)

    # channels

    @property
    def channel(self) -> TalkChannel:
        """The channel that is open: the one on which the cursor is, however short."""
        self.follower.arrive()
        return self._channel

    def _open_key(self, key: str) -> None:
        if key != self._channel.key:
            known = channels(self.ask, self.draft.moves, self._channel.others, team=self.chair.team.shared)
            self.open_channel(next(each for each in known if each.key == key))

    def open_channel(self, channel: TalkChannel) -> None:
        """Show a channel, from where it was last looked at."""
        self._channel = channel
        self._read_before[channel.key] = Marks.of(self.draft).read.get(channel.key, 0)
        talk = self.query_one(TalkPane)
        talk.open(channel, self.typed(box_of(channel.key)), over=self._unheard)
        self.show_seat()
        self.query_one("#channels", Lines).go_to_key(channel.key)
        talk.said.go_to(len(talk.said.rows) - 1)
        self._write_header()

    def _mark_read(self) -> None:
        marks, key, team = Marks.of(self.draft), self.channel.key, self.chair.team
        new = team_unread(team, marks) if key == TEAM else unread(self.ask, marks).get(key)
        if new:
            seen = len(team.lines if key == TEAM else self.ask.view.events)
            self.chair.save(marks.seen(key, seen).into(self.draft))

    def open_room(self, others: tuple[str, ...]) -> None:
        """Open the channel of these readers; nobody named is the whole table."""
        self.open_channel(room(self.ask.book.setting, others))

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """Moving in the list of channels opens them."""
        if event.lines.id == "channels":
            self.follower.to(event.row.key)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Whoever leaves the list of channels has arrived."""
        self.follower.arrive()
        super().on_descendant_focus(event)

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter: into the talk, to a draft, to an offer."""
        key = event.row.key
        if event.lines.id == "channels":
            self.follower.arrive()
            self._open_key(event.row.key)
            self.show_pane("talk")
        elif key.startswith("m") and key[1:].isdigit():
            self.edit_move(int(key[1:]))
        elif event.lines.id == "said":
            self.action_write()
        elif key == "signal":
            self.action_signal()
        elif key in ("order", "weighing"):
            self.go_to("orders")
        elif event.lines.id == "table" and (key in self.ask.view.proposals or key in self.ask.view.agreements):
            self.drafts.open(key)

    def action_recipients(self) -> None:
        """Choose the readers of what is written next."""
        from wargame.ui.seat.talk_windows import Recipients

        if self._talk_over():
            return

        def chosen(others: tuple[SeatId, ...] | None) -> None:
            if others is not None:
                self.open_room(others)
                self.call_later(self.app.run_action, "write", self)

        self.app.push_screen(Recipients(self.ask, self.channel.others), chosen)

    def action_readers(self) -> None:
        """List the readers of the channel, and what they may see later."""
        from wargame.ui.widgets.help import Help

        said = readers_in_full(self.ask, self.channel, team=self.chair.team.shared)
        self.app.push_screen(Help(f"who reads {self.channel.name(self.ask.book.setting)}", said, "", ""))

    # writing

    def action_write(self) -> None:
        if self.channel.key not in TalkPane.OWN and self._talk_over():
            return
        if self.channel.key in (BRIEF, FROM_CONTROL):
            from wargame.ui.seat.talk_windows import NobodyReads

            name = self.channel.name(self.ask.book.setting)
            self.app.push_screen(NobodyReads(name), lambda choose: self.action_recipients() if choose else None)
            return
        self.show_pane("talk", focus=False)
        self.query_one(Composer).focus()

    def on_text_area_changed(self, event: Composer.Changed) -> None:
        if event.text_area.id != "composer":
            return
        box, text = box_of(self.channel.key), event.text_area.text
        if self.typed(box) != text:
            if TeamActs(self).are_meant(self.channel.key, self.typed(box), text):
                TeamActs(self).write(text[1:])
                return
            self.keep_typed(box, text)
        self.query_one(TalkPane).show_left(self.channel, self.ask.book.setting, self.chair.team)

    def on_composer_left(self) -> None:
        self.query_one(TalkPane).said.focus()

    def action_team(self) -> None:
        """To the channel of one's own team, and into its box."""
        TeamActs(self).write()

    async def on_composer_said(self, event: Composer.Said) -> None:
        """Add the message to this round, or the line to the notebook; to one's team it is said at once."""
        composer = self.query_one(Composer)
        if self.channel.key == TEAM:
            if not await TeamActs(self).say(event.text):
                return
            said = "said to your team"
        elif self.channel.key == NOTES:
            kept = self.draft.notebook or self.ask.diary.notebook
            self.save(notebook=f"{kept}\n{event.text}".strip())
            said = "kept in your notebook"
        else:
            move = Message(to=self.channel.to, text=event.text)
            if refusal := self.ask.menu.talk_refusal(move):
                self.say(refusal.sentence, fault=True)
                return
            said = self.drafts.add(move)
        composer.load_text("")
        self.keep_typed(box_of(self.channel.key), "")
        self.show_seat()
        self.say(said)

    def edit_move(self, at: int) -> None:
        """Change a drafted move: a message goes back into the box, terms into their form."""
        move = self.draft.moves[at]
        if isinstance(move, Message):
            others = () if move.to == (PUBLIC,) else move.to
            self.drafts.take_out(at)
            self.keep_typed(box_of(channel_of_move(self.ask, move)), move.text)
            self.open_room(others)
            self.action_write()
            self.say("taken back into the box; enter adds it again")
        else:
            self.drafts.change(at, self.channel.others)

    def action_delete(self) -> None:
        """Take the draft under the cursor out."""
        row = self.focused.chosen if isinstance(self.focused, Lines) else None
        self.drafts.delete(row.key if row else "")

    def action_offer(self) -> None:
        if not self._talk_over():
            self.drafts.offer(self.channel.others)

    def action_pledge(self) -> None:
        if not self._talk_over():
            self.drafts.pledge(self.channel.others[0] if self.channel.others else None)

    def action_signal(self) -> None:
        """Say in public what the orders will be."""
        if not self._too_late():
            self.drafts.signal()

    # notebook and advice

    def action_notes(self) -> None:
        self.drafts.rewrite_notebook()

    def action_advise(self) -> None:
        """Ask the adviser, who knows what this seat knows."""
        self.query_one(AdvicePane).ask()

    def on_advice_pane_stirred(self, event: AdvicePane.Stirred) -> None:
        """The adviser thinks, or has answered."""
        self._lay_out()
        if event.asked and self.narrow:
            self.show_pane("adviser")
        if event.said:
            self.say(event.said)
