"""The page after a turn, and the first one after the curtain: what came of the turn, then what has happened since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.core import names
from wargame.present.differences import points_between
from wargame.present.local_table import LocalTable
from wargame.present.marks import Marks
from wargame.present.opening_page import opening_rows, step_rows
from wargame.present.rows import ListRow, event_rows, heading, prose
from wargame.present.table_facts import over
from wargame.present.turns_over import KeptStory, over_turn, pages, something_to_show
from wargame.present.undone_rows import undone_rows
from wargame.table.chair import Chair
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane

if TYPE_CHECKING:
    from wargame.review.story import Story


class ResultScreen(SeatScreen):
    """What a turn came to for one seat; its brief in the first turn; Enter goes to the desk."""

    NAME = "result"
    FIRST = "told"
    HELP = """\
What mattered in the turn that is over, what came of your orders, what others did to you, and what moved your score.
Below it stands what has happened since. [ and ] go to the turn before and after.
Enter goes to your desk; r comes back here from any of your screens. F5 holds every event."""
    POINTS: ClassVar[bool] = True
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "to the desk"), ("[ ]", "turn"))
    CSS = """
    ResultScreen #told { width: 3fr; }
    ResultScreen #score { width: 2fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "app.show('desk')", "desk", show=False),
        Binding("left_square_bracket", "turn(-1)", "turn before", show=False),
        Binding("right_square_bracket", "turn(1)", "turn after", show=False),
    ]

    def __init__(self, chair: Chair, local_table: LocalTable) -> None:
        """For whoever sits on this chair."""
        super().__init__(chair, local_table)
        self._turn = self._latest = 0
        self._told = KeptStory(chair, local_table.measured)
        self._first = self._undone = self._shown_before = 0

    def body(self) -> Iterator[Widget]:
        """What happened on the left, the score and what is owed on the right."""
        nothing = "Nothing that you may know of has happened."
        yield Pane("SINCE YOUR LAST TURN", Lines(id="told-lines", wrap=True, empty=nothing), id="told", key="1")
        yield Pane("SCORE, AND WHAT IS OWED", Lines(id="score-lines", wrap=True), id="score", key="2")

    def show_hint(self) -> None:
        """The page itself says what may be tried."""

    def on_mount(self) -> None:
        """Give the list the keys."""
        marks = Marks.of(self.draft)
        self._first, self._undone, self._shown_before = marks.answered, marks.undone, marks.result
        super().on_mount()
        self.query_one("#told-lines", Lines).focus()

    def look(self) -> None:
        """Look again; what was told before is told anew."""
        super().look()
        if self._latest != pages(self.chair):
            if self._latest:
                self._shown_before = self._latest
            self._latest, self._turn = pages(self.chair), over_turn(self.chair)
            self.call_after_refresh(self._to_top)

    def show_seat(self) -> None:
        """The result of the turn, then what has happened since; in a first turn the brief."""
        taken_back = self._taken_back()
        left, right = self._rows(), list[ListRow]()
        if self._turn:  # only now, so that the first page waits for nothing that tells of turns
            from wargame.present.result_page import ResultPage

            story = self._told.now(self.ask)
            over = self._ended and self._turn == over_turn(self.chair)
            page = ResultPage(self.ask, story, self._turn, self.table.measured)
            left = [*self._missed(story), *page.rows(over), *(self._reviewing() if over else ()), *left]
            right = [*page.beside(over), *step_rows(self.ask, self.draft)]
            if Marks.of(self.draft).result < self._turn + over:
                self.chair.save(Marks.of(self.draft).shown_result(self._turn + over).into(self.draft))
                self._looked_at = self.draft
        self.query_one("#score", Pane).set_class(not right, "-gone")
        self.query_one("#told", Pane).entitle(self._title())
        self.query_one("#told-lines", Lines).fill([*taken_back, *left])
        self.query_one("#score-lines", Lines).fill(right)
        self._lay_out()

    def _title(self) -> str:
        if not self._turn:
            return "SINCE YOUR LAST TURN" if self._first else "BEFORE YOUR FIRST TURN"
        ended = self._ended and self._turn == over_turn(self.chair)
        said = over(self.ask.book.setting.title) if ended else f"TURN {self._turn} IS OVER"
        if not ended:
            return f"{said}{self._score()}"
        from wargame.present.result_parts import final_cards

        final = final_cards(self.ask.view).get(self.chair.seat)
        return f"{said}{self._score() if final is None else f'   final score {final.total:.1f}'}"

    def _score(self) -> str:
        variable = names.score(self.chair.seat)
        told = self._told.now(self.ask).turn(self._turn) if self._turn else None
        if told is None or variable not in told.after:
            return ""
        after = told.after[variable]
        return f"   score {after:.1f} ({points_between(told.before.get(variable, after), after):+.1f})"

    def _rows(self) -> list[ListRow]:
        """What has happened since the turn that is told, or since the seat last answered; at first the brief."""
        ask, turn = self.ask, self._turn
        if self._first == 0 and not turn:
            return [*self._practised(), *opening_rows(ask, self.draft), *event_rows(ask, 0)]
        if not turn:
            return event_rows(ask, self._first)
        events = ask.view.events
        start = next((at for at, seen in enumerate(events) if seen.turn > turn), len(events))
        rows = event_rows(ask, start) if turn == over_turn(self.chair) and not self._ended else []
        return [heading("SINCE THEN"), *rows] if rows else []

    def _practised(self) -> list[ListRow]:
        """What came of the rehearsal, where its last seal drew the curtain before this seat could read that."""
        practice = self.table.practice
        chair = practice.chairs.get(self.chair.seat) if practice is not None else None
        if chair is None or not something_to_show(chair):
            return []
        from wargame.present.result_page import ResultPage

        ask = chair.look()
        page = ResultPage(ask, KeptStory(chair, None).now(ask), over_turn(chair), None)
        said = "Nothing of it counts. The game begins, with other dice; this came of your practice turn."
        return [*prose("THE PRACTICE IS OVER", said), *page.rows(over=False)]

    def _missed(self, story: Story) -> list[ListRow]:
        """The story of the turns before the last one whose results nobody at this seat has been shown.

        Where there was no such turn, whoever has just taken the seat still reads its brief.
        """
        from wargame.present.catch_up import arrival_rows, catch_up_rows

        turns = range(self._shown_before + 1, over_turn(self.chair))
        if self._turn != over_turn(self.chair):
            return []
        if not turns and self._shown_before == Marks.of(self.draft).answered == 0:
            return list(arrival_rows(self.ask))
        return list(catch_up_rows(self.ask, story, turns, new=self._shown_before == 0))

    def _taken_back(self) -> list[ListRow]:
        """What control has taken back since this page was opened or last looked at."""
        if self.chair.undone == self._undone:
            return []
        taken = self.chair.telling().undone[self._undone :]
        marks = Marks.of(self.draft)
        if marks.undone < self.chair.undone:
            told = marks.told_of_undoing(self.chair.undone, taken[-1].to_turn, len(self.ask.view.events))
            self.chair.save(told.into(self.draft))
            self._looked_at = self.draft
            self._first = told.answered
        return list(undone_rows([each for each in taken if each.to_turn > self._turn], self.chair.seat))

    def _reviewing(self) -> Iterator[ListRow]:
        yield heading("TO LOOK BACK")
        yield ListRow((("- ", "bold"),), "[ goes to the turns before; F5 holds every event, F4 the numbers", "back")
        if self.table.record is not None:
            from wargame.present.result_parts import looking_back

            commands = looking_back(self.table.record, self.chair.seat)
            yield from (ListRow((("- ", "bold"),), said, key) for key, said in commands)

    def action_turn(self, way: int) -> None:
        """To the result of another turn."""
        wanted = self._turn + way
        if not 1 <= wanted <= over_turn(self.chair):
            self.say("there is no result of a later turn" if way > 0 else "there is no turn before", fault=True)
            return
        self._turn = wanted
        self.show_seat()
        self._to_top()

    def _to_top(self) -> None:
        self.show_pane("told")
        self.query_one("#told-lines", Lines).action_end(-1)

    def on_lines_chosen(self) -> None:
        """Enter on a row also goes on."""
        self.go_to("desk")
