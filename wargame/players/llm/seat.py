"""A model in a seat: it thinks by the graph, and its answer says truly how it came about."""

from __future__ import annotations

import time
from collections.abc import Callable

from wargame.core.spec_words import is_single
from wargame.errors import BudgetSpent, ModelGone
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.players.llm.graph import REASKED, REPAIRS, Compiled, Context, StageListener, begun, standard
from wargame.players.llm.request import Client, Reply
from wargame.players.llm.shown import AS_USUAL, Shown
from wargame.players.llm.single_prompt import prompts_for
from wargame.players.llm.wording_sets import IN_USE, WordingSet
from wargame.players.scripted import Scripted

RESERVE = 0.05
"""Share of the phase that is kept back, so that the fallback can still be played in time."""

WANTED = ("reply", "answer")
"""What of a thought is asked for at its end: to give out all of it after each step takes a tenth of a walk."""


def _nobody(seat: str, stage: str) -> None:
    """Nobody listens."""


class ModelSeat:
    """A player whose mind is a model behind a client."""

    kind: PlayerKind = "model"
    instant = False

    def __init__(
        self,
        spec: str,
        client: Client,
        fallback: Scripted,
        stage: StageListener = _nobody,
        graphs: Callable[[str], Compiled] = standard,
        plays_on: bool = False,
        wording: WordingSet = IN_USE,
        shown: Shown = AS_USUAL,
    ) -> None:
        """From the spec, the way to its model, the doctrine that plays if it does not answer, and who listens.

        `wording` are the words in which it is asked, `shown` what of the rest an experiment changes. `plays_on` says
        that the doctrine plays even where the model is gone for good.
        `graphs` gives the graph of each kind of decision, for whoever wants another turn of thought.
        """
        self.spec = spec
        self._client, self._fallback, self._stage, self._graphs = client, fallback, stage, graphs
        self._plays_on = plays_on
        self._prompts = prompts_for(spec, wording, shown)
        self._repairs = REASKED if is_single(spec) else REPAIRS

    async def decide(self, ask: Ask) -> Answer:
        """Ask the model, check, repair within bounds; the doctrine answers if it does not.

        At most three requests: the first and two repairs; one repair where it is asked in one plain prompt. It raises
        BudgetSpent if the means of the game are spent, ModelGone if the model has not answered for several decisions in
        a row and nobody is to play on for it, SpecError if the environment keeps the client from being made, and
        nothing for what a model does.
        """
        until = None if ask.seconds is None else time.monotonic() + ask.seconds * (1 - RESERVE)
        context = Context(self._client, self._prompts, self._fallback.answer, self._stage, until, self._repairs)
        thought = await self._graphs(ask.phase).ainvoke(begun(ask), context=context, output_keys=WANTED)
        reply: Reply = thought["reply"]
        if reply.outcome == "over_budget":
            raise BudgetSpent(reply.fault)
        if reply.is_gone and not self._plays_on:
            raise ModelGone(reply.fault)
        answer: Answer = thought["answer"]
        return answer
