"""The news screen: what mattered, with the whole ledger folded behind it, and what it did to the seat's numbers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from wargame.core.views import Seen
from wargame.present.local_table import LocalTable
from wargame.present.news_rows import KINDS, behind_rows, news_rows, score_rows
from wargame.present.rows import ListRow
from wargame.present.story_rows import headline_rows
from wargame.present.turns_over import KeptStory
from wargame.present.world_rows import because_rows
from wargame.review.own_history import OwnHistory
from wargame.table.chair import Chair
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane

MATTERED = "mattered"
NAMES = {MATTERED: "what mattered", **KINDS}
"""What is listed, in words: what mattered, or a kind of events."""


class NewsScreen(SeatScreen):
    """What mattered in each turn; behind it everything the seat has seen, with filters by kind and by text."""

    NAME = "news"
    FIRST = "news"
    POINTS: ClassVar[bool] = True
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("l", "ledger"), ("f", "kinds"), ("[ ]", "turn"))
    HELP = (
        "It opens on what mattered, the heaviest of each turn first; l unfolds the ledger of all events and folds it. "
        "f goes through the kinds of news, / filters by words, n and N step through what is left. [ and ] go to the "
        "last and the next turn. # is read by everyone, @ by one other seat, & by several, ~ by your seat; * moved "
        "numbers of yours. Enter shows what stands behind an item."
    )
    CSS = """
    NewsScreen #news { width: 3fr; }
    NewsScreen #right { width: 2fr; height: 1fr; }
    NewsScreen Lines { scrollbar-gutter: stable; }
    NewsScreen.-narrow #news, NewsScreen.-narrow #right Pane { width: 100vw; }
    NewsScreen.-narrow #right { width: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "ledger", "the whole ledger", show=False),
        Binding("f", "kind(1)", "kind of news", show=False),
        Binding("F", "kind(-1)", "kind of news", show=False),
        Binding("left_square_bracket", "turn(-1)", "last turn", show=False),
        Binding("right_square_bracket", "turn(1)", "next turn", show=False),
    ]

    def __init__(self, chair: Chair, local_table: LocalTable) -> None:
        """The news of whoever sits on this chair."""
        super().__init__(chair, local_table)
        self._kind = MATTERED
        self._told = KeptStory(chair, local_table.measured)
        self._past: OwnHistory
        self._filled = self._over = False

    def body(self) -> ComposeResult:
        """News on the left; what is behind an item, and numbers and scores, on the right."""
        yield Pane(
            "news", Lines(id="news-lines", wrap=True, follow=True, empty="no news of this kind"), id="news", key="1"
        )
        with Vertical(id="right", classes="column"):
            yield Pane("behind it", Lines(id="behind-lines", wrap=True), id="behind", key="2")
            yield Pane("your numbers and scores", Lines(id="number-lines", wrap=True), id="numbers", key="3")

    @property
    def listed(self) -> Lines:
        """The list of news."""
        return self.query_one("#news-lines", Lines)

    def show_seat(self) -> None:
        """Fill the list; the cursor stays on its item, or at the end."""
        self._past = OwnHistory(self.ask.view)
        self._fill()
        if not self._filled:
            self._filled = True
            self._to_latest()
            self.call_after_refresh(self._to_latest)
        self._beside(self.listed.chosen)
        if self.focused is None:
            self.show_pane("news")

    def _fill(self) -> None:
        if self._kind == MATTERED:
            self.listed.fill(list(headline_rows(self.ask.book.setting, self._told.now(self.ask))))
        else:
            self.listed.fill(news_rows(self.ask, self._kind))
        self._count()

    def _count(self) -> None:
        counted = "" if self._kind == MATTERED else f", {self.listed.counted}"
        self.query_one("#news", Pane).entitle(f"news: {NAMES[self._kind]}{counted}")

    def _beside(self, row: ListRow | None) -> None:
        """Tell the item under the cursor in full, and its turn in numbers."""
        seen = self._event(row)
        turn = seen.turn if seen else self.ask.view.turn
        self.query_one("#behind-lines", Lines).fill(list(behind_rows(self.ask, seen)) if seen else [])
        moved, scored = list(because_rows(self.ask, self._past, turn)), list(score_rows(self.ask))
        over = self.chair.clock().phase == "end"
        lines = self.query_one("#number-lines", Lines)
        lines.fill([*scored, *moved] if over else [*moved, *scored])
        if over and not self._over:
            self._over = True
            lines.action_end(-1)

    def _event(self, row: ListRow | None) -> Seen | None:
        """The event that a row tells, or to which it belongs."""
        number = row.key.partition(" ")[0] if row else ""
        return self.ask.view.events[int(number)] if number.isdigit() else None

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The right side follows the cursor."""
        if event.lines is self.listed and type(event) is Lines.Moved:
            self._count()
            self._beside(event.row)

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Go to what stands behind an item."""
        if event.lines is self.listed:
            self._beside(event.row)
            self.show_pane("behind")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filtering moves the cursor: count anew, and tell what is under it."""
        self._count()
        self._beside(self.listed.chosen)

    def action_ledger(self) -> None:
        """Unfold the ledger of all events, or fold it again."""
        self._to_kind("all" if self._kind == MATTERED else MATTERED)

    def action_kind(self, way: int) -> None:
        """The next kind of news."""
        kinds = list(KINDS)
        at = -1 if self._kind == MATTERED and way > 0 else kinds.index(self._kind) if self._kind in kinds else 0
        self._to_kind(kinds[(at + way) % len(kinds)])

    def _to_kind(self, kind: str) -> None:
        self._kind = kind
        self._fill()
        self._to_latest()
        self._count()
        self._beside(self.listed.chosen)
        self.say(f"news: {NAMES[self._kind]}")

    def _to_latest(self) -> None:
        """To the last event; of what mattered, to the heaviest of the latest turn."""
        self.listed.action_end(1)
        if self._kind == MATTERED:
            story = self._told.now(self.ask)
            latest = story.turn(story.turns[-1]).moments if story.turns else ()
            if latest:
                self.listed.go_to_key(str(latest[0].lead))

    def action_turn(self, way: int) -> None:
        """To the first item of another turn."""
        events, here = self.ask.view.events, self._event(self.listed.chosen)
        turn = here.turn if here else self.ask.view.turn
        items = [row for row in self.listed.rows if row.key.isdigit()]
        turns = sorted({events[int(row.key)].turn for row in items})
        wanted = [other for other in turns if (other - turn) * way > 0]
        if not wanted:
            self.say(
                "there is no news of a later turn" if way > 0 else "there is no news of an earlier turn", fault=True
            )
            return
        target = min(wanted) if way > 0 else max(wanted)
        self.listed.go_to_key(next(row.key for row in items if events[int(row.key)].turn == target))
