"""What stands beside an offer: the terms it answers, with the differences marked, and what it is worth by the rules."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.agreements import Terms
from wargame.core.ids import SeatId
from wargame.core.words import clause_in_full, turns_in_words
from wargame.players.base import Ask
from wargame.present.purse import burden
from wargame.present.rows import ListRow, heading
from wargame.rules.bargains.terms import consent_needed
from wargame.rules.foresight.rehearsal import imagined
from wargame.rules.model.deal_value import appraise


def term_lines(ask: Ask, terms: Terms) -> list[str]:
    """Terms, a part a line, clause by clause."""
    name = ask.called
    parties = [name(seat) for seat in ask.book.setting.ids if seat in terms.parties]
    lines = [" and ".join(parties), f"{turns_in_words(terms.turns)}, {'secret' if terms.secret else 'open'}"]
    for number, clause in enumerate(terms.clauses, 1):
        sides, _, rest = clause_in_full(clause, name).partition(": ")
        lines += [f"{number} {sides}", *(f"{number}   {part}" for part in rest.split(", ") if part)]
    return lines


def consenters(ask: Ask, terms: Terms) -> tuple[SeatId, ...]:
    """The others whose word these terms need, as far as this seat can tell; parties and whoever must consent."""
    needed = consent_needed(ask.book, imagined(ask.view), terms)
    return tuple(seat for seat in needed if seat != ask.seat)


def beside_rows(ask: Ask, terms: Terms, theirs: Terms | None) -> list[ListRow]:
    """The offer that is answered, if one is, then the worth of the terms as drafted."""
    rows = list(worth_in_short(ask, terms))
    if theirs is not None:
        rows += worth_in_short(ask, theirs, "THEIRS IS WORTH")
        ours = set(term_lines(ask, terms))
        said = term_lines(ask, theirs)
        rows.append(heading("ON THE TABLE (* differs from ours)"))
        rows += [
            ListRow(((("  " if line in ours else "* "), "bold"),), line, f"theirs{at}") for at, line in enumerate(said)
        ]
        rows.append(heading("OURS, where it differs"))
        fresh = [line for line in term_lines(ask, terms) if line not in set(said)]
        rows += [ListRow((("* ", "bold"),), line) for line in fresh or ["nothing: these are their terms"]]
    rows += worth_rows(ask, terms)
    if theirs is not None:
        rows += [heading("THEIRS WOULD BE WORTH"), *_worth(ask, theirs, ask.seat)]
    return rows


def worth_in_short(ask: Ask, terms: Terms, title: str = "WORTH") -> Iterator[ListRow]:
    """The worth of terms to each party in a line, this seat first, and in another what they cost it in money.

    What makes up the worth stands in `worth_rows`.
    """
    if terms.clauses:
        others = [party for party in terms.parties if party != ask.seat and party in ask.book.setting.by_id]
        parts = [f"you {_total(ask, terms, ask.seat)}"]
        parts += [f"{ask.book.name(party)} ~{_total(ask, terms, party)}" for party in others]
        yield ListRow(((f"{title} ", "bold"),), ", ".join(parts), marked=True)
        if said := burden(ask, terms):
            yield ListRow((("$ ", "bold"),), said, f"{title} burden", marked=True)


def _total(ask: Ask, terms: Terms, seat: str) -> str:
    return f"{appraise(ask.book, ask.view, seat, terms).total:+.1f}"


def worth_rows(ask: Ask, terms: Terms) -> Iterator[ListRow]:
    """What the terms are worth to each party, as this seat can reckon it, in points of capability (E9)."""
    if not terms.clauses:
        yield heading("WORTH")
        yield ListRow((("  ", ""),), "there is no clause yet")
        return
    yield heading("WORTH TO YOU (advice, not rule)")
    yield from _worth(ask, terms, ask.seat)
    for party in terms.parties:
        if party != ask.seat and party in ask.book.setting.by_id:
            yield heading(f"TO {ask.book.name(party).upper()}, by your estimates")
            yield from _worth(ask, terms, party)


def _worth(ask: Ask, terms: Terms, seat: str) -> Iterator[ListRow]:
    found = appraise(ask.book, ask.view, seat, terms)
    yield ListRow((("= ", "bold"),), f"{'~' if seat != ask.seat else ''}{found.total:+.1f} points of capability in all")
    for words, points in found.lines:
        yield ListRow((("  ", ""),), f"{points:+.1f} {words}")
