"""What a reader of whole games would object to does not happen in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.players.scripted.games import SEEDS, Told, core, signed, told
from wargame.core.clauses import AccessClause, FrameworkClause, PaymentClause, ProductionClause
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import Signed
from wargame.core.events import Event
from wargame.core.ids import SeatId

GAMES = SEEDS[:8]
FORCE: tuple[EventKind, ...] = ("lab_threatened", "production_compelled", "lab_designated")


def events(game: Told, *kinds: EventKind) -> Iterator[Event]:
    """Events of these kinds, in order."""
    return (event for event in game.record if event.kind in kinds)


def test_nobody_is_paid_for_taking_goods_and_giving_nothing_unless_a_power_buys_its_way_in() -> None:
    payments = 0
    for game in core(GAMES):
        for event, value in signed(game):
            clauses = value.terms.clauses
            for paid in (clause for clause in clauses if isinstance(clause, PaymentClause)):
                goods = [c for c in clauses if isinstance(c, ProductionClause) and c.giver == paid.giver]
                given = [c for c in clauses if c.giver == paid.taker]
                assert given or not goods, event.text
                payments += 1
    assert payments


def test_no_lab_is_forced_in_the_turn_in_which_it_signs_a_framework_with_the_power_that_forces_it() -> None:
    frameworks = forced = 0
    for game in core(GAMES):
        bound = {
            (event.turn, clause.taker)
            for event, value in signed(game)
            for clause in value.terms.clauses
            if isinstance(clause, FrameworkClause)
        }
        acts = list(events(game, *FORCE))
        assert not [event for event in acts if (event.turn, event.about[1]) in bound]
        frameworks, forced = frameworks + len(bound), forced + len(acts)
    assert frameworks
    assert forced


def test_a_lab_whose_line_allows_what_is_asked_of_it_is_neither_threatened_nor_forced() -> None:
    forced = [event for game in core(GAMES) for event in events(game, *FORCE)]
    assert forced
    assert not [event.text for event in forced if event.about[1] == "meta"]


def test_an_ally_is_pressed_for_what_it_did_itself() -> None:
    """It has taken up a model of the other side, or wronged the power that presses it, in this turn or the last."""
    pressed = 0
    for game in core(GAMES):
        for event in events(game, "pressure_applied"):
            author, target = event.about[0], event.about[1]
            late = [each for each in game.record if event.turn - 1 <= each.turn <= event.turn]
            own = [each for each in late if _strays(game, each, target) or _wrongs(each, target, author)]
            assert own, (event.turn, event.text)
            pressed += 1
    assert pressed


def _strays(game: Told, event: Event, seat: SeatId) -> bool:
    taken: list[tuple[SeatId, SeatId]] = []
    if event.kind == "open_weights_adopted":
        taken = [(event.about[0], event.about[1])]
    elif isinstance(event.value, Signed):
        taken = [(c.taker, c.giver) for c in event.value.terms.clauses if isinstance(c, AccessClause)]
    return any(taker == seat and game.setting.by_id[giver].bloc == "cn" for taker, giver in taken)


def _wrongs(event: Event, seat: SeatId, victim: SeatId) -> bool:
    kinds = ("clause_breached", "pledge_broken", "defection_detected", "notice_given", "distillation_punished")
    return event.kind in kinds and event.about[:1] == (seat,) and victim in event.about[1:]


def test_the_model_that_is_too_dangerous_to_sell_stands_on_no_foreign_machines() -> None:
    shown = 0
    for game in core(GAMES):
        for event, value in signed(game):
            for clause in value.terms.clauses:
                if isinstance(clause, AccessClause) and clause.giver == "anthropic":
                    assert clause.model != "mythos", event.text
                    assert clause.channel != "weights", event.text
        for event in game.record:
            for put in event.puts:
                entity = put.entity
                if getattr(entity, "model", "") == "mythos" and getattr(entity, "holder", "") != "anthropic":
                    assert getattr(entity, "channel", "") in ("api", "enclave"), event.text
                    shown += 1
    assert shown


def test_who_fell_out_over_a_change_of_government_signs_again() -> None:
    fell = mended = 0
    for game in core(GAMES):
        for event in events(game, "agreement_lapsed"):
            if set(event.about) == {"paris", "mistral"} and event.turn <= 7:
                fell += 1
                mended += any(
                    {"paris", "mistral"} <= set(value.terms.parties) and event.turn <= later.turn <= event.turn + 3
                    for later, value in signed(game)
                )
    assert fell
    assert mended > 0.5 * fell


@pytest.mark.slow
def test_allies_do_not_all_run_to_the_other_side_in_the_first_turn() -> None:
    chances = taken = 0
    for seed in SEEDS[:4]:
        game = told("between-the-giants", None, seed)
        for ally in game.setting.allies:
            chances += 1
            taken += any(_strays(game, event, ally) for event in game.record if event.turn == 1)
    assert taken < 0.5 * chances
