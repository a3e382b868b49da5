"""The desk of a seat: its channels, the talk, offers and drafts on the table, promises, and how the others stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from wargame.core import names
from wargame.core.moves import Message, TalkMove
from wargame.present.channel_rows import channel_rows, conversation
from wargame.present.channels import (
    BRIEF,
    EVERYONE,
    NOTES,
    UMPIRE,
    Channel,
    box_of,
    channel_of_move,
    channels,
    room,
    unread,
)
from wargame.present.desk_rows import offer_rows, outbox_rows, promise_rows, seat_rows
from wargame.present.marks import Marks
from wargame.present.sitting import Sitting
from wargame.table.chair import Chair
from wargame.ui.seat.desk_actions import DeskActs
from wargame.ui.seat.following import Follower
from wargame.ui.widgets.composer import Composer
from wargame.ui.widgets.frame import Key
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane, Words


class DeskScreen(DeskActs):
    """Where a seat reads, talks and deals."""

    NAME = "desk"
    FIRST = "talk"
    HELP = """\
# public, @ one seat, & several, ! from the umpire, ~ your own
* and a number: unread, +1: drafted, …: half written
Moving in CHANNELS opens a channel; other readers (t) make a new one.
w or enter on the talk: write        t: choose readers, one or several
o: new offer      p: pledge          s: public signal of the orders phase
enter on an offer: read it, then accept, reject, counter or withdraw
enter on a draft: change it          d: delete it
a: ask your adviser                  e: rewrite your notebook
What you add is a draft that you alone can read until you seal with F9;
what all seats have sealed is opened at once."""
    KEYS: ClassVar[tuple[Key, ...]] = (("w", "write"), ("o", "offer"), ("p", "pledge"), ("t", "to"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "write", show=False),
        Binding("c", "pane_of_key('1')", "channels", show=False),
        Binding("t", "recipients", "choose readers", show=False),
        Binding("o", "offer", "new offer", show=False),
        Binding("p", "pledge", "pledge", show=False),
        Binding("s", "signal", "signal", show=False),
        Binding("a", "advise", "ask the adviser", show=False),
        Binding("e", "notes", "rewrite the notebook", show=False),
        Binding("d,delete", "delete", "delete the draft", show=False),
    ]

    def __init__(self, chair: Chair, sitting: Sitting) -> None:
        """The desk of whoever sits on this chair."""
        super().__init__(chair, sitting)
        self._channel = Channel(EVERYONE, ())
        self.follower = Follower(self, self._open_key)
        self._read_before: dict[str, int] = {}

    def body(self) -> Iterator[Widget]:
        """Channels, seats and promises; the talk; what lies on the table."""
        yield Vertical(
            Pane("CHANNELS", Lines(id="channels", mark=">"), id="rooms", key="1"),
            Pane("SEATS", Lines(id="seats", wrap=True, cursor=False), id="others", key="4"),
            Pane("PROMISES", Lines(id="promises", wrap=True, empty="none yet; p: pledge"), id="ledger", key="5"),
            classes="column side",
        )
        yield Vertical(
            Pane(
                "TALK",
                Words(id="readers", classes="label"),
                Lines(id="said", wrap=True, follow=True, empty="nothing has been said here"),
                Words(id="to", classes="dim"),
                Composer(id="composer", placeholder="write, enter adds it to this round"),
                id="talk",
                key="2",
            ),
            classes="column",
        )
        yield Vertical(
            Pane("TABLE", Lines(id="table", wrap=True, empty="no offers, no drafts; o: offer"), id="deals", key="3"),
            Pane("ADVICE", Lines(id="advice", wrap=True), id="adviser", key="6", classes="-gone"),
            classes="column deals",
        )

    def below(self) -> Iterator[Widget]:
        """The orders and the standings on one line."""
        yield Words(id="strip")

    def on_mount(self) -> None:
        """Open on the public channel, the keys on the talk."""
        super().on_mount()
        self._open(self.channel)
        self.query_one("#said", Lines).focus()

    # showing

    def show_seat(self) -> None:
        """Fill every pane; counts follow from events and marks."""
        self._mark_read()
        ask, draft = self.ask, self.draft
        self.query_one("#channels", Lines).fill(channel_rows(ask, draft, self.channel))
        new = sum(unread(ask, Marks.of(draft)).values())
        self.query_one("#rooms", Pane).entitle(f"CHANNELS  {new} new" if new else "CHANNELS")
        self.query_one("#table", Lines).fill([*offer_rows(ask, draft), *outbox_rows(ask, draft)])
        self.query_one("#promises", Lines).fill(promise_rows(ask))
        self.query_one("#seats", Lines).fill(seat_rows(ask, self.chair.statuses()))
        self._show_talk()
        self._show_strip()

    def _show_talk(self) -> None:
        setting, read = self.ask.book.setting, self._read_before.get(self.channel.key, 0)
        title = f"{self.channel.sign} {self.channel.name(setting).upper()}"
        self.query_one("#talk", Pane).entitle(title)
        self.query_one("#readers", Words).say(self.channel.readers(setting, self.chair.seat))
        self.query_one("#said", Lines).fill(conversation(self.ask, self.draft, self.channel, read))
        self._show_left()

    def _show_left(self) -> None:
        composer, setting = self.query_one(Composer), self.ask.book.setting
        if self.channel.key == NOTES:
            said = "adds a line to your notebook; e rewrites it"
        elif self.channel.to:
            said = f"TO {self.channel.name(setting)}   F6: who can read this   {composer.left} left"
        else:
            said = "nothing can be sent here; t: choose readers"
        self.query_one("#to", Words).say(said)
        composer.set_class(composer.left < 0, "over")

    def _show_strip(self) -> None:
        view, seat = self.ask.view, self.chair.seat
        points, budget = (view.values[of(seat)] for of in (names.points, names.budget))
        count = f"{len(self.draft.orders)} drafted" if self.draft.orders else "none"
        states = self.chair.statuses()
        done = " ".join(self.letter_of(s.seat) for s in states if s.standing in ("sealed", "passed"))
        still = " ".join(self.letter_of(s.seat) for s in states if s.standing == "owes")
        self.query_one("#strip", Words).say(
            f"ORDERS {count}   points {points:g}, budget {budget:g}   SEALED {done or '-'}   OPEN {still or '-'}"
        )

    def waiting(self) -> str:
        """Orders drafted, and unread messages by kind of channel."""
        counts: dict[str, int] = {}
        for key, number in unread(self.ask, Marks.of(self.draft)).items():
            counts[key[0]] = counts.get(key[0], 0) + number
        return "  ".join(
            part for part in (super().waiting(), *(f"{sign}{n}" for sign, n in sorted(counts.items()))) if part
        )

    # channels

    @property
    def channel(self) -> Channel:
        """The channel that is open: the one on which the cursor is, however short."""
        self.follower.arrive()
        return self._channel

    def _open_key(self, key: str) -> None:
        if key != self._channel.key:
            known = channels(self.ask, self.draft.moves, self._channel.others)
            self._open(next(each for each in known if each.key == key))

    def _open(self, channel: Channel) -> None:
        self._channel = channel
        self._read_before[channel.key] = Marks.of(self.draft).read.get(channel.key, 0)
        composer = self.query_one(Composer)
        typed = self.typed(box_of(channel.key))
        if composer.text != typed:
            composer.load_text(typed)
            composer.move_cursor(composer.document.end)
        composer.disabled = not channel.to and channel.key != NOTES
        self.show_seat()
        self.query_one("#channels", Lines).go_to_key(channel.key)
        said = self.query_one("#said", Lines)
        said.go_to(len(said.rows) - 1)
        self._write_header()

    def _mark_read(self) -> None:
        marks, key = Marks.of(self.draft), self.channel.key
        if unread(self.ask, marks).get(key):
            self.chair.save(marks.seen(key, len(self.ask.view.events)).into(self.draft))

    def open_room(self, others: tuple[str, ...]) -> None:
        """Open the channel of these readers; nobody named is the whole table."""
        self._open(room(self.ask.book.setting, others))

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
            self.open_offer(key)

    # writing

    def action_write(self) -> None:
        """Into the box."""
        if self.channel.key in (BRIEF, UMPIRE):
            self.say("nothing can be sent here; t: choose readers", fault=True)
            return
        self.show_pane("talk", focus=False)
        self.query_one(Composer).focus()

    def on_text_area_changed(self, event: Composer.Changed) -> None:
        """Keep every keystroke."""
        if event.text_area.id == "composer":
            box = box_of(self.channel.key)
            if self.typed(box) != event.text_area.text:
                self.keep_typed(box, event.text_area.text)
            self._show_left()

    def on_composer_left(self) -> None:
        """Out of the box."""
        self.query_one("#said", Lines).focus()

    def on_composer_said(self, event: Composer.Said) -> None:
        """Add the message to this round, or the line to the notebook."""
        composer = self.query_one(Composer)
        if self.channel.key == NOTES:
            kept = self.draft.notebook or self.ask.diary.notebook
            self.save(notebook=f"{kept}\n{event.text}".strip())
            said = "kept in your notebook"
        else:
            move = Message(to=self.channel.to, text=event.text)
            if refusal := self.ask.menu.talk_refusal(move):
                self.say(refusal.sentence, fault=True)
                return
            said = self.add_move(move)
        composer.load_text("")
        self.keep_typed(box_of(self.channel.key), "")
        self.show_seat()
        self.say(said)

    def edit_move(self, at: int) -> None:
        """Change a drafted move: a message goes back into the box, terms into their form."""
        move: TalkMove = self.draft.moves[at]
        if isinstance(move, Message):
            others = () if move.to == ("public",) else move.to
            self.save(moves=tuple(m for n, m in enumerate(self.draft.moves) if n != at))
            self.keep_typed(box_of(channel_of_move(self.ask, move)), move.text)
            self.open_room(others)
            self.action_write()
            self.say("taken back into the box; enter adds it again")
        else:
            self.edit_terms(at, move)

    # advice

    @work(exclusive=True, group="advice")
    async def fetch_advice(self, question: str) -> None:
        """Ask the adviser, and show what it says beside everything else."""
        lines, pane = self.query_one("#advice", Lines), self.query_one("#adviser", Pane)
        pane.remove_class("-gone")
        from wargame.present.rows import Row, heading

        lines.fill([heading(question), Row((), "thinking; you can go on working", "thinking", "dim")])
        self._lay_out()
        answer = await self.chair.advise(question)
        rows = [Row((), line, f"a{at}") for at, line in enumerate(answer.splitlines())]
        lines.fill([heading(question), *rows])
        self.say("your adviser has answered (6)")
