"""What finds no signature comes back with something given in, goes elsewhere, or does not come back."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.players.scripted.games import TABLES, Told, signed, told
from tests.players.test_players import ask_of
from tests.rules.desk import Desk, access_clause, terms_of
from wargame.core.clauses import Clause, ForbearanceClause, GuaranteeClause, PaymentClause, ProductionClause
from wargame.core.event_values import Offered, Signed
from wargame.core.ids import ModelId, SeatId
from wargame.players.scripted import Scripted
from wargame.players.scripted.conceding import concessions
from wargame.rules.model.deal_value import appraise


def repeated(game: Told) -> tuple[int, int]:
    """(offers that came a third time without a signature since, offers)."""
    put: Counter[tuple[SeatId, frozenset[Clause]]] = Counter()
    third = offers = 0
    for event in game.record:
        if isinstance(event.value, Offered):
            key = event.about[0], frozenset(event.value.terms.clauses)
            put[key] += 1
            offers += 1
            third += put[key] > 2
        elif isinstance(event.value, Signed):
            clauses = frozenset(event.value.terms.clauses)
            put = Counter({key: times for key, times in put.items() if key[1] != clauses})
    return third, offers


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_the_same_offer_does_not_come_a_third_time(table: tuple[str, str | None]) -> None:
    counts = [repeated(told(*table, seed)) for seed in range(1, 9)]
    assert sum(offers for _, offers in counts) > 50
    assert sum(third for third, _ in counts) < 0.05 * sum(offers for _, offers in counts)


def test_access_is_signed_in_most_games_of_the_tutorial() -> None:
    games = [told("first-download", None, seed) for seed in range(1, 11)]
    kinds = [[clause.kind for _, value in signed(game) for clause in value.terms.clauses] for game in games]
    assert sum("access" in each for each in kinds) >= 6


def test_a_concession_gives_the_other_something_and_takes_it_from_oneself() -> None:
    desk = Desk("core")
    sold = terms_of(
        access_clause("openai", "paris", ModelId("gpt"), "enclave", price=3),
        ForbearanceClause(giver="paris", taker="openai", what="not_distil", toward=None),
    )
    own, theirs = (appraise(desk.book, desk.state, seat, sold).total for seat in ("openai", "paris"))
    found = list(concessions("openai", sold))
    assert len(found) == 3, "a lower price, no promise asked for, a guarantee given"
    for terms in found:
        assert appraise(desk.book, desk.state, "openai", terms).total < own
        assert appraise(desk.book, desk.state, "paris", terms).total > theirs


def test_nothing_is_conceded_below_nothing_or_of_what_others_give() -> None:
    paid = terms_of(
        PaymentClause(giver="paris", taker="palantir", amount=1),
        ProductionClause(giver="paris", taker="palantir", piece="chips", volume=1),
        GuaranteeClause(giver="palantir", taker="paris"),
    )
    assert [terms.clauses[1] for terms in concessions("palantir", paid)] == [
        ProductionClause(giver="paris", taker="palantir", piece="chips", volume=2)
    ]


def test_a_seat_knows_what_it_put_on_the_table_from_its_view_alone() -> None:
    game = told("between-the-giants", "core", 1)
    made = [e for e in game.record if isinstance(e.value, Offered) and e.about[0] == "openai"]
    desk = Desk("core", seed=1)
    desk.events = list(game.record)
    mind = Scripted("eager_lab", 1).mind(ask_of(desk, "openai", "talk", 1))
    unsigned = [e for e in made if mind.past.put(e.value.terms)]  # type: ignore[union-attr]
    assert unsigned
    assert not mind.past.put(terms_of(PaymentClause(giver="paris", taker="openai", amount=19)))
