"""Scores, usage, endings and facts are counted from rows as one would by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from wargame.balance.ends import ends
from wargame.balance.facts import Band, against_facts, bands_of, readings
from wargame.balance.scores import seat_scores, win_bounds
from wargame.balance.usage import repeated, usage
from wargame.core import names
from wargame.core.ids import SeatId, Variable
from wargame.errors import PackError
from wargame.paired.arms import BASE
from wargame.paired.intervals import interval
from wargame.paired.readings import ValueOf
from wargame.paired.rows import GameRow
from wargame.paired.tally import Tally
from wargame.review.endings import ENDINGS, ending_of
from wargame.scenario.copying import copy_pack

A, B = SeatId("alba"), SeatId("boreas")


def row(seed: int, arm: str = BASE, a: float = 0, b: float = 0, **more: object) -> GameRow:
    return GameRow(arm=arm, seed=seed, turns=3, scores={A: a, B: b}, **more)  # type: ignore[arg-type]


def test_an_interval_holds_the_mean_and_narrows_with_games() -> None:
    few, many = interval([1.0, 2.0, 3.0, 4.0]), interval([1.0, 2.0, 3.0, 4.0] * 20)
    for found in (few, many):
        assert found.mean == 2.5
        assert found.low < 2.5 < found.high
        assert found.clear
    assert many.high - many.low < few.high - few.low
    assert interval([1.0, 2.0, 3.0, 4.0]) == few, "the same values, the same interval"


def test_one_game_says_nothing_of_chance() -> None:
    found = interval([5.0])
    assert not found.clear
    assert math.isinf(found.high)
    with pytest.raises(ValueError, match="at least one"):
        interval([])


def test_the_bootstrap_agrees_with_the_standard_error() -> None:
    """200 values with spread 1: the 95 % interval of a mean is 1.96 standard errors wide on each side."""
    values = [(-1.0) ** number for number in range(200)]
    found = interval(values)
    assert found.high - found.low == pytest.approx(2 * 1.96 / math.sqrt(200), rel=0.1)


def test_what_a_doctrine_is_worth_is_its_score_less_that_of_another_player() -> None:
    rows = [row(1, a=10, b=20), row(2, a=14, b=10), row(1, "alba=passing", a=7), row(2, "alba=passing", a=9)]
    alba, boreas = seat_scores(rows, (A, B))
    assert alba.mean == 12
    assert alba.gains["passing"].mean == 4
    assert not alba.idle
    assert (alba.wins, alba.lasts, boreas.wins) == (0.5, 0.5, 0.5)
    assert not boreas.gains


def test_a_doctrine_that_passing_equals_is_idle() -> None:
    rows = [row(seed, a=10) for seed in (1, 2, 3)] + [row(s, "alba=passing", a=9 + s % 3) for s in (1, 2, 3)]
    assert seat_scores(rows, (A,))[0].idle


def test_a_shared_win_counts_in_parts_and_a_failed_game_not_at_all() -> None:
    rows = [row(1, a=5, b=5), GameRow(arm=BASE, seed=2, fault="no")]
    assert [each.wins for each in seat_scores(rows, (A, B))] == [0.5, 0.5]


def test_places_have_winners_of_their_own() -> None:
    """Alba has the higher score in both games, boreas the higher place in one."""
    rows = [row(1, a=60, b=20, places={A: 50.0, B: 110.0}), row(2, a=70, b=10, places={A: 90.0, B: -30.0})]
    alba, boreas = seat_scores(rows, (A, B))
    assert (alba.wins, boreas.wins) == (1, 0)
    assert alba.places is not None
    assert boreas.places is not None
    assert (alba.places.mean, alba.places.wins, boreas.places.wins, boreas.places.lasts) == (70, 0.5, 0.5, 0.5)
    assert (alba.places.spread, boreas.places.spread) == (20, 70)
    assert not alba.places.loose


def test_a_seat_that_is_not_placed_has_no_place_and_loose_ones_are_said() -> None:
    alba, boreas = seat_scores([row(1, places={A: -150.0}), row(2, places={A: 150.0})], (A, B))
    assert alba.places is not None
    assert alba.places.loose
    assert boreas.places is None


def test_bounds_of_wins_are_4_and_35_percent_of_seven_seats() -> None:
    assert win_bounds(7) == pytest.approx((0.04, 0.35))
    assert win_bounds(14) == pytest.approx((0.02, 0.175))


def test_a_failed_game_is_no_game_in_which_nothing_was_done() -> None:
    tally = Tally(orders={A: (("integrate",),)}, signed=2)
    assert usage([row(1, tally=tally), GameRow(arm=BASE, seed=2, fault="no")]).orders["integrate"] == 1


def test_repetition_is_the_share_of_kinds_given_the_turn_before_too() -> None:
    orders = {A: (("integrate",), ("integrate", "reshore"), ("monitor",)), B: ((), (), ())}
    rows = [row(1, tally=Tally(orders=orders))]
    assert repeated(rows, A) == pytest.approx(1 / 3)
    assert repeated(rows, B) is None


def test_what_nobody_did_is_named() -> None:
    tally = Tally(orders={A: (("integrate", "reshore"),)}, clauses={"access": 3}, signed=2, twice=1, bets={A: "narrow"})
    found = usage([row(1, tally=tally), row(2)])
    assert found.orders["integrate"] == 0.5
    assert "integrate" not in found.never
    assert "suspend" in found.never
    assert found.clauses["access"] == 1.5
    assert "forbearance" in found.never_signed
    assert (found.signed, found.twice) == (1, 0.5)
    assert found.bets[A] == {"narrow": 0.5}


def values(us: float, cn: float, home: float, cohesion: float) -> dict[Variable, float]:
    return {
        names.stack_share("us"): us,
        names.stack_share("cn"): cn,
        names.stack_share("home"): home,
        names.COHESION: cohesion,
    }


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (values(0.6, 0.3, 0.1, 60), "two blocs"),
        (values(0.4, 0.35, 0.25, 60), "two blocs"),
        (values(0.7, 0.05, 0.25, 60), "stacks of their own"),
        (values(0.7, 0.1, 0.2, 40), "trusted anchor"),
        (values(0.8, 0.1, 0.1, 20), "resented hegemony"),
        (values(0.6, 0.2, 0.2, 60), "menu"),
    ],
)
def test_an_ending_is_told_by_shares_and_trust(found: dict[Variable, float], name: str) -> None:
    assert ending_of(found).name == name


def test_the_last_ending_takes_what_is_left() -> None:
    assert len(ENDINGS) >= 4
    assert [bool(ending.conditions) for ending in ENDINGS] == [*[True] * (len(ENDINGS) - 1), False]


def test_endings_are_counted_with_what_hangs_on_a_threshold() -> None:
    near, far = values(0.72, 0.1, 0.1, 60), values(0.9, 0.05, 0.05, 60)
    found = ends([row(seed, values=near if seed % 2 else far) for seed in range(8)])
    assert found is not None
    assert found.shares["trusted anchor"] == 1
    assert found.halves == 0
    assert found.moved["American share of allied stacks from 0.7"] == 0.5
    assert found.moved["allied trust in the patron from 40"] == 0
    assert ends([row(1)]) is None


BAND = {"fact": "F1", "says": "Something lies between two and six.", "low": 2, "high": 6, "share": 0.75}
READS = {"kind": "value", "of": ["world.open_lag"]}


@pytest.mark.parametrize(("at", "inside", "mean"), [("turn", 0.75, 4.0), ("end", 0.5, 5.0), ("year", 0.5, 10.0)])
def test_a_fact_is_held_against_turns_ends_or_years(at: str, inside: float, mean: float) -> None:
    band = Band.model_validate({**BAND, "at": at, "reads": READS}, strict=False)
    rows = [row(1, series={"fact 0": (3.0, 3.0)}), row(2, series={"fact 0": (3.0, 7.0)})]
    (found,) = against_facts([band], rows, months=3)
    assert (found.inside, found.mean) == (inside, mean)
    assert found.kept == (at == "turn")
    assert readings([band]) == {"fact 0": ValueOf(of=(Variable("world.open_lag"),))}


def test_what_could_not_be_read_keeps_no_band() -> None:
    band = Band.model_validate({**BAND, "at": "end", "reads": READS}, strict=False)
    (found,) = against_facts([band], [row(1, series={"fact 0": (None,)})], months=3)
    assert not found.kept
    assert math.isnan(found.mean)


def test_the_shipped_scenario_names_its_facts_and_a_scenario_without_any_is_held_against_none() -> None:
    assert {"F1", "F43", "F16"} <= {band.fact for band in bands_of("between-the-giants")}
    assert bands_of("first-download") == ()


def test_a_fault_in_a_facts_file_names_its_line(tmp_path: Path) -> None:
    mine = copy_pack("first-download", tmp_path / "mine")
    (mine / "facts.yaml").write_text(
        "bands:\n  - fact: F1\n    says: Something is so.\n    reads: {kind: value, of: [world.F]}\n"
        "    at: sometimes\n    low: 1\n    high: 2\n    share: 0.5\n"
    )
    with pytest.raises(PackError, match=r"facts.yaml:5: bands\[0\].at: at is 'sometimes'"):
        bands_of(mine)
