"""Windows of marking: the page of marks, and the levels of one criterion."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from wargame.ui.replay.windows import RowsPage, StandingPage
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines

DIGITS = "123456789"


class RubricPage(StandingPage):
    """Learners with their criteria. It tells what is wanted with the key of the row, such as `e:C0.2`."""

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

    def action_want(self, what: str) -> None:
        """Tell a key and the criterion to which the row under the cursor belongs."""
        lines = self.query_one(Lines)
        above = reversed(lines.rows[: lines.cursor + 1])
        criterion = next((row.key for row in above if row.key.startswith("C")), "")
        lines.go_to_key(criterion)
        super().action_want(f"{what}:{criterion}")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter: the levels of a criterion, or a line of the record."""
        if event.row.key.startswith("C"):
            event.prevent_default()
            self.action_want("enter")


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
