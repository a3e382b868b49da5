"""A place of a game on screen: the record up to it or beyond, the step in full, what is known there, the bar of turns.

The first page is drawn from the record's lines alone; the game is played again behind it, and only then are there views
other than the truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.widget import Widget

from wargame.present.replay_rows import StepRows, bar, eyes_in_words, line_rows, step_row
from wargame.present.rows import ListRow
from wargame.review.walk import SORTS
from wargame.ui.replay.reading import RecordScreen
from wargame.ui.replay.record_list import RecordLines, StepLines
from wargame.ui.widgets.frame import AS, STEPS
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane, Words, fitted


class PlaceScreen(RecordScreen):
    """Shows where the walk stands; subclasses move it."""

    FIRST = "record"

    def __init__(self, path: Path, turn: int | None) -> None:
        """Of this record, from the end of a turn or the opening."""
        super().__init__(path, turn)
        self._rows: dict[tuple[str, str], dict[int, ListRow]] = {}
        self._noted: frozenset[int] = frozenset()
        """Steps with notes that these eyes may meet here."""
        self._filled: object = None
        """The steps that stand in the list."""
        self._mark: int | None = None
        self._comparing = True

    # layout

    def body(self) -> ComposeResult:
        """The record, the step, what is known."""
        yield Pane("RECORD", RecordLines(narrow=self._look_for), id="record")
        yield Pane("STEP", StepLines(id="step", wrap=True, cursor=False), id="detail")
        yield Pane(
            "KNOWN HERE", StepLines(id="known", wrap=True, cursor=False, empty="the game is played again"), id="state"
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

    # showing

    def show_here(self, *, anew: bool = False) -> None:
        """Show the place where the walk stands; `anew` if its rows say other things than before."""
        walk = self.walk
        if walk is None:
            return
        if anew:
            self._rows.clear()
            walk.rows_changed()
        walk.row_text = self._row_text
        self._noted = frozenset(self.noted())
        self._onto_what_is_shown()
        steps = walk.so_far()
        lines, here = self.steps, walk.here()
        lines.filter = walk.text
        if anew or steps is not self._filled:
            self._filled = steps
            lines.fill(StepRows(steps, self._row_of, self._made()))
        if here is not None:
            lines.go_to_key(str(here))
        self._beside()

    def _onto_what_is_shown(self) -> None:
        """Before the first step of a kind or with a text one stands at it, where all is in sight."""
        walk = self.walk
        assert walk is not None
        if walk.sees_ahead and walk.here() is None and (met := walk.met()):
            walk.step = met[0]

    def _made(self) -> dict[int, ListRow]:
        """The rows that were made for these eyes, at this place if it matters."""
        walk = self.walk
        assert walk is not None
        return self._rows.setdefault((walk.eyes, str(walk.number) if walk.takes_back else ""), {})

    def _row_of(self, step: int) -> ListRow:
        assert self.walk is not None
        return step_row(self.walk, step, self.setting, step in self._noted)

    def _row_text(self, step: int) -> str:
        """What a row holds, as these eyes read it where one stands, or there if that is ahead."""
        walk = self.walk
        assert walk is not None
        if walk.sees_ahead or step <= walk.step:
            made = self._made()
            if step not in made:
                made[step] = self._row_of(step)
            return made[step].text
        before, walk.step = walk.step, step
        try:
            return step_row(walk, step, self.setting).text
        finally:
            walk.step = before

    def _look_for(self, text: str) -> None:
        """Meet only steps whose rows hold a text; the place is kept if it can be."""
        if self.walk is not None:
            self.walk.text = text
            self.show_here()

    def drop_text(self) -> bool:
        """Take back the text that a list is narrowed to; false if there is none."""
        narrowed = [lines for lines in self.query(Lines) if lines.filter]
        for lines in narrowed:
            lines.narrow_to(text="")
        return bool(narrowed)

    def show_wherever(self) -> bool:
        """Meet everything again if these eyes meet the step where one stands and the narrowed record leaves it out.

        Whether that was so: one has gone to a certain step, which is not to be passed off as another.
        """
        walk = self.walk
        assert walk is not None
        left_out = walk.narrowed and walk.meets(walk.step) and not walk.shows(walk.step)
        if left_out:
            walk.widen()
        return left_out

    def noted(self) -> Sequence[int]:
        """Steps at which somebody left a note, as far as these eyes meet it."""
        return ()

    def above_step(self) -> list[ListRow]:
        """What is told before the step where the walk stands."""
        return []

    def beside_step(self, step: int) -> list[ListRow]:
        """What others left at a step, told after it."""
        return []

    def _beside(self) -> None:
        """Everything but the list."""
        walk = self.walk
        assert walk is not None
        self.frame()
        kind, (at, of) = SORTS[walk.sort], walk.counted()
        title = f"RECORD: {kind}, step {at}/{of}"
        if walk.text:
            title = f"RECORD {at}/{of} of {walk.out_of()}: {walk.text!r} in {kind}"
        self.query_one("#record", Pane).entitle(title)
        here = walk.here()
        step = self.query_one("#step", Lines)
        beside = [] if here is None else self.beside_step(here)
        step.fill([*self.above_step(), *self._detail(), *beside])
        step.action_end(-1)
        self._show_state()
        told = bar(walk, self.size.width, self.noted())
        self.query_one("#bar", Words).say("\n".join(fitted(line, self.size.width) for line in told))

    def _detail(self) -> list[ListRow]:
        walk = self.walk
        assert walk is not None
        here = walk.here()
        if here is not None and not walk.reads_decisions:
            return line_rows(walk, here)
        from wargame.present.replay_detail import detail_rows

        return detail_rows(walk, self.setting)

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
        if self._mark is not None and (walk.sees_ahead or self._mark <= walk.step):
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
            torn = f"   TORN at line {len(line.index) + 1}" if line.index.torn else ""
            where = f"REPLAY {self.path.stem}{torn}   turn {line.turn(walk.step)}, {phase}"
            room = self.size.width - len(eyes) - 3
            self.header().say(self.words(fitted(f"{where}{ahead}", room).ljust(room), "  ", (eyes, "bold reverse")))
        else:
            self.header().say(f"REPLAY {self.path.stem}")
        super().frame()
