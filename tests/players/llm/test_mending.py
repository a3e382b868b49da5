"""Form without harm is mended and told; whatever would change an order stays a fault."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from wargame.core.moves import Message, Sealed, Signal, Talk
from wargame.core.orders import Integrate, TrainOperators
from wargame.players.base import Ask
from wargame.players.llm.loose_values import plain
from wargame.players.llm.mending import MOST_MENDED
from wargame.players.llm.reply_reading import read
from wargame.rules.turn.sequence import Asked
from wargame.table.game import RunningGame
from wargame.table.opening import choose, new_game

DEPTH = {"kind": "integrate", "focus": "depth"}
SINCE_THIRD: list[tuple[dict[str, Any], str]] = [
    ({"orders": [{"type": "integrate", "focus": "depth"}]}, "orders[0].type is read as kind"),
    ({"orders": [{"action": "Integrate", "focus": "depth"}]}, "orders[0].action is read as kind"),
    ({"orders": [{"integrate": {"focus": "depth"}}]}, "orders[0] stood in 'integrate', read as its kind"),
    ({"orders": {"0": DEPTH}}, "orders is a list written by number"),
    ({"orders": {"1": DEPTH}}, "orders is a list written by number"),
    ({"notebook": {"others": "calm", "next": "wait"}}, "notebook is no text, read as one"),
    ({"plan": ["wait", "then act"]}, "plan is no text, read as one"),
    ({"orders": [{**DEPTH, "reason": "It pays."}]}, "orders[0].reason was not asked for and is left out"),
    ({"orders": [{**DEPTH, "amount": None}]}, "orders[0].amount was not asked for and is left out"),
]
"""Form that is mended since the third reading."""
SINCE_FOURTH: list[tuple[dict[str, Any], str]] = [
    (
        {"orders": [{"kind": "integrate", "parameters": {"focus": "depth"}}]},
        "orders[0].parameters is read as its fields",
    ),
    ({"orders": [{"kind": "integrate", "args": {"focus": "Depth"}}]}, "orders[0].args is read as its fields"),
    ({"orders": [{**DEPTH, "priority": 1}]}, "orders[0].priority was not asked for and is left out"),
    ({"signal": False}, "signal is false, read as null"),
    ({"signal": []}, "signal is [], read as null"),
]
"""Form that is mended since the fourth reading."""
INTEGRATES = Sealed(signal=None, orders=(Integrate(focus="depth"),))


@pytest.fixture(scope="module")
def table() -> RunningGame:
    table = new_game(choose("first-download", seed=1), None)
    steps = table.sequence.run()
    while not isinstance(next(steps), Asked):
        pass
    return table


def orders(table: RunningGame, change: Mapping[str, Any], without: str = "") -> tuple[Ask, str]:
    said = {"rationale": "r", "plan": "p", "notebook": "n", "signal": None, "orders": [DEPTH], **change}
    return table.ask("rome", Asked(1, "orders", 0)), json.dumps({k: v for k, v in said.items() if k != without})


def talk(table: RunningGame, *moves: Any) -> tuple[Ask, str]:
    return table.ask("rome", Asked(1, "talk", 1)), json.dumps({"rationale": "r", "moves": moves})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"plan": None}, 'plan is null, read as ""'),
        ({"notebook": None}, 'notebook is null, read as ""'),
        ({"signal": "null"}, "signal is null, read as null"),
        ({"signal": {}}, "signal is null, read as null"),
        ({"thoughts": "I weigh it."}, "thoughts was not asked for and is left out"),
        ({"confidence": 0.8}, "confidence was not asked for and is left out"),
        ({"orders": [{"kind": "Integrate", "focus": "depth"}]}, 'orders[0].kind is "Integrate", read as "integrate"'),
        ({"orders": [{"kind": "integrate", "focus": " Depth "}]}, 'orders[0].focus is " Depth ", read as "depth"'),
        ({"orders": [{"Kind": "integrate", "focus": "depth"}]}, "orders[0].Kind is read as kind"),
        ({"orders": DEPTH}, "orders is no list, read as a list of one"),
        ({"orders": json.dumps([DEPTH])}, "orders is a list written as text"),
        ({"orders": [json.dumps(DEPTH)]}, "orders[0] is an object written as text"),
        *SINCE_THIRD,
        *SINCE_FOURTH,
    ],
)
def test_harmless_form_is_mended_and_told(table: RunningGame, change: dict[str, Any], told: str) -> None:
    found = read(*orders(table, change))
    assert (found.body, found.faults) == (INTEGRATES, ())
    assert any(told in each for each in found.mended), found.mended


@pytest.mark.parametrize("change", [change for change, _ in SINCE_THIRD])
def test_a_record_of_the_second_reading_is_mended_as_it_was(table: RunningGame, change: dict[str, Any]) -> None:
    assert read(*orders(table, change), 2).body is None


@pytest.mark.parametrize("change", [change for change, _ in SINCE_FOURTH])
def test_a_record_of_the_third_reading_is_mended_as_it_was(table: RunningGame, change: dict[str, Any]) -> None:
    assert read(*orders(table, change), 3).body is None


@pytest.mark.parametrize("said", ["train_operators", "Train operators", {"train_operators": None}])
def test_an_order_that_says_nothing_but_its_kind_may_be_that_word(table: RunningGame, said: Any) -> None:
    found = read(*orders(table, {"orders": [said]}))
    assert found.body == Sealed(signal=None, orders=(TrainOperators(),))
    assert found.mended
    assert read(*orders(table, {"orders": ["integrate"]})).body is None, "its focus is missing"
    assert read(*orders(table, {"orders": [said]}), 3).body is None


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "integrate", "args": {"focus": "depth", "seat": "washington"}},
        {"kind": "integrate", "args": {"kind": "train_operators"}},
        {"kind": "integrate", "args": {"focus": "depth"}, "focus": "breadth"},
        {"kind": "integrate", "args": ["depth"]},
    ],
)
def test_what_is_held_in_doubt_stays_a_fault(table: RunningGame, change: dict[str, Any]) -> None:
    assert read(*orders(table, {"orders": [change]})).body is None


def test_readers_may_stand_under_another_name_or_in_one_text(table: RunningGame) -> None:
    wanted = Talk(moves=(Message(to=("meta", "washington"), text="Hello."),))
    for told in ({"to": ["Meta, washington"]}, {"to": "meta, washington"}, {"recipients": ["meta", "washington"]}):
        found = read(*talk(table, {"kind": "message", **told, "text": "Hello."}))
        assert (found.body, found.faults) == (wanted, ())
        assert found.mended
    for told in ({"to": ["meta, everyone"]}, {"recipient": "meta", "addressee": "washington"}, {"recipient": "all"}):
        assert read(*talk(table, {"kind": "message", **told, "text": "A secret."})).body is None


def test_a_text_in_several_lines_is_one_text(table: RunningGame) -> None:
    found = read(*talk(table, {"kind": "message", "to": ["meta"], "text": ["Hello.", "And goodbye."]}))
    assert found.body == Talk(moves=(Message(to=("meta",), text="Hello.\nAnd goodbye."),))
    assert read(*talk(table, {"kind": "message", "to": ["meta"], "text": ["Hello.", 3]})).body is None


def test_a_notebook_that_was_written_as_fields_becomes_its_lines(table: RunningGame) -> None:
    found = read(*orders(table, {"notebook": {"others": "calm", "promises": "none", "next": "wait"}}))
    assert found.notebook == "others: calm\npromises: none\nnext: wait"
    assert read(*orders(table, {"notebook": {"others": ["calm"]}})).body is None, "what lies deeper is in doubt"


def test_a_signal_that_is_a_mere_text_promises_nothing(table: RunningGame) -> None:
    found = read(*orders(table, {"signal": "We act."}))
    assert found.body == Sealed(signal=Signal(text="We act.", intents=()), orders=INTEGRATES.orders)
    assert read(*orders(table, {"signal": {"text": "We act."}})).body == found.body
    assert read(*orders(table, {"signal": "We act."}), 2).body is None


@pytest.mark.parametrize("name", ["content", "message", "body"])
def test_the_text_of_a_move_may_stand_under_another_name(table: RunningGame, name: str) -> None:
    found = read(*talk(table, {"kind": "message", "to": ["meta"], name: "Hello."}))
    assert found.body == Talk(moves=(Message(to=("meta",), text="Hello."),))
    assert found.mended == (f"moves[0].{name} is read as text",)
    twice = read(*talk(table, {"kind": "message", "to": ["meta"], name: "Hello.", "words": "Or not."}))
    assert twice.body is None
    assert "moves[0].text is missing" in twice.faults


@pytest.mark.parametrize("secret", [0, "no", "False"])
def test_a_flag_may_be_said_in_other_words(table: RunningGame, secret: Any) -> None:
    clause = {"kind": "support", "giver": "rome", "taker": "meta", "what": "open"}
    offer = {"kind": "propose", "text": "An offer.", "terms": {"clauses": [clause], "secret": secret, "turns": 2}}
    told = [each for each in read(*talk(table, offer)).mended if "secret" in each]
    assert told == [f"moves[0].terms.secret is {json.dumps(secret)}, read as false"]


@pytest.mark.parametrize(
    "order",
    [
        {"type": "integrate", "action": "integrate", "focus": "depth"},
        {"seat": "integrate", "focus": "depth"},
        {"type": "integration", "focus": "depth"},
    ],
)
def test_a_kind_in_doubt_stays_a_fault(table: RunningGame, order: dict[str, Any]) -> None:
    assert read(*orders(table, {"orders": [order]})).body is None


def test_a_reply_in_due_form_is_not_mended(table: RunningGame) -> None:
    assert read(*orders(table, {})).mended == ()


def test_a_missing_rationale_is_read_as_none(table: RunningGame) -> None:
    found = read(*orders(table, {}, without="rationale"))
    assert (found.body, found.rationale) == (INTEGRATES, "")
    assert found.mended == ('rationale is missing, read as ""',)


@pytest.mark.parametrize("name", ["Anthropic ", "ANTHROPIC", "‘Meta’", "washington", "Washington."])
def test_a_name_that_fits_one_seat_alone_is_that_seat(table: RunningGame, name: str) -> None:
    (seat,) = {seat.id for seat in table.book.setting.seats if plain(name) in (plain(seat.id), plain(seat.name))}
    found = read(*talk(table, {"kind": "message", "to": [name], "text": "Hello."}))
    assert found.body == Talk(moves=(Message(to=(seat,), text="Hello."),))
    assert bool(found.mended) == (name != seat)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"state": {"stability": 0}}, "state has no place here"),
        ({"seat": "washington"}, "seat has no place here"),
        ({"note": "washington"}, "note has no place here"),
        ({"extra": {"world": {"F": 3}}}, "extra has no place here"),
        ({"moves": []}, "moves has no place here"),
        ({"actingAs": "washington"}, "actingAs has no place here"),
        ({"orders": [{**DEPTH, "seat": "washington"}]}, "orders[0].seat has no place here"),
        ({"orders": [{**DEPTH, "seat": None}]}, "orders[0].seat has no place here"),
        ({"orders": [{**DEPTH, "amount": 3}]}, "orders[0].amount has no place here"),
        ({"orders": [{**DEPTH, "reason": {"state": 3}}]}, "orders[0].reason has no place here"),
        ({"orders": [{"kind": "integrate"}]}, "orders[0].focus is missing"),
        ({"orders": [{"kind": "integrate", "focus": "deep"}]}, 'orders[0].focus is "deep"'),
        ({"orders": None}, "orders is null"),
    ],
)
def test_what_would_change_an_order_stays_a_fault(table: RunningGame, change: dict[str, Any], fault: str) -> None:
    found = read(*orders(table, change))
    assert found.body is None
    assert any(fault in each for each in found.faults), found.faults


def test_orders_that_are_missing_are_a_fault(table: RunningGame) -> None:
    found = read(*orders(table, {}, without="orders"))
    assert found.body is None
    assert "orders is missing" in found.faults


@pytest.mark.parametrize("reader", ["", "everyone", "europe", "rome or meta", None, 3])
def test_a_reader_in_doubt_stays_a_fault(table: RunningGame, reader: Any) -> None:
    found = read(*talk(table, {"kind": "message", "to": [reader], "text": "A secret."}))
    assert found.body is None
    assert found.faults


def test_of_many_mends_the_first_are_told_and_the_rest_counted(table: RunningGame) -> None:
    found = read(*orders(table, {f"remark{number}": "so" for number in range(30)}))
    assert found.body == INTEGRATES
    assert len(found.mended) == MOST_MENDED + 1
    assert found.mended[-1] == f"{30 - MOST_MENDED} more of the kind"


def test_a_record_of_the_first_reading_is_not_mended(table: RunningGame) -> None:
    ask, text = orders(table, {"thoughts": "I weigh it."})
    assert read(ask, text, 1).faults
    assert read(ask, text, 2).body == INTEGRATES
