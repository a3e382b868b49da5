"""Scripted games looked into: every question that is put in them, as the seat gets it, and by which rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from wargame.core.moves import Message, Talk
from wargame.core.views import Observer, Shared
from wargame.players.base import Answer, Ask, as_decision, blinded
from wargame.players.scripted import script_of
from wargame.rules.bargains.talk import MOST_MOVES
from wargame.rules.menu import Menu
from wargame.rules.turn.sequence import Asked, SequenceOfPlay
from wargame.table.opening import choose

Saying = Callable[[Ask], Sequence[Message]]
"""What a seat says before what its script says."""


def nothing(ask: Ask) -> Sequence[Message]:
    """Scripts say what they say."""
    return ()


def questions(
    scenario: str, variant: str | None, seed: int, turns: int, says: Saying = nothing
) -> Iterator[tuple[Ask, Answer]]:
    """Each question of a game played by the doctrines, with what the script answers, in order of play.

    What is given stays as it is while the game goes on. PackError if there is no such scenario or variant.
    """
    book, start = choose(scenario, variant=variant, seed=seed, turns=turns).opening()
    sequence, shared = SequenceOfPlay(book, start), Shared()
    seats = book.setting.seats
    observers = {seat.id: Observer(book.setting, seed, seat.id, shared) for seat in seats}
    books, scripts = blinded(book), {seat.id: script_of(seat, seed) for seat in seats}
    steps = sequence.run()
    step = next(steps, None)
    while step is not None:
        if not isinstance(step, Asked):
            step = next(steps, None)
            continue
        made = []
        for seat in seats:
            view = observers[seat.id].view(sequence.state, sequence.record)
            view = replace(view, facts=dict(view.facts), arguments=dict(view.arguments), cases=dict(view.cases))
            own = books[seat.id]
            ask = Ask(seat.id, step.turn, step.phase, step.round, view, Menu(own, view), own)
            answer = scripts[seat.id].answer(ask)
            if isinstance(answer.body, Talk) and (more := says(ask)):
                answer = replace(answer, body=Talk(moves=(*more, *answer.body.moves)[:MOST_MOVES]))
            yield ask, answer
            made.append(as_decision(ask, answer, "scripted"))
        try:
            step = steps.send(made)
        except StopIteration:
            return
