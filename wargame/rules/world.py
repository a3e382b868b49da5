"""What the world's events do: one procedure per kind of inject, and whom it can hit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from wargame.core.chance import Draw
from wargame.core.ids import AREAS, SeatId
from wargame.core.orders import CloseWeights, ReleaseModel, WithholdModel
from wargame.rules import agreements, coercion, defect, supply
from wargame.rules.ruling import Ruling
from wargame.rules.war import is_winter

Draws: TypeAlias = tuple[Draw, ...]
Causes: TypeAlias = tuple[str, ...]
Happen: TypeAlias = Callable[[Ruling, str, Causes, Draws, str], None]
"""(ruling, target, causes, draws, the inject's own words if it had any)."""


def candidates(ruling: Ruling, kind: str) -> list[str]:
    """Seats that a kind of event can hit now."""
    setting, book = ruling.book.setting, ruling.book
    unseated = [lab for lab in setting.labs if not book.seat(lab).seated]
    foreign = [g for g in setting.governments if g not in (book.patron, book.rival)]
    served = sorted({a.holder for a in ruling.state.access.values() if a.status == "live" and a.supplier != a.holder})
    table: dict[str, list[str]] = {
        "closed_release": [lab for lab in unseated if _newest(ruling, lab, "closed")],
        "model_withheld": [
            lab for lab in unseated if book.seat(lab).role == "frontier" and _newest(ruling, lab, "closed")
        ],
        "open_leap": [lab for lab in setting.labs if _open_models(ruling, lab)],
        "open_goes_closed": [lab for lab in unseated if _open_models(ruling, lab)],
        "tariff_shock": foreign,
        "arms_slip": foreign,
        "intelligence_pause": [g for g in foreign if book.seat(g).bloc == "allied"],
        "distillation_expose": [lab for lab in setting.labs if book.jurisdiction(lab) == "cn"],
        "staff_letter": [lab for lab in setting.labs if book.seat(lab).sensitivity >= 0.5],
        "tragedy": served,
        "supplier_cuts_unit": served,
        "government_change": foreign,
        "mass_strike": [g for g in setting.governments if f"{g}.grid" in ruling.state.values],
        "funding_windfall": list(setting.labs),
        "small_model_parity": list(setting.governments),
        "sovereign_slip": [g for g in setting.governments if ruling.value(f"{g}.sovereign") > 0],
        "champions_merge": [s.id for s in setting.seats if s.kind == "champion"],
    }
    return table.get(kind, ["control"])


def _open_models(ruling: Ruling, lab: SeatId) -> list[str]:
    return [m.id for m in ruling.state.models.values() if m.owner == lab and m.weights == "open"]


def _newest(ruling: Ruling, lab: SeatId, weights: str) -> str | None:
    own = [m.id for m in ruling.state.models.values() if m.owner == lab and m.weights == weights and m.released]
    return max(own, key=lambda m: (ruling.value(f"model.{m}.K"), m), default=None)


def _news(
    ruling: Ruling,
    kind: str,
    causes: Causes,
    draws: Draws,
    text: str,
    by: Mapping[str, float] | None = None,
    about: tuple[str, ...] = (),
) -> str:
    return ruling.emit(kind, f"inject.{kind}", causes, "public", text, by=by, draws=draws, about=about).id


def closed_release(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A lab that nobody plays releases what it has."""
    model = _newest(ruling, target, "closed") if target in ruling.book.setting.by_id else None
    if model is None or supply.may_release(ruling.book, ruling.state, target, ReleaseModel(model=model)):
        return
    cause = _news(
        ruling, "closed_release", causes, draws, f"{ruling.name(target)} announces a new model.", about=(target,)
    )
    supply.release(ruling, target, ReleaseModel(model=model), cause)


def model_withheld(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A lab keeps its newest model back over what it could do (F23)."""
    model = _newest(ruling, target, "closed") if target in ruling.book.setting.by_id else None
    if model is None or supply.may_withhold(ruling.book, ruling.state, target, WithholdModel(model=model)):
        return
    cause = _news(
        ruling,
        "model_withheld_news",
        causes,
        draws,
        f"{ruling.name(target)} calls its newest model too dangerous to sell.",
        about=(target,),
    )
    supply.withhold(ruling, target, WithholdModel(model=model), cause)


def open_leap(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """An open model gains three months on the frontier."""
    models = _open_models(ruling, target)
    if models:
        model = max(models, key=lambda m: (ruling.value(f"model.{m}.K"), m))
        after = min(ruling.value(f"model.{model}.K") + 3, ruling.value("world.F") - 1)
        if after > ruling.value(f"model.{model}.K"):
            text = f"An open release by {ruling.name(target)} leaps ahead."
            ruling.emit(
                "open_leap",
                "inject.open_leap",
                causes,
                "public",
                text,
                to={f"model.{model}.K": after},
                draws=draws,
                about=(target,),
            )


def open_goes_closed(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """An open supplier turns closed (F30)."""
    models = _open_models(ruling, target)
    if models:
        cause = _news(
            ruling,
            "open_goes_closed",
            causes,
            draws,
            f"{ruling.name(target)} reconsiders open weights.",
            about=(target,),
        )
        supply.close(ruling, target, CloseWeights(model=sorted(models)[0]), cause)


def jailbreak(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A jailbreak of closed models is disclosed: reputation falls, the wary feel confirmed."""
    by = {f"{lab}.reputation": -2.0 for lab in ruling.book.setting.labs if ruling.book.seat(lab).role == "frontier"}
    _news(
        ruling,
        "jailbreak",
        causes,
        draws,
        "Researchers disclose a jailbreak that strips safeguards from closed models.",
        by,
    )


def export_directive(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Washington's departments bar foreign access to the top models (F24)."""
    patron = ruling.book.patron
    if patron and ruling.value("world.top_model_cut") < 0.5:
        cause = causes[0]
        if not words:
            cause = _news(
                ruling,
                "export_directive",
                causes,
                draws,
                "An export directive hits the top US models.",
                about=(patron,),
            )
        coercion.impose_directive(ruling, patron, cause)
        for ally in ruling.book.setting.allies:
            agreements.shake(ruling, patron, ally, cause, "the export directive")


def lift(ruling: Ruling, causes: Causes, draws: Draws) -> None:
    """The directive is lifted with conditions (F24)."""
    if ruling.book.patron:
        cause = _news(
            ruling,
            "directive_eased",
            causes,
            draws,
            "The directive is lifted with conditions.",
            about=(ruling.book.patron,),
        )
        coercion.lift_directive(ruling, ruling.book.patron, cause)


def tariff_shock(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Tariffs hit a government; agreements with the patron are put to the test (E13)."""
    patron = ruling.book.patron
    if patron and target in ruling.book.setting.by_id:
        by = {f"{target}.trust.{patron}": -3.0, f"{target}.budget": -1.0, f"{target}.DS": -1.0}
        cause = _news(
            ruling, "tariff_shock", causes, draws, f"New US tariffs hit {ruling.name(target)}.", by, (patron, target)
        )
        agreements.shake(ruling, target, patron, cause, "the tariff shock")


def arms_slip(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Arms arrive late (F48)."""
    patron = ruling.book.patron
    if patron and target in ruling.book.setting.by_id:
        by = {f"{target}.arms": -15.0, f"{target}.trust.{patron}": -3.0}
        if f"{target}.interceptors" in ruling.state.values:
            by[f"{target}.interceptors"] = -0.1 * ruling.value(f"{target}.interceptors")
        _news(
            ruling,
            "arms_slip",
            causes,
            draws,
            f"Arms deliveries to {ruling.name(target)} slip again.",
            by,
            (patron, target),
        )


def intelligence_pause(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Intelligence sharing pauses (F46)."""
    patron = ruling.book.patron
    if patron and target in ruling.book.setting.by_id:
        by = {f"{target}.threat_data": -1.0, f"{target}.trust.{patron}": -6.0, f"{target}.C.intelligence": -5.0}
        _news(
            ruling,
            "intelligence_pause",
            causes,
            draws,
            f"Washington pauses intelligence for {ruling.name(target)}.",
            by,
            (patron, target),
        )


def distillation_expose(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Labs publish evidence of a campaign against them (F26: allegations)."""
    victims = [lab for lab in ruling.book.setting.labs if ruling.book.seat(lab).role == "frontier"]
    if target in ruling.book.setting.by_id and victims:
        text = f"US labs publish evidence of distillation that they attribute to {ruling.name(target)}."
        cause = _news(ruling, "distillation_expose", causes, draws, text, about=(target, victims[0]))
        defect.prove(ruling, target, victims[0], cause, "distillation", "public")


def staff_letter(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """An open letter at one lab is answered at others (F17)."""
    numbers = ruling.book.parameters
    by = {
        f"{lab}.dissent": numbers.dissent_letter * ruling.book.seat(lab).sensitivity * (1.0 if lab == target else 0.4)
        for lab in ruling.book.setting.labs
        if ruling.book.jurisdiction(lab) == "us"
    }
    _news(
        ruling,
        "staff_letter",
        causes,
        draws,
        f"Staff at {ruling.name(target)} publish an open letter on military work.",
        by,
        (target,),
    )


def tragedy(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Deaths are linked to AI; the role of AI is disputed (F34)."""
    if target in ruling.book.setting.by_id:
        by = {f"{target}.Leg": -6.0, f"{target}.DS": -3.0}
        for line in ruling.state.access.values():
            if line.holder == target and line.status == "live" and line.supplier in ruling.book.setting.labs:
                by[f"{line.supplier}.dissent"] = 6.0 * ruling.book.seat(line.supplier).sensitivity
        _news(
            ruling,
            "tragedy",
            causes,
            draws,
            f"Civilian deaths are linked to AI used by {ruling.name(target)}; its role is disputed.",
            by,
            (target,),
        )


def supplier_cuts_unit(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A supplier cuts off one unit over misuse (F35)."""
    lines = [
        a for a in ruling.state.access.values() if a.holder == target and a.status == "live" and a.supplier != a.holder
    ]
    lines = [
        a for a in lines if a.channel != "weights" and ruling.value(f"{target}.automation") + (a.licence == "full") > 0
    ]
    if lines:
        line = sorted(lines, key=lambda a: a.id)[0]
        text = f"{ruling.name(line.supplier)} cuts one unit of {ruling.name(target)} off over alleged misuse."
        cause = _news(
            ruling,
            "supplier_cuts_unit",
            causes,
            draws,
            text,
            {f"{target}.trust.{line.supplier}": -4.0},
            (line.supplier, target),
        )
        fewer = replace(line, areas=tuple(a for a in line.areas if a != "targeting") or line.areas, cause=cause)
        ruling.emit(
            "access_narrowed",
            "inject.supplier_cuts_unit",
            (cause,),
            line.audience,
            "Targeting is no longer served.",
            puts=(fewer,),
        )


def government_change(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A new government owes nothing to the last one: its agreements are put to the test."""
    if target in ruling.book.setting.by_id:
        by = {f"{target}.DS": 6.0, f"{target}.points": 2.0}
        cause = _news(
            ruling,
            "government_change",
            causes,
            draws,
            f"The government of {ruling.name(target)} changes.",
            by,
            (target,),
        )
        for other in ruling.book.setting.ids:
            if other != target:
                agreements.shake(ruling, target, other, cause, "the change of government")


def mass_strike(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A massed strike on the grid; only in winter unless the scenario orders it (F42)."""
    setting = ruling.book.setting
    if target in setting.by_id and (words or is_winter(setting.start, setting.months, ruling.turn)):
        by = {f"{target}.grid": -10.0, f"{target}.DS": -2.0}
        _news(
            ruling,
            "mass_strike",
            causes,
            draws,
            f"A massed strike hits the power grid of {ruling.name(target)}.",
            by,
            (target,),
        )


def strait_scare(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A scare in the Strait: chips run 30 % short until they recover."""
    _news(
        ruling,
        "strait_scare",
        causes,
        draws,
        "A scare in the Taiwan Strait disrupts chip deliveries.",
        {"world.chips": -0.3},
    )


def funding_windfall(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Investors fund a lab."""
    if target in ruling.book.setting.by_id:
        by = {f"{target}.budget": 6.0, f"{target}.compute": 0.05}
        _news(ruling, "funding_windfall", causes, draws, f"{ruling.name(target)} raises a large round.", by, (target,))


def small_model_parity(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A small fine-tune matches large models in one area for whoever holds weights (F32)."""
    index = int(ruling.draw("parity.area") * len(AREAS))
    area = AREAS[min(index, len(AREAS) - 1)]
    holders = {a.holder for a in ruling.state.access.values() if a.channel == "weights" and a.status == "live"}
    by = {f"{h}.tuned.{area}": 1.0 for h in sorted(holders & set(ruling.book.setting.governments))}
    _news(
        ruling,
        "small_model_parity",
        causes,
        draws,
        f"A small open fine-tune is claimed to match large models in {area}.",
        by,
    )


def progress_speed_up(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Frontier progress doubles its speed, up to four (F4)."""
    speed = min(4.0, ruling.value("world.g", 1.0) * 2)
    text = "Frontier progress speeds up."
    ruling.emit(
        "progress_speed_up", "inject.progress_speed_up", causes, "public", text, to={"world.g": speed}, draws=draws
    )


def sovereign_slip(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A home-grown programme slips (F38)."""
    if target in ruling.book.setting.by_id:
        by = {f"{target}.sovereign": -0.5 * ruling.value(f"{target}.sovereign"), f"{target}.DS": -1.0}
        _news(
            ruling,
            "sovereign_slip",
            causes,
            draws,
            f"{ruling.name(target)}'s sovereign programme slips.",
            by,
            (target,),
        )


def champions_merge(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Champions pool compute and people (F37)."""
    if target in ruling.book.setting.by_id:
        by = {f"{target}.compute": 0.2, f"{target}.talent": 5.0, f"{target}.budget": 3.0}
        _news(
            ruling,
            "champions_merge",
            causes,
            draws,
            f"{ruling.name(target)} joins forces with another champion.",
            by,
            (target,),
        )


def recover_chips(ruling: Ruling) -> None:
    """Chip supply comes back by half of what is missing each quarter."""
    supply_now = ruling.value("world.chips", 1.0)
    if supply_now < 1:
        after = supply_now + (1 - supply_now) * (1 - 0.5**ruling.book.setting.quarter)
        ruling.shift(
            "chips_recovered",
            "inject.strait_scare",
            ruling.last("world.chips"),
            "Chip deliveries recover.",
            to={"world.chips": after},
        )


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
"""What each kind of inject does; `news` is words alone."""
