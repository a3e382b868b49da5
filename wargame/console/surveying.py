"""A survey in line mode: one question after another, each passed over by Enter; answers beside the record."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.console.lines import Ended, ReadLine, WriteLine
from wargame.errors import WargameError
from wargame.present.asked_forms import SurveyToAsk
from wargame.present.survey_words import KEPT, PSEUDONYM, invitation, number_of, option_words
from wargame.review.survey import SurveyItem, When
from wargame.review.survey_answers import SurveyAnswer, unfit


async def ask_survey(offered: SurveyToAsk, when: When, names: Sequence[str], read: ReadLine, write: WriteLine) -> str:
    """Ask one person, if they want to be asked; Ended if the input stops first, and what was answered is kept.

    Gives why an answer could not be kept, which ends the survey; empty if all were.
    """
    write(f"{invitation(offered.survey, when)}.")
    write(PSEUDONYM)
    while True:
        pseudonym = (await _line(read, "your pseudonym (Enter leaves the survey out): ")).strip()
        if not pseudonym:
            write("The survey was left out.")
            return ""
        try:
            wrong = await offered.check(pseudonym, names)
        except WargameError as fault:
            wrong = str(fault)
        if not wrong:
            break
        write(f"{wrong}.")
    items = offered.survey.asked(when)
    for at, item in enumerate(items, 1):
        write(f"{at} of {len(items)}: {item.asks}")
        for number in range(1, len(item.options) + 1):
            write(f"  {option_words(item, number)}")
        answer = await _answer(item, read, write)
        if answer is not None:
            number, words = answer
            try:
                await offered.keep(
                    SurveyAnswer(pseudonym=pseudonym, when=when, item=item.id, number=number, words=words)
                )
            except WargameError as fault:
                write(f"The survey stops here: {fault}.")
                return str(fault)
    write(f"Your answers are {KEPT.format(pseudonym)}.")
    return ""


async def _answer(item: SurveyItem, read: ReadLine, write: WriteLine) -> tuple[int, str] | None:
    """A number or words; None if the item was passed over. What is no answer is said, and asked again."""
    while True:
        said = (await _line(read, "your answer (Enter passes over): ")).strip()
        if not said:
            return None
        found = (0, said) if item.kind == "text" else (number_of(item, said), "")
        if not (wrong := unfit(item, *found)):
            return found
        write(f"{said[:40]!r} is no answer here: {'1 to ' + str(len(item.options)) if item.options else wrong}.")


async def _line(read: ReadLine, prompt: str) -> str:
    line = await read(prompt)
    if line is None:
        raise Ended
    return line
