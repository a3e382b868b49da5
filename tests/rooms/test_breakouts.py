"""Seats that talk among themselves at machines of their own: one channel of exactly these, in which control reads."""

from __future__ import annotations

from tests.rooms.rig import Desk, hosted, run, until
from wargame.core.ids import SeatId
from wargame.core.moves import Message, Talk
from wargame.players.base import Answer
from wargame.present.channels import channels, events_in, room, unread
from wargame.present.marks import Marks

WITHIN = tuple(map(SeatId, ("rome", "anthropic", "meta")))
OUTSIDE = SeatId("palantir")
OPENED, ANSWERED = "settle this among you", "Rome would pay half"


def groups(desk: Desk) -> list[str]:
    return [each.key for each in channels(desk.chair.look(), ()) if each.sign == "&"]


def test_a_breakout_that_control_opens_goes_on_as_one_talk_on_the_desk_of_each_of_its_seats_and_on_no_other() -> None:
    async def far() -> None:
        async with hosted(people=(*WITHIN, OUTSIDE)) as here:
            desks = {seat: await here.join(seat) for seat in (*WITHIN, OUTSIDE)}
            for desk in desks.values():
                await desk.up()
            here.room.control.message(WITHIN, OPENED)
            await until(lambda: all(groups(desks[seat]) for seat in WITHIN))
            for seat, desk in desks.items():
                to = WITHIN[1:] if seat == "rome" else (SeatId("rome"),)
                said = ANSWERED if seat == "rome" else f"{seat} alone to Rome"
                moves = (Message(to=to, text=said),) if seat != OUTSIDE else ()
                await desk.chair.submit(Answer(Talk(moves=moves), "human", rationale="r"), desk.chair.look().id)
            await until(lambda: all(desk.chair.clock().round == 2 for desk in desks.values()))
            for seat in WITHIN:
                others = [other for other in WITHIN if other != seat]
                ask = desks[seat].chair.look()
                channel = room(ask.book.setting, others)
                assert groups(desks[seat]) == [channel.key]
                told = [f"{seen.text} {seen.body}" for _, seen in events_in(ask, channel.key)]
                assert [OPENED in told[0], ANSWERED in told[1], len(told)] == [True, True, 2], seat
                new = unread(ask, Marks.of(desks[seat].chair.draft))[channel.key]
                assert new == (1 if seat == "rome" else 2), "their own words are new to nobody"
            assert groups(desks[OUTSIDE]) == []
            ask = desks[OUTSIDE].chair.look()
            assert not [
                seen for seen in ask.view.events if ANSWERED in seen.body or OPENED in f"{seen.text}{seen.body}"
            ]

    run(far())
