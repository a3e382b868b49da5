"""Grievances: who has wronged this seat of late, and who has strayed from its camp, as its view has it."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core.clauses import AccessClause
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import Signed
from wargame.core.ids import SeatId
from wargame.players.scripted.market import Market

WRONGS: tuple[EventKind, ...] = (
    "pressure_applied",
    "supply_squeezed",
    "lab_threatened",
    "production_compelled",
    "lab_designated",
    "clause_breached",
    "pledge_broken",
    "access_suspended",
    "distillation_punished",
    "defection_detected",
)
"""Kinds of events in which the first seat named wrongs the second."""


def grievances(here: Market) -> Mapping[SeatId, EventKind]:
    """Who has wronged this seat in this turn or the one before, with the latest wrong."""
    found: dict[SeatId, EventKind] = {}
    for kind in WRONGS:
        for seen in here.recent(kind):
            if len(seen.about) >= 2 and seen.about[1] == here.me and seen.about[0] != here.me:
                found.setdefault(seen.about[0], kind)
    patron = here.book.patron
    if patron and patron != here.me and here.seat.bloc != "us" and here.lately("export_barred"):
        found.setdefault(patron, "export_barred")
    return found


def cheats(here: Market) -> Mapping[SeatId, EventKind]:
    """Customers who did not pay this supplier, or copied or misused what it makes, with what they did."""
    found: dict[SeatId, EventKind] = {}
    for seen in here.recent("payment_missed"):
        if seen.about and seen.about[0] in here.customers and here.me in seen.about:
            found[seen.about[0]] = "payment_missed"
    for seen in here.recent("illicit_use_exposed", "targeting_scandal"):
        if seen.about and seen.about[0] in here.customers:
            found[seen.about[0]] = seen.kind
    for seen in here.recent("defection_detected"):
        if seen.about[0] in here.customers and seen.about[1:2] == (here.me,):
            found[seen.about[0]] = "defection_detected"
    return found


def strayed(here: Market) -> Mapping[SeatId, SeatId]:
    """Allies of this seat that took up a rival's models in this turn or the one before, each with the maker."""
    found: dict[SeatId, SeatId] = {}
    for seen in here.recent("open_weights_adopted"):
        if len(seen.about) == 2:
            _note(here, found, *seen.about)
    for seen in here.recent("agreement_signed"):
        if isinstance(seen.value, Signed):
            for clause in seen.value.terms.clauses:
                if isinstance(clause, AccessClause):
                    _note(here, found, clause.taker, clause.giver)
    return found


def _note(here: Market, found: dict[SeatId, SeatId], holder: SeatId, maker: SeatId) -> None:
    if holder in here.book.setting.allies and here.book.jurisdiction(maker) == "cn":
        found.setdefault(holder, maker)


def openings(here: Market) -> Mapping[SeatId, SeatId]:
    """Governments to whom a rival of this seat has just made an opening, each with that rival.

    For a patron a rival is the other patron or a firm under its law; for a firm, another firm that signed a customer.
    """
    found: dict[SeatId, SeatId] = {}
    for seen in here.recent("offer_subsidised", "package_granted", "regional_pitch_made", "gap_filled"):
        if len(seen.about) >= 2 and here.me not in seen.about and _rivals(here, seen.about[0]):
            found.setdefault(seen.about[1], seen.about[0])
    for seen in here.recent("agreement_signed", "military_licence_given"):
        if here.me not in seen.about:
            makers = [s for s in seen.about if here.book.seat(s).kind in ("lab", "champion") and _rivals(here, s)]
            buyers = [s for s in seen.about if here.book.seat(s).kind == "government"]
            if makers and buyers:
                found.setdefault(buyers[0], makers[0])
    return found


def _rivals(here: Market, other: SeatId) -> bool:
    seat = here.book.seat(other)
    if here.seat.kind in ("lab", "champion"):
        return seat.kind in ("lab", "champion") and other != here.me
    return here.across(seat)
