"""What stands beside the tables: what moved this turn, agreements in force, and who ranks where on one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wargame.core import names
from wargame.core.ids import AREAS, PUBLIC, Phase, Variable
from wargame.core.words import terms_in_words
from wargame.players.base import Ask
from wargame.present.differences import signed_between
from wargame.present.letters import letters
from wargame.present.meanings import of_move
from wargame.present.rows import ListRow, heading
from wargame.present.shapes import blocks, cut, scale, strip, trend
from wargame.review.own_history import OwnHistory
from wargame.review.reliance import fielded
from wargame.rules.model.variable_words import figure, spoken

UNDER_WAY: tuple[Phase, ...] = ("start", "brief", "inject", "talk", "orders", "weigh")
"""Phases before the orders of a turn have had their effects."""
MOST = 8
"""Moves told of one turn."""


def rank_lines(ask: Ask, width: int) -> list[str]:
    """Fielded capability of every government on one scale; `( )` marks an estimate."""
    room = max(20, min(100, width - 5))
    places = []
    for holder in ask.book.setting.governments:
        value, error = fielded(ask.book, ask.view, holder)
        places.append((letters(ask.book.setting)[holder], value, error > 0))
    numbers, marks = scale(room, step=10 if room >= 50 else 20)
    return [numbers, marks, *strip(places, room)]


WHOLE_SHAPE = 24
"""Cells that a shape takes at most; with few turns each takes several."""
LEAST_SPAN = 10.0
"""Points that a shape is drawn for at least, so that a small move looks small."""


def shape_rows(ask: Ask, past: OwnHistory) -> list[ListRow]:
    """How the seat's own capability and trust went, turn by turn: a shape, the number now, the move and a word.

    Keys are `moved VARIABLE`, as in `because_rows`. Of others there is no past, for a seat has none but estimates.
    """
    setting, values, seat = ask.book.setting, ask.view.values, ask.seat
    missions = [(names.capability(seat, area), area) for area in AREAS if names.capability(seat, area) in values]
    trusted = [(names.trust(seat, other), setting.name_of(other)) for other in setting.ids if other != seat]
    trusted = [(name, word) for name, word in trusted if name in values and past.knows(name)]
    rows = [] if not missions else [heading("CAPABILITY, 0 to 100")]
    if seat in ask.book.weights and missions:
        whole = _whole(ask, past)
        rows.append(_shaped("all missions", names.fielded(seat), whole, bold=True))
    rows += [_shaped(word, name, past.history(name)) for name, word in missions]
    if trusted:
        rows += [heading("YOUR TRUST IN, 0 to 100"), *(_shaped(w, name, past.history(name)) for name, w in trusted)]
    heads = {of(seat): word for of, word in STANDING.items() if of(seat) in values and past.knows(of(seat))}
    if heads:
        rows += [
            heading("AT HOME, 0 to 100"),
            *(_shaped(word, name, past.history(name)) for name, word in heads.items()),
        ]
    return rows


STANDING: Mapping[names.OfSeat, str] = {
    names.domestic_support: "support",
    names.legitimacy: "legitimacy",
    names.dissent: "dissent",
    names.reputation: "reputation",
    names.grid: "grid",
}
"""Numbers of one's own from 0 to 100 that are worth a shape beside capability and trust."""


def _whole(ask: Ask, past: OwnHistory) -> list[float | None]:
    """Capability over all missions at the end of each turn, where every area is known."""
    columns = zip(*(past.history(names.capability(ask.seat, area)) for area in AREAS), strict=True)
    weights, found = ask.book.weights[ask.seat], []
    for levels in columns:
        known = [level for level in levels if level is not None]
        whole = len(known) == len(levels)
        found.append(sum(w * level for w, level in zip(weights, known, strict=True)) if whole else None)
    return found


def _shaped(word: str, variable: Variable, values: Sequence[float | None], *, bold: bool = False) -> ListRow:
    known = [value for value in values if value is not None]
    move = known[-1] - known[0] if known else 0.0
    drawn = blocks(values, LEAST_SPAN, max(1, min(4, WHOLE_SHAPE // max(1, len(values)))))
    head = (
        (_fitted(word), "bold" if bold else ""),
        (f"{drawn} ", of_move(move, 0.5) or "dim"),
        (f"{known[-1]:4.0f} " if known else "   ? ", "bold"),
        (f"{move:+4.0f} " if abs(move) >= 0.5 else "     ", of_move(move, 0.5)),
    )
    return ListRow(head, trend(values), f"moved {variable}")


def _fitted(word: str, width: int = 16) -> str:
    return cut(word, width - 1).ljust(width)


def because_rows(ask: Ask, past: OwnHistory, turn: int) -> list[ListRow]:
    """What moved of the seat's own numbers in a turn, largest first; then what moved of others' in public.

    Of a turn under way little has moved: what the turn before moved, by own orders too, follows.
    """
    before = because_rows(ask, past, turn - 1) if turn == ask.view.turn > 1 and ask.view.phase in UNDER_WAY else []
    rows = [heading(f"WHAT MOVED OF YOUR NUMBERS, turn {turn}"), *_moves(ask, past, turn, own=True)]
    others = _moves(ask, past, turn, own=False)
    return [*rows, *([heading("AND OF OTHERS', as you know"), *others] if others else ()), *before]


def _moves(ask: Ask, past: OwnHistory, turn: int, *, own: bool) -> list[ListRow]:
    rows = []
    for item in past.movers(turn, MOST, own=own):
        head = signed_between(item.variable, item.before, item.after).rjust(6)
        name = spoken(ask.book.setting, item.variable, ask.seat)
        level = f"{figure(item.variable, item.before)} -> {figure(item.variable, item.after)}"
        rows.append(ListRow(((f"{head}  ", "bold"),), f"{name} {level}: {item.cause}", f"moved {item.variable}"))
    if not rows and own:
        rows.append(ListRow((("  ", ""),), "nothing that you know of"))
    return rows


def agreement_rows(ask: Ask) -> Iterator[ListRow]:
    """Agreements in force that the seat knows of, its own first."""
    yield heading("AGREEMENTS IN FORCE")
    known = [a for a in ask.view.agreements.values() if a.status == "in_force"]
    for agreement in sorted(known, key=lambda each: ask.seat not in each.parties):
        words = terms_in_words(agreement.terms, ask.called)
        open_to = "public" if agreement.audience == PUBLIC else "secret"
        notice = f", notice given to turn {agreement.notice_given}" if agreement.notice_given is not None else ""
        breaches = f", ! {agreement.breaches} breaches" if agreement.breaches else ""
        mine = "* " if ask.seat in agreement.parties else "  "
        text = f"{words} [{agreement.id}, {open_to}, to turn {agreement.expires}{notice}{breaches}]"
        yield ListRow(((mine, "bold"),), text, f"agreement {agreement.id}")
    if not known:
        yield ListRow((("  ", ""),), "none that you know of")
