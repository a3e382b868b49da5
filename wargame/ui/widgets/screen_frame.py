"""A screen in its frame: panes, keys, status, finding, copying, help: the lobby and every seat's screen are such."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from wargame.ui.palette import PaletteOffer
from wargame.ui.widgets.frame import Header, KeyHint, KeyLine, Status
from wargame.ui.widgets.letters_typed import takes_letters
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane, TypedLine, text_of

if TYPE_CHECKING:
    from wargame.ui.widgets.composer import Composer

NARROW, SHORT = "-narrow", "-short"
"""Classes of a screen under 100 columns or under 30 rows; the app gives them to every screen and window."""
ACROSS, DOWN = [(0, NARROW), (100, "-wide")], [(0, SHORT), (30, "-tall")]


class Finder(TypedLine):
    """The line that `/` opens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.end_finding(False)", "drop the filter", show=False),
        Binding("down,up", "screen.end_finding(True)", "back to the list", show=False),
    ]
    HELP = "Type what rows must hold. Enter keeps the filter, escape drops it."


class FramedScreen(Screen[Any]):
    """Header, panes, key line, status line. Subclasses give `body()`, `KEYS` and `HELP`."""

    NAME: ClassVar[str] = ""
    """What the screen is called in help and in exported files."""
    HELP: ClassVar[str] = ""
    """What the screen is for and which letters it knows."""
    KEYS: ClassVar[tuple[KeyHint, ...]] = ()
    """Keys for the bottom row, weightiest first."""
    FIRST: ClassVar[str] = ""
    """Id of the pane that a narrow terminal shows first; the first pane if empty."""
    POINTS: ClassVar[bool] = False
    """Whether the title of the one pane of a narrow terminal names the keys of those behind it."""
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "help", show=False),
        Binding("slash", "find", "find", show=False),
        Binding("y", "copy", "copy", show=False),
        Binding("x", "export", "export this pane", show=False),
        Binding("q", "app.leave", "leave", show=False),
        Binding("tab", "next_pane(1)", "next pane", show=False),
        Binding("shift+tab", "next_pane(-1)", "last pane", show=False),
        *(Binding(f"{n}", f"pane_of_key('{n}')", f"pane {n}", show=False) for n in range(1, 10)),
    ]

    class Exported(Message):
        """Text is to be taken out of the program, into a new file."""

        def __init__(self, stem: str, text: str, suffix: str = "txt", tell: Callable[..., None] | None = None) -> None:
            """How the file's name begins, what it holds, how its name ends; whom to tell, if not the screen in front.

            `tell` takes what to say, and `fault=True` if nothing was written.
            """
            super().__init__()
            self.stem, self.text, self.suffix, self.tell = stem, text, suffix, tell

    def __init__(self) -> None:
        """A screen not yet shown."""
        super().__init__()
        self._found: Lines | None = None
        self._shown = ""
        self._to_export = ""
        """What the next `x` writes: the first one asks."""
        self._passing = ""
        """What the status line says until the next key."""

    # layout

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield Header(id="header")
        with Horizontal(id="body"):
            yield from self.body()
        yield from self.below()
        yield Finder(id="finder", compact=True, placeholder="find")
        yield KeyLine(id="keys")
        yield Status(id="status")

    def body(self) -> ComposeResult:
        """The panes, left to right."""
        return iter(())

    def below(self) -> ComposeResult:
        """Lines between the panes and the keys."""
        return iter(())

    @property
    def narrow(self) -> bool:
        """Whether one pane is shown at a time."""
        return self.has_class(NARROW)

    @property
    def panes(self) -> list[Pane]:
        """All panes that are not hidden for good, in order."""
        return [pane for pane in self.query(Pane) if not pane.has_class("-gone")]

    def on_mount(self) -> None:
        self._fit_at_once()
        self._shown = self.FIRST or next((pane.id or "" for pane in self.panes), "")
        self._lay_out()
        self.frame()

    def _fit_at_once(self) -> None:
        """Take the classes of the terminal's size before the first drawing; the app gives them only after it."""
        for cells, steps in zip(self.app.size, (ACROSS, DOWN), strict=True):
            right = max((least, name) for least, name in steps if least <= cells)[1]
            for _, name in steps:
                self.set_class(name == right, name)

    def on_resize(self) -> None:
        """Fit the frame to the new size."""
        self.call_after_refresh(self._refit)

    def _refit(self) -> None:
        self._lay_out()
        self.frame()

    def _lay_out(self) -> None:
        behind = " ".join(sorted(pane.key for pane in self.panes if pane.id != self._shown and pane.key))
        for pane in self.panes:
            pane.set_class(pane.id != self._shown, "-behind")
            pane.point_to(behind if self.narrow and self.POINTS else "")
        for column in self.query(".column"):
            column.set_class(not any(pane.id == self._shown for pane in column.query(Pane)), "-behind")

    def frame(self) -> None:
        """Write the header and the key line anew."""
        self._write_keys()

    def _write_keys(self) -> None:
        own: tuple[KeyHint, ...] = getattr(self.focused, "KEYS", ())
        typing = takes_letters(self.focused)
        others = [key for key in self.keys() if not (typing and len(key[0]) == 1)]
        others = [key for key in others if key[0] not in dict(own)]
        self.query_one(KeyLine).show((*own, *others), self.size.width, typing=typing)

    def keys(self) -> tuple[KeyHint, ...]:
        """Keys for the bottom row, weightiest first."""
        return self.KEYS

    def say(self, text: str, *, fault: bool = False) -> None:
        """Say something in the status line."""
        self.query_one(Status).tell(text, fault=fault)

    def say_until_a_key(self, text: str) -> None:
        """Say something of the key that was pressed; the next one makes it old."""
        self._passing = text
        self.say(text)

    def a_key_came(self) -> None:
        """Take back what was said of the key before this one, unless something else has been said since."""
        if self._passing and self.query_one(Status).as_text() == self._passing:
            self.say("")
        self._passing = ""

    def mended(self) -> None:
        """Something was put right or changed: a fault that was told goes."""
        if self.query_one(Status).has_class("fault"):
            self.say("")

    # panes

    def on_composer_nothing(self, event: Composer.Nothing) -> None:
        """Enter in an empty box: say what is wanted."""
        event.stop()
        from wargame.ui.widgets.composer import Composer

        self.say(Composer.EMPTY, fault=True)

    def show_pane(self, id: str, *, focus: bool = True) -> None:
        """Bring a pane forward and give it the keys."""
        self._to_export = ""
        self._shown = id
        self._lay_out()
        if focus:
            self.call_after_refresh(self._focus_in, id)

    def _focus_in(self, id: str) -> None:
        inside = self._focusable(id)
        if inside:
            inside[0].focus(scroll_visible=True)

    def _focusable(self, id: str) -> list[Widget]:
        pane = next((pane for pane in self.panes if pane.id == id), None)
        return [] if pane is None else [w for w in self.focus_chain if w in pane.walk_children()]

    def pane_in_focus(self) -> Pane | None:
        """The pane that has the keys."""
        node: Any = self.focused
        while node is not None and not isinstance(node, Pane):
            node = node.parent
        return node

    def action_next_pane(self, way: int) -> None:
        """On to the next place that takes keys, through the pane and then to the next one."""
        chain, here = self.focus_chain, self.focused
        if not self.narrow or not self.panes:
            if way > 0:
                self.focus_next()
            else:
                self.focus_previous()
            return
        inside = [w for w in self._focusable(self._shown) if w in chain]
        at = inside.index(here) + way if here in inside else (0 if way > 0 else len(inside) - 1)
        if 0 <= at < len(inside):
            inside[at].focus()
            return
        ids = [pane.id or "" for pane in self.panes]
        place = ids.index(self._shown) if self._shown in ids else 0
        self.show_pane(ids[(place + way) % len(ids)])

    def action_pane_of_key(self, key: str) -> None:
        """Go to the pane that has this digit before its title."""
        for pane in self.panes:
            if pane.key == key:
                self.show_pane(pane.id or "")
                return
        there = " ".join(sorted(pane.key for pane in self.panes if pane.key))
        self.say_until_a_key(f"there is no pane {key} here{f'; there are {there}' if there else ''}")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The bottom row follows the focus; so does the pane that a narrow terminal shows."""
        pane = self.pane_in_focus()
        if pane is not None and pane.id != self._shown:
            self._shown = pane.id or ""
            self._lay_out()
        self._write_keys()

    # finding

    def action_find(self) -> None:
        """Filter the list that has the keys, or the first one in sight."""
        here = self.focused if isinstance(self.focused, Lines) else None
        target = here or next((lines for lines in self.query(Lines) if lines in self.focus_chain), None)
        if target is None:
            self.say("there is no list here to search")
            return
        self._found = target
        finder = self.query_one(Finder)
        finder.value = target.filter
        finder.add_class("-open")
        finder.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        if isinstance(event.input, Finder) and self._found is not None and event.input.has_class("-open"):
            self._found.narrow_to(text=event.value)
            self.say(f"{self._found.counted} rows hold {event.value!r}" if event.value else "all rows")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if isinstance(event.input, Finder):
            event.stop()
            self.action_end_finding(True)

    def action_end_finding(self, keep: bool) -> None:
        """Close the find line and go back to the list."""
        finder = self.query_one(Finder)
        finder.remove_class("-open")
        if self._found is not None:
            if not keep:
                self._found.narrow_to(text="")
                self.say("all rows")
            self._found.focus()

    # taking things out

    def text_in_focus(self) -> str:
        """The text of the pane that has the keys, or of the whole screen."""
        pane = self.pane_in_focus()
        return pane.as_text() if pane else "\n".join(each.as_text() for each in self.panes) or text_of(self)

    def action_copy(self) -> None:
        """Copy what is marked, the row under the cursor, or the pane."""
        marked = self.get_selected_text()
        own = self.focused.copied() if isinstance(self.focused, Lines) else ""
        text = marked or own or self.text_in_focus()
        self.app.copy_to_clipboard(text)
        self.say(f"copied {len(text)} characters")

    def action_export(self) -> None:
        """Write the pane to a text file, when asked twice in a row."""
        pane = self.pane_in_focus()
        stem = "-".join(part for part in (self.export_stem(), pane.id if pane else "") if part)
        if self.sure_to_export(stem):
            self.post_message(self.Exported(stem, self.text_in_focus()))

    def sure_to_export(self, stem: str) -> bool:
        """Whether this was asked for twice in a row; the first time it is only said what would be written."""
        sure = self._to_export == stem
        self._to_export = "" if sure else stem
        if not sure:
            self.say(f"x once more writes this to a new file, {stem}")
        return sure

    def export_stem(self) -> str:
        """How an exported file's name begins."""
        return self.NAME

    def action_help(self) -> None:
        """Help for the widget that has the keys and for this screen."""
        from wargame.ui.widgets.help import Help

        widget = getattr(self.focused, "HELP", "")
        self.app.push_screen(Help(self.NAME, self.help_text(), str(widget), self.help_elsewhere()))

    def help_elsewhere(self) -> str:
        """The keys that every screen of this kind knows."""
        from wargame.ui.widgets.help import IN_LISTS

        return IN_LISTS

    def help_text(self) -> str:
        """What the screen is for and which letters it knows."""
        return self.HELP

    def offers(self) -> Iterable[PaletteOffer]:
        """What every screen can do, for the palette."""
        yield PaletteOffer("Help", "Keys of this screen", self.action_help)
        yield PaletteOffer("Find", "Filter the list in this pane", self.action_find)
        yield PaletteOffer("Copy", "Copy the pane", self.action_copy)
        yield PaletteOffer("Export", "Write the pane to a text file", self.action_export)

    def header(self) -> Header:
        """The top line."""
        return self.query_one(Header)

    def words(self, *parts: str | tuple[str, str]) -> Content:
        """Plain parts and styled ones as one text."""
        return Content.assemble(*parts)
