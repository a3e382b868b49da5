"""Exports: control's tables are complete, a seat's hold what it could know."""

from __future__ import annotations

import asyncio
import io

import pytest

from wargame.core.chance import uniform
from wargame.core.ids import may_read
from wargame.table.opening import choose, new_game
from wargame.transcript.columns import write_csv
from wargame.transcript.export import rows_of
from wargame.transcript.verify import Replayed, verify


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    path = tmp_path_factory.mktemp("export") / "game.jsonl"
    asyncio.run(new_game(choose("between-the-giants", variant="core", seed=7, turns=4), path, sync="end").play())
    return verify(path)


def test_control_exports_every_event_and_decision(replayed: Replayed) -> None:
    assert len(list(rows_of(replayed, "events"))) == len(replayed.events) + 1
    assert len(list(rows_of(replayed, "decisions"))) == len(replayed.decisions) + 1


def test_a_seat_exports_the_events_of_its_audience_and_nothing_else(replayed: Replayed) -> None:
    own = [event.text for event in replayed.events if may_read(event.audience, "paris")]
    rows = list(rows_of(replayed, "events", "paris"))[1:]
    assert [row[8] for row in rows] == own
    assert all(row[4] is row[5] is row[11] is None for row in rows)


def test_a_seat_exports_its_own_decisions_only(replayed: Replayed) -> None:
    assert {row[4] for row in list(rows_of(replayed, "decisions", "kyiv"))[1:]} == {"kyiv"}


def test_a_seat_exports_estimates_of_others_with_their_error(replayed: Replayed) -> None:
    rows = {(row[0], row[1]): row for row in list(rows_of(replayed, "measures", "paris"))[1:]}
    truth = {(row[0], row[1]): row for row in list(rows_of(replayed, "measures"))[1:]}
    assert rows[3, "paris.A"][2:4] == truth[3, "paris.A"][2:4]
    assert rows[3, "kyiv.A"][2] != truth[3, "kyiv.A"][2]
    assert rows[3, "kyiv.A"][3] is not None
    assert (3, "kyiv.points") not in rows


def test_chance_can_be_computed_again_from_the_export(replayed: Replayed) -> None:
    checked = 0
    for row in list(rows_of(replayed, "events"))[1:]:
        for draw in str(row[11]).split():
            purpose, _, numbers = draw.rpartition(":")
            value = float(numbers.partition("/")[0])
            if value < 1:
                assert value == pytest.approx(uniform(replayed.game.seed, int(str(row[1])), purpose), abs=1e-5)
                checked += 1
    assert checked > 5


def test_csv_counts_rows_without_the_heading() -> None:
    target = io.StringIO()
    assert write_csv([("a", "b"), (1, "x,y")], target) == 1
    assert target.getvalue() == 'a,b\n1,"x,y"\n'
