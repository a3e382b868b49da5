"""A facilitated tutorial whose desks are joined."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.rooms.rig import Desk, Hosted, hosted, until
from tests.table.rig import QUIET
from tests.table.test_rulings import QUIET_SEED
from wargame.core.ids import CONTROL
from wargame.players.base import Answer
from wargame.rooms.remote_control import RemoteControl
from wargame.table.public_view import PUBLIC_SCREEN

PLACES = (CONTROL, PUBLIC_SCREEN)


@asynccontextmanager
async def facilitated(
    out: Path | None = None, others: tuple[str, ...] = PLACES, **options: Any
) -> AsyncIterator[Hosted]:
    """A facilitated tutorial that is hosted, in which nobody argues by itself in turn 1."""
    given = {"seats": QUIET, "seed": QUIET_SEED, "facilitated": True, "preset": "90-minutes", **options}
    async with hosted(out, others=others, **given) as here:
        yield here


def end(desk: Desk) -> RemoteControl:
    assert isinstance(desk.line.end, RemoteControl)
    return desk.line.end


def _is_asked(desk: Desk, own: Any) -> bool:
    return bool(desk.chair.owes and desk.chair.look().id == own.look().id)


async def all_sealed(here: Hosted, seats: list[Desk], *orders: tuple[str, Any]) -> None:
    """Everybody answers what is asked now, as their scripts would or as it is given for a seat."""
    step = here.room.game.past.step
    for desk in seats:
        own = here.room.chair(desk.seat)
        if own.owes:
            await until(partial(_is_asked, desk, own))
            body = dict(orders).get(desk.seat)
            answer = Answer(body, "human", "so") if body is not None else desk.answer()
            await desk.chair.submit(answer, desk.chair.look().id)
    await until(lambda: here.room.game.past.step != step or here.room.clock().phase == "adjudication")
