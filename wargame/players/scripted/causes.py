"""Causes: why a script cuts somebody off, leaves, gives notice or takes something back: what it has seen happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.core import names
from wargame.core.event_kinds import EventKind
from wargame.core.ids import SeatId
from wargame.core.orders import AnyOrder, aimed_at
from wargame.core.views import Seen
from wargame.players.scripted.grievances import WRONGS
from wargame.players.scripted.market import Market

CUTS = frozenset(("suspend", "revoke", "withdraw_from_contract", "switch_family"))
"""Kinds of orders that end or stop a service."""
CHEATED: tuple[EventKind, ...] = ("defection_detected", "illicit_use_exposed", "targeting_scandal", "payment_missed")
"""What a customer does that a supplier answers, the gravest first."""
STAFF: tuple[EventKind, ...] = ("staff_resigned", "staff_letter", "dissent_rose")
"""What staff do before a lab leaves a contract."""
REMEMBERS = 4
"""Spells after which nothing is a cause any more."""

SINCE: Mapping[EventKind, str] = {
    "defection_detected": "{other} copied what was not its own",
    "illicit_use_exposed": "{other} went beyond its terms",
    "targeting_scandal": "the automation of {other} went wrong",
    "payment_missed": "{other} has not paid",
    "staff_resigned": "our people leave over it",
    "staff_letter": "our people have written against it",
    "dissent_rose": "our people will not have it",
    "jailbreak": "safeguards were stripped and have to be mended first",
    "access_resumed": "the ground for stopping it is gone",
    "distillation_expose": "models were copied from here",
    "export_barred": "we were barred from the newest models",
    "pressure_applied": "{other} pressed us",
    "supply_squeezed": "{other} left us without supplies",
    "lab_threatened": "{other} threatened us",
    "production_compelled": "{other} compelled us",
    "lab_designated": "{other} labelled us a risk",
    "clause_breached": "{other} broke a clause",
    "pledge_broken": "{other} broke a pledge",
    "access_suspended": "the service of {other} was switched off",
    "access_ended": "the service of {other} ended",
    "distillation_punished": "{other} put us under sanctions",
}
"""Causes in words, as they stand after `because`."""


@dataclass(frozen=True, slots=True)
class Motive:
    """Why something is stopped, left, restored or broken."""

    kind: EventKind
    """The kind of what happened."""
    by: SeatId
    """Whose doing it was; the seat that acts, for what came from its own people or from nobody."""
    turn: int
    """When."""

    def words(self, name: str) -> str:
        """As it stands after `because`; `name` is that of whose doing it was."""
        return SINCE[self.kind].format(other=name)


def wrong_since(here: Market, other: SeatId, turn: int) -> Motive | None:
    """The newest wrong that another seat has done this one from a turn on."""
    done = [seen for seen in here.past.since(turn, (*WRONGS, "access_ended")) if seen.about[:2] == (other, here.me)]
    return _newest(done, other)


def cause_of(here: Market, order: AnyOrder) -> Motive | None:
    """Why it would give an order that stops, leaves, restores or bars; None where it has seen no cause."""
    kind, aims = order.kind, aimed_at(order)
    oldest = here.turn - (1 if kind == "suspend" else REMEMBERS) * here.turns_a_spell
    if kind == "export_directive":
        return _newest(list(here.past.since(oldest, ("defection_detected", "distillation_expose"))), "")
    if not aims:
        return None
    other = aims[0]
    if kind == "resume":
        return Motive("access_resumed", here.me, here.turn)
    if kind == "switch_family":
        return wrong_since(here, other, 1) or _barred(here)
    cheated = [
        seen
        for seen in here.past.since(oldest, CHEATED)
        if seen.about[:1] == (other,)
        and (seen.kind in ("illicit_use_exposed", "targeting_scandal") or here.me in seen.about)
    ]
    found = _newest(cheated, other) or wrong_since(here, other, oldest)
    if found is None and here.own(names.dissent) > 0:
        angry = [seen for seen in here.past.since(oldest, STAFF) if seen.about[:1] == (here.me,)]
        found = _newest(angry, here.me) if kind == "withdraw_from_contract" else None
    return found or _newest(list(here.recent("jailbreak")), here.me)


def _barred(here: Market) -> Motive | None:
    return _newest(list(here.past.since(1, ("export_barred",))), here.book.patron or here.me)


def _newest(found: list[Seen], by: SeatId) -> Motive | None:
    if not found:
        return None
    seen = max(found, key=lambda each: each.turn)
    return Motive(seen.kind, by or seen.about[0] if seen.about else by, seen.turn)
