"""One request on its way through its attempts: pauses, deadlines, and what is put otherwise from one to the next.

Each attempt is recorded before it has an effect; one that the record holds already is not sent again.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Protocol

from wargame.players.base import under_way
from wargame.players.llm.address import Endpoint
from wargame.players.llm.attempts import Attempts, Route, hash_of, texts_of
from wargame.players.llm.budget import Budget, Hold, tokens_in
from wargame.players.llm.completion import THINKING, VOID, failed, needed, reply_of
from wargame.players.llm.failures import Failure, of_recorded, of_status, status_of
from wargame.players.llm.ladder import HEADED, RUNGS, Fitted, below, encoded
from wargame.players.llm.objections import LEAST_TOKENS, Objection
from wargame.players.llm.profiles import Profile, Rung
from wargame.players.llm.recording import SentRequest, recorded
from wargame.players.llm.request import CallBook, CallRecord, Reply, ReplyOutcome, Request
from wargame.players.llm.schema_size import size_of

if TYPE_CHECKING:
    from wargame.players.llm.connection import Connection, Received

TRIES = 3
"""Attempts for one request, the asking again after a cut reply among them."""
OF_A_DECISION = 10
"""Attempts for one decision, over all its requests."""
ALIKE = 3
"""Attempts of a decision that may fail in the same way one after the other."""
STEPS = 8
"""Times that a request may be put otherwise because the endpoint does not take its form."""
LONGEST_PAUSE = 20.0
SILENT = 4
"""Attempts in a row without a byte, over all seats, after which a model is taken to be gone."""


class GameClient(Protocol):
    """What asking needs of the client of a model for one game."""

    profile: Profile
    endpoint: Endpoint
    game: str
    """Its name, on which the length of pauses rests."""
    book: CallBook
    budget: Budget
    attempts: Attempts

    @property
    def route(self) -> Route:
        """The endpoint and the model there."""
        ...


class Errand:
    """One request on its way through its attempts."""

    def __init__(self, client: GameClient, connection: Connection, request: Request) -> None:
        """Nothing is sent yet."""
        self.client, self.connection, self.request = client, connection, request
        self.tokens = max(1, min(request.max_tokens, client.profile.most_output_tokens))
        self.until = None if request.seconds is None else time.monotonic() + request.seconds
        self.tries = self.steps = 0
        self.found = 0
        """Failures of the same request that the record holds: they count, unless it had been given up by then."""
        self.longer = False
        self.schema = encoded(request.schema).decode()
        self.wanted = tuple(request.schema.get("properties", ()))
        self.trial: Rung | None = self._from_the_start()
        """The rung that this request alone is tried on."""
        self.trial_merged: bool | None = None
        self.broke = False
        """Whether this request is tried on a lower rung because the endpoint broke on it, and nothing else was said."""
        self.failure: Failure | None = None
        """What went wrong at the endpoint with the last attempt."""
        self.is_gone = False

    def _from_the_start(self) -> Rung | None:
        """Where a host would refuse the schema for its size, a plain object: the call would be lost."""
        if self.client.endpoint.local or self.connection.ladder.rung not in RUNGS[:2]:
            return None
        return "json_object" if size_of(self.request.schema).is_too_large else None

    async def through(self) -> Reply:
        """Attempt by attempt until there is a reply, or a reason why there is none."""
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
            if ladder.recognises(model, self.request, call.rung, call.max_tokens, call.request) is not None:
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
            if wait > connection.profile.patience:
                self.failure = Failure("limited", sentence, False)
            return failed("late" if wait > self._left() else "failed", sentence, connection.ladder.rung)
        try:
            if connection.limiter.full:
                under_way()
            async with (
                asyncio.timeout(None if self.until is None else self._left()) as waiting,
                connection.limiter.slot(),
            ):
                waiting.reschedule(None)
                fitted = self._fitted()
                held = self.client.budget.hold(tokens_in(len(fitted.content)), fitted.max_tokens, connection.price)
                if isinstance(held, str):
                    return failed("over_budget", held, fitted.rung)
                attempts.numbers[decision] = number = max(number, attempts.numbers[decision] + 1)
                return await self._sent(fitted, number, held)
        except TimeoutError:
            return failed(
                "late", f"no room at {connection.endpoint.name} before the time was up", connection.ladder.rung
            )

    def _fitted(self) -> Fitted:
        """The request as it goes out now: with fewer tokens where the context of the endpoint leaves no more."""
        ladder, model = self.connection.ladder, self.connection.endpoint.model
        self.tokens = min(self.tokens, ladder.most_tokens or self.tokens)
        fitted = ladder.fit(model, self.request, self.tokens, rung=self.trial, merged=self.trial_merged)
        if ladder.window is not None:
            whole, each = ladder.window
            room = int(whole - len(fitted.content) * each * 1.02)
            if LEAST_TOKENS <= room < self.tokens:
                self.tokens = room
                return ladder.fit(model, self.request, room, rung=self.trial, merged=self.trial_merged)
        return fitted

    async def _sent(self, fitted: Fitted, number: int, held: Hold) -> CallRecord:
        connection, began = self.connection, time.perf_counter()
        characters = self.request.characters + len(self.schema)
        try:
            received = await connection.send(fitted, min(connection.longest, self._left()))
        except asyncio.CancelledError:
            call = self._record(fitted, number, None, time.perf_counter() - began)
            self._keep(call)
            held.settle(call, characters)
            raise
        call = self._record(fitted, number, received, time.perf_counter() - began)
        self._keep(call)  # it stands in the record before its means are free: who counts records misses none
        held.settle(call, characters)
        self._heed(received, call.seconds)
        return call

    def _heed(self, received: Received, seconds: float) -> None:
        """Let the limiter and the gate know, and keep the pace."""
        limiter, failure, connection = self.connection.limiter, received.failure, self.connection
        silent, route = self.client.attempts.silent, self.client.route
        silent[route] = silent[route] + 1 if failure is not None and failure.kind == "timeout" else 0
        connection.is_really(received.true_model)
        if failure is None:
            limiter.went_well()
            connection.answers += 1
            connection.slowest = max(connection.slowest, seconds)
            return
        if failure.kind == "limited":
            limiter.was_too_much()
        if received.wait is not None and failure.again:
            limiter.gate.close(received.wait)

    def _record(self, fitted: Fitted, number: int, received: Received | None, seconds: float) -> CallRecord:
        ladder = self.connection.ladder
        sent = SentRequest(self.client.endpoint, self.request, fitted, number, hash_of(self.schema), self.wanted)
        merged = (HEADED,) if self.trial_merged else ()
        return recorded(sent, received, seconds, self.connection.price, (*ladder.conditions, *merged))

    def _keep(self, call: CallRecord) -> None:
        self.client.book.keep(call, {**texts_of(self.request), hash_of(self.schema): self.schema})

    # judging

    async def _judge(self, call: CallRecord, *, live: bool) -> Reply | None:
        """What an attempt comes to: a reply, or None to go on."""
        attempts, decision, rung = self.client.attempts, self.request.decision, call.rung
        if call.fault.startswith(VOID):
            return None
        failure = of_recorded(self.client.endpoint, call)
        if failure is None:
            self.failure = None
            return self._read(call)
        objection = self._objection(call)
        if self.steps < STEPS and self._met(objection, self.connection.ladder.known(rung), call):
            self.steps += 1
            return None
        if not live:
            self.found += 1
            self.tries = self.found % TRIES
            self._doubt(rung, call)
            return None
        self.tries += 1
        attempts.tries[decision] += 1
        if objection.kind == "luck" or (objection.kind == "unexplained" and rung in self.connection.ladder.worked):
            failure = replace(failure, again=True)
        self.failure = failure
        attempts.failed(decision, f"{call.status} {failure.kind}")
        self._doubt(rung, call)
        if failure.kind == "content":
            self.failure = None
            return failed("refused", failure.sentence, rung)
        if self._left() <= 0:
            return failed("late", failure.sentence, rung)
        self.is_gone = attempts.silent[self.client.route] >= SILENT
        if not failure.again or self.is_gone or self._spent():
            outcome: ReplyOutcome = "late" if failure.kind == "timeout" else "failed"
            return failed(outcome, failure.sentence, rung, "" if failure.kind != "page" else call.reply or "")
        return await self._pause(failure, rung)

    def _objection(self, call: CallRecord) -> Objection:
        """What a refusal objects to in the request; one of which nothing can be told gives no reason."""
        status, said = status_of(call)
        if status in (None, 200):
            return Objection()
        ladder = self.connection.ladder
        sent = ladder.fit(call.model, self.request, call.max_tokens, rung=ladder.known(call.rung)).parameters
        found = ladder.objection(status or 0, said, sent, ladder.known(call.rung), call.max_tokens)
        is_unclear = of_status(self.client.endpoint, status or 0, said, {}).kind == "unclear"
        return Objection("unexplained") if found.kind == "none" and is_unclear else found

    def _met(self, objection: Objection, rung: Rung, call: CallRecord) -> bool:
        """Whether the request is to be put otherwise, at once."""
        ladder = self.connection.ladder
        if objection.kind == "luck":
            if ladder.unlucky(rung):
                self.trial = None
                return True
            return False
        if objection.kind == "unexplained":
            return rung not in ladder.worked and self._tried_otherwise(rung)
        size = len(ladder.fit(call.model, self.request, call.max_tokens, rung=rung).content)
        met = ladder.meet(objection, rung, size)
        if objection.kind == "more_tokens":  # another request may have learnt it first: this one asks for more as well
            before = self.tokens
            self.tokens = min(max(before, objection.value), self.client.profile.most_output_tokens)
            return self.tokens > before
        if not met:
            return False
        if objection.kind == "tokens":
            self.tokens = min(self.tokens, objection.value)
        if objection.kind in ("form", "size"):
            to: Rung = "json_object" if objection.kind == "size" else below(rung)
            self.trial = None if ladder.downs_to(to) else to
        return True

    def _doubt(self, rung: str, call: CallRecord) -> None:
        """Try a plain object last where an endpoint broke on each request with a schema that it ever got."""
        is_held = rung in RUNGS[:2] and rung not in self.connection.ladder.worked
        if is_held and status_of(call)[0] == 500 and self.tries == TRIES - 1:
            self.trial, self.broke = "json_object", True

    def _tried_otherwise(self, rung: Rung) -> bool:
        """After a refusal without a reason: the next rung, and from the last one the system text elsewhere."""
        if rung != RUNGS[-1]:
            self.trial = below(rung)
            return True
        if self.trial_merged is None and not self.connection.ladder.merged:
            self.trial_merged = True
            return True
        return False

    def _read(self, call: CallRecord) -> Reply | None:
        """The reply in a completion; None to ask again with more room after a cut or an empty one."""
        self.tries += 1
        self.client.attempts.tries[self.request.decision] += 1
        reply, ladder, profile = reply_of(call, self.wanted), self.connection.ladder, self.client.profile
        self.client.attempts.failed(self.request.decision, "" if reply.outcome == "answered" else reply.outcome)
        if reply.outcome == "answered":
            ladder.came_by(call.rung, surely=not self.broke)
            ladder.merged = ladder.merged or bool(self.trial_merged)
            ladder.needs(needed(call, profile.most_output_tokens))
        is_empty = reply.outcome in ("truncated", "failed") and not reply.text
        if (reply.outcome != "truncated" and not is_empty) or (self.longer and not is_empty) or self._spent():
            return reply
        most = min(profile.most_output_tokens, ladder.most_tokens or profile.most_output_tokens)
        more = min((4 if is_empty else 2) * self.tokens, most)
        if more <= self.tokens and not (is_empty and reply.outcome == "failed"):
            return reply
        if is_empty and (call.usage.reasoning or THINKING in call.conditions or reply.outcome == "truncated"):
            ladder.needs(more)
        self.longer, self.tokens = True, max(more, self.tokens)
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
