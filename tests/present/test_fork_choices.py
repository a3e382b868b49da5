"""What could be otherwise at a decision is what it holds, in words; forks get names that no record has."""

from __future__ import annotations

from pathlib import Path

from tests.review import walks
from wargame.core.ids import SeatId
from wargame.core.moves import Respond, Sealed, Talk
from wargame.paired.fork_changes import kinds_of
from wargame.present.fork_choices import ForkChoice, fork_choices, free_place
from wargame.review.walk import Walk
from wargame.transcript.branch import Answered, Seated
from wargame.transcript.entry_values import decision_of


def choices_at(walk: Walk, step: int) -> list[ForkChoice]:
    assert walk.positions is not None
    assert walk.names is not None
    entry = walk.timeline.entry(step)
    made = decision_of(entry)
    known = walk.positions.view(walk.positions.at(max(1, walk.timeline.numbers[step])), SeatId(made.seat))
    return fork_choices(made, entry, known, walk.names, made.player)


def test_each_choice_changes_one_thing_of_the_decision_and_keeps_the_rest() -> None:
    walk, seen = walks.walk_through(walks.undone()), set[str]()
    for step in range(len(walk.timeline)):
        if walk.timeline.kind(step) != "decision":
            continue
        made = decision_of(walk.timeline.entry(step))
        for choice in choices_at(walk, step):
            seen.add(choice.what)
            change = choice.change
            if isinstance(change, Seated):
                assert change.seat == made.seat
                assert change.turn in (made.turn, made.turn + 1)
                continue
            assert isinstance(change, Answered)
            assert change.decision == made.id
            assert change.body != made.body
            if choice.what == "pass":
                assert not kinds_of(change.body)
            elif choice.what == "without":
                assert len(kinds_of(change.body)) == len(kinds_of(made.body)) - 1
            else:
                assert isinstance(change.body, Talk)
                assert isinstance(made.body, Talk)
                others = [move for move in made.body.moves if not isinstance(move, Respond)]
                assert [move for move in change.body.moves if not isinstance(move, Respond)] == others
    assert seen == {"pass", "without", "reply", "player"}


def test_no_choice_spells_an_order_or_an_offer_by_id() -> None:
    walk = walks.walk_through(walks.undone())
    steps = [step for step in range(len(walk.timeline)) if walk.timeline.kind(step) == "decision"]
    words = [choice.words for step in steps for choice in choices_at(walk, step)]
    assert any("the offer of" in text for text in words)
    assert not [text for text in words if "_" in text or "{" in text]


def test_a_decision_that_holds_nothing_cannot_be_passed() -> None:
    walk = walks.walk_through(walks.undone())
    for step in range(len(walk.timeline)):
        if walk.timeline.kind(step) == "decision":
            body = decision_of(walk.timeline.entry(step)).body
            if not kinds_of(body) and not (isinstance(body, Sealed) and body.signal):
                assert "pass" not in {choice.what for choice in choices_at(walk, step)}
                return
    raise AssertionError("every decision holds something")


def test_a_fork_is_recorded_where_no_record_lies(tmp_path: Path) -> None:
    game = tmp_path / "game.jsonl"
    assert free_place(game, 12, 1) == tmp_path / "game-at-12.jsonl"
    (tmp_path / "game-at-12.jsonl").touch()
    (tmp_path / "game-at-12b-2.jsonl").touch()
    assert free_place(game, 12, 1) == tmp_path / "game-at-12b.jsonl"
    assert free_place(game, 12, 3) == tmp_path / "game-at-12.jsonl"
    (tmp_path / "game-at-12-3.jsonl").touch()
    assert free_place(game, 12, 3) == tmp_path / "game-at-12c.jsonl"
