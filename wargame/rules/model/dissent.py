"""Dissent: what a use beyond the staff's line does to a lab, and when its management yields (E11, E12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from wargame.core import names
from wargame.core.clauses import InducementClause
from wargame.core.ids import Cause, SeatId, Variable
from wargame.core.models import Access
from wargame.core.severity import severity_of_use
from wargame.rules.base.calendar import compounded, scaled
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.base.ruling import Ruling

ShockMode = Literal["consulted", "rushed", "compelled"]


def rise(parameters: Parameters, sensitivity: float, gap: float, mode: ShockMode, visibility: float) -> float:
    """E11: by how many points of 100 dissent rises: `dissent_scale * s * gap * mode * visibility`.

    `sensitivity` is the lab's from 0 up, `gap` is in steps of severity (0-7), `visibility` is how much of it the staff
    see, from 0 to 1.
    """
    factor = {
        "consulted": parameters.mode_consulted,
        "rushed": parameters.mode_rushed,
        "compelled": parameters.mode_compelled,
    }
    return parameters.dissent_scale * sensitivity * gap * factor[mode] * visibility


def shock(
    ruling: Ruling,
    lab: SeatId,
    severity: float,
    mode: ShockMode,
    visibility: float,
    cause: Cause,
    why: str,
    part: float = 1.0,
) -> None:
    """A new or graver use reaches the staff; a share of the anger spills over to other labs (F17).

    `part` is how much of a new use's shock this is, 0-1: all of it once, and a share a quarter while the use goes on.
    """
    book, numbers = ruling.book, ruling.book.parameters
    gap = max(0.0, severity - ruling.value(names.staff_line(lab)))
    points = part * rise(numbers, book.seat(lab).sensitivity, gap, mode, visibility)
    if points <= 0:
        return
    moves = {names.dissent(lab): points, names.integrity(lab): -2.0 * part * gap if mode != "compelled" else 0.0}
    for other in book.setting.labs:
        if other != lab and book.jurisdiction(other) == book.jurisdiction(lab):
            moves[names.dissent(other)] = points * numbers.dissent_spill * book.seat(other).sensitivity
    causes = (cause, *ruling.last(names.staff_line(lab)))
    ruling.shift("dissent_rose", "E11", causes, f"Dissent rose at {ruling.name(lab)}: {why}.", by=moves, about=(lab,))


def mode_of(ruling: Ruling, lab: SeatId) -> ShockMode:
    """Compelled, consulted (a protest answered, or a say in deployment), or rushed."""
    if ruling.value(names.compelled(lab)):
        return "compelled"
    if any(t.kind == "consulted" and t.seat == lab for t in ruling.state.conditions.values()):
        return "consulted"
    for agreement in ruling.state.agreements.values():
        if agreement.status == "in_force":
            for clause in agreement.terms.clauses:
                if isinstance(clause, InducementClause) and clause.taker == lab and clause.what == "say_in_deployment":
                    return "consulted"
    return "rushed"


def severity(sight: Sight, line: Access) -> int:
    """Severity of what a line of access allows, 0-7; automated targeting on it counts as 6 at least."""
    level = severity_of_use(line.licence, line.areas)
    if sight.values.get(names.automation(line.holder), 0.0) > 0.5 and "targeting" in line.areas:
        return max(level, 6)
    return level


def settle_staff(ruling: Ruling, before: Mapping[Variable, float]) -> None:
    """Spill-over of a turn: standing uses, cooling, resignations, talent, drift of the staff's line.

    `before` holds the numbers as they stood before this turn's acts: anger of this turn does not cool in it.
    """
    setting, numbers = ruling.book.setting, ruling.book.parameters
    labs = setting.labs
    cooled: dict[Variable, float] = {}
    drifted: dict[Variable, float] = {}
    for lab in labs:
        _standing_uses(ruling, lab)
        level = min(before.get(names.dissent(lab), 0.0), ruling.value(names.dissent(lab)))
        heard = scaled(setting, numbers.voice_consulted) if mode_of(ruling, lab) == "consulted" else 0.0
        cooled[names.dissent(lab)] = -compounded(setting, numbers.dissent_decay) * level - heard
        line, policy = ruling.value(names.staff_line(lab)), ruling.value(names.policy(lab))
        if line != policy:
            drifted[names.staff_line(lab)] = line + (policy - line) * compounded(setting, numbers.staff_line_drift)
    ruling.shift("dissent_cooled", "E11", ruling.last(*cooled), "Tempers cooled at the labs.", by=cooled)
    text = "New staff joined under the published lines."
    ruling.shift("staff_line_drifted", "E11", ruling.last(*(names.policy(lab) for lab in labs)), text, to=drifted)
    _resignations(ruling)


def _standing_uses(ruling: Ruling, lab: SeatId) -> None:
    numbers = ruling.book.parameters
    worst: tuple[float, float, float, Access] | None = None
    for line in ruling.state.access.values():
        if line.supplier == lab and line.holder != lab and line.status == "live":
            secret = line.agreement and ruling.state.agreements[line.agreement].terms.secret
            seen = numbers.visibility_secret if secret else numbers.visibility_reported
            if line.since == ruling.turn and line.source != "agreement":
                continue
            fresh = 1.0 if line.since == ruling.turn else scaled(ruling.book.setting, numbers.dissent_habit)
            weight = max(0.0, severity(ruling.state, line) - ruling.value(names.staff_line(lab), 7.0)) * seen * fresh
            if weight > 0 and (worst is None or weight > worst[0]):
                worst = (weight, seen, fresh, line)
    if worst:
        _, seen, fresh, line = worst
        use = f"its model serves uses at {ruling.name(line.holder)} beyond the published line"
        shock(ruling, lab, severity(ruling.state, line), mode_of(ruling, lab), seen, line.cause, use, fresh)


def _resignations(ruling: Ruling) -> None:
    numbers, setting = ruling.book.parameters, ruling.book.setting
    hired: dict[Variable, float] = {}
    for lab in ruling.book.setting.labs:
        a_quarter = numbers.resign_rate * max(0.0, ruling.value(names.dissent(lab)) - numbers.resign_above)
        people = scaled(setting, a_quarter)
        if a_quarter < 1:
            hired[names.talent(lab)] = scaled(setting, numbers.talent_regrowth)
            continue
        text = f"{how_many(people)} resigned from {ruling.name(lab)} over its military work."
        moves = {names.talent(lab): -numbers.talent_per_ten * people / 10, names.reputation(lab): -scaled(setting, 1.0)}
        causes = ruling.last(names.dissent(lab))
        ruling.emit("staff_resigned", "E11", causes, "public", text, by=moves, about=(lab,))
    ruling.shift("staff_hired", "E11", ruling.last(*hired), "Labs hired.", by=hired)


def how_many(people: float) -> str:
    """People as a turn of any length counts them, at the head of a sentence: in a week it may be less than one."""
    return f"About {people:.0f} people" if people >= 1.5 else "One person" if people >= 0.5 else "Hardly anybody"


def pressure_to_hold(book: Rulebook, sight: Sight, lab: SeatId, revenue_share: float, customer: SeatId) -> float:
    """E12: what keeps a management in a contract, in points of dissent: its worth, rivals who signed, coercion.

    `revenue_share` is the contract's part of the lab's revenue, 0-1. Rivals are other labs that serve the same
    customer. Coercion holds a lab to the patron alone; the patron's stake in it, 0-0.5, counts beside, for an owner is
    heard.
    """
    numbers = book.parameters
    rivals = {
        line.supplier
        for line in sight.access.values()
        if line.status == "live"
        and line.supplier != lab
        and line.supplier in book.setting.labs
        and line.holder == customer
    }
    coercion = 0.0
    if customer == book.patron:
        coercion = sight.values.get(names.coercion("us"), 0.0)
        if sight.values.get(names.compelled(lab)) or sight.values.get(names.risk_label(lab)):
            coercion = max(coercion, 0.5)
        coercion += sight.values.get(names.stake(lab), 0.0)
    return (
        numbers.yield_base
        + numbers.yield_revenue * revenue_share
        + numbers.yield_rivals * len(rivals)
        + numbers.yield_coercion * coercion
    )


def yields(book: Rulebook, sight: Sight, lab: SeatId, revenue_share: float, customer: SeatId) -> bool:
    """E12: whether a scripted management drops a contract: `s * d` exceeds what `pressure_to_hold` gives.

    `s` is the sensitivity of the lab's staff, `d` its dissent from 0 to 100.
    """
    level = book.seat(lab).sensitivity * sight.values.get(names.dissent(lab), 0.0)
    return level > pressure_to_hold(book, sight, lab, revenue_share, customer)
