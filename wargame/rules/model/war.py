"""War and automation: what automated targeting does (E15), and the air war over a grid (E16)."""

from __future__ import annotations

import math

from wargame.core import names
from wargame.core.ids import SeatId
from wargame.rules.base.calendar import scaled
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.base.ruling import Ruling
from wargame.rules.model.capability import live_access


def errors_of_automation(book: Rulebook, sight: Sight, holder: SeatId) -> tuple[float, float]:
    """E15: (targets a quarter, errors among them), in units of the model.

    Volume is C(targeting), 0-100, times automation, 0-1; errors are volume * `error_rate` * (1 - oversight).
    """
    volume = sight.values.get(names.capability(holder, "targeting"), 0.0) * sight.values.get(
        names.automation(holder), 0.0
    )
    oversight = sight.values.get(names.oversight(holder), 1.0) * (1 - defaults_of_others(book, sight, holder))
    return volume, volume * book.parameters.error_rate * (1 - oversight)


def defaults_of_others(book: Rulebook, sight: Sight, holder: SeatId) -> float:
    """Part of a government's oversight that gives way to contractors' own defaults, 0-1.

    The sum of what each contractor holds of its integration layer times the pull of that contractor's norms. 0 where no
    contractor has any of it.
    """
    contractors = (seat.id for seat in book.setting.seats if seat.kind == "contractor")
    shares = [
        sight.values.get(names.bundled(holder, firm), 0.0) * sight.values.get(names.norm_pull(firm), 0.0)
        for firm in contractors
    ]
    return min(1.0, sum(shares))


def automation(ruling: Ruling) -> None:
    """Scandal comes with chance `1 - exp(-errors/scale)`; it hits legitimacy, support, trust and the supplying lab."""
    book, numbers, setting = ruling.book, ruling.book.parameters, ruling.book.setting
    for holder in book.setting.governments:
        volume, errors = errors_of_automation(book, ruling.state, holder)
        if volume <= 0:
            continue
        probability = 1 - math.exp(-scaled(setting, errors) / numbers.scandal_scale)
        struck, draw = ruling.happens(f"scandal.{holder}", probability)
        causes = ruling.last(names.automation(holder), names.oversight(holder), names.capability(holder, "targeting"))
        if not struck:
            continue
        text = f"Automated targeting by {ruling.name(holder)} reportedly led to wrongful strikes; this is disputed."
        moves = {
            names.legitimacy(holder): -numbers.scandal_legitimacy,
            names.domestic_support(holder): -numbers.scandal_support,
        }
        for other in book.setting.governments:
            if other != holder and book.seat(other).bloc == book.seat(holder).bloc:
                moves[names.trust(other, holder)] = -3.0
        event = ruling.emit(
            "targeting_scandal", "E15", causes, "public", text, by=moves, draws=(draw,), about=(holder,)
        )
        suppliers = {
            line.supplier
            for line in live_access(ruling.state, holder)
            if "targeting" in line.areas and line.supplier in book.setting.labs
        }
        for lab in sorted(suppliers):
            points = {
                names.dissent(lab): numbers.scandal_dissent * book.seat(lab).sensitivity,
                names.reputation(lab): -3.0,
            }
            words = f"Staff at {ruling.name(lab)} see their model behind the strikes."
            ruling.shift("dissent_rose", "E15", (event.id,), words, by=points, about=(lab, holder))


def kills(book: Rulebook, sight: Sight, holder: SeatId) -> float:
    """E16: raiders stopped a day: `min(interceptors, operators * rate) * (hit_base + hit_narrow * N(autonomy))`.

    `rate` is that of the setting's war, 1.03 where it names none. 0 for a seat that fights no air war.
    """
    values, numbers = sight.values, book.parameters
    rate = book.setting.war.get("rate", 1.03)
    shots = min(values.get(names.interceptors(holder), 0.0), values.get(names.operators(holder), 0.0) * rate)
    return shots * (numbers.hit_base + numbers.hit_narrow * values.get(names.narrow(holder, "autonomy"), 0.0))


def strike_success(book: Rulebook, sight: Sight, holder: SeatId) -> float:
    """E16: share of a government's own strikes that hit, 0-1: `strike_base + strike_narrow * N(autonomy)`."""
    return book.parameters.strike_base + book.parameters.strike_narrow * sight.values.get(
        names.narrow(holder, "autonomy"), 0.0
    )


def is_winter(start: str, months: float, turn: int) -> bool:
    """Whether a turn begins in the cold half of the year (October to March).

    `start` is the month of turn 1 as `YYYY-MM`, `months` the length of a turn, `turn` counts from 1.
    """
    month = (int(start[5:7]) - 1 + int((turn - 1) * months)) % 12 + 1
    return month >= 10 or month <= 3


def air_war(ruling: Ruling) -> None:
    """What leaks through damages the grid, and so domestic support; the grid is repaired as it can be."""
    book, numbers, setting = ruling.book, ruling.book.parameters, ruling.book.setting
    if not book.setting.war:
        return
    for holder in book.setting.governments:
        if names.grid(holder) not in ruling.state.values:
            continue
        winter = is_winter(book.setting.start, book.setting.months, ruling.turn)
        raiders = book.setting.war.get(
            "winter_raiders" if winter else "raiders", book.setting.war.get("raiders", 300.0)
        )
        raiders *= 1 - numbers.strike_reach * strike_success(book, ruling.state, holder)
        leaked = max(0.0, raiders - kills(book, ruling.state, holder))
        grid = ruling.value(names.grid(holder))
        after = min(100.0, max(0.0, grid + scaled(setting, numbers.grid_repair - numbers.grid_damage * leaked)))
        causes = ruling.last(names.interceptors(holder), names.operators(holder), names.narrow(holder, "autonomy"))
        text = f"Of {raiders:.0f} raiders a day {leaked:.0f} came through at {ruling.name(holder)}."
        cold = scaled(setting, max(0.0, 60 - after) * numbers.grid_support)
        moves = {names.domestic_support(holder): -cold, names.budget(holder): -scaled(setting, min(1.0, leaked / 300))}
        ruling.emit(
            "air_war_fought", "E16", causes, "public", text, to={names.grid(holder): after}, by=moves, about=(holder,)
        )
