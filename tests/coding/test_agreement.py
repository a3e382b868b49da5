"""Agreement of coders against sums made by hand and against published examples."""

from __future__ import annotations

from random import Random

import pytest

from wargame.coding.agreement import AgreementFound, agreement, disagreements

pytest.importorskip("statsmodels", reason="statsmodels is not installed: pip install '.[analysis]'")
pytest.importorskip("krippendorff", reason="krippendorff is not installed: pip install '.[analysis]'")
pytest.importorskip("scipy", reason="SciPy is not installed: pip install '.[analysis]'")


def codes(words: str) -> dict[str, str]:
    """Categories of items 0, 1, 2 ...; a dot is an item that was left out."""
    return {f"i{at}": each for at, each in enumerate(words.split()) if each != "."}


def row(rows: tuple[AgreementFound, ...], category: str, coders: int | None = None) -> AgreementFound:
    return next(each for each in rows if each.category == category and coders in (None, len(each.coders)))


def test_kappa_of_two_is_the_sum_made_by_hand() -> None:
    """Both yes 20, both no 15, apart 5 and 10: observed .7, by chance .5 * .6 + .5 * .4 = .5, so kappa is .2 / .5."""
    first = codes("y " * 25 + "n " * 25)
    second = codes("y " * 20 + "n " * 5 + "y " * 10 + "n " * 15)
    found = row(agreement({"a": first, "b": second}, ("y", "n"), {}), "all")
    assert found.items == 50
    assert found.used == 100
    assert found.percent == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.alpha == pytest.approx(1 - 0.3 / (2 * 55 * 45 / (100 * 99)))


def test_alpha_of_four_with_codes_missing_is_that_of_krippendorffs_example() -> None:
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part C: nominal data, alpha = .743."""
    given = {
        "a": codes("1 2 3 3 2 1 4 1 2 . . ."),
        "b": codes("1 2 3 3 2 2 4 1 2 5 . 3"),
        "c": codes(". 3 3 3 2 3 4 2 2 5 1 ."),
        "d": codes("1 2 3 3 2 4 4 1 2 5 1 ."),
    }
    rows = agreement(given, ("1", "2", "3", "4", "5"), {})
    found = row(rows, "all", 4)
    assert found.alpha == pytest.approx(0.743, abs=0.0005)
    assert found.kappa is None, "Cohen's is of two"
    assert found.items == 11, "the last item has one code alone"
    assert len([each for each in rows if len(each.coders) == 2]) == 6


def test_a_category_is_told_from_all_others() -> None:
    first, second = codes("a a b b c c"), codes("a a b c b c")
    rows = agreement({"x": first, "y": second}, ("a", "b", "c"), {})
    assert row(rows, "a").kappa == pytest.approx(1)
    assert row(rows, "a").used == 4
    assert row(rows, "b").percent == pytest.approx(4 / 6)
    assert row(rows, "b").kappa == pytest.approx((4 / 6 - 5 / 9) / (4 / 9))


def test_where_everything_is_one_category_no_coefficient_is_made_up() -> None:
    found = row(agreement({"x": codes("a a a"), "y": codes("a a a")}, ("a", "b"), {}), "all")
    assert (found.percent, found.kappa, found.alpha) == (1.0, None, None)
    nothing = row(agreement({"x": codes("a ."), "y": codes(". a")}, ("a", "b"), {}), "all")
    assert (nothing.items, nothing.percent, nothing.kappa, nothing.alpha) == (0, None, None, None)


def noisy(games: int, of_each: int, seed: int) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Two coders who say the same three times in four, games of items that are of one category as often as not."""
    chance = Random(seed)
    first, second, where = {}, {}, {}
    for game in range(games):
        for number in range(of_each):
            item = f"i{game}-{number}"
            where[item] = f"g{game}"
            first[item] = chance.choice("ab")
            second[item] = first[item] if chance.random() < 0.75 else chance.choice("ab")
    return {"x": first, "y": second}, where


@pytest.mark.slow
def test_intervals_are_drawn_over_games_from_ten_on_and_are_the_same_again() -> None:
    given, where = noisy(12, 4, 1)
    found = row(agreement(given, ("a", "b"), where), "all")
    assert found.kappa is not None
    assert found.kappa_low is not None
    assert found.kappa_high is not None
    assert found.kappa_low < found.kappa < found.kappa_high
    assert found == row(agreement(given, ("a", "b"), where), "all")
    few, where = noisy(9, 4, 1)
    assert row(agreement(few, ("a", "b"), where), "all").alpha_low is None
    assert row(agreement(given, ("a", "b"), {}), "all").kappa_low is None, "without the key no game is known"


@pytest.mark.slow
def test_intervals_hold_the_true_kappa_about_as_often_as_they_say() -> None:
    """Three in four by one mind, one in eight more by chance: agreement .875, chance .5, so kappa is .75."""
    held = 0
    for seed in range(60):
        given, where = noisy(20, 8, seed)
        found = agreement(given, ("a", "b"), where)[0]
        assert found.kappa_low is not None
        assert found.kappa_high is not None
        held += found.kappa_low <= 0.75 <= found.kappa_high
    assert 52 <= held <= 60


def test_disagreements_are_items_that_two_have_coded_otherwise() -> None:
    given = {"x": codes("a b . a"), "y": codes("a a b ."), "z": codes(". b b a")}
    assert disagreements(given, ["i3", "i2", "i1", "i0"]) == ("i1",)
