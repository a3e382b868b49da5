"""What a survey says to whoever is asked: the invitation, each item with its options, the thanks."""

from __future__ import annotations

from wargame.review.survey import Survey, SurveyItem, When

PSEUDONYM = (
    "Under which pseudonym? Never your name: letters and digits that you will know again at the end, such as the first "
    "letters of two streets and a number."
)
KEPT = "kept beside the record under {0}; nobody at the table reads it"


def invitation(survey: Survey, when: When) -> str:
    """What is asked, how much, and that it can be left out."""
    count = len(survey.asked(when))
    return f"SURVEY {when} the game: {survey.title}, {count} question{'s' * (count != 1)}; it can be left out"


def option_words(item: SurveyItem, number: int) -> str:
    """One option, such as `7 very sure`; a step of a scale without a word is its number alone."""
    return f"{number} {item.options[number - 1]}".rstrip()


def number_of(item: SurveyItem, said: str) -> int:
    """The number that somebody typed for a scale or a choice; 0 if it is none of them."""
    number = int(said) if said.isdecimal() and len(said) < 3 else 0
    return number if 1 <= number <= len(item.options) else 0
