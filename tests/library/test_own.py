"""Players that a program brings along: one that answers what is no answer is told so, and no record is spoilt by it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

import wargame
from wargame.core.moves import Message, Talk, Weigh, silence
from wargame.core.orders import BuildSovereign
from wargame.players.base import PlayerKind

WRONG: dict[str, Callable[[wargame.Ask], Any]] = {
    "NoneType is no Answer": lambda ask: None,
    "Talk is no Answer": lambda ask: silence(ask.phase),
    "asks for Talk, and this is Weigh": lambda ask: wargame.Answer(Weigh(weighings=()), "chosen"),
    "asks for Talk, and this is NoneType": lambda ask: wargame.Answer(None, "chosen"),  # type: ignore[arg-type]
    "its origin is 'luck'": lambda ask: wargame.Answer(silence(ask.phase), "luck"),  # type: ignore[arg-type]
    "its rationale is a int": lambda ask: wargame.Answer(silence(ask.phase), "chosen", 7),  # type: ignore[arg-type]
    r"moves.0.Message.text": lambda ask: talk(Message(to=("rome",), text=7)),  # type: ignore[arg-type]
    r"moves.0.Message.to": lambda ask: talk(Message(to="rome", text="Hear us.")),  # type: ignore[arg-type]
    r"moves.0": lambda ask: talk(BuildSovereign(effort=1)),
}


def talk(move: Any) -> wargame.Answer:
    return wargame.Answer(Talk(moves=(move,)), "chosen")


class Mine:
    spec = "own:mine"
    kind: PlayerKind = "script"

    def __init__(self, says: Callable[[wargame.Ask], Any], instant: bool = True) -> None:
        self.says, self.instant = says, instant

    async def decide(self, ask: wargame.Ask) -> Any:
        return self.says(ask)


@pytest.mark.parametrize("instant", [True, False])
@pytest.mark.parametrize("told", WRONG)
def test_what_is_no_answer_ends_the_game_with_a_sentence(told: str, instant: bool) -> None:
    game = wargame.aplay("first-download", seats={"rome": Mine(WRONG[told], instant)}, turns=1)
    with pytest.raises(wargame.WargameError, match=rf"1\.talk1\.rome, of own:mine: .*{told}"):
        asyncio.run(asyncio.wait_for(game, 300))


def test_halves_of_characters_do_not_spoil_a_record() -> None:
    def says(ask: wargame.Ask) -> wargame.Answer:
        message = Message(to=("public",), text="Half \ud800 a word.")
        return talk(message) if ask.phase == "talk" else wargame.Answer(silence(ask.phase), "chosen", "why \udfff")

    record = wargame.play("first-download", seats={"rome": Mine(says)}, turns=1)
    record.verify()
    assert "Half ? a word." in {row["text"] for row in record.table("messages").to_dicts()}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "person"}, "people sit at `wargame play`"),
        ({"kind": "robot"}, "'robot'; it must be one of model, script, chance, record"),
        ({"instant": "no"}, "is no player"),
        ({"spec": ""}, "is no player"),
        ({"kind": None}, "is no player"),
    ],
)
def test_a_player_must_say_what_it_is(change: dict[str, Any], told: str) -> None:
    mine = Mine(lambda ask: None)
    for name, value in change.items():
        setattr(mine, name, value)
    with pytest.raises(wargame.SpecError, match=told):
        wargame.play("first-download", seats={"rome": mine})


def test_a_class_is_no_player() -> None:
    with pytest.raises(wargame.SpecError, match="is no player"):
        wargame.play("first-download", seats={"rome": Mine})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "wrong", [{"seed": 1.5}, {"seed": "3"}, {"turns": "2"}, {"tokens": -1}, {"answer_seconds": 0}, {"seed": True}]
)
def test_a_number_that_cannot_be_is_named(wrong: dict[str, Any]) -> None:
    ((name, value),) = wrong.items()
    with pytest.raises(wargame.SpecError, match=f"{name}={value!r}: this must be"):
        wargame.play("first-download", **wrong)
