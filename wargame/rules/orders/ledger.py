"""The ledger of facts: what a successful argument enters, brings on, protects, wears down or ends."""

from __future__ import annotations

from dataclasses import replace

from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.ids import Cause
from wargame.core.orders import Argument
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.ruling import Ruling
from wargame.rules.orders.verbs import refuse

MOST_PROTECTION = 3
"""Successful arguments that a fact can withstand at most."""


def may_touch(state: State, order: Argument) -> Refusal | None:
    """Refuses facts that are not there any more, and one protected as far as it can be."""
    for named in (order.ends, order.backs):
        if named is not None and ((fact := state.facts.get(named)) is None or not fact.open):
            those = ", ".join(fact.id for fact in state.facts.values() if fact.open) or "none"
            return refuse("unknown_name", f"{named!r} is no fact that holds and no project; those are {those}")
    if order.backs is None:
        return None
    if order.ends is not None:
        return refuse("malformed", "one argument backs a fact or goes against one; leave out backs or ends")
    if state.facts[order.backs].holds and state.facts[order.backs].protection >= MOST_PROTECTION:
        return refuse(
            "already_so", f"{order.backs} withstands {MOST_PROTECTION} arguments already, and that is the most"
        )
    return None


def after_success(ruling: Ruling, case: CaseUnderArgument, cause: Cause) -> tuple[Fact, ...]:
    """What a success enters: a step of the fact that it backs, or a fact of its own; and what it does to one it ends.

    Several arguments of a turn are ruled one after the other, so that each finds the ledger as the one before left it.
    """
    argument, facts = case.argument, ruling.state.facts
    found: list[Fact] = []
    backed = facts.get(argument.backs or "")
    if backed is not None and backed.open:
        if backed.holds:
            found.append(replace(backed, protection=min(MOST_PROTECTION, backed.protection + 1)))
        else:
            found.append(replace(backed, done=backed.done + 1))
    else:
        about = tuple(dict.fromkeys((case.by, argument.target)))
        found.append(Fact(case.id, argument.action, case.by, ruling.turn, None, cause, about))
    against = facts.get(argument.ends or "")
    if against is not None and against.open:
        found.append(worn(against, ruling.turn))
    return tuple(found)


def worn(fact: Fact, turn: int) -> Fact:
    """A fact after a successful argument against it: less protected, a step back, or ended."""
    if fact.holds and fact.protection:
        return replace(fact, protection=fact.protection - 1)
    if not fact.holds and fact.done:
        return replace(fact, done=fact.done - 1)
    return replace(fact, ended=turn)


def told(before: Fact, after: Fact) -> str:
    """What became of a fact, in a sentence without anybody's words."""
    if not after.open:
        return "A fact holds no longer." if before.holds else "A project is given up."
    if not before.holds:
        done = f"{after.done} of {after.needs} successes"
        return f"A project is finished: {done}." if after.holds else f"A project stands at {done}."
    return (
        f"A fact now withstands {after.protection or 'no'} argument{'s' if after.protection != 1 else ''} against it."
    )
