"""Trust: what acts do to it, and how it drifts (E10); the coercion index beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wargame.core import names
from wargame.core.event_kinds import EventKind
from wargame.core.events import Event
from wargame.core.ids import Cause, SeatId, Variable
from wargame.rules.base.calendar import compounded
from wargame.rules.base.ruling import START, Ruling


def act_against(
    ruling: Ruling, actor: SeatId, victim: SeatId, points: float, cause: Cause, why: str, *, seen_by_peers: bool = True
) -> None:
    """E10: an act lowers the victim's trust in the actor by `points` (of 100), and its peers' by a share of that.

    The share is `trust_peer`; peers count only where they see the act. `cause` is the id of the event or deed, `why`
    ends the sentence that is told. Records one event.
    """
    moves = {names.trust(victim, actor): -points}
    if seen_by_peers:
        for peer in peers(ruling, victim, actor):
            moves[names.trust(peer, actor)] = -points * ruling.book.parameters.trust_peer
    ruling.shift(
        "trust_fell", "E10", (cause,), f"Trust in {ruling.name(actor)} fell: {why}.", by=moves, about=(actor, victim)
    )


def act_against_lab(ruling: Ruling, actor: SeatId, lab: SeatId, points: float, cause: Cause, why: str) -> None:
    """E10: coercing a lab at home costs `points` of trust with that lab, and `trust_labs` of them with every ally."""
    moves = {names.trust(lab, actor): -points}
    for ally in ruling.book.setting.allies:
        if ally != actor:
            moves[names.trust(ally, actor)] = -points * ruling.book.parameters.trust_labs
    ruling.shift(
        "trust_fell", "E10", (cause,), f"Trust in {ruling.name(actor)} fell: {why}.", by=moves, about=(actor, lab)
    )


def reassure(ruling: Ruling, actor: SeatId, seats: Iterable[SeatId], points: float, cause: Cause, why: str) -> None:
    """E10: an act that raises these seats' trust in the actor by `points` of 100; negative ones lower it."""
    moves = {names.trust(seat, actor): points for seat in seats if seat != actor}
    kind: EventKind = "trust_rose" if points >= 0 else "trust_fell"
    word = "rose" if points >= 0 else "fell"
    ruling.shift(kind, "E10", (cause,), f"Trust in {ruling.name(actor)} {word}: {why}.", by=moves, about=(actor,))


def rival_base_taken(
    ruling: Ruling, holder: SeatId, maker: SeatId, cause: Cause, share: float = 1.0, what: str = "base model"
) -> None:
    """An ally that takes up a Chinese model pays at home (`rival_base_support`) and with its patron (4 of trust).

    `share` from 0 to 1 scales both, for `what` weighs less than a model.
    """
    patron = ruling.book.patron
    if not patron or ruling.book.jurisdiction(maker) != "cn" or ruling.book.seat(holder).bloc != "allied":
        return
    moves = {
        names.trust(patron, holder): -4.0 * share,
        names.domestic_support(holder): -ruling.book.parameters.rival_base_support * share,
    }
    text = f"{ruling.name(patron)} resents a Chinese {what} at {ruling.name(holder)}, and so do some at home."
    ruling.shift("trust_fell", "E10", (cause,), text, by=moves)


def peers(ruling: Ruling, victim: SeatId, actor: SeatId) -> list[SeatId]:
    """Seats of the kind and camp of the victim who would see themselves in its place: neither it nor the actor."""
    seat = ruling.book.seat(victim)
    return [
        other.id
        for other in ruling.book.setting.seats
        if other.kind == seat.kind and other.bloc == seat.bloc and other.id not in (victim, actor)
    ]


def coerced(ruling: Ruling, power: SeatId, amount: float, cause: Cause) -> Event | None:
    """A power is seen as more coercive: its index kappa rises by `amount`, kept from 0 to 1.

    Two powers have an index: the rival patron has its own, and all else counts for the patron. None if nothing moved.
    """
    index = names.coercion("cn" if power == ruling.book.rival else "us")
    text = f"{ruling.name(power)} is seen as more coercive."
    return ruling.shift("coercion_index_rose", "kappa", (cause,), text, by={index: amount})


def drift(ruling: Ruling, start: Mapping[Variable, float]) -> None:
    """At the end of a turn trust goes some of the way back (`trust_reversion` a quarter), and coercion indices fade.

    `start` holds the trust at the opening by variable.
    """
    numbers = ruling.book.parameters
    moves: dict[Variable, float] = {}
    back = compounded(ruling.book.setting, numbers.trust_reversion)
    if back:
        for variable, origin in start.items():
            now = ruling.state.values.get(variable)
            if now is not None and now != origin:
                moves[variable] = now + (origin - now) * back
    ruling.shift("trust_drifted", "E10", (START,), "Trust drifted a little toward where it began.", to=moves)
    faded = compounded(ruling.book.setting, numbers.kappa_decay)
    fade = {name: ruling.value(name) * (1 - faded) for name in (names.coercion("us"), names.coercion("cn"))}
    ruling.shift("coercion_faded", "kappa", ruling.last(*fade), "The memory of coercion faded a little.", to=fade)
