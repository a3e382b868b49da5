"""The forms of a guided review: five minutes with one question a person, thirty with four; both end in an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Literal, get_args

FormName = Literal["five", "thirty"]
FORM_NAMES: tuple[FormName, ...] = get_args(FormName)


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """What is asked in a review, and in how long."""

    name: FormName
    minutes: int
    questions: tuple[str, ...]
    """Each is answered by every person in private."""
    then: str
    """What the room does once the answers are open."""


FORMS: Mapping[FormName, ReviewForm] = {
    "five": ReviewForm(
        "five",
        5,
        ("What surprised you, or what would you do again?",),
        "one moment of the story as evidence, then one action",
    ),
    "thirty": ReviewForm(
        "thirty",
        30,
        (
            "What did you intend?",
            "What happened?",
            "Why did it come out so?",
            "What would you keep, and what would you do otherwise?",
        ),
        "evidence by line for each question, then actions with owner and date",
    ),
}


def minutes_left(form: ReviewForm, began: str, now: str) -> int:
    """Whole minutes left of a form, rounded up, 0 when time is up; both times in UTC as ISO 8601.

    ValueError for a text that is no such time.
    """
    gone = (datetime.fromisoformat(now) - datetime.fromisoformat(began)).total_seconds()
    return max(0, ceil(form.minutes - max(0.0, gone) / 60))


def time_in_words(form: ReviewForm, began: str, now: str) -> str:
    """What is left of a form in words; time that is up stops nothing, and is only said. ValueError as above."""
    left = minutes_left(form, began, now)
    over = f"the {form.minutes} minutes are over; go on as you like"
    return f"{left} of {form.minutes} minutes left" if left else over
