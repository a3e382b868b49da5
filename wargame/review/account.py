"""A finished game told in words: what was signed, refused, broken and forced, what it did, and how it ended."""

from __future__ import annotations

import re
import textwrap
from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from wargame.core import names
from wargame.core.events import Change, Event
from wargame.core.ids import Variable
from wargame.review.words import Namer
from wargame.rules.model.derived import derived
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.transcript.verify import Replayed

WIDTH = 118
ROOM = 86
"""Lines for the turns; if they fit with blank lines between them, they get those."""
SMALL = 2.5
"""Moves below this many points are not told."""
START = "0.1"
COERCION = frozenset(
    (
        "production_compelled",
        "lab_threatened",
        "lab_designated",
        "stake_taken",
        "export_barred",
        "pressure_applied",
        "supply_pressed",
        "chips_controlled",
    )
)
SHOCKS = frozenset(
    (
        "jailbreak",
        "mass_strike",
        "tariff_shock",
        "government_change",
        "distillation_expose",
        "staff_letter",
        "tragedy",
        "strait_scare",
        "arms_slip",
        "intelligence_pause",
        "open_leap",
        "open_goes_closed",
        "supplier_cuts_unit",
        "champions_merge",
    )
)
"""World events worth a line; an export directive is told as the act that it leads to."""
BREAKS = frozenset(("agreement_broken", "agreement_lapsed", "agreement_ended", "access_suspended"))
COURTS = frozenset(("case_opened", "court_ruled"))
DEFECTION = frozenset(
    (
        "model_distilled",
        "theft_tried",
        "weights_stolen",
        "defection_detected",
        "illicit_use_exposed",
        "family_switched",
        "distillation_punished",
        "open_weights_adopted",
        "sovereign_model_fielded",
        "model_withheld",
    )
)


def account(game: Replayed, path: Path) -> str:
    """The whole account."""
    setting = game.course.book.setting
    seats = ", ".join(seat.name for seat in setting.seats if seat.seated)
    lines = [
        setting.title,
        f"Seed {game.game.seed}, {game.turns} turns of {setting.months:g} months. Seats: {seats}.",
        "",
    ]
    for most in (3, 2, 1):
        told = [_chapter(game, turn, most) for turn in range(1, game.turns + 1)]
        if sum(map(len, told)) <= ROOM:
            break
    airy = sum(map(len, told)) + len(told) <= ROOM
    for chapter in told:
        lines += [*chapter, ""] if airy else chapter
    lines += _ending(game)[airy:]
    lines += ["", f"The transcript: {path}", "Three things to try next:"]
    lines += [
        f"  wargame verify {path}",
        f"  wargame why {path} paris.trust.washington --turn 3",
        f"  wargame view {path} --seat kyiv --turn 3",
    ]
    return "\n".join(lines)


def _chapter(game: Replayed, turn: int, most: int) -> list[str]:
    setting = game.course.book.setting
    lines = [f"Turn {turn}, {month_of(setting.start, setting.months, turn)}"]
    for paragraph in _turn(game, turn, most):
        lines += textwrap.wrap(paragraph, WIDTH, initial_indent="  ", subsequent_indent="    ")
    return lines


def month_of(start: str, months: float, turn: int) -> str:
    """The month in which a turn begins, as words."""
    year, month = map(int, start.split("-"))
    count = month - 1 + int((turn - 1) * months)
    return f"{month_name[count % 12 + 1]} {year + count // 12}"


def _turn(game: Replayed, turn: int, most: int) -> Iterable[str]:
    events = [event for event in game.events if event.turn == turn]
    name = game.course.book.setting.name_of
    shocks = _unique(e for e in events if e.rule.startswith("inject.") and e.kind in SHOCKS)
    if shocks:
        yield "World: " + " ".join(_told(events, e, name, 1) for e in shocks[:most])
    bargains = [_bargain(e.text) for e in events if e.kind == "agreement_signed"]
    talk = _talk(events)
    if bargains:
        more = f"; {len(bargains) - most - 1} more" if len(bargains) > most + 1 else ""
        yield f"Signed: {'; '.join(bargains[: most + 1])}{more}. {talk}".rstrip()
    elif talk:
        yield f"Nothing signed. {talk}"
    forced = _unique(e for e in events if e.kind in COERCION)
    if forced:
        yield "Force: " + " ".join(_told(events, e, name, 2) for e in forced[:most]) + _more(forced[most:])
    broken = _unique(e for e in events if e.kind in BREAKS)
    if broken:
        yield "Broken: " + " ".join(_told(events, e, name, 1) for e in broken[:most]) + _more(broken[most:])
    courts = [e.text.rstrip(".") + _drawn(e) for e in events if e.kind in COURTS]
    deeds = [e.text for e in _unique(e for e in events if e.kind in DEFECTION)]
    if courts or deeds:
        yield " ".join(["Courts and defection:" if courts else "Defection:", *courts[:most], *deeds[:most]])
    for event in (e for e in events if e.kind == "signal_broken"):
        yield f"Word and deed: {event.text}"


def _more(rest: Sequence[Event]) -> str:
    return f" {len(rest)} more." if rest else ""


def _drawn(event: Event) -> str:
    return "".join(f" (drew {draw.value:.2f} against {draw.against:g})" for draw in event.draws) + "."


def _bargain(text: str) -> str:
    """The sentence of a signature without what it repeats."""
    parties, _, clauses = text.rstrip(".").partition(" signed: ")
    short = (re.sub(r" \([^)]*\)", "", clause) for clause in clauses.split("; "))
    kept = dict.fromkeys("guaranteed" if clause.startswith("guarantee by") else clause for clause in short)
    return f"{parties} ({', '.join(kept)})" if clauses else text.rstrip(".")


def _told(events: Sequence[Event], event: Event, name: Namer, most: int) -> str:
    did = _did(events, event, name, most)
    text = (
        event.text.removeprefix("The agreement of ")
        .replace("did not survive the shock: the", "fell to the")
        .rstrip(".")
    )
    return f"{text.replace(' was broken:', ':')} ({did})." if did else f"{text}."


def _unique(events: Iterable[Event]) -> list[Event]:
    return list({event.text: event for event in reversed(list(events))}.values())[::-1]


def _talk(events: Sequence[Event]) -> str:
    count = Counter(event.kind for event in events)
    offers = count["offer_made"] + count["offer_countered"]
    if not offers:
        return ""
    over = Counter(
        event.body.rpartition(": ")[2].rstrip(".")
        for event in events
        if event.kind == "offer_rejected" and ": " in event.body
    )
    reasons = f" (mostly over {over.most_common(1)[0][0]})" if over else ""
    parts = [f"{count['offer_rejected']} refused{reasons}"] if count["offer_rejected"] else []
    parts += [f"{count['offer_countered']} countered"] if count["offer_countered"] else []
    return f"{offers} {'offer' if offers == 1 else 'offers'}, {', '.join(parts) or 'none refused'}."


def _did(events: Sequence[Event], deed: Event, name: Namer, most: int) -> str:
    """The largest moves of trust, dissent, support and capability that came of a deed in its turn."""
    sources = {deed.id, *(cause for cause in deed.causes if cause != START)}
    moved: dict[str, Change] = {}
    for event in events:
        if event.id == deed.id or sources.intersection(event.causes):
            for change in event.changes:
                if _matters(change.variable):
                    first = moved.get(change.variable, change)
                    moved[change.variable] = Change(change.variable, first.before, change.after)
    largest = sorted(moved.values(), key=lambda change: -abs(change.after - change.before))[:most]
    return ", ".join(
        f"{_named(change.variable, name)} {change.before:.0f} -> {change.after:.0f}"
        for change in largest
        if abs(change.after - change.before) >= SMALL
    )


def _matters(variable: str) -> bool:
    parts = variable.split(".")
    return parts[-1] in ("dissent", "DS", "grid", "Leg", "reputation") or parts[1] in ("trust", "C")


def _named(variable: str, name: Namer) -> str:
    seat, _, rest = variable.partition(".")
    side, _, of = rest.partition(".")
    words = {
        "DS": "support in",
        "dissent": "dissent at",
        "grid": "grid of",
        "Leg": "legitimacy of",
        "reputation": "standing of",
    }
    if side == "trust":
        return f"trust of {name(seat)} in {name(of)}"
    if side == "C":
        return f"{of} of {name(seat)}"
    return f"{words[side]} {name(seat)}"


# the ending


def _ending(game: Replayed) -> list[str]:
    book = game.course.book
    name = book.setting.name_of
    first, last = picture(book, game.states[0]), picture(book, game.states[game.turns])

    def pair(variable: Variable, scale: float = 1, unit: str = "") -> str:
        before, after = derived(first, variable), derived(last, variable)
        return f"{scale * (before or 0):.0f}{unit} -> {scale * (after or 0):.0f}{unit}"

    lines = ["", "Dependence, start -> end      capability    concentration H   largest leverage"]
    for holder in book.setting.governments:
        cells = (
            pair(names.fielded(holder)),
            pair(names.dependence(holder), 100, "%"),
            pair(names.largest_leverage(holder), 100, "%"),
        )
        lines.append(f"  {name(holder):<28}{cells[0]:<14}{cells[1]:<18}{cells[2]}")
    stack = ", ".join(f"{law} {pair(names.stack_share(law), 100, '%')}" for law in ("us", "cn", "home"))
    lines += [f"  Allied stacks: {stack}."]
    broken = [event for event in game.events if event.kind == "signal_broken"]
    lines += ["", f"Broken signals: {len(broken)}", *(f"  turn {e.turn}: {e.text}" for e in broken[:5])]
    lines += ["", "Final scores"]
    ranked = sorted(scores(last).values(), key=lambda score: -score.total)
    for score in ranked:
        largest = sorted(score.lines, key=lambda line: -abs(line.points))[:4]
        reasons = ", ".join(f"{line.name.replace('_', ' ')} {line.points:+.1f}" for line in largest)
        lines.append(f"  {name(score.seat):<12} {score.total:6.1f}  {reasons}")
    return lines
