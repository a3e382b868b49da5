"""Schemas: within what every endpoint takes; the stable ones never change, the tight one says just what is legal."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import product
from typing import Any

import pytest
from pydantic_core import to_json

from tests.players.llm.schema_parts import nodes
from wargame.core.ids import Phase
from wargame.core.moves import Sealed, Talk
from wargame.core.orders import ORDER_TYPES
from wargame.core.views import Observer
from wargame.players.base import Ask, as_decision, blind
from wargame.players.llm.reply_reading import read
from wargame.players.llm.schema import Offerable, choices, stable, tight, verbs_of
from wargame.players.llm.schema.cover import cover, rows_of
from wargame.players.llm.schema.stable import WHO
from wargame.players.llm.schema.tight import MOST_BYTES, SPARE
from wargame.players.random import RandomPlayer
from wargame.players.scripted import Scripted
from wargame.positions.scripted_games import questions
from wargame.rules.menu import Menu
from wargame.rules.turn.sequence import Asked, SequenceOfPlay
from wargame.table.opening import choose

STABLE = {"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum"}
"""Keywords of the stable schemas; lengths are left to the prompt, which every endpoint takes."""
TIGHT = STABLE | {"maxLength", "minItems", "maxItems"}
GAMES: list[tuple[str, str | None, int]] = [("first-download", None, 3), ("between-the-giants", "core", 3)]


def asks(scenario: str, variant: str | None = None, turns: int = 3, seed: int = 3) -> Iterator[Ask]:
    """Every ask of a game in which half the seats are scripted and half play at random."""
    book, start = choose(scenario, variant=variant, turns=turns, seed=seed).opening()
    sequence = SequenceOfPlay(book, start)
    observers = {s: Observer(book.setting, seed, s) for s in book.setting.ids}
    scripts = {s.id: Scripted(s.doctrine, seed) for s in book.setting.seats}
    steps = sequence.run()
    step: Any = next(steps)
    while step is not None:
        try:
            if not isinstance(step, Asked):
                step = next(steps)
                continue
            made = []
            for number, seat in enumerate(book.setting.ids):
                view, own = observers[seat].view(sequence.state, sequence.record), blind(book, seat)
                ask = Ask(seat, step.turn, step.phase, step.round, view, Menu(own, view), own)
                yield ask
                wild = RandomPlayer(seed)._sheet(ask, random.Random(ask.id)) if step.phase == "orders" else None
                answer = scripts[seat].answer(ask)
                body = wild if wild is not None and number % 2 else answer.body
                made.append(as_decision(ask, type(answer)(body, "scripted"), "scripted"))
            step = steps.send(made)
        except StopIteration:
            return


def check_subset(schema: Any, keywords: set[str]) -> None:
    assert schema["type"] == "object"
    for node in nodes(schema):
        assert set(node) <= keywords, set(node) - keywords
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert list(node["required"]) == list(node["properties"])
            if "kind" in node["properties"]:
                assert next(iter(node["properties"])) == "kind"
                assert len(node["properties"]["kind"]["enum"]) == 1
        if "enum" in node:
            assert 1 <= len(node["enum"]) <= 100
            assert len(set(node["enum"])) == len(node["enum"])
        if "anyOf" in node:
            assert len(node["anyOf"]) > 1
            assert not any("anyOf" in inner for inner in node["anyOf"])


def draw(schema: Any, chance: random.Random) -> Any:
    """A value of the schema."""
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if "anyOf" in schema:
        return draw(chance.choice(schema["anyOf"]), chance)
    kind = schema["type"]
    if kind == "object":
        return {name: draw(inner, chance) for name, inner in schema["properties"].items()}
    if kind == "array":
        low = schema.get("minItems", 0)
        most = max(low, min(low + 1, schema.get("maxItems", 2)))
        return [draw(schema["items"], chance) for _ in range(chance.randint(low, most))]
    drawn = {"boolean": chance.random() < 0.5, "null": None, "string": "So be it.", "integer": chance.randint(0, 3)}
    return drawn[kind]


@pytest.mark.parametrize("phase", ["talk", "orders", "weigh"])
def test_the_stable_schema_keeps_to_the_subset_and_is_one_object_for_all_seats_of_a_kind(phase: Phase) -> None:
    held: dict[object, Any] = {}
    book, _ = choose("between-the-giants").opening()
    for seat in book.setting.seats:
        form = stable(phase, seat, book.setting)
        check_subset(form.schema, STABLE)
        key = (seat.kind, seat.role) if phase == "orders" else phase
        assert held.setdefault(key, form) is form
        for node in nodes(form.schema):
            kinds = [each["properties"]["kind"]["enum"][0] for each in node.get("anyOf", ()) if "kind" in _names(each)]
            assert len(kinds) == len(set(kinds)), "no two variants may begin alike"
    names = [form.name for form in held.values()]
    assert len(names) == len(set(names))


def _names(node: dict[str, Any]) -> Any:
    return node.get("properties", {})


def test_a_rationale_comes_before_what_it_explains() -> None:
    book, _ = choose("first-download").opening()
    seat = book.seat("rome")
    fields = {
        phase: list(stable(phase, seat, book.setting).schema["properties"]) for phase in ("talk", "orders", "weigh")
    }
    assert fields == {
        "talk": ["rationale", "moves"],
        "orders": ["rationale", "plan", "notebook", "signal", "orders"],
        "weigh": ["rationale", "weighings"],
    }


def test_every_order_says_who_may_give_it_in_words_that_are_understood() -> None:
    assert {order.SPEC.who for order in ORDER_TYPES.values()} == set(WHO)


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "variant", "turns"), GAMES)
def test_what_the_tight_schema_can_say_of_orders_is_legal_and_what_is_legal_it_can_say(
    scenario: str, variant: str | None, turns: int
) -> None:
    chance = random.Random(1)
    said = 0
    for ask in asks(scenario, variant, turns):
        if ask.phase != "orders":
            continue
        form, listed = tight(ask)
        check_subset(form.schema, TIGHT)
        assert len(json.dumps(form.schema)) <= MOST_BYTES
        items = form.schema["properties"]["orders"]["items"]
        for _ in range(25):
            order = draw(chance.choice(items.get("anyOf", [items])), chance)
            found = read(ask, json.dumps({"rationale": "x", "orders": [order]}))
            assert found.body is not None, (ask.id, order, found.faults)
            said += 1
        sayable = {(each.kind, row) for each in listed for row in product(*each.values.values())}
        legal = {(o.kind, tuple(v for n, v in asdict(o).items() if n != "kind")) for o in ask.menu.all_orders()}
        assert sayable == legal
        assert {o.kind for o in ask.menu.all_orders()} <= set(verbs_of(*_kind_and_role(ask)))
    assert said > 300


def _kind_and_role(ask: Ask) -> Any:
    seat = ask.book.seat(ask.seat)
    return seat.kind, seat.role


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "variant", "turns"), GAMES)
def test_what_the_tight_schema_can_say_in_talk_is_legal(scenario: str, variant: str | None, turns: int) -> None:
    chance = random.Random(2)
    said = 0
    for ask in asks(scenario, variant, turns):
        if ask.phase == "orders":
            continue
        form, _ = tight(ask)
        check_subset(form.schema, TIGHT)
        if ask.phase != "talk" or chance.random() < 0.4:
            continue
        items = form.schema["properties"]["moves"]["items"]
        for variant_ in items["anyOf"]:
            move = draw(variant_, chance)
            found = read(ask, json.dumps({"rationale": "x", "moves": [move]}))
            assert found.body is not None, (ask.id, move, found.faults)
            said += 1
    assert said > 100


def test_a_schema_that_would_be_too_large_leaves_out_whole_kinds_in_a_fixed_order() -> None:
    ask = next(ask for ask in asks("first-download", turns=1) if ask.phase == "orders")
    whole, _ = tight(ask)
    less, listed = tight(ask, len(json.dumps(whole.schema)) - 1)
    assert '"argument"' in json.dumps(whole.schema["properties"]["orders"])
    assert '"argument"' not in json.dumps(less.schema["properties"]["orders"])
    assert {each.kind for each in listed} == {each.kind for each in choices(ask)}
    assert not {each.kind for each in tight(ask, 0)[1]} & set(SPARE)


def test_a_seat_with_nothing_to_weigh_can_only_stand_aside() -> None:
    ask = next(ask for ask in asks("first-download", turns=1) if ask.phase == "orders")
    weigh = Ask(ask.seat, ask.turn, "weigh", 0, ask.view, ask.menu, ask.book)
    form, _ = tight(weigh)
    check_subset(form.schema, TIGHT)
    assert draw(form.schema, random.Random(1))["weighings"] == []


@pytest.mark.parametrize("seed", range(40))
def test_a_cover_says_every_row_once_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    space = list(product("ab", "xyz", (0, 1, 2, None)))
    rows = chance.sample(space, chance.randint(0, len(space)))
    boxes = cover(("p", "q", "r"), rows)
    spoken = [row for box in boxes for row in product(box["p"], box["q"], box["r"])]
    assert sorted(map(str, spoken)) == sorted(map(str, rows))
    assert sum(map(rows_of, boxes)) == len(rows)


def test_what_is_a_product_is_said_in_one_line() -> None:
    assert cover(("p", "q"), list(product("ab", "xyz"))) == [{"p": ("a", "b"), "q": ("x", "y", "z")}]


def test_what_a_script_does_can_be_read_back_from_json() -> None:
    seen = {"moves": 0, "orders": 0}
    for ask in asks("first-download"):
        body = Scripted(ask.book.seat(ask.seat).doctrine, 3).answer(ask).body
        said: dict[str, object]
        if isinstance(body, Sealed):
            said = {"rationale": "x", "plan": "", "notebook": "", "signal": body.signal, "orders": body.orders}
            seen["orders"] += len(body.orders)
        elif isinstance(body, Talk):
            said = {"rationale": "x", "moves": body.moves}
            seen["moves"] += len(body.moves)
        else:
            continue
        found = read(ask, to_json(said).decode())
        assert found.body == body, found.faults
    assert min(seen.values()) > 5


def test_random_replies_never_break_the_reading() -> None:
    chance = random.Random(7)
    for ask in asks("first-download", turns=1):
        form = stable(ask.phase, ask.book.seat(ask.seat), ask.book.setting)
        for _ in range(5):
            text = json.dumps(draw(form.schema, chance))
            found = read(ask, text)
            assert found.body is not None or found.faults
            cut = read(ask, text[: len(text) // 2])
            assert cut.body is None
            assert cut.faults


@pytest.mark.parametrize("seed", [3, pytest.param(8, marks=pytest.mark.slow), pytest.param(21, marks=pytest.mark.slow)])
def test_what_was_worked_out_before_is_what_may_be_offered_now(seed: int) -> None:
    """The grounds on which clauses are kept from one round to the next leave nothing out that they depend on."""
    held: dict[str, Offerable] = {}
    grounds: dict[str, set[object]] = {}
    for ask in asks("between-the-giants", "core", turns=6, seed=seed):
        if ask.phase == "talk" and ask.seat in ("paris", "washington", "anthropic", "mistral"):
            kept = held.setdefault(ask.seat, Offerable())
            assert kept.clauses(ask) == Offerable().clauses(ask), ask.id
            grounds.setdefault(ask.seat, set()).add(ask.menu.clause_grounds())
    assert any(len(each) > 1 for each in grounds.values()), "nothing changed, so nothing was tested"
    assert all(len(each) < 12 for each in grounds.values()), "every round is worked out anew"


def test_an_offer_too_many_leaves_no_clause_to_choose() -> None:
    ask = next(ask for ask in asks("first-download") if ask.phase == "talk")
    full = replace(ask, menu=FullTable(ask.book, ask.view))
    assert any(Offerable().clauses(ask).values())
    assert not any(Offerable().clauses(full).values())


class FullTable(Menu):
    """The menu of a seat with as many offers on the table as may lie there."""

    def may_offer(self) -> bool:
        return False


@pytest.mark.parametrize("scenario", ["first-download", "any-lawful-use", "kyiv-winter", "between-the-giants"])
def test_the_schema_of_every_seat_holds_only_what_grammars_of_small_servers_keep(scenario: str) -> None:
    """What they let pass in silence: free numbers, patterns, references; what slows them: enums of hundreds."""
    phases = set()
    for ask, _ in questions(scenario, None, 1, 1):
        phases.add(ask.phase)
        form = tight(ask)[0].schema
        assert next(iter(form["properties"])) == "rationale"
        assert "rationale" in form["required"]
        for node in nodes(form):
            assert not {"pattern", "$ref", "$defs", "uniqueItems", "not", "multipleOf", "format"} & set(node)
            assert node.get("type") not in ("integer", "number") or "enum" in node
            assert len(node.get("enum", ())) <= 100
    assert {"talk", "orders"} <= phases
