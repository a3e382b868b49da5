"""The list of a replay: arrows and page keys alone move in it, letters and left and right belong to the replay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from wargame.present.rows import ListRow
from wargame.ui.widgets.lists import LETTERS_OF_A_FILTER, Lines


class RecordLines(Lines, inherit_bindings=False):
    """One line a step; home and end go to the ends of what may be met.

    A text narrows the walk itself, as a kind of steps does: strides and jumps keep to what the list shows.
    """

    AT_ONCE: ClassVar[frozenset[str]] = frozenset(("up", "down", "pageup", "pagedown"))
    WAY_BACK: ClassVar[str] = "escape shows all"
    WHOLE_WORDS: ClassVar[bool] = True
    AROUND: ClassVar[int] = 3
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "choose", show=False)]
    HELP = "up/down and page keys move, enter opens the step in full, / filters by text, y copies."

    def __init__(self, *, narrow: Callable[[str], None]) -> None:
        """`narrow` is told the text that rows must hold, empty for all, and fills the list anew."""
        super().__init__(id="steps", mark=">", empty="nothing of this kind")
        self._narrow = narrow

    def narrow_to(self, wanted: Callable[[ListRow], bool] | None = None, text: str | None = None) -> None:
        """Show only steps that hold a text."""
        if text is not None:
            self._narrow(text[:LETTERS_OF_A_FILTER])

    def _passing(self) -> Sequence[ListRow]:
        return self._all


class StepLines(Lines, inherit_bindings=False):
    """A text beside the record: letters are the replay's keys here too, such as `k`, and so is enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page(1)", "page down", show=False),
        Binding("n", "find(1)", "next match", show=False),
        Binding("N", "find(-1)", "last match", show=False),
    ]
