"""What an event says. It imports nothing, so that a screen can be drawn before any rule is read."""

from __future__ import annotations

from typing import Protocol


class Told(Protocol):
    """An event, as control has it or as a seat sees it."""

    @property
    def kind(self) -> str:
        """What kind of event it is."""
        ...

    @property
    def text(self) -> str:
        """What happened, in a sentence."""
        ...


def worded(event: Told) -> str:
    """What an event says; what is scored goes by its words and not by its name in files."""
    return event.text.replace("_", " ") if event.kind == "score_given" else event.text
