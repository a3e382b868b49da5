"""The seat's last word, when the play is over and before anything is revealed."""

from __future__ import annotations

from typing import Any

from wargame.errors import WargameError
from wargame.present.final_argument import TITLE
from wargame.ui.widgets.window import Question


def conclude(screen: Any) -> None:
    """Ask for the last word over a seat's screen, and send it; one that is refused stays in its box."""

    def written(text: str | None) -> None:
        if text:
            screen.run_worker(_send(screen, text))

    screen.app.push_screen(Question(TITLE, screen.typed(TITLE), tall=True), written)


async def _send(screen: Any, text: str) -> None:
    try:
        await screen.chair.conclude(text)
    except WargameError as fault:
        screen.keep_typed(TITLE, text)
        screen.fault(fault)
    else:
        screen.keep_typed(TITLE, "")
        screen.say("your final argument is read by everyone now")
