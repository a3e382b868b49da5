"""One game's way to a model: attempts, pauses, deadlines, means and record; what is said is none of its business.

Whatever an endpoint does, an answer comes within all bounds, and each attempt is recorded before it has an effect.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from wargame.players.base import under_way
from wargame.players.llm.address import Endpoint
from wargame.players.llm.attempts import Attempts, hash_of, texts_of
from wargame.players.llm.budget import Budget, Hold, tokens_in
from wargame.players.llm.completion import VOID, completion_of, failed, kept, reply_of
from wargame.players.llm.failures import Failure, of_page, of_recorded
from wargame.players.llm.ladder import Fitted, encoded
from wargame.players.llm.request import CallBook, CallRecord, Reply, ReplyOutcome, Request, TokenUsage

if TYPE_CHECKING:
    from collections.abc import Callable

    from wargame.players.llm.connection import Connection, Received
    from wargame.players.llm.profiles import Profile

TRIES = 3
"""Attempts for one request, the asking again after a cut reply among them."""
OF_A_DECISION = 10
"""Attempts for one decision, over all its requests."""
ALIKE = 3
"""Attempts of a decision that may fail in the same way one after the other."""
STEPS = 8
"""Times that a request may be put otherwise because the endpoint does not take its form."""
LONGEST_PAUSE = 20.0


@dataclass
class ModelClient:
    """The client of one model for one game."""

    profile: Profile
    """What is known of the endpoint beforehand."""
    connection: Callable[[], Connection]
    """The way to it in the running event loop, which all games of a process share."""
    endpoint: Endpoint
    game: str
    """Its name, on which the length of pauses rests."""
    book: CallBook
    budget: Budget
    attempts: Attempts

    @property
    def tight(self) -> bool:
        """Whether schemas are to be cut to the legal moves of the turn."""
        return self.profile.schemas == "tight"

    @property
    def output_tokens(self) -> int:
        """The most tokens that a first reply may take; one that was cut is asked for again with more."""
        return self.profile.output_tokens

    async def ask(self, request: Request) -> Reply:
        """Send a request and bring a reply, or say why there is none.

        At most TRIES attempts, OF_A_DECISION over all requests of a decision, within `request.seconds` if it says any.
        Each is paid for and recorded; one that the record holds already is not sent again. SpecError if the proxy or
        the certificates of the environment are unusable.
        """
        asking = _Asking(self, self.connection(), request)
        return await asking.through()


class _Asking:
    """One request on its way through its attempts."""

    def __init__(self, client: ModelClient, connection: Connection, request: Request) -> None:
        self.client, self.connection, self.request = client, connection, request
        self.tokens = max(1, min(request.max_tokens, client.profile.most_output_tokens))
        self.until = None if request.seconds is None else time.monotonic() + request.seconds
        self.tries = self.steps = 0
        self.longer = False
        self.schema = encoded(request.schema).decode()

    async def through(self) -> Reply:
        attempts, decision = self.client.attempts, self.request.decision
        while True:
            if attempts.tries[decision] >= OF_A_DECISION:
                return failed(
                    "failed", f"{OF_A_DECISION} attempts were made for this decision", self.connection.ladder.rung
                )
            number, earlier = self._earlier(attempts.numbers[decision] + 1)
            if earlier is not None:
                attempts.numbers[decision] = number
                call = earlier
            else:
                made = await self._attempt(number)
                if isinstance(made, Reply):
                    return made
                call = made
            reply = await self._judge(call, live=earlier is None)
            if reply is not None:
                return reply

    # attempts

    def _earlier(self, number: int) -> tuple[int, CallRecord | None]:
        """The next recorded attempt from this number on with the same request; without one, the first free number.

        Attempts with another request lie between if control acted while the seat was thinking.
        """
        ladder, model = self.connection.ladder, self.client.endpoint.model
        while (call := self.client.book.earlier(self.request.decision, number)) is not None:
            if ladder.recognises(model, self.request, call.rung, self.tokens, call.request) is not None:
                ladder.adopt(call.rung)
                break
            number += 1
        return number, call

    async def _attempt(self, number: int) -> CallRecord | Reply:
        """Send it once and record what came; a reply if there was no sense in sending it."""
        connection, attempts, decision = self.connection, self.client.attempts, self.request.decision
        wait = connection.limiter.gate.left
        if wait > min(connection.profile.patience, self._left()):
            sentence = f"{connection.endpoint.name} asks to be left alone for {wait:.0f} s, longer than this can wait"
            return failed("late" if wait > self._left() else "failed", sentence, connection.ladder.rung)
        try:
            if connection.limiter.full:
                under_way()
            async with (
                asyncio.timeout(None if self.until is None else self._left()) as waiting,
                connection.limiter.slot(),
            ):
                waiting.reschedule(None)
                fitted = connection.ladder.fit(connection.endpoint.model, self.request, self.tokens)
                size = len(fitted.content)
                held = self.client.budget.hold(tokens_in(size), fitted.max_tokens, connection.price)
                if isinstance(held, str):
                    return failed("over_budget", held, fitted.rung)
                attempts.numbers[decision] = number = max(number, attempts.numbers[decision] + 1)
                return await self._sent(fitted, number, held, size)
        except TimeoutError:
            return failed(
                "late", f"no room at {connection.endpoint.name} before the time was up", connection.ladder.rung
            )

    async def _sent(self, fitted: Fitted, number: int, held: Hold, characters: int) -> CallRecord:
        connection, began = self.connection, time.perf_counter()
        try:
            received = await connection.send(fitted, min(connection.profile.seconds, self._left()))
        except asyncio.CancelledError:
            call = self._record(fitted, number, None, time.perf_counter() - began)
            held.settle(call, characters)
            self._keep(call)
            raise
        call = self._record(fitted, number, received, time.perf_counter() - began)
        held.settle(call, characters)
        self._keep(call)
        self._heed(received)
        return call

    def _heed(self, received: Received) -> None:
        """Let the limiter and the gate know."""
        limiter, failure = self.connection.limiter, received.failure
        if failure is None:
            limiter.went_well()
            return
        if failure.kind == "limited":
            limiter.was_too_much()
        if received.wait is not None and failure.again:
            limiter.gate.close(received.wait)

    # the record

    def _record(self, fitted: Fitted, number: int, received: Received | None, seconds: float) -> CallRecord:
        endpoint, request = self.client.endpoint, self.request
        body = endpoint.clean(received.body) if received else ""
        found = completion_of(body) if received and received.status == 200 else None
        usage = found.usage if found else TokenUsage()
        price = self.connection.price
        fault = ""
        if received is None:
            fault = f"{VOID}: the phase closed or the game was stopped"
        elif received.failure is not None:
            fault = received.failure.sentence
        elif found is None:
            fault = of_page(endpoint, body).sentence
        return CallRecord(
            decision=request.decision,
            step=request.step,
            attempt=number,
            model=endpoint.model,
            endpoint=endpoint.name,
            rung=fitted.rung,
            request=fitted.hash,
            messages=tuple((said.speaker, tuple(hash_of(p.text) for p in said.pieces)) for said in request.messages),
            schema=hash_of(self.schema),
            max_tokens=fitted.max_tokens,
            seconds=round(seconds, 6),
            reply=found.text if found else kept(body) if body else None,
            finish=found.finish if found else None,
            refusal=found.refusal if found else None,
            returned_model=found.model if found else None,
            fingerprint=found.fingerprint if found else None,
            status=received.status if received else None,
            fault=fault,
            usage=usage,
            cost=price.cost(usage) if price else None,
        )

    def _keep(self, call: CallRecord) -> None:
        self.client.book.keep(call, {**texts_of(self.request), hash_of(self.schema): self.schema})

    # judging

    async def _judge(self, call: CallRecord, *, live: bool) -> Reply | None:
        """What an attempt comes to: a reply, or None to go on."""
        attempts, decision, ladder = self.client.attempts, self.request.decision, self.connection.ladder
        if call.fault.startswith(VOID):
            return None
        rung = call.rung
        if call.status not in (None, 200) and self.steps < STEPS:
            sent = ladder.fit(call.model, self.request, self.tokens, rung=ladder.known(rung)).parameters
            if ladder.learn(call.status or 0, call.reply or "", sent, ladder.known(rung)):
                self.steps += 1
                return None
        self.tries += 1
        attempts.tries[decision] += 1
        failure = of_recorded(self.client.endpoint, call)
        if failure is None:
            return self._read(call)
        attempts.failed(decision, f"{call.status} {failure.kind}")
        if failure.kind == "content":
            return failed("refused", failure.sentence, rung)
        if self._left() <= 0:
            return failed("late", failure.sentence, rung)
        if not failure.again or self._spent():
            outcome: ReplyOutcome = "late" if failure.kind == "timeout" else "failed"
            return failed(outcome, failure.sentence, rung, "" if failure.kind != "page" else call.reply or "")
        return await self._pause(failure, rung) if live else None

    def _read(self, call: CallRecord) -> Reply | None:
        """The reply in a completion; None to ask again with more room after a cut one."""
        reply = reply_of(call)
        self.client.attempts.failed(self.request.decision, "" if reply.outcome == "answered" else reply.outcome)
        more = min(2 * self.tokens, self.client.profile.most_output_tokens)
        if reply.outcome != "truncated" or self.longer or more <= self.tokens or self._spent():
            return reply
        self.longer, self.tokens = True, more
        return None

    def _spent(self) -> bool:
        return self.tries >= TRIES or self.client.attempts.alike[self.request.decision] >= ALIKE

    async def _pause(self, failure: Failure, rung: str) -> Reply | None:
        """Wait before asking again; the gate sees to what the endpoint itself asked for."""
        request, client = self.request, self.client
        chance = Random(f"{client.game}/{request.decision}/{request.step}/{self.tries}")
        if self.connection.limiter.gate.left > 0:
            seconds = chance.uniform(0, 0.05)
        else:
            seconds = min(LONGEST_PAUSE, client.profile.pause * 2 ** (self.tries - 1)) * chance.uniform(0.5, 1.5)
        if seconds >= self._left():
            return failed("late", failure.sentence, rung)
        await asyncio.sleep(seconds)
        return None

    def _left(self) -> float:
        """Seconds until the reply is of no more use."""
        return float("inf") if self.until is None else self.until - time.monotonic()
