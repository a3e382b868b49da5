"""Help: the keys of the widget that has the focus, of the screen, and of every screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from wargame.ui.widgets.panes import Words

EVERYWHERE = """\
F2 desk   F3 orders   F4 world   F5 news   r result   F6 who reads this
F8 draw the curtain   F9 seal, after one question
tab, shift+tab next and last pane   1-9 the pane of that number
/ find in the list   n N next and last match   y copy   x export the pane to a file
ctrl+p all commands   ? or F1 this help (F1 inside a text box, where letters type)
escape leaves a box or closes a window
q leaves the table, after one question; nothing is lost (ctrl+q where letters type)"""
IN_LISTS = """\
tab, shift+tab next and last pane   1-9 the pane of that number
/ find in the list   n N next and last match   y copy   x export the pane to a file
ctrl+p all commands   ? or F1 this help (F1 inside a text box, where letters type)
escape leaves a box or closes a window   ctrl+q leaves"""
IN_WINDOWS = """\
escape closes the window   F8 draws the curtain over everything   ctrl+q leaves, after one question
tab, shift+tab next and last place that takes keys   ? or F1 this help (F1 inside a text box, where letters type)"""


class Help(ModalScreen[None]):
    """One page of help; any of escape, enter, `?` or F1 closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,question_mark,q", "dismiss(None)", "close", show=False)
    ]

    def __init__(self, name: str, screen: str, widget: str, everywhere: str = EVERYWHERE) -> None:
        """Help for a screen, for the widget in focus, and for what works everywhere; empty texts are left out."""
        super().__init__()
        self._parts = [
            ("HERE", widget),
            (name.upper(), screen),
            ("EVERY WINDOW" if everywhere == IN_WINDOWS else "EVERY SCREEN", everywhere),
        ]

    def compose(self) -> ComposeResult:
        said = "\n\n".join(f"{title}\n{text.strip()}" for title, text in self._parts if text)
        with Vertical(classes="window"), VerticalScroll(classes="page") as page:
            page.can_focus = True
            yield Words(said)
        yield Words("escape closes", classes="foot")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def as_text(self) -> str:
        """The page as text."""
        return "\n".join(text for _, text in self._parts)
