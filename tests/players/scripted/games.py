"""Scripted games played once and asked many times."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.rules.desk import played
from wargame.core.event_values import OfferAnswered, OrderOpened, Signed
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.setting import Setting
from wargame.players.scripted.past import sentences
from wargame.rules.base.rulebook import Rulebook

SEEDS = tuple(range(1, 21))
TABLES: tuple[tuple[str, str | None], ...] = (("between-the-giants", "core"), ("first-download", None))


@dataclass(frozen=True)
class Told:
    """One game as its record tells it."""

    setting: Setting
    book: Rulebook
    record: tuple[Event, ...]
    names: tuple[str, ...]
    """Names of seats and models, the longest first."""


@cache
def told(scenario: str, variant: str | None, seed: int) -> Told:
    """A game of scripts."""
    course = played(scenario, variant=variant, seed=seed, everyone="scripted").sequence
    names = {seat.name for seat in course.book.setting.seats} | {model.name for model in course.state.models.values()}
    return Told(course.book.setting, course.book, tuple(course.record), tuple(sorted(names, key=len, reverse=True)))


def core(seeds: tuple[int, ...] = SEEDS) -> Iterator[Told]:
    """Games of the core table."""
    return (told("between-the-giants", "core", seed) for seed in seeds)


def orders(game: Told) -> Iterator[tuple[int, SeatId, OrderOpened]]:
    """(turn, seat, order) of every order that was opened."""
    for event in game.record:
        if isinstance(event.value, OrderOpened) and event.kind == "order_opened":
            yield event.turn, event.about[0], event.value


def signed(game: Told) -> Iterator[tuple[Event, Signed]]:
    """Agreements signed in play."""
    for event in game.record:
        if isinstance(event.value, Signed) and event.turn > 0:
            yield event, event.value


def spoken(game: Told) -> dict[SeatId, Counter[str]]:
    """Sentences of each seat with how often it said them; an offer that answers another is one utterance."""
    found: dict[SeatId, Counter[str]] = defaultdict(Counter)
    for event in game.record:
        countered = isinstance(event.value, OfferAnswered) and event.value.how == "countered"
        if event.body and event.about and not countered and event.phase != "start":
            if event.about[0] in game.setting.by_id and event.kind != "inject_fired":
                found[event.about[0]].update(sentences(event.body))
    return found
