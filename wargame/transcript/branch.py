"""Branches: a game that is another one up to a line, where something is changed, and that is played on from there.

A branch is a record of its own. Its first line names the game that it leaves, the line, and the change; what both
share stands in it again, so that it proves itself without its parent. Chance is named by seed, turn and purpose, so
whatever the change does not touch meets the same chance.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from wargame.core.control_acts import Act, ControlMove
from wargame.core.ids import DecisionId, Phase, SeatId
from wargame.core.moves import Body
from wargame.errors import SpecError, TranscriptError
from wargame.gc_tuning import seldom_collecting
from wargame.rules.turn.sequence import Asked, Held, SequenceOfPlay
from wargame.transcript.act_numbers import numbers_as_kept
from wargame.transcript.entry import FIRST, Entry, linked
from wargame.transcript.entry_values import decision_of, note_data
from wargame.transcript.folding import FoldedStart, folded
from wargame.transcript.lineage import Amendment, Branch, FreshChance, HeldSeats
from wargame.transcript.overrides import now, turn_undone
from wargame.transcript.reading import Transcript, read_on
from wargame.transcript.record_file import created
from wargame.transcript.recorded_play import RecordedPlay
from wargame.transcript.setup import game_of, seats_after
from wargame.transcript.shared_lines import shared_lines
from wargame.transcript.unchained import UnchainedLine
from wargame.transcript.verify import refuse_other_rules
from wargame.transcript.writing import Resumed

STEPPING = ("event", "override", "decision")  # behind these lines a game may be left
WHO = "branch"
"""Who changes what in a branch, in place of a person's handle."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A seat answers otherwise: other orders, another message, or what another reply of its model says.

    All others answer in that step as they did.
    """

    decision: DecisionId
    """The answer whose place it takes."""
    body: Body
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class Seated:
    """Another player sits on a seat from a step on."""

    seat: SeatId
    spec: str
    turn: int
    """From 1."""
    phase: Phase = "brief"
    """`brief` is the start of the turn, else the phase in which all seats are asked."""
    round: int = 0
    """Round of talk from 1; 0 elsewhere."""


@dataclass(frozen=True, slots=True)
class Acted:
    """Control does something: fires an inject, sets a variable, rules an argument."""

    move: ControlMove
    reason: str
    turn: int
    """From 1; the place is told as in `Seated`."""
    phase: Phase = "brief"
    round: int = 0


OneChange: TypeAlias = Answered | Seated | Acted | Amendment
"""What a branch may change."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing is changed: the game goes on from where another branch leaves it, to be held against that one."""

    beside: OneChange
    """What the other branch changes."""


BranchChange: TypeAlias = OneChange | Unchanged


@seldom_collecting()
def branch(
    parent: Transcript,
    change: BranchChange,
    out: Path,
    *,
    players: Mapping[SeatId, str] = {},
    dice: int | None = None,
    begun: FoldedStart | None = None,
    beside: Sequence[Amendment] = (),
    prompts: Mapping[str, str] | None = None,
    held: tuple[HeldSeats, ...] | None = None,
) -> Transcript:
    """Record at `out`, which must not exist, the beginning of a branch: what both games share, and the change.

    It is an unfinished game: go on with it as with any other. The parent stays as it is and may be finished or not.
    `players` sit on seats from there on, by player spec; others stay. With `dice` the rules draw by this seed from the
    adjudication of the turn of the change on; without it, as in the parent. `begun` is what `shared_start` gives, for
    whoever makes several branches at one place. Amendments of the same turn may stand `beside` one. `prompts` are
    hashes for the header in place of the parent's, and so is `held` of what seats are held to.
    SpecError says why the change cannot be made there, PackError why a parameter cannot have the value, TranscriptError
    what is wrong with a record; then nothing new is left at `out`. All that is shared is folded, and not played again
    but for the turn of the change: linear in the lines. It is not proved by that, see `verify`.
    """
    refuse_other_rules(parent)
    setup, line = game_of(parent), left_at(parent, change)
    origin = Branch(str(parent.header.data["game"]), linked(parent.lines[line - 1]), line, _named(change))
    amended = (*setup.amendments, *beside, *((change,) if isinstance(change, Amendment) else ()))
    fresh = setup.fresh if dice is None else (*setup.fresh, FreshChance(dice, _turn_of(change)))
    words = setup.prompts if prompts is None else prompts
    bound = tuple(each for each in setup.held if each.after <= line) if held is None else held
    branched = replace(setup, branch=origin, amendments=amended, fresh=fresh, prompts=words, held=bound)
    book, start = branched.opening()
    header = UnchainedLine("header", 0, "start", (), (), note_data(branched.as_header(), {}), {}).line(1, FIRST)
    file = created(out)
    try:
        shared = shared_lines(parent, header, line, out)
        with os.fdopen(file, "wb") as target:
            target.writelines(each + b"\n" for each in shared.lines)
        begun = begun or folded(shared.entries)
        log = Resumed(out, shared, sync="end", after=begun.lines)
        past = RecordedPlay(SequenceOfPlay(book, start, holds=True), log, begun.rest(shared.entries))
        past.stand(begun.at)
        past.follow()
        _make(past, change, parent, line)
        for seat, spec in players.items():
            _seat(past, parent, line, seat, spec)
        log.close()  # not made safe: whoever loses it to a loss of power has its parent
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return read_on(shared)


def shared_start(parent: Transcript, change: BranchChange) -> FoldedStart:
    """The start of the turn in which a branch leaves the game, for all branches at that place; errors as there."""
    return folded(parent.entries[: left_at(parent, change)])


def _named(change: BranchChange) -> dict[str, Any]:
    """A change in the header: where it is, never somebody's words."""
    match change:
        case Answered():
            return {"what": "answer", "decision": change.decision}
        case Seated():
            return {"what": "player", "seat": change.seat, "spec": change.spec, **_step(change)}
        case Acted():
            return {"what": change.move.kind, **_step(change)}
        case Unchanged():
            return {"what": "nothing"}
        case Amendment():
            return {"what": "parameter", "parameter": change.parameter, "value": change.value, "turn": change.turn}


def _step(change: Seated | Acted) -> dict[str, Any]:
    return {"turn": change.turn, "phase": change.phase, "round": change.round}


def _turn_of(change: BranchChange) -> int:
    if isinstance(change, Unchanged):
        return _turn_of(change.beside)
    return int(change.decision.partition(".")[0]) if isinstance(change, Answered) else change.turn


# where it leaves


def left_at(parent: Transcript, change: BranchChange) -> int:
    """The last line that stays; SpecError if the game never came to the place."""
    if isinstance(change, Unchanged):
        return left_at(parent, change.beside)
    if isinstance(change, Answered):
        found = [entry for entry in parent.entries if entry.kind == "decision" and entry.data["id"] == change.decision]
        if not found:
            raise SpecError(f"{parent.path}: no decision {change.decision} was made in this game")
        return _settled_before(parent, found[-1])
    if isinstance(change, Amendment) or change.phase == "brief":
        return _start_of(parent, change.turn)
    where = (change.turn, change.phase, change.round)
    made = [entry for entry in parent.entries if entry.kind == "decision"]
    asked = [entry for entry in made if (entry.turn, entry.phase, entry.data["round"]) == where]
    if not asked:
        raise SpecError(
            f"{parent.path}: nobody decided anything in turn {change.turn}, {change.phase}, round {change.round}; "
            "the phases are talk (rounds from 1), orders and weigh, or brief for the start of a turn"
        )
    standing = [entry for entry in asked if not _undone(parent, entry)]
    return _settled_before(parent, (standing or asked)[0])


def _start_of(parent: Transcript, turn: int) -> int:
    """The line that closes the turn before, or the opening."""
    closed = [entry for entry in parent.entries if _closes(entry) and entry.turn == turn - 1]
    ends = [entry.n for entry in closed if not _undone(parent, entry)]
    if turn == 1:
        ends = [entry.n for entry in parent.entries if entry.kind == "event" and entry.turn == 0]
    if not ends:
        raise SpecError(f"{parent.path}: the game never came to turn {turn}")
    return ends[-1]


def _settled_before(parent: Transcript, entry: Entry) -> int:
    """The last line before a decision that is not of the same step: what others decide at a time is free."""
    here = "decision", entry.turn, entry.phase, entry.data["round"]
    earlier = (each for each in reversed(parent.entries[: entry.n - 1]) if each.kind in STEPPING or _closes(each))
    return next(each.n for each in earlier if (each.kind, each.turn, each.phase, each.data.get("round")) != here)


def _closes(entry: Entry) -> bool:
    return entry.kind == "clock" and entry.data.get("what") == "turn_end"


def _undone(parent: Transcript, entry: Entry) -> bool:
    undoings = (each for each in parent.entries[entry.n :] if each.kind == "override" and each.data["what"] == "undo")
    return any(turn_undone(each) <= entry.turn for each in undoings)


# what is changed


def _make(past: RecordedPlay, change: BranchChange, parent: Transcript, line: int) -> None:
    if isinstance(change, Unchanged):
        if isinstance(change.beside, Answered):
            while isinstance(past.step, Held) or past.complete:
                past.advance()
            for entry in _together(parent, line, _asked(past, parent, line)):
                past.decide(decision_of(entry))
        return
    at_start = isinstance(change, Amendment) or (not isinstance(change, Answered) and change.phase == "brief")
    while (isinstance(past.step, Held) or past.complete) and not at_start:
        past.advance()
    if (step := past.step) is None:
        raise SpecError(f"{parent.path}: line {line}: the game is over there")
    if isinstance(change, Amendment):
        return
    if isinstance(change, Answered):
        for entry in _together(parent, line, _asked(past, parent, line)):
            made = decision_of(entry)
            if made.id == change.decision:
                if type(made.body) is not type(change.body):
                    wanted, given = type(made.body).__name__, type(change.body).__name__
                    raise SpecError(f"{change.decision}: this answer is a {wanted}; a {given} cannot take its place")
                made = replace(made, origin="recorded", player=WHO, via=WHO, body=change.body)
                made = replace(made, rationale=change.rationale, faults=(), discussion=(), dissent=())
            past.decide(made)
        return
    if (step.turn, step.phase, step.round) != (change.turn, change.phase, change.round):
        raise SpecError(f"{parent.path}: the game waits in turn {step.turn}, {step.phase} there")
    if isinstance(change, Acted):
        move = numbers_as_kept(change.move)
        act = Act(id=past.next_act, who=WHO, role="controller", move=move, reason=change.reason)
        if (refusal := past.refused(act)) is not None:
            raise SpecError(f"turn {step.turn}, {step.phase}: {refusal.sentence}")
        past.act(act, now())
        return
    _seat(past, parent, line, change.seat, change.spec)


def _asked(past: RecordedPlay, parent: Transcript, line: int) -> Asked:
    if not isinstance(past.step, Asked):
        raise TranscriptError(f"{parent.path}: line {line}: nobody is asked anything there")
    return past.step


def _seat(past: RecordedPlay, parent: Transcript, line: int, seat: SeatId, spec: str) -> None:
    """Another player sits there from the step on at which the game waits; whoever has decided it already has."""
    seats = seats_after(game_of(parent), parent.entries[:line])
    if seat not in seats:
        raise SpecError(f"{seat}: there is no such seat; the seats are {', '.join(seats)}")
    told = {"id": past.next_act, "what": "swap", "who": WHO, "role": "controller", "at": now()}
    who = {"target": seat, "before": seats[seat], "after": spec}
    past.note("override", {**told, **who, "reason": "another player in a branch"})


def _together(parent: Transcript, line: int, step: Asked) -> Iterator[Entry]:
    """Decisions after a line that were made in this step."""
    for entry in parent.entries[line:]:
        if entry.kind == "event" or _closes(entry):
            return
        where = (entry.turn, entry.phase, entry.data.get("round"))
        if entry.kind == "decision" and where == (step.turn, step.phase, step.round):
            yield entry
