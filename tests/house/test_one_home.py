"""One fact, one home: where a command stands, how a model's spec begins, what a session may choose."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import fields, replace
from importlib import import_module
from inspect import signature

import pytest

from wargame.cli import COMMANDS
from wargame.commands import play
from wargame.core.ids import ModelId
from wargame.core.models import COPY, HOME_GROWN, Model, hidden_from
from wargame.core.spec_words import MODEL
from wargame.present.lobby_plan import TablePlan
from wargame.table.settings import AT_A_TERMINAL, SessionSettings

SPELLED = "wargame/core/spec_words.py"
CALLED = {"control": "facilitated", "hide": "hide_players", "judge": "judges"}
"""Options of `wargame play` that bear another name than the setting that they choose."""


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_a_command_stands_in_the_file_of_its_name(name: str) -> None:
    assert hasattr(import_module(f"wargame.commands.{name}"), name)


def test_the_word_of_a_models_spec_is_spelled_in_one_file(trees: Mapping[str, ast.Module]) -> None:
    """Prose may say `llm:MODEL`; a value that is the word, or ends in it and its colon, would cut or join specs."""
    spelled = set()
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = node.value
                if words == MODEL or words.endswith(f"{MODEL}:"):
                    spelled.add(name)
    assert spelled == {SPELLED}


def test_a_plan_of_a_table_holds_the_settings_of_its_session_whole() -> None:
    settings = {each.name for each in fields(SessionSettings)}
    assert not settings & {each.name for each in fields(TablePlan)}, "no setting is declared twice"
    plan = TablePlan().having(seed=4, tokens=7)
    assert (plan.seed, plan.settings.tokens) == (4, 7)
    with pytest.raises(TypeError):
        plan.having(tokns=7)


def test_what_play_does_unless_it_is_told_is_what_a_table_does() -> None:
    settings = {each.name for each in fields(SessionSettings)}
    found = set()
    for name, option in signature(play.play).parameters.items():
        chosen = CALLED.get(name, name)
        if chosen in settings:
            found.add(chosen)
            usual = getattr(AT_A_TERMINAL, chosen)
            default = option.default
            assert (tuple(default) if isinstance(default, list) else default) in (usual, None), name
    timed = {"preset", "model_seconds", "tokens", "money"}
    assert found == timed | {"facilitated", "hide_players", "judges", "adjudication"}
    seconds = signature(play.play, eval_str=True).parameters["model_seconds"].annotation.__metadata__[0].help
    assert f" {AT_A_TERMINAL.model_seconds:g}." in seconds


def test_who_may_know_of_a_model_is_told_by_one_function(trees: Mapping[str, ast.Module]) -> None:
    """The beginnings of ids that hide a model are spelled where `hidden_from` is; all others ask it."""
    spelled = set()
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in (COPY, HOME_GROWN):
                spelled.add(name)
    assert spelled == {"wargame/core/models.py"}
    copy = Model(ModelId(f"{COPY}paris"), "A copy", "paris", "copy", "closed", "restricted", False, 0.0)
    assert hidden_from("rome", copy)
    assert not hidden_from("paris", copy)
    assert not hidden_from("rome", replace(copy, id=ModelId("llama")))
