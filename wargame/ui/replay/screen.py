"""The replay screen: the keys by which one walks through a game on record, and whose eyes one has."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from wargame.core.ids import CONTROL, PUBLIC
from wargame.errors import WargameError
from wargame.review.timeline import LANDMARKS
from wargame.review.walk import SORTS, Stride
from wargame.ui.palette import PaletteOffer
from wargame.ui.replay import keys
from wargame.ui.replay.forking import ForkingScreen
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import whole_words
from wargame.ui.widgets.window import Confirm

PLAYED = "played again, not proved: `wargame verify` proves it"


class ReplayScreen(ForkingScreen):
    """A game on record, from one place in it, through somebody's eyes."""

    NAME = "replay"
    HELP = keys.HELP
    KEYS = keys.KEYS
    BINDINGS = keys.BINDINGS

    def __init__(
        self,
        path: Path,
        eyes: str = CONTROL,
        turn: int | None = None,
        who: str = "reviewer",
        *,
        leaves_to_lobby: bool = False,
    ) -> None:
        """Of this record, through these eyes (`control`, `public` or a seat), from the end of a turn or the opening.

        `who` is the name under which notes are made.
        """
        super().__init__(path, turn, who)
        self._wanted, self._leaves_to_lobby = eyes, leaves_to_lobby

    # the two moments

    def show_lines(self) -> None:
        """The truth can be shown at once; other eyes wait until the game has been played again."""
        super().show_lines()
        if self._wanted == CONTROL:
            self.show_here()

    def show_played(self, said: str) -> None:
        """Now there are names, views and causes."""
        self._look_through(self._wanted, said if self._wanted == CONTROL else PLAYED, anew=True)
        self.begin_review()

    def show_unplayed(self, why: str) -> None:
        """What was decided can be told all the same."""
        if self._wanted == CONTROL:
            self.show_here(anew=True)
        super().show_unplayed(why)

    def open_record(self, path: Path, line: int) -> None:
        """The same place in another record, or the line at which the two part."""
        walk = self.walk
        assert walk is not None
        screen = ReplayScreen(path, walk.eyes, None, self.who, leaves_to_lobby=self._leaves_to_lobby)
        screen.first_line = line
        self.app.switch_screen(screen)

    # moving

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The place follows the cursor of the list."""
        walk = self.walk
        if walk is None or type(event) is not Lines.Moved or event.lines is not self.steps:
            return
        step = int(event.row.key)
        if step != walk.here():
            walk.step = step
            self.say("")
            self._moved()

    def _moved(self) -> None:
        self.show_here()

    def action_stride(self, stride: Stride, way: int) -> None:
        """On or back by one event, act, phase or turn."""
        if self.walk is not None:
            before = self.walk.step
            if self.walk.move(stride, way):
                self.arrive(before)
            else:
                self.say("this is the end of what these eyes meet" if way > 0 else "this is its beginning")

    def action_jump(self, landmark: str, way: int) -> None:
        """To the next landmark of a kind, or to the one before."""
        if self.walk is not None:
            before = self.walk.step
            if self.walk.jump(landmark, way):
                self.arrive(before)
            else:
                self.say(f"no {LANDMARKS[landmark]} {'after' if way > 0 else 'before'} this place", fault=True)

    def action_far(self, way: int) -> None:
        """To the first or the last step."""
        if self.walk is not None and (met := self.walk.met()):
            before, self.walk.step = self.walk.step, met[-1] if way > 0 else met[0]
            self.arrive(before)

    def action_go_to(self) -> None:
        """Ask for a place."""
        from wargame.ui.widgets.window import Question

        title = "GO TO an event (2.17), a turn (T3) or a line (L120)"
        self.app.push_screen(Question(title), self._go_to)

    def _go_to(self, text: str | None) -> None:
        walk, wanted = self.walk, (text or "").strip()
        if walk is None or not wanted:
            return
        if walk.eyes != CONTROL and wanted[:1].upper() != "T":
            self.say("through these eyes one goes to a turn, such as T3; events and lines are numbered for the truth")
            return
        try:
            before, walk.step = walk.step, walk.timeline.place(wanted)
        except WargameError as fault:
            self.say(str(fault), fault=True)
        else:
            self.arrive(before, at_its_row=wanted[:1].upper() != "T")

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
        from wargame.present.letters import letters
        from wargame.ui.replay.windows import EyesWindow

        walk = self.walk
        if walk is None or self.setting is None:
            self.action_eyes("")
            return
        found, name = letters(self.setting), self.setting.name_of
        seats = [
            (seat, str(n) if n < 10 else "", f"{found.get(seat, '.')}  {name(seat)}")
            for n, seat in enumerate(self._seats(), 1)
        ]
        every = [(CONTROL, "0", "   the truth"), (PUBLIC, "p", "   what is public"), *seats]
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
        holding = f", those that hold {walk.text!r}" if walk.text else ""
        counted = f"{walk.counted()[1]} of {len(walk.timeline)} steps: " if walk.sees_ahead else ""
        self.say(f"{counted}{SORTS[walk.sort]}{holding}")

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

    def action_full(self) -> None:
        """Open the step in full, whatever pane has the keys."""
        self.steps.action_choose()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Open the step in full."""
        walk = self.walk
        if walk is None or event.lines is not self.steps:
            return
        from wargame.present.replay_detail import call_text, detail_rows
        from wargame.present.replay_words import side_by_side
        from wargame.ui.replay.windows import DecisionPage, FullText

        step = int(event.row.key)
        kind, width = walk.timeline.kind(step), min(self.size.width, 112) - 8
        if kind == "call" and walk.hears_call(walk.timeline.seat(step)):
            text = call_text(walk.timeline.entry(step), walk.timeline.index.text)
        else:
            text = "\n".join(row.text for row in (*self.above_step(), *detail_rows(walk, self.setting)))
        title = whole_words(event.row.text.strip(), width)
        if kind == "decision" and self.setting is not None:
            from wargame.transcript.entry_values import decision_of

            made = [decision_of(walk.timeline.entry(each)) for each in walk.together(step)]
            columns = (
                side_by_side(each, walk.name, width, heard=walk.hears(each.seat), names=walk.names) for each in made
            )
            above = "".join(f"{row.text}\n" for row in self.above_step())
            self.app.push_screen(DecisionPage(title, above + "\n".join(map("\n".join, columns)), text))
        else:
            self.app.push_screen(FullText(title, text))

    def action_leave_replay(self) -> None:
        """Back to the lobby, or out; where something would be lost by it, after a question."""
        lost = [what for what, there in self._lost() if there]
        if not lost:
            self._leave()
            return
        window = Confirm(
            "LEAVE THE REPLAY?", f"{' and '.join(lost)} would be gone; notes and guesses are kept", "leave"
        )
        self.app.push_screen(window, lambda sure: self._leave() if sure else None)

    def action_back(self) -> None:
        """One level back: no text looked for, all kinds of steps again, no mark, then out after a question."""
        walk = self.walk
        if self.drop_text():
            self.say("all rows")
        elif walk is not None and walk.sort != "all":
            walk.sort = "all"
            self._moved()
            self.say(SORTS["all"])
        elif self._mark is not None:
            self._mark = None
            self._show_state()
            self.say("the mark is gone")
        else:
            window = Confirm("LEAVE THE REPLAY?", "notes and guesses are kept beside the record", "leave")
            self.app.push_screen(window, lambda sure: self._leave() if sure else None)

    def _lost(self) -> Iterable[tuple[str, bool]]:
        yield "the mark", self._mark is not None
        yield "that the room guesses first", self.walk is not None and self.walk.guessing

    def _leave(self) -> None:
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
        yield PaletteOffer("Review", "Private answers, evidence, actions, in 5 or 30 minutes", self.action_review)
        yield PaletteOffer("What seats thought", "Open it by the instructor's word, or close it", self.action_thoughts)
        yield PaletteOffer("Marks", "Mark learners by a rubric, with lines as evidence", self.action_rubric)
        yield PaletteOffer("Branches", "The tree of games that leave one another", self.action_branches)
        yield PaletteOffer("What if", "Go on from this decision with one thing changed", self.action_fork)
        yield PaletteOffer("The whole game", "What moved it most, and how it ended", self.action_whole)
        yield PaletteOffer("Words and deeds", "Plans beside outcomes, gaps, broken words", self.action_words)
        yield PaletteOffer("Next moment that mattered", "Jump there", partial(self.action_headline, 1))
        yield PaletteOffer("Bookmark", "Mark this place, or take the mark away", self.action_bookmark)
        yield PaletteOffer("Bookmarks and notes", "List them, and go to one", self.action_notes)
        yield PaletteOffer("Note", "Write a note at this step, beside the record", self.action_note)
        yield PaletteOffer("Guess first", "Hide what lies ahead, and ask the room", self.action_guess)
        yield PaletteOffer("Go to", "An event, a turn or a line", self.action_go_to)
        for landmark, words in LANDMARKS.items():
            yield PaletteOffer(f"Next of {words}", "Jump there", partial(self.action_jump, landmark, 1))
        yield from super().offers()
