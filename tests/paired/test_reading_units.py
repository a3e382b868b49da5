"""The unit of a reading: the one of the variables that it reads, and of a count what it counts."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from wargame.core.codebook import FAMILIES
from wargame.core.ids import Variable
from wargame.paired.reading_units import UNKNOWN, no_variables, unit_of
from wargame.paired.readings import OrdersOf, Reading, RisesOf, SignedOf, ValueOf

KINDS: tuple[Any, ...] = get_args(get_args(Reading)[0])


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.pattern)
def test_a_value_is_in_the_unit_of_its_variable(family: Any) -> None:
    name = Variable(family.pattern.replace("*", "{ally}", 1).replace("*", "washington"))
    assert unit_of(ValueOf(of=(name,))) == family.unit
    assert unit_of(RisesOf(of=(name,))) == family.unit


def test_a_difference_and_a_spread_keep_the_unit_and_a_mixture_names_all_of_its_units() -> None:
    trust, budget = Variable("rome.trust.washington"), Variable("rome.budget")
    assert unit_of(ValueOf(of=(trust,), less=(Variable("paris.trust.washington"),))) == "0-100"
    assert unit_of(ValueOf(of=(trust,), how="spread")) == "0-100"
    assert unit_of(ValueOf(of=(trust,), less=(budget,))) == "0-100 and points of about $50m"


def test_a_count_says_what_it_counts() -> None:
    assert unit_of(SignedOf()) == "agreements"
    assert unit_of(OrdersOf(of=("threaten",))) == "orders"


def test_no_kind_of_reading_is_without_a_unit() -> None:
    made: dict[str, Any] = {
        "of": (Variable("rome.trust.washington"),),
        "seat": "rome",
        "measure": "trust",
        "terms": None,
    }
    for kind in KINDS:
        wanted = {name: value for name, value in made.items() if name in kind.__dataclass_fields__}
        assert unit_of(kind(**wanted)) not in ("", UNKNOWN)


def test_names_that_no_variable_can_have_are_told_of_levels_differences_and_rises() -> None:
    trust, slip = Variable("{ally}.trust.washington"), Variable("rome.trsut.washington")
    assert no_variables(ValueOf(of=(trust, slip))) == (slip,)
    assert no_variables(ValueOf(of=(trust,), less=(slip,))) == (slip,)
    assert no_variables(RisesOf(of=(slip,))) == (slip,)
    assert no_variables(RisesOf(of=(trust,))) == ()
    assert no_variables(SignedOf()) == ()
