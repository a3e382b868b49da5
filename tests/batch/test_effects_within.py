"""An effect at each level of another factor: planted ones are found where they are, with the sign they have there."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, ledger_of, planned
from wargame.batch.comparisons import effect_of
from wargame.batch.effects_within import EffectWithin, KeptSign, check_within, clear_sign, effects_within, kept_sign
from wargame.batch.planned import ExperimentPlan
from wargame.errors import SpecError
from wargame.present.within_rows import WITHIN_HEAD, within_columns, within_in_words, within_meaning, within_rows

pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
PLAYERS = ("scripted", "random", "passing", "best", "doves")
TABLES = SMALL.replace("count: 3", "count: 20").replace(
    "      - {name: random, seats: {rome: random}}",
    "\n".join(f"      - {{name: {each}, seats: {{rome: random}}}}" for each in PLAYERS[1:]),
)
PLANTED: Mapping[str, Callable[[random.Random], float]] = {
    "scripted": lambda chance: chance.gauss(3, 1),
    "random": lambda chance: chance.gauss(-3, 1),
    "passing": lambda chance: 0.0,
    "best": lambda chance: chance.gauss(0, 1),
    "doves": lambda chance: 2.0,
}
"""What the level does at each table; the average of all is next to nothing."""

FIRST = SMALL[SMALL.index("  - name: threats") : SMALL.index("  - name: rome")]
"""All lines of the first factor."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> ExperimentPlan:
    return planned(tmp_path_factory.mktemp("plan"), TABLES)


def _found(plan: ExperimentPlan) -> tuple[EffectWithin, ...]:
    chance, values = random.Random(3), dict[tuple[str, str, int], float | None]()
    for seed in plan.experiment.numbers:
        for table, does in PLANTED.items():
            values["as usual", table, seed] = shared = chance.gauss(0, 10)
            values["cost no trust", table, seed] = shared + does(chance)
    return effects_within(plan, ledger_of(plan, values), "rome")


def test_each_level_of_the_other_factor_has_its_own_effect_and_sign(plan: ExperimentPlan) -> None:
    found = [each for each in _found(plan) if each.effect.outcome == "trust"]
    assert [(each.at, each.sign) for each in found] == [
        ("scripted", "first"), ("random", "turned"), ("passing", "gone"), ("best", "not told"), ("doves", "kept"),
    ]  # fmt: skip
    assert {(each.within, each.effect.factor, each.effect.level) for each in found} == {
        ("rome", "threats", "cost no trust")
    }
    first, turned, *_ = (each.effect for each in found)
    assert first.low is not None
    assert turned.high is not None
    assert 2 < first.low < 3, "a mean of 3 with a spread of 1 over 20 seeds"
    assert -3 < turned.high < -2
    assert first.corrected is not None
    assert first.p is not None
    assert first.corrected > first.p


def test_rows_and_sentences_say_where_the_sign_is_kept(plan: ExperimentPlan) -> None:
    made = _found(plan)
    trust, agreements = within_in_words(made)
    assert trust == (
        "trust, threats: cost no trust: + at scripted; of the other levels of rome it keeps its sign at 1 of 4 "
        "(doves), turns at 1 of 4 (random), is zero in every pair at 1 of 4 (passing), is not told from zero at 1 of 4 "
        "(best)"
    )
    assert (
        agreements == "agreements, threats: cost no trust: no sign to keep, since at scripted it is zero in every pair"
    )
    rows = within_rows(made)
    at = [dict(zip(WITHIN_HEAD, row, strict=True)) for row in rows]
    assert [row["AT"] for row in at[:5]] == list(PLAYERS)
    assert [row["SIGN"] for row in at[:5]] == ["+", "turned", "gone", "not told", "kept"]
    assert [row["REMARK"] for row in at[:5]] == ["", "", "did not vary", "", "did not vary"]
    assert (at[0]["P"], at[0]["UNIT"]) == ("< 0.001", "0-100")
    assert "corrected for the 3 of 10 comparisons of this table that have one" in within_columns(made)["P"]
    assert within_columns(made)["95 %"].startswith("not corrected, nor is DRAWN; P is")
    assert within_meaning(made).startswith("Effects at each level of rome, each in the games of that level alone.")


def test_where_the_first_level_has_no_sign_the_others_have_their_own(plan: ExperimentPlan) -> None:
    made = [each for each in _found(plan) if each.effect.outcome == "trust"]
    clear, turned, gone, untold, _ = made
    moved = [replace(untold, sign="first"), *(replace(each, sign="no sign to keep") for each in (turned, gone, clear))]
    assert [row[WITHIN_HEAD.index("SIGN")] for row in within_rows(moved)] == [
        "not told from zero", "-", "zero in every pair", "+",
    ]  # fmt: skip
    (said,) = within_in_words(moved)
    assert said.endswith("no sign to keep, since at best it is not told from zero; it is - at random, + at scripted")


@pytest.mark.parametrize(
    ("first", "other", "sign"),
    [
        ([1.0, 2.0, 3.0] * 5, [2.0, 1.0, 3.0] * 5, "kept"),
        ([1.0, 2.0, 3.0] * 5, [-2.0, -1.0, -3.0] * 5, "turned"),
        ([-1.0, -2.0] * 5, [-2.0, -1.0] * 5, "kept"),
        ([1.0, 2.0, 3.0] * 5, [2.0, -2.0] * 5, "not told"),
        ([1.0, -1.0] * 5, [2.0, 1.0] * 5, "no sign to keep"),
        ([0.0] * 9, [2.0, 1.0] * 5, "no sign to keep"),
        ([1.0, 2.0] * 5, [0.0] * 6, "gone"),
        ([1.0, 2.0] * 5, [0.0] * 5, "not told"),
        ([1.0, 2.0] * 5, [], "not told"),
    ],
)
def test_a_sign_is_kept_only_where_both_are_told(first: list[float], other: list[float], sign: KeptSign) -> None:
    made = [effect_of(each, outcome="o", factor="f", level="l", left_out=0, unmoved=None) for each in (first, other)]
    assert kept_sign(made[0], made[1]) == sign


def test_so_few_pairs_that_came_out_alike_tell_no_sign() -> None:
    alike = [effect_of([2.0] * pairs, outcome="o", factor="f", level="l", left_out=0, unmoved=None) for pairs in (5, 6)]
    assert [clear_sign(each) for each in alike] == [None, 1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: rome\n", "name: roma\n", "--within rome: 'rome' is no factor of this experiment; did you mean 'roma'?"),
        (
            "seeds:",
            "cross: one at a time\nseeds:",
            "--within rome: games are crossed 'one at a time', so that",
        ),
        (
            SMALL[SMALL.index("  - name: threats") : SMALL.index("  - name: rome")],
            "",
            "no other factor stands beside it",
        ),
    ],
)
def test_a_factor_that_cannot_be_looked_within_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SMALL
    with pytest.raises(SpecError) as fault:
        check_within(planned(tmp_path, SMALL.replace(old, new)), "rome")
    assert said in str(fault.value)
