"""Fields as plain data: what is shown, stepped and toggled."""

from __future__ import annotations

from wargame.present.fields import Field, Option, allowed, digits, stepped, toggled

COLOURS = (Option(1, "red"), Option(2, "green", "out of stock"), Option(3, "blue"))


def test_stepping_passes_over_what_is_not_allowed() -> None:
    field = Field("colour", "colour", "one", 1, COLOURS)
    assert allowed(field) == [1, 3]
    assert stepped(field, 1) == 3
    assert stepped(field, -1) == 1


def test_stepping_from_nothing_begins_at_the_near_end() -> None:
    assert stepped(Field("colour", "colour", "one", None, COLOURS), 1) == 1
    assert stepped(Field("colour", "colour", "one", None, COLOURS), -1) == 3


def test_a_number_stays_in_its_range() -> None:
    field = Field("price", "price", "number", 20, low=0, high=20)
    assert stepped(field, 1) == 20
    assert stepped(field, -1) == 19


def test_toggling_keeps_the_order_of_the_choices() -> None:
    field = Field("areas", "areas", "many", (3,), COLOURS)
    assert toggled(field, 1) == (1, 3)
    assert toggled(field, 3) == ()


def test_a_field_is_missing_until_it_is_filled_unless_it_may_stay_empty() -> None:
    assert Field("to", "to", "one").missing
    assert Field("areas", "areas", "many", ()).missing
    assert Field("text", "text", "text", "").missing
    assert not Field("text", "text", "text", "", needed=False).missing
    assert not Field("price", "price", "number", 0).missing
    assert not Field("secret", "secrecy", "one", False).missing


def test_what_is_shown_is_in_words() -> None:
    assert Field("colour", "colour", "one", 3, COLOURS).shown == "blue"
    assert Field("colour", "colour", "one", None, COLOURS).shown == "(choose)"
    assert Field("areas", "areas", "many", (1, 2, 3), COLOURS).shown == "all 3"
    assert Field("areas", "areas", "many", (1, 3), COLOURS).shown == "red, blue"


def test_digits_write_a_number_anew_and_begin_again_where_it_would_be_too_large() -> None:
    field = Field("price", "price", "number", 2, low=0, high=20)
    assert digits(field, "", "1") == "1"
    assert digits(field, "1", "7") == "17"
    assert digits(field, "17", "3") == "3"
    assert digits(field, "17", "") == "1"
    assert digits(field, "", "") == ""
