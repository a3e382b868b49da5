"""Events told as news: grouped by turn and phase, sorted into a few kinds, each with what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wargame.core.event_kinds import subject_of
from wargame.core.ids import PUBLIC
from wargame.core.views import Seen
from wargame.players.base import Ask
from wargame.present.phases import PHASES
from wargame.present.rows import ListRow, event_sentence, heading, letter_part, rule
from wargame.present.settling import lapsed
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import score
from wargame.rules.model.variable_words import figure, spoken

KINDS: Mapping[str, str] = {
    "all": "everything",
    "talk": "messages and statements",
    "deals": "offers, agreements, pledges",
    "orders": "orders and what they did",
    "world": "the world and its injects",
    "numbers": "what moved your numbers",
    "scores": "scores",
}
"""Kinds of news, in the order in which `f` goes through them."""


def kind_of(seen: Seen) -> str:
    """The kind of news that an event is: `talk`, `scores`, `deals`, `world` or `orders`."""
    subject = subject_of(seen.kind)
    if subject in ("talk", "signal") or seen.kind == "argument_weighed":
        return "talk"
    if subject == "score":
        return "scores"
    if subject in ("offer", "agreement", "break", "pledge"):
        return "deals"
    if seen.phase in ("inject", "brief"):
        return "world"
    return "orders"


def belongs(seen: Seen, kind: str) -> bool:
    """Whether an event is shown under a kind, one of `KINDS`; any other kind shows nothing."""
    return kind == "all" or (kind == "numbers" and bool(seen.changes)) or kind_of(seen) == kind


def sign_of(ask: Ask, seen: Seen) -> str:
    """Who could read it: `#` everyone, `@` one other seat, `&` several, `~` this seat alone."""
    if seen.audience == PUBLIC:
        return "#"
    others = [seat for seat in seen.audience if seat != ask.seat]
    return "&" if len(others) > 1 else "@" if others else "~"


def news_rows(ask: Ask, kind: str) -> list[ListRow]:
    """What the seat has seen, the latest turn last; the key of a row is the number of its event.

    Goes through all that it has seen; `*` marks what moved its own numbers.
    """
    setting, rows, place = ask.book.setting, [], None
    for at, seen in enumerate(ask.view.events):
        if seen.kind == "game_started" or not belongs(seen, kind):
            continue
        if (seen.turn, seen.phase) != place:
            place = (seen.turn, seen.phase)
            rows.append(rule(f"turn {seen.turn}, {PHASES.get(seen.phase, seen.phase)}"))
        letter, colour = letter_part(setting, seen.about[0] if seen.about else "")
        head = ((f"{sign_of(ask, seen)} ", "dim"), (f"{letter} ", colour or "bold"))
        mark = " *" if any(change.variable.startswith(f"{ask.seat}.") for change in seen.changes) else ""
        said = lapsed(ask, ask.view.events, at) if seen.kind == "offer_lapsed" else event_sentence(seen)
        rows.append(ListRow(head, f"{said}{mark}", str(at)))
    return rows


def behind_rows(ask: Ask, seen: Seen) -> Iterator[ListRow]:
    """One event in full: its words, who could read it, what it moved that the seat knows, how to cite it."""
    name = ask.book.name
    yield heading(f"Turn {seen.turn}, {PHASES.get(seen.phase, seen.phase)}")
    yield ListRow((), seen.text)
    for line in seen.body.splitlines():
        yield ListRow((("  ", ""),), line)
    readers = "everyone" if seen.audience == PUBLIC else ", ".join(map(name, seen.audience))
    yield ListRow((("read by   ", "bold"),), f"{readers}{'' if seen.audience == PUBLIC else ' and control'}")
    if seen.about:
        yield ListRow((("about     ", "bold"),), ", ".join(map(name, seen.about)))
    if seen.cite:
        yield ListRow((("cite as   ", "bold"),), f"{seen.cite} (an argument may rest on it)")
    if seen.changes:
        yield heading("IT MOVED, as far as you know")
    for change in seen.changes:
        level = f"{figure(change.variable, change.before)} -> {figure(change.variable, change.after)}"
        yield ListRow((("- ", "bold"),), f"{spoken(ask.book.setting, change.variable, ask.seat)} {level}")


def score_rows(ask: Ask) -> Iterator[ListRow]:
    """Scores as far as the scenario lets this seat see them: given ones, and its own as it would be counted now."""
    given: Sequence[Seen] = [seen for seen in ask.view.events if seen.kind == "score_given"]
    seat = ask.book.seat(ask.seat)
    if given:
        yield heading("SCORES")
        for seen in given:
            yield ListRow((("- ", "bold"),), event_sentence(seen))
        return
    yield heading("YOUR SCORE, counted as things stand (~: rests on estimates)")
    if not seat.aims:
        yield ListRow((("  ", ""),), "your seat has no aims to be scored on")
        return
    found = score(picture(ask.book, ask.view), seat)
    of = {aim.measure: aim.weight * 100 for aim in seat.aims}
    yield ListRow((("~ ", "bold"),), f"{found.total:.1f} in all")
    for line in found.lines:
        most = f" of {of[line.name]:.0f}" if line.name in of else ""
        said = f"{line.points:+.1f}{most}: {line.name.replace('_', ' ')}"
        yield ListRow((("  ", ""),), said if line.name.startswith("red line") else f"{said} ({line.value:.0f} of 100)")
    others = "after the last turn all scores are public" if ask.book.setting.public_scores else "others never see it"
    yield ListRow((("  ", ""),), others)
