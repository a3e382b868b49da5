"""A game is taken up at the start of its last turn by folding: what was played is read back, and nothing is ruled."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from wargame.core.ids import SeatId
from wargame.core.moves import silence
from wargame.errors import TranscriptError
from wargame.rules.turn.adjudication import Adjudicator
from wargame.table.opening import choose, gone_on_with, new_game, resumed_game
from wargame.table.waiting import run_through
from wargame.transcript.branch import Answered, Seated, branch
from wargame.transcript.entry_values import event_of
from wargame.transcript.folding import folded
from wargame.transcript.reading import Transcript, read
from wargame.transcript.verify import Replayed, verify

GAMES = {
    "scripts of the core table": ("between-the-giants", "core", "scripted", 3),
    "chance in the tutorial": ("first-download", None, "random", None),
}


@lru_cache(maxsize=4)
def game(name: str) -> Replayed:
    scenario, variant, everyone, turns = GAMES[name]
    path = Path(mkdtemp()) / "game.jsonl"
    setup = choose(scenario, variant=variant, seed=11, turns=turns, everyone=everyone)
    run_through(new_game(setup, path).play(), waits=False)
    return verify(path)


@pytest.mark.parametrize("name", GAMES)
def test_events_are_read_back_as_they_were_played(name: str) -> None:
    events = [event_of(entry) for entry in game(name).record.entries if entry.kind == "event"]
    assert events == game(name).events


@pytest.mark.parametrize("name", GAMES)
def test_at_the_start_of_every_turn_folding_gives_what_playing_gave(name: str) -> None:
    whole = game(name)
    ends = [entry.n for entry in whole.record.entries if entry.data.get("what") == "turn_end"]
    for turn, line in enumerate(ends, 1):
        begun = folded(whole.record.entries[: line + 3])
        assert (begun.at.turn, begun.lines) == (turn + 1, line)
        assert begun.at.state.hash() == whole.states[turn].hash()
        assert begun.at.events == [event for event in whole.events if event.turn <= turn]
        assert dict(begun.at.decisions) == {n: made for n, made in whole.decisions.items() if made.turn <= turn}
        assert dict(begun.at.hashes) == {n: hash_ for n, hash_ in whole.hashes.items() if n <= turn}


def test_before_the_first_turn_is_over_it_is_the_opening() -> None:
    whole = game("chance in the tutorial")
    begun = folded(whole.record.entries[:12])
    assert (begun.at.turn, begun.at.events) == (1, whole.events[:1])


def copied(name: str, folder: Path) -> Transcript:
    path = folder / "game.jsonl"
    path.write_bytes(game(name).record.path.read_bytes())
    return read(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", GAMES)
def test_a_branch_is_the_same_whether_it_goes_on_by_folding_or_by_playing_again(name: str, tmp_path: Path) -> None:
    parent = copied(name, tmp_path)
    seat = SeatId("paris" if "core" in name else "rome")
    change = Answered(f"{game(name).turns}.talk1.{seat}", silence("talk"))
    begun = branch(parent, change, tmp_path / "folded.jsonl")
    again = tmp_path / "again.jsonl"
    again.write_bytes(begun.path.read_bytes())
    assert read(again) == replace(begun, path=again)
    run_through(gone_on_with(begun).play(), waits=False)
    run_through(resumed_game(again)[0].play(), waits=False)
    ends = [[entry.data for entry in read(path).entries if entry.kind == "event"] for path in (begun.path, again)]
    assert ends[0] == ends[1]
    assert verify(begun.path).hashes == verify(again).hashes


def test_only_the_turn_of_the_change_is_ruled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = copied("scripts of the core table", tmp_path)
    ruled: list[int] = []
    for name in ("open_turn", "talk", "open_orders", "weigh", "adjudicate"):
        monkeypatch.setattr(Adjudicator, name, counting(getattr(Adjudicator, name), ruled))
    begun = branch(parent, Answered("3.orders.paris", silence("orders")), tmp_path / "fork.jsonl")
    run_through(gone_on_with(begun).play(), waits=False)
    assert set(ruled) == {3}


def counting(rule: Any, ruled: list[int]) -> Any:
    def counted(self: Adjudicator, state: Any, turn: int, *more: Any) -> Any:
        ruled.append(turn)
        return rule(self, state, turn, *more)

    return counted


def test_a_state_that_the_events_do_not_give_is_told_with_its_line(tmp_path: Path) -> None:
    parent = copied("chance in the tutorial", tmp_path)
    last = [e for e in parent.entries if e.kind == "event" and e.turn == 2 and e.data.get("changes")][-1]
    last.data["changes"][-1]["after"] += 1
    with pytest.raises(TranscriptError, match="the events up to here give another state than it says"):
        branch(parent, Seated(SeatId("rome"), "scripted", 3), tmp_path / "fork.jsonl")
    assert not (tmp_path / "fork.jsonl").exists()


def test_an_event_that_is_none_is_told_with_its_line() -> None:
    entry = next(e for e in game("chance in the tutorial").record.entries if e.kind == "event" and "changes" in e.data)
    for field, value in (("changes", [{"variable": "rome.A"}]), ("changes", [5]), ("puts", [{"table": "x"}])):
        wrong = replace(entry, data={**entry.data, field: value})
        with pytest.raises(TranscriptError, match=f"line {entry.n}: this event cannot be read"):
            event_of(wrong)


def test_a_game_of_other_rules_is_not_forked(tmp_path: Path) -> None:
    parent = copied("chance in the tutorial", tmp_path)
    parent.header.data["rules"] = 1
    with pytest.raises(TranscriptError, match="was ruled by version 1 of the rules"):
        branch(parent, Seated(SeatId("rome"), "scripted", 3), tmp_path / "fork.jsonl")
