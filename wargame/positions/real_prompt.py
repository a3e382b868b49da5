"""The largest prompt that a scenario has in its second turn: what an endpoint must take to play there."""

from __future__ import annotations

from wargame.players.llm.prompts import Prompts
from wargame.players.llm.request import Request
from wargame.positions.scripted_games import questions

TURNS = 2
"""Turns of a scripted game that are looked into; by the second, most of what a prompt ever holds is there."""


def largest_prompt(scenario: str, variant: str | None, *, tightly: bool, max_tokens: int) -> Request:
    """The request with most bytes that a model on any seat would be sent. Plays two scripted turns: a second or so.

    PackError if there is no such scenario or variant.
    """
    requests = (
        Prompts().request(ask, tightly=tightly, max_tokens=max_tokens, seconds=None)
        for ask, _ in questions(scenario, variant, 1, TURNS)
        if ask.turn == TURNS and ask.book.seat(ask.seat).seated
    )
    return max(requests, key=bytes_of)


def bytes_of(request: Request) -> int:
    """How many bytes of text a request holds."""
    return sum(len(said.text.encode()) for said in request.messages)
