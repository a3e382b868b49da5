"""Every scenario that is shipped has measured spreads for its story; they are read beside it and no part of a game."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from wargame.core import names
from wargame.core.ids import SeatId
from wargame.review.spreads import LEAST, spread_of, usual_spread
from wargame.scenario.copying import copy_pack
from wargame.scenario.find import find_scenario
from wargame.table.opening import choose
from wargame.transcript.references import REFERENCES_FILE, key_of, references_of, stored

SHIPPED = (
    "any-lawful-use",
    "between-the-giants",
    "first-download",
    "fraction-of-the-cost",
    "kyiv-winter",
    "llama-for-allies",
    "off-switch",
    "pieces-of-the-stack",
)
TABLES = [
    (scenario, variant) for scenario in SHIPPED for variant in (None, *sorted(choose(scenario).bundle.pack.variants))
]


def test_every_shipped_scenario_is_asked() -> None:
    folder = find_scenario("first-download").parent
    assert tuple(sorted(each.name for each in folder.iterdir() if each.is_dir())) == SHIPPED


@pytest.mark.parametrize(("scenario", "variant"), TABLES)
def test_a_table_has_a_measured_spread_of_every_score(scenario: str, variant: str | None) -> None:
    setup = choose(scenario, variant=variant)
    book, _ = setup.opening()
    kept = [each for each in stored(find_scenario(scenario) / REFERENCES_FILE) if each.variant == variant]
    (found,) = [each for each in kept if each.turns == book.setting.turns]
    scored = [names.score(seat.id) for seat in book.setting.seats if seat.seated and seat.aims]
    assert scored
    assert set(scored) <= set(found.spreads)


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "variant"), TABLES)
def test_they_hold_for_the_games_that_are_played_now(scenario: str, variant: str | None) -> None:
    assert references_of(choose(scenario, variant=variant)) is not None


def test_measured_spreads_are_used_where_they_hold_and_round_ones_elsewhere() -> None:
    setup = choose("kyiv-winter")
    found = references_of(setup)
    if found is None:
        pytest.skip("the rules are newer than the references: stories are weighed by round values")
    variable = names.score(SeatId("kyiv"))
    assert spread_of(setup)(variable) == max(found.spreads[variable], usual_spread(variable) * LEAST)
    assert spread_of(setup.changed(turns=2))(variable) == usual_spread(variable)
    assert math.isfinite(spread_of(setup)(names.trust(SeatId("kyiv"), SeatId("washington"))))


def test_spreads_are_no_part_of_the_scenario_or_of_what_is_recorded_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copy_pack("kyiv-winter")
    with_them = choose("kyiv-winter")
    (find_scenario("kyiv-winter") / REFERENCES_FILE).unlink(missing_ok=True)
    without = choose("kyiv-winter")
    assert references_of(without) is None
    assert without.bundle == with_them.bundle
    assert key_of(without) == key_of(with_them)
