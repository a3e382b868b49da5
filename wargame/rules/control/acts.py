"""What acts of control do, as ordinary events with the rule `control`, and which acts are refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.codebook import bounds, family_of
from wargame.core.control_acts import (
    NEED_REASON,
    SECRETS,
    Act,
    CancelInject,
    ControlMessage,
    ControlMove,
    EndGame,
    FinalArgument,
    FireInject,
    InjectNow,
    Override,
    Retract,
    Reveal,
    Roll,
    RuleArgument,
    is_reason,
)
from wargame.core.estimates import known_to
from wargame.core.event_values import InjectSpent
from wargame.core.events import Event, Put
from wargame.core.ids import PUBLIC, Audience, Cause, Phase, readers
from wargame.core.orders import Argument, Reason
from wargame.core.prose import joined
from wargame.core.refusals import Refusal
from wargame.core.setting import Inject
from wargame.core.state import State
from wargame.core.views import WITHDRAWN
from wargame.rules.bargains.words import may_carry
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.control import rulings
from wargame.rules.control.reveal import reveal
from wargame.rules.injects import firing, kinds
from wargame.rules.model.variable_words import spoken
from wargame.rules.orders.arguments import Grounds
from wargame.rules.orders.verbs import refuse


@dataclass(frozen=True, slots=True)
class Moment:
    """A game at the moment at which control acts."""

    book: Rulebook
    state: State
    record: Sequence[Event]
    turn: int
    phase: Phase
    public: Grounds
    """Public events by id, as arguments may cite them."""
    spent: frozenset[str]
    """Injects that have fired or were struck."""


def refusal(now: Moment, move: ControlMove, reason: str) -> Refusal | None:
    """Why control may not do this, or None: the first reason found. Acts that need a reason are refused without one."""
    if move.kind in NEED_REASON and not is_reason(reason):
        return refuse(
            "malformed", f"{move.kind.replace('_', ' ')} needs a written reason, a sentence; this says {reason!r}"
        )
    match move:
        case InjectNow():
            return _may_inject(now, move)
        case FireInject() | CancelInject():
            return _may_touch(now, move.inject)
        case ControlMessage():
            return _readers(now, move.to or ("",)) or may_carry(move.text, needed=True)
        case Retract():
            return _may_retract(now, move.event)
        case Override():
            return _may_set(now.state, move.variable, move.value)
        case RuleArgument():
            return rulings.may_rule(now.state, move)
        case Roll():
            return rulings.may_roll(now.state, move.case)
        case FinalArgument():
            return _may_conclude(now, move)
        case Reveal():
            strange = [what for what in move.what if what not in SECRETS]
            return (
                refuse("unknown_name", f"{strange[0]!r} is none of {', '.join(SECRETS)}")
                if strange
                else None
                if move.what
                else refuse("malformed", f"name what is revealed: {', '.join(SECRETS)}")
            )
        case EndGame():
            return None


def carry_out(now: Moment, act: Act) -> Ruling:
    """Do what control wants; the act must not be refused, which `refusal` is asked for and this does not check.

    Gives the ruling with the new state and its events. The moment stays as it is.
    """
    ruling, move = Ruling(now.book, now.state, now.turn, now.phase), act.move
    match move:
        case InjectNow():
            _inject(ruling, move, act.id)
        case FireInject():
            firing.fire(ruling, _listed(now, move.inject), (act.id,))
        case CancelInject():
            text = f"Control struck the inject {move.inject}."
            ruling.emit(
                "inject_cancelled",
                f"inject.{move.inject}",
                (act.id,),
                (),
                text,
                value=InjectSpent(inject=move.inject, how="cancelled"),
            )
        case ControlMessage():
            audience = _audience(move.to)
            ruling.emit("control_message", "control", (act.id,), audience, _to(ruling, move.to), body=move.text)
        case Retract():
            _retract(ruling, now, move.event, act.id)
        case Override():
            owner = known_to(now.state, move.variable)
            audience = PUBLIC if owner is None else readers(*({owner} & now.book.setting.by_id.keys()))
            text = f"Control set {spoken(now.book.setting, move.variable)} to {move.value:g}."
            causes = (act.id, *ruling.last(move.variable))
            ruling.emit("value_overridden", "control", causes, audience, text, to={move.variable: move.value})
        case RuleArgument():
            rulings.rule(ruling, move, now.public, act.id)
        case Roll():
            rulings.roll(ruling, move.case, act.id)
        case FinalArgument():
            text = f"{ruling.name(move.seat)} makes its final argument."
            ruling.emit("final_argument", "control", (act.id,), PUBLIC, text, about=(move.seat,), body=move.text)
        case Reveal():
            reveal(ruling, now.record, move.what, act.id)
        case EndGame():
            ruling.emit("game_ended", "control", (act.id,), PUBLIC, f"Control ended the game in turn {now.turn}.")
    return ruling


def compared(now: Moment, move: ControlMove, events: Iterable[Event]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an act changed: the same names before and after, for the deviation log.

    `events` are what `carry_out` recorded, `now` the moment before it. Numbers stand by variable, in their units.
    """
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for event in events:
        for change in event.changes:
            before.setdefault(change.variable, change.before)
            after[change.variable] = change.after
    match move:
        case Retract():
            found = next(event for event in now.record if event.id == move.event)
            before["text"], after["text"] = joined(found.text, *((" ", found.body) if found.body else ())), WITHDRAWN
        case FireInject() | CancelInject():
            before["status"], after["status"] = "waiting", "fired" if isinstance(move, FireInject) else "cancelled"
        case RuleArgument():
            odds = now.state.arguments[move.case].odds
            before["chance"] = odds.chance if odds else None
            said = [event.text for event in events if event.kind in ("odds_set", "argument_ruled")]
            after["ruling"] = said[0] if said else ""
        case EndGame():
            before["turns"], after["turns"] = now.book.setting.turns, now.turn
        case _:
            pass
    return before, after


# injects


def _may_inject(now: Moment, move: InjectNow) -> Refusal | None:
    if found := _readers(now, (PUBLIC,) if move.audience == PUBLIC else move.audience) or may_carry(
        move.text, needed=True
    ):
        return found
    for variable, delta in move.changes.items():
        before = now.state.values.get(variable)
        if found := _may_set(now.state, variable, (before or 0.0) + delta):
            return found
    if move.what == "news":
        return None
    if move.what not in kinds.HAPPEN:
        return refuse("unknown_name", f"{move.what!r} is no kind of inject; kinds are news, {', '.join(kinds.HAPPEN)}")
    options = kinds.candidates(Ruling(now.book, now.state, now.turn, now.phase), move.what)
    if not options:
        return refuse("wrong_target", f"there is nobody whom {move.what} could hit now")
    if move.target is not None and options != ["control"] and move.target not in options:
        return refuse("wrong_target", f"{move.what} cannot hit {move.target!r}; it can hit {', '.join(options)}")
    return None


def _inject(ruling: Ruling, move: InjectNow, cause: Cause) -> None:
    audience = move.audience if isinstance(move.audience, str) else readers(*move.audience)
    about = (move.target,) if move.target in ruling.book.setting.by_id else ()
    told = ruling.emit(
        "inject_fired",
        "control",
        (cause,),
        audience,
        move.text.strip(),
        by=move.changes,
        about=tuple(filter(None, about)),
    )
    if move.what != "news":
        firing.happen(ruling, move.what, move.target, (told.id,), move.text.strip())


def _listed(now: Moment, name: str) -> Inject:
    return next(inject for inject in now.book.setting.injects if inject.id == name)


def _may_touch(now: Moment, name: str) -> Refusal | None:
    names = [inject.id for inject in now.book.setting.injects]
    if name not in names:
        return refuse("unknown_name", f"{name!r} is on no list; this scenario has {', '.join(names) or 'no injects'}")
    if name in now.spent:
        return refuse("already_so", f"the inject {name} is spent: it has fired or was struck")
    kind = _listed(now, name).kind
    ruling = Ruling(now.book, now.state, now.turn, now.phase)
    if kind != "news" and _listed(now, name).target is None and not kinds.candidates(ruling, kind):
        return refuse("wrong_target", f"there is nobody whom {kind} could hit now")
    return None


# words


def _readers(now: Moment, to: Sequence[str]) -> Refusal | None:
    if tuple(to) == (PUBLIC,):
        return None
    known = now.book.setting.by_id
    strange = [seat for seat in to if seat not in known]
    if strange:
        return refuse("unknown_name", f"there is no seat {strange[0]!r} to read it; name {', '.join(known)}, or public")
    return None


def _audience(to: Sequence[str]) -> Audience:
    return PUBLIC if tuple(to) == (PUBLIC,) else readers(*to)


def _to(ruling: Ruling, to: Sequence[str]) -> str:
    names = "all" if tuple(to) == (PUBLIC,) else ", ".join(ruling.name(seat) for seat in to)
    return f"Control to {names}."


def _may_conclude(now: Moment, move: FinalArgument) -> Refusal | None:
    """One final argument for each seat, when the scores are in and before control reveals anything."""
    kinds_ = {event.kind for event in now.record}
    if move.seat not in now.book.setting.by_id:
        return _readers(now, (move.seat,))
    if "score_given" not in kinds_:
        return refuse("not_now", "final arguments are made when the play is over; it goes on")
    if "secrets_revealed" in kinds_:
        return refuse("not_now", "control has revealed what was secret; final arguments come before that")
    if any(event.kind == "final_argument" and move.seat in event.about for event in now.record):
        return refuse("already_so", f"{now.book.name(move.seat)} has made its final argument")
    return may_carry(move.text, needed=True)


def _may_retract(now: Moment, name: str) -> Refusal | None:
    found = next((event for event in now.record if event.id == name), None)
    if found is None or found.kind == "game_started":
        return refuse("unknown_name", f"{name!r} is no event of this game that could be retracted")
    if found.kind == "text_retracted" or any(e.kind == "text_retracted" and name in e.causes for e in now.record):
        return refuse("already_so", f"the words of event {name} have been retracted")
    return None


def _retract(ruling: Ruling, now: Moment, name: str, cause: Cause) -> None:
    event = next(event for event in now.record if event.id == name)
    puts = [changed for put in event.puts if (changed := _without_words(ruling.state, put)) is not None]
    ruling.emit("text_retracted", "control", (cause, name), event.audience, "Control withdrew a text.", puts=puts)


def _without_words(state: State, put: Put) -> CaseUnderArgument | Fact | None:
    """What an event brought into the world, with its words gone, if it has words and is still there."""
    entity = put.entity
    if isinstance(entity, CaseUnderArgument) and (case := state.arguments.get(entity.id)) is not None:
        return replace(case, argument=_bare(case.argument), pros=_silent(case.pros), cons=_silent(case.cons))
    if isinstance(entity, Fact) and (fact := state.facts.get(entity.id)) is not None:
        return replace(fact, text=WITHDRAWN)
    return None


def _bare(argument: Argument) -> Argument:
    return replace(argument, action=WITHDRAWN, reasons=_silent(argument.reasons))


def _silent(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(replace(reason, text=WITHDRAWN) for reason in reasons)


# numbers


def _may_set(state: State, variable: str, value: float) -> Refusal | None:
    family = family_of(variable)
    if variable not in state.values:
        if family is not None and family.derived:
            return refuse("malformed", f"{variable} is computed from other variables; set those it comes from")
        near = sorted(name for name in state.values if name.partition(".")[0] == variable.partition(".")[0])
        hint = f"; of {variable.partition('.')[0]} there are {', '.join(near[:6])}, …" if near else ""
        return refuse("unknown_name", f"no variable of this game is called {variable!r}{hint}")
    low, high = bounds(variable)
    if not low <= value <= high:
        return refuse("malformed", f"{variable} runs from {low:g} to {high:g}; {value:g} is outside")
    return None
