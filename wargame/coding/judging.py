"""Models as judges: each is put every item of a coding, and what it says is kept beside the codes of people."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from wargame.coding.coding_folder import CodingFolder
from wargame.coding.judge_files import JudgeFile, JudgeOutcome, asking
from wargame.coding.judge_questions import JudgeQuestion, category_in, question_request, questions
from wargame.core.spec_words import MODEL, model_of, spec_of
from wargame.errors import SpecError
from wargame.players.llm.budget import CostEstimate, estimate, tokens_in
from wargame.players.llm.completion import EMPTY, UNFINISHED
from wargame.players.llm.errand import TRIES
from wargame.players.llm.prompts import repaired
from wargame.players.llm.request import Reply, Request

if TYPE_CHECKING:
    from wargame.players.llm.client import ModelClient
    from wargame.players.llm.endpoints import Endpoints

AT_ONCE = 64
"""Questions to one judge that are under way at once; how many are in flight its endpoint decides."""

REPAIR = 400
"""Tokens of the words in which an answer is asked for once more, at most."""


@dataclass(frozen=True, slots=True)
class PanelProgress:
    """How far a panel is."""

    done: int
    """Questions that have come to an outcome, in earlier sessions too."""
    of: int
    outcomes: Mapping[JudgeOutcome, int]
    """How many came to which."""
    failed: int
    """Questions that the endpoint did not answer in this session; they stay open."""
    tokens: int
    money: float


@dataclass(frozen=True, slots=True)
class PanelEnd:
    """What a session came to."""

    progress: PanelProgress
    faults: tuple[str, ...]
    """Why questions stay open, a sentence for each reason; empty if none does."""


class _Judge:
    """One judge of the panel."""

    def __init__(self, file: JudgeFile, client: ModelClient, asked: Sequence[JudgeQuestion]) -> None:
        self.file, self.client = file, client
        self.open = [question for question in asked if question not in file.answers]
        self.fault = ""
        """Why it is asked nothing more."""


class JudgePanel:
    """The questions of one coding to some models, which share limits and means."""

    def __init__(
        self, coding: CodingFolder, specs: Sequence[str], endpoints: Endpoints, *, orders: int = 2, replicates: int = 1
    ) -> None:
        """From player specs; the means of all judges are `endpoints.batch`. What earlier sessions took counts.

        SpecError if a spec is malformed, lacks a key or is named twice, if a judge's file is not as it was written, or
        if money is capped and a price is not known. Nobody is asked.
        """
        self._coding, self._endpoints, self._failed = coding, endpoints, 0
        self._asked = questions(list(coding.items.values()), orders, replicates)
        self._judges: list[_Judge] = []
        self._faults: Counter[str] = Counter()
        self._outcomes: Counter[JudgeOutcome] = Counter()
        self._struck = ""
        self._under_way = 0
        self._settled = asyncio.Condition()
        for given in specs:
            spec = spec_of(MODEL, model_of(given))
            if any(judge.file.spec == spec for judge in self._judges):
                raise SpecError(f"--model {given}: it is named twice; --replicates asks a model several times")
            self._judges.append(self._judge(spec))

    def _judge(self, spec: str) -> _Judge:
        endpoints = self._endpoints
        endpoint = endpoints.endpoint(spec)
        cap, price = endpoints.batch.money, endpoints.prices.of(endpoint)
        if cap is not None and price is None:
            raise SpecError(f"--money {cap:g}: the price of {spec} is not known; cap it with --tokens")
        file = JudgeFile(self._coding, spec, endpoint.name)
        client = endpoints.client(spec, "coding", file, endpoints.batch)
        endpoints.batch.remember(file.kept(), lambda call: price)
        endpoints.remember(call for call, _ in file.kept())
        self._outcomes.update(file.answers[each].outcome for each in self._asked if each in file.answers)
        return _Judge(file, client, self._asked)

    @property
    def progress(self) -> PanelProgress:
        """How far it is."""
        batch = self._endpoints.batch
        return PanelProgress(
            self._outcomes.total(),
            len(self._asked) * len(self._judges),
            self._outcomes,
            self._failed,
            batch.spent_tokens,
            batch.spent_money,
        )

    @property
    def cost(self) -> tuple[tuple[str, CostEstimate, CostEstimate], ...]:
        """By judge, what is open takes at most if each question is answered at once, and what it takes at the worst.

        At the worst nothing that comes can be read: a request goes out several times, with more room for the reply, and
        a question has two, of which the second may quote what came.
        """
        found = []
        for judge in self._judges:
            profile, price = judge.client.profile, self._endpoints.prices.of(judge.client.endpoint)
            characters = 0
            for question in judge.open:
                request = self._request(question, profile.output_tokens)
                characters += request.characters + len(str(request.schema))
            calls = len(judge.open)
            prompt = tokens_in(characters // calls) + 1 if calls else 0
            once = estimate(calls, prompt, profile.output_tokens, price)
            most = profile.most_output_tokens
            worst = estimate(calls * 2 * TRIES, prompt + (most + REPAIR) // 2, most, price)
            found.append((judge.file.spec, once, worst))
        return tuple(found)

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Addresses beyond this machine and its network that open questions are sent to."""
        found = (judge.client.endpoint for judge in self._judges if judge.open)
        return tuple(dict.fromkeys(endpoint.name for endpoint in found if not endpoint.local))

    def _request(self, question: JudgeQuestion, max_tokens: int) -> Request:
        return question_request(self._coding.book, self._coding.items[question.item], question, max_tokens)

    async def run(self, told: Callable[[PanelProgress], None]) -> PanelEnd:
        """Ask what is open, until all is answered, the means are spent or no judge can be reached any more.

        Every answer is on the disk before `told` hears of it. SpecError if one cannot be written, or if others are
        asking judges of this coding. The connections stay open; whoever made the endpoints closes them.
        """
        with asking(self._coding):
            await _together(self._all_of(judge, told) for judge in self._judges)
        reasons = [*filter(None, [self._struck, *(judge.fault for judge in self._judges)])]
        reasons += [f"{fault} ({times} times)" if times > 1 else fault for fault, times in self._faults.items()]
        return PanelEnd(self.progress, tuple(dict.fromkeys(reasons)))

    async def _all_of(self, judge: _Judge, told: Callable[[PanelProgress], None]) -> None:
        """One question alone first, so that what has to be learnt of an endpoint is learnt once; then many."""
        left = iter(judge.open)
        while (question := next(left, None)) is not None:
            if await self._one(judge, question, told):
                break
        await _together(self._some(judge, left, told) for _ in range(AT_ONCE))

    async def _some(self, judge: _Judge, left: Iterator[JudgeQuestion], told: Callable[[PanelProgress], None]) -> None:
        for question in left:
            await self._one(judge, question, told)

    async def _one(self, judge: _Judge, question: JudgeQuestion, told: Callable[[PanelProgress], None]) -> bool:
        """Ask one question and put down what comes; whether anything came."""
        if self._struck or judge.fault:
            return False
        reply, (outcome, category, why) = await self._said(judge, question)
        if outcome is None:
            if not self._struck and not reply.is_gone:
                self._failed += 1
                self._faults[why] += 1
        else:
            judge.file.answer(question, outcome, category, judge.file.returned(question.decision), why)
            self._outcomes[outcome] += 1
        told(self.progress)
        return outcome is not None

    async def _said(self, judge: _Judge, question: JudgeQuestion) -> tuple[Reply, _Outcome]:
        """The last reply to a question and what it comes to: where it is no code, it is asked for once more."""
        request, ids = self._request(question, judge.client.output_tokens), self._coding.book.ids
        reply = await self._reply(judge, request)
        found = _outcome(reply, ids)
        if found[0] in (None, "coded") or reply.outcome == "truncated":
            return reply, found
        if reply.outcome == "answered":
            request = repaired(request, reply.text, (found[2],), None)
        else:
            request = replace(request, step="repair1")
        reply = await self._reply(judge, request)
        return reply, _outcome(reply, ids)

    async def _reply(self, judge: _Judge, request: Request) -> Reply:
        """A reply; where the means do not reach beside what is set aside for others, once those are settled."""
        while True:
            self._under_way += 1
            reply = await judge.client.ask(request)
            async with self._settled:
                self._under_way -= 1
                self._settled.notify_all()
                if reply.outcome != "over_budget":
                    judge.fault = reply.fault if reply.is_gone else judge.fault
                    return reply
                if not self._under_way:
                    self._struck = self._struck or reply.fault
                if self._struck:
                    return reply
                await self._settled.wait()


async def _together(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """All of it at once; the first fault ends the rest."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


_Outcome: TypeAlias = tuple[JudgeOutcome | None, str, str]


def _outcome(reply: Reply, ids: Sequence[str]) -> _Outcome:
    """What a reply comes to, with its category and why it is none; no outcome where nothing came from the model."""
    if reply.outcome == "answered":
        category, why = category_in(reply.text, ids)
        return ("coded" if category else "unread"), category, why
    if reply.outcome == "refused":
        return "refused", "", reply.fault
    if reply.outcome == "truncated" or reply.fault in (EMPTY, UNFINISHED):
        return "unread", "", reply.fault
    return None, "", reply.fault or reply.outcome
