"""Windows over a screen: a title, something to fill in or to read, a line of keys. Escape closes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from wargame.present.fields import Field, field_named
from wargame.ui.widgets.field_list import Form
from wargame.ui.widgets.frame import KeyHint, KeyLine, Status
from wargame.ui.widgets.letters_typed import takes_letters
from wargame.ui.widgets.panes import Words, text_of

if TYPE_CHECKING:
    from wargame.ui.widgets.composer import Composer

ResultT = TypeVar("ResultT")
A_MOMENT = 0.3
"""Seconds after which somebody is told that an answer is on its way."""


class Window(ModalScreen[ResultT | None], Generic[ResultT]):
    """A window; subclasses give `inside()` and what closes it with a result."""

    TITLED: ClassVar[str] = ""
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("esc", "close"),)
    HELP: ClassVar[str] = ""
    AUTO_FOCUS = ""
    _told_keys: Sequence[KeyHint] = ()
    first: Callable[[ResultT | None], Awaitable[None]] | None = None
    """What is waited for before it closes with a result, such as a table elsewhere; it raises nothing."""
    acting = False
    """Whether that is on its way."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", show=False),
        Binding("f2,f3,f4,f5,f6,f7,f9", "busy", "close this first", show=False),
        Binding("f1,question_mark", "help", "help", show=False),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Words(self.TITLED, classes="label title")
            yield from self.inside()
            yield Status(classes="window-status")
            yield KeyLine(classes="window-keys")

    def inside(self) -> Iterator[Widget]:
        """What the window holds."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Write the keys, and give the first thing inside the keys."""
        self.show_keys(self.KEYS)
        self.begin()

    def show_keys(self, keys: Sequence[KeyHint]) -> None:
        """Write these keys, and the key of help that works where the focus is."""
        self._told_keys = keys
        typing = takes_letters(self.focused)
        self.query_one(KeyLine).show(keys, min(self.size.width, 90), typing=typing)

    def on_descendant_focus(self) -> None:
        """Help has another key where letters are typed."""
        self.show_keys(self._told_keys)

    def begin(self) -> None:
        """Called once when the window stands."""
        if self.focus_chain:
            self.focus_chain[0].focus()

    def say(self, text: str, *, fault: bool = False) -> None:
        """Say something in the window."""
        self.query_one(Status).tell(text, fault=fault)

    def on_form_said(self, event: Form.Said) -> None:
        """A form has something to say."""
        self.say(event.text, fault=event.fault)

    def on_composer_nothing(self, event: Composer.Nothing) -> None:
        """Enter in an empty box: say what is wanted."""
        event.stop()
        from wargame.ui.widgets.composer import Composer

        self.say(Composer.EMPTY, fault=True)

    def close_with(self, result: ResultT | None) -> None:
        """Close it, once what is to be done first has been done."""
        if self.first is None:
            self.dismiss(result)
        elif not self.acting:
            self.acting = True
            self.run_worker(self._close_after(self.first(result), result), group="act")

    async def _close_after(self, doing: Awaitable[None], result: ResultT | None) -> None:
        done, _ = await asyncio.wait({task := asyncio.ensure_future(doing)}, timeout=A_MOMENT)
        if not done:
            self.say("it is on its way to the table; a moment")
        await task
        self.dismiss(result)

    def action_close(self) -> None:
        self.close_with(None)

    def action_busy(self) -> None:
        """A key of the screen behind: say how to get there."""
        self.say("escape closes this window first; F8 draws the curtain over everything")

    def action_help(self) -> None:
        """Help for the widget in focus and for this window."""
        from wargame.ui.widgets.help import IN_WINDOWS, Help

        self.app.push_screen(Help(self.TITLED, self.HELP, str(getattr(self.focused, "HELP", "")), IN_WINDOWS))

    def as_text(self) -> str:
        """The window as plain text."""
        return "\n".join(part for part in map(text_of, self.children) if part)


class Confirm(Window[bool]):
    """One question before something is done: y or Enter does it, n or escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "sure", "yes", show=False),
        Binding("n", "close", "no", show=False),
    ]

    def __init__(self, title: str, text: str, does: str) -> None:
        """Ask under a title; `text` says what is at stake, `does` what yes does, in a word."""
        super().__init__()
        self._title, self._text, self._does = title, text, does

    def inside(self) -> Iterator[Widget]:
        """What is at stake."""
        yield Words(self._text)

    def begin(self) -> None:
        """Write the question."""
        self.query_one(".title", Words).say(self._title)
        self.show_keys((("enter", self._does), ("esc", "stay")))

    def action_sure(self) -> None:
        """Do it."""
        self.dismiss(True)


class Fields(Form):
    """A form whose fields a window gives and takes."""

    def __init__(self, window: FormWindow[Any]) -> None:
        """The form of this window."""
        super().__init__()
        self._window = window

    def fields(self) -> Sequence[Field]:
        """As the window says."""
        return self._window.fields()

    def pick(self, name: str, value: Any) -> None:
        """Told to the window."""
        before = field_named(self.listed.fields, name)
        self._window.say("")
        self._window.pick(name, value)
        if not self.writing:
            self.write(open_next=before is not None and before.missing and before.shape == "one")

    def act(self, name: str) -> None:
        """Told to the window."""
        self._window.act(name)

    def close_box(self) -> None:
        """Words are done: show them in the list."""
        super().close_box()
        self.write()


class FormWindow(Window[ResultT], Generic[ResultT]):
    """A window with one form."""

    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "choose"), ("left/right", "step"), ("esc", "close"))

    def inside(self) -> Iterator[Widget]:
        """The form."""
        yield Fields(self)

    def begin(self) -> None:
        """Open the first field that misses something."""
        form = self.query_one(Fields)
        form.write(open_next=True)
        form.focus_form()

    def rewrite(self) -> None:
        """Show the fields anew."""
        self.query_one(Fields).write()

    def fields(self) -> Sequence[Field]:
        """The fields as they stand."""
        raise NotImplementedError

    def pick(self, name: str, value: Any) -> None:
        """A field was given a value."""
        raise NotImplementedError

    def act(self, name: str) -> None:
        """Something to do was chosen."""
        raise NotImplementedError


class Question(Window[str]):
    """One text: Enter hands it back."""

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        placeholder: str = "",
        tall: bool = False,
        replaced: bool = False,
        passable: bool = False,
    ) -> None:
        """Ask under a title, with a text to begin from, `replaced` by what is typed; `tall` for many lines.

        A `passable` one hands back an empty text for Enter in an empty box.
        """
        super().__init__()
        self._replaced, self._passable = replaced, passable
        self._title, self._text, self._placeholder, self._tall = title, text, placeholder, tall

    def inside(self) -> Iterator[Widget]:
        """The question and a box."""
        from wargame.ui.widgets.composer import Composer

        box = Composer(id="answer", placeholder=self._placeholder, empty_too=self._passable)
        box.set_class(self._tall, "tall")
        yield box

    def begin(self) -> None:
        """Into the box."""
        self.query_one(".title", Words).say(self._title)
        from wargame.ui.widgets.composer import Composer

        box = self.query_one(Composer)
        box.load_text(self._text)
        box.move_cursor(box.document.end)
        if self._replaced:
            box.select_all()
        box.focus()
        self.show_keys((("enter", "done"), ("ctrl+n", "new line"), ("esc", "close")))

    def on_composer_said(self, event: Composer.Said) -> None:
        self.close_with(event.text)

    def on_composer_left(self) -> None:
        self.close_with(None)
