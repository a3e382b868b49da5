"""What emptied the purse of whoever could not pay: told as what went before a missed payment."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.events import Change
from wargame.core.setting import Setting
from wargame.core.telling import Telling
from wargame.review.story_antecedents import MOST_BEFORE, Antecedent
from wargame.review.story_deeds import StoryDeed
from wargame.rules.model.variable_words import figure, spoken


def emptied(telling: Telling, setting: Setting, deed: StoryDeed) -> Iterator[Antecedent]:
    """What took the most from it in the turn before it was to pay, in order; nothing for deeds of another kind.

    Only what the viewer was told took something. Linear in the events of the turn.
    """
    first = telling.told[deed.root].seen
    if first.kind != "payment_missed":
        return
    purse, took = names.budget(first.about[0]), list[tuple[float, int, Change]]()
    for at in range(telling.of_turn(first.turn).start, deed.root):
        took += ((c.after - c.before, at, c) for c in telling.told[at].seen.changes if c.variable == purse)
    largest = sorted(each for each in took if each[0] < 0)[:MOST_BEFORE]
    for _, at, change in sorted(largest, key=lambda each: each[1]):
        then, now = (figure(purse, value) for value in (change.before, change.after))
        yield Antecedent("value", at, value=f"{spoken(setting, purse)} had gone {then} -> {now}: ")
