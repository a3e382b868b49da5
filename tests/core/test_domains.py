"""What a field may hold is read from its annotation."""

from dataclasses import dataclass, fields
from typing import Literal

import pytest

from wargame.core.agreements import Terms
from wargame.core.clauses import CLAUSE_TYPES, AccessClause, ForbearanceClause, FrameworkClause
from wargame.core.domains import Domain, domain_of, fields_of
from wargame.core.ids import AREAS, ModelId, SeatId
from wargame.core.moves import GiveNotice, Message, Propose, Respond, Sealed
from wargame.core.orders import ORDER_TYPES, Argument, Reason, Suspend


def test_ids_are_told_apart() -> None:
    assert fields_of(Suspend) == {"customer": Domain("seat")}
    assert fields_of(ORDER_TYPES["release_model"]) == {"model": Domain("model")}
    assert fields_of(GiveNotice) == {"agreement": Domain("agreement")}
    assert fields_of(Respond)["proposal"] == Domain("proposal")
    assert fields_of(Argument)["ends"] == Domain("fact", nullable=True)


def test_a_choice_has_its_values_in_the_order_of_its_type() -> None:
    assert fields_of(AccessClause)["channel"] == Domain("choice", ("api", "enclave", "on_premises", "weights"))
    assert fields_of(AccessClause)["support"].values == (0, 1, 2, 3)


def test_lists_and_nulls_are_marked() -> None:
    assert fields_of(AccessClause)["areas"] == Domain("choice", AREAS, many=True)
    assert fields_of(FrameworkClause)["recipients"] == Domain("seat", many=True)
    assert fields_of(ForbearanceClause)["toward"] == Domain("seat", nullable=True)
    assert fields_of(Message)["to"] == Domain("seat", many=True)


def test_numbers_words_and_flags_are_free() -> None:
    assert fields_of(Terms)["turns"] == Domain("integer")
    assert fields_of(Terms)["secret"] == Domain("flag")
    assert fields_of(Reason) == {"text": Domain("words"), "cites": Domain("words", nullable=True)}


def test_things_have_types_of_their_own() -> None:
    assert fields_of(Terms)["clauses"] == Domain("things", types=CLAUSE_TYPES, many=True)
    assert fields_of(Propose)["terms"] == Domain("things", types=(Terms,))
    assert fields_of(Respond)["terms"] == Domain("things", types=(Terms,), nullable=True)
    assert fields_of(Sealed)["orders"].types == tuple(sorted(ORDER_TYPES.values(), key=lambda kind: kind.__name__))


@pytest.mark.parametrize("kind", [*ORDER_TYPES.values(), *CLAUSE_TYPES], ids=lambda kind: kind.__name__)
def test_every_order_and_clause_has_a_domain_for_each_field_but_its_tag(kind: type) -> None:
    assert "kind" not in fields_of(kind)
    assert set(fields_of(kind)) == {field.name for field in fields(kind)} - {"kind"}


def test_values_of_ids_are_those_that_one_knows() -> None:
    seats, models = (SeatId("paris"), SeatId("kyiv")), (ModelId("claude"),)
    assert Domain("seat").among(seats, models) == seats
    assert Domain("model").among(seats, models) == models
    assert Domain("choice", ("api",)).among(seats, models) == ("api",)
    assert Domain("words").among(seats, models) == ()


@dataclass(frozen=True)
class Strange:
    """A thing with a field that nobody could fill in."""

    where: dict[str, int]


@dataclass(frozen=True)
class Mixed:
    """A thing with a field of two minds."""

    what: int | Literal["all"]


@pytest.mark.parametrize(("thing", "said"), [(Strange, r"Strange\.where is annotated dict"), (Mixed, r"Mixed\.what")])
def test_an_annotation_without_a_domain_is_an_error_that_names_the_field(thing: type, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        fields_of(thing)


def test_a_bare_annotation_is_read_too() -> None:
    assert domain_of(tuple[SeatId, ...]) == Domain("seat", many=True)
