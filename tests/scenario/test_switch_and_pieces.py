"""The off-switch and the pieces of the stack: what they are about happens, and nobody in them knows the future."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tests.rules.desk import played
from wargame.core import names
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.review.account import month_of
from wargame.table.opening import choose

TOKYO, TAIPEI = SeatId("tokyo"), SeatId("taipei")
ORDER_FALLS, LANES_CLOSE = 2, 3


@cache
def record(scenario: str, seed: int) -> tuple[Event, ...]:
    """The first three turns of a game of scripts."""
    return tuple(played(scenario, seed=seed, turns=3, everyone="scripted").sequence.record)


def at_inject(events: Sequence[Event], turn: int, kind: str) -> list[Event]:
    """What of a kind happened in the inject phase of a turn."""
    return [each for each in events if (each.turn, each.phase, each.kind) == (turn, "inject", kind)]


def test_nobody_in_the_off_switch_knows_of_what_comes_after_it_begins() -> None:
    bundle = choose("off-switch").bundle
    assert {name for name, dossier in bundle.dossiers.items() if dossier.as_of > bundle.pack.start} == set()


def test_eight_weeks_run_from_june_into_july() -> None:
    setting = choose("off-switch").opening()[0].setting
    assert month_of(setting.start, setting.months, 1).startswith("June")
    assert month_of(setting.start, setting.months, setting.turns).startswith("July")


def test_the_order_stops_what_is_rented_and_leaves_what_is_held() -> None:
    stopped = at_inject(record("off-switch", 1), ORDER_FALLS, "access_suspended")
    lines = [put.entity for event in stopped for put in event.puts]
    assert {line.holder for line in lines} >= {"tokyo", "london", "canberra", "berlin"}  # type: ignore[union-attr]
    assert {line.channel for line in lines} <= {"api", "enclave"}  # type: ignore[union-attr]


def test_the_guarantee_of_a_lab_is_not_broken_by_an_order_of_its_state() -> None:
    broken = {each.about[0] for seed in (1, 3) for each in record("off-switch", seed) if each.kind == "clause_breached"}
    assert "anthropic" not in broken
    assert "washington" in broken


def test_a_week_of_closed_lanes_takes_three_tenths_of_the_chips() -> None:
    events = record("pieces-of-the-stack", 1)
    (scare,) = at_inject(events, LANES_CLOSE, "strait_scare")
    (change,) = [each for each in scare.changes if each.variable == names.CHIPS]
    assert round(change.before - change.after, 6) == 0.3


def test_every_maker_of_a_piece_is_bound_to_somebody_by_one_when_play_begins() -> None:
    pack = choose("pieces-of-the-stack").bundle.pack
    makers = {c.giver for terms in pack.agreements for c in terms.clauses if c.kind == "joint_production"}
    assert makers >= {TAIPEI, TOKYO, "seoul"}
