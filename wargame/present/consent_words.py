"""What is said when people are asked whether their private texts may be shown."""

from __future__ import annotations

from wargame.review.asked_consent import YES
from wargame.table.people import Person

HINT = "yes, or anything else for no"
ANSWERS = ("", *YES, "n", "no")
"""What is an answer without doubt; nothing is a no."""


def consent_question(person: Person) -> str:
    """The question to one person."""
    whom = f"{person.name}: may" if person.name else "May"
    return (
        f"{whom} this game be shown afterwards with what you write in private: messages to some, reasons, plans, notes "
        "to your team? You can take it back at any time (`wargame consent`). Your moves are shown in any case."
    )


def is_answer(said: str) -> bool:
    """Whether what was typed says yes or no without doubt."""
    return said.strip().casefold() in ANSWERS


def consent_kept(given: bool) -> str:
    """What became of it."""
    return "what you write in private may be shown" if given else "what you write in private is kept"
