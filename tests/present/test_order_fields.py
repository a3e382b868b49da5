"""Narrowing offers every legal order, and nothing illegal without its reason."""

from __future__ import annotations

import pytest

from tests.ui.views import asked
from wargame.core.orders import ORDER_TYPES, AnyOrder
from wargame.present.order_fields import OrderNarrowing, chosen_of, order_with

SEATS = [
    ("rome", "first-download"),
    ("anthropic", "first-download"),
    ("washington", "between-the-giants"),
    ("kyiv", "between-the-giants"),
    ("beijing", "between-the-giants"),
    ("meta", "between-the-giants"),
]
KINDS = [kind for kind in ORDER_TYPES if kind != "argument"]


def reached(narrow: OrderNarrowing, order: AnyOrder) -> bool:
    """Whether the order can be put together field by field, choosing only what is offered as allowed."""
    wanted, chosen = chosen_of(order), dict[str, object]()
    for name, value in wanted.items():
        field = next(field for field in narrow.fields(order.kind, chosen) if field.name == name)
        if value not in [choice.value for choice in field.choices if not choice.refusal]:
            return False
        chosen[name] = value
    return order_with(order.kind, chosen) == order


@pytest.mark.parametrize(("seat", "scenario"), SEATS)
def test_every_legal_order_can_be_put_together_from_allowed_choices(seat: str, scenario: str) -> None:
    ask = asked(seat, scenario)
    narrow = OrderNarrowing(ask)
    legal = ask.menu.all_orders()
    assert legal
    assert [order for order in legal if not reached(narrow, order)] == []


@pytest.mark.parametrize(("seat", "scenario"), SEATS)
def test_whatever_is_put_together_from_allowed_choices_is_legal(seat: str, scenario: str) -> None:
    ask = asked(seat, scenario)
    narrow = OrderNarrowing(ask)

    def complete(kind: str, chosen: dict[str, object]) -> None:
        fields = narrow.fields(kind, chosen)
        following = next((field for field in fields if field.name not in chosen), None)
        if following is None:
            assert ask.menu.allows(order_with(kind, chosen)), (kind, chosen)
            return
        for choice in following.choices:
            if not choice.refusal:
                complete(kind, {**chosen, following.name: choice.value})

    for kind in KINDS:
        if not narrow.refusal_of_kind(kind):
            complete(kind, {})


@pytest.mark.parametrize(("seat", "scenario"), SEATS)
def test_a_verb_is_refused_with_a_reason_exactly_if_the_menu_has_no_order_of_it(seat: str, scenario: str) -> None:
    ask = asked(seat, scenario)
    narrow = OrderNarrowing(ask)
    offered = {kind for kind in KINDS if not narrow.refusal_of_kind(kind)}
    assert offered == set(ask.menu.kinds()) - {"argument"}


def test_a_closed_verb_says_of_whom_its_reason_holds_beside_the_first() -> None:
    narrow = OrderNarrowing(asked("washington"))
    assert narrow.refusal_of_kind("suspend").endswith("; the same of OpenAI, Meta and 7 more")
    refused = {str(refusal) for _, refusal in narrow.tried("suspend") if "no live access" in str(refusal)}
    assert len(refused) == 1 + 2 + 7
    assert "the same of" not in narrow.refusal_of_kind("set_policy"), "that one is about nobody else"


def test_a_value_that_is_not_allowed_says_why_in_the_words_of_the_rules() -> None:
    ask = asked("washington")
    field = OrderNarrowing(ask).fields("export_package", {})[0]
    refusals = {choice.value: choice.refusal for choice in field.choices}
    assert refusals["beijing"] == "Beijing is a rival"
    assert refusals["paris"] == ""


def test_a_sole_choice_is_taken_without_asking() -> None:
    ask = asked("meta")
    models = [
        choice.value for choice in OrderNarrowing(ask).fields("license_military", {})[0].choices if not choice.refusal
    ]
    assert OrderNarrowing(ask).fields("license_military", {})[0].value == (models[0] if len(models) == 1 else None)


def test_later_fields_are_narrowed_by_earlier_ones() -> None:
    ask = asked("kyiv")
    narrow = OrderNarrowing(ask)
    of_lab = {c.value: c.refusal for c in narrow.fields("request_intelligence", {"target": "anthropic"})[1].choices}
    of_state = {c.value: c.refusal for c in narrow.fields("request_intelligence", {"target": "paris"})[1].choices}
    assert of_lab["adoption"]
    assert not of_lab["dissent"]
    assert of_state["dissent"]
    assert not of_state["adoption"]


def test_a_choice_that_became_illegal_is_kept_and_marked() -> None:
    narrow = OrderNarrowing(asked("kyiv"))
    about = narrow.fields("request_intelligence", {"target": "anthropic", "about": "adoption"})[1]
    assert about.value == "adoption"
    assert "there is no adoption" in about.fault
