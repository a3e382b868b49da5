"""Verdicts on arguments by control: dice, a probability, a vote, the word of control, or what judges proposed.

The odds are an event of their own, public before chance speaks. Judges decide nothing: what they proposed is
kept beside the ruling of a person.
"""

from __future__ import annotations

from dataclasses import replace

from wargame.core.arguments import MODES, CaseUnderArgument, Odds
from wargame.core.control_acts import RuleArgument
from wargame.core.event_values import ArgumentChance
from wargame.core.ids import Cause
from wargame.core.prose import joined
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.ruling import Ruling
from wargame.rules.orders import arguments
from wargame.rules.orders.arguments import Grounds
from wargame.rules.orders.verbs import refuse

MOST_SIDED = 6
"""Most pros, and most cons, that a ruling may accept."""


def open_case(state: State, case: str) -> Refusal | None:
    """Why no argument of this name waits for a ruling, or None if one does."""
    if case in state.arguments:
        return None
    return refuse(
        "unknown_name", f"no argument is called {case!r}; open ones are {', '.join(state.arguments) or 'none'}"
    )


def may_rule(state: State, move: RuleArgument) -> Refusal | None:
    """Why a ruling is not complete, or None: each mode needs its own inputs."""
    if found := open_case(state, move.case):
        return found
    if move.mode not in MODES:
        return refuse("malformed", f"mode {move.mode!r} is none of {', '.join(MODES)}")
    if max(len(move.pros), len(move.cons)) > MOST_SIDED:
        return refuse("malformed", f"at most {MOST_SIDED} pros and {MOST_SIDED} cons are weighed")
    if move.chance is not None and not 0 <= move.chance <= 1:
        return refuse("malformed", f"a chance of {move.chance:g} is outside 0 to 1")
    if move.mode == "probability" and move.chance is None:
        return refuse("malformed", "the mode probability needs a chance from 0 to 1")
    if move.mode == "vote" and not move.votes:
        return refuse("malformed", "the mode vote needs at least one vote")
    if move.mode == "umpire" and move.outcome is None:
        return refuse("malformed", "the mode umpire needs an outcome: success or failure")
    if move.mode == "proposed" and not move.estimates:
        return refuse("malformed", "the mode proposed needs what at least one judge proposed")
    return None


def may_roll(state: State, case: str) -> Refusal | None:
    """Why chance may not speak yet, or None: it does so only after the odds have been shown."""
    if found := open_case(state, case):
        return found
    if state.arguments[case].odds is None:
        return refuse("not_now", "the odds of this argument are not set; set and show them before the roll")
    return None


def rule(ruling: Ruling, move: RuleArgument, public: Grounds, cause: Cause) -> None:
    """Set the odds of a case, or decide it where the mode leaves nothing to chance.

    KeyError for no open case; the rest of `may_rule` is not asked again.
    """
    case = ruling.state.arguments[move.case]
    if move.mode == "umpire":
        arguments.settle(ruling, case, bool(move.outcome), cause, "so control ruled")
    elif move.mode == "vote" and (ayes := sum(move.votes.values())) * 2 != len(move.votes):
        count = f"{ayes} votes for, {len(move.votes) - ayes} against"
        arguments.settle(ruling, case, ayes * 2 > len(move.votes), cause, count)
    else:
        _set(ruling, case, move, public, cause)


def _set(ruling: Ruling, case: CaseUnderArgument, move: RuleArgument, public: Grounds, cause: Cause) -> None:
    bar = int(ruling.book.parameters.argument_bar)
    net: int | None
    if move.mode == "vote":
        net, chance, why = None, 0.5, "The votes are even"
    elif move.mode == "rules":
        pros, cons, net = arguments.counted(ruling, public, case)
        chance, why = arguments.odds(bar, net), f"Umpire: {pros} credible for, {cons} against"
    elif move.chance is not None and move.mode in ("probability", "proposed"):
        net, chance, why = None, move.chance, "Control judges"
    else:
        net = arguments.bounded(ruling.book, len(move.pros) - len(move.cons))
        chance = arguments.odds(bar, net)
        why = f"Control accepts {len(move.pros)} for, {len(move.cons)} against"
    odds = Odds(move.mode, round(chance, 6), net, ruling.next_id)
    ruling.emit(
        "odds_set",
        "argument",
        (cause, case.event),
        "public",
        f"{why}; the chance is {chance:.1%}.",
        puts=(replace(case, odds=odds),),
        about=(case.by,),
        body=_sides(move),
        value=ArgumentChance(success=odds.chance),
    )


def _sides(move: RuleArgument) -> str:
    """What control accepted, a line each."""
    lines = [("+ ", text) for text in move.pros] + [("- ", text) for text in move.cons]
    return joined(*(part for number, line in enumerate(lines) for part in (("\n", *line) if number else line)))


def roll(ruling: Ruling, name: str, cause: Cause) -> None:
    """Throw the dice or draw for a case whose odds are set; KeyError for no open case."""
    case = ruling.state.arguments[name]
    assert case.odds is not None
    text = f"Chance decides {ruling.name(case.by)}'s argument."
    thrown = ruling.emit("argument_rolled", "control", (cause, case.odds.event), "public", text, about=(case.by,))
    arguments.throw(ruling, case, thrown.id)
