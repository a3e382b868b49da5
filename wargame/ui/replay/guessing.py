"""What a room is asked before it is shown: sealed orders, answers to offers, rulings; each once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wargame.core.ids import CONTROL
from wargame.core.moves import Decision, Respond, Sealed, Talk
from wargame.core.setting import Setting
from wargame.core.words import Namer
from wargame.review.walk import Walk
from wargame.transcript.entry_values import decision_of
from wargame.transcript.notes import Notes

ORDERS = ("it keeps to what it said", "it does other than it said", "it does nothing that matters")
ANSWERS = ("it accepts", "it turns it down", "it answers with other terms")
ARGUMENTS = ("the argument succeeds", "it fails")
COURTS = ("the court stops it", "the court lets it stand")
ANSWERED = frozenset(("offer_accepted", "offer_rejected", "offer_countered"))
LOOKED_BACK = 12
"""Steps before the ruling of an argument among which control may have decided it."""


@dataclass(frozen=True, slots=True)
class ToGuess:
    """A question to the room."""

    step: int
    """The step that answers it."""
    question: str
    guesses: tuple[str, ...]
    """Guesses that one digit gives."""
    about: str = ""
    """Which of several offers it is about, as it stands before a guess in the notes; empty where there is but one."""
    following: tuple[ToGuess, ...] = ()
    """Further questions that the same step answers."""


def first_asked(walk: Walk, notes: Notes, setting: Setting | None, before: int) -> ToGuess | None:
    """The first thing to be guessed after a step, up to where the walk stands, of which nobody has made a guess.

    It does not matter to what the record is narrowed. Through other eyes than the truth's the orders of a turn are met
    when they are opened, and guessed at once; so is who signs with whom, where the offer was not before these eyes.
    """
    line, name = walk.timeline, setting.name_of if setting else str
    met: Sequence[int] = range(len(line))
    if walk.eyes != CONTROL:
        met = [step for step in met[before + 1 : walk.step + 1] if walk.meets(step)]
    guessed = {line.of_line(note.line) for note in notes.every if note.kind == "guess" and line.stands(note.line)}
    for step in met[bisect_right(met, before) : bisect_right(met, walk.step)]:
        if step in guessed:
            continue
        kind = line.kind(step)
        asked = None
        if kind == "decision":
            found = _of_decision(step, decision_of(line.entry(step)), walk, name)
            if found is not None:
                return found
        elif kind == "event":
            asked = _of_event(walk, step, guessed, notes, name)
        elif kind == "override" and _decides(walk, step):
            asked = "how does control rule on the argument before it?", ARGUMENTS
        if asked is not None:
            return ToGuess(step, *asked)
    return None


Wording = tuple[str, tuple[str, ...]]
"""What is asked, and guesses that one digit gives."""


def _of_decision(step: int, decision: Decision, walk: Walk, name: Namer) -> ToGuess | None:
    """Of sealed orders that are not empty, and of talk in which offers are answered, one question for each offer."""
    body, who = decision.body, name(decision.seat)
    if isinstance(body, Sealed) and body.orders:
        return ToGuess(step, f"what does {who} order now?", ORDERS)
    answered = [move.proposal for move in body.moves if isinstance(move, Respond)] if isinstance(body, Talk) else []
    names = walk.names
    offers = [names.bargain(each) if names is not None else "an offer" for each in dict.fromkeys(answered)]
    several = len(offers) > 1
    asked = [
        ToGuess(
            step,
            f"what does {who} answer to {offer}{f' ({at} of {len(offers)})' if several else ''}?",
            ANSWERS,
            offer if several else "",
        )
        for at, offer in enumerate(offers, 1)
    ]
    return replace(asked[0], following=tuple(asked[1:])) if asked else None


def _of_event(walk: Walk, step: int, guessed: set[int], notes: Notes, name: Namer) -> Wording | None:
    line, eyes = walk.timeline, walk.eyes
    event = line.look(step)[1]
    if event == "argument_ruled" and not _decided_before(walk, step):
        return f"how is the argument of {name(_about(walk, step)[0])} ruled?", ARGUMENTS
    if event == "court_ruled":
        return f"how is the case of {name(_about(walk, step)[0])} ruled?", COURTS
    if eyes == CONTROL:
        return None
    if event == "order_opened" and not _orders_guessed(walk, notes, line.turn(step)):
        return "what do the others order now?", ORDERS
    if event in ANSWERED and _about(walk, step)[0] != eyes:
        by, of = (*_about(walk, step), "")[:2]
        return f"what does {name(by)} answer{f' to the offer of {name(of)}' if of else ''}?", ANSWERS
    if event == "agreement_signed" and eyes not in _about(walk, step):
        return "who signs with whom now?", ()
    return None


def _about(walk: Walk, step: int) -> Sequence[str]:
    """The seats that an event is about, whoever acts first."""
    about: Sequence[str] = walk.timeline.entry(step).data.get("about") or ("",)
    return about


def _decides(walk: Walk, step: int) -> bool:
    """Whether control decides an argument itself in an act of its own."""
    data = walk.timeline.entry(step).data
    move = data.get("move")
    return data.get("what") == "rule_argument" and isinstance(move, dict) and move.get("outcome") is not None


def _decided_before(walk: Walk, step: int) -> bool:
    """Whether these eyes have already met that control decided the argument that is ruled at a step."""
    line = walk.timeline
    for before in range(step - 1, max(-1, step - 1 - LOOKED_BACK), -1):
        if line.kind(before) == "event" and line.look(before)[1] == "argument_ruled":
            return False
        if line.kind(before) == "override" and _decides(walk, before):
            return walk.eyes == CONTROL
    return False


def _orders_guessed(walk: Walk, notes: Notes, turn: int) -> bool:
    """Whether a guess was made through these eyes at an order that was opened in this turn."""
    line = walk.timeline
    guesses = [note for note in notes.every if note.kind == "guess" and note.eyes == walk.eyes]
    steps = [line.of_line(note.line) for note in guesses if line.stands(note.line) and note.turn == turn]
    return any(line.look(step)[1] == "order_opened" for step in steps)
