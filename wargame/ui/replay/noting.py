"""Notes in the replay: written at a step, shown at it, jumped between; and what a room guesses before it is shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from wargame.core.ids import CONTROL
from wargame.core.moves import Decision, Sealed
from wargame.errors import WargameError
from wargame.present.rows import ListRow, heading
from wargame.transcript.entry import decision_of
from wargame.transcript.notes import Note, NoteKind, Notes, add_note, notes_beside, read_notes
from wargame.transcript.overrides import now
from wargame.ui.replay.place import PlaceScreen
from wargame.ui.widgets.window import Question

WIDE_AGAIN = "everything is shown again: this step was not among those that the list was narrowed to"
GUESSES = ("it keeps to what it said", "it does other than it said", "it does nothing that matters")
"""Guesses that one digit gives."""


class NotedScreen(PlaceScreen):
    """A place with the notes that lie beside the record."""

    def __init__(self, path: Path, turn: int | None, who: str) -> None:
        """Of this record; `who` makes notes here."""
        super().__init__(path, turn)
        self.who = who
        self.notes = Notes(notes_beside(path))

    def show_lines(self) -> None:
        """Read the notes that are there."""
        self.read_notes()

    def read_notes(self) -> None:
        """Read them again; what cannot be read is said."""
        try:
            self.notes = read_notes(self.notes.path)
        except WargameError as fault:
            self.say(str(fault), fault=True)
        else:
            if self.notes.unread:
                self.say("; ".join(self.notes.unread[:2]), fault=True)

    # what there is

    def noted(self) -> Sequence[int]:
        """Steps with notes that these eyes may meet here, in order."""
        walk = self.walk
        if walk is None or not self.notes.every:
            return ()
        line = walk.timeline
        found = {line.of_line(note.line) for note in self._met() if line.stands(note.line)}
        return sorted(step for step in found if walk.sees_ahead or step <= walk.step)

    def _met(self) -> Sequence[Note]:
        walk = self.walk
        assert walk is not None
        return [note for note in self.notes.every if walk.eyes in (CONTROL, note.eyes)]

    def beside_step(self, step: int) -> list[ListRow]:
        """The notes of a step, as rows."""
        walk = self.walk
        assert walk is not None
        index = walk.timeline.index

        def line(number: int) -> bytes | None:
            return index.line(number) if number <= len(index) else None

        rows, lines = [], [walk.timeline.lines[each] for each in walk.together(step)]
        for note in self._met():
            if note.line in lines:
                said = "bookmark" if note.kind == "bookmark" else f"{'guessed: ' * (note.kind == 'guess')}{note.text}"
                other = "" if note.holds(line) else "! the line reads otherwise than when this was noted: "
                rows.append(ListRow((("- ", "bold"),), f"{note.who}: {other}{said} ({note.at[:10]})"))
        return [heading("NOTES"), *rows] if rows else []

    # making them

    def action_note(self) -> None:
        """Write a note at this step."""
        step = self.walk.here() if self.walk else None
        if step is not None:
            question = Question(f"NOTE, by {self.who}: it lies beside the record", tall=True)
            self.app.push_screen(question, lambda text: self._add("note", step, text) if text else None)

    def action_bookmark(self) -> None:
        """Set a bookmark at this step, or take one's own away."""
        step = self.walk.here() if self.walk else None
        if self.walk is None or step is None:
            return
        number = self.walk.timeline.lines[step]
        there = any(note.kind == "bookmark" and note.who == self.who for note in self.notes.of(number))
        self._add("gone" if there else "bookmark", step, "")

    def _add(self, kind: NoteKind, step: int, text: str) -> None:
        walk = self.walk
        assert walk is not None
        line = walk.timeline
        note = Note(kind, line.lines[step], line.hash(step), line.turn(step), self.who, now(), walk.eyes, text.strip())
        try:
            add_note(self.notes.path, note)
        except WargameError as fault:
            self.say(str(fault), fault=True)
            return
        self.read_notes()
        self.show_here(anew=True)
        self.say({"gone": "the bookmark is gone"}.get(kind, f"{kind} kept in {self.notes.path.name}"))

    def action_noted(self, way: int) -> None:
        """To the next step with a note, or to the one before."""
        walk, steps = self.walk, self.noted()
        if walk is not None:
            after = [step for step in steps if (step - walk.step) * way > 0]
            if after:
                before, walk.step = walk.step, min(after) if way > 0 else max(after)
                self.arrive(before)
            else:
                self.say(f"no note {'after' if way > 0 else 'before'} this place", fault=True)

    # guess first

    def action_guess(self) -> None:
        """Hide what lies ahead, and ask before each act; or show all again."""
        walk = self.walk
        if walk is None:
            return
        walk.guessing = not walk.guessing
        self.show_here(anew=True)
        said = "nothing ahead is shown: before the next sealed orders are, the room is asked what they are"
        self.say(said if walk.guessing else "what lies ahead is shown again")

    def arrive(self, before: int, *, at_its_row: bool = True) -> None:
        """Show where a move came to; while the room guesses, a move on ends at the first sealed orders on its way.

        A record that is narrowed so that the step has no row there is wide again, unless the step needs no row.
        """
        walk = self.walk
        assert walk is not None
        self.say("")
        deed = self._unguessed(before) if walk.guessing else None
        if deed is not None:
            self._ask_first(before, *deed)
            return
        if at_its_row and self.show_wherever():
            self.say(WIDE_AGAIN)
        self.show_here()

    def _unguessed(self, before: int) -> tuple[int, str] | None:
        """The first sealed orders after a step, up to where the walk stands, of which nobody has made a guess; whose.

        Through other eyes than the truth's they are met when they are opened, and those of a turn are guessed at once.
        """
        walk = self.walk
        assert walk is not None
        line, name = walk.timeline, self.setting.name_of if self.setting else str
        met = walk.met() if walk.eyes != CONTROL else range(len(line))
        for step in met[bisect_right(met, before) : bisect_right(met, walk.step)]:
            kind = line.kind(step)
            if kind == "decision" and not self._guessed(step):
                decision = decision_of(line.entry(step))
                if _is_deed(decision):
                    return step, f"what does {name(decision.seat)} order now?"
            opened = kind == "event" and line.look(step)[1] == "order_opened"
            if opened and walk.eyes != CONTROL and not self._guessed_in(line.turn(step)):
                return step, "what do the others order now?"
        return None

    def _guessed(self, step: int) -> bool:
        walk = self.walk
        assert walk is not None
        return any(note.kind == "guess" for note in self.notes.of(walk.timeline.lines[step]))

    def _guessed_in(self, turn: int) -> bool:
        """Whether a guess was made through these eyes at an order that was opened in this turn."""
        walk = self.walk
        assert walk is not None
        line = walk.timeline
        guesses = [note for note in self.notes.every if note.kind == "guess" and note.eyes == walk.eyes]
        steps = [line.of_line(note.line) for note in guesses if line.stands(note.line)]
        return any(line.kind(step) == "event" and line.turn(step) == turn for step in steps)

    def _ask_first(self, before: int, step: int, asked: str) -> None:
        walk = self.walk
        assert walk is not None
        walk.step = max(before, step - 1)
        self.show_here()

        def guessed(text: str | None) -> None:
            walk.step = step
            self.show_wherever()
            if text and text.strip():
                words = text.strip()
                given = words.isdigit() and 1 <= int(words) <= len(GUESSES)
                self._add("guess", step, GUESSES[int(words) - 1] if given else words)
            self.show_here()

        choices = ", ".join(f"{n} {guess}" for n, guess in enumerate(GUESSES, 1))
        title = f"GUESS FIRST, turn {walk.timeline.turn(step)}: {asked}"
        self.app.push_screen(Question(title, placeholder=f"{choices}; or in the room's words; esc: no guess"), guessed)


def _is_deed(decision: Decision) -> bool:
    """Whether there is anything in a decision to be guessed: sealed orders."""
    return isinstance(decision.body, Sealed) and bool(decision.body.orders)
