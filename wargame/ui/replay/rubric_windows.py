"""Windows of marking: the page of marks, and the levels of one criterion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from wargame.present.rows import ListRow
from wargame.ui.replay.windows import RowsPage
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines

DIGITS = "123456789"


class RubricPage(RowsPage):
    """Learners with their criteria. It closes with what is wanted and the key of the row, such as `e:C0.2`."""

    HELP = """\
n a learner, by a name or a pseudonym   1-9 the level of the criterion under the cursor, enter lists the levels
e the step behind this window as evidence for it   c words on it   enter on a line goes there
w writes one row a learner as CSV, with its codebook, beside the record"""
    KEYS: ClassVar[tuple[KeyHint, ...]] = (
        *(("n", "learner"), ("1-9", "level"), ("e", "evidence"), ("c", "words"), ("w", "CSV"), ("esc", "close")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"want('{key}')", key, show=False, priority=True) for key in ("n", "e", "c", "w", *DIGITS)
    ]

    def __init__(self, title: str, rows: Sequence[ListRow], here: str) -> None:
        """Of these rows, with the cursor on the one with the key `here`."""
        super().__init__(title, rows)
        self._here = here

    def begin(self) -> None:
        """Fill it, and put the cursor back."""
        super().begin()
        if self._here:
            self.query_one(Lines).go_to_key(self._here)

    def action_want(self, key: str) -> None:
        """Close with a key and the criterion to which the row under the cursor belongs."""
        lines = self.query_one(Lines)
        above = reversed(lines.rows[: lines.cursor + 1])
        self.dismiss(f"{key}:{next((row.key for row in above if row.key.startswith('C')), '')}")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter: the levels of a criterion, or a line of the record."""
        event.prevent_default()
        self.dismiss(f"enter:{event.row.key}")


class LevelPage(RowsPage):
    """The levels of one criterion; a digit or enter chooses."""

    KEYS: ClassVar[tuple[KeyHint, ...]] = (("1-9", "level"), ("enter", "choose"), ("esc", "close"))
    HELP = "A digit or enter chooses a level. The level that was given last counts."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"level('{key}')", key, show=False, priority=True) for key in DIGITS
    ]

    def action_level(self, key: str) -> None:
        """Close with a level."""
        self.dismiss(key)
