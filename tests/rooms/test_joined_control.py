"""Control's desk at another machine: it sees what control sees at the table, and its acts are those of its role."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.rooms.facilitated import all_sealed, end, facilitated
from tests.rooms.proxy import middle
from tests.rooms.rig import Desk, Hosted, hosted, run, until
from tests.rooms.test_hosting import entries_but_for_times
from tests.rooms.test_secrets import in_words
from tests.table.rig import QUIET, opened
from tests.table.test_rulings import CASE, QUIET_SEED, WHY
from wargame.core.control_acts import Estimate, InjectNow, Reveal, Roll
from wargame.core.ids import CONTROL
from wargame.core.moves import Sealed, Weigh
from wargame.errors import NotAllowed, SpecError
from wargame.players.scripted import Scripted
from wargame.rooms.host_time import lasting
from wargame.rooms.remote_control import RemoteControl, RemoteDesk
from wargame.table.chair import Draft
from wargame.table.clock import LoopTime
from wargame.table.desk import ControlDesk
from wargame.table.desk_acts import (
    CastVote,
    ChangePlayer,
    ClosePhase,
    DeskAct,
    DoInGame,
    MakeUp,
    MoveClock,
    NoteMoment,
    RuleOn,
    SitDown,
    TakeBack,
    TryTo,
)
from wargame.table.judges import Opinions
from wargame.table.local_desk import LocalDesk
from wargame.table.watching import TableView
from wargame.transcript.verify import verify
from wargame.ui.facilitator.slip import PaperChair


def same_as_at_the_table(desk: Desk) -> bool:
    """Whether a joined desk of control knows what control knows at the table, but for seconds that run on."""
    here, there, own = end(desk), desk.room.view, desk.room.control
    mine = here.desk()
    if (here.record(), here.decisions()) != (tuple(there.record()), tuple(there.decisions())):
        return False
    truth, known = here.truth(), there.truth()
    still = [replace(clock, left=None) for clock in (here.clock(), there.clock())]
    return (
        replace(truth, values=dict(truth.values)) == replace(known, values=dict(known.values))
        and still[0] == still[1]
        and [replace(each, idle=0.0) for each in here.statuses()] == [replace(e, idle=0.0) for e in there.statuses()]
        and [replace(each, idle=0.0) for each in mine.health()] == [replace(each, idle=0.0) for each in own.health()]
        and (here.setting, here.players(), here.names()) == (there.setting, there.players(), there.names())
        and (mine.injects(), mine.cases(), mine.deviations()) == (own.injects(), own.cases(), own.deviations())
        and (here.facilitated, here.over, here.ended) == (there.facilitated, there.over, there.ended)
        and all(here.fallback(seat) == there.fallback(seat) for seat in here.players())
        and dict(here.public().values) == dict(there.public().values)
        and here.public().events == there.public().events
    )


def test_a_joined_desk_gives_all_that_a_desk_and_a_view_give() -> None:
    for protocol, remote in ((TableView, RemoteControl), (ControlDesk, RemoteDesk), (ControlDesk, LocalDesk)):
        asked = {name for name in dir(protocol) if not name.startswith("_")}
        assert asked <= set(dir(remote))


def test_a_facilitated_turn_from_a_joined_desk_is_what_it_is_at_the_table_and_both_know_the_same() -> None:
    async def test() -> None:
        async with facilitated() as here:
            control = await here.join(CONTROL)
            await control.up()
            seats = [await here.join("rome"), await here.join("meta")]
            desk = end(control).desk()
            assert same_as_at_the_table(control)
            await until(lambda: desk.presence() == {"rome": "at the desk", "meta": "at the desk", **_SCREEN})
            await desk.do(MoveClock("pause"))
            assert end(control).clock().paused
            await desk.do(MoveClock("resume"))
            await desk.do(ClosePhase())
            seats[0].chair.save(Draft(rationale="half a reason"))
            await until(lambda: any(each.unsent for each in desk.health() if each.seat == "rome"))
            while here.room.clock().phase == "talk":
                await all_sealed(here, seats)
            came = await desk.do(DoInGame(InjectNow(what="news", text="A ship ran aground.", audience="public")))
            assert next(event.text for event in came.events) in [event.text for event in end(control).record()]
            await all_sealed(
                here, seats, ("meta", Sealed(signal=None, orders=(CASE,))), ("rome", Sealed(signal=None, orders=()))
            )
            assert same_as_at_the_table(control)
            await all_sealed(here, seats, ("rome", Weigh(weighings=())), ("meta", Weigh(weighings=())))
            await until(desk.cases)
            (case,) = desk.cases()
            came = await desk.do(RuleOn(case.id, "probability", WHY, chance=1.0))
            assert desk.cases()[0].odds is not None
            came = await desk.do(DoInGame(Roll(case=case.id)))
            assert "argument_ruled" in [event.kind for event in came.events]
            await until(lambda: here.room.clock().phase == "news")
            await until(lambda: same_as_at_the_table(control))
            await desk.do(ChangePlayer("meta", "scripted", "Meta must leave early"))
            assert end(control).players()["meta"] == "scripted"
            await desk.do(TakeBack("the room misread the rules", 1))
            assert (end(control).clock().turn, end(control).clock().phase) == (1, "brief")
            await until(lambda: seats[0].chair.undone == 1)
            assert same_as_at_the_table(control)
            assert {each.what for each in desk.deviations()} >= {"inject_now", "rule_argument", "swap", "undo"}

    run(test())


_SCREEN = {"the room's screen": "at no terminal yet"}


@pytest.mark.slow
def test_a_whole_facilitated_game_from_joined_desks_is_the_game_of_one_keyboard(tmp_path: Path) -> None:
    acts: list[tuple[str, DeskAct]] = [
        ("brief", DoInGame(InjectNow(what="news", text="A ship ran aground.", audience=("rome",)), "to liven it up")),
        ("talk", ChangePlayer("palantir", "random", "its player has left")),
    ]

    async def test() -> None:
        async with facilitated(tmp_path / "joined.jsonl", turns=1) as here:
            control, seats = await here.join(CONTROL), [await here.join("rome"), await here.join("meta")]
            await _played(here, seats, end(control).desk(), acts)
        async with facilitated(tmp_path / "here.jsonl", turns=1) as here:
            seats = [await here.join("rome"), await here.join("meta")]
            await _played(here, seats, LocalDesk(here.room.control), acts)

    run(test())
    assert entries_but_for_times(tmp_path / "joined.jsonl") == entries_but_for_times(tmp_path / "here.jsonl")
    verify(tmp_path / "joined.jsonl")


async def _played(here: Hosted, seats: list[Desk], desk: ControlDesk, acts: list[tuple[str, DeskAct]]) -> None:
    left = list(acts)
    while not here.room.over:
        clock = here.room.clock()
        if left and left[0][0] == clock.phase:
            await desk.do(left.pop(0)[1])
        elif clock.phase in ("brief", "news", "adjudication"):
            before = here.room.game.past.step
            if clock.phase == "news":
                await desk.do(DoInGame(Reveal()))
            await desk.do(ClosePhase())
            await until(partial(_past, here, before))
        else:
            await all_sealed(here, seats)
    await here.game


def _past(here: Hosted, step: object) -> bool:
    return here.room.over or here.room.game.past.step != step


# rights


def test_a_white_cell_and_a_scribe_do_at_their_desks_what_their_roles_may_and_the_rest_is_refused_on_the_record() -> (
    None
):
    async def test() -> None:
        room = opened(None, time=LoopTime(), facilitated=True, seats=QUIET, seed=QUIET_SEED)
        cell, scribe = (room.control.come_in(*each).handle for each in (("Ada", "white_cell"), ("Ben", "scribe")))
        async with hosted(room=room, others=(CONTROL, cell, scribe)) as here:
            ada, ben = await here.join(cell), await here.join(scribe)
            ada_desk, ben_desk = end(ada).desk(), end(ben).desk()
            assert (ada_desk.who, ada_desk.role, end(ada).name) == (cell, "white_cell", "white cell")
            assert [ada_desk.may(right) for right in ("rule", "speak", "world", "clock")] == [True, True, False, False]
            assert [ben_desk.may(right) for right in ("see", "note", "speak")] == [True, True, False]
            for desk, act in (
                (ada_desk, DoInGame(InjectNow(what="news", text="Storm.", audience="public"))),
                (ada_desk, ChangePlayer("rome", "random", "he is late")),
                (ben_desk, MoveClock("pause")),
                (ben_desk, TakeBack("I would like that", 1)),
                (ben_desk, TryTo("rule", "rule_argument")),
            ):
                with pytest.raises(NotAllowed, match="has no right to"):
                    await desk.do(act)
            refused = [(each.who, each.role) for each in room.control.deviations() if each.what == "refused"]
            assert refused == [(cell, "white_cell")] * 2 + [(scribe, "scribe")] * 3
            await until(lambda: len(ada_desk.deviations()) == 5)
            for desk in (ada_desk, ben_desk):
                with pytest.raises(NotAllowed, match="told by its code"):
                    await desk.do(SitDown("Eve", "controller"))
            with pytest.raises(NotAllowed, match="recorded nowhere"):
                await ben_desk.do(NoteMoment("a turning point"))

    run(test())


def test_whoever_sits_down_at_joined_control_acts_with_their_own_rights_and_in_a_study_its_owner_is_refused() -> None:
    async def test() -> None:
        async with facilitated(research=True) as here:
            desk = end(await here.join(CONTROL)).desk()
            person = (await desk.do(SitDown("Olga", "owner"))).person
            assert person is not None
            olga = desk.acting(person.handle)
            assert [olga.may(right) for right in ("clock", "world", "see")] == [True, False, False]
            with pytest.raises(NotAllowed, match="no right to inject now in research mode"):
                await olga.do(DoInGame(InjectNow(what="news", text="Storm.", audience="public")))
            refused = here.room.control.deviations()[-1]
            assert (refused.what, refused.who, refused.role) == ("refused", person.handle, "owner")
            assert desk.acting(desk.who).role == "controller"
            with pytest.raises(SpecError, match="nobody at this desk"):
                desk.acting("nobody-1")

    run(test())


def test_neither_the_code_of_a_seat_nor_anything_said_from_a_seat_opens_controls_desk() -> None:
    async def test() -> None:
        async with facilitated() as here, middle(here.address) as line:
            control = await here.join(CONTROL)
            rome = await here.join("rome", address=line.address)
            for act in (MoveClock("pause"), DoInGame(InjectNow(what="news", text="Storm.", audience="public"))):
                with pytest.raises(NotAllowed, match="done at control's desk"):
                    await rome.line.do(partial(_as_control, act))
            assert not here.room.clock().paused
            await end(control).desk().do(DoInGame(InjectNow(what="news", text="planted-5d1c", audience=("meta",))))
            await end(control).desk().do(MoveClock("pause"))
            await until(lambda: rome.chair.clock().paused)
            said = in_words(line.seen)
            assert "planted-5d1c" not in said
            assert "presence" not in said

    run(test())


def _as_control(act: DeskAct, number: int) -> Any:
    from wargame.rooms.messages import DeskActed

    return DeskActed("control", number, None, act)


# the rest of the desk


def test_a_refusal_says_why_and_changes_nothing_and_a_plan_is_computed_at_the_desk_as_at_the_table() -> None:
    async def test() -> None:
        async with facilitated() as here:
            desk = end(await here.join(CONTROL)).desk()
            with pytest.raises(NotAllowed, match="needs a written reason"):
                await desk.do(TakeBack("no", 1))
            assert desk.replan(15) == here.room.control.replan(15)
            await desk.do(MakeUp(15, "the coach was late"))
            await until(lambda: desk.replan(1) == here.room.control.replan(1))
            assert [each.what for each in desk.deviations()] == ["adopt"]

    run(test())


def test_judges_are_asked_from_the_joined_desk_without_holding_up_its_other_acts_and_votes_come_to_it() -> None:
    async def judge(case: Any, view: Any) -> Estimate:
        await until(lambda: asked)
        return Estimate(judge="llm:one", chance=0.4, pros=(), cons=(), remark="so")

    asked: list[bool] = []

    async def test() -> None:
        async with facilitated(judges=(judge,)) as here:
            seats = [await here.join("rome"), await here.join("meta")]
            control = await here.join(CONTROL)
            desk = end(control).desk()
            await desk.do(ClosePhase())
            while here.room.clock().phase == "talk":
                await all_sealed(here, seats)
            await all_sealed(
                here, seats, ("meta", Sealed(signal=None, orders=(CASE,))), ("rome", Sealed(signal=None, orders=()))
            )
            await all_sealed(here, seats, ("rome", Weigh(weighings=())), ("meta", Weigh(weighings=())))
            await until(desk.cases)
            case = desk.cases()[0].id
            thinking = asyncio.create_task(desk.consult(case))
            await desk.do(CastVote(case, True))
            await until(lambda: end(control).votes(case) == {"controller": True})
            asked.append(True)
            assert await thinking == Opinions((Estimate(judge="llm:one", chance=0.4, pros=(), cons=(), remark="so"),))

    run(test())


def test_a_paper_slip_is_entered_from_the_joined_desk_and_its_chair_sees_what_the_seat_sees() -> None:
    async def test() -> None:
        async with facilitated() as here:
            control = await here.join(CONTROL)
            desk = end(control).desk()
            await desk.do(ClosePhase())
            await until(lambda: here.room.owes("rome"))
            here.room.chair("rome").save(Draft(rationale="my own"))
            chair = await desk.slip("rome")
            paper = PaperChair(desk, chair)
            own = here.room.chair("rome").look()
            assert paper.look().id == own.id
            assert paper.look().menu.all_orders() == own.menu.all_orders()
            assert paper.look().view.events == own.view.events
            assert (paper.owes, paper.draft, chair.draft) == (True, Draft(), Draft())
            answer = Scripted(own.book.seat("rome").doctrine, here.room.book.seed).answer(paper.look())
            await paper.submit(answer, paper.look().id)
            await until(lambda: not paper.owes)
            made = list(here.room.view.decisions())[-1]
            assert (made.seat, made.player) == ("rome", "human")
            with pytest.raises(NotAllowed):
                await desk.slip("nowhere")

    run(test())


def test_a_seat_that_control_gives_to_people_gets_a_code_and_control_sees_who_has_come() -> None:
    async def test() -> None:
        async with facilitated() as here:
            desk = end(await here.join(CONTROL)).desk()
            await desk.do(ChangePlayer("anthropic", "human", "a guest has come"))
            assert any(line.startswith("Anthropic (anthropic): people play it now; code ") for line in here.told)
            await until(lambda: desk.presence().get("anthropic") == "not here yet")
            guest = await here.join("anthropic")
            await until(lambda: desk.presence()["anthropic"] == "at the desk")
            await guest.kill()
            await until(lambda: desk.presence()["anthropic"] == f"away {lasting(0)}")

    run(test())
