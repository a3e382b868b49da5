"""A game as tables. A seat's export comes through that seat's view and holds nothing that it could not know.

Cells are typed as the codebook says; what is missing is None, which CSV shows as nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pydantic_core import to_jsonable_python

from wargame.core.event_values import EventValue
from wargame.core.events import Change
from wargame.core.ids import CONTROL, Audience
from wargame.core.moves import Decision, Sealed
from wargame.core.views import Observer, View
from wargame.errors import SpecError
from wargame.rules.model.derived import derived, derived_names
from wargame.rules.model.measures import picture
from wargame.transcript.codebook import TABLES, Row
from wargame.transcript.columns import ColumnTable, of_rows
from wargame.transcript.deviations import deviations
from wargame.transcript.notes import notes_beside, read_notes
from wargame.transcript.verify import Replayed


def table_of(game: Replayed, table: str, seat: str = CONTROL) -> ColumnTable:
    """One table of a game as typed columns.

    `table` is a name of `codebook.TABLES`. `seat` is a seat of the game, whose table then holds what that seat could
    know at the end, or `control` for the truth. SpecError names the tables or the seats if there is none of that
    name. It takes one pass over the events; `measures` builds a view for each turn.
    """
    _, *rows = rows_of(game, table, seat)
    return of_rows(table, TABLES[table], rows)


def rows_of(game: Replayed, table: str, seat: str = CONTROL) -> Iterator[Row]:
    """A table row by row with its heading first, as `table_of` has it; each cell is typed, or None.

    SpecError as there, when the first row is asked for.
    """
    if table not in TABLES:
        raise SpecError(f"table {table!r}: this must be one of {', '.join(TABLES)}")
    setting = game.sequence.book.setting
    if seat != CONTROL and seat not in setting.by_id:
        raise SpecError(f"seat {seat}: there is no such seat; the seats are {', '.join(setting.ids)}, or control")
    yield tuple(TABLES[table])
    rows = {
        "events": _events,
        "decisions": _decisions,
        "messages": _messages,
        "agreements": _agreements,
        "measures": _measures,
        "plans": _plans,
        "notes": _notes,
        "deviations": _deviations,
        "calls": _calls,
    }[table](game, seat)
    yield from (tuple(str(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)


def _view(game: Replayed, seat: str) -> View:
    observer = Observer(game.sequence.book.setting, game.sequence.book.seed, seat)
    return observer.view(game.sequence.state, game.events)


def _events(game: Replayed, seat: str) -> Iterator[Row]:
    if seat == CONTROL:
        for e in game.events:
            draws = " ".join(f"{d.purpose}:{d.value:g}/{d.against:g}" for d in e.draws)
            what = (e.text, e.body, _moved(e.changes), draws, _value(e.value))
            who = (" ".join(e.causes), _who(e.audience), " ".join(e.about))
            yield (e.id, e.turn, e.phase, e.kind, e.rule, *who, *what)
        return
    for number, s in enumerate(_view(game, seat).events, 1):
        seen_by = (None, None, _who(s.audience), " ".join(s.about))
        yield (str(number), s.turn, s.phase, s.kind, *seen_by, s.text, s.body, _moved(s.changes), None, _value(s.value))


def _value(value: EventValue | None) -> str | None:
    return None if value is None else _json(value)


def _decisions(game: Replayed, seat: str) -> Iterator[Row]:
    for d in game.decisions.values():
        if seat in (CONTROL, d.seat):
            yield (d.id, d.turn, d.phase, d.round, d.seat, d.player, d.origin, *_said(d), *_beside(d))


def _plans(game: Replayed, seat: str) -> Iterator[Row]:
    for d in game.decisions.values():
        if seat in (CONTROL, d.seat) and (d.plan or d.notebook):
            yield (d.id, d.turn, d.phase, d.seat, d.plan, d.notebook)


def _beside(d: Decision) -> tuple[str, ...]:
    return d.rationale, _json(d.faults), _json(d.discussion), _json(d.dissent), d.via


def _said(decision: Decision) -> tuple[str | None, str | None, str]:
    body = decision.body
    if not isinstance(body, Sealed):
        return None, None, _json(body)
    if body.signal is None:
        return None, None, _json(body.orders)
    intents = (f"{'+' if i.will else '-'}{i.verb}" + (f":{i.target}" if i.target else "") for i in body.signal.intents)
    return body.signal.text, " ".join(intents), _json(body.orders)


def _messages(game: Replayed, seat: str) -> Iterator[Row]:
    names = [e.id for e in game.events]
    for number, s in enumerate(_view(game, seat).events, 1):
        if s.kind == "message_sent":
            id_ = names[number - 1] if seat == CONTROL else str(number)
            yield (id_, s.turn, s.phase, s.about[0] if s.about else None, _who(s.audience), s.body)


def _agreements(game: Replayed, seat: str) -> Iterator[Row]:
    for a in _view(game, seat).agreements.values():
        term = (a.signed, a.expires, a.status, a.terms.secret, a.breaches)
        yield (a.id, " ".join(a.parties), a.by, *term, _json(a.terms.clauses))


def _measures(game: Replayed, seat: str) -> Iterator[Row]:
    book, record, read = game.sequence.book, [], 0
    observer = Observer(book.setting, book.seed, seat)
    for turn, state in game.states.items():
        while read < len(game.events) and game.events[read].turn <= turn:
            record.append(game.events[read])
            read += 1
        view = observer.view(state, record)
        for variable in sorted(view.values):
            yield (turn, variable, view.values[variable], view.spread.get(variable), False)
        if seat == CONTROL:
            look = picture(book, state)
            for variable in derived_names(book):
                value = derived(look, variable)
                if value is not None:
                    yield (turn, variable, round(value, 6), None, True)


def _notes(game: Replayed, seat: str) -> Iterator[Row]:
    lines = game.record.lines

    def line(number: int) -> bytes | None:
        return lines[number - 1] if number <= len(lines) else None

    for note in read_notes(notes_beside(game.record.path)).every if seat == CONTROL else ():
        yield (note.kind, note.line, note.turn, note.who, note.at, note.eyes, note.text, note.tag, note.holds(line))


def _deviations(game: Replayed, seat: str) -> Iterator[Row]:
    for d in deviations(game.overrides) if seat == CONTROL else ():
        what = (d.id, d.who, d.role, d.what, d.turn, d.phase, d.at, d.target)
        yield (*what, _json(d.before), _json(d.after), d.reason, d.undone)


def _calls(game: Replayed, seat: str) -> Iterator[Row]:
    for entry in game.record.entries if seat == CONTROL else ():
        if entry.kind == "call":
            data, usage = entry.data, entry.data.get("usage") or {}
            cells = {
                **data,
                **{f"{name}_tokens": usage.get(name) for name in ("prompt", "cached", "completion", "reasoning")},
                "prompt": " ".join(f"{who}:{'+'.join(pieces)}" for who, pieces in data.get("messages", ())),
            }
            rest = (cells.get(name) for name in tuple(TABLES["calls"])[3:])
            yield (entry.n, entry.turn, entry.phase, *rest)


def _who(audience: Audience) -> str:
    return audience if isinstance(audience, str) else " ".join(audience)


def _moved(changes: Iterable[Change]) -> str:
    return " ".join(f"{c.variable}:{c.before:g}>{c.after:g}" for c in changes)


def _json(data: object) -> str:
    return json.dumps(to_jsonable_python(data), ensure_ascii=False)
