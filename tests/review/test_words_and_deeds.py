"""What seats announced is held against what they ordered, plans against outcomes; broken words have evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review import walks
from wargame.core.ids import SeatId
from wargame.core.moves import Decision, Intent, Sealed, Signal
from wargame.core.orders import AnyOrder
from wargame.core.orders.coerce import Threaten
from wargame.present.replay_words import side_by_side, words_rows
from wargame.review.walk import Walk
from wargame.review.words_and_deeds import broken_words, gaps, plans

WASHINGTON, ROME = SeatId("washington"), SeatId("rome")


def sheet(
    turn: int, intents: tuple[Intent, ...], orders: tuple[AnyOrder, ...], plan: str = "", seat: SeatId = WASHINGTON
) -> Decision:
    body = Sealed(signal=Signal(text="we say so", intents=intents) if intents else None, orders=orders)
    return Decision(
        id=f"{turn}.orders.{seat}",
        seat=seat,
        turn=turn,
        phase="orders",
        round=0,
        origin="scripted",
        player="scripted",
        body=body,
        rationale="because of the yards\nand the votes",
        plan=plan,
    )


def will(target: str | None, *, will: bool = True) -> Intent:
    return Intent(will=will, verb="threaten", target=target)


def threat(target: str) -> AnyOrder:
    return Threaten(lab=SeatId(target), instrument="defense_production_act")


def test_intents_count_as_kept_undone_or_denied_and_orders_as_announced_or_not() -> None:
    made = [
        sheet(1, (will("anthropic"), will("meta")), (threat("anthropic"),)),
        sheet(2, (will("anthropic", will=False),), (threat("anthropic"), threat("meta"))),
        sheet(3, (will("meta", will=False),), ()),
    ]
    (gap,) = gaps([WASHINGTON], made, ())
    assert (gap.announced, gap.kept, gap.undone, gap.denied) == (4, 2, 1, 1)
    assert (gap.orders, gap.unannounced) == (3, 1)


def test_the_first_plan_stands_beside_the_last() -> None:
    first, second = sheet(1, (), (), "hold the strait"), sheet(3, (), (), "sell the yards")
    found = plans([first, sheet(2, (), ()), second, sheet(1, (), (), "stay", ROME)])
    assert [(each.seat, each.first.plan, each.last.plan) for each in found] == [
        (WASHINGTON, "hold the strait", "sell the yards"),
        (ROME, "stay", "stay"),
    ]


def test_broken_words_of_a_game_are_told_with_what_they_rest_on() -> None:
    walk = walks.walk_through(walks.scripted())
    assert walk.positions is not None
    events = walk.positions.game.events
    found = broken_words(events)
    assert found
    kinds = [e.kind for e in events]
    wanted = [kind for kind in kinds if any(word in kind for word in ("broken", "breached", "payment_missed"))]
    assert [each.event.kind for each in found] == [kind for kind in wanted if kind != "agreement_broken"]
    assert all(events[each.number - 1] is each.event for each in found)
    pledged = sum(e.kind == "pledge_made" for e in events)
    assert sum(gap.pledges for gap in gaps(walk.positions.game.sequence.book.setting.ids, (), events)) == pledged


@pytest.fixture(params=["scripted", "models"])
def path(request: pytest.FixtureRequest) -> Path:
    return walks.scripted() if request.param == "scripted" else walks.of_models()


def test_the_page_tells_nothing_that_lies_ahead(path: Path) -> None:
    walk: Walk = walks.walk_through(path)
    assert walk.positions is not None
    setting = walk.positions.game.sequence.book.setting
    walk.step = walk.timeline.last_of(1)
    early = [row for row in words_rows(walk, setting) if row.key]
    assert all(int(row.key) <= walk.step for row in early)
    walk.step = len(walk.timeline) - 1
    assert len([row for row in words_rows(walk, setting) if row.key]) >= len(early)


@pytest.mark.parametrize("width", [60, 100, 140])
def test_three_columns_stand_beside_each_other_and_lose_no_word(width: int) -> None:
    decision = sheet(1, (will("anthropic"),), (threat("anthropic"),), "守住海峡 hold the strait")
    lines = side_by_side(decision, str, width, heard=True)
    assert lines[0].split() == ["THOUGHT", "SAID", "DID"]
    told = " ".join(" ".join(lines).split())
    for word in ("yards", "votes", "say", "threaten", "anthropic", "守住海峡", "production"):
        assert word in told
