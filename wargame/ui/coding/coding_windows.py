"""Windows of the coding station: a remark, the list of all items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from wargame.coding.given_codes import LONGEST_REMARK
from wargame.present.rows import ListRow
from wargame.ui.replay.windows import RowsPage
from wargame.ui.widgets.composer import Composer
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.window import Question


class RemarkBox(Question):
    """A remark on one item: Enter hands it back, an empty one takes away what was remarked before."""

    HELP = "Enter keeps the words, and an empty box takes away what was remarked before. Escape leaves it as it was."

    def __init__(self, of: str, text: str) -> None:
        """On the item that is called so, with what was remarked so far."""
        hint = f"in your own words, up to {LONGEST_REMARK} letters; an empty box takes the remark away"
        super().__init__(f"YOUR REMARK on {of}", text, placeholder=hint, passable=True)
        self._before = text

    @property
    def changed(self) -> bool:
        """Whether words stand here that nobody has kept yet."""
        return self.query_one(Composer).text.strip() != self._before.strip()

    def on_composer_said(self, event: Composer.Said) -> None:
        event.prevent_default()
        words = event.text
        if (letters := len(" ".join(words.split()))) > LONGEST_REMARK:
            self.say(f"this has {letters} letters; at most {LONGEST_REMARK} are kept", fault=True)
        else:
            self.dismiss(words)


class ItemsPage(RowsPage):
    """All items of a coder; enter goes to the one under the cursor."""

    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "go there"), ("esc", "close"))
    HELP = "Every item in your own order, with what you coded it as. Enter goes there."

    def __init__(self, title: str, rows: Sequence[ListRow], here: int) -> None:
        """Of these rows; the cursor begins at the place `here`, from 0."""
        super().__init__(title, rows)
        self._here = here

    def begin(self) -> None:
        """Fill it."""
        super().begin()
        self.query_one(Lines).go_to(self._here)
