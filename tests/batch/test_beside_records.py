"""Games of people beside an experiment: the same rows, no part of its effects, and how far they are from its games."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean, stdev

import pytest

from tests.batch.studies import SMALL, ledger_of, planned
from wargame.batch.beside_records import RecordBeside, records_beside
from wargame.batch.comparisons import effects
from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan
from wargame.batch.records_apart import apart
from wargame.batch.result_tables import manifest, tables_of
from wargame.batch.run_ledger import LedgerContents, contents
from wargame.batch.runner import run_experiment
from wargame.core.ids import SeatId
from wargame.errors import ExperimentError, TranscriptError
from wargame.players.base import Answer, Ask, Player, PlayerKind
from wargame.players.specs import make
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through

ROME = SeatId("rome")
SECRET = "what only Rome was to know"


@dataclass
class Somebody:
    """A person who decides as the seat's script does, for a reason of their own."""

    inner: Player
    spec: str = "human"
    kind: PlayerKind = "script"
    instant: bool = True

    async def decide(self, ask: Ask) -> Answer:
        """The script's answer with another reason."""
        return replace(await self.inner.decide(ask), origin="human", rationale=SECRET)


def of_people(path: Path, seed: int = 1, scenario: str = "first-download") -> Path:
    """A record of one turn in which a person plays Rome as its script would."""
    setup = choose(scenario, seed=seed, turns=1, seats={ROME: "human"})
    seat = {each.id: each for each in setup.opening()[0].setting.seats}[ROME]
    person = Somebody(make("scripted", seat, seed))
    run_through(new_game(setup, path, own={ROME: person}).play(), waits=False)
    return path


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExperimentPlan, LedgerContents, tuple[RecordBeside, ...]]:
    folder = tmp_path_factory.mktemp("beside")
    plan = planned(folder)
    run_experiment(plan, folder / "games")
    paths = [of_people(folder / f"people-{seed}.jsonl", seed) for seed in (1, 2)]
    return plan, contents(folder / "games"), records_beside(plan, paths)


Study = tuple[ExperimentPlan, LedgerContents, tuple[RecordBeside, ...]]


def test_a_game_of_people_has_the_same_rows_and_says_where_it_is_from(study: Study) -> None:
    plan, found, beside = study
    alone, tables = tables_of(plan, found), tables_of(plan, found, beside)
    assert {name: len(table) - len(alone[name]) for name, table in tables.items()} == {
        "runs": 2,
        "seats": 8,
        "turns": 2,
        "orders": sum(len(kinds) for each in beside for kinds in (each.read.kinds or {}).values()),
    }
    rows = tables["runs"].to_dicts()
    assert [row["source"] for row in rows[-2:]] == ["people-1.jsonl", "people-2.jsonl"]
    assert {(row["source"], row["people"]) for row in rows[:-2]} == {("experiment", 0)}
    assert {row["people"] for row in rows[-2:]} == {1}
    assert {row["factor.threats"] for row in rows[-2:]} == {None}
    seats = [row for row in tables["seats"].to_dicts() if row["run"] == beside[0].id]
    assert {row["seat"]: row["player"] for row in seats}["rome"] == "human"
    assert "source" not in alone["runs"].names


def test_what_is_read_of_a_record_is_what_is_read_of_the_same_game_in_the_experiment(study: Study) -> None:
    """The person hands in what the script would, and no rule reads the reason."""
    plan, found, beside = study
    first = next(run for run in plan.runs if run.cell == 0 and run.seed == 1)
    here, there = beside[0].read, found.sealed[first.id].read
    assert (here.series, here.scores, here.hashes) == (there.series, there.scores, there.hashes)
    assert here.origins["human"] > 0


def test_no_effect_has_a_record_in_it_and_the_manifest_names_them(study: Study) -> None:
    pytest.importorskip("scipy", reason="scipy is not installed")
    plan, found, beside = study
    before = effects(plan, found)
    tables_of(plan, found, beside)
    assert effects(plan, found) == before
    assert set(manifest(plan, found, beside)["records"]) == {each.id for each in beside}
    assert "records" not in manifest(plan, found)


def test_nothing_that_a_person_wrote_is_in_a_table(study: Study) -> None:
    plan, found, beside = study
    assert SECRET not in "".join(str(row) for table in tables_of(plan, found, beside).values() for row in table.rows())


def recorded(trust: float, turns: int = 1) -> RecordBeside:
    series = {"trust": (trust,) * turns, "agreements": (0.0,) * turns}
    read = GameRead(turns=turns, scores={}, origins={}, orders={}, hashes=("",) * turns, series=series)
    return RecordBeside(f"h{trust}", "people.jsonl", 1, {}, 1, 0, read)


def ledger(folder: Path, values: tuple[float, ...]) -> tuple[ExperimentPlan, LedgerContents]:
    plan = planned(folder, SMALL.replace("count: 3", f"count: {len(values)}"))
    levels = [(cell.levels["threats"], cell.levels["rome"]) for cell in plan.cells]
    every = {(threats, rome, seed): at for threats, rome in levels for seed, at in enumerate(values, 1)}
    return plan, ledger_of(plan, every)


def test_how_far_apart_they_are_is_told_in_spreads_of_the_experiment(tmp_path: Path) -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    values = (10.0, 12.0, 14.0, 16.0, 18.0)
    found = apart(*ledger(tmp_path, values), [recorded(30.0), recorded(15.0)])
    trust = next(each for each in found if each.outcome == "trust")
    assert (trust.records, trust.games, trust.record_mean, trust.mean) == (2, 5, 22.5, 14.0)
    assert trust.spreads == pytest.approx((22.5 - fmean(values)) / stdev(values))
    assert (trust.low, trust.high) == pytest.approx(
        (10.4, 17.6)
    )  # a twentieth of the way between 10 and 18 from either
    assert trust.outside == 1
    ends = stats.ttest_ind([30.0, 15.0], values, equal_var=False).confidence_interval(0.95)
    assert (trust.difference_low, trust.difference_high) == pytest.approx((ends.low, ends.high))


def test_one_record_has_no_interval_and_few_games_no_middle(tmp_path: Path) -> None:
    found = apart(*ledger(tmp_path, (10.0, 12.0)), [recorded(30.0)])
    trust = next(each for each in found if each.outcome == "trust")
    assert (trust.low, trust.outside, trust.difference_low) == (None, None, None)
    assert trust.spreads is not None


def test_games_that_never_varied_have_no_spread_to_measure_by(tmp_path: Path) -> None:
    found = apart(*ledger(tmp_path, (10.0,) * 5), [recorded(30.0)])
    trust = next(each for each in found if each.outcome == "trust")
    assert (trust.spreads, trust.outside) == (None, 1)


def test_a_turn_that_one_side_never_came_to_is_left_out(tmp_path: Path) -> None:
    found = apart(*ledger(tmp_path, (10.0, 12.0)), [recorded(30.0, turns=3)])
    assert {each.turn for each in found} == {1}
    assert apart(*ledger(tmp_path, (10.0, 12.0)), []) == ()


def test_a_game_of_another_table_is_refused_by_name(tmp_path: Path) -> None:
    other = of_people(tmp_path / "other.jsonl", scenario="llama-for-allies")
    with pytest.raises(ExperimentError, match=r"a game of llama-for-allies, and the experiment plays first-download"):
        records_beside(planned(tmp_path), [other])


def test_a_record_named_twice_counts_once_and_says_so(tmp_path: Path) -> None:
    path = of_people(tmp_path / "one.jsonl")
    copy = tmp_path / "two.jsonl"
    copy.write_bytes(path.read_bytes())
    with pytest.raises(ExperimentError, match=r"two.jsonl: the same record as one.jsonl"):
        records_beside(planned(tmp_path), [path, copy])


def test_a_game_that_is_not_over_or_was_changed_is_no_game(tmp_path: Path) -> None:
    path = of_people(tmp_path / "one.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    broken = tmp_path / "broken.jsonl"
    last = max(number for number, line in enumerate(lines) if b'"kind":"decision"' in line)
    broken.write_bytes(b"".join(lines[:last]))
    with pytest.raises(ExperimentError, match="is not over; `wargame play --resume`"):
        records_beside(planned(tmp_path), [broken])
    (tmp_path / "broken.room.json").write_text("{}")
    with pytest.raises(ExperimentError, match="is not over; it was played in a hosted room: `wargame host --resume`"):
        records_beside(planned(tmp_path), [broken])
    changed = tmp_path / "changed.jsonl"
    changed.write_bytes(path.read_bytes().replace(SECRET.encode(), SECRET.upper().encode()))
    with pytest.raises(TranscriptError):
        records_beside(planned(tmp_path), [changed])


def test_the_seats_of_a_record_name_all_who_played_them(study: Study) -> None:
    swapped = replace(study[2][0], seats={**study[2][0].seats, ROME: "scripted, human"})
    rows = tables_of(study[0], study[1], [swapped])["seats"].to_dicts()
    assert [row["player"] for row in rows if row["run"] == swapped.id and row["seat"] == "rome"] == ["scripted, human"]
