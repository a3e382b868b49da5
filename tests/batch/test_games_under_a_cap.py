"""Under a cap games end before others begin, and what they took of it is told."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, never_played, planned, written
from tests.batch.test_model_games import study
from tests.cli import stubs
from wargame.batch.experiment_file import read_experiment
from wargame.batch.folder_budget import FolderBudget
from wargame.batch.game_played import GameRead
from wargame.batch.ledger_writer import LedgerWriter
from wargame.batch.means_left import RAISED
from wargame.batch.means_taken import PLAYING, Amount, counts_in, no_room, on_record, taken_in
from wargame.batch.planned import ExperimentPlan, plan
from wargame.batch.room_for_games import ALONE, MARGIN, RoomForGames, at_first, expected
from wargame.batch.run_ledger import SealedRun, contents
from wargame.batch.runner import BatchProgress, run_experiment, state
from wargame.batch.steering import steer
from wargame.cli import main
from wargame.players.llm.budget import Budget, Hold
from wargame.players.llm.prices import Price

pytestmark = pytest.mark.usefixtures("no_keys")
NOWHERE = Path("nowhere")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with stubs.process("--seed", 3, "--latency", 0.02) as url:
        yield url


def sealed(run: str, tokens: int, money: float = 0.0, asked: int = 1) -> SealedRun:
    read = GameRead(1, {}, {}, {}, (), {}, asked=asked, tokens=tokens, money=money)
    return never_played(run, "all games", 1, read)


def expected_each(folder: Path) -> int:
    found = expected(contents(folder).sealed.values())
    assert found is not None
    return found.tokens


def planned_of(path: Path) -> ExperimentPlan:
    return plan(read_experiment(path))


def test_a_game_is_expected_to_take_the_mean_of_those_of_models_with_a_margin() -> None:
    assert expected([]) is None
    assert expected([sealed("g1", 0, asked=0)]) is None, "games of scripts tell nothing of it"
    found = expected([sealed("g1", 800, 1.0), sealed("g2", 1200, 3.0), sealed("g3", 0, asked=0)])
    assert found is not None
    assert found.tokens == 1100
    assert found.money == pytest.approx(MARGIN * 2)


def much(run: str) -> Amount:
    """A guess that no cap of these tests has room for twice."""
    return Amount(10**6, 10.0**6)


def test_before_any_is_sealed_as_many_begin_as_the_cap_has_room_for_by_what_a_game_may_take(tmp_path: Path) -> None:
    room = RoomForGames(FolderBudget(tmp_path, (1, 1), 5000, None), {}, lambda run: Amount(2000))
    assert [room.begin(f"g{number}", NOWHERE) for number in (1, 2, 3)] == ["", "", ALONE]
    wide = RoomForGames(FolderBudget(tmp_path, (1, 1), 10**9, 100.0), {}, lambda run: Amount(2000, 1.0))
    assert [wide.begin(f"g{number}", NOWHERE) for number in range(64)] == [""] * 64, "this cap is far off"


def test_what_a_game_may_take_is_guessed_by_its_turns_by_who_is_asked_and_by_the_dearest_price() -> None:
    cheap, dear = (Price(input=each, output=each, source="a test", date="2026-11-30") for each in (1.0, 10.0))
    one, four = at_first(1, 1, [cheap, dear]), at_first(2, 2, [cheap])
    assert one.tokens == 6 * 13_200
    assert one.money == pytest.approx(one.tokens * 10 / 1e6)
    assert four.tokens == 4 * one.tokens
    assert at_first(1, 1, []).money == 0


def test_one_game_is_played_alone_before_any_is_sealed_and_then_as_many_as_the_cap_has_room_for(tmp_path: Path) -> None:
    done: dict[str, SealedRun] = {}
    budget = FolderBudget(tmp_path, (1, 1), 5000, None)
    room = RoomForGames(budget, done, much)
    assert room.begin("g1", NOWHERE) == ""
    assert room.begin("g2", NOWHERE) == ALONE
    budget.spend(1000, 0.0, known=True)
    done["g1"] = sealed("g1", 1000)
    room.end("g1")
    assert [room.begin(f"g{number}", NOWHERE) for number in (2, 3, 4)] == ["", "", ""], "three of 1,100 are in 4,000"
    assert room.begin("g5", NOWHERE) == (
        "the cap of 5,000 tokens leaves 700 beside 3,300 that games in flight may take, and a game is expected to take "
        "1,100 more"
    )
    cheap = Budget(above=budget)
    room.plays("g2", cheap)
    cheap.spend(500, 0.0, known=True)
    assert "leaves 700" in room.begin("g5", NOWHERE), "what a game has taken it will not take again"
    room.end("g2")
    done["g2"] = sealed("g2", 500)
    assert room.begin("g5", NOWHERE) == "", "a game is expected to take 825 now, and 3,500 are left for four of them"


def test_money_is_kept_for_games_in_flight_too(tmp_path: Path) -> None:
    room = RoomForGames(FolderBudget(tmp_path, (1, 1), None, 2.5), {"g0": sealed("g0", 10, 1.0)}, much)
    assert [room.begin(name, NOWHERE) for name in ("g1", "g2")] == ["", ""]
    lacks = room.begin("g3", NOWHERE)
    assert "the cap of 2.5 in money leaves 0.3000 beside 2.2000 that games in flight may cost" in lacks
    assert "a game is expected to cost 1.1000 more" in lacks


def test_without_a_cap_all_are_begun_at_once(tmp_path: Path) -> None:
    room = RoomForGames(FolderBudget(tmp_path, (1, 1), None, None), {}, much)
    assert [room.begin(f"g{number}", NOWHERE) for number in range(9)] == [""] * 9


def test_shares_leave_room_for_the_games_of_each_other(tmp_path: Path) -> None:
    done = {"g0": sealed("g0", 1000)}
    with LedgerWriter(tmp_path, 1, 2), LedgerWriter(tmp_path, 2, 2):
        one, other = (RoomForGames(FolderBudget(tmp_path, (share, 2), 3000, None), done, much) for share in (1, 2))
        assert one.begin("g1", NOWHERE) == ""
        assert one.begin("g3", NOWHERE) == ""
        assert counts_in(tmp_path)["means-1-of-2.json"].still == Amount(2200, 0.0)
        assert "leaves 800" in other.begin("g2", NOWHERE)
        one.end("g1")
        assert one.begin("g1", NOWHERE) == "", "its own room is free again"
        steer(tmp_path, by="office", reason="there is more", tokens=4000)
        assert other.begin("g2", NOWHERE) == "", "a cap that is raised meanwhile is heard"


def test_one_game_is_played_alone_over_all_shares_before_any_is_sealed(tmp_path: Path) -> None:
    def room(share: int) -> RoomForGames:
        return RoomForGames(FolderBudget(tmp_path, (share, 3), 3000, None), {}, much)

    with LedgerWriter(tmp_path, 1, 3), LedgerWriter(tmp_path, 2, 3):
        one, other = room(1), room(2)
        assert one.begin("g1", NOWHERE) == ""
        assert other.begin("g2", NOWHERE) == ALONE, "both together would spend the cap on games that never end"
        one.end("g1")
        assert other.begin("g2", NOWHERE) == ""


def test_what_games_of_a_share_would_have_taken_is_free_once_they_are_over_or_it_lives_no_more(tmp_path: Path) -> None:
    done = {"g0": sealed("g0", 1000)}
    with LedgerWriter(tmp_path, 2, 2):
        budget, another = (FolderBudget(tmp_path, (share, 2), 2500, None) for share in (1, 2))
        room, other = RoomForGames(budget, done, much), RoomForGames(another, done, much)
        with LedgerWriter(tmp_path, 1, 2):
            assert [room.begin(name, NOWHERE) for name in ("g1", "g3")] == ["", ""]
            assert "leaves 300" in other.begin("g2", NOWHERE)
            assert another.games_elsewhere == 2
            room.end("g3")
            assert other.begin("g2", NOWHERE) == "", "the other hears that a game is over before its session is"
            other.end("g2")
            assert room.begin("g3", NOWHERE) == ""
            assert isinstance(budget.hold(600, 0, None), Hold)
            assert "leaves 300" in other.begin("g2", NOWHERE)
        assert counts_in(tmp_path)["means-1-of-2.json"].games == 2, "as a kill leaves it"
        assert other.begin("g2", NOWHERE) == ""
        assert another.games_elsewhere == 0
        assert "leaves 800" in other.begin("g4", NOWHERE), "calls in flight may have been paid for"


def test_what_is_set_aside_for_calls_of_games_in_flight_is_not_counted_twice(tmp_path: Path) -> None:
    budget = FolderBudget(tmp_path, (1, 1), 2200, None)
    room = RoomForGames(budget, {"g0": sealed("g0", 1000)}, much)
    assert room.begin("g1", NOWHERE) == ""
    assert isinstance(budget.hold(900, 0, None), Hold)
    assert room.begin("g2", NOWHERE) == ""
    assert no_room((None, None), Amount(9, 9.0), Amount(), Amount(9, 9.0)) == ""


@pytest.mark.slow
def test_games_are_sealed_under_a_cap_that_all_of_them_together_would_pass(tmp_path: Path, url: str) -> None:
    run_experiment(planned(tmp_path, study(url)), tmp_path / "free")
    took = [each.read.tokens for each in contents(tmp_path / "free").sealed.values()]
    text, folder, told = study(url, f"budget: {{tokens: {3 * max(took)}}}\n"), tmp_path / "games", list[BatchProgress]()
    plan = planned(tmp_path, text.replace("count: 2", "count: 8"))
    found = run_experiment(plan, folder, games=16, progress=told.append)
    assert found.sealed >= 2, "begun all at once, none of sixteen would come to its end"
    assert len(list((folder / PLAYING).glob("*.jsonl"))) <= 1
    assert found.means is not None
    assert found.means.taken.tokens <= 3 * max(took)
    assert len(found.means.waiting) == 16 - found.sealed - len(found.stopped)
    begun = 16 - int(told[0].waits.split()[0])
    assert told[0].waits == f"{16 - begun} of its games wait: {ALONE}"
    assert begun <= 1 + 3 * max(took) // at_first(1, 1, []).tokens
    steer(folder, by="office", reason="all are wanted", tokens=40 * max(took))
    assert all(why == RAISED for why in state(plan, folder).stopped.values())
    assert run_experiment(plan, folder, games=16).complete


def test_status_tells_what_was_taken_of_which_cap_and_not_that_an_old_one_is_reached(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder = written(tmp_path, study(url, "budget: {tokens: 1}\n")), tmp_path / "games"
    words = [str(path), "--out", str(folder)]
    assert main(["experiment", "run", *words, "--games", "1"]) == 1
    said = capsys.readouterr().out
    assert "tokens: 0 taken; cap 1" in said
    assert "the cap of 1 tokens has no room for this call" in said
    steer(folder, by="office", reason="more", tokens=5_000_000)
    assert main(["experiment", "status", *words]) == 1
    said = capsys.readouterr().out
    assert "tokens: 0 taken; cap 5,000,000" in said
    assert RAISED in said
    assert "has no room" not in said
    assert main(["experiment", "status", *words, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["tokens"] == {"taken": 0, "set_aside": 0, "cap": 5_000_000}


def test_status_says_which_cap_holds_a_half_played_game_back_what_is_enough_and_how_it_is_raised(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder = written(tmp_path, study(url)), tmp_path / "my games"
    words = [str(path), "--out", str(folder)]
    run_experiment(planned(tmp_path, study(url).replace("count: 2", "count: 1")), folder)
    took = taken_in(folder)[0].tokens
    assert took > on_record(folder).tokens, "the model was tried before the first game, which no record has"
    assert took == sum(each.taken.tokens + each.lost.tokens for each in counts_in(folder).values())
    cap = took + expected_each(folder) // 3
    path.write_text(study(url, f"budget: {{tokens: {cap}}}\n"), encoding="utf-8")
    with LedgerWriter(folder) as writer:
        run = next(run.id for run in planned_of(path).runs if run.id not in writer.contents.sealed)
        writer.stop(run, "a cell", 2, "the cap of 1 tokens has no room for this call", (1, None))
    assert main(["experiment", "status", *words]) == 1
    said = capsys.readouterr().out
    lacks = f"{run}: the cap of {cap:,} tokens leaves {cap - took:,}, and a game is expected to take"
    assert lacks in said, "under another cap that has no room either, the same command does not go on"
    assert "the same command goes on" not in said
    held = f"2 games, 1 of them half-played, are held back by the cap of {cap:,} tokens of the file: `wargame"
    assert held in said
    command = shlex.split(said.split("held back")[1].split("`")[1])
    assert main([*command[1:], "--because", "all are wanted"]) == 0
    capsys.readouterr()
    assert main(["experiment", "status", *words]) == 1
    said = capsys.readouterr().out
    assert RAISED in said
    assert "held back" not in said
    assert main(["experiment", "run", *words, "--games", "1"]) in (0, 1)
    assert "0 not started" in capsys.readouterr().out


def test_half_played_games_that_the_file_asks_for_no_more_are_named(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text, folder = study(url, "budget: {tokens: 1}\n"), tmp_path / "games"
    run_experiment(planned(tmp_path, text), folder, games=1)
    (left,) = (path.stem for path in (folder / PLAYING).glob("*.jsonl"))
    path = written(tmp_path, text.replace("first: 1,", "first: 7,"))
    for command in ("status", "run"):
        main(["experiment", command, str(path), "--out", str(folder)])
        said = capsys.readouterr().out
        assert (
            f"half-played game is in {folder / PLAYING} for which this file does not ask, or no more ({left})" in said
        )
        assert "put the level or seed back" in said


def test_the_command_that_a_pause_names_ends_it_as_it_is_pasted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from wargame.commands.experiment_progress import SealedGames

    folder = tmp_path / "my games"
    folder.mkdir()
    (folder / "ledger-1-of-1.jsonl").touch()
    steer(folder, by="office", reason="lunch", paused=True)
    SealedGames(folder)
    command = capsys.readouterr().err.replace("\n", " ").split("`")[1]
    assert main(shlex.split(command)[1:]) == 0
    assert not json.loads((folder / "control.json").read_bytes())["paused"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["expand", "FILE", "g0123456789abcde", "--out", "NEW"], "give the folder of its games"),
        (["control", "FILE", "--pause", "--by", "me", "--because", "why"], "give the folder of its games"),
        (["status", "FOLDER", "--out", "FOLDER"], "this is a folder: give the file of the experiment"),
        (
            ["control", "NEW", "--pause", "--by", "me", "--because", "why"],
            "experiment run FILE --out FOLDER` begins one",
        ),
    ],
)
def test_a_file_for_a_folder_or_the_other_way_round_is_told_with_what_is_wanted(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, SMALL)
    places = {"FILE": str(file), "FOLDER": str(tmp_path), "NEW": str(tmp_path / "new")}
    assert main(["experiment", *(places.get(word, word) for word in words)]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
