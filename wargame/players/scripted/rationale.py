"""Why a script did what it did, for control and review: its doctrine, and the cause of whatever it broke off."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.ids import SeatId
from wargame.core.moves import Body, GiveNotice, Sealed, Talk, Withdraw
from wargame.core.orders import aimed_at
from wargame.players.scripted.causes import wrong_since
from wargame.players.scripted.mind import Mind


def rationale(mind: Mind, doctrine: str, body: Body) -> str:
    """`doctrine careful_lab; suspend kyiv: payment_missed in turn 3`; causes are kinds of events."""
    return "; ".join([f"doctrine {doctrine}", *_causes(mind, body)])


def _causes(mind: Mind, body: Body) -> Iterator[str]:
    if isinstance(body, Sealed):
        for order in body.orders:
            motive = mind.word.motive(order)
            if motive is not None:
                yield f"{' '.join([order.kind, *aimed_at(order)])}: {motive.kind} in turn {motive.turn}"
    elif isinstance(body, Talk):
        for move in body.moves:
            if isinstance(move, GiveNotice):
                bond = mind.view.agreements[move.agreement]
                yield f"notice on {bond.id}: {_wrong(mind, bond.parties, bond.signed)}"
            elif isinstance(move, Withdraw):
                offer = mind.view.proposals[move.proposal]
                yield f"withdraws {offer.id}: {_wrong(mind, offer.terms.parties, offer.made) or 'agreed otherwise'}"


def _wrong(mind: Mind, parties: tuple[SeatId, ...], since: int) -> str:
    """The newest wrong that one of them has done it since, as the kind of its event."""
    found = [wrong for party in parties if party != mind.me and (wrong := wrong_since(mind, party, since))]
    newest = max(found, key=lambda wrong: wrong.turn, default=None)
    return f"{newest.kind} of {newest.by} in turn {newest.turn}" if newest else ""
