"""A form on the screen: its fields in one list, choices under the one that is open, and a box for words.

Everything goes by arrows, Enter and escape; what a choice does to the form, the form decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from wargame.core.prose import TEXT_LIMIT
from wargame.present.field_rows import rows
from wargame.present.fields import Field, Option, digits, field_named, stepped, toggled
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Words

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from wargame.ui.widgets.text_box import TextBox


class FieldList(Lines):
    """The fields of a form, one a row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "shift(-1)", "less", show=False),
        Binding("right,plus", "shift(1)", "more", show=False),
        Binding("space", "choose", "choose", show=False),
        Binding("escape", "close", "close the list", show=False),
    ]
    HELP = "Enter or space opens and chooses, left/right step, digits write a number, escape closes; x: may not be."
    KEYS = (("enter", "choose"), ("left/right", "step"), ("esc", "close"))

    class Picked(Message):
        """A field was given another value."""

        def __init__(self, name: str, value: Any) -> None:
            super().__init__()
            self.name, self.value = name, value

    class Acted(Message):
        """Something to do was chosen, or a field of words was opened."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Refused(Message):
        """Something that is not allowed was chosen."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id, wrap=True, empty=empty)
        self.fields: Sequence[Field] = ()
        self.opened = ""
        """Name of the field whose choices stand open."""
        self.passing = ""
        """Letters that are keys of the form even then, where no choice begins with them."""
        self._digits = ""

    def set_fields(self, fields: Sequence[Field], *, open_next: bool = False) -> None:
        """Show these fields; `open_next` opens the first one that still misses a value."""
        self.fields = fields
        if field_named(fields, self.opened) is None:
            self.opened = ""
        following = None
        if open_next:
            following = next((field for field in fields if field.missing), None)
            self.opened = following.name if following and following.choices else ""
        self._write()
        if open_next and following is not None:
            self.go_to_key(following.name)
            self._to_open()

    def open(self, name: str) -> None:
        """Open the choices of a field, with the cursor on them; nothing for a field that is not there."""
        if field_named(self.fields, name) is not None:
            self.opened = name
            self._write()
            self._to_open()

    def _write(self) -> None:
        self.fill(rows(self.fields, self.opened))

    def _to_open(self) -> None:
        field = field_named(self.fields, self.opened)
        if field is None:
            return
        at = next((n for n, choice in enumerate(field.choices) if choice.value == field.value), None)
        if at is None:
            at = next((n for n, choice in enumerate(field.choices) if not choice.refusal), 0)
        self.go_to_key(f"{field.name}={at}" if field.choices else field.name)

    def _here(self) -> tuple[Field | None, Option | None]:
        key = self.chosen.key if self.chosen else ""
        name, _, at = key.partition("=")
        field = field_named(self.fields, name.rstrip("!"))
        return field, field.choices[int(at)] if field and at else None

    def action_choose(self) -> None:
        """Open the field under the cursor, or take the choice."""
        field, choice = self._here()
        if field is None or field.shape == "read":
            return
        if choice is None:
            if field.shape in ("text", "act"):
                self.post_message(self.Acted(field.name))
            elif field.shape in ("one", "many"):
                self.opened = "" if self.opened == field.name else field.name
                self._write()
                self._to_open()
        elif choice.refusal and not (field.shape == "many" and choice.value in (field.value or ())):
            self.post_message(self.Refused(f"{choice.text}: {choice.refusal}"))
        elif field.shape == "one":
            self.opened = ""
            self._write()
            self.go_to_key(field.name)
            self.post_message(self.Picked(field.name, choice.value))
        else:
            self.post_message(self.Picked(field.name, toggled(field, choice.value)))

    def action_shift(self, way: int) -> None:
        """Step the value under the cursor."""
        field, choice = self._here()
        if field is None or choice is not None or field.shape not in ("one", "number"):
            return
        value = stepped(field, way)
        if value != field.value:
            self.post_message(self.Picked(field.name, value))

    def action_close(self) -> None:
        """Close the open choices; with none open the key goes on to whoever knows it."""
        if not self.opened:
            raise SkipAction()
        name, self.opened = self.opened, ""
        self._write()
        self.go_to_key(name)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters belong to an open list, not to the keys of the screen."""
        return bool(self.opened) and character is not None and character.isalpha() and character not in self.passing

    def on_key(self, event: events.Key) -> None:
        """Digits write a number anew, backspace takes one back; letters jump in an open list."""
        field, _ = self._here()
        sign = event.character or ""
        before, self._digits = self._digits, ""
        if field is not None and field.shape == "number" and (sign.isdigit() or event.key == "backspace"):
            event.stop()
            self._digits = digits(field, before, sign if sign.isdigit() else "")
            self.post_message(self.Picked(field.name, int(self._digits or field.low)))
        elif field is not None and self.opened == field.name and sign.isalpha():
            keys = [
                f"{field.name}={at}"
                for at, choice in enumerate(field.choices)
                if choice.text.casefold().startswith(sign.casefold())
            ]
            if not keys and sign in self.passing:
                return
            event.stop()
            if not keys:
                self.post_message(self.Refused(f"no choice begins with {sign}"))
            else:
                here = keys.index(self.chosen.key) if self.chosen and self.chosen.key in keys else -1
                self.go_to_key(keys[(here + 1) % len(keys)])


class Form(Vertical):
    """A form: subclasses say which fields there are and what becomes of what is chosen."""

    DEFAULT_CSS = """
    Form { height: 1fr; }
    Form FieldList { scrollbar-gutter: stable; }
    Form .written { height: auto; display: none; }
    Form .written.-open { display: block; }
    """
    LIMIT: ClassVar[int] = TEXT_LIMIT
    EMPTY: ClassVar[str] = "take a verb from the list"
    """What stands there before there are fields."""

    class Said(Message):
        """A sentence for the status line; empty where something was taken, so that a fault said before is old."""

        def __init__(self, text: str, *, fault: bool = False) -> None:
            super().__init__()
            self.text, self.fault = text, fault

    def __init__(self, *, id: str | None = None) -> None:
        """A form not yet filled."""
        super().__init__(id=id)
        self.writing = ""
        """Name of the field whose words are in the box."""

    def compose(self) -> ComposeResult:
        """The list of fields, and the box."""
        yield FieldList(empty=self.EMPTY)
        from wargame.ui.widgets.text_box import TextBox

        with Vertical(classes="written"):
            yield Words("", classes="label")
            yield TextBox()

    # what subclasses write

    def fields(self) -> Sequence[Field]:
        """The fields as they stand."""
        raise NotImplementedError

    def pick(self, name: str, value: Any) -> None:
        """A field was given a value, or words."""
        raise NotImplementedError

    def act(self, name: str) -> None:
        """Something to do was chosen."""
        raise NotImplementedError

    # the widgets

    @property
    def listed(self) -> FieldList:
        """The list of fields."""
        return self.query_one(FieldList)

    @property
    def box(self) -> TextBox:
        """The box for words."""
        from wargame.ui.widgets.text_box import TextBox

        return self.query_one(TextBox)

    def on_mount(self) -> None:
        self.write()

    def write(self, *, open_next: bool = False) -> None:
        """Show the fields anew."""
        if self.query(FieldList):
            self.listed.set_fields(tuple(self.fields()), open_next=open_next)

    def say(self, text: str, *, fault: bool = False) -> None:
        """Say a sentence in the status line."""
        self.post_message(self.Said(text, fault=fault))

    def _forget_what_was_said(self) -> None:
        """A fault said before is old now; at once, so that what is said next stays."""
        tell = getattr(self.screen, "say", None)
        if tell is not None:
            tell("")

    def focus_form(self) -> None:
        """Give the form the keys."""
        self.listed.focus()

    def as_text(self) -> str:
        """The form as plain text."""
        return self.listed.as_text()

    def open_box(self, name: str, label: str, text: str) -> None:
        """Write words for a field."""
        self.writing = name
        self.box.load_text(text)
        self.query_one(".written").add_class("-open")
        self._count(label)
        self._label = label
        self.box.move_cursor(self.box.document.end)
        self.box.focus()

    def _count(self, label: str) -> None:
        left = self.LIMIT - len(self.box.text)
        self.query_one(".written Words", Words).say(
            f"{label}   {left} left" if left >= 0 else f"{label}   ! {-left} too many"
        )

    def close_box(self) -> None:
        """Put the box away."""
        self.query_one(".written").remove_class("-open")
        self.listed.focus()
        self.listed.go_to_key(self.writing)
        self.writing = ""

    def go_on(self, after: str) -> None:
        """The words of a field were kept: the keys go to the next one."""
        self.listed.action_step(1)

    # what the widgets tell

    def on_field_list_picked(self, event: FieldList.Picked) -> None:
        event.stop()
        self._forget_what_was_said()
        self.pick(event.name, event.value)

    def on_field_list_acted(self, event: FieldList.Acted) -> None:
        """Do it, or open the box."""
        event.stop()
        self._forget_what_was_said()
        field = field_named(self.listed.fields, event.name)
        if field is not None and field.shape == "text":
            self.open_box(field.name, f"{field.label}: {field.note}" if field.note else field.label, field.value or "")
        else:
            self.act(event.name)

    def on_field_list_refused(self, event: FieldList.Refused) -> None:
        event.stop()
        self.say(event.sentence, fault=True)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.writing:
            self._count(self._label)
            self.pick(self.writing, self.box.text)

    def on_text_box_left(self, event: TextBox.Left) -> None:
        event.stop()
        name = self.writing
        self.close_box()
        if event.kept:
            self.go_on(name)
