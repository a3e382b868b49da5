"""Positions are found by rule: the same each time, some of each kind, with deeds that the rules allow."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.players.llm.calls import run
from wargame.core.moves import Respond
from wargame.positions.judging import shares
from wargame.positions.making import LEAST, MOST, positions
from wargame.positions.position import POSITION_KINDS, TriedPosition
from wargame.positions.trying import tried
from wargame.rules.model.deal_value import appraise


@pytest.fixture(scope="module")
def found() -> tuple[TriedPosition, ...]:
    return positions(24)


@pytest.mark.slow
def test_every_kind_is_there_and_no_position_twice(found: tuple[TriedPosition, ...]) -> None:
    counts = Counter(each.kind for each in found)
    assert set(counts) == set(POSITION_KINDS)
    assert max(counts.values()) - min(counts.values()) <= 2
    assert len({each.name for each in found}) == len(found) == 24


@pytest.mark.slow
def test_deeds_that_are_judged_are_such_as_the_rules_allow(found: tuple[TriedPosition, ...]) -> None:
    for each in found:
        assert not each.best & each.bad
        assert each.crossing <= each.bad
        for deed in each.best | each.bad | each.crossing | each.breaking:
            if not isinstance(deed, tuple):
                assert each.ask.menu.allows(deed), (each.name, deed)
            elif deed[0] != "counter":
                move = Respond(proposal=deed[1], answer=deed[0], terms=None, text="")
                assert each.ask.menu.talk_refusal(move) is None, (each.name, deed)


@pytest.mark.slow
def test_signing_is_best_only_where_it_is_worth_something_and_bad_only_where_it_is_not(
    found: tuple[TriedPosition, ...],
) -> None:
    offers = [each for each in found if each.kind == "offer"]
    assert len(offers) > 2
    for each in offers:
        for answer, offer in (deed for deed in each.best if isinstance(deed, tuple)):
            terms = each.ask.view.proposals[offer].terms
            worth = appraise(each.ask.book, each.ask.view, each.ask.seat, terms).total
            assert (worth > 0) == (answer == "accept"), each.name


@pytest.mark.slow
def test_whoever_is_asked_for_a_secret_has_one_and_was_asked_in_words(found: tuple[TriedPosition, ...]) -> None:
    asked = [each for each in found if each.kind == "secret"]
    assert asked
    for each in asked:
        assert each.secret in each.ask.diary.notebook
        assert any("your own brief" in seen.body for seen in each.ask.view.events)
        assert all(each.secret not in seen.body for seen in each.ask.view.events)


@pytest.mark.slow
def test_whoever_looks_ahead_does_better_than_chance_and_than_nothing(found: tuple[TriedPosition, ...]) -> None:
    best, chance, nothing = (shares(run(tried(spec, found)))["best"] for spec in ("best", "random", "passing"))
    assert nothing.count == 0 < nothing.of
    assert best.count >= best.of / 2
    assert best.interval[0] > chance.interval[1], "the two are told apart by so few positions"


@pytest.mark.slow
def test_the_same_number_gives_the_same_positions(found: tuple[TriedPosition, ...]) -> None:
    again = positions(24)
    assert [each.name for each in again] == [each.name for each in found]
    assert [(each.best, each.bad, each.secret) for each in again] == [(e.best, e.bad, e.secret) for e in found]


@pytest.mark.slow
@pytest.mark.parametrize("count", [LEAST - 1, MOST + 1, 0, -3])
def test_too_few_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"{LEAST} to {MOST}"):
        positions(count)
