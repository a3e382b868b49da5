"""The table of world events: one procedure per kind of inject, and whom each can hit."""

from __future__ import annotations

from collections.abc import Mapping

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
    setting, book = ruling.book.setting, ruling.book
    unseated = [lab for lab in setting.labs if not book.seat(lab).seated]
    foreign = [g for g in setting.governments if g not in (book.patron, book.rival)]
    served = sorted({a.holder for a in ruling.state.access.values() if a.status == "live" and a.supplier != a.holder})
    table: dict[str, list[str]] = {
        "closed_release": [lab for lab in unseated if newest(ruling, lab, "closed")],
        "model_withheld": [
            lab for lab in unseated if book.seat(lab).role == "frontier" and newest(ruling, lab, "closed")
        ],
        "open_leap": [lab for lab in setting.labs if open_models(ruling, lab)],
        "open_goes_closed": [lab for lab in unseated if open_models(ruling, lab)],
        "tariff_shock": foreign,
        "arms_slip": foreign,
        "intelligence_pause": [g for g in foreign if book.seat(g).bloc == "allied"],
        "distillation_expose": [lab for lab in setting.labs if book.jurisdiction(lab) == "cn"],
        "staff_letter": [lab for lab in setting.labs if book.seat(lab).sensitivity >= 0.5],
        "tragedy": served,
        "supplier_cuts_unit": served,
        "government_change": foreign,
        "mass_strike": [g for g in setting.governments if names.grid(g) in ruling.state.values],
        "funding_windfall": list(setting.labs),
        "small_model_parity": list(setting.governments),
        "sovereign_slip": [g for g in setting.governments if ruling.value(names.sovereign_effort(g)) > 0],
        "champions_merge": [s.id for s in setting.seats if s.kind == "champion"],
    }
    return table.get(kind, ["control"])


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
