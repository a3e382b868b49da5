"""A person on a seat: the game waits until an answer is handed in."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from wargame.errors import SpecError
from wargame.players.base import Answer, Ask


class HumanPlayer:
    """Waits for a submission, however long it takes."""

    spec, instant = "human", False

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self._answer: asyncio.Future[Answer] | None = None

    @property
    def owes(self) -> bool:
        """Whether an answer is wanted now."""
        return self._answer is not None and not self._answer.done()

    async def decide(self, ask: Ask) -> Answer:
        """What is handed in; cancelled if the phase closes first."""
        self._answer = asyncio.get_running_loop().create_future()
        try:
            return await self._answer
        finally:
            self._answer = None

    def submit(self, answer: Answer) -> None:
        """Hand in the one answer that is wanted; SpecError if none is."""
        if self._answer is None or self._answer.done():
            raise SpecError("no answer is wanted from this seat now; wait until it is asked")
        self._answer.set_result(replace(answer, origin="human"))
