"""Beside two numbers stands the difference of these two numbers, whatever was rounded away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.present.test_result_page import game_of, page
from tests.review import walks
from tests.ui.seats import Game
from wargame.core.ids import CONTROL, Variable
from wargame.present.differences import points_between, signed_between
from wargame.present.replay_state import state_rows
from wargame.present.rows import ListRow
from wargame.present.world_rows import because_rows
from wargame.review.own_history import OwnHistory
from wargame.rules.model.variable_words import figure

PAIR = re.compile(r"(-?\d+(?:\.\d+)?) -> (-?\d+(?:\.\d+)?)")
SIGNED = re.compile(r"(?<!\S)\(?([+-]\d+(?:\.\d+)?)\)?(?!\S)")
TRUST = Variable("paris.trust.kyiv")


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_difference_is_that_of_the_figures_beside_it(before: float, after: float) -> None:
    shown = Decimal(figure(TRUST, after)) - Decimal(figure(TRUST, before))
    assert Decimal(signed_between(TRUST, before, after)) == shown
    assert f"{points_between(before, after):+.1f}" == f"{Decimal(f'{after:.1f}') - Decimal(f'{before:.1f}'):+.1f}"


def test_the_three_numbers_of_a_score_agree() -> None:
    assert pytest.approx(0.22) == 55.26 - 55.04
    assert points_between(55.04, 55.26) == 0.3  # shown are 55.0 and 55.3


def agreeing(rows: Iterable[ListRow]) -> int:
    """How many rows show two numbers and their difference; each of them adds up."""
    found = 0
    for row in rows:
        pair, by = PAIR.search(row.text), SIGNED.search(row.text)
        if pair and by:
            before, after = map(Decimal, pair.groups())
            assert Decimal(by[1]) == after - before, row.text
            found += 1
    return found


@pytest.mark.parametrize("seat", ["kyiv", "paris", "washington", "openai"])
def test_every_difference_on_the_pages_of_a_seat_adds_up(seat: str) -> None:
    game: Game = game_of(seat, 9)
    turn = game.asking.turn - 1
    ask = game.ask(seat)
    assert agreeing(page(game, seat, turn).beside()) == 1
    past = OwnHistory(ask.view)
    assert agreeing(because_rows(ask, past, turn)) > 3


@pytest.mark.parametrize("seat", ["kyiv", "paris", "washington"])
def test_what_moved_a_score_adds_up_to_the_shown_difference(seat: str) -> None:
    game = game_of(seat, 9)
    turn = game.asking.turn - 1
    texts = [row.text for row in page(game, seat, turn).beside()]
    moved = texts[texts.index("WHAT MOVED IT") + 1 :]
    parts = [Decimal(text.split()[0]) for text in moved[: next(at for at, t in enumerate(moved) if t.isupper())]]
    total = next(SIGNED.search(text) for text in texts if "->" in text)
    assert total is not None
    left = sum(parts) - Decimal(total[1])
    assert abs(left) < Decimal("0.1"), "what is smaller than a twentieth of a point is not told"


def test_what_changed_in_a_replay_adds_up() -> None:
    positions = walks.walk_through(walks.scripted()).positions
    assert positions is not None
    before, now = (positions.view(positions.end_of(turn), CONTROL) for turn in (1, 3))
    assert agreeing(state_rows(positions.game.sequence.book, now, before, "turn 1")) > 3
