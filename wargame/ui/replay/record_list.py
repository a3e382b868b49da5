"""The list of a replay: arrows and page keys alone move in it, letters and left and right belong to the replay."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from wargame.ui.widgets.lists import Lines


class RecordLines(Lines, inherit_bindings=False):
    """One line a step; home and end go to the ends of what may be met."""

    AT_ONCE: ClassVar[frozenset[str]] = frozenset(("up", "down", "pageup", "pagedown"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "choose", show=False)]
    HELP = "up/down and page keys move, enter opens the step in full, / filters by text, y copies."
