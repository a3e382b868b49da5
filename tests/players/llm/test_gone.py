"""A model that is gone stops a game without people, with one sentence and nothing lost; scripts play on if wanted."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.players.llm.calls import KEY, profiles, run
from tests.players.llm.games import SCENARIO, Played, game, gone_on, in_bounds, true_origins
from wargame.errors import ModelGone
from wargame.players.llm.client import GONE_AFTER
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.prices import Prices
from wargame.stub import Settings, Stub
from wargame.table.game import Result
from wargame.table.opening import choose, new_game
from wargame.table.opening_rooms import open_room
from wargame.table.players import Means, ModelMeans
from wargame.table.settings import SessionSettings
from wargame.transcript.reading import read


def stopping(url: str) -> ModelMeans:
    """Models for whom nobody plays on."""
    environ = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": url}
    return ModelMeans(endpoints=Endpoints(environ=environ, profiles=profiles(), prices=Prices(())))


def alone(settings: Settings, path: Path) -> Result:
    async def through() -> Result:
        async with AsyncExitStack() as stack:
            stub = await stack.enter_async_context(Stub(settings))
            models = stopping(stub.url)
            stack.push_async_callback(models.aclose)
            setup = choose(SCENARIO, turns=1, everyone="llm:stub")
            table = new_game(setup, path, sync="end", means=Means(models))
            table.begin()
            return await table.play()

    return run(through())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return game(Settings(key=KEY), tmp_path_factory.mktemp("undisturbed") / "game.jsonl")


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "told"), [("no-quota", "has nothing left"), ("500", "status 500")])
def test_after_three_decisions_without_an_answer_the_game_stops_and_goes_on_as_if_nothing_had_been(
    mode: str, told: str, undisturbed: Played, tmp_path: Path
) -> None:
    path = tmp_path / "game.jsonl"
    with pytest.raises(ModelGone, match=f"{GONE_AFTER} decisions in a row were not answered; .*{told}"):
        alone(Settings(faults={mode: 1.0}, key=KEY), path)
    assert not [e for e in read(path, mend=True).entries if e.kind == "decision" and e.data["origin"] == "fallback"][
        GONE_AFTER - 1 :
    ], "at most the first two were played by a script"

    done = gone_on(Settings(key=KEY), path)
    true_origins(done)
    # The two seats that a script played said something else: a case may be argued in one game and not in the other.
    assert without_weighing(done.decisions) == without_weighing(undisturbed.decisions)
    for each in (path, undisturbed.path):
        entries = read(each, mend=True).entries
        argued = any(entry.data.get("kind") == "argument_put" for entry in entries)
        ids = {entry.data["id"] for entry in entries if entry.kind == "decision"}
        weighed = {name.split(".")[2] for name in ids if ".weigh." in name}
        seats = {name.split(".")[2] for name in without_weighing(ids)}
        assert weighed == (seats if argued else set()), "every seat weighs a case, and only if there is one"


def without_weighing(decisions: Iterable[str]) -> set[str]:
    """Of ids of decisions, those that every game of one turn has: weighing comes only after a case was argued."""
    return {each for each in decisions if ".weigh." not in each}


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["malformed", "refusal", "truncated"])
def test_a_model_that_answers_badly_is_not_gone(mode: str, tmp_path: Path) -> None:
    assert alone(Settings(faults={mode: 1.0}, key=KEY), tmp_path / "game.jsonl").turns == 1


def test_scripts_play_on_where_that_is_wanted(tmp_path: Path) -> None:
    done = game(Settings(faults={"no-quota": 1.0}, key=KEY), tmp_path / "game.jsonl")
    assert done.origins == {"fallback": len(done.decisions)}
    in_bounds(done)


def test_at_a_table_with_people_the_seat_is_played_by_its_script_and_the_decision_says_why(tmp_path: Path) -> None:
    async def through() -> Result:
        async with AsyncExitStack() as stack:
            stub = await stack.enter_async_context(Stub(Settings(faults={"no-quota": 1.0}, key=KEY)))
            models = stopping(stub.url)
            stack.push_async_callback(models.aclose)
            room = open_room(
                choose(SCENARIO, turns=1, everyone="llm:stub"),
                tmp_path / "game.jsonl",
                SessionSettings(facilitated=False),
                Means(models),
            )
            return await room.play()

    assert run(through()).turns == 1
    made = [entry.data for entry in read(tmp_path / "game.jsonl").entries if entry.kind == "decision"]
    assert {each["origin"] for each in made if each["player"] == "llm:stub"} == {"fallback"}
    assert any("has nothing left" in fault for each in made for fault in each["faults"])
