"""The baseline of one plain prompt: rules in short, what the seat sees, what it may do, and the question.

Nothing is worked out for it and nothing is remembered: no brief, no past turns, no plan, no notebook, no worths of
offers and no ideas. What a model makes of its seat beyond this is what all the rest brings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from wargame.core.spec_words import is_single
from wargame.players.base import Ask
from wargame.players.llm import position_lines, schema_words
from wargame.players.llm.event_lines import turn_in_lines
from wargame.players.llm.memory import NEAR, promises
from wargame.players.llm.prompts import Prompts
from wargame.players.llm.request import PromptPiece, Request, Utterance
from wargame.players.llm.schema import LegalOrders
from wargame.players.llm.schema.replies import MOVES, ORDERS, WEIGHINGS
from wargame.players.llm.schema.tight import SHEET
from wargame.players.llm.shown import AS_USUAL, Shown
from wargame.players.llm.templates import SINGLE
from wargame.players.llm.wording_sets import IN_USE, WordingSet
from wargame.rules.base.calendar import longest_term


class SinglePrompt(Prompts):
    """The prompts of a seat that is asked in one plain message each time."""

    def request(self, ask: Ask, *, tightly: bool, max_tokens: int, seconds: float | None) -> Request:
        """The first request for a decision: one message, made from the ask alone."""
        ask, form, legal = self.formed(ask, tightly)
        messages = (Utterance("user", (PromptPiece(SINGLE, _text(ask, legal, tightly, self.wording)),)),)
        return Request(ask.id, "first", messages, form.name, form.schema, max_tokens, seconds)


def prompts_for(spec: str, wording: WordingSet = IN_USE, shown: Shown = AS_USUAL) -> Prompts:
    """How the model of a player spec is asked: in one plain message, or in all that a seat reads.

    `wording` and `shown` are those of `Prompts`; one plain message has no older words, and no brief to be dosed.
    """
    if is_single(spec):
        return SinglePrompt(IN_USE if wording.is_older else wording, shown)
    return Prompts(wording, shown)


def _text(ask: Ask, legal: Sequence[LegalOrders], tightly: bool, wording: WordingSet) -> str:
    setting, own = ask.book.setting, ask.book.seat(ask.seat)
    points, budget, income, dues = position_lines.means(ask)
    waiting = [offer.id for offer in ask.view.proposals.values() if ask.seat not in offer.accepted]
    return wording.render(
        SINGLE,
        phase=ask.phase,
        title=setting.title,
        turn=ask.turn,
        turns=setting.turns,
        months=f"{setting.months:g}",
        round=ask.round,
        rounds=setting.talk_rounds,
        you=own.name,
        seat=own.id,
        seats=[f"`{each.id}` {each.name} ({each.kind}, {each.jurisdiction})" for each in setting.seats],
        wanted=[f"{aim.measure.replace('_', ' ')} {aim.weight:.0%}" for aim in own.aims] or ["nothing in points"],
        red_lines=[line.replace("_", " ") for line in own.red_lines],
        aims=position_lines.aims(ask),
        points=points,
        budget=budget,
        income=income,
        dues=dues,
        world=position_lines.world(ask),
        models=position_lines.models_by_owner(ask),
        numbers=position_lines.numbers(ask, ("cutoff",)),
        fears=position_lines.fears(ask),
        others=list(position_lines.others(ask)),
        access=position_lines.access(ask),
        agreements=list(position_lines.agreements(ask)),
        promises=list(promises(ask)),
        facts=list(position_lines.facts(ask)),
        offers=list(_offers(ask)),
        arguments=list(position_lines.arguments(ask)),
        happened=_happened(ask),
        waiting=waiting,
        choices=schema_words.listed(legal, None if tightly else schema_words.groups(setting.seats, ask.seat)),
        moves=schema_words.moves(tightly),
        most_moves=MOVES,
        most_orders=SHEET if tightly else ORDERS,
        most_weighings=WEIGHINGS,
        terms=schema_words.terms(tightly),
        clauses=schema_words.clauses(tightly),
        pledges=schema_words.promises(),
        longest=longest_term(setting.months),
    )


def _happened(ask: Ask) -> list[str]:
    """What the seat has seen in this turn."""
    events, turn = ask.view.events, attrgetter("turn")
    first = bisect_left(events, ask.turn, key=turn)
    lines = turn_in_lines(events[first:], first, ask.called, ask.seat, NEAR.quote, NEAR.news, "short")
    more = len(lines) - NEAR.lines
    return [*lines[: NEAR.lines], f"- and {more} more lines that are not told here"] if more > 0 else lines


def _offers(ask: Ask) -> Iterator[str]:
    """Offers on the table, without a word on what they are worth."""
    for offer in ask.view.proposals.values():
        missing = ", ".join(seat for seat in offer.needed if seat not in offer.accepted)
        terms = f"{position_lines.clauses(offer.terms)}; {position_lines.length(offer.terms)}"
        yield f"- {offer.id} by {offer.by}, missing {missing}: {terms}"
