"""Arguments ruled at the table: each mode with its inputs, odds shown before the roll, judges who decide nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.table.rig import QUIET, opened, play, through
from wargame.core.arguments import CaseUnderArgument
from wargame.core.chance import two_dice, uniform
from wargame.core.control_acts import Estimate
from wargame.core.events import Event
from wargame.core.moves import Sealed, Weigh, Weighing
from wargame.core.orders import Argument, Reason
from wargame.core.views import View
from wargame.errors import NotAllowed
from wargame.players.base import Answer
from wargame.rules.orders.arguments import odds
from wargame.table.chair import Clock
from wargame.table.room import Room
from wargame.transcript.verify import verify

WHY = "heard both sides at the table"
QUIET_SEED = 5
"""A seed of the tutorial in which nobody argues a case in turn 1 by itself."""
CASE = Argument(
    reasons=(Reason(text="Everybody uses it.", cites=None),),
    action="Meta shows what its weights have done for hospitals.",
    effect="raise_reputation",
    target="meta",
)


def argued(
    ruling: Callable[[Room, str], Any] | None, out: Path | None = None, weigh: bool = True, **options: Any
) -> tuple[Room, list[Event]]:
    """A game in which Meta argues a case in turn 1 and control rules on it."""

    async def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (1, "orders"):
            await room.chair("meta").submit(Answer(Sealed(signal=None, orders=(CASE,)), "human"))
        if (clock.turn, clock.phase) == (1, "weigh") and weigh:
            case = next(iter(room.chair("rome").look().view.arguments))
            against = Weighing(argument=case, side="con", reason=Reason(text="Hospitals disagree.", cites=None))
            await room.chair("rome").submit(Answer(Weigh(weighings=(against,)), "human"))
        if (clock.turn, clock.phase) == (1, "adjudication") and ruling is not None:
            done = ruling(room, room.control.cases()[0].id)
            if done is not None:
                await done

    options = {"seats": QUIET, "seed": QUIET_SEED, "facilitated": True, **options}
    room = opened(out, turns=1, **options)
    asyncio.run(through(room, moment))
    return room, room.record


def of(events: list[Event], kind: str) -> list[Event]:
    return [event for event in events if event.kind == kind]


def test_the_game_waits_for_control_only_where_an_argument_is_open_and_a_facilitator_sits() -> None:
    phases: list[str] = []
    play(
        opened(facilitated=True, seats=QUIET, seed=QUIET_SEED, turns=1), lambda room, clock: phases.append(clock.phase)
    )
    assert "adjudication" not in phases
    held: list[str] = []
    argued(lambda room, case: held.append(case))
    assert len(held) == 1
    argued(lambda room, case: held.append(case), facilitated=False)
    assert len(held) == 1


def test_skipped_or_without_a_facilitator_the_rules_rule() -> None:
    _, skipped = argued(lambda room, case: None)
    _, alone = argued(None, facilitated=False)
    assert (
        of(skipped, "odds_set")[0].text
        == of(alone, "odds_set")[0].text
        == "Umpire: 0 credible for, 0 against; the chance is 58.3%."
    )
    assert of(skipped, "argument_ruled")[0].text == of(alone, "argument_ruled")[0].text


@pytest.mark.parametrize(("net", "percent"), [(-2, "27.8%"), (-1, "41.7%"), (0, "58.3%"), (1, "72.2%"), (2, "83.3%")])
def test_dice_count_accepted_pros_and_cons_and_show_the_odds_before_the_roll(
    tmp_path: Path, net: int, percent: str
) -> None:
    out = tmp_path / "game.jsonl"

    def ruling(room: Room, case: str) -> None:
        pros, cons = tuple(f"pro {n}" for n in range(max(0, net))), tuple(f"con {n}" for n in range(max(0, -net)))
        with pytest.raises(NotAllowed, match="set and show them before the roll"):
            room.control.roll(case)
        (shown,) = room.control.rule(case, "dice", WHY, pros=pros, cons=cons)
        assert percent in shown.text
        assert shown.audience == "public"
        assert all(word in shown.body for word in (*pros, *cons))
        assert shown.text in [seen.text for seen in room.public().events]
        assert room.control.cases()[0].odds is not None
        ruled = room.control.roll(case)[-1]
        dice = two_dice(room.book.seed, 1, "argument.meta")
        assert ruled.draws[0].value == sum(dice)
        assert ("succeeded" in ruled.text) == (sum(dice) + net >= 7)
        assert not room.control.cases()

    room, events = argued(ruling, out)
    assert verify(out).hashes[1] == room.game.hash
    assert [event.kind for event in events if event.rule == "argument" and event.phase == "adjudication"] == [
        "odds_set",
        "argument_ruled",
    ]


def test_two_dice_agree_with_the_odds_within_a_point_and_a_half() -> None:
    for net in (-2, -1, 0, 1, 2):
        won = sum(sum(two_dice(seed, 1, "argument.meta")) + net >= 7 for seed in range(10_000)) / 10_000
        assert abs(won - odds(7, net)) < 0.015


def test_a_probability_is_drawn_once_and_can_be_computed_again(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def ruling(room: Room, case: str) -> None:
        with pytest.raises(NotAllowed, match="needs a chance"):
            room.control.rule(case, "probability", WHY)
        with pytest.raises(NotAllowed, match="outside 0 to 1"):
            room.control.rule(case, "probability", WHY, chance=65)
        room.control.rule(case, "probability", WHY, chance=0.65)
        ruled = room.control.roll(case)[-1]
        value = uniform(room.book.seed, 1, "argument.meta.draw")
        assert (ruled.draws[0].value, ruled.draws[0].against) == (value, 0.65)
        assert ("succeeded" in ruled.text) == (value < 0.65)

    argued(ruling, out)
    verify(out)


def test_odds_that_were_set_and_not_rolled_are_rolled_when_the_game_goes_on() -> None:
    _, events = argued(lambda room, case: (room.control.rule(case, "probability", WHY, chance=1.0), None)[1])
    assert "succeeded: drew" in of(events, "argument_ruled")[0].text
    assert len(of(events, "odds_set")) == 1


@pytest.mark.parametrize(("ayes", "noes", "outcome"), [(2, 1, "succeeded"), (1, 2, "failed")])
def test_a_majority_decides_a_vote_at_once(ayes: int, noes: int, outcome: str) -> None:
    def ruling(room: Room, case: str) -> None:
        with pytest.raises(NotAllowed, match="at least one vote"):
            room.control.rule(case, "vote", WHY)
        for number in range(ayes + noes):
            cell = room.control.acting(room.join(f"W{number}", "white_cell").handle)
            cell.vote(case, number < ayes)
        observer = room.control.acting(room.join("O", "observer").handle)
        with pytest.raises(NotAllowed, match="no right to vote"):
            observer.vote(case, True)
        room.control.rule(case, "vote", WHY)
        assert not room.control.cases()

    _, events = argued(ruling)
    (ruled,) = of(events, "argument_ruled")
    assert f"{outcome}: {ayes} votes for, {noes} against" in ruled.text
    assert ruled.draws == ()


def test_an_even_vote_is_drawn_at_fifty() -> None:
    def ruling(room: Room, case: str) -> None:
        room.control.rule(case, "vote", WHY, votes={"rome": True, "anthropic": False})
        assert room.control.cases()[0].odds is not None
        room.control.roll(case)

    _, events = argued(ruling)
    assert of(events, "odds_set")[0].text == "The votes are even; the chance is 50.0%."
    assert of(events, "argument_ruled")[0].draws[0].against == 0.5


@pytest.mark.parametrize("outcome", [True, False])
def test_the_umpire_decides_by_word_and_the_fact_stands_only_if_it_succeeds(outcome: bool) -> None:
    def ruling(room: Room, case: str) -> None:
        with pytest.raises(NotAllowed, match="needs an outcome"):
            room.control.rule(case, "umpire", WHY)
        with pytest.raises(NotAllowed, match="reason"):
            room.control.rule(case, "umpire", "", outcome=outcome)
        room.control.rule(case, "umpire", WHY, outcome=outcome)

    room, events = argued(ruling)
    assert bool(room.game.sequence.state.facts) == outcome
    moved = [change.variable for change in of(events, "argument_ruled")[0].changes]
    assert moved == (["meta.reputation"] if outcome else [])


def judge(name: str, chance: float, pros: tuple[str, ...] = (), cons: tuple[str, ...] = ()) -> Any:
    async def says(case: CaseUnderArgument, view: View) -> Estimate:
        assert view.seat == "control"
        return Estimate(judge=name, pros=pros, cons=cons, chance=chance)

    return says


def test_judges_who_disagree_are_shown_and_give_no_verdict(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def ruling(room: Room, case: str) -> None:
        before = len(room.record)
        opinions = await room.control.consult(case)
        assert opinions.contested
        assert [each.chance for each in opinions.estimates] == [0.9, 0.2]
        assert len(room.record) == before
        assert room.control.cases()[0].odds is None
        with pytest.raises(NotAllowed, match="judges disagree"):
            room.control.skip()
        room.control.rule(case, "proposed", WHY, pros=("used in wards",))
        room.control.roll(case)

    argued(ruling, out, judges=[judge("one", 0.9, ("used in wards",)), judge("two", 0.2)])
    game = verify(out)
    act = next(act for act in game.acts.values() if act.move.kind == "rule_argument")
    assert [each.judge for each in act.move.estimates] == ["one", "two"]  # type: ignore[union-attr]
    assert of(game.events, "odds_set")[0].text.endswith("72.2%.")


def test_judges_who_agree_still_wait_for_a_person() -> None:
    async def ruling(room: Room, case: str) -> None:
        with pytest.raises(NotAllowed, match="what at least one judge proposed"):
            room.control.rule(case, "proposed", WHY, chance=0.3)
        opinions = await room.control.consult(case)
        assert not opinions.contested
        assert room.control.cases()[0].odds is None
        room.control.rule(case, "proposed", WHY, chance=0.3)
        room.control.roll(case)

    _, events = argued(ruling, judges=[judge("one", 0.5), judge("two", 0.55)])
    assert "30.0%" in of(events, "odds_set")[0].text


def test_a_judge_that_fails_is_named_and_the_others_are_heard() -> None:
    async def broken(case: CaseUnderArgument, view: View) -> Estimate:
        raise TimeoutError("too slow")

    async def ruling(room: Room, case: str) -> None:
        opinions = await room.control.consult(case)
        assert len(opinions.estimates) == 1
        assert opinions.faults == ("judge 1 failed (TimeoutError: too slow)",)

    argued(ruling, judges=[broken, judge("two", 0.5)])


def test_leaving_a_contested_case_to_the_rules_needs_a_reason() -> None:
    async def ruling(room: Room, case: str) -> None:
        await room.control.consult(case)
        room.control.skip("nobody at the table cares")

    _, events = argued(ruling, judges=[judge("one", 0.9), judge("two", 0.2)])
    assert of(events, "odds_set")[0].text.startswith("Umpire:")


def test_the_rooms_own_mode_counts_where_none_is_named() -> None:
    _, events = argued(
        lambda room, case: (room.control.rule(case, None, WHY, chance=0.5), None)[1], adjudication="probability"
    )
    assert of(events, "argument_ruled")[0].draws[0].against == 0.5


def test_the_rules_can_be_asked_for_its_odds_before_the_roll() -> None:
    def ruling(room: Room, case: str) -> None:
        (shown,) = room.control.rule(case, "rules", WHY)
        assert shown.text == "Umpire: 0 credible for, 0 against; the chance is 58.3%."
        room.control.roll(case)

    _, events = argued(ruling)
    assert len(of(events, "odds_set")) == 1
