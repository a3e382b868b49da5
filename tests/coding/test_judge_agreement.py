"""Agreement of judges against sums made by hand, and judges who go by the order against those who do not."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from wargame.coding.agreement import Codes
from wargame.coding.judge_agreement import (
    ComparedWith,
    JudgedAgreement,
    JudgeRuns,
    judged_agreement,
    most_people,
    order_bias,
)

pytest.importorskip("statsmodels", reason="statsmodels is not installed: pip install '.[analysis]'")
pytest.importorskip("krippendorff", reason="krippendorff is not installed: pip install '.[analysis]'")
pytest.importorskip("scipy", reason="SciPy is not installed: pip install '.[analysis]'")

YES_NO = ("y", "n")
THREE = ("a", "b", "c")


def codes(words: str) -> dict[str, str]:
    """Categories of items 0, 1, 2 ...; a dot is an item that was left out."""
    return {f"i{at:03}": each for at, each in enumerate(words.split()) if each != "."}


def row(
    given: Mapping[str, Codes],
    judged: Mapping[str, JudgeRuns],
    kind: ComparedWith,
    category: str = "all",
    categories: tuple[str, ...] = YES_NO,
    games: Mapping[str, str] | None = None,
) -> JudgedAgreement:
    rows = judged_agreement(given, judged, categories, games or {})
    (found,) = (each for each in rows if (each.kind, each.category) == (kind, category))
    return found


def test_kappa_with_a_person_is_the_sum_made_by_hand_over_all_answers() -> None:
    """Person yes 25, no 25. The judge in one order: 20 and 15 right; in the other: all right.

    Of 100 pairs 85 are equal. The judge says yes 30 + 25 = 55 times; by chance .5 * .55 + .5 * .45 = .5 are equal, so
    kappa is (.85 - .5) / .5 = .7. Of all 200 codes 105 are yes: two of them differ by chance in
    2 * 105 * 95 / (200 * 199) of the cases, so alpha is 1 - .15 / that.
    """
    person = codes("y " * 25 + "n " * 25)
    runs = {(1, 1): codes("y " * 20 + "n " * 5 + "y " * 10 + "n " * 15), (2, 1): person}
    found = row({"a-1": person}, {"llm:j": runs}, "person")
    assert (found.items, found.pairs) == (50, 100)
    assert found.percent == pytest.approx(0.85)
    assert found.kappa == pytest.approx(0.7)
    assert found.alpha == pytest.approx(1 - 0.15 / (2 * 105 * 95 / (200 * 199)))
    assert found.kappa_low is None, "without the key no game is known"


def test_a_judge_who_follows_the_rule_of_a_person_has_a_kappa_of_one_on_each_category() -> None:
    person = codes("a b c a b c")
    rows = judged_agreement({"p": person}, {"llm:j": {(1, 1): person, (2, 1): person}}, THREE, {})
    assert [(each.kind, each.category) for each in rows] == [
        ("person", "all"),
        ("person", "a"),
        ("person", "b"),
        ("person", "c"),
        ("orders", "all"),
    ]
    assert [each.kappa for each in rows] == [pytest.approx(1)] * 5


def test_a_category_is_told_from_all_others() -> None:
    """As with coders: four of six alike, by chance 5/9."""
    found = row({"p": codes("a a b b c c")}, {"llm:j": {(1, 1): codes("a a b c b c")}}, "person", "b", THREE)
    assert found.kappa == pytest.approx((4 / 6 - 5 / 9) / (4 / 9))


def test_an_item_that_a_judge_left_out_is_no_disagreement() -> None:
    found = row({"p": codes("y n y n")}, {"llm:j": {(1, 1): codes("y n . n"), (2, 1): codes(". n . n")}}, "person")
    assert (found.items, found.pairs, found.percent) == (3, 5, 1.0)


def test_most_people_are_more_than_any_other_view_of_at_least_two() -> None:
    given = {"p": codes("y y n y ."), "q": codes("y n n . ."), "r": codes("n . n . y")}
    assert most_people(given) == {"i000": "y", "i002": "n"}
    found = row(given, {"llm:j": {(1, 1): codes("y y y y y")}}, "majority")
    assert (found.items, found.percent) == (2, 0.5)


def test_a_judge_is_compared_with_itself_over_orders_and_over_replicates_apart() -> None:
    """In one order always the same, in the other the opposite the second time."""
    runs = {(1, 1): codes("y n y n"), (1, 2): codes("y n y n"), (2, 1): codes("y n y n"), (2, 2): codes("n y n y")}
    orders, again = row({}, {"llm:j": runs}, "orders"), row({}, {"llm:j": runs}, "replicates")
    assert (orders.pairs, orders.percent) == (16, 0.5)
    assert orders.kappa == pytest.approx(0)
    assert (again.pairs, again.percent) == (8, 0.5)


def test_judges_are_compared_by_all_their_answers_and_together_by_their_first() -> None:
    one = {(1, 1): codes("y n y n"), (2, 1): codes("n n n n")}
    other = {(1, 1): codes("y n y n")}
    pair = row({}, {"llm:j": one, "llm:k": other}, "judge")
    assert (pair.judge, pair.other, pair.pairs, pair.percent) == ("llm:j", "llm:k", 8, 0.75)
    panel = row({}, {"llm:j": one, "llm:k": other}, "panel")
    assert panel.alpha == pytest.approx(1)
    assert panel.kappa is None


def test_intervals_are_over_games_and_bear_that_items_of_a_game_are_alike() -> None:
    """The same answers spread over twelve games of ten alike items are worth less than 120 items of 120 games."""
    chance = Random(3)
    person, judge, alike, apart = {}, {}, {}, {}
    for game in range(12):
        truth = "yn"[game % 2]
        said = truth if chance.random() < 0.75 else "ny"[game % 2]
        for number in range(10):
            item = f"i{game:02}{number}"
            person[item], judge[item], alike[item], apart[item] = truth, said, f"g{game}", item
    wide = row({"p": person}, {"llm:j": {(1, 1): judge}}, "person", games=alike)
    narrow = row({"p": person}, {"llm:j": {(1, 1): judge}}, "person", games=apart)
    assert wide.kappa == narrow.kappa
    assert None not in (wide.kappa_low, wide.kappa_high, narrow.kappa_low, narrow.kappa_high, wide.kappa)
    assert wide.kappa_low < wide.kappa < wide.kappa_high  # type: ignore[operator]
    assert wide.kappa_high - wide.kappa_low > 2 * (narrow.kappa_high - narrow.kappa_low)  # type: ignore[operator]
    few = {item: game for item, game in alike.items() if int(game[1:]) < 9}
    assert row({"p": {i: person[i] for i in few}}, {"llm:j": {(1, 1): judge}}, "person", games=few).kappa_low is None


def test_a_judge_who_takes_what_stands_first_is_found_out() -> None:
    found = order_bias("llm:j", {(1, 1): codes("a " * 8), (2, 1): codes("c " * 8)}, THREE)
    assert found is not None
    assert (found.changed, found.first, found.expected) == (1.0, 1.0, 0.5)
    assert (found.moved, found.to_first, found.leans) == (8, 8, "first")
    assert found.low == pytest.approx(0.025 ** (1 / 8)), "the exact interval of eight of eight"
    last = order_bias("llm:j", {(1, 1): codes("c " * 8), (2, 1): codes("a " * 8)}, THREE)
    assert last is not None
    assert (last.first, last.leans) == (0.0, "last")


def test_a_judge_who_goes_by_the_words_is_not_however_often_the_first_category_is_right() -> None:
    found = order_bias("llm:j", {(1, 1): codes("a " * 30 + "b"), (2, 1): codes("a " * 30 + "b")}, THREE)
    assert found is not None
    assert (found.changed, found.moved, found.leans) == (0.0, 0, "")
    assert found.first == pytest.approx(found.expected)


def test_noise_that_moves_both_ways_is_no_lean_and_is_seen_again_in_one_order() -> None:
    chance = Random(5)
    runs = {(order, time): codes(" ".join(chance.choices(THREE, k=60))) for order in (1, 2) for time in (1, 2, 3)}
    found = order_bias("llm:j", runs, THREE)
    assert found is not None
    assert found.leans == ""
    assert found.changed_again is not None
    assert found.changed == pytest.approx(found.changed_again, abs=0.1)
    assert order_bias("llm:j", {(1, 1): runs[1, 1], (1, 2): runs[1, 2]}, THREE) is None


def wavering(seed: int, pull: float) -> JudgeRuns:
    """A judge who is right three times in four, else guesses, and now and then takes what stands first."""
    chance = Random(seed)
    runs: dict[tuple[int, int], dict[str, str]] = {(1, 1): {}, (2, 1): {}}
    for number in range(60):
        truth = chance.choice(THREE)
        for (order, _), said in runs.items():
            own = truth if chance.random() < 0.75 else chance.choice(THREE)
            said[f"i{number:03}"] = THREE[0 if order == 1 else -1] if chance.random() < pull else own
    return runs


@pytest.mark.slow
def test_a_judge_without_a_lean_is_accused_once_in_twenty_at_most_and_a_plain_lean_is_mostly_found() -> None:
    def accused(pull: float) -> int:
        found = [order_bias("llm:j", wavering(seed, pull), THREE) for seed in range(300)]
        return sum(each is not None and each.leans != "" for each in found)

    assert accused(0.0) <= 15 + 2 * 4, "five in a hundred of 300, and two standard deviations"
    assert accused(0.3) >= 240
