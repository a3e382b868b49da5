"""What control watches, as rows: seats, the record in truth, injects, arguments, the deviation log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wargame.core.arguments import CaseUnderArgument
from wargame.core.event_kinds import Subject, subject_of
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, Audience, SeatId
from wargame.core.setting import Setting
from wargame.core.spec_words import is_model
from wargame.core.views import withdrawn
from wargame.present.desk_rows import STANDINGS
from wargame.present.inject_words import readers_of, trigger
from wargame.present.letters import letters
from wargame.present.rows import ListRow, Part, letter_part, rule
from wargame.table.chair import SeatStatus
from wargame.table.desk import Listed, SeatHealth
from wargame.transcript.deviations import Deviation

BARGAINING: frozenset[Subject] = frozenset(("order", "offer", "agreement", "break", "pledge", "signal"))
KINDS: tuple[tuple[str, Callable[[Event], bool]], ...] = (
    ("everything", lambda event: True),
    ("words", lambda event: bool(event.body)),
    ("orders and agreements", lambda event: subject_of(event.kind) in BARGAINING),
    ("numbers moved", lambda event: bool(event.changes)),
    ("secret", lambda event: event.audience != PUBLIC),
    ("control", lambda event: any(cause.startswith("control.") for cause in event.causes)),
)
"""Filters of the record: a word, and which events pass."""


def audience_sign(audience: Audience, setting: Setting) -> str:
    """Who read an event, in a few letters: `#` all, `@RP` Rome and Paris, `~` control alone."""
    if audience == PUBLIC:
        return "#"
    found = letters(setting)
    return f"@{''.join(found.get(seat, '?') for seat in audience)}" if audience else "~"


def record_row(event: Event, setting: Setting, withdrawn: bool = False) -> ListRow:
    """One event: its name, its readers, its actor, what it says and what it moved.

    At most three moves are told, and how many more there are.
    """
    letter, colour = letter_part(setting, event.about[0] if event.about else "")
    sign = f"{audience_sign(event.audience, setting):<4}"
    head = ((f"{event.id:<6}", "dim"), (sign, "bold"), (f"{letter} ", colour or "bold"))
    moves = "".join(f" [{c.variable} {c.before:.4g}>{c.after:.4g}]" for c in event.changes[:3])
    more = f" [and {len(event.changes) - 3} more]" if len(event.changes) > 3 else ""
    words = f' "{event.body}"' if event.body else ""
    gone = "[withdrawn] " if withdrawn else ""
    return ListRow(head, f"{gone}{event.text}{words}{moves}{more}", event.id)


def record_rows(events: Sequence[Event], setting: Setting, wanted: Callable[[Event], bool]) -> list[ListRow]:
    """The record, turn by turn, of the events that are wanted; what was withdrawn is marked. Reads every event."""
    rows, turn = [], None
    gone = withdrawn(events)
    for event in events:
        if event.kind == "game_started" or not wanted(event):
            continue
        if event.turn != turn:
            turn = event.turn
            rows.append(rule(f"turn {turn}" if turn else "before the first turn"))
        rows.append(record_row(event, setting, event.id in gone))
    return rows


def event_in_full(event: Event, setting: Setting) -> str:
    """Everything about one event, for a window."""
    lines = [
        f"{event.id}   turn {event.turn}, {event.phase}   {event.kind.replace('_', ' ')}   by {event.rule}",
        f"read by {readers_of(event.audience, setting)}",
        "",
        event.text,
    ]
    lines += ["", event.body] if event.body else []
    lines += [""] if event.changes else []
    lines += [f"{c.variable}: {c.before:g} -> {c.after:g}" for c in event.changes]
    lines += [f"drew {d.value:g} against {d.against:g} ({d.purpose})" for d in event.draws]
    return "\n".join([*lines, "", f"because of {', '.join(event.causes) or 'nothing before it'}"])


def short_spec(spec: str) -> str:
    """A player as a list has room for it: a model without the address at which it answers."""
    return spec.partition("@")[0] if is_model(spec) else spec


def watched_seat_rows(
    health: Sequence[SeatHealth],
    statuses: Sequence[SeatStatus],
    players: Mapping[SeatId, str],
    setting: Setting,
    presence: Mapping[str, str] = {},
) -> list[ListRow]:
    """How every seat does and who plays it, with a flag for the idle; never what it prepares.

    The share of talk is of all moves of talk, those of seats off the table among them.
    `presence` says where whoever holds a place is, if they sit elsewhere; places that are no seats come last.
    """
    by_seat = {each.seat: each for each in health}
    rows = []
    for status in statuses:
        each = by_seat[status.seat]
        letter, colour = letter_part(setting, status.seat)
        waits = f" {int(status.idle // 60)} min" if status.standing == "owes" and status.idle >= 60 else ""
        stage = f"; {status.stage}" if status.stage and status.standing == "owes" else ""
        people = f" {', '.join(status.people)}" if status.people else ""
        unsent = "; unsent draft" if each.unsent else ""
        talk = f"; {each.share:.0%} of all talk" if each.moves else ""
        who = f"{short_spec(players[status.seat])}{people}"
        where = f", {presence[status.seat]}" if status.seat in presence else ""
        said = f"{status.name}: {STANDINGS[status.standing]}{waits}{stage}; {who}{where}{talk}{unsent}"
        flag = "! IDLE " if each.flagged else ""
        head: tuple[Part, ...] = ((f"{letter} ", f"bold {colour}".strip()), *([(flag, "bold")] if flag else []))
        rows.append(ListRow(head, said, status.seat))
    elsewhere = (f"{place}: {where}" for place, where in presence.items() if place not in by_seat)
    return [*rows, *(ListRow((("  ", ""),), said, "") for said in elsewhere)]


def inject_rows(listed: Sequence[Listed], setting: Setting, turn: int) -> list[ListRow]:
    """The list of injects with status, trigger, objective and expected action; those still to come first."""
    rows = []
    for each in sorted(listed, key=lambda entry: entry.status != "waiting"):
        inject = each.inject
        sign = {"waiting": "-", "fired": "x", "cancelled": "/"}[each.status]
        due = " DUE THIS TURN" if each.status == "waiting" and inject.turn == turn else ""
        planned = trigger(inject, setting)
        when = f"{each.status}, {planned}{due}"
        if each.turn:
            otherwise = "" if inject.turn == each.turn else f" (planned: {planned})"
            when = f"{each.status} in turn {each.turn}{otherwise}"
        said = f"{inject.id}: {when}; to {readers_of(inject.audience, setting)}"
        wants = f". {inject.objective}" if inject.objective else ""
        wants += f" Expected: {inject.expected}" if inject.expected else ""
        style = "" if each.status == "waiting" else "dim"
        rows.append(ListRow(((f"{sign} ", "bold"),), f"{said}{wants}", inject.id, style))
    return rows


def deviation_rows(log: Sequence[Deviation]) -> list[ListRow]:
    """Every act so far: who, what, before and after, why; undone ones are marked."""
    rows = []
    for each in log:
        sign = "! " if each.what == "refused" else "/ " if each.undone else "- "
        target = f" {each.target}" if each.target else ""
        undone = ", undone since" if each.undone else ""
        change = f": {valued(each.before)} -> {valued(each.after)}" if each.before or each.after else ""
        why = f" ({each.reason})" if each.reason else ""
        said = f"T{each.turn} {each.who}: {each.what.replace('_', ' ')}{target}{undone}{change}{why}"
        rows.append(ListRow(((sign, "bold"),), said, each.id, "dim" if each.undone else ""))
    return rows


def valued(value: object) -> str:
    """What stood before or after an act, in a few words."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {valued(each)}" for name, each in value.items()) or "nothing"
    if isinstance(value, float):
        return f"{value:g}"
    return "nothing" if value in (None, "") else str(value)


def case_rows(cases: Sequence[CaseUnderArgument], setting: Setting) -> list[ListRow]:
    """Arguments that wait."""
    rows = []
    for case in cases:
        letter, colour = letter_part(setting, case.by)
        state = f"odds {case.odds.chance:.1%}, not rolled" if case.odds else "waits for a ruling"
        count = f"{len(case.argument.reasons) + len(case.pros)} for, {len(case.cons)} against"
        said = f"{case.argument.action} [{state}; {count}]"
        rows.append(ListRow(((f"{letter} ", f"bold {colour}".strip()),), said, case.id))
    return rows
