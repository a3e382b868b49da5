"""Notes in the replay: written at a step, shown at it, jumped between; and what a room guesses before it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.core.ids import CONTROL
from wargame.errors import WargameError
from wargame.present.rows import ListRow, heading
from wargame.transcript.notes import Note, NoteKind, Notes, add_note, notes_beside, read_notes
from wargame.transcript.overrides import now
from wargame.ui.replay.place import PlaceScreen
from wargame.ui.widgets.window import Question

if TYPE_CHECKING:
    from wargame.ui.replay.guessing import ToGuess


WORDS = ("in the room's words", "esc: no guess")
WIDE_AGAIN = "everything is shown again: this step was not among those that the list was narrowed to"
KINDS_OF_NOTES = {"note": "note", "bookmark": "mark", "guess": "guess", "gone": ""}
"""What stands before a note in their list."""


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

    def met_here(self) -> Sequence[Note]:
        """Notes that these eyes may meet from where they stand, in the order of their lines."""
        if self.walk is None:
            return ()
        line, ahead, step = self.walk.timeline, self.walk.sees_ahead, self.walk.step
        met = (note for note in self._met() if line.stands(note.line) and (ahead or line.of_line(note.line) <= step))
        return sorted(met, key=lambda note: note.line)

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
                said = "bookmark" if note.kind == "bookmark" else f"{'guessed: ' * (note.kind == 'guess')}{note.said}"
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

    def action_notes(self) -> None:
        """List bookmarks, notes and guesses that these eyes may meet here; enter goes to one."""
        walk = self.walk
        if walk is None:
            return
        from wargame.present.replay_rows import told_at
        from wargame.ui.replay.windows import RowsPage

        line = walk.timeline
        rows = [
            ListRow(
                ((f"T{note.turn:<3}{KINDS_OF_NOTES[note.kind]:<6}", "bold"),),
                f"{note.who}{': ' if note.said else ''}{note.said} - {told_at(walk, note.line, self.setting)}",
                str(line.of_line(note.line)),
            )
            for note in self.met_here()
        ]
        if rows:
            self.app.push_screen(RowsPage("BOOKMARKS AND NOTES; enter goes there", rows), self._to_noted)
        else:
            self.say("no bookmark or note so far: t marks this place, w writes a note", fault=True)

    def _to_noted(self, step: str | None) -> None:
        if self.walk is not None and step:
            before, self.walk.step = self.walk.step, int(step)
            self.arrive(before)

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
        said = "nothing ahead is shown: the room is asked before sealed orders, answers to offers and rulings"
        self.say(said if walk.guessing else "what lies ahead is shown again")

    def arrive(self, before: int, *, at_its_row: bool = True) -> None:
        """Show where a move came to; while the room guesses, a move on ends at the first act on its way to be guessed.

        A record that is narrowed so that the step has no row there is wide again, unless the step needs no row.
        """
        walk = self.walk
        assert walk is not None
        self.say("")
        asked = self._first_asked(before) if walk.guessing else None
        if asked is not None:
            self._ask_first(before, asked)
            return
        if at_its_row and self.show_wherever():
            self.say(WIDE_AGAIN)
        self.show_here()

    def _first_asked(self, before: int) -> ToGuess | None:
        from wargame.ui.replay.guessing import first_asked

        assert self.walk is not None
        return first_asked(self.walk, self.notes, self.setting, before)

    def _ask_first(self, before: int, asked: ToGuess) -> None:
        walk = self.walk
        assert walk is not None
        step, guesses, given = asked.step, asked.guesses, list[str]()
        walk.step = max(before, step - 1)
        self.show_here()
        waiting = [asked, *asked.following]

        def guessed(text: str | None) -> None:
            about = waiting.pop(0).about
            if text and text.strip():
                words = text.strip()
                chosen = words.isdigit() and 1 <= int(words) <= len(guesses)
                given.append(f"{f'{about}: ' if about else ''}{guesses[int(words) - 1] if chosen else words}")
            if waiting:
                ask()
                return
            walk.step = step
            self.show_wherever()
            for each in given:
                self._add("guess", step, each)
            self.show_here()

        choices = [f"{n} {guess}" for n, guess in enumerate(guesses, 1)]
        placeholder = "; ".join([", ".join(choices), "or in the room's words", "esc: no guess"] if choices else WORDS)

        def ask() -> None:
            title = f"GUESS FIRST, turn {walk.timeline.turn(step)}: {waiting[0].question}"
            self.app.push_screen(Question(title, placeholder=placeholder), guessed)

        ask()
