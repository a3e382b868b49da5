"""Judges who rule: the median of their odds or the reasons of more than half, by name, and the rules where all fail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from wargame.core.arguments import MODES, CaseUnderArgument, Mode
from wargame.core.control_acts import Act, Estimate, RuleArgument
from wargame.core.views import View
from wargame.errors import BudgetSpent, ModelGone, SpecError, WargameError
from wargame.loops import finish
from wargame.table.bench import BENCH_MODES, MOST_JUDGES, Bench, check_bench, check_judge, names_on
from wargame.table.judges import Judge
from wargame.table.opening import choose, new_game, resumed_game
from wargame.table.players import Means
from wargame.transcript.verify import Replayed, verify


def says(chance: float, *, pros: bool = True, cons: bool = True) -> Judge:
    """A judge with these odds who finds all reasons of a side credible, or none."""

    async def judge(case: CaseUnderArgument, view: View) -> Estimate:
        given = tuple(reason.text for reason in (*case.argument.reasons, *case.pros))
        against = tuple(reason.text for reason in case.cons)
        return Estimate(judge="1 own", pros=given if pros else (), cons=against if cons else (), chance=chance)

    return judge


def fails(fault: Exception) -> Judge:
    """A judge that has no opinion."""

    async def judge(case: CaseUnderArgument, view: View) -> Estimate:
        raise fault

    return judge


def ruled(out: Path, mode: Mode, *judges: Judge) -> tuple[Replayed, Sequence[Act]]:
    """A turn of scripts whose arguments these judges rule, proved, with the acts."""
    setup = choose("first-download", seed=1, turns=1)
    finish(new_game(setup, out, means=Means(judges=judges), adjudication=mode).play())
    replayed = verify(out)
    acts = list(replayed.acts.values())
    assert acts, "somebody argues"
    assert all(isinstance(act.move, RuleArgument) for act in acts)
    return replayed, acts


def rulings(acts: Sequence[Act]) -> list[RuleArgument]:
    return [act.move for act in acts if isinstance(act.move, RuleArgument)]


@pytest.mark.parametrize(("chances", "middle"), [((0.3,), 0.3), ((0.9, 0.2, 0.4), 0.4), ((0.9, 0.2, 0.4, 0.5), 0.45)])
def test_the_median_of_the_odds_rules_and_every_proposal_stays(
    tmp_path: Path, chances: tuple[float, ...], middle: float
) -> None:
    replayed, acts = ruled(tmp_path / "game.jsonl", "proposed", *map(says, chances))
    for move in rulings(acts):
        assert (move.mode, move.chance) == ("proposed", middle)
        assert [each.chance for each in move.estimates] == list(chances)
    assert {act.who for act in acts} == {", ".join(f"{number} own" for number in range(1, len(chances) + 1))}
    assert all(names_on(act.who) == tuple(act.who.split(", ")) for act in acts)
    set_ = [event for event in replayed.events if event.kind == "odds_set"]
    assert len(set_) == len(acts)
    assert all(event.text == f"Control judges; the chance is {middle:.1%}." for event in set_)


def test_by_dice_a_reason_counts_that_more_than_half_find_credible(tmp_path: Path) -> None:
    _, acts = ruled(tmp_path / "two.jsonl", "dice", says(0.5), says(0.5, pros=False), says(0.5, cons=False))
    for move in rulings(acts):
        assert (move.mode, move.chance) == ("dice", None)
        assert move.pros
        assert set(move.pros) == set(move.estimates[0].pros)
        assert set(move.cons) == set(move.estimates[0].cons)
    _, acts = ruled(tmp_path / "half.jsonl", "dice", says(0.5), says(0.5, pros=False))
    assert all(move.pros == () for move in rulings(acts)), "half of them are not more than half"


def test_where_no_judge_speaks_the_rules_count_as_they_do_without_judges(tmp_path: Path) -> None:
    silent, acts = ruled(
        tmp_path / "silent.jsonl", "proposed", fails(WargameError("1 own gave no opinion: it is away"))
    )
    assert all((move.mode, move.estimates) == ("rules", ()) for move in rulings(acts))
    assert {str(act.reason) for act in acts} == {
        "no judge says anything: the rules count; judge 1 own gave no opinion: it is away"
    }
    finish(new_game(choose("first-download", seed=1, turns=1), tmp_path / "plain.jsonl").play())
    plain = verify(tmp_path / "plain.jsonl")
    for kind in ("odds_set", "argument_ruled"):
        texts = [[event.text for event in game.events if event.kind == kind] for game in (silent, plain)]
        assert texts[0] == texts[1]
        assert texts[0]
    assert silent.sequence.state.values == plain.sequence.state.values


def test_one_that_fails_is_told_and_the_others_rule(tmp_path: Path) -> None:
    _, acts = ruled(tmp_path / "game.jsonl", "proposed", says(0.2), fails(WargameError("2 own is away")), says(0.6))
    for act, move in zip(acts, rulings(acts), strict=True):
        assert (move.chance, len(move.estimates), len(names_on(act.who))) == (0.4, 2, 3)
        assert str(act.reason) == "by odds that 2 of 3 judges proposed: 20 to 60 percent; judge 2 own is away"


@pytest.mark.parametrize("fault", [BudgetSpent("spent"), ModelGone("gone"), SpecError("no proxy"), ValueError("odd")])
def test_what_ends_a_game_rules_nothing_and_it_goes_on_later(tmp_path: Path, fault: Exception) -> None:
    out = tmp_path / "game.jsonl"
    game = new_game(
        choose("first-download", seed=1, turns=1),
        out,
        means=Means(judges=(fails(fault), says(0.5))),
        adjudication="dice",
    )
    with pytest.raises(type(fault)):
        finish(game.play())
    assert b'"kind":"override"' not in out.read_bytes()
    again, _ = resumed_game(out, means=Means(judges=(says(0.5), says(0.5))), adjudication="dice")
    assert finish(again.play()).turns == 1
    assert all(len(move.estimates) == 2 for move in rulings(list(verify(out).acts.values())))


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode not in BENCH_MODES])
def test_judges_rule_by_odds_or_by_reasons_alone(mode: Mode) -> None:
    with pytest.raises(SpecError, match=f"judges do not rule by {mode}; with them it is proposed or dice"):
        new_game(choose("first-download"), None, means=Means(judges=(says(0.5),)), adjudication=mode)
    with pytest.raises(SpecError, match=f"{MOST_JUDGES + 1} judges; there may be 1 to {MOST_JUDGES}"):
        check_bench("dice", MOST_JUDGES + 1)


@pytest.mark.parametrize("spec", ["scripted", "human", "single:m@http://h/v1"])
def test_who_is_no_model_of_its_own_judges_nothing(spec: str) -> None:
    with pytest.raises(SpecError, match="is no judge; a judge is llm:MODEL"):
        check_judge(spec)


def test_a_model_whose_name_reads_as_two_judges_is_refused() -> None:
    check_judge("llm:a model, 70b@http://h/v1")
    with pytest.raises(SpecError, match="would count as two"):
        check_judge("llm:a, 2 b@http://h/v1")


def test_names_on_an_act_are_those_of_judges_alone() -> None:
    bench = Bench("dice", {"1 a model, 70b": says(0.5), "2 b": says(0.5)})
    assert names_on(bench.name) == ("1 a model, 70b", "2 b")
    assert [names_on(who) for who in ("nobody", "controller-1", "branch")] == [(), (), ()]
