"""What a game's numbers go back to, and the game without some of it: turns ruled again from the record.

A root is what no rule brought about: a decision of a seat, an event of the scenario's list, an act of control, a draw
that fell on its less likely side. The rules are run again with some of them left out; all else stands as on record.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, TypeVar

from wargame.core.control_acts import Act, EndGame
from wargame.core.event_kinds import subject_of
from wargame.core.event_values import InjectSpent
from wargame.core.ids import SeatId, Variable
from wargame.core.moves import Body, Decision, Sealed, Talk, Weigh, decision_id, silence
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.control.acts import refusal
from wargame.rules.model.derived import read as value_of
from wargame.rules.model.measures import picture
from wargame.rules.turn.sequence import Asked, Held, SequenceOfPlay, Step, TurnOver
from wargame.transcript.verify import Replayed

RootKind = Literal["decision", "inject", "control", "chance"]
_Held = TypeVar("_Held")
ActPlace: TypeAlias = tuple[int, str, int]
"""Turn, phase and round."""


@dataclass(frozen=True, slots=True)
class Root:
    """Something that no rule brought about."""

    kind: RootKind
    id: str
    """Of a decision (`2.orders.paris`, with `#1` for its first part), of an inject, of an act of control; of a draw its
    turn and purpose (`2.court.anthropic.1`)."""
    turn: int
    seat: SeatId = ""
    """Who decided; empty for what no seat did."""
    part: str = ""
    """Which part of a decision: a number from 1, `signal`, or empty for all of it."""


def roots_between(game: Replayed, since: int, until: int, *, apart: bool = False) -> tuple[Root, ...]:
    """What there is to go back to in these turns, the first and the last included, in the order of the game.

    Decisions in which a seat did nothing are none. With `apart` each order, each move of talk and each signal is one of
    its own. What control did to end the game is none: without it there would be no end to look at.
    """
    turns = range(since, until + 1)
    made = [each for each in game.decisions.values() if each.turn in turns and each.body != silence(each.phase)]
    out = [root for each in made for root in _of_decision(each, apart)]
    out += _of_the_world(game, turns)
    acts = ((place[0], act) for place, found in acts_by_place(game).items() for act in found)
    out += [Root("control", act.id, turn) for turn, act in acts if turn in turns and not isinstance(act.move, EndGame)]
    return tuple(sorted(out, key=lambda root: root.turn))


def _of_decision(made: Decision, apart: bool) -> Iterator[Root]:
    if not apart:
        yield Root("decision", made.id, made.turn, made.seat)
        return
    for part in parts_of(made.body):
        yield Root("decision", f"{made.id}#{part}", made.turn, made.seat, part)


def parts_of(body: Body) -> tuple[str, ...]:
    """The names of the parts of an answer: numbers from 1 for its orders, moves or weighings, and `signal`."""
    match body:
        case Sealed():
            held, signal = len(body.orders), ("signal",) if body.signal else ()
        case Talk():
            held, signal = len(body.moves), ()
        case Weigh():
            held, signal = len(body.weighings), ()
    return (*signal, *(str(number) for number in range(1, held + 1)))


def without_parts(body: Body, parts: Collection[str]) -> Body:
    """An answer without some of its parts, named as in `parts_of`."""
    match body:
        case Sealed():
            return Sealed(signal=None if "signal" in parts else body.signal, orders=_left(body.orders, parts))
        case Talk():
            return Talk(moves=_left(body.moves, parts))
        case Weigh():
            return Weigh(weighings=_left(body.weighings, parts))


def _left(held: Sequence[_Held], parts: Collection[str]) -> tuple[_Held, ...]:
    return tuple(each for number, each in enumerate(held, 1) if str(number) not in parts)


def _of_the_world(game: Replayed, turns: range) -> Iterator[Root]:
    """Injects of the scenario's list that fired by themselves, and draws on their less likely side."""
    listed = {f"inject.{inject.id}" for inject in game.sequence.book.setting.injects}
    fired: set[str] = set()
    for event in game.events:
        if event.turn not in turns:
            continue
        by_control = any(cause in game.acts for cause in event.causes)
        if isinstance(event.value, InjectSpent) and not by_control and event.value.inject not in fired:
            fired.add(event.value.inject)
            yield Root("inject", event.value.inject, event.turn)
        for draw in event.draws:
            if draw.unlikely and draw.purpose not in listed:
                kind: RootKind = "inject" if subject_of(event.kind) in ("world", "inject") else "chance"
                yield Root(kind, f"{event.turn}.{draw.purpose}", event.turn)


def acts_by_place(game: Replayed) -> Mapping[ActPlace, tuple[Act, ...]]:
    """The acts of control that stand, by where the game waited, in their order."""
    found: dict[ActPlace, tuple[Act, ...]] = {}
    for entry in game.record.entries:
        act = game.acts.get(str(entry.data.get("id"))) if entry.kind == "override" else None
        if act is not None:
            place = (entry.turn, entry.phase, int(entry.data["round"]))
            found[place] = (*found.get(place, ()), act)
    return found


class GameWithout:
    """Some turns of a game, ruled again without some of its roots, and a number at their end."""

    def __init__(self, game: Replayed, since: int, until: int, variable: Variable) -> None:
        """From turn `since` to the end of turn `until`, 1 to the last complete one; the game keeps its states."""
        self._game, self._variable = game, variable
        self._since, self._until = since, until
        self._book, self._start = game.game.opening()
        self._before = [event for event in game.events if event.turn < since]
        self._acts = acts_by_place(game)

    def value(self, left_out: Collection[Root]) -> float:
        """The number at the end without these; 0 where there is none of that name then.

        Everybody else answers as on record, and an act of control that is refused now is left out as well. Costs ruling
        on the turns once.
        """
        book = self._with_less(left_out)
        state = self._ruled(book, left_out)
        return number_in(book, state, self._variable)

    def _with_less(self, left_out: Collection[Root]) -> Rulebook:
        gone = {root.id for root in left_out if root.kind in ("inject", "chance")}
        if not gone:
            return self._book
        setting = self._book.setting
        kept = tuple(each for each in setting.injects if each.id not in gone)
        drawn = (each.partition(".") for each in gone)
        middling = frozenset((int(turn), purpose) for turn, _, purpose in drawn if turn.isdecimal() and purpose)
        return replace(self._book, setting=replace(setting, injects=kept), middling=middling)

    def _ruled(self, book: Rulebook, left_out: Collection[Root]) -> State:
        silent = {root.id for root in left_out if root.kind == "decision" and not root.part}
        apart: dict[str, set[str]] = {}
        for root in left_out:
            if root.kind == "decision" and root.part:
                apart.setdefault(root.id.partition("#")[0], set()).add(root.part)
        unacted = {root.id for root in left_out if root.kind == "control"}
        sequence = SequenceOfPlay(book, self._start, holds=True)
        sequence.stand(self._since, self._before, self._game.states[self._since - 1])
        steps = sequence.run(self._since)
        step: Step | None = next(steps)
        waiting: deque[Act] = deque()
        place: ActPlace | None = None
        while step is not None and not (isinstance(step, TurnOver) and step.turn >= self._until):
            if not isinstance(step, Asked | Held):
                step = next(steps, None)
                continue
            here: ActPlace = (step.turn, step.phase, step.round)
            if here != place:
                place, waiting = here, deque(act for act in self._acts.get(here, ()) if act.id not in unacted)
            if waiting:
                act = waiting.popleft()
                if refusal(sequence.moment(step.turn, step.phase), act.move, act.reason) is None:
                    step = steps.send(act)
            elif isinstance(step, Asked):
                step = steps.send([self._answer(step, seat, silent, apart) for seat in book.setting.ids])
            else:
                step = next(steps, None)
        return sequence.state

    def _answer(
        self, step: Asked, seat: SeatId, silent: Collection[str], apart: Mapping[str, Collection[str]]
    ) -> Decision:
        name = decision_id(step.turn, step.phase, step.round, seat)
        made = self._game.decisions.get(name)
        if made is None:
            body = silence(step.phase)
            return Decision(
                id=name,
                seat=seat,
                turn=step.turn,
                phase=step.phase,
                round=step.round,
                origin="recorded",
                player="",
                body=body,
                rationale="",
            )
        if name in silent:
            return replace(made, body=silence(step.phase))
        return replace(made, body=without_parts(made.body, apart[name])) if name in apart else made


def number_in(book: Rulebook, state: State, variable: Variable) -> float:
    """A stored or derived number; 0 where there is none of that name, as the rules count it."""
    found = value_of(picture(book, state), variable)
    return 0.0 if found is None else found
