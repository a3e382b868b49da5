"""What could be otherwise at a decision of a recorded game, each choice in words, with the change that a fork makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wargame.core.deeds import words_of
from wargame.core.ids import SeatId
from wargame.core.moves import Decision, Respond, Sealed, Talk
from wargame.core.views import View
from wargame.paired.fork_changes import kinds_of, nothing_instead, step_of, with_replies, without
from wargame.review.record_names import RecordNames
from wargame.transcript.branch import Answered, OneChange, Seated
from wargame.transcript.entry import Entry

WHY = "what if"
PLAYERS = {
    "scripted": "the doctrine of the seat plays on",
    "best": "a script that looks ahead plays on",
    "passing": "nobody does anything on the seat from here on",
    "random": "chance plays on",
}
"""Who can take the seat from there on."""
TIMES = (1, 5, 20, 50, 100)
"""How often both games may go on."""
MOVES = {"message": "messages", "propose": "offers", "respond": "answers to offers", "pledge": "pledges"}


@dataclass(frozen=True, slots=True)
class ForkChoice:
    """One thing that could be otherwise."""

    what: str
    """In a word: `pass`, `without`, `reply`, `player`."""
    words: str
    change: OneChange


def fork_choices(made: Decision, entry: Entry, known: View, names: RecordNames, player: str) -> list[ForkChoice]:
    """What can be changed at a decision: nothing instead, less, another reply, another player from there on.

    `known` is what its seat knew then, `player` who plays the seat.
    """
    return list(_choices(made, entry, known, names, player))


def _choices(made: Decision, entry: Entry, known: View, names: RecordNames, player: str) -> Iterator[ForkChoice]:
    name, body = names.name(made.seat), made.body
    kinds = kinds_of(body)
    if kinds or (isinstance(body, Sealed) and body.signal is not None):
        what = "orders nothing and declares nothing" if isinstance(body, Sealed) else "says nothing in this round"
        yield ForkChoice("pass", f"{name} {what}", Answered(made.id, nothing_instead(body), WHY))
    for kind in kinds if len(kinds) > 1 else ():
        left = _order_kind(kind) if isinstance(body, Sealed) else MOVES.get(kind, kind.replace("_", " "))
        yield ForkChoice(
            "without", f"all else as it was, but not: {left}", Answered(made.id, without(body, [kind]), WHY)
        )
    if isinstance(body, Talk):
        given = {move.proposal: move.answer for move in body.moves if isinstance(move, Respond)}
        offers = [offer.id for offer in known.proposals.values() if made.seat in {*offer.needed} - {*offer.accepted}]
        for offer in dict.fromkeys((*given, *offers)):
            for word in ("accept", "reject"):
                if given.get(offer) != word:
                    said = f"{name} {word}s {names.bargain(offer)}"
                    yield ForkChoice("reply", said, Answered(made.id, with_replies(body, {offer: word}), WHY))
    for spec, words in PLAYERS.items():
        if spec != player:
            yield ForkChoice("player", f"{words} ({spec})", Seated(SeatId(made.seat), spec, *step_of(entry)))


def _order_kind(kind: str) -> str:
    return words_of(kind).format(target="somebody", model="a model", its="its")


def free_place(record: Path, line: int, times: int) -> Path:
    """Where forks at a line can be recorded beside a record: `NAME-at-LINE.jsonl`, with a letter if that is taken."""
    for letter in ("", *"bcdefghijklmnopqrstuvwxyz"):
        stem = f"{record.stem}-at-{line}{letter}"
        names = [stem] if times == 1 else [f"{stem}-{number}" for number in range(1, times + 1)]
        if not any(record.with_name(f"{name}.jsonl").exists() for name in names):
            break
    return record.with_name(f"{stem}.jsonl")
