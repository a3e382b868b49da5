"""Bars, forces and offers hold models as they hold scripts, also one that insists; records say what was forced."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.batch.conftest import without_keys
from tests.batch.minded_stub import answer, serving
from tests.batch.studies import planned
from wargame.batch.planned import ExperimentPlan
from wargame.batch.result_tables import prove, tables_of
from wargame.batch.run_ledger import contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.core.moves import Decision, Propose, Sealed, Talk
from wargame.core.orders import BuyCompute, EndorseNorms
from wargame.review.proof import verify
from wargame.review.record_audit import audit_record

pytestmark = pytest.mark.usefixtures("no_keys")

HELD = """
name: norms apart
game: {scenario: first-download, turns: 1, seats: {rome: "PLAYER"}}
factors:
  - name: rome
    levels:
      - {name: free}
      - name: held
        bars: [{seat: rome, orders: [endorse_norms], clauses: [payment]}]
        forces: [{seat: rome, orders: [{kind: buy_compute}]}]
seeds: {first: 1, count: 1}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: end}
"""
NORMS, TUNING = {"kind": "endorse_norms"}, {"kind": "train_operators"}
PAID = {
    "parties": ["rome", "washington"],
    "clauses": [{"kind": "payment", "giver": "rome", "taker": "washington", "amount": 1}],
    "secret": False,
    "turns": 4,
}
NOT_OPEN = "this is not open to you now"


class Insisting:
    """A model that orders what it is not to, and offers it too; it gives way after so many refusals of one answer."""

    def __init__(self, gives_way: int = 9) -> None:
        self.asked: list[tuple[str, str]] = []
        self._gives_way = gives_way

    def __call__(self, system: str, user: str, phase: str) -> dict[str, Any]:
        self.asked.append((phase, system + user))
        if user.count("That answer was not accepted") >= self._gives_way:
            return answer(phase)
        made = answer(phase, NORMS)
        if phase == "talk":
            made["moves"] = [{"kind": "propose", "terms": PAID, "text": "We would pay."}]
        return made


def study(url: str, player: str = "llm:stub@URL", more: str = "") -> str:
    return HELD.replace("PLAYER", player.replace("URL", url)).replace("forces:", f"{more}forces:")


def records(plan: ExperimentPlan, folder: Path) -> list[Path]:
    """The whole records of all games, in the order of the plan."""
    found, paths = contents(folder), []
    for run in plan.runs:
        paths.append(folder / f"{run.id}.jsonl")
        paths[-1].write_bytes(b"".join(line + b"\n" for line in whole_record(found, run.id)))
    return paths


def of_rome(path: Path) -> dict[str, Decision]:
    """What Rome decided, by phase and round, in a record that is proved with its replies."""
    made = verify(path).decisions.values()
    return {f"{each.phase}{each.round or ''}": each for each in made if each.seat == "rome"}


def orders_of(made: Mapping[str, Decision]) -> Sequence[object]:
    body = made["orders"].body
    assert isinstance(body, Sealed)
    return body.orders


def offers_of(made: Mapping[str, Decision]) -> list[Propose]:
    talks = [each.body for each in made.values() if isinstance(each.body, Talk)]
    return [move for talk in talks for move in talk.moves if isinstance(move, Propose)]


@pytest.fixture(scope="module", params=["llm:stub@URL", pytest.param("single:stub@URL", marks=pytest.mark.slow)])
def insisted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Insisting, ExperimentPlan, list[Path]]:
    """Two games of a model that never gives way, one of them under reins."""
    model, folder = Insisting(), tmp_path_factory.mktemp("held")
    with serving(model) as url, pytest.MonkeyPatch.context() as settings:
        without_keys(settings, folder)
        plan = planned(folder, study(url, request.param))
        assert run_experiment(plan, folder / "games", games=1).complete
    return model, plan, records(plan, folder / "games")


def test_what_is_barred_does_not_happen_though_a_model_insists_and_what_is_forced_does(
    insisted: tuple[Insisting, ExperimentPlan, list[Path]],
) -> None:
    model, plan, (free, held) = insisted
    assert orders_of(of_rome(free)) == (EndorseNorms(),)
    assert offers_of(of_rome(free))
    made = of_rome(held)
    assert orders_of(made)[0] == BuyCompute()
    assert EndorseNorms() not in orders_of(made)
    assert [each.origin for each in made.values()] == ["fallback"] * 3
    assert all(NOT_OPEN in fault for each in made.values() for fault in each.faults)
    assert not any(clause.kind == "payment" for each in offers_of(made) for clause in each.terms.clauses)
    listed = [user.count("- endorse_norms(") for phase, user in model.asked if phase == "orders"]
    assert sorted(set(listed)) == [0, 1], "it stands in the list of the free game alone"
    counts = [read.read.conduct["rome"] for read in contents(held.parent).sealed.values()]
    assert [(each.get("forced"), each["ordered"]) for each in counts].count((1, len(orders_of(made)))) == 1
    table = tables_of(plan, contents(held.parent))["seats"]
    assert {0, 1} == set(table["forced"])
    assert prove(plan, contents(held.parent)) == 2


def test_prompts_under_reins_are_made_again_to_the_letter(
    insisted: tuple[Insisting, ExperimentPlan, list[Path]],
) -> None:
    for path in insisted[2]:
        found = audit_record(path)
        assert found.leaks == []
        assert found.compared == found.prompts > 3


def test_the_header_says_who_holds_whom_to_what_and_by_which_lines(
    insisted: tuple[Insisting, ExperimentPlan, list[Path]],
) -> None:
    free, held = (json.loads(path.read_bytes().splitlines()[0])["data"] for path in insisted[2])
    assert "held" not in free
    (said,) = held["held"]
    assert (said["after"], said["by"]) == (0, "norms apart")
    assert said["stands"] == {"bars": ["rome=held: bars[0]"], "forces": ["rome=held: forces[0]"], "offers": []}
    assert said["reins"]["forces"] == [{"seat": "rome", "orders": [{"kind": "buy_compute"}], "turns": []}]


def test_a_model_that_gives_way_is_repaired_and_its_own_orders_stand_behind_what_is_forced(tmp_path: Path) -> None:
    def gives_way(system: str, user: str, phase: str) -> dict[str, Any]:
        refused = NOT_OPEN in user or "in any case" in user
        return answer(phase, {"kind": "set_oversight", "oversight": 1}) if refused else answer(phase, NORMS, TUNING)

    with serving(gives_way) as url:
        plan = planned(tmp_path, study(url, more="order: reversed\n        "))
        assert run_experiment(plan, tmp_path / "games", games=1).complete
    _, held = records(plan, tmp_path / "games")
    made = of_rome(held)["orders"]
    assert made.origin == "repaired"
    assert [order.kind for order in made.body.orders] == ["buy_compute", "set_oversight"]  # type: ignore[union-attr]
    assert any(NOT_OPEN in fault for fault in made.faults)
    assert any("your sheet holds buy_compute in any case, which comes first" in fault for fault in made.faults)
    found = audit_record(held)
    assert (found.leaks, found.compared) == ([], found.prompts), "in another order of reading too"


@pytest.mark.slow
def test_a_game_under_reins_that_a_cap_stopped_goes_on_under_them(tmp_path: Path) -> None:
    model = Insisting(gives_way=1)
    with serving(model) as url:
        plain, folder = study(url), tmp_path / "games"
        stopped = run_experiment(planned(tmp_path, plain + "budget: {tokens: 15000}\n"), folder, games=1)
        assert stopped.stopped
        plan = planned(tmp_path, plain + "budget: {tokens: 9000000}\n")
        before = len(model.asked)
        assert run_experiment(plan, folder, games=1).complete
        assert len(model.asked) > before > 0
    _, held = records(plan, folder)
    assert orders_of(of_rome(held)) == (BuyCompute(),)
    assert audit_record(held).leaks == []


@pytest.mark.parametrize("player", ["best", "random", "scripted"])
def test_players_without_a_model_are_held_and_their_records_say_so(player: str, tmp_path: Path) -> None:
    plan = planned(tmp_path, study("", player))
    assert run_experiment(plan, tmp_path / "games").complete
    _, held = records(plan, tmp_path / "games")
    made = of_rome(held)
    assert orders_of(made)[0] == BuyCompute()
    assert EndorseNorms() not in orders_of(made)
    assert json.loads(held.read_bytes().splitlines()[0])["data"]["held"][0]["by"] == "norms apart"


LEFT = """
name: norms after all
game: {from: {record: RECORD, line: LINE}, seats: {rome: "llm:stub@URL"}}
factors:
  - name: rome
    levels:
      - {name: free}
      - {name: no tuning, bars: [{seat: rome, orders: [train_operators]}]}
seeds: {first: 1, count: 1}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: end}
"""


@pytest.mark.slow
def test_behind_the_line_at_which_a_record_is_left_the_reins_of_the_experiment_take_the_place_of_its_own(
    tmp_path: Path,
) -> None:
    def both(system: str, user: str, phase: str) -> dict[str, Any]:
        refused = "That answer was not accepted" in user
        return answer(phase) if refused else answer(phase, NORMS, TUNING)

    with serving(both) as url:
        first = planned(tmp_path, study(url).replace("turns: 1", "turns: 2"))
        assert run_experiment(first, tmp_path / "games", games=1).complete
        _, held = records(first, tmp_path / "games")
        entries = [json.loads(line) for line in held.read_bytes().splitlines()]
        line = next(e["n"] for e in entries if e["kind"] == "clock" and e["data"].get("what") == "turn_end")
        text = LEFT.replace("RECORD", str(held)).replace("LINE", str(line)).replace("URL", url)
        left = planned(tmp_path, text)
        assert run_experiment(left, tmp_path / "left", games=1).complete
    paths = records(left, tmp_path / "left")
    given = [[order.kind for order in _second_turn(path)] for path in paths]
    assert given == [["endorse_norms", "train_operators"], []]
    for path in paths:
        sets = json.loads(path.read_bytes().splitlines()[0])["data"]["held"]
        assert [each["by"] for each in sets] == ["norms apart", "norms after all"]
        assert sets[1]["after"] == line
        found = audit_record(path)
        assert (found.leaks, found.compared) == ([], found.prompts), "each prompt under the reins of its own line"


def _second_turn(path: Path) -> Sequence[Any]:
    body = verify(path).decisions["2.orders.rome"].body
    assert isinstance(body, Sealed)
    return body.orders
