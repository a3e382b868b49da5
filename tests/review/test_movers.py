"""What moved most for a seat: only what it knows exactly, at most five, largest first."""

from __future__ import annotations

from wargame.core import names
from wargame.core.codebook import bounds
from wargame.review.knowledge import Knowledge
from wargame.review.movers import movers
from wargame.transcript.verify import Replayed


def test_only_numbers_that_the_seat_knows_exactly_are_told(replayed: Replayed) -> None:
    for seat in replayed.sequence.book.setting.ids:
        spread = Knowledge(replayed, seat).at(2).spread
        told = movers(replayed, seat, 2)
        assert 0 < len(told) <= 5
        assert not [item for item in told if item.variable in spread]


def test_the_largest_move_comes_first(replayed: Replayed) -> None:
    def size(item: object) -> float:
        low, high = bounds(item.variable)  # type: ignore[attr-defined]
        return abs(item.after - item.before) / (high - low)  # type: ignore[attr-defined, no-any-return]

    sizes = [size(item) for item in movers(replayed, "anthropic", 2)]
    assert sizes == sorted(sizes, reverse=True)


def test_compulsion_is_named_as_what_moved_a_labs_dissent(compelled: tuple[Replayed, int]) -> None:
    told = {item.variable: item for item in movers(compelled[0], "anthropic", compelled[1])}
    assert told[names.dissent("anthropic")].rule == "E11"
    assert told[names.dissent("anthropic")].cause
