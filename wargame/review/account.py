"""A finished game told in words: what was signed, refused, broken and forced, what it did, and how it ended."""

from __future__ import annotations

import textwrap
from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from wargame.core import names
from wargame.core.agreements import AgreementStatus
from wargame.core.event_kinds import Subject, subject_of, weight_of
from wargame.core.event_values import AgreementClosed, OfferAnswered, Offered, Signed
from wargame.core.events import Change, Event
from wargame.core.ids import Variable
from wargame.core.plain_text import plain_line
from wargame.core.state import State
from wargame.core.words import Namer, clause_in_brief
from wargame.review.endings import ending_values, told
from wargame.rules.model.access import model_name
from wargame.rules.model.bets import bets
from wargame.rules.model.deal_value import appraise
from wargame.rules.model.derived import derived
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.transcript.references import ALONE, places
from wargame.transcript.verify import Replayed

WIDTH = 118
ROOM = 86
"""Lines for the turns; if they fit with blank lines between them, they get those."""
SMALL = 2.5
"""Moves below this many points are not told."""
START = "0.1"


def account(game: Replayed, path: Path, program: str = "wargame") -> str:
    """A whole game told in words, for reading: a chapter for each turn, then how it ended.

    `path` is named at the end as the place of the record, and `program` in the commands to try next. Control's view: it
    tells secrets. Some milliseconds. PackError if references that lie beside the scenario cannot be read.
    """
    setting = game.sequence.book.setting
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
        f"  {program} verify {path}",
        f"  {program} why {path} paris.trust.washington --turn 3",
        f"  {program} view {path} --seat kyiv --turn 3",
    ]
    return "\n".join(map(plain_line, lines))


def _chapter(game: Replayed, turn: int, most: int) -> list[str]:
    setting = game.sequence.book.setting
    lines = [f"Turn {turn}, {month_of(setting.start, setting.months, turn)}"]
    for paragraph in _turn(game, turn, most):
        lines += textwrap.wrap(paragraph, WIDTH, initial_indent="  ", subsequent_indent="    ")
    return lines


def month_of(start: str, months: float, turn: int) -> str:
    """The month in which a turn begins, such as `October 2026`.

    `start` is the month of turn 1 as `YYYY-MM`, `months` the length of a turn, `turn` counts from 1. ValueError for
    another form of `start`.
    """
    year, month = map(int, start.split("-"))
    count = month - 1 + int((turn - 1) * months)
    return f"{month_name[count % 12 + 1]} {year + count // 12}"


def _turn(game: Replayed, turn: int, most: int) -> Iterable[str]:
    events = [event for event in game.events if event.turn == turn]
    name = game.sequence.book.setting.name_of
    shocks = _unique(e for e in _of(events, "world") if weight_of(e.kind) == "blow")
    if shocks:
        yield "World: " + " ".join(_told(events, e, name, 1) for e in shocks[:most])
    bargains = [bargain for e in events if (bargain := _bargain(e, name, game.sequence.state))]
    talk = _talk(game, turn, events)
    if bargains:
        more = f"; {len(bargains) - most - 1} more" if len(bargains) > most + 1 else ""
        yield f"Signed: {'; '.join(bargains[: most + 1])}{more}. {talk}".rstrip()
    elif talk:
        yield f"Nothing signed. {talk}"
    forced = _unique(e for e in _of(events, "coercion") if weight_of(e.kind) == "blow")
    if forced:
        yield "Force: " + " ".join(_told(events, e, name, 2) for e in forced[:most]) + _more(forced[most:])
    broken = _unique(_of(events, "break"))
    if broken:
        yield "Broken: " + " ".join(_told(events, e, name, 1) for e in broken[:most]) + _more(broken[most:])
    courts = [e.text.rstrip(".") + _drawn(e) for e in _of(events, "court")]
    deeds = [e.text for e in _unique(e for e in _of(events, "exit") if weight_of(e.kind) != "routine")]
    if courts or deeds:
        yield " ".join(["Courts and defection:" if courts else "Defection:", *courts[:most], *deeds[:most]])
    for event in (e for e in events if e.kind == "signal_broken"):
        yield f"Word and deed: {event.text}"


def _of(events: Iterable[Event], subject: Subject) -> Iterator[Event]:
    return (event for event in events if subject_of(event.kind) == subject)


def _more(rest: Sequence[Event]) -> str:
    return f" {len(rest)} more." if rest else ""


def _drawn(event: Event) -> str:
    return "".join(f" (drew {draw.value:.2f} against {draw.against:g})" for draw in event.draws) + "."


def _bargain(event: Event, name: Namer, state: State) -> str:
    """The parties of a signature and what they signed; nothing for any other event."""
    if not isinstance(event.value, Signed):
        return ""
    terms = event.value.terms
    clauses = dict.fromkeys(clause_in_brief(clause, name, partial(model_name, state)) for clause in terms.clauses)
    return f"{' and '.join(map(name, terms.parties))} ({', '.join(clauses)})"


def _told(events: Sequence[Event], event: Event, name: Namer, most: int) -> str:
    did = _did(events, event, name, most)
    text = event.text.rstrip(".")
    if isinstance(event.value, AgreementClosed):
        parties, why = " and ".join(map(name, event.about)), event.value.why
        ended: dict[AgreementStatus, str] = {"lapsed": f" fell to {why}", "ended": f" ended on notice: {why}"}
        text = parties + ended.get(event.value.status, f": {why}")
    return f"{text} ({did})." if did else f"{text}."


def _unique(events: Iterable[Event]) -> list[Event]:
    return list({event.text: event for event in reversed(list(events))}.values())[::-1]


def _talk(game: Replayed, turn: int, events: Sequence[Event]) -> str:
    count = Counter(event.kind for event in events)
    offers = count["offer_made"] + count["offer_countered"]
    if not offers:
        return ""
    over = Counter(_obstacles(game, turn, events))
    reasons = f" (what weighed most: {over.most_common(1)[0][0]})" if over else ""
    parts = [f"{count['offer_rejected']} refused{reasons}"] if count["offer_rejected"] else []
    parts += [f"{count['offer_countered']} countered"] if count["offer_countered"] else []
    return f"{offers} {'offer' if offers == 1 else 'offers'}, {', '.join(parts) or 'none refused'}."


def _obstacles(game: Replayed, turn: int, events: Sequence[Event]) -> Iterator[str]:
    """What by the rules of deal value spoke most against each offer that was turned down outright."""
    offered = {e.value.proposal: e.value.terms for e in game.events if isinstance(e.value, Offered)}
    for event in events:
        if isinstance(event.value, OfferAnswered) and event.value.how == "rejected" and event.value.proposal in offered:
            terms = offered[event.value.proposal]
            worth = appraise(game.sequence.book, game.states[turn - 1], event.about[0], terms)
            yield worth.obstacle or "too little in it for them"


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
    book = game.sequence.book
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
    made = [f"{name(seat)} {bet.kind.replace('_', ' ')}" for seat, bet in bets(last).items()]
    lines += textwrap.wrap(f"Bets: {', '.join(made)}.", WIDTH - 2, initial_indent="  ") if made else []
    turned = ending_values(last)
    if turned is not None:
        lines += textwrap.wrap(f"The ending: {told(turned)}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    broken = [event for event in game.events if event.kind == "signal_broken"]
    lines += ["", f"Broken signals: {len(broken)}", *(f"  turn {e.turn}: {e.text}" for e in broken[:5])]
    placed = places(game.game, {seat: score.total for seat, score in scores(last).items()})
    lines += [
        "",
        "Final scores" + (", and where each stands from passing (0) to the best doctrine (100)" if placed else ""),
    ]
    ranked = sorted(scores(last).values(), key=lambda score: -score.total)
    for score in ranked:
        largest = sorted(score.lines, key=lambda line: -abs(line.points))[:4]
        reasons = ", ".join(f"{line.name.replace('_', ' ')} {line.points:+.1f}" for line in largest)
        place = "" if placed is None else f"{placed[score.seat]:6.0f} " if score.seat in placed else " " * 7
        lines.append(f"  {name(score.seat):<12} {score.total:6.1f} {place} {reasons}")
    if placed is None:
        lines.append(f"  {ALONE}")
    return lines
