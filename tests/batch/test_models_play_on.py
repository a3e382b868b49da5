"""Models play on where a record is left: with what the record has of their seat, under one cap, through any kill."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.batch.studies import planned
from tests.cli import stubs
from tests.table.rig import opened, play
from wargame.batch.awareness_found import awareness_found
from wargame.batch.game_played import usage_of
from wargame.batch.means_taken import PLAYING
from wargame.batch.planned import ExperimentPlan
from wargame.batch.result_tables import prove, tables_of
from wargame.batch.run_ledger import LedgerContents, contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.cli import main
from wargame.core.ids import SeatId
from wargame.core.moves import Sealed
from wargame.errors import FaultyPack
from wargame.loops import finish
from wargame.players.base import Answer
from wargame.table.chair import Clock
from wargame.table.opening import choose, new_game
from wargame.table.room import Room
from wargame.transcript.branch_parent import shares
from wargame.transcript.reading import Transcript, read
from wargame.transcript.verify import decisions_of, verify

NOTED = {"rome": "heliotrope ledger nine", "washington": "marigold ledger seven"}
"""What people wrote into the notebooks of their seats in turn 1."""
ON = """
name: models play on
game: {from: {record: game.jsonl, line: LINE}, seats: {rome: "llm:stub@URL"}}
factors:
  - name: threats
    levels: [{name: as usual}, {name: cost no trust, params: {trust_threat: 0}}]
seeds: {first: 5, count: 1}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""


pytestmark = pytest.mark.usefixtures("no_keys")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with stubs.process("--seed", 3, "--latency", 0.0) as url:
        yield url


@pytest.fixture(scope="module")
def by_people(tmp_path_factory: pytest.TempPathFactory) -> Transcript:
    """Two turns in which people played Rome and Washington, and kept notebooks."""
    path = tmp_path_factory.mktemp("people") / "game.jsonl"

    async def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (1, "orders"):
            for seat, words in NOTED.items():
                sheet = Answer(Sealed(signal=None, orders=()), "human", notebook=words)
                await room.chair(SeatId(seat)).submit(sheet)

    play(opened(path, people=(SeatId("rome"), SeatId("washington")), turns=2, seed=5), moment)
    return read(path)


def end_of_turn(record: Transcript) -> int:
    """The line that closes turn 1."""
    return next(each.n for each in record.entries if each.turn == 1 and each.data.get("what") == "turn_end")


def left(folder: Path, record: Transcript, url: str, text: str = ON, more: str = "") -> ExperimentPlan:
    """The experiment beside a copy of the record."""
    if not (folder / "game.jsonl").exists():
        shutil.copy(record.path, folder / "game.jsonl")
    return planned(folder, text.replace("LINE", str(end_of_turn(record))).replace("URL", url) + more)


Played = tuple[ExperimentPlan, LedgerContents]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, by_people: Transcript, url: str) -> Played:
    folder = tmp_path_factory.mktemp("on")
    plan = left(folder, by_people, url)
    assert run_experiment(plan, folder / "games").complete
    return plan, contents(folder / "games")


def game_of(found: LedgerContents, run: str, folder: Path) -> Transcript:
    """A game as its whole record has it, proved."""
    path = folder / f"{run}.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in whole_record(found, run)))
    return verify(path).record


def calls_of(record: Transcript) -> Sequence[dict[str, Any]]:
    return [dict(each.data) for each in record.entries if each.kind == "call"]


def said_to(record: Transcript, call: dict[str, Any]) -> str:
    """All that a call told its model."""
    return "\n".join(str(record.texts[name]) for _, names in call["messages"] for name in names)


def posts(url: str) -> int:
    """How often the stub was asked since it counted anew."""
    asked: int = stubs.quiet(url)["requests"].get("POST /v1/chat/completions", 0)
    return asked


def test_a_model_that_takes_over_knows_what_the_seat_knew_and_no_more(
    by_people: Transcript, played: Played, tmp_path: Path
) -> None:
    plan, found = played
    record = game_of(found, plan.runs[0].id, tmp_path)
    shares(record, by_people)
    players = {(made.turn, made.player) for made in decisions_of(record).values() if made.seat == "rome"}
    assert {(turn, player.partition("@")[0]) for turn, player in players} == {(1, "human"), (2, "llm:stub")}
    told = [said_to(record, call) for call in calls_of(record)]
    assert told
    assert all(NOTED["rome"] in each for each in told), "its notebook goes with the seat"
    assert not any(NOTED["washington"] in each for each in told)
    followed = {made.player for made in decisions_of(record).values() if made.seat == "washington" and made.turn == 2}
    assert followed == {"scripted"}, "whom nobody is named for is followed by the doctrine of the seat"


def test_games_are_proved_and_counted_from_their_line_on(by_people: Transcript, played: Played, tmp_path: Path) -> None:
    plan, found = played
    assert prove(plan, found) == 2
    runs = tables_of(plan, found)["runs"]
    for place, run in enumerate(plan.runs):
        record = game_of(found, run.id, tmp_path)
        made = [made for made in decisions_of(record).values() if made.player.startswith("llm:")]
        assert runs["asked"][place] == len(made) > 0
        used = [call["usage"] for call in calls_of(record)]
        assert runs["tokens"][place] == sum(each["prompt"] + each["completion"] for each in used) > 0
        assert runs["from"][place] == f"{by_people.header.data['game']}:{end_of_turn(by_people)}"
        assert record.header.data["prompts"]["now"], "the record had no prompts; these are those in use"
        assert record.header.data["fresh"] == [{"seed": 5, "turn": 2}]
    assert plan.cells[1].settings["parameters"]["trust_threat"] == 0


@pytest.mark.slow
def test_what_a_record_cost_is_no_part_of_what_its_games_take(
    played: Played, tmp_path: Path, url: str, by_people: Transcript
) -> None:
    plan, found = played
    parent = game_of(found, plan.runs[0].id, tmp_path)
    own = found.sealed[plan.runs[0].id].read.tokens
    assert usage_of(parent.entries)[0] == own
    line = next(
        each.n for each in parent.entries if each.turn == 2 and each.kind == "decision" and each.phase == "orders"
    )
    folder = tmp_path / "again"
    folder.mkdir()
    shutil.copy(parent.path, folder / "game.jsonl")
    text = ON.replace("LINE", str(line)).replace(", params: {trust_threat: 0}", ", seats: {meta: passing}")
    later = planned(folder, text.replace("URL", url))
    start = later.cells[0].start
    assert start is not None
    before = usage_of(parent.entries)[0] - usage_of(parent.entries, start.left)[0]
    assert 0 < before < own
    assert run_experiment(later, folder / "games").complete
    again = contents(folder / "games")
    for run in later.runs:
        record = game_of(again, run.id, folder)
        calls = [each for each in record.entries if each.kind == "call" and each.n > start.left]
        used = [each.data["usage"] for each in calls]
        assert again.sealed[run.id].read.tokens == sum(each["prompt"] + each["completion"] for each in used) > 0
        assert usage_of(record.entries)[0] == before + again.sealed[run.id].read.tokens
    assert prove(later, again) == 2
    made = whole_record(again, later.runs[0].id)
    begun = next(number for number, line in enumerate(made) if number > start.left and b'"kind":"call"' in line[:40])
    (folder / "capped" / PLAYING).mkdir(parents=True)
    in_progress = folder / "capped" / PLAYING / f"{later.runs[0].id}.jsonl"
    in_progress.write_bytes(b"".join(line + b"\n" for line in made[: begun - 1]))
    capped = planned(folder, text.replace("URL", url) + "budget: {tokens: 10}\n")
    stopped = run_experiment(capped, folder / "capped", games=1).stopped
    assert "the cap of 10 tokens has no room for this call: 0 taken" in stopped[later.runs[0].id]


@pytest.mark.slow
def test_what_models_said_before_the_line_is_neither_counted_nor_listed(by_people: Transcript, tmp_path: Path) -> None:
    with stubs.process("--seed", 3, "--latency", 0.0, "--fault", "says-tested=1") as url:
        plan = left(tmp_path, by_people, url)
        assert run_experiment(plan, tmp_path / "games").complete
        parent = game_of(contents(tmp_path / "games"), plan.runs[0].id, tmp_path)
        line = next(
            each.n for each in parent.entries if (each.turn, each.kind, each.phase) == (2, "decision", "orders")
        )
        (tmp_path / "game.jsonl").write_bytes(parent.path.read_bytes())
        text = ON.replace("LINE", str(line)).replace(", params: {trust_threat: 0}", ", seats: {meta: passing}")
        later = planned(tmp_path, text.replace("URL", url))
        assert run_experiment(later, tmp_path / "later").complete
    found = contents(tmp_path / "later")
    listed = {(each.run, each.decision) for each in awareness_found(later, found)}
    assert listed
    assert not any(decision.startswith("2.talk") for _, decision in listed)
    assert len(listed) == sum(int(str(row["aware"])) for row in tables_of(later, found)["seats"].to_dicts())


@pytest.mark.slow
def test_killed_anywhere_it_goes_on_from_the_same_line_and_asks_nothing_twice(
    played: Played, tmp_path: Path, url: str, by_people: Transcript
) -> None:
    plan, found = played
    first, second = plan.runs
    record = whole_record(found, first.id)
    shared = end_of_turn(by_people)
    calls = [number for number, line in enumerate(record, 1) if b'"kind":"call"' in line[:40]]
    seated = max(number for number, line in enumerate(record, 1) if b'"kind":"override"' in line[:40])
    assert shared < seated < calls[0]
    for last in (0, seated, calls[0], calls[-1], len(record)):
        folder = tmp_path / f"killed-{last}"
        (folder / PLAYING).mkdir(parents=True)
        half = b"".join(line + b"\n" for line in record[: shared - 20])
        (folder / PLAYING / f"{first.id}.part").write_bytes(half)
        if last:
            (folder / PLAYING / f"{first.id}.jsonl").write_bytes(b"".join(line + b"\n" for line in record[:last]))
        stubs.told(url, "tally", "DELETE")
        assert run_experiment(plan, folder).complete
        again = contents(folder)
        made = whole_record(again, first.id)
        assert made[1:last] == record[1:last]
        assert game_of(again, first.id, folder).header.data["branch"]["line"] == shared
        kept = len([number for number in calls if number <= last])
        other = whole_record(again, second.id)
        asked = sum(b'"kind":"call"' in line[:40] for line in (*made, *other)) - kept
        assert posts(url) == asked + 1, "one more is asked before the first game, to see whether the model is there"
        assert prove(plan, again) == 2


@pytest.mark.slow
def test_how_models_are_asked_may_differ_from_a_line_on_where_none_was_asked_before(
    by_people: Transcript, played: Played, tmp_path: Path, url: str
) -> None:
    text = ON.replace("params: {trust_threat: 0}", "persona: 0, labels: neutral")
    plan = left(tmp_path, by_people, url, text)
    assert plan.cells[0].setup.prompts != plan.cells[1].setup.prompts
    assert run_experiment(plan, tmp_path / "games").complete
    found = contents(tmp_path / "games")
    usual, hidden = (game_of(found, run.id, tmp_path) for run in plan.runs)
    assert "actor_1" not in said_to(usual, calls_of(usual)[0])
    assert "actor_1" in said_to(hidden, calls_of(hidden)[0])
    shares(hidden, by_people)
    model = game_of(played[1], played[0].runs[0].id, tmp_path / "games")
    (tmp_path / "game.jsonl").write_bytes(model.path.read_bytes())
    with pytest.raises(FaultyPack, match="persona: models were asked in this record, and go on in its words"):
        planned(tmp_path, text.replace("LINE", "1").replace("URL", url))


def test_judges_rule_behind_the_line_and_dice_and_draws_are_those_of_scripts(tmp_path: Path) -> None:
    source = tmp_path / "game.jsonl"
    finish(new_game(choose("first-download", seed=5, turns=2), source).play())
    record = read(source)
    with stubs.process("--seed", 3, "--latency", 0.0, "--fault", "refusal=1") as silent:
        ruled = f'adjudication: {{mode: proposed, judges: ["llm:stub@{silent}"]}}'
        text = ON.replace('"llm:stub@URL"', "random").replace("params: {trust_threat: 0}", ruled)
        plan = planned(tmp_path, text.replace("LINE", str(end_of_turn(record))).replace("first: 5", "first: 6"))
        assert run_experiment(plan, tmp_path / "games").complete
    found = contents(tmp_path / "games")
    scripts, judged = (found.sealed[run.id].read for run in plan.runs)
    assert judged.ruled == judged.fallbacks > 0
    assert judged.series == scripts.series
    assert judged.scores == scripts.scores, "the rules count where no judge speaks, by the same dice"
    assert prove(plan, found) == 2
    acts = verify(game_of(found, plan.runs[1].id, tmp_path).path).acts.values()
    assert {act.who for act in acts} == {"1 stub"}


def test_a_dry_run_counts_the_turns_that_are_left(
    by_people: Transcript, tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody")
    calls = []
    for line in ("1", str(end_of_turn(by_people))):
        left(tmp_path, by_people, url)
        text = ON.replace("LINE", line).replace("URL", "https://models.example/v1")
        (tmp_path / "study.yaml").write_text(text)
        out = str(tmp_path / "games")
        assert main(["experiment", "run", str(tmp_path / "study.yaml"), "--out", out, "--dry-run"]) == 0
        said = capsys.readouterr().out
        calls.append(int(said.partition("with the longest replies ")[2].partition(" calls")[0]))
    assert calls[0] == 2 * calls[1]
