"""The seat's last word, when the play is over and before anything is revealed."""

from __future__ import annotations

from typing import Any

from wargame.errors import WargameError
from wargame.present.channels import TEAM, box_of
from wargame.present.final_argument import TITLE, argued_by
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
        team = screen.chair.team
        if team.leads:
            screen.keep_typed(TITLE, text)
            screen.fault(fault)
        else:  # another hands in since the box was opened: the words wait where this person may still say them
            screen.keep_typed(TITLE, "")
            screen.keep_typed(box_of(TEAM), "\n".join(filter(None, (screen.typed(box_of(TEAM)), text))))
            screen.say(f"{argued_by(team)} Your text is kept in the box to your team: = opens it", fault=True)
    else:
        screen.keep_typed(TITLE, "")
        screen.say("your final argument is read by everyone now")
