"""The registers are closed: every kind is emitted by some rule, fits its row in whole games, and is read back."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

import pytest

from tests.rules.desk import Desk, played
from wargame.core.conditions import CONDITIONS, Condition, ConditionKind
from wargame.core.event_kinds import KINDS, EventKind, Subject, in_role
from wargame.core.events import Event
from wargame.core.prose import Text
from wargame.rules.base.ruling import Ruling
from wargame.transcript.entry import FIRST, line_of, parse
from wargame.transcript.entry_values import event_data, value_of

ASSEMBLY = "wargame/scenario/assembly.py"
EMITTERS = {"emit": 0, "shift": 0, "news": 1, "Event": 3}
"""Where each call that makes an event takes its kind."""


def _constants(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _named(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _kind_of_call(call: ast.Call) -> ast.expr | None:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if function not in EMITTERS:
        return None
    given = next((word.value for word in call.keywords if word.arg == "kind"), None)
    place = EMITTERS[function]
    return given or (call.args[place] if len(call.args) > place else None)


def _emitted_by(tree: ast.Module) -> set[str]:
    """Kinds in the calls that make events, and in what a name in such a place is set to in its module."""
    places = [kind for call in ast.walk(tree) if isinstance(call, ast.Call) and (kind := _kind_of_call(call))]
    names = {name for place in places for name in _named(place)}
    sources: list[ast.AST] = list(places)
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if value is not None and any(isinstance(target, ast.Name) and target.id in names for target in targets):
            sources.append(value)
    return {text for source in sources for text in _constants(source)}


def _of_the_rules(trees: Mapping[str, ast.Module]) -> list[ast.Module]:
    return [tree for path, tree in trees.items() if path.startswith("wargame/rules/") or path == ASSEMBLY]


@cache
def games() -> tuple[list[Event], ...]:
    """Whole games whose events are looked at."""
    of_scripts = played("between-the-giants", variant="core", seed=3, everyone="scripted")
    at_random = played("between-the-giants", variant="core", seed=8, everyone="random")
    small = played("first-download", seed=1, everyone="scripted")
    return of_scripts.sequence.record, at_random.sequence.record, small.sequence.record


def test_every_kind_has_a_row_and_every_row_a_kind() -> None:
    assert list(KINDS) == list(get_args(EventKind))
    assert {row.subject for row in KINDS.values()} == set(get_args(Subject))


@pytest.mark.slow
def test_every_kind_is_emitted_by_some_rule(trees: Mapping[str, ast.Module]) -> None:
    emitted = set().union(*map(_emitted_by, _of_the_rules(trees)))
    assert not set(KINDS) - emitted, "these kinds are registered, and no rule emits them"


def test_no_reader_asks_for_a_kind_that_is_not_registered(trees: Mapping[str, ast.Module]) -> None:
    asked: dict[str, str] = {}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "kind":
                if isinstance(node.left.value, ast.Name) and node.left.value.id in ("e", "event", "seen"):
                    asked |= dict.fromkeys((text for part in node.comparators for text in _constants(part)), path)
    assert len(asked) > 12
    assert not {kind: path for kind, path in asked.items() if kind not in KINDS}


def test_every_row_says_in_a_sentence_what_it_is() -> None:
    for kind, row in KINDS.items():
        assert row.meaning.endswith("."), kind
        assert len({role.name for role in row.roles}) == len(row.roles), kind
        assert all(role.most is not None for role in row.roles[:-1]), f"{kind}: only the last role takes any number"


def test_a_kind_that_nobody_registered_is_not_recorded() -> None:
    desk = Desk("core")
    ruling = Ruling(desk.book, desk.state, 1, "news")
    with pytest.raises(AssertionError, match="'aliens_landed' is no kind of event"):
        ruling.emit("aliens_landed", "none", (), "public", "They are here.")  # type: ignore[arg-type]


def test_those_whom_an_event_concerns_are_seats_in_the_roles_of_its_kind() -> None:
    for record in games():
        seats = {change.variable.partition(".")[0] for change in record[0].changes}
        for event in record:
            assert KINDS[event.kind].fits(event.about), f"{event.kind} is about {event.about}"
            assert set(event.about) <= seats, f"{event.kind} is about {event.about}"


def test_a_role_is_told_by_its_name() -> None:
    assert in_role("trust_fell", ("rome", "meta"), "victim") == "meta"
    assert in_role("trust_fell", ("rome",), "victim") is None
    assert in_role("agreement_signed", ("rome", "meta"), "parties") is None, "many play it"


def test_what_an_event_says_is_read_back_from_its_line_as_it_was() -> None:
    said, words = set(), dict[str, str]()
    for event in (event for record in games() for event in record):
        data = event_data(event, words)
        line = line_of(1, "event", event.turn, event.phase, event.audience, event.causes, FIRST, data)
        texts = {name: Text(each) for name, each in words.items()}
        assert value_of(parse(line, 1, texts)) == event.value, event.kind
        said.add(type(event.value))
    assert len(said) > 12


def test_every_kind_of_condition_has_a_row_and_is_brought_about_by_some_rule(trees: Mapping[str, ast.Module]) -> None:
    calls = [
        node
        for tree in _of_the_rules(trees)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Condition"
    ]
    made = {text for call in calls for text in _constants(call)}
    assert set(CONDITIONS) == set(get_args(ConditionKind))
    assert set(CONDITIONS) <= made


def test_conditions_of_whole_games_are_registered() -> None:
    puts = [put.entity for record in games() for event in record for put in event.puts]
    found = {entity.kind for entity in puts if isinstance(entity, Condition)}
    assert found
    assert found <= set(CONDITIONS)
