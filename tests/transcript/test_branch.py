"""A branch is another game up to a line: it names it, shares it, proves itself, and leaves it as it was."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from wargame.core.control_acts import InjectNow, Override
from wargame.core.ids import SeatId, Variable
from wargame.core.moves import Message, Sealed, Talk, silence
from wargame.core.orders import EndorseNorms
from wargame.errors import PackError, SpecError, TranscriptError
from wargame.table.opening import choose, new_game, resumed_game
from wargame.transcript.branch import Acted, Answered, BranchChange, Seated, branch
from wargame.transcript.branch_parent import parent_of, shares
from wargame.transcript.lineage import Amendment
from wargame.transcript.overrides import now
from wargame.transcript.reading import Transcript, read
from wargame.transcript.redaction import redacted
from wargame.transcript.setup import game_of
from wargame.transcript.verify import Replayed, decisions_of, verify


@lru_cache(maxsize=1)
def recorded() -> bytes:
    path = Path(mkdtemp()) / "game.jsonl"
    asyncio.run(new_game(choose("first-download", seed=5, everyone="random"), path).play())
    return path.read_bytes()


@pytest.fixture
def parent(tmp_path: Path) -> Transcript:
    path = tmp_path / "game.jsonl"
    path.write_bytes(recorded())
    return read(path)


def played(path: Path) -> Replayed:
    """The branch, played on to its end and proven."""
    table, _ = resumed_game(path)
    asyncio.run(table.play())
    return verify(path)


def branched(parent: Transcript, change: BranchChange, name: str = "branch.jsonl") -> Replayed:
    out = parent.path.parent / name
    branch(parent, change, out)
    return played(out)


def events_before(game: Replayed, turn: int) -> list[object]:
    return [event for event in game.events if event.turn < turn]


SAID = "What if this had been said?"
CHANGES: list[tuple[BranchChange, int]] = [
    (Answered("2.talk1.rome", Talk(moves=(Message(to=("public",), text=SAID),)), "why not"), 2),
    (Answered("2.orders.rome", Sealed(signal=None, orders=())), 2),
    (Seated(SeatId("rome"), "scripted", 2), 2),
    (Seated(SeatId("rome"), "scripted", 2, "orders"), 2),
    (Acted(InjectNow(text="The lights go out."), "what if they went out", 3), 3),
    (Acted(Override(variable=Variable("rome.budget"), value=1.0), "what if it were poor", 2, "talk", 1), 2),
    (Acted(InjectNow(text="Less.", changes={Variable("rome.budget"): -1}), "what if it had less", 3), 3),
    (Amendment("trust_reversion", 0.1, 2), 2),
    (Amendment("trust_reversion", 0.1, 1), 1),
]


@pytest.mark.slow
@pytest.mark.parametrize(("change", "turn"), CHANGES)
def test_a_branch_shares_what_was_before_and_proves_itself(parent: Transcript, change: BranchChange, turn: int) -> None:
    before, game = verify(parent.path), branched(parent, change)
    assert events_before(game, turn) == events_before(before, turn)
    origin = game.game.branch
    assert origin is not None
    assert origin.game == parent.header.data["game"]
    assert [a.data for a in game.record.entries[1 : origin.line]] == [b.data for b in parent.entries[1 : origin.line]]
    assert game.turns == before.turns
    assert parent.path.read_bytes() == recorded(), "the parent stays as it was"


@pytest.mark.parametrize(("change", "turn"), CHANGES[2:7])
def test_a_change_shows_only_after_it_was_made(parent: Transcript, change: BranchChange, turn: int) -> None:
    before, game = verify(parent.path), branched(parent, change)
    assert [game.hashes[t] for t in range(1, turn)] == [before.hashes[t] for t in range(1, turn)]
    assert game.hashes[game.turns] != before.hashes[before.turns]


@pytest.mark.parametrize("decision", ["1.talk1.rome", "2.orders.meta", "3.talk2.rome"])
def test_the_same_answer_again_gives_the_same_game(parent: Transcript, decision: str) -> None:
    made = decisions_of(parent)[decision]
    game = branched(parent, Answered(decision, made.body, made.rationale))
    assert game.hashes == verify(parent.path).hashes
    assert game.decisions[decision].via == "branch"
    assert game.decisions[decision].player == "branch"


def test_others_answer_in_the_step_of_the_change_as_they_did(parent: Transcript) -> None:
    game = branched(parent, CHANGES[0][0])
    before = decisions_of(parent)
    together = [made for made in game.decisions.values() if (made.turn, made.phase, made.round) == (2, "talk", 1)]
    assert len(together) == len({made.seat for made in before.values()})
    assert all(made == before[made.id] for made in together if made.seat != "rome")
    assert any(event.body == SAID for event in game.events)


def test_what_a_branch_says_of_its_change_holds_nobodys_words(parent: Transcript) -> None:
    game = branched(parent, CHANGES[0][0])
    assert SAID not in json.dumps(game.record.header.data)
    assert game.record.header.data["branch"]["change"] == {"what": "answer", "decision": "2.talk1.rome"}


def test_an_amendment_counts_from_its_turn_on(parent: Transcript) -> None:
    game = branched(parent, Amendment("adoption_step", 8.0, 2))
    book, _ = game.game.opening()
    assert [book.of_turn(turn).parameters.adoption_step for turn in (0, 1, 2, 3)] == [4, 4, 8, 8]
    assert game.sequence.book.parameters.adoption_step == 8


def test_a_branch_of_a_branch_names_the_branch(parent: Transcript) -> None:
    first = branched(parent, Amendment("adoption_step", 8.0, 2), "first.jsonl")
    second = branched(first.record, Amendment("leverage_price", 30.0, 3), "second.jsonl")
    assert [each.turn for each in second.game.amendments] == [2, 3]
    assert parent_of(second.record).path.name == "first.jsonl"
    assert parent_of(first.record).path.name == "game.jsonl"
    assert second.hashes[2] == first.hashes[2]


def test_a_branch_of_an_unfinished_game_can_be_made(parent: Transcript) -> None:
    lines = recorded().splitlines(keepends=True)
    parent.path.write_bytes(b"".join(lines[: len(lines) * 2 // 3]))
    assert branched(read(parent.path), Amendment("adoption_step", 8.0, 2)).turns == 3


def test_a_parent_is_found_wherever_it_was_renamed_to(parent: Transcript) -> None:
    game = branched(parent, Amendment("adoption_step", 8.0, 2))
    moved = parent.path.rename(parent.path.with_name("renamed.jsonl"))
    assert parent_of(game.record).path == moved


def test_a_copy_of_a_parent_that_is_cut_off_before_the_line_gives_way_to_one_that_has_it(parent: Transcript) -> None:
    game = branched(parent, Amendment("adoption_step", 8.0, 2))
    cut = parent.path.with_name("0-cut.jsonl")
    cut.write_bytes(b"".join(line + b"\n" for line in parent.lines[: branch_line(game) - 1]))
    assert cut.name < parent.path.name
    assert parent_of(game.record).path == parent.path
    parent.path.unlink()
    with pytest.raises(TranscriptError, match=r"of .*0-cut\.jsonl is not the line at which this game left it"):
        parent_of(game.record)


def branch_line(game: Replayed) -> int:
    assert game.game.branch is not None
    return game.game.branch.line


def test_a_parent_that_is_not_there_is_a_sentence_and_the_branch_still_proves_itself(parent: Transcript) -> None:
    game = branched(parent, Amendment("adoption_step", 8.0, 2))
    parent.path.unlink()
    assert verify(game.record.path).turns == 3
    with pytest.raises(TranscriptError, match=r"leaves game \w{12} at line \d+, and no record of that game lies in"):
        parent_of(game.record)


def test_a_parent_that_was_changed_is_a_sentence(parent: Transcript, tmp_path: Path) -> None:
    game = branched(parent, Amendment("adoption_step", 8.0, 3))
    other = tmp_path / "other.jsonl"
    asyncio.run(new_game(choose("first-download", seed=6, everyone="random"), other).play())
    with pytest.raises(TranscriptError, match="is not the line at which this game left it"):
        shares(game.record, read(other))


def test_words_taken_out_of_a_branch_or_its_parent_are_no_change(parent: Transcript) -> None:
    game = branched(parent, Amendment("adoption_step", 8.0, 3))
    bare = parent.path.with_name("bare.jsonl")
    bare.write_bytes(redacted(game.record, list(game.record.texts)).content)
    shares(read(bare), parent)
    parent.path.write_bytes(redacted(parent, list(parent.texts)).content)
    assert parent_of(game.record).removed


def test_a_game_that_is_no_branch_says_so(parent: Transcript) -> None:
    with pytest.raises(TranscriptError, match="no branch"):
        parent_of(parent)


REFUSED: list[tuple[BranchChange, type[Exception], str]] = [
    (Amendment("adoption_step", 8.0, 4), SpecError, "the game is over there"),
    (Answered("9.talk1.rome", Talk(moves=())), SpecError, "no decision 9.talk1.rome"),
    (Answered("2.orders.rome", silence("talk")), SpecError, "a Talk cannot take its place"),
    (Seated(SeatId("atlantis"), "scripted", 2), SpecError, "no such seat"),
    (Seated(SeatId("rome"), "scripted", 9), SpecError, "never came to turn 9"),
    (Seated(SeatId("rome"), "scripted", 2, "talk", 7), SpecError, "nobody decided anything in turn 2, talk, round 7"),
    (Acted(InjectNow(text=""), "a written reason", 2), SpecError, "the text is empty"),
    (Amendment("no_such_number", 1.0, 2), PackError, "no parameter is called"),
    (Amendment("adoption_step", 8.0, 9), SpecError, "never came to turn 9"),
]


@pytest.mark.parametrize(("change", "fault", "sentence"), REFUSED)
def test_a_change_that_cannot_be_made_is_a_sentence_and_leaves_nothing(
    parent: Transcript, change: BranchChange, fault: type[Exception], sentence: str
) -> None:
    out = parent.path.parent / "branch.jsonl"
    with pytest.raises(fault, match=sentence):
        branch(parent, change, out)
    assert not out.exists()


def test_a_branch_never_overwrites_a_file(parent: Transcript) -> None:
    with pytest.raises(TranscriptError, match="exists"):
        branch(parent, Amendment("adoption_step", 8.0, 2), parent.path)
    assert parent.path.read_bytes() == recorded()


CHANGED: list[tuple[Callable[[Transcript], object], object]] = [
    (lambda record: game_of(record).changed(seed=9).seed, 9),
    (lambda record: game_of(record).changed(turns=2).turns, 2),
    (lambda record: game_of(record).changed(parameters={"adoption_step": 8}).overrides["adoption_step"], 8),
    (lambda record: game_of(record).changed(seats={SeatId("rome"): "scripted"}).seats["rome"], "scripted"),
    (lambda record: game_of(record).changed(seats={SeatId("rome"): "scripted"}).seats["meta"], "random"),
    (lambda record: game_of(record).changed() == game_of(record), True),
]


@pytest.mark.parametrize(("taken", "value"), CHANGED)
def test_a_setup_is_changed_in_what_is_named_alone(
    parent: Transcript, taken: Callable[[Transcript], object], value: object
) -> None:
    assert taken(parent) == value


def test_games_that_differ_in_their_seeds_share_their_opening_and_others_do_not(parent: Transcript) -> None:
    setup = game_of(parent)
    book, start = setup.opening()
    other_book, other_start = setup.changed(seed=9).opening()
    assert other_start is start
    assert (other_book.setting, other_book.seed) == (book.setting, 9)
    assert other_book.parameters is book.parameters
    changed = setup.changed(parameters={"adoption_step": 8}).opening()[0]
    assert changed.parameters.adoption_step == 8
    assert setup.changed(turns=1).opening()[0].setting.turns == 1
    assert setup.opening()[0].parameters.adoption_step != 8


def test_a_seat_that_there_is_not_cannot_be_changed(parent: Transcript) -> None:
    with pytest.raises(SpecError, match="no such seat"):
        game_of(parent).changed(seats={SeatId("atlantis"): "scripted"})


def test_seats_are_asked_by_the_rules_of_the_turn(parent: Transcript) -> None:
    out = parent.path.parent / "branch.jsonl"
    branch(parent, Amendment("adoption_step", 8.0, 2), out)
    game, _ = resumed_game(out)
    game.begin()
    ask = game.ask(SeatId("rome"))
    assert (ask.turn, ask.book.parameters.adoption_step, ask.book.later) == (2, 8, {})


def test_undone_turns_are_shared_as_they_were(tmp_path: Path) -> None:
    """A turn that was played twice is left at its second start: what was undone stays in what both share."""
    path = tmp_path / "undone.jsonl"
    game = new_game(choose("first-download", seed=5), path)
    asyncio.run(game.play())
    record = read(path)
    lines = [line for line, entry in zip(record.lines, record.entries, strict=True) if entry.turn < 2]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    begun, _ = resumed_game(path)
    begun.begin()
    step = begun.past.step
    assert step is not None
    who = {"id": "control.1", "what": "undo", "who": "owner", "role": "owner", "at": now()}
    places = {"before": {"turn": step.turn, "phase": step.phase}, "after": {"turn": 1, "phase": "brief"}}
    begun.past.undo(1, {**who, **places, "reason": "one more time"})
    asyncio.run(begun.play())
    begun.log.close()
    twice = verify(path)
    assert sum(entry.kind == "override" for entry in twice.record.entries) == 1
    found = branched(twice.record, Amendment("trust_reversion", 0.1, 2))
    assert found.hashes[1] == twice.hashes[1]
    assert found.game.branch is not None
    assert found.game.branch.line > next(e.n for e in twice.record.entries if e.kind == "override")


def test_a_step_is_left_behind_a_round_that_came_to_nothing(tmp_path: Path) -> None:
    """Nobody says a word in the second round, so no event stands between its answers and the orders."""
    path = tmp_path / "silent.jsonl"
    asyncio.run(new_game(choose("first-download", seed=5, everyone="passing"), path).play())
    parent = read(path)
    order = Sealed(signal=None, orders=(EndorseNorms(),))
    game = branched(parent, Answered("2.orders.rome", order))
    assert game.decisions["2.orders.rome"].body == order
    assert "norms_endorsed" in {event.kind for event in game.events if event.turn == 2}
