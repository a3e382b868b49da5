"""A role card: who a seat is, what it wants, what it has; from its own view and dossier alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.core import names
from wargame.core.agreements import Agreement
from wargame.core.codebook import family_of
from wargame.core.ids import AREAS, WAYS, SeatId
from wargame.core.models import Access
from wargame.core.views import View
from wargame.core.words import course, terms_in_words
from wargame.players.base import blind
from wargame.review.account import month_of
from wargame.review.handouts.sheet import WIDTH, Block, Points, Prose, Rows, Sheet, SheetColumn, Title
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.derived import read
from wargame.rules.model.measures import picture
from wargame.scenario.dossier import Citation, Dossier
from wargame.scenario.elements.dates import latest
from wargame.scenario.meanings import MEASURE_MEANING, RED_LINE_MEANING
from wargame.scenario.seating import texts_of

OPENING: Mapping[str, tuple[names.OfSeat, ...]] = {
    "government": (
        names.budget,
        names.income,
        names.points,
        names.fielded,
        names.delay,
        names.lag,
        names.largest_leverage,
        names.dependence,
        names.adoption,
        names.domestic_support,
        names.legitimacy,
        names.grid,
        names.operators,
        names.interceptors,
    ),
    "institution": (names.budget, names.income, names.points),
    "contractor": (names.budget, names.income, names.points, names.reputation),
    "lab": (
        names.budget,
        names.income,
        names.points,
        names.vintage_inside,
        names.dissent,
        names.integrity,
        names.reputation,
        names.talent,
        names.policy,
        names.compute,
        names.security,
    ),
}
"""The numbers that a player of each kind looks at first."""
SHORT: Mapping[names.OfSeat, str] = {
    names.budget: "Money in hand (1 is about $50m)",
    names.income: "Money coming in each turn",
    names.points: "Political points",
    names.fielded: "Fielded capability",
    names.delay: "Delay between access and use, months",
    names.lag: "Lag of your best model, months",
    names.largest_leverage: "Largest leverage over you",
    names.dependence: "Dependence (concentration)",
    names.adoption: "Adoption capacity",
    names.domestic_support: "Support at home",
    names.legitimacy: "Legitimacy",
    names.grid: "Power grid that works",
    names.operators: "Air-defence crews",
    names.interceptors: "Interceptors a day",
    names.vintage_inside: "Best model, months from the frontier",
    names.dissent: "Staff dissent",
    names.integrity: "Integrity",
    names.reputation: "Public standing",
    names.talent: "Best people kept",
    names.policy: "Severity your policy permits (0-7)",
    names.compute: "Compute against need",
    names.security: "Security of weights (1-5)",
}
"""How those numbers are called on paper."""


def role_card(book: Rulebook, view: View, dossier: Dossier) -> Sheet:
    """The card of the seat whose view this is."""
    seat, setting = book.seat(view.seat), book.setting
    left: list[Block] = [
        Title("Who you are, as everyone may read"),
        Prose(seat.public),
        Title("Your brief"),
        Prose(view.brief),
    ]
    right: list[Block] = []
    if seat.aims:
        meaning = {str(name): text for name, text in MEASURE_MEANING.items()}
        aims = tuple(f"{aim.weight * 100:g} of 100: {meaning[aim.measure]}" for aim in seat.aims)
        right += [Title("What you are scored on"), Points(aims)]
    if dossier.red_lines:
        lines = tuple(RED_LINE_MEANING[name] for name in dossier.red_lines)
        right += [Title(f"Red lines, {book.parameters.red_line_cost:g} points each"), Points(lines)]
    right += [Title("Your numbers at the start"), Rows(tuple(numbers(book, view)), (0.78, 0.22))]
    for title, items in (("Models", access(book, view)), ("Agreements in force", agreements(book, view))):
        if told := tuple(items):
            shorter = min((SheetColumn(0.6, tuple(left)), left), (SheetColumn(0.4, tuple(right)), right), key=_tall)[1]
            shorter += [Title(title), Points(told)]
    foot = (
        Title("Your trust in others, 0-100"),
        Prose(trust(book, view)),
        Title("Sources"),
        Rows(
            tuple(sources(texts_of(dossier, setting.ids, setting.start).sources, setting.start)), (0.5, 0.5), small=True
        ),
    )
    return Sheet(
        file=f"{seat.id}-role",
        title=seat.name,
        subtitle=f"{setting.title}: {course(setting.turns, setting.months)} from {setting.start}",
        mark=f"For {seat.name} only",
        columns=(SheetColumn(0.6, tuple(left)), SheetColumn(0.4, tuple(right))),
        foot=foot,
        readers="seat",
    )


def _tall(column: tuple[SheetColumn, list[Block]]) -> float:
    return column[0].height(WIDTH)


def numbers(book: Rulebook, view: View) -> Iterator[tuple[str, str]]:
    """The seat's own opening numbers that matter first, as words for paper: what it is called, and its value.

    Shares are shown in percent, a model as months from the frontier of that day. What the seat only estimates is
    left out.
    """
    seat = book.seat(view.seat)
    look = picture(blind(book, view.seat), view)
    for of in OPENING["lab" if seat.kind == "champion" else seat.kind]:
        variable = of(view.seat)
        value = read(look, variable) if variable not in view.spread else None
        if value is not None:
            # Scenarios count vintages from a month of their own, so that the frontier alone is a scale to read by.
            value -= view.values[names.FRONTIER] if of is names.vintage_inside else 0
            family = family_of(variable)
            percent = family is not None and family.unit in ("0-1", "share")
            yield SHORT[of], f"{100 * value:.0f}%" if percent else f"{value:.0f}" if value >= 20 else f"{value:.3g}"


def access(book: Rulebook, view: View) -> Iterator[str]:
    """What the seat makes, and what it uses and serves outside agreements."""
    me = view.seat
    own = [model for model in view.models.values() if model.owner == me]
    for model in own:
        kind = "open weights" if model.weights == "open" else "closed"
        yield f"You make {model.name}: {kind}{'' if model.released else ', not released'}"
    for line in view.access.values():
        if line.holder == me and line.agreement is None:
            yield f"You use {_name(view, line)}{_maker(book, view, line)} {_terms(line)}"
    for line in view.access.values():
        if line.supplier == me and line.holder != me and line.agreement is None:
            yield f"{book.name(line.holder)} uses {_name(view, line)} {_terms(line)}"


def agreements(book: Rulebook, view: View) -> Iterator[str]:
    """What the seat has signed."""
    for each in view.agreements.values():
        if view.seat in each.parties and each.status == "in_force":
            yield _signed(book, each)


def _signed(book: Rulebook, agreement: Agreement) -> str:
    return terms_in_words(agreement.terms, book.name)


def _name(view: View, line: Access) -> str:
    return view.models[line.model].name if line.model in view.models else line.model


def _maker(book: Rulebook, view: View, line: Access) -> str:
    return "" if line.supplier == view.seat else f" of {book.name(line.supplier)}"


def _terms(line: Access) -> str:
    where = "all areas" if set(line.areas) == set(AREAS) else ", ".join(line.areas)
    return f"{WAYS[line.channel]}, {line.licence} licence, {where}"


def trust(book: Rulebook, view: View) -> str:
    """Everyone whom the seat could trust, from the most to the least, each with its trust, 0-100, as one line."""
    prefix = f"{view.seat}.trust."
    others: dict[SeatId, float] = {
        name.removeprefix(prefix): value for name, value in view.values.items() if name.startswith(prefix)
    }
    ranked = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{book.name(seat)} {value:.0f}" for seat, value in ranked)


def sources(cited: tuple[Citation, ...], start: str) -> Iterator[tuple[str, str]]:
    """The dossier's dated sources, two to a row.

    Of a source that goes on after the month in which the game begins, such as `2026-04`, only that month is told.
    """
    dates = [each.date if latest(each.date, start) is None else f"to {month_of(start, 1, 1)}" for each in cited]
    texts = [f"{each.fact} {date}; {each.source}" for each, date in zip(cited, dates, strict=True)]
    texts += [""] * (len(texts) % 2)
    half = len(texts) // 2
    yield from zip(texts[:half], texts[half:], strict=True)
