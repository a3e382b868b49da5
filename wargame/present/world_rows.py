"""What stands beside the tables: what moved this turn, agreements in force, and who ranks where on one line."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.ids import PUBLIC
from wargame.core.words import terms_in_words
from wargame.players.base import Ask
from wargame.present.letters import letters
from wargame.present.rows import ListRow, heading
from wargame.present.shapes import scale, strip
from wargame.review.own_history import OwnHistory
from wargame.review.reliance import fielded
from wargame.rules.model.variable_words import figure, signed_figure, spoken

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


def because_rows(ask: Ask, past: OwnHistory, turn: int) -> list[ListRow]:
    """What moved of the seat's own numbers in a turn, largest first; then what moved of others' in public."""
    rows = [heading(f"WHAT MOVED OF YOUR NUMBERS, turn {turn}"), *_moves(ask, past, turn, own=True)]
    others = _moves(ask, past, turn, own=False)
    return [*rows, heading("AND OF OTHERS', as you know"), *others] if others else rows


def _moves(ask: Ask, past: OwnHistory, turn: int, *, own: bool) -> list[ListRow]:
    rows = []
    for item in past.movers(turn, MOST, own=own):
        head = signed_figure(item.variable, item.after - item.before).rjust(6)
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
