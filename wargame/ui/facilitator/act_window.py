"""A window for one act of control: its fields, a written reason, and why it is refused if it is.

Whatever was typed stays with the act until it succeeds, so that neither escape nor a refusal loses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import TextArea

from wargame.core.control_acts import is_reason
from wargame.core.setting import Setting
from wargame.core.views import View
from wargame.errors import WargameError
from wargame.present.fields import Field, Option, field_named
from wargame.table.desk import ControlDesk
from wargame.table.watching import TableView
from wargame.ui.widgets.field_list import FieldList
from wargame.ui.widgets.frame import KeyHint, Status
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.text_box import TextBox
from wargame.ui.widgets.window import Fields, FormWindow

REASON_NOTE = "a sentence; it stands in the deviation log"


class ActBox(TextBox):
    """The box for words; tab completes where the act knows names."""

    HELP = f"{TextBox.HELP} Tab completes the name of a variable."

    def __init__(self, window: ActWindow) -> None:
        """The box of this window."""
        super().__init__()
        self._window = window

    def _writing(self) -> str:
        return self._window.query_one(ActFields).writing

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "tab":
            event.stop()
            event.prevent_default()
            whole = self._window.completed(self._writing(), self.text)
            if whole != self.text:
                self.load_text(whole)
                self.move_cursor(self.document.end)
            return
        await super()._on_key(event)


class ActList(FieldList):
    """The list of fields: Enter on a number goes on, and so does escape from a list in which several are ticked."""

    def __init__(self, window: ActWindow) -> None:
        """The list of this window."""
        super().__init__(empty="nothing to fill in")
        self._window = window

    def action_choose(self) -> None:
        """Choose; a number is done."""
        field, _ = self._here()
        if field is not None and field.shape == "number":
            self._window.onward(field.name)
        else:
            super().action_choose()

    def action_close(self) -> None:
        """Close the open choices; those of several are done."""
        field = field_named(self.fields, self.opened)
        super().action_close()
        if field is not None and field.shape == "many" and field.value:
            self._window.onward(field.name)


class ActFields(Fields):
    """The fields of an act; a finished field hands the keys on to the next one that misses something."""

    def __init__(self, window: ActWindow) -> None:
        """The form of this window."""
        super().__init__(window)
        self._act = window

    def compose(self) -> ComposeResult:
        """The list of fields, and the box."""
        yield ActList(self._act)
        with Vertical(classes="written"):
            yield Words("", classes="label")
            yield ActBox(self._act)

    def pick(self, name: str, value: Any) -> None:
        """Told to the window; after a choice from a list the keys go on."""
        super().pick(name, value)
        field = field_named(self.listed.fields, name)
        if not self.writing and field is not None and field.shape == "one":
            self._act.onward(name)

    def go_on(self, after: str) -> None:
        """On to the next field that misses something."""
        self._act.onward(after)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep each keystroke, and show at once what follows from it."""
        super().on_text_area_changed(event)
        if self.writing:
            self.write()


class ActWindow(FormWindow[str]):
    """One act. Subclasses give `shape()` and `carry_out()`; it closes with a sentence that says what was done."""

    DO: ClassVar[str] = "do it"
    """What the last row says."""
    REASON: ClassVar[bool | None] = True
    """Whether a reason is required; None asks for none."""
    SURE: ClassVar[str] = ""
    """A question asked once before it is done."""
    KEYS: ClassVar[tuple[KeyHint, ...]] = (
        ("enter", "choose"),
        ("left/right", "step"),
        ("esc", "done, close; all is kept"),
    )

    def __init__(self, table: TableView, control: ControlDesk, kept: dict[str, Any]) -> None:
        """At this table, in these hands; `kept` holds what was filled in and is the caller's."""
        super().__init__()
        self.table, self.control, self.kept = table, control, kept
        self._sure = False
        self.acting = False
        """Whether an act is on its way to the table."""

    # what subclasses write

    def shape(self) -> Sequence[Field]:
        """The act's own fields as they stand."""
        raise NotImplementedError

    async def carry_out(self) -> str | None:
        """Do it; gives a sentence that closes the window, or None if it stays open."""
        raise NotImplementedError

    def doing(self) -> str:
        """What the row that does it says."""
        return self.DO

    def completed(self, field: str, text: str) -> str:
        """What tab makes of the text in the box of a field."""
        return text

    def more(self) -> Sequence[Field]:
        """Further things to do, after the first."""
        return ()

    async def also(self, name: str) -> str | None:
        """Do one of the further things; a sentence closes the window."""
        raise NotImplementedError

    # what they may use

    @property
    def setting(self) -> Setting:
        """The frame of the game."""
        return self.table.setting

    @property
    def truth(self) -> View:
        """Everything."""
        return self.table.truth()

    def said(self, name: str, otherwise: str = "") -> str:
        """The words of a field."""
        return str(self.kept.get(name) or otherwise).strip()

    def seats(self, *, seated: bool = False) -> tuple[Option, ...]:
        """The seats as choices, those at the table first."""
        chosen = sorted(self.setting.seats, key=lambda seat: not seat.seated)
        return tuple(
            Option(s.id, s.name if s.seated else f"{s.name} (off table)") for s in chosen if s.seated or not seated
        )

    def read_only(self, name: str, label: str, text: str) -> Field:
        """A line that is only read."""
        return Field(name, f"{label} ".ljust(12), "read", note=text, needed=False)

    # the form

    def inside(self) -> Iterator[Widget]:
        """The form."""
        yield ActFields(self)

    def begin(self) -> None:
        """Go to the first field that misses something."""
        self.query_one(ActFields).focus_form()
        self.rewrite()
        self.call_after_refresh(self.onward)

    def fields(self) -> Sequence[Field]:
        """The act's fields, the reason, and the row that does it."""
        found = [*self.shape()]
        if self.REASON is not None:
            note = "" if self.kept.get("reason") else f"{REASON_NOTE}{'' if self.REASON else '; may be empty'}"
            found.append(Field("reason", "reason", "text", self.kept.get("reason"), note=note, needed=self.REASON))
        open_ = [field.label.strip() for field in found if field.missing]
        note = f"still open: {', '.join(open_)}" if open_ else ""
        found.append(Field("do", f"yes, {self.doing()}" if self._sure else self.doing(), "act", note=note))
        return [*found, *self.more()]

    def pick(self, name: str, value: Any) -> None:
        """Keep it."""
        self.kept[name] = value
        self._sure = False
        self.query_one(Status).tell("")

    def onward(self, after: str = "") -> None:
        """Give the keys to the next field that misses something, or to the row that does it."""
        form = self.query_one(ActFields)
        fields = self.fields()
        names = [field.name for field in fields]
        start = names.index(after) + 1 if after in names else 0
        ordered = (*fields[start:], *fields[:start])
        following = next((f for f in ordered if f.missing and f.shape not in ("act", "read")), None)
        if following is None:
            form.listed.go_to_key("do")
            return
        form.listed.go_to_key(following.name)
        if following.shape != "number":
            form.listed.action_choose()

    def act(self, name: str) -> None:
        """Do it, after one question where one is asked; a refusal stays in the window."""
        if name == "do" and self.REASON and not is_reason(self.said("reason")):
            self.say("this needs a written reason, a sentence of two words at least", fault=True)
            return
        if name == "do" and self.SURE and not self._sure:
            self._sure = True
            self.say(self.SURE, fault=True)
            self.rewrite()
            return
        if self.acting:
            self.say("it is on its way to the table; a moment")
            return
        self.acting = True
        self.run_worker(self._acted(name), group="act")

    async def _acted(self, name: str) -> None:
        try:
            said = await (self.carry_out() if name == "do" else self.also(name))
        except WargameError as fault:
            self._sure = False
            self.say(str(fault), fault=True)
            self.rewrite()
            return
        finally:
            self.acting = False
        if said is None:
            self.rewrite()
        else:
            self.kept.clear()
            self.dismiss(said)
