"""Grounds: what a reason may cite, and the fields of one reason. Arguments and weighings share them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wargame.core.event_kinds import weight_of
from wargame.core.ids import PUBLIC, SeatId
from wargame.core.orders import Argument, Reason
from wargame.core.words import terms_in_words
from wargame.players.base import Ask
from wargame.present.fields import Field, Option
from wargame.rules.foresight.outlook import why_no_ground

MOST_EVENTS = 60
"""Public events offered as grounds, the latest first."""


def grounds(ask: Ask, about: Iterable[SeatId] = (), case: tuple[SeatId, Argument] | None = None) -> tuple[Option, ...]:
    """What can be cited: facts that hold, public agreements in force, public events; those about these seats first.

    At most sixty events. With a `case` (who argues, and what) each that would not count for or against it says why, and
    comes last. The first choice is to cite nothing.
    """
    view, seats = ask.view, set(about)
    found = [Option(None, "nothing recorded (does not count)")]
    found += [Option(fact.id, f"fact: {fact.text}") for fact in view.facts.values() if fact.holds]
    found += [
        Option(a.id, f"agreement: {terms_in_words(a.terms, ask.called)}")
        for a in view.agreements.values()
        if a.audience == PUBLIC and a.status == "in_force"
    ]
    told = [seen for seen in reversed(view.events) if seen.cite and (seen.about or weight_of(seen.kind) != "routine")]
    told.sort(key=lambda seen: not seats & set(seen.about))
    found += [Option(seen.cite, f"turn {seen.turn}: {seen.text}") for seen in told[:MOST_EVENTS]]
    if case is None:
        return tuple(found)
    counts, idle = [found[0]], list[Option]()
    for option in found[1:]:
        fault = why_no_ground(view, *case, option.value)
        if fault is None:
            counts.append(option)
        else:
            idle.append(Option(option.value, f"{option.text} (does not count: {fault})"))
    return (*counts, *idle)


def reason_fields(number: int, text: str, cites: str | None, choices: tuple[Option, ...]) -> Iterator[Field]:
    """The two fields of one reason."""
    yield Field(f"reason{number}", f"reason {number}", "text", text, note="a sentence", needed=False)
    yield Field(f"cites{number}", "  rests on", "one", cites, choices, needed=False)


def reasons_of(parts: Iterable[tuple[str, str | None]]) -> tuple[Reason, ...]:
    """Reasons that say something, or rest on something."""
    return tuple(Reason(text=text.strip(), cites=cites) for text, cites in parts if text.strip() or cites)
