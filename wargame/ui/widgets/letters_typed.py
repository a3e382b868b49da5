"""Whether letters are typed into a widget, found out without reading Textual's text area before one is on a screen."""

from __future__ import annotations

import sys

from textual.widgets import Input

TEXT_AREA = "textual.widgets._text_area"
"""Textual's module of it, read when the first of its kind is made: a tenth of what a first page reads."""


def takes_letters(widget: object) -> bool:
    """Whether a widget is a line or a box to type into."""
    module = sys.modules.get(TEXT_AREA)
    return isinstance(widget, Input) or (module is not None and isinstance(widget, module.TextArea))
