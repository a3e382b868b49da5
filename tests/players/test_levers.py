"""What an arm holds its seats to is held, and nothing else is otherwise."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.rules.desk import Desk, access_clause, menu_of, terms_of, view_of
from wargame.core.agreements import Terms
from wargame.core.clauses import Clause, ForbearanceClause, SupportClause
from wargame.core.ids import ModelId, SeatId, Variable
from wargame.core.moves import Propose
from wargame.core.orders import EndorseNorms
from wargame.errors import SpecError
from wargame.paired.arms import BASE, Arm
from wargame.paired.readings import EventsOf, LinesOf, OrdersOf, Reading, SignedOf, ValueOf, WorthOf
from wargame.paired.rows import GameRow
from wargame.paired.run import play_paired
from wargame.players.base import Ask
from wargame.players.levers import Bar, Force, Offer, Reins
from wargame.players.reined import BARRED, BarredMenu
from wargame.table.opening import choose
from wargame.transcript.setup import GameSetup

ROME, META = SeatId("rome"), SeatId("meta")
TERMS = Terms(
    parties=(META, ROME),
    clauses=(SupportClause(giver=META, taker=ROME, level=2),),
    secret=False,
    turns=3,
)
READINGS: dict[str, Reading] = {
    "trust": ValueOf(of=(Variable("rome.trust.meta"),)),
    "of all allies": ValueOf(of=(Variable("{ally}.A"),), how="spread"),
    "gap": ValueOf(of=(Variable("rome.A"),), less=(Variable("rome.A"),)),
    "norms": OrdersOf(of=("endorse_norms",), by=(ROME,)),
    "signed": SignedOf(clause="support", giver=(META,), parties=(ROME,)),
    "any": EventsOf(of=("agreement_signed",)),
    "lines": LinesOf(holder=(ROME,)),
    "worth": WorthOf(seat=ROME, terms=TERMS),
    "nothing": ValueOf(of=(Variable("rome.no_such"),)),
}


@lru_cache(maxsize=1)
def setup() -> GameSetup:
    return choose("first-download")


def pair(arm: Arm, seeds: tuple[int, ...] = (1, 2)) -> list[tuple[GameRow, GameRow]]:
    rows = play_paired(setup(), [arm], seeds, readings=READINGS)
    assert not [row.fault for row in rows if row.fault]
    return list(zip(rows[::2], rows[1::2], strict=True))


def given(row: GameRow, seat: SeatId) -> set[str]:
    return {kind for turn in row.tally.orders[seat] for kind in turn}


def test_a_barred_order_is_not_given_and_something_else_takes_its_place() -> None:
    rows = play_paired(setup(), [], [1])
    kind = next(iter(sorted(given(rows[0], ROME))))
    for base, arm in pair(Arm("bar", reins=Reins(bars=(Bar(seat=ROME, orders=(kind,)),)))):
        assert kind in given(base, ROME) or base.seed != 1
        assert kind not in given(arm, ROME)
        assert len(given(arm, ROME)) > 0


def test_a_bar_on_every_seat_holds_for_each() -> None:
    arm = Arm("calm", reins=Reins(bars=(Bar(seat=SeatId("all"), orders=("buy_compute", "release_model")),)))
    for _, row in pair(arm):
        assert not {"buy_compute", "release_model"} & {k for seat in row.tally.orders for k in given(row, seat)}


def test_a_seat_without_clauses_signs_none_of_them() -> None:
    kinds = ("access", "guarantee", "support", "payment", "data_sharing", "joint_production", "inducement")
    for base, row in pair(Arm("alone", reins=Reins(bars=(Bar(seat=SeatId("all"), clauses=kinds),)))):
        assert row.tally.signed == 0
        assert row.series["any"] == (0.0, 0.0, 0.0)
        assert base.tally.clauses or base.tally.signed == 0


def test_a_forced_order_is_given_in_its_turns_alone() -> None:
    order = EndorseNorms()
    force = Force(seat=ROME, orders=(order,), turns=(2,))
    arm = Arm("norms", reins=Reins(forces=(force,), bars=(Bar(seat=ROME, orders=("endorse_norms",), turns=(1, 3)),)))
    for _, row in pair(arm):
        assert row.series["norms"] == (0.0, 1.0, 1.0)


def test_a_forced_offer_that_is_accepted_binds_once() -> None:
    arm = Arm("help", reins=Reins(offers=(Offer(seat=META, terms=TERMS, accept=True),)))
    for base, row in pair(arm):
        before, after = base.series["signed"], row.series["signed"]
        assert before[0] is not None
        assert after[0] is not None
        assert after[0] >= 1
        assert row.tally.twice <= base.tally.twice


def test_readings_give_one_number_a_turn_and_none_where_there_is_nothing() -> None:
    (row,) = play_paired(setup(), [], [1], readings=READINGS)
    assert {name: len(series) for name, series in row.series.items()} == dict.fromkeys(READINGS, 3)
    assert row.series["nothing"] == (None, None, None)
    assert row.series["gap"] == (0.0, 0.0, 0.0)
    assert row.series["of all allies"] == (0.0, 0.0, 0.0)
    assert all(value is not None and value >= 1 for value in row.series["lines"])
    assert all(value is not None for value in row.series["worth"])


def test_what_is_common_counts_in_the_base_too() -> None:
    bar = Reins(bars=(Bar(seat=SeatId("all"), orders=("release_model",)),))
    rows = play_paired(setup(), [Arm("as well", params={"trust_kept": 0.0})], [1], common=Arm("common", reins=bar))
    assert [row.arm for row in rows] == [BASE, "as well"]
    assert all("release_model" not in given(row, seat) for row in rows for seat in row.tally.orders)


@pytest.mark.parametrize(
    ("reins", "sentence"),
    [
        (Reins(bars=(Bar(seat=SeatId("atlantis")),)), "atlantis: there is no such seat"),
        (Reins(bars=(Bar(seat=ROME, orders=("dance",)),)), "'dance' is no kind of order"),
        (Reins(bars=(Bar(seat=ROME, clauses=("dance",)),)), "'dance' is no kind of clause"),
        (Reins(forces=(Force(seat=SeatId("atlantis"), orders=()),)), "atlantis: there is no such seat"),
    ],
)
def test_a_lever_that_cannot_be_is_said_before_anything_is_played(reins: Reins, sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        play_paired(setup(), [Arm("wrong", reins=reins)], [1])


def test_a_clause_can_be_barred_with_one_partner_alone() -> None:
    offer = Offer(seat=META, terms=TERMS)
    bar = Bar(seat=ROME, clauses=("support",), partners=(META,))
    for _, row in pair(Arm("barred", reins=Reins(offers=(offer,), bars=(bar,)))):
        assert row.series["signed"] == (0.0, 0.0, 0.0)


def test_a_clause_that_is_barred_unless_a_partner_gives_up_others_is_free_once_it_has() -> None:
    us, paris = SeatId("washington"), SeatId("paris")
    sold = access_clause("openai", paris, ModelId("gpt"), "api", price=0)
    only = ForbearanceClause(giver=paris, taker=us, what="only_yours", toward=None)
    bar = Bar(seat=us, clauses=("access",), partners=(paris,), unless_only_yours=True)

    def barred(desk: Desk, *clauses: Clause) -> bool:
        asked = Ask(us, 1, "talk", 1, view_of(desk.book, desk.state, us), menu_of(desk.book, desk.state, us), desk.book)
        offer = terms_of(*clauses)
        return BarredMenu(asked, (bar,)).talk_refusal(Propose(terms=offer, text="")) is BARRED

    free, bound = Desk("core"), Desk("core")
    bound.sign(terms_of(only))
    assert barred(free, sold)
    assert not barred(free, sold, only)
    assert not barred(bound, sold)
    assert not barred(free, only)
