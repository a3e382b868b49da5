"""A table with people hands the seat of a model that is gone to its script, and says so to those who may know."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.players.llm.calls import KEY, profiles, run
from tests.table.rig import everyone_answers
from wargame.players.llm.client import GONE_AFTER
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.prices import Prices
from wargame.review.proof import verify
from wargame.stub import Settings, Stub
from wargame.table.opening import choose
from wargame.table.opening_rooms import open_room, resume_room
from wargame.table.pacing import UNHEARD
from wargame.table.players import Means, ModelMeans
from wargame.table.room import Room
from wargame.table.settings import SessionSettings
from wargame.transcript.reading import Transcript, read

MODELS = ("anthropic", "meta")
SEATS = {"rome": "human", **dict.fromkeys(MODELS, "llm:stub"), "palantir": "scripted:argue=off"}


def played(
    settings: Settings, path: Path, look: Callable[[Room], None] = lambda _: None, *, turns: int = 2, **options: Any
) -> Room:
    """A room whose person plays as a script does, while the models are asked at a stub of this kind."""

    async def through() -> Room:
        async with AsyncExitStack() as stack:
            stub = await stack.enter_async_context(Stub(settings))
            environ = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": stub.url}
            board = Endpoints(environ=environ, profiles=profiles(seconds=60.0), prices=Prices(()))
            models = ModelMeans(endpoints=board)
            stack.push_async_callback(models.aclose)
            setup = choose("first-download", turns=turns, seats=SEATS)
            room = open_room(setup, path, SessionSettings(**options), Means(models))
            game = asyncio.ensure_future(room.play())
            while not game.done():
                everyone_answers(room)
                look(room)
                await asyncio.sleep(0.01)
            await game
            return room

    return run(through())


def handed_over(record: Transcript) -> dict[str, str]:
    """Why each seat was handed to its script, as the log of control has it."""
    acts = [entry.data for entry in record.entries if entry.kind == "override" and entry.data["what"] == "swap"]
    assert all((act["who"], act["before"], act["after"]) == ("table", "llm:stub", "scripted") for act in acts)
    return {act["target"]: str(act["reason"]) for act in acts}


def told_by_control(room: Room, seat: str) -> list[str]:
    """What control has said to a seat."""
    return [seen.body for seen in room.chair(seat).look().view.events if seen.kind == "control_message"]


NO_QUOTA = Settings(faults={"no-quota": 1.0}, key=KEY)


def test_a_seat_whose_model_is_gone_is_its_scripts_from_then_on_and_the_log_of_control_says_why(tmp_path: Path) -> None:
    room = played(NO_QUOTA, tmp_path / "game.jsonl")
    found = handed_over(read(tmp_path / "game.jsonl"))
    assert set(found) == set(MODELS)
    assert all("decisions in a row were not answered; " in why and "has nothing left" in why for why in found.values())
    shown = [each for each in room.control.deviations() if each.what == "swap"]
    assert {each.target for each in shown} == set(MODELS)
    assert {room.view.players()[seat] for seat in MODELS} == {"scripted"}
    made = [each for each in verify(tmp_path / "game.jsonl").decisions.values() if each.seat in MODELS]
    by_model = [each for each in made if each.player == "llm:stub"]
    assert len(by_model) == GONE_AFTER - 1
    assert {each.origin for each in by_model} == {"fallback"}
    assert {each.origin for each in made if each not in by_model} == {"scripted"}


def test_people_at_the_table_are_told_which_model_does_not_answer_and_who_plays_now(tmp_path: Path) -> None:
    room = played(NO_QUOTA, tmp_path / "game.jsonl")
    told = told_by_control(room, "rome")
    assert sorted(told) == [
        f"The model of {room.book.name(seat)} does not answer any more; its script plays from now on."
        for seat in sorted(MODELS, key=room.book.name)
    ]
    assert not told_by_control(room, "palantir"), "a script has no use for it"
    assert {each.player for each in room.statuses() if each.seat in MODELS} == {"script"}


def test_where_it_is_hidden_who_is_a_machine_control_alone_learns_of_it(tmp_path: Path) -> None:
    def hidden(room: Room) -> None:
        assert {each.player for each in room.statuses()} == {"hidden"}

    room = played(NO_QUOTA, tmp_path / "game.jsonl", hidden, hide_players=True)
    assert set(handed_over(read(tmp_path / "game.jsonl"))) == set(MODELS)
    assert not told_by_control(room, "rome")
    events = [str(event.text) + str(event.body) for event in room.record]
    assert not [text for text in events if "model of" in text or "script" in text]


@pytest.mark.slow
def test_a_model_that_never_comes_in_time_costs_the_table_five_waits_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    played(Settings(faults={"hang": 1.0}, key=KEY), path, turns=3, model_seconds=0.3)
    found = handed_over(read(path))
    assert set(found) == set(MODELS)
    assert all(why == f"llm:stub was too late for {UNHEARD} decisions in a row" for why in found.values())
    late = [each for each in verify(path).decisions.values() if each.seat in MODELS and each.player == "llm:stub"]
    assert [each.origin for each in late] == ["timeout"] * len(MODELS) * UNHEARD


def test_a_game_that_goes_on_has_the_script_in_the_seat_and_control_may_call_the_model_back(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    played(NO_QUOTA, path)
    lines = path.read_bytes().splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if b'"what":"swap"' in line)
    path.write_bytes(b"".join(lines[: last + 1]))

    async def again() -> tuple[set[str], str]:
        async with Stub(Settings(key=KEY)) as stub:
            environ = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": stub.url}
            models = ModelMeans(endpoints=Endpoints(environ=environ, profiles=profiles(), prices=Prices(())))
            room = resume_room(path, Means(models))
            before = {room.view.players()[seat] for seat in MODELS}
            game = asyncio.ensure_future(room.play())
            await asyncio.sleep(0)
            room.control.swap("meta", "llm:stub", "it is there again")
            after = room.view.players()["meta"]
            game.cancel()
            await asyncio.gather(game, return_exceptions=True)
            await models.aclose()
            return before, after

    assert run(again()) == ({"scripted"}, "llm:stub")


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["malformed", "refusal"])
def test_a_model_that_answers_badly_keeps_its_seat(mode: str, tmp_path: Path) -> None:
    played(Settings(faults={mode: 1.0}, key=KEY), tmp_path / "game.jsonl", turns=2)
    assert not handed_over(read(tmp_path / "game.jsonl"))
