"""Moments of a story as rows: the headline, what it moved, and why; and the same as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wargame.core.codebook import family_of
from wargame.core.event_kinds import BROKEN, EventKind, subject_of, weight_of
from wargame.core.ids import SeatId
from wargame.core.setting import Setting
from wargame.present.differences import points_between, signed_between
from wargame.present.meanings import BAD, GOOD
from wargame.present.rows import ListRow, Part, letter_part, rule
from wargame.review.account import date_of
from wargame.review.story import Story
from wargame.review.story_parts import Because, ReasonKind, StoryMoment, WeighedMove
from wargame.review.story_words import within
from wargame.rules.model.variable_words import figure, spoken

HARM = frozenset(("break", "coercion"))
BREACHES = BROKEN | {"signal_broken", "access_suspended", "access_ended"}
BECAUSE: Mapping[ReasonKind, str] = {
    "cause": "because ",
    "decision": "because ",
    "before": "after ",
    "value": "after ",
    "chance": "",
    "calendar": "",
    "unknown": "",
}
"""How a reason is introduced: what only went before is no cause."""
GAINS = frozenset(("agreement_signed", "access_resumed", "access_granted", "pledge_kept", "export_bar_lifted"))


PERCENT_POINTS = "percentage points"
"""In what a share that moved is told: 5 points from 40 % are 45 %, and 5 % are 42 %."""
MARKS = "! blow or broken word  + somebody gains by it (your score stands apart)  * else of weight  - the rest"
"""What the signs of `mark_of` mean, for whoever reads a page of moments."""


def mark_of(kind: EventKind) -> Part:
    """What sort of thing happened, as a sign and its style; `MARKS` says what the signs mean."""
    if kind in BREACHES or subject_of(kind) in HARM:
        return "! ", f"bold {BAD}"
    if kind in GAINS:
        return "+ ", f"bold {GOOD}"
    return ("* ", "bold") if weight_of(kind) == "blow" else ("- ", "bold")


def flag_in_words(value: float) -> str:
    """What is in force or not, after a move: `in force from here`, `no longer in force`."""
    return "in force from here" if value else "no longer in force"


def move_in_words(setting: Setting, move: WeighedMove, you: SeatId) -> str:
    """`Paris's trust in you -6.0 to 11.9`, with names for variables; a later move is said with where it ended."""
    name, family = spoken(setting, move.variable, you), family_of(move.variable)
    unit = family.unit if family else ""
    if unit == "flag":
        return f"{name} {flag_in_words(move.after)}"
    if unit in ("0-1", "share"):
        percent = points_between(100 * move.before, 100 * move.after, 0)
        change, level, last = (
            f"{percent:+.0f} {PERCENT_POINTS}",
            f"{100 * move.after:.0f} %",
            f"{100 * move.at_last:.0f} %",
        )
    else:
        change, level = signed_between(move.variable, move.before, move.after), figure(move.variable, move.after)
        last = figure(move.variable, move.at_last)
    if family and family.derived:
        return f"{name} {change}"
    return f"{name} {change} to {level}" if level == last else f"{name} {change}, {last} at the end"


def moment_rows(setting: Setting, moments: Iterable[StoryMoment], you: SeatId, most: int = 3) -> Iterator[ListRow]:
    """Each moment with its `most` largest moves and its reasons under it; the key of a row is the place of its lead."""
    for moment in moments:
        sign = mark_of(moment.kind)
        yield ListRow((sign,), moment.headline, str(moment.lead), "bold")
        moved = [each for each in moment.moved if abs(each.spreads) >= 0.05][:most]
        if moved:
            said = "; ".join(move_in_words(setting, each, you) for each in moved)
            yield ListRow((("    ", ""),), said, f"{moment.lead} moved")
        for reason in moment.because[:2]:
            said = reason_in_words(moment, reason)
            yield ListRow((("    ", ""),), said, f"{moment.lead} {said}", "dim")


def reason_in_words(moment: StoryMoment, reason: Because) -> str:
    """`because turn 2: ...`, `after ...` where no cause stands on record; chance and what is not known as it is."""
    when = f"turn {reason.turn}: " if reason.turn != moment.turn else ""
    return f"{BECAUSE[reason.how]}{when}{within(reason.text) if BECAUSE[reason.how] else reason.text}"


def headline_rows(setting: Setting, story: Story) -> Iterator[ListRow]:
    """What mattered in each turn, the latest turn last, and how many more events there were."""
    for turn in story.turns:
        told = story.turn(turn)
        yield rule(f"turn {turn}, {date_of(setting.start, setting.months, turn)}")
        yield from moment_rows(setting, told.moments, story.telling.viewer, 2)
        shown = {at for moment in told.moments for at in moment.places}
        more = sum(at not in shown for at in story.telling.of_turn(turn))
        if more:
            said = f"and {more} more event{'' if more == 1 else 's'}; l shows the whole ledger"
            yield ListRow((("  ", ""),), said, f"ledger {turn}", "dim")


def about_part(setting: Setting, seats: tuple[SeatId, ...]) -> Part:
    """The letter of the first seat that something is about, in its colour."""
    letter, colour = letter_part(setting, seats[0] if seats else "")
    return f"{letter} ", f"bold {colour}".strip()
