"""The table of world events: one procedure per kind of inject, and whom each can hit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wargame.core import names
from wargame.rules.base.ruling import Ruling
from wargame.rules.injects.happening import Happen, newest, open_models
from wargame.rules.injects.politics import (
    arms_slip,
    distillation_expose,
    export_directive,
    government_change,
    intelligence_pause,
    mass_strike,
    staff_letter,
    supplier_cuts_unit,
    tariff_shock,
    tragedy,
)
from wargame.rules.injects.technology import (
    champions_merge,
    closed_release,
    funding_windfall,
    jailbreak,
    model_withheld,
    open_goes_closed,
    open_leap,
    progress_speed_up,
    small_model_parity,
    sovereign_slip,
    strait_scare,
)


def candidates(ruling: Ruling, kind: str) -> list[str]:
    """Seats that a kind of event can hit now."""
    found = CANDIDATES.get(kind)
    return ["control"] if found is None else found(ruling)


def _unseated(ruling: Ruling) -> list[str]:
    return [lab for lab in ruling.book.setting.labs if not ruling.book.seat(lab).seated]


def _middle_powers(ruling: Ruling) -> list[str]:
    book = ruling.book
    return [government for government in book.setting.governments if government not in (book.patron, book.rival)]


def _served(ruling: Ruling) -> list[str]:
    return sorted({a.holder for a in ruling.state.access.values() if a.status == "live" and a.supplier != a.holder})


CANDIDATES: Mapping[str, Callable[[Ruling], list[str]]] = {
    "closed_release": lambda ruling: [lab for lab in _unseated(ruling) if newest(ruling, lab, "closed")],
    "model_withheld": lambda ruling: [
        lab for lab in _unseated(ruling) if ruling.book.seat(lab).role == "frontier" and newest(ruling, lab, "closed")
    ],
    "open_leap": lambda ruling: [lab for lab in ruling.book.setting.labs if open_models(ruling, lab)],
    "open_goes_closed": lambda ruling: [lab for lab in _unseated(ruling) if open_models(ruling, lab)],
    "tariff_shock": _middle_powers,
    "arms_slip": _middle_powers,
    "intelligence_pause": lambda ruling: [
        power for power in _middle_powers(ruling) if ruling.book.seat(power).bloc == "allied"
    ],
    "distillation_expose": lambda ruling: [
        lab for lab in ruling.book.setting.labs if ruling.book.jurisdiction(lab) == "cn"
    ],
    "staff_letter": lambda ruling: [
        lab for lab in ruling.book.setting.labs if ruling.book.seat(lab).sensitivity >= 0.5
    ],
    "tragedy": _served,
    "supplier_cuts_unit": _served,
    "government_change": _middle_powers,
    "mass_strike": lambda ruling: [
        power for power in ruling.book.setting.governments if names.grid(power) in ruling.state.values
    ],
    "funding_windfall": lambda ruling: list(ruling.book.setting.labs),
    "small_model_parity": lambda ruling: list(ruling.book.setting.governments),
    "sovereign_slip": lambda ruling: [
        power for power in ruling.book.setting.governments if ruling.value(names.sovereign_effort(power)) > 0
    ],
    "champions_merge": lambda ruling: [
        seat.id
        for seat in ruling.book.setting.seats
        if seat.kind == "champion" and f"merged-{seat.id}" not in ruling.state.conditions
    ],
}
"""Whom each kind can hit; what is not named here hits nobody in particular."""

HAPPEN: Mapping[str, Happen] = {
    "closed_release": closed_release,
    "model_withheld": model_withheld,
    "open_leap": open_leap,
    "open_goes_closed": open_goes_closed,
    "jailbreak": jailbreak,
    "export_directive": export_directive,
    "tariff_shock": tariff_shock,
    "arms_slip": arms_slip,
    "intelligence_pause": intelligence_pause,
    "distillation_expose": distillation_expose,
    "staff_letter": staff_letter,
    "tragedy": tragedy,
    "supplier_cuts_unit": supplier_cuts_unit,
    "government_change": government_change,
    "mass_strike": mass_strike,
    "strait_scare": strait_scare,
    "funding_windfall": funding_windfall,
    "small_model_parity": small_model_parity,
    "progress_speed_up": progress_speed_up,
    "sovereign_slip": sovereign_slip,
    "champions_merge": champions_merge,
}
"""What each kind of inject does, in the order in which random ones are tried; `news` is words alone."""
