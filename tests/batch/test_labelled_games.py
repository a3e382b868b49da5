"""Games under labels: no prompt of seat or judge names anybody, and the record of one is as good as any other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.minded_stub import serving
from tests.batch.studies import planned
from tests.cli import stubs
from wargame.batch.means_taken import PLAYING
from wargame.batch.result_tables import prove
from wargame.batch.run_ledger import contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.cli import main
from wargame.core.control_acts import RuleArgument
from wargame.core.ids import AREAS
from wargame.core.models import Model
from wargame.review.record_audit import audit_record
from wargame.table.opening import choose
from wargame.transcript.reading import read
from wargame.transcript.verify import verify

STUDY = """
name: under labels
game: {scenario: first-download, turns: 1, adjudication: {mode: proposed, judges: ["llm:stub@URL"]}, labels: neutral}
factors:
  - name: sit
    levels:
      - {name: models and scripts, SEATS}
      - {name: scripts alone}
seeds: {first: 1, count: 1}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""
SEATS = 'seats: {rome: "llm:stub@URL", anthropic: "single:stub@URL"}'
POWERS = {"washington", "beijing"}

pytestmark = pytest.mark.usefixtures("no_keys")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A stub that answers whatever fits the form, in names of its prompt where the form has them."""
    with serving(lambda system, user, phase: f"{system}{user}") as url:
        yield url


def study(url: str) -> str:
    return STUDY.replace("SEATS", SEATS).replace("URL", url)


def real_names() -> set[str]:
    """Of all seats, labs and models of the game, and of both powers, in small letters."""
    book, opening = choose("first-download").opening()
    models = [each.entity for each in opening.puts if isinstance(each.entity, Model)]
    told = {name for seat in book.setting.seats for name in (seat.id, seat.name)}
    told |= {name for model in models for name in (model.id, model.name, model.family)}
    return {name.lower() for name in told | POWERS} - set(AREAS)


def named_in(body: dict[str, object]) -> set[str]:
    """Which of the names stand in what was sent."""
    said = json.dumps(body, ensure_ascii=False).lower()
    return {name for name in real_names() if re.search(rf"(?<![\w])(?:{re.escape(name)})(?!\w)", said)}


Games = tuple[Path, list[dict[str, object]]]
"""Records, and what was sent."""


def played(folder: Path, text: str, url: str) -> Games:
    """All games of a study, the n-th as `n.jsonl` in a folder, and all that was sent for them."""
    plan = planned(folder, text)
    stubs.told(url, "tally", "DELETE")
    assert run_experiment(plan, folder / "games").complete
    sent = [each["body"] for each in stubs.told(url, "requests")]
    found = contents(folder / "games")
    assert prove(plan, found) == len(plan.runs)
    for number, run in enumerate(plan.runs):
        (folder / f"{number}.jsonl").write_bytes(b"".join(line + b"\n" for line in whole_record(found, run.id)))
    return folder, sent


@pytest.fixture(scope="module")
def games(url: str, tmp_path_factory: pytest.TempPathFactory) -> Games:
    return played(tmp_path_factory.mktemp("labelled"), study(url), url)


def calls(path: Path) -> list[str]:
    """The decisions for which models were called."""
    return [str(entry.data["decision"]) for entry in read(path).entries if entry.kind == "call"]


@pytest.mark.slow
def test_no_prompt_of_a_whole_game_names_a_seat_a_lab_or_a_model(games: Games) -> None:
    folder, sent = games
    asked = calls(folder / "0.jsonl") + calls(folder / "1.jsonl")
    assert {each.split(".")[2].partition("-")[0] for each in asked} == {"rome", "anthropic", "judge1"}
    assert len(sent) >= len(asked)
    assert {"rome", "anthropic", "claude", "beijing"} <= real_names()
    assert [found for body in sent if (found := named_in(body))] == []


@pytest.mark.parametrize("number", [0, 1])
def test_the_record_has_real_names_verifies_and_each_prompt_is_made_again(games: Games, number: int) -> None:
    path = games[0] / f"{number}.jsonl"
    acts = [act.move for act in verify(path).acts.values()]
    judged = any(isinstance(move, RuleArgument) and move.estimates for move in acts)
    assert judged == any("judge1" in each for each in calls(path)), "what it replied under labels was read"
    found = audit_record(path)
    assert found.compared == found.prompts == len(calls(path)) > 0
    assert found.leaks == []
    made = [entry.data["body"] for entry in read(path).entries if entry.kind == "decision"]
    assert not re.search(r"(?i)actor[_ ]\d|model[_ ]\d", json.dumps(made, default=str))


@pytest.mark.slow
def test_a_game_that_broke_off_goes_on_under_the_same_labels(games: Games, url: str, tmp_path: Path) -> None:
    lines = (games[0] / "0.jsonl").read_bytes().splitlines()
    called = [number for number, line in enumerate(lines, 1) if b'"kind":"call"' in line[:40]]
    plan = planned(tmp_path, study(url))
    run, begun = plan.runs[0], lines[: called[len(called) // 2]]
    (tmp_path / "games" / PLAYING).mkdir(parents=True)
    (tmp_path / "games" / PLAYING / f"{run.id}.jsonl").write_bytes(b"".join(line + b"\n" for line in begun))
    stubs.told(url, "tally", "DELETE")
    assert run_experiment(plan, tmp_path / "games").complete
    assert [found for each in stubs.told(url, "requests") if (found := named_in(each["body"]))] == []
    assert list(whole_record(contents(tmp_path / "games"), run.id))[: len(begun)] == begun
    out = tmp_path / "again.jsonl"
    assert main(["experiment", "expand", str(tmp_path / "games"), run.id, "--out", str(out)]) == 0
    audited = audit_record(out)
    assert audited.compared == audited.prompts == len(called)


def test_judges_alone_may_be_asked_under_labels_and_nobody_may_not(tmp_path: Path, url: str) -> None:
    nobody = study(url).replace(f', adjudication: {{mode: proposed, judges: ["llm:stub@{url}"]}}', "")
    (remark,) = planned(tmp_path, nobody).remarks
    assert remark.startswith("game.labels: it can do nothing in cell ")
    assert "labels neutral: this is how models are asked, and none sits at this table" in remark
    assert planned(tmp_path, study(url)).remarks == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed", ["labels: permuted", "persona: 0.5", "order: reversed", "order: shuffled, labels: permuted, persona: 0"]
)
def test_prompts_that_are_changed_otherwise_are_made_again_to_the_letter(
    tmp_path: Path, url: str, changed: str
) -> None:
    folder, _ = played(
        tmp_path, study(url).replace(", labels: neutral", "").replace("seats: {rome", f"{changed}, seats: {{rome"), url
    )
    found = audit_record(folder / "0.jsonl")
    assert found.compared == found.prompts > 0
    assert found.leaks == []
