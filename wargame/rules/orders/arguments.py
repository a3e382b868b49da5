"""Arguments in matrix-game form: credible reasons set the odds, two dice decide, and a success settles a fact.

This is the only path by which free text bears on the state, and it is typed at both ends: the effect
comes from a bounded menu, and the rules count a reason only for what it cites, never for its words, and only
where what it cites bears on the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from wargame.core import chance, names
from wargame.core.arguments import CaseUnderArgument
from wargame.core.chance import Draw
from wargame.core.event_kinds import EventKind, Subject, subject_of
from wargame.core.event_values import ArgumentChance, Outcome
from wargame.core.events import Drop, Event
from wargame.core.ids import AgreementId, Cause, EventId, FactId, SeatId, Variable
from wargame.core.orders import Argument, EffectKind, Reason
from wargame.core.prose import joined
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.core.views import Seen
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.orders.ledger import after_success, may_touch, told
from wargame.rules.orders.verbs import a_seat, enter, refuse

SUCCESSES = {bar: sum(1 for a in range(1, 7) for b in range(1, 7) if a + b >= bar) for bar in range(-10, 24)}
"""Of 36 throws of two dice, how many reach each sum."""

Moved: TypeAlias = Callable[[SeatId, SeatId], Variable]
"""The variable that an effect moves, by target and author."""


def _of_target(family: names.OfSeat) -> Moved:
    return lambda target, _: family(target)


MOVES: dict[EffectKind, tuple[Moved, float]] = {
    "raise_trust": (names.trust, 1),
    "lower_trust": (names.trust, -1),
    "raise_domestic_support": (_of_target(names.domestic_support), 1),
    "lower_domestic_support": (_of_target(names.domestic_support), -1),
    "raise_legitimacy": (_of_target(names.legitimacy), 1),
    "calm_dissent": (_of_target(names.dissent), -1),
    "raise_dissent": (_of_target(names.dissent), 1),
    "raise_adoption": (_of_target(names.adoption), 0.5),
    "raise_reputation": (_of_target(names.reputation), 1),
    "lower_reputation": (_of_target(names.reputation), -1),
}
"""The variable that each effect moves, and its share of the full size."""

BETWEEN: tuple[EffectKind, ...] = ("raise_trust", "lower_trust")
"""Effects between two seats: what concerns the one alone says nothing of the other."""

SELF_ALLOWED: tuple[EffectKind, ...] = (
    "raise_domestic_support",
    "raise_legitimacy",
    "calm_dissent",
    "raise_adoption",
    "raise_reputation",
)


def odds(bar: int, net: int) -> float:
    """Chance that two dice plus the net of pros and cons reach the bar: 58.3 % at 0, 72.2 % at +1 (bar 7)."""
    return SUCCESSES[max(-10, min(23, bar - net))] / 36


def may_argue(book: Rulebook, state: State, by: SeatId, order: Argument) -> Refusal | None:
    """At most three reasons, an effect that the target has a variable for, one argument a turn."""
    if refusal := a_seat(book, order.target):
        return refusal
    if not order.action.strip():
        return refuse("malformed", "an argument needs a sentence that says what is done")
    if len(order.reasons) > 3:
        return refuse("malformed", f"an argument takes at most three reasons; this has {len(order.reasons)}")
    effect = order.effect.replace("_", " ")
    if order.target == by and order.effect not in SELF_ALLOWED:
        own = ", ".join(allowed.replace("_", " ") for allowed in SELF_ALLOWED)
        return refuse("wrong_target", f"{effect} is aimed at others; on yourself: {own}")
    if refusal := may_touch(state, order):
        return refusal
    if variable(order, by) not in state.values:
        return refuse("wrong_target", f"{book.name(order.target)} has nothing that could move: {effect}")
    return None


def variable(argument: Argument, by: SeatId) -> Variable:
    """The variable that the argument's effect moves."""
    return MOVES[argument.effect][0](argument.target, by)


def put_case(ruling: Ruling, by: SeatId, order: Argument, cause: EventId) -> None:
    """The argument goes before the table; others may weigh it before it is ruled."""
    case = CaseUnderArgument(ruling.label(f"argument|{by}"), by, order, (), (), cause)
    text = f"{ruling.name(by)} argues a case: {order.effect.replace('_', ' ')} at {ruling.name(order.target)}."
    ruling.emit(
        "argument_put",
        "argument",
        (cause,),
        "public",
        text,
        puts=(case,),
        about=(by, order.target),
        body=_words(order.action, order.reasons),
    )


def _words(action: str, reasons: Iterable[Reason]) -> str:
    return joined(action, *(part for reason in reasons for part in ("\n- ", reason.text)))


def may_weigh(state: State, by: SeatId, case_id: str, side: str) -> Refusal | None:
    """Others may add to an open argument; three of each side are heard."""
    case = state.arguments.get(case_id)
    if case is None:
        return refuse(
            "unknown_name", f"no argument is called {case_id!r}; open ones: {', '.join(state.arguments) or 'none'}"
        )
    if case.by == by:
        return refuse("not_yours", "the author's reasons stand in the argument itself")
    if len(case.pros if side == "pro" else case.cons) >= 3:
        return refuse("already_so", f"three {side}s have been heard on this argument")
    return None


def weigh(ruling: Ruling, by: SeatId, case_id: str, side: str, reason: Reason, cause: Cause) -> Refusal | None:
    """Another seat adds a pro or a con; three of each are heard."""
    refusal = may_weigh(ruling.state, by, case_id, side)
    if refusal:
        return refusal
    case = ruling.state.arguments[case_id]
    after = replace(case, pros=(*case.pros, reason)) if side == "pro" else replace(case, cons=(*case.cons, reason))
    text = f"{ruling.name(by)} speaks {'for' if side == 'pro' else 'against'} {ruling.name(case.by)}'s argument."
    ruling.emit(
        "argument_weighed",
        "argument",
        (cause, case.event),
        "public",
        text,
        puts=(after,),
        about=(by, case.by),
        body=reason.text,
    )
    return None


class CitedEvent(NamedTuple):
    """What a public event can be cited for."""

    kind: EventKind
    about: frozenset[SeatId]
    """Whom it concerns."""
    moved: frozenset[Variable]
    """The numbers that it moved."""


Grounds: TypeAlias = Mapping[EventId, CitedEvent]
"""Public events by the name under which they are cited."""
NO_EVIDENCE: frozenset[Subject] = frozenset(
    {"start", "upkeep", "talk", "signal", "order", "argument", "offer", "control"}
)
"""What is said, offered or ordered, and what every turn brings: words and routine show nothing."""


def ground_of(event: Event | Seen) -> CitedEvent:
    """What an event can be cited for."""
    return CitedEvent(event.kind, frozenset(event.about), frozenset(change.variable for change in event.changes))


def why_not(state: State, grounds: Grounds, by: SeatId, argument: Argument, cites: str | None) -> str | None:
    """Why a ground does not count for or against an argument, as half a sentence; None where it does.

    A fact, an agreement or an event bears on a case if it concerns the target, or both sides of it, or if it moved the
    number that is argued about.
    """
    if not cites:
        return "nothing recorded stands behind it"
    moved = variable(argument, by)
    if (fact := state.facts.get(FactId(cites))) is not None:
        if not fact.holds:
            return "that project is not finished" if fact.open else "that fact holds no longer"
        seats, bears = frozenset(fact.about), not fact.about or cites == argument.ends
    elif (agreement := state.agreements.get(AgreementId(cites))) is not None:
        if agreement.audience != "public" or agreement.status != "in_force":
            return "that agreement is not public, or no longer in force"
        seats, bears = frozenset(agreement.parties), False
    elif (event := grounds.get(EventId(cites))) is not None:
        if subject_of(event.kind) in NO_EVIDENCE:
            return "words, offers and routine show nothing"
        seats, bears = frozenset(event.about), moved in event.moved
    else:
        return "it is nothing that everybody can read"
    if bears or _concerns(seats, by, argument):
        return None
    if argument.target in seats:
        return "it concerns the target alone, and trust between two is argued from what concerns both"
    return "it concerns neither the target nor what is argued about"


def _concerns(seats: Iterable[SeatId], by: SeatId, argument: Argument) -> bool:
    return argument.target in seats and (argument.target == by or argument.effect not in BETWEEN or by in seats)


def credible(state: State, grounds: Grounds, by: SeatId, argument: Argument, reasons: Iterable[Reason]) -> int:
    """Reasons that rest on something recorded which bears on the case; each ground counts once."""
    cited = {reason.cites for reason in reasons}
    return sum(why_not(state, grounds, by, argument, cites) is None for cites in cited)


def rule(ruling: Ruling, grounds: Grounds) -> None:
    """Rule on every argument that is still open: by the odds that control has set, else by what the rules count."""
    for case in list(ruling.state.arguments.values()):
        if case.odds is not None:
            throw(ruling, case, case.odds.event)
            continue
        pros, cons, net = counted(ruling, grounds, case)
        chance_ = odds(int(ruling.book.parameters.argument_bar), net)
        text = f"Umpire: {pros} credible for, {cons} against; the chance is {chance_:.1%}."
        weighed = ruling.emit(
            "odds_set",
            "argument",
            (case.event,),
            "public",
            text,
            about=(case.by,),
            value=ArgumentChance(success=chance_),
        )
        _two_dice(ruling, case, net, weighed.id)


def counted(ruling: Ruling, grounds: Grounds, case: CaseUnderArgument) -> tuple[int, int, int]:
    """Credible pros, credible cons, and their net as far as it counts."""
    pros = credible(ruling.state, grounds, case.by, case.argument, (*case.argument.reasons, *case.pros))
    cons = credible(ruling.state, grounds, case.by, case.argument, case.cons)
    return pros, cons, bounded(ruling.book, pros - cons)


def bounded(book: Rulebook, net: int) -> int:
    """A net of pros and cons as far as it counts."""
    limit = int(book.parameters.argument_net)
    return max(-limit, min(limit, net))


def throw(ruling: Ruling, case: CaseUnderArgument, cause: EventId) -> None:
    """Let chance decide by the odds that stand on a case: two dice with a net, or one draw against a probability."""
    assert case.odds is not None
    if case.odds.net is not None:
        _two_dice(ruling, case, case.odds.net, cause)
        return
    won, draw = ruling.happens(f"argument.{case.by}.draw", case.odds.chance)
    settle(ruling, case, won, cause, f"drew {draw.value:.3f} against {case.odds.chance:.3f}", (draw,))


def _two_dice(ruling: Ruling, case: CaseUnderArgument, net: int, cause: EventId) -> None:
    """At the bar or above the argument succeeds."""
    bar = ruling.book.parameters.argument_bar // 1
    purpose = f"argument.{case.by}"
    dice = chance.two_dice(ruling.book.dice_seed(ruling.turn, ruling.phase), ruling.turn, purpose)
    if (ruling.turn, purpose) in ruling.book.middling:
        dice = chance.MIDDLE_DICE
    draw = Draw(purpose, float(sum(dice)), bar - net)
    settle(ruling, case, sum(dice) + net >= bar, cause, f"dice {dice[0]} + {dice[1]}, net {net:+d}", (draw,))


def settle(
    ruling: Ruling, case: CaseUnderArgument, won: bool, cause: Cause, how: str, draws: tuple[Draw, ...] = ()
) -> None:
    """An argument is ruled: if it succeeds, its effect comes true and the ledger of facts is another."""
    numbers, argument = ruling.book.parameters, case.argument
    share = MOVES[argument.effect][1]
    moves = {variable(argument, case.by): share * numbers.argument_effect} if won else {}
    settled = after_success(ruling, case, cause) if won else ()
    text = f"{ruling.name(case.by)}'s argument {'succeeded' if won else 'failed'}: {how}."
    for fact in settled:
        before = ruling.state.facts.get(fact.id)
        if before is not None:
            text += f" {told(before, fact)}"
            for name, delta in fact.brings if fact.holds and not before.holds else ():
                moves[name] = moves.get(name, 0.0) + delta
    ruling.emit(
        "argument_ruled",
        "argument",
        (cause,),
        "public",
        text,
        by=moves,
        puts=settled,
        drops=(Drop("arguments", case.id),),
        draws=draws,
        about=(case.by, argument.target),
        value=Outcome(won=won),
    )


enter(Argument, "agreements", may_argue, put_case)
