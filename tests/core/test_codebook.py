"""The codebook knows every name that can exist, and keeps every number in its range."""

import pytest

from wargame.core import names
from wargame.core.codebook import bounds, family_of, owner, settle
from wargame.core.ids import ModelId, Variable


@pytest.mark.parametrize("name", ["paris.luck", "world.luck", "model.claude.X", "paris", "paris.trust.kyiv.today", ""])
def test_a_name_outside_the_codebook_has_no_family(name: str) -> None:
    assert family_of(Variable(name)) is None
    with pytest.raises(KeyError):
        bounds(Variable(name))


def test_the_largest_leverage_has_a_row_of_its_own() -> None:
    largest, one = family_of(names.largest_leverage("kyiv")), family_of(names.leverage("kyiv", "openai"))
    assert largest is not None
    assert one is not None
    assert (largest.pattern, one.pattern) == ("*.leverage.max", "*.leverage.*")


def test_what_is_derived_can_be_set_by_nobody() -> None:
    with pytest.raises(KeyError):
        settle(names.fielded("kyiv"), 3)


def test_numbers_are_kept_in_range_and_rounded() -> None:
    assert settle(names.trust("paris", "kyiv"), 130) == 100
    assert settle(names.trust("paris", "kyiv"), -4) == 0
    assert settle(names.trust("paris", "kyiv"), 1 / 3) == 0.333333


def test_a_variable_belongs_to_whoever_stands_first_in_its_name() -> None:
    assert owner(names.trust("paris", "kyiv")) == "paris"
    assert owner(names.vintage(ModelId("claude"))) == "model"
    assert owner(names.FRONTIER) == "world"
