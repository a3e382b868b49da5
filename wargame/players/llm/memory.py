"""What a seat remembers, made anew from its view each time: past turns, and who promised what and kept it.

Nothing that bears on a decision is kept between calls, so a game that is resumed or a seat that changes hands
remembers the same. Past turns only grow at the end; the oldest are told in brief, a fixed number at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wargame.core.event_kinds import weight_of
from wargame.core.promises import PROMISE_MEANING
from wargame.core.views import Seen
from wargame.core.words import order_in_brief
from wargame.players.base import Ask
from wargame.players.llm.event_lines import TurnDetail, counted, moves, moves_in_words, ordered, turn_in_lines
from wargame.players.llm.public_words import in_short
from wargame.players.llm.request import PromptPiece
from wargame.players.llm.wording_sets import IN_USE, WordingSet


@dataclass(frozen=True, slots=True)
class Scope:
    """How much a seat is told of what has been."""

    near: int
    """Past turns that are told in full at the least."""
    chunk: int
    """Turns that are taken into the summary at a time."""
    quote: int
    """Characters of one message that are shown."""
    lines: int
    """Most lines of one turn."""
    brief: int
    """Most lines of one summary."""
    news: int = 0
    """Characters that are told of what opens a turn; 0 tells all of it."""
    moved: int = 20
    """Most own numbers whose moves a summary tells; the rest is counted."""
    after: int = 0
    """Characters of one message that are shown once its turn is over; 0 goes on as before."""


WIDE = Scope(near=2, chunk=4, quote=400, lines=110, brief=24, moved=24)
"""For hosted models: a long memory that an endpoint can cache."""
NEAR = Scope(near=0, chunk=4, quote=120, lines=80, brief=20, news=110, moved=10, after=60)
"""The same, shorter: what was refused, agreed and promised stands on the sheet of deals as long as it counts.

A turn is told once while it lasts, and once more, in fewer words, when it is over: what stands before it is another
then, so that it would have to be read anew in any words.
"""
SLIM = Scope(near=0, chunk=1, quote=200, lines=40, brief=7, moved=7)
"""For small local models: the present turn in full, each past one in a few lines."""
SMALL = Scope(near=0, chunk=1, quote=120, lines=40, brief=7, news=110, moved=5)
"""The same in fewer words; the one before belongs to the words of before."""
MERGED = 4
"""Summaries of one size that become a single one of the next."""


class TurnTexts:
    """The past turns of one seat as text; it holds on to pieces that have not changed, and to nothing else."""

    def __init__(self, wording: WordingSet = IN_USE) -> None:
        """Nothing is held yet; turns are told in these words."""
        self._wording = wording
        self._held: dict[tuple[int, int, bool, bool, Scope], tuple[tuple[Seen, ...], PromptPiece]] = {}

    def past(self, ask: Ask, scope: Scope) -> tuple[PromptPiece, ...]:
        """The turns so far, the present one last, as pieces that stay as they are once a turn is over."""
        return tuple(self._piece(ask, scope, *span) for span in spans(ask.turn, scope))

    def _piece(self, ask: Ask, scope: Scope, first: int, last: int, brief: bool) -> PromptPiece:
        events = ask.view.events
        low = bisect_left(events, first, key=_turn)
        slice_ = events[low : bisect_left(events, last + 1, lo=low, key=_turn)]
        key = (first, last, brief, last < ask.turn, scope)
        held = self._held.get(key)
        if held is not None and held[0] == slice_:
            return held[1]
        piece = (
            in_brief(ask, scope, first, last, slice_, self._wording)
            if brief
            else in_full(ask, scope, first, slice_, low, self._wording)
        )
        self._held[key] = (slice_, piece)
        return piece


def _turn(seen: Seen) -> int:
    return seen.turn


def spans(turn: int, scope: Scope) -> Iterator[tuple[int, int, bool]]:
    """(first turn, last turn, in brief) of each piece of memory in this turn, the oldest first.

    Summaries are merged as digits carry, so that their number grows as slowly as a number's digits do.
    """
    units = max(0, turn - 1 - scope.near) // scope.chunk
    first = 1
    size = 1
    while size * MERGED <= units:
        size *= MERGED
    while units:
        while size > units:
            size //= MERGED
        last = first + size * scope.chunk - 1
        yield first, last, True
        first, units = last + 1, units - size
    for each in range(first, turn + 1):
        yield each, each, False


def in_full(
    ask: Ask, scope: Scope, turn: int, events: Sequence[Seen], before: int, wording: WordingSet = IN_USE
) -> PromptPiece:
    """One turn, event by event."""
    telling: TurnDetail = "whole" if not scope.after else "over" if turn < ask.turn else "short"
    quote = scope.after if telling == "over" else scope.quote
    lines = turn_in_lines(events, before, ask.called, ask.seat, quote, scope.news, telling)
    more = len(lines) - scope.lines
    if more > 0:
        lines = [*lines[: scope.lines], f"- and {more} more lines that are not told here"]
    text = wording.render("history", brief=False, first=turn, last=turn, lines=lines, count=len(events))
    return PromptPiece(f"turn {turn}", text)


def in_brief(
    ask: Ask, scope: Scope, first: int, last: int, events: Sequence[Seen], wording: WordingSet = IN_USE
) -> PromptPiece:
    """Some turns in brief: own orders, deals and breaches, what shook the table, and how own numbers moved."""
    lines = list(_own_orders(ask, events))
    deals = [seen for seen in events if weight_of(seen.kind) == "deal"]
    mine = [seen for seen in deals if ask.seat in seen.about]
    theirs = [seen for seen in deals if ask.seat not in seen.about]
    weighty = [seen for seen in events if weight_of(seen.kind) == "blow"]
    room = scope.brief - len(lines)
    told = [*mine, *weighty, *theirs][: max(2, room)]
    for seen in sorted(told, key=_turn):
        text = in_short(seen.text, scope.news) if scope.news and seen.phase == "inject" else seen.text
        lines.append(f"- turn {seen.turn}: {text}")
    rest = [seen.kind for seen in [*mine, *weighty, *theirs][len(told) :]]
    if rest:
        lines.append(f"- and also: {counted(rest)}")
    if moved := moves_in_words(moves(events, ask.seat), ask.book.setting, ask.seat, scope.moved):
        lines.append(f"- your numbers: {moved}")
    name = f"turns {first} to {last} in brief" if first < last else f"turn {first} in brief"
    count = len(events) - len(told)
    text = wording.render("history", brief=True, first=first, last=last, lines=lines, count=count)
    return PromptPiece(name, text)


def _own_orders(ask: Ask, events: Iterable[Seen]) -> Iterator[str]:
    by_turn: dict[int, list[str]] = {}
    for seen in events:
        if seen.about[:1] == (ask.seat,) and (order := ordered(seen)) is not None:
            by_turn.setdefault(seen.turn, []).append(order_in_brief(order, ask.called))
    for turn, orders in by_turn.items():
        yield f"- turn {turn}, your orders: {', '.join(orders)}"


def lately(ask: Ask, most: int) -> str:
    """How own numbers moved since the seat's orders of the turn before."""
    events = ask.view.events
    at = bisect_left(events, ask.turn - 1, key=_turn)
    settled = ("adjudication", "spillover", "news")
    since = [seen for seen in events[at:] if seen.turn == ask.turn or seen.phase in settled]
    return moves_in_words(moves(since, ask.seat), ask.book.setting, ask.seat, most)


def promises(ask: Ask) -> Iterator[str]:
    """The ledger: pledges made and received, and agreements of the seat that were breached."""
    name, seat = ask.book.name, ask.seat
    for pledge in ask.view.pledges.values():
        if seat in (pledge.by, pledge.to):
            sides = f"you to {name(pledge.to)}" if pledge.by == seat else f"{name(pledge.by)} to you"
            yield f"{sides}, {PROMISE_MEANING[pledge.promise]}, to turn {pledge.until}: {pledge.status}"
    for deal in ask.view.agreements.values():
        if seat in deal.parties and (deal.breaches or deal.status == "broken"):
            others = " and ".join(name(party) for party in deal.parties if party != seat)
            yield f"agreement {deal.id} with {others}: {deal.status.replace('_', ' ')}, breached {deal.breaches} times"
