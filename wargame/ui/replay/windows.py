"""Windows of the replay: whose eyes to look through, where to go, what to read in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widget import Widget

from wargame.present.rows import ListRow
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.window import Window


class EyesWindow(Window[str]):
    """Choose whose eyes to look through."""

    TITLED = "THROUGH WHOSE EYES? The place is kept."
    HELP = (
        "Enter or the key before a name chooses; the letter is that of the seat in the record. The truth shows all; a "
        "seat shows what it could know there, and "
        "nothing that lies ahead."
    )
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "look"), ("esc", "close"))

    def __init__(self, eyes: Sequence[tuple[str, str, str]], now: str) -> None:
        """Of these: what is chosen, the key for it, its name; `now` is where the cursor begins."""
        super().__init__()
        self._eyes, self._now = eyes, now

    def inside(self) -> Iterator[Widget]:
        """One list."""
        yield Lines(id="eyes")

    def begin(self) -> None:
        """The cursor on the eyes that look now."""
        lines = self.query_one(Lines)
        lines.fill([ListRow(((f"{key:>2}  ", "bold"),), name, eyes) for eyes, key, name in self._eyes])
        lines.go_to_key(self._now)
        lines.focus()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        self.dismiss(event.row.key)

    def on_key(self, event: Key) -> None:
        """The key that stands before a pair of eyes chooses them."""
        chosen = [eyes for eyes, key, _ in self._eyes if key and key == event.character]
        if chosen:
            event.stop()
            self.dismiss(chosen[0])


class FullText(Window[None]):
    """A long text to read."""

    HELP = "Arrows and page keys move, / is not known here; y copies the line under the cursor."
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("up/down", "read"), ("esc", "close"))

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text
        self.add_class("large-text")

    def inside(self) -> Iterator[Widget]:
        """The lines."""
        yield Lines(id="full", wrap=True, empty="there is nothing to read")

    def begin(self) -> None:
        """Fill it."""
        self.query_one(".title", Words).say(self._title)
        self.query_one(".window").add_class("large")
        self.write()
        self.query_one(Lines).focus()

    def write(self) -> None:
        """Show the text."""
        lines = self.query_one(Lines)
        lines.fill([_hanging(line, str(at)) for at, line in enumerate(self._text.splitlines())])
        lines.go_to(0)


def _hanging(line: str, key: str) -> ListRow:
    """A line that goes on, where it is broken, under where it began."""
    body = line.lstrip()
    return ListRow(((line[: len(line) - len(body)], ""),) if body != line else (), body, key)


class DecisionPage(FullText):
    """A decision in three columns; a key puts them one under the other, and side by side again."""

    HELP = """\
c puts what was thought, said and done one under the other, with all that is known of the decision; c once more puts
it side by side. Arrows and page keys move; y copies the line under the cursor."""
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("c", "columns or one by one"), ("up/down", "read"), ("esc", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "flip", "columns or one by one", show=False)]

    def __init__(self, title: str, columns: str, under: str) -> None:
        """Side by side at first; `under` is the other form."""
        super().__init__(title, columns)
        self._other = under

    def action_flip(self) -> None:
        """The other form."""
        self._text, self._other = self._other, self._text
        self.write()


class RowsPage(Window[str]):
    """Rows that lead somewhere; enter goes to what is under the cursor."""

    HELP = "Enter goes to where a row leads. What lies after the place where you stand is not counted."
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "go there"), ("esc", "close"))

    def __init__(self, title: str, rows: Sequence[ListRow]) -> None:
        """Of these rows, whose keys say where they lead."""
        super().__init__()
        self._title, self._rows = title, rows

    def inside(self) -> Iterator[Widget]:
        """One list."""
        yield Lines(id="words", wrap=True)

    def begin(self) -> None:
        """Fill it."""
        self.query_one(".title", Words).say(self._title)
        self.query_one(".window").add_class("large")
        lines = self.query_one(Lines)
        lines.fill(self._rows)
        lines.focus()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        if event.row.key:
            self.dismiss(event.row.key)
        else:
            self.say("this row leads nowhere; escape closes")


class StandingPage(RowsPage):
    """Rows with keys that ask for more: what is asked opens over the page, which stands until escape closes it."""

    def __init__(self, title: str, rows: Sequence[ListRow], wanted: Callable[[str], None]) -> None:
        """Of these rows; `wanted` is told what a key is for."""
        super().__init__(title, rows)
        self._wanted = wanted

    def action_want(self, what: str) -> None:
        """Tell what is wanted; what was said before is old."""
        self.say("")
        self._wanted(what)

    def write(self, title: str, rows: Sequence[ListRow], said: str = "", at: str = "") -> None:
        """Show other rows, and say what was done; the cursor stays on its row, or goes to that of the key `at`."""
        self.query_one(".title", Words).say(title)
        lines = self.query_one(Lines)
        lines.fill(rows)
        if at:
            lines.go_to_key(at)
        self.say(said)


class WholeGamePage(RowsPage):
    """The moments of a whole game, and how it ended."""

    HELP = """\
Enter goes to the moment under the cursor, end to how the game ended.
! a broken word, a cut-off or a threat   + given or kept   * another blow   - anything else
size: how far the numbers moved and stayed, 1 is as far as one number usually moves in a turn
order: what a seat decided   said: its words in public   led to: what came of it later
why: how the rules brought it about in its turn   because: what caused it in a turn before, on record
after: what only went before it, and caused nothing on record   ending: it took a number over the bar of an ending"""
