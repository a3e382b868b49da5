"""World events in politics and war: directives, tariffs, arms, pauses, letters, tragedies, changes of government."""

from __future__ import annotations

from dataclasses import replace

from wargame.core import names
from wargame.core.ids import EventId
from wargame.rules.bargains import agreements
from wargame.rules.base.ruling import Ruling
from wargame.rules.injects.happening import Causes, Draws, news
from wargame.rules.model import dissent
from wargame.rules.model.war import is_winter
from wargame.rules.orders import defection, pressure


def export_directive(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Washington's departments bar foreign access to the top models (F24)."""
    patron = ruling.book.patron
    if patron and ruling.value(names.TOP_MODEL_CUT) < 0.5:
        if words:
            cause = EventId(causes[0])
        else:
            cause = news(
                ruling,
                "export_directive",
                causes,
                draws,
                "An export directive hits the top US models.",
                about=(patron,),
            )
        pressure.impose_directive(ruling, patron, cause, f"Departments of {ruling.name(patron)}")
        for ally in ruling.book.setting.allies:
            agreements.shake(ruling, patron, ally, cause, "the export directive")


def lift(ruling: Ruling, causes: Causes, draws: Draws) -> None:
    """The directive is lifted with conditions (F24)."""
    if ruling.book.patron:
        cause = news(
            ruling,
            "directive_eased",
            causes,
            draws,
            "The directive is lifted with conditions.",
            about=(ruling.book.patron,),
        )
        pressure.lift_directive(ruling, ruling.book.patron, cause)


def tariff_shock(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Tariffs hit a government; agreements with the patron are put to the test (E13)."""
    patron = ruling.book.patron
    if patron and target in ruling.book.setting.by_id:
        by = {names.trust(target, patron): -3.0, names.budget(target): -1.0, names.domestic_support(target): -1.0}
        cause = news(
            ruling, "tariff_shock", causes, draws, f"New US tariffs hit {ruling.name(target)}.", by, (patron, target)
        )
        agreements.shake(ruling, target, patron, cause, "the tariff shock")


def arms_slip(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Arms arrive late (F48)."""
    patron = ruling.book.patron
    if patron and target in ruling.book.setting.by_id:
        by = {names.arms(target): -15.0, names.trust(target, patron): -3.0}
        if names.interceptors(target) in ruling.state.values:
            by[names.interceptors(target)] = -0.1 * ruling.value(names.interceptors(target))
        news(
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
        by = {
            names.threat_data(target): -1.0,
            names.trust(target, patron): -6.0,
            names.capability(target, "intelligence"): -5.0,
        }
        news(
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
        cause = news(ruling, "distillation_expose", causes, draws, text, about=(target, victims[0]))
        defection.prove(ruling, target, victims[0], cause, "distillation", "public")


def staff_letter(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """An open letter at one lab is answered at others (F17)."""
    numbers = ruling.book.parameters
    by = {
        names.dissent(lab): numbers.dissent_letter * ruling.book.seat(lab).sensitivity * (1.0 if lab == target else 0.4)
        for lab in ruling.book.setting.labs
        if ruling.book.jurisdiction(lab) == "us"
    }
    news(
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
        by = {names.legitimacy(target): -6.0, names.domestic_support(target): -3.0}
        for line in ruling.state.access.values():
            if line.holder == target and line.status == "live" and line.supplier in ruling.book.setting.labs:
                by[names.dissent(line.supplier)] = 6.0 * ruling.book.seat(line.supplier).sensitivity
        news(
            ruling,
            "tragedy",
            causes,
            draws,
            f"Civilian deaths are linked to AI used by {ruling.name(target)}; its role is disputed.",
            by,
            (target,),
        )


def supplier_cuts_unit(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A supplier cuts off one unit over misuse: automated targeting, or use beyond its published line (F35)."""
    lines = [
        a for a in ruling.state.access.values() if a.holder == target and a.status == "live" and a.supplier != a.holder
    ]
    lines = [
        a
        for a in lines
        if a.channel != "weights"
        and "targeting" in a.areas
        and (
            ruling.value(names.automation(target), absent=0.0) > 0  # an institution automates nothing
            or dissent.severity(ruling.state, a) > ruling.value(names.policy(a.supplier), 7.0)
        )
    ]
    if lines:
        line = sorted(lines, key=lambda a: a.id)[0]
        text = f"{ruling.name(line.supplier)} cuts one unit of {ruling.name(target)} off over alleged misuse."
        cause = news(
            ruling,
            "supplier_cuts_unit",
            causes,
            draws,
            text,
            {names.trust(target, line.supplier): -4.0},
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
        by = {names.domestic_support(target): 6.0, names.points(target): 2.0}
        cause = news(
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
        by = {names.grid(target): -10.0, names.domestic_support(target): -2.0}
        news(
            ruling,
            "mass_strike",
            causes,
            draws,
            f"A massed strike hits the power grid of {ruling.name(target)}.",
            by,
            (target,),
        )
