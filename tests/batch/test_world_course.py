"""Two games that went the same way are the same game, whoever ruled their arguments."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, planned
from wargame.batch.comparisons import effects
from wargame.batch.game_played import play_run, work_of
from wargame.batch.result_tables import tables_of
from wargame.batch.run_ledger import contents
from wargame.batch.runner import run_experiment
from wargame.batch.world_course import parted_in, world_hash
from wargame.core.ids import PUBLIC, EventId, SeatId, Variable
from wargame.core.promises import Pledge
from wargame.core.state import State

RULED = SMALL[: SMALL.index("factors:")] + """
factors:
  - name: ruled
    levels:
      - {name: by the rules}
      - {name: by dice, adjudication: dice}
""" + SMALL[SMALL.index("seeds:") :]  # fmt: skip


def test_games_that_differ_in_who_ruled_alone_never_parted(tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    plan, folder = planned(tmp_path, RULED), tmp_path / "games"
    run_experiment(plan, folder)
    found = contents(folder)
    reads = [found.sealed[run.id].read for run in plan.runs]
    pairs = list(zip(reads[::2], reads[1::2], strict=True))
    assert any(first.hashes != second.hashes for first, second in pairs), "some argument was ruled in them"
    assert [parted_in(first, second) for first, second in pairs] == [None] * 3
    assert {each.unmoved for each in effects(plan, found)} == {1.0}
    assert set(tables_of(plan, found)["runs"]["parted"]) == {None}
    older = replace(reads[1], worlds=())
    assert parted_in(reads[0], older) == (None if reads[0].hashes == older.hashes else 1), "the whole state counts"


def test_games_that_went_another_way_are_still_told_apart(tmp_path: Path) -> None:
    plan = planned(tmp_path, SMALL.replace("count: 3", "count: 1"))
    scripted, random = (play_run(work_of(plan), plan.runs[place]).read for place in (0, 1))
    assert scripted is not None
    assert random is not None
    assert scripted.scores != random.scores
    assert parted_in(scripted, random) == 1


def test_a_number_or_a_promise_is_another_world_and_the_name_of_an_event_is_not() -> None:
    rome, meta, number = SeatId("rome"), SeatId("meta"), Variable("rome.C")
    kept = Pledge(
        id="p",
        by=rome,
        to=meta,
        promise="no_suspension",
        until=2,
        made=1,
        status="open",
        event=EventId("1.4"),
        audience=PUBLIC,
    )
    state = State(turn=1, values={number: 1.0}, pledges={"p": kept})
    same = replace(state, count=7, pledges={"p": replace(kept, event=EventId("1.9"))})
    assert world_hash(state, {}) == world_hash(same, {})
    assert world_hash(state, {}) != world_hash(replace(state, values={number: 2.0}), {})
    assert world_hash(state, {}) != world_hash(replace(state, pledges={"p": replace(kept, until=3)}), {})
