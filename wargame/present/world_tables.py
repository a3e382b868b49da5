"""Tables of the world screen: dependence, loss if cut, capability now and over the turns, trust."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from wargame.core import names
from wargame.core.ids import AREAS, SeatId, Variable
from wargame.players.base import Ask
from wargame.present.cells import Cell, CellTable
from wargame.present.differences import signed_between
from wargame.present.letters import colours, letters
from wargame.present.shapes import cut, shape, trend
from wargame.review.own_history import OwnHistory
from wargame.review.reliance import DANGER, Need, fielded, needs, suppliers
from wargame.rules.model.variable_words import figure

UNKNOWN = "?"
NOTHING = "."
SHAPE = "shape"
"""The column that draws how a number went."""
LONGEST_NAME = 11
"""Letters of a column's name."""
MOST_NAMES = 5
"""Columns that carry a whole name; beyond that, letters with a key."""


def dependence(ask: Ask) -> CellTable:
    """Rows need, columns supply: shares of the models in use, in percent."""
    return _reliance(
        ask,
        "who supplies whom",
        "needs",
        lambda need, by: need.by[by].share,
        "share of models in use, in %; ! above 50",
    )


def losses(ask: Ask) -> CellTable:
    """Rows lose, columns could cut: share of capability that goes at once, in percent."""
    return _reliance(
        ask,
        "loss if cut",
        "loses",
        lambda need, by: need.by[by].loss,
        "capability lost at once if cut, in %; ! above 50",
    )


def _reliance(ask: Ask, title: str, corner: str, read: Callable[[Need, SeatId], float], note: str) -> CellTable:
    book, found = ask.book, needs(ask.book, ask.view)
    signs, columns = letters(book.setting), suppliers(book, found)
    rows = []
    for need in found:
        cells = []
        for by in columns:
            if by not in need.by:
                cells.append(Cell(NOTHING, f"need {need.holder} {by}"))
                continue
            value = read(need, by)
            bad = value > DANGER
            said = f"{_guess(need.exact)}{100 * value:.0f}{'!' if bad else ' '}"
            cells.append(Cell(said, f"need {need.holder} {by}", value, bad))
        cells.append(Cell(f"{_guess(need.exact)}{100 * need.home:.0f}", f"home {need.holder}", need.home))
        cells.append(Cell(need.word, f"exposed {need.holder}", bad=need.worst > DANGER))
        rows.append((f"{signs[need.holder]} {book.name(need.holder)}", tuple(cells)))
    if len(columns) <= MOST_NAMES:
        named: tuple[str, ...] = tuple(cut(book.name(seat), LONGEST_NAME) for seat in columns)
    else:
        named, note = tuple(signs[seat] for seat in columns), f"{note}; {_key(ask, columns)}"
    return CellTable(
        title, corner, (*named, "home", "exposed"), tuple(rows), note, _colours(ask, (need.holder for need in found))
    )


def _colours(ask: Ask, seats: Iterable[SeatId]) -> tuple[str, ...]:
    found = colours(ask.book.setting)
    return tuple(found.get(seat, "") for seat in seats)


def _key(ask: Ask, seats: Iterable[SeatId]) -> str:
    signs = letters(ask.book.setting)
    return ", ".join(f"{signs[seat]} {ask.book.name(seat)}" for seat in seats)


def _guess(exact: bool) -> str:
    return "" if exact else "~"


def number(ask: Ask, variable: Variable) -> Cell:
    """A stored number from 0 to 100 as the seat sees it: `62`, `~40`, or `?`. Rounded to a whole number."""
    value = ask.view.values.get(variable)
    if value is None:
        return Cell(UNKNOWN, variable)
    return Cell(f"{_guess(variable not in ask.view.spread)}{value:.0f}", variable, value / 100)


def capability(ask: Ask) -> CellTable:
    """Every government's fielded capability by mission area, now, 0-100; one's own row first."""
    rows = []
    signs = letters(ask.book.setting)
    holders = sorted(ask.book.setting.governments, key=lambda seat: seat != ask.seat)
    for holder in holders:
        value, error = fielded(ask.book, ask.view, holder)
        whole = Cell(f"~{value:.0f}±{error:.0f}" if error else f"{value:.0f}", names.fielded(holder), value / 100)
        cells = (whole, *(number(ask, names.capability(holder, area)) for area in AREAS))
        rows.append((f"{signs[holder]} {ask.book.name(holder)}", cells))
    note = "0 to 100; all is weighted by missions"
    return CellTable("capability now", "fields", ("all", *AREAS), tuple(rows), note, _colours(ask, holders))


def over_turns(ask: Ask) -> CellTable:
    """One's own numbers turn by turn; of others only what is public has a past.

    Values as they stood at the end of each turn, from 0, the opening; then their shape, the move since, and a word for
    it.
    """
    past, setting, seat = OwnHistory(ask.view), ask.book.setting, ask.seat
    wanted: list[tuple[Variable, str]] = [
        (names.capability(seat, area), area) for area in AREAS if names.capability(seat, area) in ask.view.values
    ]
    wanted += [(of(seat), word) for of, word in OWN.items() if of(seat) in ask.view.values]
    wanted += [
        (of(other), f"{letters(setting)[other]} {word}")
        for of, word in PUBLIC.items()
        for other in setting.ids
        if other != seat and past.knows(of(other))
    ]
    wanted += [(variable, word) for variable, word in WORLD.items() if variable in ask.view.values]
    rows = []
    for variable, word in wanted:
        values = past.history(variable)
        known = [value for value in values if value is not None]
        cells = [Cell(UNKNOWN if value is None else figure(variable, value), variable) for value in values]
        move = known[-1] - known[0]
        small = 0.5 if known[-1] > 2 or abs(move) > 2 else 0.01
        cells += [
            Cell(shape(values), variable),
            Cell(signed_between(variable, known[0], known[-1]), variable),
            Cell(trend(values, small), variable),
        ]
        rows.append((word, tuple(cells)))
    ended = ask.phase in ("news", "end")
    turns = (*(f"T{turn}" for turn in range(ask.view.turn)), f"T{ask.view.turn}" if ended else "now")
    columns = (*turns, SHAPE, "since T0", "trend")
    return CellTable("over the turns", seat, columns, tuple(rows), "values at each turn's end, and now")


OWN: Mapping[names.OfSeat, str] = {
    names.adoption: "adoption",
    names.domestic_support: "support",
    names.legitimacy: "legitimacy",
    names.vintage_inside: "model inside",
    names.dissent: "dissent",
    names.integrity: "integrity",
    names.reputation: "reputation",
    names.talent: "talent",
    names.budget: "budget",
    names.points: "points",
    names.grid: "grid",
    names.operators: "operators",
    names.interceptors: "interceptors",
}
"""Own numbers beside capability, by their part of the name."""
PUBLIC: Mapping[names.OfSeat, str] = {names.domestic_support: "support", names.legitimacy: "legitimacy"}
WORLD: Mapping[Variable, str] = {
    names.FRONTIER: "frontier",
    names.coercion("us"): "coercion US",
    names.coercion("cn"): "coercion CN",
    names.CHIPS: "chips",
}


def trust(ask: Ask) -> CellTable:
    """Who trusts whom, 0-100: a row trusts a column; one's own row first."""
    setting, signs = ask.book.setting, letters(ask.book.setting)
    seats = sorted(setting.ids, key=lambda seat: seat != ask.seat)
    rows = []
    for one in seats:
        cells = tuple(
            number(ask, names.trust(one, other))
            if one != other and names.trust(one, other) in ask.view.values
            else Cell(".")
            for other in seats
        )
        rows.append((f"{signs[one]} {setting.name_of(one)}", cells))
    columns = tuple(signs[seat] for seat in seats)
    note = f"0 to 100; a row trusts a column; {_key(ask, seats)}"
    return CellTable("trust", "trusts", columns, tuple(rows), note, _colours(ask, seats))


TABLES: tuple[Callable[[Ask], CellTable], ...] = (dependence, losses, capability, over_turns, trust)
"""All tables, in the order in which `t` goes through them."""
