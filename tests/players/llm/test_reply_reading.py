"""Reading a reply: what is typed counts, everything else is named in the words that a person would get."""

from __future__ import annotations

import json
from typing import Any

import pytest

from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause
from wargame.core.moves import Message, Propose, Sealed, Talk, Weigh
from wargame.core.orders import Integrate
from wargame.core.state import State
from wargame.players.base import Ask
from wargame.players.llm.reply_reading import MOST_FAULTS, read
from wargame.rules.turn.sequence import Asked
from wargame.table.game import RunningGame
from wargame.table.opening import choose, new_game

ACCESS: dict[str, Any] = {
    "kind": "access",
    "taker": "rome",
    "model": "claude",
    "channel": "enclave",
    "licence": "restricted",
    "areas": ["cyber", "cyber", "command"],
    "data": "resident",
    "audit": "none",
    "support": 0,
    "price": 1,
    "notice": 1,
}


@pytest.fixture(scope="module")
def table() -> RunningGame:
    table = new_game(choose("first-download", seed=1), None)
    steps = table.sequence.run()
    while not isinstance(next(steps), Asked):
        pass
    assert table.sequence.state != State()
    return table


def orders(table: RunningGame, **given: Any) -> tuple[Ask, str]:
    said = {"rationale": "r", "plan": "p", "notebook": "n", "signal": None, "orders": [], **given}
    return table.ask("rome", Asked(1, "orders", 0)), json.dumps(said)


def talk(table: RunningGame, *moves: Any) -> tuple[Ask, str]:
    return table.ask("rome", Asked(1, "talk", 1)), json.dumps({"rationale": "r", "moves": moves})


def offer(*clauses: Any, **given: Any) -> dict[str, Any]:
    return {"kind": "propose", "text": "An offer.", "terms": {"clauses": clauses, "secret": False, "turns": 2, **given}}


def test_a_reply_in_due_form_is_read_whole(table: RunningGame) -> None:
    found = read(*orders(table, orders=[{"kind": "integrate", "focus": "depth"}]))
    assert found.body == Sealed(signal=None, orders=(Integrate(focus="depth"),))
    assert (found.rationale, found.plan, found.notebook, found.faults) == ("r", "p", "n", ())


@pytest.mark.parametrize(
    "around", ["```json\n{}\n```", "<think>Hm {{ no }}</think>{}", "Here it is: {} I hope it serves."]
)
def test_words_around_an_object_do_not_matter(table: RunningGame, around: str) -> None:
    ask, text = orders(table)
    assert read(ask, around.replace("{}", text, 1)).body == Sealed(signal=None, orders=())


@pytest.mark.parametrize("field", ["state", "seat", "world.F", "stability"])
def test_a_field_that_nobody_asked_for_is_named_and_nothing_takes_effect(table: RunningGame, field: str) -> None:
    found = read(*orders(table, **{field: "washington"}))
    assert found.body is None
    assert found.faults == (f"{field} has no place here and no effect: only the fields that were asked for are read",)


def test_an_order_cannot_name_its_author(table: RunningGame) -> None:
    found = read(*orders(table, orders=[{"kind": "integrate", "focus": "depth", "seat": "washington"}]))
    assert found.body is None
    assert found.faults[0].startswith("orders[0].seat has no place here")


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"kind": "set_stability", "value": 0}, 'orders[0].kind is "set_stability"; accepted are argument, adopt_open'),
        ({"customer": "meta"}, "orders[0] has no kind; accepted are argument"),
        ({"kind": "integrate"}, "orders[0].focus is missing"),
        ({"kind": "integrate", "focus": "speed"}, 'orders[0].focus is "speed"; accepted are adoption or depth'),
        ({"kind": "adopt_open", "model": 3}, "orders[0].model is 3; it should be text"),
        ("integrate", 'orders[0] is "integrate"; it should be an object'),
    ],
)
def test_a_fault_of_form_says_where_what_and_what_would_be_accepted(
    table: RunningGame, order: Any, sentence: str
) -> None:
    found = read(*orders(table, orders=[order]))
    assert found.body is None
    assert len(found.faults) == 1
    assert found.faults[0].startswith(sentence)


def test_a_fault_of_substance_is_told_in_the_sentence_of_the_rules(table: RunningGame) -> None:
    ask, text = orders(table, orders=[{"kind": "integrate", "focus": "depth"}, {"kind": "integrate", "focus": "depth"}])
    refused = ask.menu.sheet((Integrate(focus="depth"), Integrate(focus="depth")))[1]
    assert refused is not None
    assert read(ask, text).faults == (f"orders[1] (integrate): {refused.sentence}",)


def test_a_signal_about_a_verb_that_is_none_is_refused(table: RunningGame) -> None:
    signal = {"text": "We act.", "intents": [{"will": True, "verb": "invade", "target": None}]}
    assert "'invade' is no order" in read(*orders(table, signal=signal)).faults[0]


def test_private_texts_may_be_left_out(table: RunningGame) -> None:
    ask = table.ask("rome", Asked(1, "orders", 0))
    found = read(ask, '{"rationale": "r", "orders": []}')
    assert found.body == Sealed(signal=None, orders=())
    assert (found.plan, found.notebook) == ("", "")


def test_a_reply_for_another_phase_is_not_read_as_this_one(table: RunningGame) -> None:
    ask, _ = talk(table)
    _, text = orders(table)
    assert read(ask, text).body is None


def test_parties_and_the_maker_of_a_model_follow_from_the_clauses(table: RunningGame) -> None:
    found = read(*talk(table, offer(ACCESS)))
    assert isinstance(found.body, Talk)
    (move,) = found.body.moves
    assert isinstance(move, Propose)
    assert move.terms.parties == ("anthropic", "rome")
    (clause,) = move.terms.clauses
    assert isinstance(clause, AccessClause)
    assert (clause.giver, clause.areas) == ("anthropic", ("cyber", "command"))


def test_parties_that_are_named_are_taken_as_they_are(table: RunningGame) -> None:
    found = read(*talk(table, offer({**ACCESS, "giver": "anthropic"}, parties=["rome", "meta"])))
    assert "'anthropic' stands in a access clause but is no party" in found.faults[0]


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ({"giver": "rome", "taker": "meta"}, "moves[0].terms.clauses[0] has no kind; accepted are access, guarantee"),
        ({"kind": "gift", "giver": "rome"}, 'moves[0].terms.clauses[0].kind is "gift"; accepted are access, guarantee'),
        ({**ACCESS, "price": "one"}, 'moves[0].terms.clauses[0].price is "one"; it should be a whole number'),
        ({**ACCESS, "trust": 9}, "moves[0].terms.clauses[0].trust has no place here"),
    ],
)
def test_a_fault_in_a_clause_is_told_of_the_kind_that_was_meant(table: RunningGame, clause: Any, sentence: str) -> None:
    found = read(*talk(table, offer(clause)))
    assert len(found.faults) == 1
    assert found.faults[0].startswith(sentence)


def test_a_reader_named_twice_hears_it_once(table: RunningGame) -> None:
    found = read(*talk(table, {"kind": "message", "to": ["meta", "meta"], "text": "Hello."}))
    assert found.body == Talk(moves=(Message(to=("meta",), text="Hello."),))


def test_a_reader_who_does_not_exist_is_a_fault_and_never_everyone(table: RunningGame) -> None:
    found = read(*talk(table, {"kind": "message", "to": ["germany"], "text": "A secret."}))
    assert found.body is None
    assert "'germany' is no seat in this game" in found.faults[0]


def test_weighing_an_argument_that_is_not_there_is_refused(table: RunningGame) -> None:
    ask = table.ask("rome", Asked(1, "weigh", 0))
    weighing = {"argument": "abc", "side": "pro", "reason": {"text": "Yes.", "cites": None}}
    found = read(ask, json.dumps({"rationale": "", "weighings": [weighing]}))
    assert "no argument is called 'abc'" in found.faults[0]
    assert read(ask, '{"rationale": "", "weighings": []}').body == Weigh(weighings=())


def test_not_more_faults_are_named_than_help(table: RunningGame) -> None:
    found = read(*orders(table, orders=[{"kind": f"extra{n}"} for n in range(20)]))
    assert len(found.faults) == MOST_FAULTS


def test_halves_of_characters_become_question_marks(table: RunningGame) -> None:
    ask, _ = orders(table)
    found = read(ask, '{"rationale": "so \\ud800 it is", "orders": []}')
    assert found.rationale == "so ? it is"
    assert found.rationale.encode()


def test_terms_read_are_the_dataclasses_of_the_rules(table: RunningGame) -> None:
    found = read(*talk(table, offer(ACCESS)))
    assert isinstance(found.body, Talk)
    assert isinstance(found.body.moves[0].terms, Terms)  # type: ignore[union-attr]
