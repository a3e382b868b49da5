"""A fork shares the past of its game and its chance, goes on by whoever is named, and leaves the game as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.cli.stubs import process, quiet, told
from wargame.core.ids import SeatId, Variable
from wargame.core.moves import Sealed, silence
from wargame.core.orders import EndorseNorms
from wargame.errors import SpecError, TranscriptError
from wargame.paired.forks import FORK, Forked, dice_of, fork, going_on
from wargame.paired.rows import differences
from wargame.players.base import blinded
from wargame.rules.base.rulebook import Rulebook
from wargame.table.opening import choose, new_game
from wargame.table.players import Means
from wargame.table.waiting import run_through
from wargame.transcript.branch import Answered, Seated
from wargame.transcript.branch_parent import parent_of
from wargame.transcript.entry import Entry
from wargame.transcript.lineage import FreshChance
from wargame.transcript.reading import Transcript, read
from wargame.transcript.setup import game_of
from wargame.transcript.verify import decisions_of, verify

from .planted import Planted, sheet

ORDERS = "2.orders.washington"


@lru_cache(maxsize=1)
def recorded() -> bytes:
    path = Path(mkdtemp()) / "game.jsonl"
    run_through(new_game(choose("first-download", seed=5, seats={"rome": "random"}), path).play(), waits=False)
    return path.read_bytes()


@pytest.fixture
def parent(tmp_path: Path) -> Transcript:
    path = tmp_path / "game.jsonl"
    path.write_bytes(recorded())
    return read(path)


def passed(parent: Transcript, times: int = 1) -> Forked:
    change = Answered(decision_of_rome(parent), silence("orders"))
    return fork(parent, change, parent.path.with_name("fork.jsonl"), times=times)


def decision_of_rome(parent: Transcript) -> str:
    """A turn in which chance gave Rome something to do."""
    found = [made for made in decisions_of(parent).values() if made.seat == "rome" and isinstance(made.body, Sealed)]
    return next(made.id for made in found if isinstance(made.body, Sealed) and made.body.orders)


def test_a_fork_proves_itself_and_names_the_game_and_the_line_that_it_leaves(parent: Transcript) -> None:
    found = passed(parent)
    game = verify(found.files[0])
    assert parent_of(game.record).path == parent.path
    assert parent.path.read_bytes() == recorded(), "the game stays as it was"
    assert len(found.files) == 1


def test_a_game_that_goes_on_unchanged_by_its_own_players_is_the_game_itself(parent: Transcript) -> None:
    base = next(row for row in passed(parent).rows if row.arm != FORK)
    whole = verify(parent.path)
    assert base.hashes == tuple(whole.hashes[turn] for turn in range(1, whole.turns + 1))


def test_the_same_answer_again_parts_no_pair_under_any_dice(parent: Transcript) -> None:
    name = decision_of_rome(parent)
    change = Answered(name, decisions_of(parent)[name].body)
    found = fork(parent, change, parent.path.with_name("same.jsonl"), times=3)
    assert [each.parted for each in differences(found.rows)] == [None] * 3


def test_other_dice_fall_from_the_adjudication_of_the_turn_on_and_not_before(parent: Transcript) -> None:
    first = Answered("1.orders.rome", silence("orders"))
    found = fork(parent, first, parent.path.with_name("dice.jsonl"), times=3)
    forks = [row for row in found.rows if row.arm == FORK]
    opened = [
        [e for e in verify(each).events if e.turn == 1 and e.phase in ("brief", "inject")] for each in found.files
    ]
    assert opened[0] == opened[1] == opened[2]
    assert len({row.hashes[-1] for row in forks}) == 3
    assert [row.seed for row in forks] == list(dice_of(parent, 3))
    assert game_of(read(found.files[1])).fresh == (FreshChance(6, 1),)


def test_a_fork_of_a_fork_keeps_the_dice_of_the_one_that_it_leaves(parent: Transcript) -> None:
    first = fork(parent, Answered("1.orders.rome", silence("orders")), parent.path.with_name("one.jsonl"), times=2)
    second = read(first.files[1])
    whole = fork(second, Answered("3.orders.rome", silence("orders")), parent.path.with_name("two.jsonl"))
    game = verify(whole.files[0])
    assert game.game.fresh == (FreshChance(6, 1),)
    assert parent_of(game.record).path == second.path
    base = next(row for row in whole.rows if row.arm != FORK)
    assert base.hashes[-1] == verify(second.path).hashes[3]


def test_what_chance_and_people_played_is_gone_on_with_by_scripts_and_doctrines_keep_their_settings(
    parent: Transcript,
) -> None:
    assert going_on(parent, "scripted") == {SeatId("rome"): "scripted"}
    assert going_on(parent, None) == {}
    assert set(going_on(parent, "passing")) == set(game_of(parent).seats)


def test_others_take_their_seats_in_both_games_after_the_step_of_the_change(parent: Transcript) -> None:
    change = Answered("1.orders.rome", silence("orders"))
    players = {SeatId("rome"): "passing"}
    found = fork(parent, change, parent.path.with_name("passing.jsonl"), players=players)
    made = decisions_of(read(found.files[0]))
    assert made["1.orders.rome"].player == "branch"
    assert {made[f"{turn}.orders.rome"].player for turn in (2, 3)} == {"passing"}
    assert {made[f"{turn}.orders.rome"].body for turn in (2, 3)} == {silence("orders")}


def test_variables_are_read_at_the_end_of_every_game(parent: Transcript) -> None:
    change = Seated(SeatId("rome"), "passing", 2)
    share = Variable("world.us_share")
    found = fork(parent, change, parent.path.with_name("values.jsonl"), variables=[share])
    assert [set(row.values) for row in found.rows] == [{share}] * 2


def test_nothing_is_played_where_a_file_is_there_or_no_time_is_asked_for(parent: Transcript) -> None:
    parent.path.with_name("fork-2.jsonl").write_text("mine")
    with pytest.raises(SpecError, match=r"fork-2\.jsonl: this file exists"):
        passed(parent, times=2)
    assert parent.path.with_name("fork-2.jsonl").read_text() == "mine"
    assert not parent.path.with_name("fork-1.jsonl").exists()
    with pytest.raises(SpecError, match="at least once"):
        passed(parent, times=0)


def test_dice_count_from_the_adjudication_of_their_turn_on_and_the_latest_goes_first() -> None:
    book, _ = choose("first-download", seed=5).opening()
    fresh = Rulebook(book.setting, book.parameters, 5, fresh={2: 9, 4: 11})
    assert [fresh.dice_seed(turn, "brief") for turn in range(6)] == [5, 5, 5, 9, 9, 11]
    assert [fresh.dice_seed(turn, "adjudication") for turn in range(6)] == [5, 5, 9, 9, 11, 11]


def test_no_player_is_given_the_dice_to_come() -> None:
    book, _ = choose("first-download", seed=5).opening()
    fresh = Rulebook(book.setting, book.parameters, 5, fresh={2: 9})
    for seen in blinded(fresh).values():
        assert {seen.dice_seed(turn, "news") for turn in range(6)} == {0}


def test_people_are_followed_by_scripts_and_what_they_answered_before_stands(tmp_path: Path) -> None:
    """Nobody is asked again: what a person decided up to the change stands in the fork, and a script goes on."""
    path = tmp_path / "game.jsonl"
    setup = choose("first-download", seed=5, seats={SeatId("rome"): "human"})
    rome = Planted({"1.orders.rome": sheet(EndorseNorms())})
    rome.spec, rome.origin = "human", "human"
    run_through(new_game(setup, path, own={SeatId("rome"): rome}).play(), waits=False)
    before = sha256(path.read_bytes()).hexdigest()
    parent = read(path)
    assert going_on(parent, "scripted") == {SeatId("rome"): "scripted"}
    change = Answered("3.orders.washington", silence("orders"))
    found = fork(parent, change, tmp_path / "fork.jsonl", players=going_on(parent, "scripted"))
    made = decisions_of(read(found.files[0]))
    assert made["1.orders.rome"].body == sheet(EndorseNorms())
    assert verify(found.files[0]).turns == 3
    assert sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.slow
@pytest.mark.parametrize("with_", ["scripted", None])
def test_no_call_of_a_model_is_made_again_for_what_was_before(tmp_path: Path, with_: str | None) -> None:
    """On a real socket: scripts go on without a request; models are asked for what comes after the change alone."""
    path = tmp_path / "game.jsonl"
    with process("--seed", 3) as url:
        seats = {SeatId("rome"): f"llm:stub@{url}", SeatId("meta"): f"llm:stub@{url}"}
        run_through(played_with_models(seats, path), waits=True)
        parent, before = read(path), sha256(path.read_bytes()).hexdigest()
        asked = told(url, "tally")["requests"]["POST /v1/chat/completions"]
        assert asked >= 2 * 3 * 3, "two seats, three turns, three questions at least in each"
        told(url, "tally", "DELETE")
        change = Answered("3.talk2.washington", silence("talk"))
        found = fork(parent, change, tmp_path / "fork.jsonl", players=going_on(parent, with_))
        again = quiet(url)["requests"].get("POST /v1/chat/completions", 0)
    child = read(found.files[0])
    game = verify(found.files[0])
    assert game.game.branch is not None
    shared = game.game.branch.line
    assert calls(child.entries[:shared]) == calls(parent.entries[:shared])
    new = len(calls(child.entries[shared:]))
    assert (new > 0, again > 0) == (with_ is None, with_ is None)
    assert again == 0 or new < again, "as much again for the game as it was, which is not kept"
    assert again < asked
    assert sha256(path.read_bytes()).hexdigest() == before


async def played_with_models(seats: Mapping[SeatId, str], path: Path) -> None:
    means = Means()
    try:
        await new_game(choose("first-download", seed=5, seats=seats), path, means=means).play()
    finally:
        await means.models.aclose()


def calls(entries: Sequence[Entry]) -> list[object]:
    return [entry.data for entry in entries if entry.kind == "call"]


def test_a_fork_of_a_game_whose_parent_moved_or_is_gone_goes_on_by_itself(parent: Transcript, tmp_path: Path) -> None:
    first = passed(parent).files[0]
    (away := tmp_path / "elsewhere").mkdir()
    moved = first.rename(away / "renamed.jsonl")
    parent.path.unlink()
    hash_ = sha256(moved.read_bytes()).hexdigest()
    second = fork(read(moved), Answered("3.orders.rome", silence("orders")), away / "second.jsonl").files[0]
    assert verify(second).turns == 3
    assert parent_of(read(second)).path == moved
    with pytest.raises(TranscriptError, match="no record of that game lies"):
        parent_of(read(moved))
    assert sha256(moved.read_bytes()).hexdigest() == hash_
