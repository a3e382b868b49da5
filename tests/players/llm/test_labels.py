"""Labels: every name of a seat and of what it sells is hidden, however it is spelled or cut, and leads back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.players.llm.asked import asked_of_rome
from wargame.core.ids import AREAS
from wargame.core.models import Model
from wargame.core.setting import Setting
from wargame.players.base import Ask
from wargame.players.llm.labels import HeldLabels, SeatLabels, labelled
from wargame.players.llm.prompts import Prompts
from wargame.players.llm.request import Request
from wargame.players.llm.shown import PromptLabels, Shown
from wargame.scenario.find import list_scenarios
from wargame.table.opening import choose

CHANGED: tuple[PromptLabels, ...] = ("neutral", "permuted")


@pytest.fixture(scope="module")
def ask() -> Ask:
    """The first that Rome is asked."""
    return asked_of_rome()[0]


def table(scenario: str) -> tuple[Setting, list[Model]]:
    """Seats and models at the start of a game."""
    book, opening = choose(scenario).opening()
    return book.setting, [each.entity for each in opening.puts if isinstance(each.entity, Model)]


def sold(setting: Setting, models: list[Model]) -> list[Model]:
    """Models with a name of their own, which no seat has and no mission area."""
    return [each for each in models if each.id not in {*setting.ids, *AREAS}]


def _request(ask: Ask, shown: Shown) -> Request:
    return Prompts(shown=shown).request(ask, tightly=False, max_tokens=1, seconds=None)


def _text(request: Request) -> str:
    return "\n".join(said.text for said in request.messages)


@pytest.mark.parametrize("labels", CHANGED)
@pytest.mark.parametrize("scenario", [found.name for found in list_scenarios()])
def test_every_name_is_hidden_and_leads_back(scenario: str, labels: PromptLabels) -> None:
    setting, models = table(scenario)
    found = SeatLabels(labels, setting, models)
    actors: list[tuple[str, str]] = [(each.id, each.name) for each in setting.seats]
    actors += [(each.id, each.name) for each in sold(setting, models)]
    names = {name for actor in actors for name in actor}
    hidden = {found.hide(each) for each, _ in actors}
    assert len(hidden) == len(actors), "no two have one label"
    assert hidden.isdisjoint(names) if labels == "neutral" else hidden == {each for each, _ in actors}
    for each, name in actors:
        assert found.tell(found.hide(f"to {each}, and rome.trust.{each}.")) == f"to {each}, and rome.trust.{each}."
        assert found.hide(name) != name or labels == "permuted"
        assert found.tell(found.hide(name)) in (name, each), "one that has its id for a name leads to an id"


def test_a_seat_alone_of_its_kind_keeps_its_name_when_names_are_permuted(ask: Ask) -> None:
    setting = ask.book.setting
    found = SeatLabels("permuted", setting, ask.view.models.values())
    for seat in setting.seats:
        alone = [each.kind for each in setting.seats].count(seat.kind) == 1
        assert (found.hide(seat.id) == seat.id) == alone
        assert (found.hide(seat.name) == seat.name) == alone
        assert setting.by_id[found.hide(seat.id)].kind == seat.kind


def test_a_model_has_the_name_of_one_of_the_lab_whose_name_its_own_lab_has(ask: Ask) -> None:
    models = ask.view.models
    found = SeatLabels("permuted", ask.book.setting, models.values())
    of = {owner: [each.id for each in models.values() if each.owner == owner] for owner in ask.book.setting.labs}
    assert [found.hide(each) for each in of["anthropic"]] == of[found.hide("anthropic")]


@pytest.mark.parametrize("labels", CHANGED)
def test_a_prompt_and_its_schema_are_asked_under_labels(ask: Ask, labels: PromptLabels) -> None:
    setting, models = ask.book.setting, ask.view.models
    found = HeldLabels(Shown(labels=labels)).of(setting, models)
    assert found is not None
    request = labelled(_request(ask, Shown(labels=labels)), found)
    if labels == "neutral":
        words = set(re.findall(r"[\w-]+", _text(request).lower()))
        assert words.isdisjoint({*setting.ids, *(each.lower() for each in setting.names.values()), *models})
    assert found.hide("unromantic") == "unromantic", "whole words alone"
    assert found.hide({"enum": ["rome"], "properties": {"to": {"const": "rome"}}}) == {
        "enum": [found.hide("rome")],
        "properties": {"to": {"const": found.hide("rome")}},
    }


def test_what_is_put_back_is_asked_again_under_the_same_labels(ask: Ask) -> None:
    found = SeatLabels("neutral", ask.book.setting, ask.view.models.values())
    request = _request(ask, Shown())
    assert labelled(replace(request, messages=labelled(request, found).messages), found).messages == (
        labelled(request, found).messages
    )


def test_names_in_other_cases_and_what_a_cut_leaves_of_one_are_hidden_too(ask: Ask) -> None:
    found = SeatLabels("neutral", ask.book.setting, ask.view.models.values())
    seats = list(ask.book.setting.ids)
    rome, washington = (f"Actor {seats.index(each) + 1}" for each in ("rome", "washington"))
    assert found.hide("ROME asks") == f"{rome} asks"
    assert found.hide("proposes to Wash [...]") == f"proposes to {washington} [...]"
    assert found.hide("| it was Washing [cut here: 30 more characters]").startswith(f"| it was {washington} [cut")
    assert found.hide("it asked Washingt\nand went on") == f"it asked {washington}\nand went on"
    assert found.hide("Wash it.") == "Wash it.", "a word in the middle of a text is a word"
    assert found.tell("ACTOR 1 and actor 1") == "Rome and Rome"
    assert found.tell("It is muſe, aCTOR 1, Actor 99.") == "It is muſe, Rome, Actor 99."


def test_a_power_that_sits_at_no_table_is_hidden_as_well() -> None:
    setting, models = table("first-download")
    assert "beijing" not in setting.by_id
    found = SeatLabels("neutral", setting, models)
    assert found.hide("how coercive Beijing is") == f"how coercive Actor {len(setting.seats) + 1} is"


def test_a_word_of_the_rules_that_a_model_has_for_its_name_stays_one() -> None:
    setting, models = table("between-the-giants")
    assert "command" in {each.id for each in models}
    for labels in CHANGED:
        assert SeatLabels(labels, setting, models).hide("cyber, command") == "cyber, command"


def test_a_record_from_before_has_the_names_of_models_and_its_judges_knew_all(ask: Ask) -> None:
    before = HeldLabels(Shown(labels="neutral", names="seats")).of(ask.book.setting, ask.view.models)
    assert before is not None
    assert before.hide("Rome and ROME use claude") == "Actor 1 and ROME use claude"
    assert HeldLabels(Shown()).of(ask.book.setting, ask.view.models) is None
