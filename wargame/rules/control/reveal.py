"""The endgame: what was secret is told to everybody, item by item, each with the event that it was known by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wargame.core.control_acts import Secret
from wargame.core.event_kinds import EventKind
from wargame.core.events import Entity, Event
from wargame.core.ids import PUBLIC, Cause
from wargame.core.prose import joined
from wargame.core.views import withdrawn
from wargame.core.words import listed
from wargame.rules.base.ruling import Ruling

KINDS: Mapping[Secret, EventKind] = {"orders": "order_opened", "messages": "message_sent"}
"""Events that carry each kind of secret that is no object of its own."""


def reveal(ruling: Ruling, record: Sequence[Event], what: Sequence[Secret], cause: Cause) -> None:
    """Make these kinds of secrets public; what was withdrawn by control stays so.

    One event to say so, and one for each thing told. Reads the whole record once for each kind.
    """
    gone = withdrawn(record)
    names = ", ".join(what)
    first = ruling.emit("secrets_revealed", "control", (cause,), PUBLIC, f"Control reveals what was secret: {names}.")
    if "agreements" in what:
        _agreements(ruling, first.id)
    if "pledges" in what:
        for pledge in [p for p in ruling.state.pledges.values() if p.audience != PUBLIC]:
            text = f"{ruling.name(pledge.by)} had pledged to {ruling.name(pledge.to)}: {_words(pledge.promise)}."
            shown = replace(pledge, audience=PUBLIC)
            _tell(ruling, first.id, pledge.event, text, (pledge.by, pledge.to), shown)
    for kind in what:
        for event in record:
            if event.kind == KINDS.get(kind) and event.audience != PUBLIC and event.id not in gone:
                text = joined(f"In turn {event.turn}: ", event.text)
                ruling.emit(
                    "secret_told",
                    "control",
                    (first.id, event.id),
                    PUBLIC,
                    text,
                    about=event.about,
                    body=event.body,
                    value=event.value,
                )


def _agreements(ruling: Ruling, cause: Cause) -> None:
    for agreement in [a for a in ruling.state.agreements.values() if a.audience != PUBLIC]:
        parties = listed(map(ruling.name, agreement.parties))
        clauses = ", ".join(dict.fromkeys(_words(clause.kind) for clause in agreement.terms.clauses))
        text = f"{parties} had agreed in turn {agreement.signed}: {clauses}."
        lines = [replace(a, audience=PUBLIC) for a in ruling.state.access.values() if a.agreement == agreement.id]
        _tell(ruling, cause, agreement.event, text, agreement.parties, replace(agreement, audience=PUBLIC), *lines)


def _tell(ruling: Ruling, cause: Cause, event: str, text: str, about: tuple[str, ...], *shown: Entity) -> None:
    ruling.emit("secret_told", "control", (cause, event), PUBLIC, text, puts=shown, about=about)


def _words(name: str) -> str:
    return name.replace("_", " ")
