"""The replay screen: the record on the left, one step in full, what the eyes that look know there, the bar of turns.

The first page is drawn from the record's lines alone; the game is played again behind it, and only then are there views
other than the truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.widget import Widget

from wargame.core.ids import CONTROL, PUBLIC
from wargame.errors import WargameError
from wargame.present.replay_rows import StepRows, bar, eyes_in_words, step_row
from wargame.present.rows import ListRow
from wargame.review.timeline import LANDMARKS
from wargame.review.walk import SORTS, Stride
from wargame.ui.palette import PaletteOffer
from wargame.ui.replay import keys
from wargame.ui.replay.reading import RecordScreen
from wargame.ui.replay.record_list import RecordLines
from wargame.ui.widgets.frame import AS, STEPS
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane, Words, fitted


class ReplayScreen(RecordScreen):
    """A game on record, from one place in it, through somebody's eyes."""

    NAME = "replay"
    FIRST = "record"
    HELP = keys.HELP
    KEYS = keys.KEYS
    BINDINGS = keys.BINDINGS
    CSS = """
    ReplayScreen #record { width: 5fr; }
    ReplayScreen #detail { width: 4fr; }
    ReplayScreen #state { width: 36; }
    ReplayScreen Lines { scrollbar-gutter: stable; }
    ReplayScreen #bar { height: 2; background: $panel-darken-1; text-wrap: nowrap; }
    ReplayScreen.-narrow #body { layout: vertical; }
    ReplayScreen.-narrow #body Pane { width: 1fr; }
    ReplayScreen.-narrow #detail.-beside { display: block; height: 8; }
    """

    def __init__(
        self, path: Path, eyes: str = CONTROL, turn: int | None = None, *, leaves_to_lobby: bool = False
    ) -> None:
        """Of this record, through these eyes (`control`, `public` or a seat), from the end of a turn or the opening."""
        super().__init__(path, turn)
        self._wanted, self._leaves_to_lobby = eyes, leaves_to_lobby
        self._rows: dict[tuple[str, str], dict[int, ListRow]] = {}
        self._filled: object = None
        """The steps that stand in the list."""
        self._mark: int | None = None
        self._comparing = True

    # layout

    def body(self) -> ComposeResult:
        """The record, the step, what is known."""
        yield Pane("RECORD", RecordLines(id="steps", mark=">", empty="nothing of this kind"), id="record")
        yield Pane("STEP", Lines(id="step", wrap=True, cursor=False), id="detail")
        yield Pane(
            "KNOWN HERE", Lines(id="known", wrap=True, cursor=False, empty="the game is played again"), id="state"
        )

    def below(self) -> Iterator[Widget]:
        """The bar of turns."""
        yield Words(id="bar")

    def on_mount(self) -> None:
        """Find the lines of the record."""
        super().on_mount()
        self.query_one("#steps", RecordLines).focus()
        self.say("reading the record")
        self.find()

    def _lay_out(self) -> None:
        super()._lay_out()
        beside = self.narrow and self._shown == "record"
        self.query_one("#detail", Pane).set_class(beside, "-beside")

    @property
    def steps(self) -> RecordLines:
        """The list of steps."""
        return self.query_one("#steps", RecordLines)

    # the two moments

    def show_lines(self) -> None:
        """The truth can be shown at once; other eyes wait until the game has been played again."""
        if self._wanted == CONTROL:
            self.show_here()

    def show_played(self, said: str) -> None:
        """Now there are names, views and causes."""
        self._rows.clear()
        self._look_through(self._wanted, said, anew=True)

    # showing

    def show_here(self, *, anew: bool = False) -> None:
        """Show the place where the walk stands; `anew` if its rows say other things than before."""
        walk = self.walk
        if walk is None:
            return
        made = self._rows.setdefault((walk.eyes, str(walk.number) if self._takes_back() else ""), {})
        steps = walk.so_far()
        rows = StepRows(steps, lambda step: step_row(walk, step, self.setting), made)
        lines = self.steps
        here = walk.here()
        if anew or steps is not self._filled:
            self._filled = steps
            lines.fill(rows)
        if here is not None:
            lines.go_to_key(str(here))
        self._beside()

    def _takes_back(self) -> bool:
        """Whether words that were read were taken back later, so that what a row says depends on the place."""
        walk = self.walk
        return walk is not None and walk.eyes != CONTROL and walk.positions is not None and walk.positions.takes_back

    def _beside(self) -> None:
        """Everything but the list."""
        walk = self.walk
        assert walk is not None
        from wargame.present.replay_detail import detail_rows

        self.frame()
        self.query_one("#record", Pane).entitle(f"RECORD: {SORTS[walk.sort]}, {self.steps.counted}")
        step = self.query_one("#step", Lines)
        step.fill(detail_rows(walk, self.setting))
        step.action_end(-1)
        self._show_state()
        told = bar(walk, self.size.width, ())
        self.query_one("#bar", Words).say("\n".join(fitted(line, self.size.width) for line in told))

    def _show_state(self) -> None:
        walk, setting = self.walk, self.setting
        if walk is None or walk.positions is None or setting is None:
            return
        from wargame.present.replay_state import state_rows

        before, since = self._before()
        now = walk.view()
        assert now is not None
        past = None if before is None else walk.view(before)
        known = self.query_one("#known", Lines)
        known.fill(state_rows(walk.positions.game.sequence.book, now, past, since))
        self.query_one("#state", Pane).entitle(f"KNOWN HERE: {eyes_in_words(walk.eyes, setting)}")

    def _before(self) -> tuple[int | None, str]:
        """The step that this place is compared with, and what it is called."""
        walk = self.walk
        assert walk is not None
        line = walk.timeline
        if not self._comparing:
            return None, ""
        if self._mark is not None:
            return self._mark, f"the mark, turn {line.turn(self._mark)} {line.phase(self._mark)}"
        turn, step = line.turn(walk.step), walk.step
        if turn == 0:
            return None, ""
        last = line.last_of(turn - 1)
        return min(last, step), f"the end of turn {turn - 1}" if turn > 1 else "the opening"

    def frame(self) -> None:
        """The top line: the game, the turn and phase, and whose eyes look; never what came of it."""
        walk = self.walk
        if walk is not None:
            line = walk.timeline
            at = AS.get(line.phase(walk.step), line.phase(walk.step))
            phase = dict(STEPS).get(at, at).upper()
            ahead = "" if walk.sees_ahead else "   nothing ahead is shown"
            eyes = f"VIEW {eyes_in_words(walk.eyes, self.setting)}"
            where = f"REPLAY {self.path.stem}   turn {line.turn(walk.step)}, {phase}"
            room = self.size.width - len(eyes) - 3
            self.header().say(self.words(fitted(f"{where}{ahead}", room).ljust(room), "  ", (eyes, "bold reverse")))
        else:
            self.header().say(f"REPLAY {self.path.stem}")
        super().frame()

    # moving

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The place follows the cursor of the list."""
        walk = self.walk
        if walk is None or type(event) is not Lines.Moved or event.lines is not self.steps:
            return
        step = int(event.row.key)
        if step != walk.here():
            walk.step = step
            self._moved()

    def _moved(self) -> None:
        self.show_here()

    def action_stride(self, stride: Stride, way: int) -> None:
        """On or back by one event, act, phase or turn."""
        if self.walk is not None:
            if self.walk.move(stride, way):
                self._moved()
            else:
                self.say("this is the end of what these eyes meet" if way > 0 else "this is its beginning")

    def action_jump(self, landmark: str, way: int) -> None:
        """To the next landmark of a kind, or to the one before."""
        if self.walk is not None:
            if self.walk.jump(landmark, way):
                self._moved()
                self.say("")
            else:
                self.say(f"no {LANDMARKS[landmark]} {'after' if way > 0 else 'before'} this place", fault=True)

    def action_far(self, way: int) -> None:
        """To the first or the last step."""
        if self.walk is not None and (met := self.walk.met()):
            self.walk.step = met[-1] if way > 0 else met[0]
            self._moved()

    def action_go_to(self) -> None:
        """Ask for a place."""
        from wargame.ui.widgets.window import Question

        title = "GO TO an event (2.17), a turn (T3) or a line (L120)"
        self.app.push_screen(Question(title), self._go_to)

    def _go_to(self, text: str | None) -> None:
        walk, wanted = self.walk, (text or "").strip()
        if walk is None or not wanted:
            return
        try:
            walk.step = walk.timeline.place(wanted)
        except WargameError as fault:
            self.say(str(fault), fault=True)
        else:
            self._moved()

    # eyes

    def action_pane_of_key(self, key: str) -> None:
        """Digits are seats here, in the order of the table."""
        seats = self._seats()
        if int(key) <= len(seats):
            self.action_eyes(seats[int(key) - 1])
        else:
            self.say(f"there is no seat {key}; v lists all", fault=True)

    def _seats(self) -> list[str]:
        return [seat.id for seat in self.setting.seats if seat.seated] if self.setting else []

    def action_eyes(self, eyes: str) -> None:
        """Look through other eyes; the place is kept."""
        if self.walk is not None and (self.setting is not None or eyes == CONTROL):
            self._look_through(eyes)
        else:
            self.say("a moment: the game is still being played again", fault=True)

    def _look_through(self, eyes: str, said: str = "", *, anew: bool = False) -> None:
        walk, setting = self.walk, self.setting
        if walk is None or setting is None:
            return
        if eyes not in (CONTROL, PUBLIC, *setting.ids):
            self.say(f"{eyes}: there is no such seat; the seats are {', '.join(setting.ids)}", fault=True)
            eyes = PUBLIC
        from wargame.present.replay_detail import hidden_from

        hidden = hidden_from(walk, setting) if walk.eyes == CONTROL and eyes != CONTROL else ""
        walk.eyes = eyes
        self.show_here(anew=anew)
        self.say("; ".join(part for part in (said, hidden and f"same place; {hidden}") if part))

    def action_choose_eyes(self) -> None:
        """List whose eyes there are."""
        from wargame.ui.replay.windows import EyesWindow

        walk = self.walk
        if walk is None or self.setting is None:
            self.action_eyes("")
            return
        seats = [
            (seat, str(n) if n < 10 else "", self.setting.name_of(seat)) for n, seat in enumerate(self._seats(), 1)
        ]
        every = [(CONTROL, "0", "the truth"), (PUBLIC, "p", "what is public"), *seats]
        self.app.push_screen(EyesWindow(every, walk.eyes), self._chosen_eyes)

    def _chosen_eyes(self, eyes: str | None) -> None:
        if eyes is not None:
            self.action_eyes(eyes)

    # what is shown

    def action_sort(self, way: int) -> None:
        """The next kind of steps."""
        walk = self.walk
        if walk is None:
            return
        sorts = list(SORTS)
        walk.sort = sorts[(sorts.index(walk.sort) + way) % len(sorts)]
        self._moved()
        self.say(
            f"{len(walk.met())} of {len(walk.timeline)}: {SORTS[walk.sort]}" if walk.sees_ahead else SORTS[walk.sort]
        )

    def action_mark(self) -> None:
        """Compare from here on with this place; once more at the same place takes the mark away."""
        if self.walk is not None:
            again = self._mark == self.walk.step
            self._mark = None if again else self.walk.step
            self._comparing = True
            self._show_state()
            self.say("the mark is gone" if again else "marked: what changed is told against this place")

    def action_compare(self) -> None:
        """Tell what changed, or leave it out."""
        self._comparing = not self._comparing
        self._show_state()
        self.say("what changed is told" if self._comparing else "only what holds is told")

    def action_state(self) -> None:
        """On a small screen: what is known here, or back to the record."""
        self.show_pane("record" if self._shown == "state" else "state", focus=self._shown == "state")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Open the step in full."""
        walk = self.walk
        if walk is None or event.lines is not self.steps:
            return
        from wargame.present.replay_detail import call_text, detail_rows
        from wargame.ui.replay.windows import FullText

        step = int(event.row.key)
        if walk.timeline.kind(step) == "call":
            text = call_text(walk.timeline.entry(step), walk.timeline.index.text)
        else:
            text = "\n".join(row.text for row in detail_rows(walk, self.setting))
        self.app.push_screen(FullText(event.row.text.strip()[:80], text))

    def action_leave_replay(self) -> None:
        """Back to the lobby, or out."""
        if self._leaves_to_lobby:
            self.app.pop_screen()
        else:
            self.app.exit()

    def export_stem(self) -> str:
        """The record, the turn and whose eyes."""
        walk = self.walk
        return f"{self.path.stem}-turn{walk.timeline.turn(walk.step)}-{walk.eyes}" if walk else self.path.stem

    def offers(self) -> Iterable[PaletteOffer]:
        """What the replay can do, for the palette."""
        yield PaletteOffer(
            "Eyes", "Look through a seat's eyes, the public's, or see the truth", self.action_choose_eyes
        )
        yield PaletteOffer("Go to", "An event, a turn or a line", self.action_go_to)
        for landmark, words in LANDMARKS.items():
            yield PaletteOffer(f"Next of {words}", "Jump there", partial(self.action_jump, landmark, 1))
        yield from super().offers()
