"""What an experiment changes of prompts: doses and orders, each alone, and how the header has them."""

from __future__ import annotations

import hashlib

import pytest

from tests.players.llm.asked import asked_of_rome
from wargame.errors import SpecError
from wargame.players.base import Ask
from wargame.players.llm.prompts import Prompts
from wargame.players.llm.request import Request
from wargame.players.llm.shown import SHOWN, Reordered, Shown, drawn_for, shown_of


@pytest.fixture(scope="module")
def asks() -> list[Ask]:
    """What Rome is asked in one turn."""
    return asked_of_rome()


def _request(ask: Ask, shown: Shown) -> Request:
    return Prompts(shown=shown).request(ask, tightly=False, max_tokens=1, seconds=None)


def _text(request: Request) -> str:
    return "\n".join(said.text for said in request.messages)


def test_unchanged_it_leaves_no_trace(asks: list[Ask]) -> None:
    assert Shown().as_prompts() == {}
    assert shown_of({"rules": "1 abc"}) == Shown()
    assert Reordered(Shown()).of(asks[0]) is asks[0]
    for ask in asks:
        plain = Prompts().request(ask, tightly=False, max_tokens=1, seconds=None)
        assert _request(ask, Shown()) == plain


def test_what_is_changed_is_read_back_from_the_header() -> None:
    shown = Shown(0.5, "shuffled", "neutral")
    assert shown_of(shown.as_prompts()) == shown
    assert shown_of({SHOWN: "persona=1.0,order=usual,labels=neutral 0"}) == Shown(labels="neutral", names="seats")
    assert shown_of({SHOWN: "persona=0.5,order=usual,labels=real 0"}) == Shown(0.5)
    assert Shown(0.5).as_prompts()[SHOWN].startswith("persona=0.5,order=usual,labels=real "), "as it was before labels"
    with pytest.raises(SpecError, match=r"prompts\.shown: 'dose=2' does not say"):
        shown_of({SHOWN: "dose=2 0"})


@pytest.mark.parametrize(
    "given",
    [{"persona": 1.5}, {"persona": -0.1}, {"order": "odd"}, {"labels": "short"}, {"names": "few"}, {"draw": -1}],
)
def test_what_cannot_be_is_refused_with_what_can(given: dict[str, object]) -> None:
    with pytest.raises(SpecError, match="it must be"):
        Shown(**given)  # type: ignore[arg-type]


def test_a_dose_takes_sentences_from_the_end_and_leaves_aims_and_red_lines(asks: list[Ask]) -> None:
    assert Shown(0.5).dosed("One. Two! Three? Four.") == "One. Two!"
    assert Shown(0.0).dosed("One. Two.") == ""
    ask, own = asks[0], asks[0].book.seat("rome")
    whole, half, none = (_text(_request(ask, Shown(dose))) for dose in (1.0, 0.5, 0.0))
    assert len(whole) > len(half) > len(none)
    last = own.voice.strip().split(". ")[-1]
    assert last in whole
    assert last not in half
    line = next(line for line in whole.splitlines() if line.startswith("What you are scored on"))
    assert line in none


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_another_order_lists_the_same_otherwise_and_asks_and_allows_the_same(asks: list[Ask], order: str) -> None:
    shown, moved = Shown(order=order), 0  # type: ignore[arg-type]
    for ask in asks:
        usual, other = _text(_request(ask, Shown())), _text(_request(ask, shown))
        assert other == _text(_request(ask, shown)), "the same each time"
        moved += usual != other
        seen = Reordered(shown).of(ask)
        assert sorted(seen.book.setting.ids) == sorted(ask.book.setting.ids)
        for kind in ask.menu.kinds():
            assert sorted(map(str, seen.menu.options(kind))) == sorted(map(str, ask.menu.options(kind)))
    assert moved == len(asks)
    ids = asks[0].book.setting.ids
    if order == "reversed":
        assert Reordered(shown).of(asks[0]).book.setting.ids == ids[::-1]
    else:
        others = {tuple(shown.ordered(ids, seat)) for seat in ids}
        assert len(others) > 1, "each seat reads another order"


def test_in_games_of_other_seeds_an_item_stands_in_other_places_and_in_one_game_where_it_stood(asks: list[Ask]) -> None:
    ids, cell = asks[0].book.setting.ids, Shown(order="shuffled").as_prompts()
    games = [shown_of(drawn_for(cell, seed)) for seed in range(40)]
    for each in ids:
        places = {game.ordered(ids, "rome").index(each) for game in games}
        assert places == set(range(len(ids))), f"40 draws put {each} in every place"
    for seed, game in enumerate(games):
        again = shown_of(drawn_for(cell, seed))
        assert [again.ordered(ids, seat) for seat in ids] == [game.ordered(ids, seat) for seat in ids]
    assert len({_text(_request(asks[0], game)) for game in games[:5]}) == 5


def test_an_order_that_was_drawn_stays_and_no_other_is_drawn() -> None:
    drawn = drawn_for(Shown(0.5, "shuffled").as_prompts(), 7)
    assert shown_of(drawn) == Shown(0.5, "shuffled", draw=7)
    assert drawn_for(drawn, 8) == drawn
    for prompts in ({}, Shown(0.5, "reversed", "neutral").as_prompts()):
        assert drawn_for(prompts, 7) == prompts


def test_a_record_from_before_orders_were_drawn_is_read_in_the_one_that_it_had(asks: list[Ask]) -> None:
    said = "persona=1.0,order=shuffled,labels=real"
    before = {SHOWN: f"{said} {hashlib.sha256(said.encode()).hexdigest()}"}
    shown, ids = shown_of(before), asks[0].book.setting.ids
    assert shown.as_prompts() == before == drawn_for(before, 7)
    assert shown.ordered(ids, "rome") == sorted(ids, key=lambda each: hashlib.sha256(f"rome\n{each}".encode()).digest())
