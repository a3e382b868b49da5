"""The screen of one seat: all that it shows comes from the seat's chair, and nothing of it outlives the curtain."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from wargame.errors import WargameError
from wargame.present.letters import colours, letters
from wargame.present.marks import Marks
from wargame.present.team_words import draft_readers, team_stands, team_told
from wargame.present.turns_over import something_to_show
from wargame.present.wanted import concludes, wanted_of
from wargame.ui.palette import PaletteOffer
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.screen_frame import FramedScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wargame.core.ids import SeatId
    from wargame.players.base import Ask
    from wargame.present.local_table import LocalTable
    from wargame.table.chair import Chair, Draft

COMMON: tuple[KeyHint, ...] = (
    ("F2-F5", "desk orders world news"),
    ("F9", "seal"),
    ("F8", "curtain"),
    ("tab", "pane"),
    ("/", "find"),
    ("F6", "readers"),
    ("y", "copy"),
    ("x", "export"),
    ("q", "leave"),
    ("ctrl+p", "commands"),
)
"""Keys that every seat's screen knows."""
COMMON_NARROW: tuple[KeyHint, ...] = (("F9", "seal"), ("F8", "curtain"), ("F2-F5", "screens"), ("tab", "pane"))
OTHERS = {
    "desk": "Talk, offers, pledges",
    "orders": "The order sheet",
    "world": "Who depends on whom",
    "news": "What happened, from the first turn on",
    "result": "What came of the last turn",
}
"""The screens of a seat, by the name under which the app shows them."""


class SeatScreen(FramedScreen):
    """A screen of one seat. Subclasses give `body()` and `show_seat()`; news never moves the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "app.show('desk')", "desk", show=False),
        Binding("f3", "app.show('orders')", "orders", show=False),
        Binding("f4", "app.show('world')", "world", show=False),
        Binding("f5", "app.show('news')", "news and record", show=False),
        Binding("r", "app.show('result')", "result of the last turn", show=False),
        Binding("f6", "readers", "who reads this", show=False),
        Binding("f8", "app.curtain", "curtain", show=False),
        Binding("f9", "seal", "seal", show=False),
    ]

    class Changed(Message):
        """Something that this seat may see has changed."""

    class Sealed(Message):
        """The seat has handed in its answer of this phase, or has read what there is to read."""

        def __init__(self, seat: SeatId, following: SeatId | None = None) -> None:
            """`following` sits down next; None leaves it to who owes an answer."""
            super().__init__()
            self.seat, self.following = seat, following

    def __init__(self, chair: Chair, local_table: LocalTable) -> None:
        """The screen of whoever sits on this chair, at this terminal."""
        super().__init__()
        self.chair, self.table = chair, local_table
        self.ask: Ask
        """What the seat was last seen to know and to be asked."""
        self._looked_at: Draft
        """The draft as it then was; another screen of the seat may have changed it since."""
        self._team_stood = ("", False, False)
        """How whoever hands in for the seat then stood."""
        self._unwatch: Callable[[], None] | None = None
        self._stale = True
        self._header_shown: tuple[object, ...] = ()

    # what subclasses write

    def show_seat(self) -> None:
        """Fill the panes from `self.ask`, `self.chair.draft` and the chair's statuses; called after every change."""

    def below(self) -> ComposeResult:
        """What a newcomer may try next, while there is something."""
        yield Words(id="hint", classes="-gone")

    # the draft

    @property
    def draft(self) -> Draft:
        """What the seat has prepared."""
        return self.chair.draft

    def save(self, **parts: Any) -> None:
        """Keep some parts of the draft, such as `orders=...`; the rest stays as it is."""
        self.chair.save(replace(self.chair.draft, **parts))
        self.mended()
        self.show_hint()

    def typed(self, box: str) -> str:
        """Text half typed into a box."""
        return dict(self.chair.draft.typed).get(box, "")

    def keep_typed(self, box: str, text: str) -> None:
        """Keep text half typed into a box; an empty text is forgotten."""
        kept = {**dict(self.chair.draft.typed), box: text}
        self.save(typed=tuple((name, said) for name, said in kept.items() if said))

    # being told

    def on_mount(self) -> None:
        """Look, and go on being told."""
        self._unwatch = self.chair.watch(self._notice)
        self.look()
        super().on_mount()
        self._show_all()
        self.set_interval(1, self.tick)

    def on_unmount(self) -> None:
        if self._unwatch:
            self._unwatch()

    def on_screen_resume(self) -> None:
        """Catch up with what changed while another screen was in front."""
        if self.is_mounted and (self._stale or self.draft != self._looked_at):
            self.refresh_seat()

    def _notice(self) -> None:
        if not self._stale:
            self._stale = True
            self.post_message(self.Changed())

    def on_seat_screen_changed(self) -> None:
        """Something changed: if this screen is in front, show it."""
        if self.app.screen_stack and self in self.app.screen_stack:
            self.refresh_seat()

    def look(self) -> None:
        """Look again at what the seat knows."""
        self.ask, self._looked_at, self._team_stood = self.chair.look(), self.chair.draft, team_stands(self.chair)
        self._stale = False

    def refresh_seat(self) -> None:
        """Look again and show it; the focus stays where it is."""
        before, stood = self.ask.id, self._team_stood
        self.look()
        self.frame()
        self._show_all()
        if self.ask.id != before:
            self.say(f"now: {self.wanted()}")
        elif told := team_told(self.chair, stood, self.wanted()):
            self.say(told)
        self.show_result()

    def show_result(self) -> None:
        """When a turn has ended, or was taken back, while somebody sits here, show what came of it."""
        if self.NAME != "result" and something_to_show(self.chair) and self.is_current:
            self.go_to("result")

    def _show_all(self) -> None:
        self.show_seat()
        self.show_hint()

    def show_hint(self) -> None:
        """The first thing of this turn that the scenario suggests, that fits the phase and is not done yet."""
        from wargame.present.first_steps import hint_of, steps_now

        hint = self.query_one("#hint", Words)
        steps = steps_now(self.ask, self.draft) if self.chair.owes else ()
        hint.set_class(not steps, "-gone")
        hint.say(hint_of(steps))

    def tick(self) -> None:
        """A second has passed: the clock, and nothing else."""
        if self.is_current:
            self._write_header()

    # the frame

    def frame(self) -> None:
        """Write the header and the key line."""
        self._write_header()
        super().frame()

    def _write_header(self) -> None:
        clock, setting = self.chair.clock(), self.ask.book.setting
        shown = (clock.turn, clock.phase, clock.round, int(clock.left or -1), clock.paused, self.waiting(), self.size)
        if shown != self._header_shown:
            self._header_shown = shown
            seat = self.chair.seat
            who = f"{setting.name_of(seat).upper()} ({letters(setting)[seat]})"
            colour = colours(setting).get(seat, "")
            self.header().show(setting, who, clock, self.waiting(), self.size.width, colour)

    def waiting(self) -> str:
        """What the hidden panes and the other screens hold, in a few letters; such as `orders 2  #2 @1`.

        Unread messages are counted by kind of channel.
        """
        from wargame.present.channels import unread_by_sign

        parts = []
        if self.draft.orders:
            parts.append(f"orders {len(self.draft.orders)}")
        if not self.chair.owes and self.chair.clock().phase in ("talk", "orders", "weigh"):
            parts.append("sealed")
        unread = unread_by_sign(self.ask, Marks.of(self.draft), self.chair.team)
        parts += [f"{sign}{new}" for sign, new in unread.items()]
        return "  ".join(parts)

    def keys(self) -> tuple[KeyHint, ...]:
        """Own keys first, then those of every screen."""
        common = COMMON_NARROW if self.narrow else COMMON
        if not self.chair.team.leads:
            common = tuple((key, "otherwise" if key == "F9" else does) for key, does in common)
        return (*self.KEYS, *common)

    def export_stem(self) -> str:
        """Scenario, seat, screen and turn."""
        return f"{self.ask.book.setting.name}-{self.chair.seat}-{self.NAME}-turn{self.ask.turn}"

    def help_elsewhere(self) -> str:
        """The keys that every seat's screen knows."""
        from wargame.ui.widgets.help import EVERYWHERE

        return EVERYWHERE

    # names

    def name_of(self, seat: str) -> str:
        """A seat's name."""
        return self.ask.book.setting.name_of(seat)

    # acts of every screen

    def go_to(self, name: str) -> None:
        """To another screen of the seat, once this one has done its work."""
        self.app.call_later(self.app.run_action, f"show('{name}')")

    def offers(self) -> Iterable[PaletteOffer]:
        """The other screens, the seal, and what every screen can do."""
        from wargame.ui.seat.team import TeamActs

        for name, meaning in OTHERS.items():
            yield PaletteOffer(f"Go to {name}", meaning, partial(self.go_to, name))
        if (team := self.chair.team).leads:
            yield PaletteOffer("Seal", "Hand in this phase's answer", self.action_seal)
        else:
            yield PaletteOffer("Otherwise", f"What you would do; {team.lead} hands in", self.action_seal)
        yield from TeamActs(self).offers()
        yield PaletteOffer("Readers", "Who reads what is written here", self.action_readers)
        yield from super().offers()

    def action_readers(self) -> None:
        """Say who reads what is written here, and what they may see later."""
        self.say(draft_readers(self.chair.team))

    def action_seal(self) -> None:
        """Seal: hand in the one answer of this phase, after one question."""
        if concludes(self.chair):
            from wargame.ui.seat.concluding import conclude

            if not self.chair.team.leads:
                self.say(self.wanted(), fault=True)
                return
            conclude(self)
            return
        if self.chair.owes and not self.chair.team.leads:
            from wargame.ui.seat.team import TeamActs

            TeamActs(self).object()
            return
        if not self.chair.owes:
            go_on = self._goes_on()
            if go_on is None:
                self.say(f"nothing is owed now: {self.wanted()}", fault=True)
            else:
                go_on()
            return
        from wargame.ui.seat.seal import Seal

        self.app.push_screen(Seal(self.chair, self.ask), self._sealed)

    def _goes_on(self) -> Callable[[], None] | None:
        """How this seat says that it has read, at a table without a facilitator; nothing if it has said so."""
        reading = self.chair.clock().phase in ("brief", "news") and self.table.own_pace
        reading = reading and self.chair.team.leads
        return self._read_on if reading and self.chair.seat in self.table.reading() else None

    def _read_on(self) -> None:
        following = self.table.read_on(self.chair.seat)
        if following is not None:
            self.post_message(self.Sealed(self.chair.seat, following))

    def _sealed(self, done: bool | None) -> None:
        if done:
            self.refresh_seat()
            self.say(f"sealed; {self.wanted()}")
            self.post_message(self.Sealed(self.chair.seat))

    def wanted(self) -> str:
        """What is wanted of the seat now, in a few words."""
        return wanted_of(self.chair, self.table, self.name_of)

    @property
    def _ended(self) -> bool:
        """Whether the game is over: nothing is handed in any more."""
        return self.chair.clock().phase == "end"

    def _too_late(self) -> bool:
        """Whether the game is over; then it is said."""
        if over := self._ended:
            self.say(f"nothing is handed in any more: {self.table.ending}", fault=True)
        return over

    def fault(self, error: WargameError) -> None:
        """Say what a person can mend."""
        self.say(str(error), fault=True)
