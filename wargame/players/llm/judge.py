"""A judge: a model that says what it makes of an argument, from what everybody could read. It decides nothing itself.

An argument, its reasons and the record that it may cite are public, so that no judge needs a secret to judge by:
none is sent to it, and no remark of it can give one away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from wargame.core.arguments import CaseUnderArgument
from wargame.core.control_acts import Estimate
from wargame.core.event_kinds import weight_of
from wargame.core.ids import PUBLIC
from wargame.core.orders import Reason
from wargame.core.prose import TEXT_LIMIT
from wargame.core.views import View
from wargame.errors import BudgetSpent, ModelGone, WargameError
from wargame.players.llm.event_lines import quoted
from wargame.players.llm.finding import as_json
from wargame.players.llm.labels import HeldLabels, SeatLabels, ask_under
from wargame.players.llm.prompts import repaired
from wargame.players.llm.request import Client, PromptPiece, Request, Utterance
from wargame.players.llm.schema.replies import STRICT
from wargame.players.llm.schema.shape import an_object, one_of
from wargame.players.llm.shown import AS_USUAL, Shown
from wargame.players.llm.templates import render
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.orders.arguments import odds

SECONDS = 120.0
"""How long control waits for an opinion at most."""
TOKENS = 600
NEWS = 40
"""Public events that a judge reads, the newest."""
WORDS = 400
"""Characters of a player's reason that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeReply:
    """What a judge writes."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    remark: str
    chance: int
    """Of success, in percent."""
    pros: tuple[str, ...] = ()
    """Labels of the reasons for it that are credible; not asked for where nobody gave one."""
    cons: tuple[str, ...] = ()


_REPLY = TypeAdapter(JudgeReply)


class ModelJudge:
    """One model as a judge of one game."""

    def __init__(
        self,
        name: str,
        number: int,
        client: Client,
        book: Rulebook,
        *,
        rules: bool = False,
        shown: Shown = AS_USUAL,
    ) -> None:
        """`name` stands over its opinion; `number` tells judges of the same model apart in the record.

        One that `rules` is told that nobody confirms its opinion, and has as long as its endpoint takes. `shown` says
        what an experiment changes of prompts: of a judge's the names alone.
        """
        self.name, self._number, self._client, self._book, self._rules = name, number, client, book, rules
        self._seconds = None if rules else SECONDS
        self._labels = HeldLabels(shown) if shown.names == "all" else HeldLabels(AS_USUAL)

    async def __call__(self, case: CaseUnderArgument, view: View) -> Estimate:
        """Its estimate; WargameError says in a sentence why there is none.

        BudgetSpent if the means of the game do not reach, ModelGone if nobody answers there any more.
        """
        request, labels = self.request(case, view), self.labels(view)
        reply = await ask_under(labels, self._client, request)
        for again in (True, False):
            if reply.outcome != "answered":
                kind = BudgetSpent if reply.outcome == "over_budget" else ModelGone if reply.is_gone else WargameError
                raise kind(f"{self.name} gave no opinion: {reply.fault or reply.outcome}")
            found = self.read(reply.text, case)
            if isinstance(found, Estimate):
                return found
            if again:
                back = repaired(request, reply.text, (found,), self._seconds)
                reply = await ask_under(labels, self._client, back)
        raise WargameError(f"{self.name} gave no opinion that keeps to the form: {found}")

    def labels(self, view: View) -> SeatLabels | None:
        """What is called how where an experiment hides names from judges; None where it does not."""
        return self._labels.of(self._book.setting, view.models)

    def request(self, case: CaseUnderArgument, view: View) -> Request:
        """What it is asked of an argument: of a view it is told what is public alone."""
        pros, cons = labelled("P", reasons_for(case)), labelled("C", case.cons)
        sides = {name: known for name, known in (("pros", pros), ("cons", cons)) if known}
        schema = an_object(
            {
                "remark": {"type": "string"},
                **{name: {"type": "array", "items": one_of(known)} for name, known in sides.items()},
                "chance": {"type": "integer"},
            }
        )
        decision = f"{view.turn}.weigh.judge{self._number}-{case.id}"
        said = (Utterance("user", (PromptPiece("case", self._text(case, view)),)),)
        return Request(decision, "first", said, "judgement", schema, TOKENS, self._seconds)

    def _text(self, case: CaseUnderArgument, view: View) -> str:
        name, known = self._book.name, {seen.cite: seen.text for seen in view.events if seen.audience == PUBLIC}
        facts = {fact.id: fact.text for fact in view.facts.values() if fact.holds}

        def listed(label: str, reasons: Sequence[Reason]) -> list[str]:
            return [
                f"{mark}\n  {quoted(reason.text, WORDS)}{_cited(reason, known, facts)}"
                for mark, reason in labelled(label, reasons).items()
            ]

        return render(
            "judge",
            rules=self._rules,
            title=self._book.setting.title,
            turn=view.turn,
            turns=self._book.setting.turns,
            by=name(case.by),
            action=quoted(case.argument.action, WORDS),
            effect=case.argument.effect.replace("_", " "),
            target=name(case.argument.target),
            pros=listed("P", reasons_for(case)),
            cons=listed("C", case.cons),
            facts=[quoted(text, WORDS, "") for text in facts.values()],
            news=public_news(view),
            even=round(100 * odds(int(self._book.parameters.argument_bar), 0)),
        )

    def read(self, text: str, case: CaseUnderArgument) -> Estimate | str:
        """The estimate in a reply, or what is wrong with it."""
        try:
            said = _REPLY.validate_json(as_json(text))
        except ValidationError as fault:
            first = fault.errors()[0]
            return f"{'.'.join(map(str, first['loc'])) or 'the answer'}: {first['msg']}"
        if not 0 <= said.chance <= 100:
            return f"chance: {said.chance} is no whole number from 0 to 100"
        pros, cons = labelled("P", reasons_for(case)), labelled("C", case.cons)
        for side, given, known in (("pros", said.pros, pros), ("cons", said.cons, cons)):
            if strange := [label for label in given if label not in known]:
                return f"{side}: there is no {strange[0]!r}; there are {', '.join(known) or 'none, so leave it empty'}"
        return Estimate(
            judge=self.name,
            pros=tuple(pros[label].text for label in dict.fromkeys(said.pros)),
            cons=tuple(cons[label].text for label in dict.fromkeys(said.cons)),
            chance=said.chance / 100,
            remark=said.remark.strip()[:TEXT_LIMIT],
        )


def reasons_for(case: CaseUnderArgument) -> tuple[Reason, ...]:
    """The author's reasons, then those that others added."""
    return (*case.argument.reasons, *case.pros)


def labelled(letter: str, reasons: Sequence[Reason]) -> dict[str, Reason]:
    """Reasons by label: P1, P2, ..."""
    return {f"{letter}{number}": reason for number, reason in enumerate(reasons, 1)}


def public_news(view: View) -> list[str]:
    """The newest public events that are not routine, oldest first, with public words as quotes."""
    public = [seen for seen in view.events if seen.audience == PUBLIC and seen.turn > 0]
    told = [seen for seen in public if weight_of(seen.kind) != "routine"]
    return [
        f"T{seen.turn}: {seen.text}" + (f"\n  {quoted(seen.body, WORDS)}" if seen.body else "") for seen in told[-NEWS:]
    ]


def _cited(reason: Reason, events: dict[str | None, str], facts: dict[str, str]) -> str:
    """What a reason cites, if everybody can read it."""
    found = events.get(reason.cites) or facts.get(reason.cites or "")
    return f"\n  It cites: {quoted(found, WORDS, '').strip()}" if reason.cites and found else ""
