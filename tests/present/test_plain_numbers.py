"""Numbers of tables are rounded, and have no exponent where people read none."""

from __future__ import annotations

import pytest

from wargame.present.plain_numbers import chance_in_words, in_digits, is_number


@pytest.mark.parametrize(
    ("value", "digits", "told"),
    [
        (99.7, 2, "100"),
        (100.0, 2, "100"),
        (156.4, 2, "156"),
        (56.857142, 4, "56.86"),
        (0.0, 3, "0"),
        (0.01234, 2, "0.012"),
        (-99999.6, 3, "-100000"),
        (100000.0, 3, "100000"),
        (123456.0, 3, "1.23e+05"),
        (float("inf"), 3, "inf"),
    ],
)
def test_a_number_is_written_out_up_to_a_hundred_thousand(value: float, digits: int, told: str) -> None:
    assert in_digits(value, digits) == told


def test_a_sign_is_told_where_it_is_asked_for() -> None:
    assert [in_digits(value, 3, "+") for value in (1234.0, 0.5, -2.0)] == ["+1234", "+0.5", "-2"]


def test_no_chance_is_written_as_nothing() -> None:
    assert [chance_in_words(p) for p in (0.0, 0.0009, 0.001, 0.0494, 1.0)] == [
        "< 0.001", "< 0.001", "0.001", "0.049", "1.000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["30", "+0.606", "-1", "< 0.001", "[0.324, 0.889]", "[-0.00924, 1.21]", "[4%, 8%]", "60%", "0.5 %", "1e+06"]
)
def test_a_number_or_an_interval_is_one_that_stays_on_its_line(cell: str) -> None:
    assert is_number(cell)


@pytest.mark.parametrize("cell", ["", "few pairs: fewer than 20", "0-100", "open (±2)", "4 of 6: offers", "[a, b]"])
def test_words_are_no_number(cell: str) -> None:
    assert not is_number(cell)
