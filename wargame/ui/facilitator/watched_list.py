"""The list that control watches: the keys of its acts are free in it, moving is by arrows alone."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from wargame.ui.widgets.lists import Lines


class Watched(Lines, inherit_bindings=False):
    """Lines with arrows and page keys only: letters and space belong to control's acts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "choose", show=False),
    ]
    HELP = "up/down and page keys move, home/end go to the ends, enter opens, / filters by text, y copies."
