"""What doctrines of governments share in building up their own forces."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.ids import AREAS, Area
from wargame.core.models import Model
from wargame.core.orders import AnyOrder, DeployAutomation, SetOversight
from wargame.players.scripted.mind import Mind


def weakest(mind: Mind) -> Area:
    """The area of its missions in which narrow AI is worth most to it."""
    missions = mind.seat.missions
    return max(
        AREAS, key=lambda a: (missions.get(a, 0.0) * (1 - mind.value(names.narrow(mind.me, a))), a), default=AREAS[0]
    )


def automation(mind: Mind) -> Iterator[AnyOrder]:
    """Targeting automated by temper, under a human; oversight raised in public where something went wrong or may."""
    degree, watch = mind.own(names.automation), mind.own(names.oversight)
    shaken = mind.did("targeting_scandal", mind.me, spells=2) or mind.own(names.legitimacy, 70) < 50
    if degree and watch < 1 and (shaken or mind.promised("no_severe_use")):
        yield SetOversight(oversight=2)
    elif shaken and degree > 0.4 and watch >= 1:
        yield DeployAutomation(degree=1, oversight=2)
    elif not degree and not shaken and mind.temper("daring") > 0.5 and mind.own(names.legitimacy, 70) > 55:
        yield DeployAutomation(degree=2 if mind.temper("daring") > 0.75 else 1, oversight=1)
    elif degree and watch < 1 and mind.whim("oversee") < 0.25:
        yield SetOversight(oversight=2)


def tempting(mind: Mind, models: list[Model]) -> list[Model]:
    """Open weights that are enough newer than what it has, with what a rival's weights cost an ally at home.

    Before an ally has heard what its own side offers it takes nothing of a rival's.
    """
    frightened, conditions = alarmed(mind), mind.view.conditions.values()
    found = []
    for model in models:
        newer = mind.vintage(model.id) - mind.best_vintage
        if mind.shuns(model.owner):
            continue
        if mind.law_of(model) == "cn" and mind.seat.bloc == "allied":
            if mind.spell() == 1:
                continue
            patron = mind.book.patron
            price = 8 + (mind.trust(patron) / 10 if patron else 5)
            price -= 5 * mind.temper("daring") + (4 if frightened else 0)
            price -= 3 if any(c.kind == "subsidised_offer" and c.seat == mind.me for c in conditions) else 0
        else:
            price = 1.5
        if newer > price:
            found.append(model)
    return found


def alarmed(mind: Mind) -> bool:
    """Whether it fears for what can be switched off: it has seen that done, much coercion is about, or trust is low."""
    patron = mind.book.patron or ""
    nerves = mind.temper("nerves")
    if mind.value(names.cut_off(mind.me, patron)) > 0.35 - 0.15 * nerves:
        return True
    return mind.value(names.coercion("us")) > 0.5 - 0.2 * nerves or mind.trust(patron) < 25 + 10 * nerves


def cut_off(mind: Mind) -> bool:
    """Whether it has been switched off, or is about to have nobody to turn to."""
    lost = any(a.holder == mind.me and a.status == "suspended" for a in mind.view.access.values())
    return lost or mind.trust(mind.book.patron or "") < 20
