"""The world screen: who relies on whom, what is fielded, who trusts whom, and why each number is what it is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from wargame.present.local_table import LocalTable
from wargame.present.why_rows import why_rows
from wargame.present.world_rows import agreement_rows, because_rows, rank_lines, shape_rows
from wargame.present.world_tables import TABLES
from wargame.review.own_history import OwnHistory
from wargame.table.chair import Chair
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.matrix import Matrix
from wargame.ui.widgets.panes import Pane, Words


class WorldScreen(SeatScreen):
    """Tables of what this seat knows and estimates; Enter on a number tells why it is so."""

    NAME = "world"
    FIRST = "table"
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("t/T", "table"), ("m", "numbers only"), ("x", "csv"))
    HELP = (
        "t and T go through the tables: who supplies whom, loss if cut, capability now, own numbers over the turns, "
        "trust. Numbers marked ~ are estimates: you see what your seat knows, not the truth. Enter explains the number "
        "under the cursor; m shows the table alone; x writes it as comma-separated values."
    )
    CSS = """
    WorldScreen #left { width: 3fr; height: 1fr; }
    WorldScreen #right { width: 2fr; height: 1fr; }
    WorldScreen #note, WorldScreen #legend { height: auto; color: $text-muted; }
    WorldScreen #rank-lines { height: auto; text-wrap: nowrap; }
    WorldScreen #rank { height: auto; }
    WorldScreen Lines { scrollbar-gutter: stable; }
    WorldScreen #table { height: auto; max-height: 60%; }
    WorldScreen #matrix { height: auto; max-height: 100%; }
    WorldScreen.-alone #right, WorldScreen.-alone #rank, WorldScreen.-alone #shapes { display: none; }
    WorldScreen.-alone #table, WorldScreen.-alone #matrix { height: 1fr; max-height: 100%; }
    WorldScreen.-narrow #left, WorldScreen.-narrow #right { width: auto; height: 1fr; }
    WorldScreen.-narrow Pane { width: 100vw; height: 1fr; }
    WorldScreen.-narrow #table { height: auto; max-height: 60%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "table(1)", "next table", show=False),
        Binding("T", "table(-1)", "last table", show=False),
        Binding("m", "alone", "numbers only", show=False),
    ]

    def __init__(self, chair: Chair, local_table: LocalTable) -> None:
        """The world as whoever sits on this chair sees it."""
        super().__init__(chair, local_table)
        self._table = 0
        self._past: OwnHistory

    def body(self) -> ComposeResult:
        """Table and rank on the left, why and what stands on the right."""
        with Vertical(id="left", classes="column"):
            yield Pane("table", Words("", id="note"), Matrix(id="matrix"), id="table", key="1")
            yield Pane("how it went", Lines(id="shape-lines"), id="shapes", key="2")
            yield Pane("who ranks where", Words("", id="rank-lines"), Words("", id="legend"), id="rank", key="3")
        with Vertical(id="right", classes="column"):
            yield Pane("why", Lines(id="why-lines", wrap=True), id="why", key="4")
            yield Pane("this turn, and what stands", Lines(id="standing-lines", wrap=True), id="standing", key="5")

    def show_seat(self) -> None:
        """Fill table, rank, explanation and what stands."""
        self._past = OwnHistory(self.ask.view)
        self._show_table(keep=bool(self.query_one(Matrix).table.rows))
        self._show_rank()
        self.query_one("#shape-lines", Lines).fill(shape_rows(self.ask, self._past))
        rows = [*because_rows(self.ask, self._past, self.ask.view.turn), *agreement_rows(self.ask)]
        self.query_one("#standing-lines", Lines).fill(rows)
        if self.focused is None:
            self.show_pane("table")

    def _show_table(self, *, keep: bool) -> None:
        table = TABLES[self._table](self.ask)
        matrix = self.query_one(Matrix)
        matrix.show(table, keep=keep)
        title = f"{table.title}, as {self.name_of(self.chair.seat)} sees it"
        self.query_one("#table", Pane).entitle(f"{title} ({self._table + 1} of {len(TABLES)}, t: next)")
        self.query_one("#note", Words).say(f"{table.note}; ~ marks an estimate")
        self._explain()

    def _show_rank(self) -> None:
        pane = self.query_one("#rank", Pane)
        width = pane.size.width or self.size.width
        self.query_one("#rank-lines", Words).say("\n".join(rank_lines(self.ask, width)))
        self.query_one("#legend", Words).say("fielded capability, 0 to 100; ( ) is what you can only estimate")

    def on_resize(self) -> None:
        """Draw the rank line anew for the new width."""
        super().on_resize()
        self.call_after_refresh(self._show_rank)

    def _lay_out(self) -> None:
        """A narrow terminal shows how it went below the table, for there is room."""
        super()._lay_out()
        if self._shown == "table":
            self.query_one("#shapes").remove_class("-behind")

    # explaining

    def _explain(self) -> None:
        here = self.query_one(Matrix).here
        rows = why_rows(self.ask, self._past, here[2].name if here else "")
        self.query_one("#why-lines", Lines).fill(rows)

    def on_matrix_moved(self, event: Matrix.Moved) -> None:
        """Explain the cell under the cursor."""
        event.stop()
        self._explain()

    def on_matrix_chosen(self, event: Matrix.Chosen) -> None:
        event.stop()
        self.remove_class("-alone")
        self._explain()
        self.show_pane("why")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """A number that moved is explained too."""
        kind, _, name = event.row.key.partition(" ")
        if event.lines.id in ("standing-lines", "shape-lines") and kind == "moved":
            self.query_one("#why-lines", Lines).fill(why_rows(self.ask, self._past, name))
            self.show_pane("why")

    # tables

    def action_table(self, way: int) -> None:
        """The next table, or the last."""
        self._table = (self._table + way) % len(TABLES)
        self._show_table(keep=False)
        self.show_pane("table")

    def action_alone(self) -> None:
        """The table alone, or with the rest; a narrow terminal goes on to its next pane."""
        if self.narrow:
            self.remove_class("-alone")
            order = ("table", "shapes", "why", "standing", "rank")
            at = order.index(self._shown) if self._shown in order else 0
            self.show_pane(order[(at + 1) % len(order)])
        else:
            self.toggle_class("-alone")
            self.show_pane("table")

    def action_export(self) -> None:
        """Write the table as comma-separated values, other panes as text, when asked twice in a row."""
        pane = self.pane_in_focus()
        if pane is not None and pane.id != "table":
            super().action_export()
            return
        table = self.query_one(Matrix).table
        stem = f"{self.export_stem()}-{table.title}"
        if self.sure_to_export(stem):
            self.post_message(self.Exported(stem, table.as_csv(), "csv"))
