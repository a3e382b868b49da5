"""No reply can raise out of its reading, whatever it is made of; what is in it is a fault of the answer."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from wargame.players.base import Ask
from wargame.players.llm.reply_reading import read
from wargame.rules.turn.sequence import Asked
from wargame.table.opening import choose, new_game

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2.5,
    1e308,
    float("inf"),
    float("nan"),
    10**40,
    "",
    " ",
    "null",
    "rome",
    "\ud800",
    "\x00",
    "[",
    "{}",
    [],
    {},
    [[]],
    [None],
    [{}],
    {"kind": None},
    {"kind": []},
    {"kind": {"kind": "integrate"}},
    {"": ""},
    "x" * 5000,
)
PROPOSAL = {
    "kind": "propose",
    "text": "An offer.",
    "terms": {
        "secret": False,
        "turns": 2,
        "clauses": [{"kind": "access", "taker": "rome", "model": "claude", "areas": ["cyber"], "price": 1}],
    },
}
GOOD: dict[str, dict[str, Any]] = {
    "talk": {
        "rationale": "r",
        "moves": [PROPOSAL, {"kind": "message", "to": ["meta"], "text": "Hello."}, {"kind": "withdraw", "offer": "a1"}],
    },
    "orders": {
        "rationale": "r",
        "plan": "p",
        "notebook": "n",
        "signal": {"text": "We act.", "intents": [{"will": True, "verb": "integrate", "target": None}]},
        "orders": [{"kind": "integrate", "focus": "depth"}, {"kind": "argument", "side": "pro"}],
    },
    "weigh": {
        "rationale": "r",
        "weighings": [{"argument": "a", "side": "pro", "reason": {"text": "Y", "cites": None}}],
    },
}


@pytest.fixture(scope="module")
def asks() -> dict[str, Ask]:
    table = new_game(choose("first-download", seed=1), None)
    steps = table.sequence.run()
    while not isinstance(next(steps), Asked):
        pass
    rounds = (Asked(1, "talk", 1), Asked(1, "orders", 0), Asked(1, "weigh", 0))
    return {each.phase: table.ask("rome", each) for each in rounds}


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for name, part in items for place in places(part, (*at, name)))]


def spoilt(value: Any, chance: Random) -> Any:
    """The value with one to three of its parts, wherever they are, taken out or put otherwise."""
    found = json.loads(json.dumps(value))
    for _ in range(chance.randint(1, 3)):
        place = chance.choice(places(found))
        if not place:
            return chance.choice(ODD)
        holder = found
        for step in place[:-1]:
            holder = holder[step]
        if chance.random() < 0.2:
            del holder[place[-1]]
        elif isinstance(holder, dict) and chance.random() < 0.3:
            holder[chance.choice(["state", "kind", "KIND", "Seat", "", "to", "thoughts"])] = chance.choice(ODD)
        else:
            holder[place[-1]] = chance.choice(ODD)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("phase", GOOD)
@pytest.mark.parametrize("reading", [1, 2])
def test_a_reply_with_parts_put_otherwise_is_read_or_has_faults_in_words(
    phase: str, reading: int, asks: dict[str, Ask]
) -> None:
    for seed in range(400):
        chance = Random(f"{phase} {seed}")
        text = json.dumps(spoilt(GOOD[phase], chance))
        if chance.random() < 0.2:
            text = text[: chance.randrange(len(text) + 1)]
        found = read(asks[phase], text, reading)
        assert (found.body is None) == bool(found.faults), text
        if reading == 2:
            assert not any("it is like nothing that was asked for" in fault for fault in found.faults), text
        assert all("\n" not in fault for fault in found.faults), text
        assert "\ud800" not in repr(found.body)


@pytest.mark.parametrize("text", ["[" * 3000, '{"a":' * 3000, '{"moves":' + "[" * 2000 + "]" * 2000 + "}", "9" * 9000])
@pytest.mark.parametrize("phase", GOOD)
def test_depth_and_length_are_faults_of_the_answer(phase: str, text: str, asks: dict[str, Ask]) -> None:
    found = read(asks[phase], text)
    assert found.body is None
    assert found.faults
