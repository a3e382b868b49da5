"""What seats announced is held against what they ordered, plans against outcomes; broken words have evidence."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.review import walks
from tests.table.rig import answer, through
from tests.table.rig import opened as opened_room
from wargame.core.event_values import OrderOpened
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, EventId, SeatId
from wargame.core.moves import Decision, Intent, Sealed, Signal
from wargame.core.orders import AnyOrder
from wargame.core.orders.build import TrainOperators
from wargame.core.orders.coerce import Threaten
from wargame.present.replay_words import side_by_side, words_rows
from wargame.review.planned_aims import planned_aims
from wargame.review.walk import Walk
from wargame.review.words_and_deeds import broken_words, gaps, named_gaps, plans
from wargame.table.chair import Clock
from wargame.table.room import Room
from wargame.transcript.reading import read

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


def opened(number: int, decision: Decision, part: int, about: tuple[SeatId, ...]) -> Event:
    order = decision.body.orders[part - 1] if isinstance(decision.body, Sealed) else None
    assert order is not None
    return Event(
        id=EventId(f"{decision.turn}.{number}"),
        turn=decision.turn,
        phase="adjudication",
        kind="order_opened",
        rule=order.kind,
        causes=(f"{decision.id}#{part}",),
        audience=PUBLIC,
        text="It was opened.",
        about=about,
        value=OrderOpened.of(order),
    )


def test_each_gap_is_named_with_what_was_said_and_done_and_where() -> None:
    one = sheet(1, (will("anthropic"), will("meta")), (threat("anthropic"),))
    two = sheet(2, (will("anthropic", will=False),), (threat("anthropic"), threat("meta")))
    events = [
        opened(1, one, 1, (WASHINGTON, SeatId("anthropic"))),
        opened(2, two, 1, (WASHINGTON, SeatId("anthropic"))),
        opened(3, two, 2, (WASHINGTON, SeatId("meta"))),
    ]
    found = named_gaps([one, two], events)
    assert [(gap.turn, gap.kind, gap.intent, gap.orders, gap.numbers) for gap in found] == [
        (1, "not done", will("meta"), (), ()),
        (2, "done all the same", will("anthropic", will=False), (threat("anthropic"),), (2,)),
        (2, "not announced", None, (threat("meta"),), (3,)),
    ]
    assert [gap.decision for gap in found] == [one, two, two]


@pytest.mark.parametrize("which", ["scripted", "models"])
def test_gaps_by_name_are_as_many_as_their_counts(which: str) -> None:
    walk = walks.walk_through(walks.scripted() if which == "scripted" else walks.of_models())
    assert walk.positions is not None
    game = walk.positions.game
    made, named = list(game.decisions.values()), named_gaps(game.decisions.values(), game.events)
    for gap in gaps(game.sequence.book.setting.ids, made, game.events):
        own = [each for each in named if each.seat == gap.seat]
        assert sum(each.kind == "not done" for each in own) == gap.undone
        assert sum(each.kind == "done all the same" for each in own) == gap.denied
        assert sum(len(each.orders) for each in own if each.kind == "not announced") == gap.unannounced
        assert sum(each.kind == "word broken" for each in own) == gap.pledges_broken + gap.clauses_broken
    assert named
    for each in named:
        if each.intent is not None and game.decisions and not each.intent.will:
            assert each.numbers, "an order against a word was opened and found untrue"


def test_a_row_of_the_table_names_the_lines_of_its_evidence() -> None:
    walk = walks.walk_through(walks.of_models())
    walk.step = len(walk.timeline) - 1
    assert walk.positions is not None
    rows = words_rows(walk, walk.positions.game.sequence.book.setting)
    first = next(at for at, row in enumerate(rows) if "EACH GAP" in row.text)
    table = [row for row in rows[first + 1 :] if " | said: " in row.text]
    assert len(table) > 10
    for row in table:
        kinds = {
            walk.timeline.kind(walk.timeline.of_line(int(n)))
            for n in re.findall(r"\d+", row.text.rpartition("| line")[2])
        }
        assert kinds <= {"decision", "event"}
        assert walk.timeline.lines[int(row.key)] == int(re.findall(r"\d+", row.text.rpartition("| line")[2])[0])


def test_an_aim_stands_beside_what_became_of_whom_and_what_it_names() -> None:
    plan = sheet(1, (), (), "Use the threat of the law on Anthropic. Keep Rome close; wait for spring", WASHINGTON)
    later = sheet(2, (), (threat("anthropic"),))
    events = [
        opened(1, sheet(0, (), (threat("anthropic"),)), 1, (WASHINGTON, SeatId("anthropic"))),
        opened(2, later, 1, (WASHINGTON, SeatId("anthropic"))),
    ]
    called = {"Anthropic": SeatId("anthropic"), "Rome": ROME, "Washington": WASHINGTON}
    law, rome, spring = planned_aims(plan, called, events)
    assert (law.names, law.verbs) == (("anthropic",), ("threaten",))
    assert [(each.how, each.number) for each in law.came] == [("ordered", 2)], "what came before the plan is none"
    assert (rome.names, rome.came) == ((ROME,), ())
    assert (spring.names, spring.verbs, spring.came) == ((), (), ())


def test_the_page_tells_aims_of_a_plan_to_whoever_may_hear_thoughts_alone() -> None:
    walk = walks.walk_through(walks.of_models())
    walk.step = len(walk.timeline) - 1
    assert walk.positions is not None
    setting = walk.positions.game.sequence.book.setting
    assert not any("aim   " in row.text for row in words_rows(walk, setting))
    walk.thoughts = True
    told = [row.text for row in words_rows(walk, setting)]
    aims, outcomes = ([text for text in told if f"{head}  " in text] for head in ("aim ", "came"))
    assert len(aims) == len(outcomes) > 3, "each aim has what came of it"


def test_what_came_of_an_aim_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    async def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (1, "orders"):
            made = answer(room, ROME)
            body = Sealed(signal=None, orders=(TrainOperators(),))
            await room.chair(ROME).submit(replace(made, body=body, plan="We train crews and staff officers."))

    asyncio.run(through(opened_room(path, turns=1), moment))
    walk = walks.walk_through(path)
    walk.step, walk.thoughts = len(walk.timeline) - 1, True
    assert walk.positions is not None
    told = [row.text for row in words_rows(walk, walk.positions.game.sequence.book.setting)]
    at = next(number for number, text in enumerate(told) if "aim   We train crews and staff officers." in text)
    (line,) = re.findall(r"came  .*\(line (\d+)\)", told[at + 1])
    event = read(path).entries[int(line) - 1].data
    assert (event["kind"], event["rule"], event["about"][0]) == ("order_opened", "train_operators", ROME)


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
    assert "scripted" in lines[0], "who decided stands above the columns"
    assert lines[1].split() == ["THOUGHT", "SAID", "DID"]
    told = " ".join(" ".join(lines).split())
    for word in ("yards", "votes", "say", "threat", "anthropic", "守住海峡", "production"):
        assert word in told
