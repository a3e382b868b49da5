"""Why a number is what it is, from what the seat has seen: events that moved it, lines that make it, its error."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.codebook import family_of, owner
from wargame.core.event_kinds import weight_of
from wargame.core.ids import AREAS, WAYS, SeatId, Variable
from wargame.core.models import REVOCABILITY
from wargame.core.views import Seen
from wargame.players.base import Ask
from wargame.present.rows import ListRow, heading
from wargame.review.own_history import UNTOLD, MovingEvent, OwnHistory
from wargame.review.reliance import needs, without
from wargame.rules.model.variable_words import figure, spoken

"""Kinds of events that tell of nothing new."""
MOST = 8
"""Events told of one number."""


def why_rows(ask: Ask, past: OwnHistory, name: str) -> list[ListRow]:
    """The explanation of a cell by its name, as the tables of the world give it.

    It is a variable, or `need HOLDER SUPPLIER`, `home HOLDER` or `exposed HOLDER`; an empty one has nothing to explain.
    At most eight events are told.
    """
    if not name:
        return [ListRow((), "there is nothing to explain here")]
    kind, _, rest = name.partition(" ")
    if kind == "need":
        holder, supplier = rest.split(" ")
        return list(_need(ask, past, holder, supplier))
    if kind in ("home", "exposed"):
        return list(_stance(ask, past, rest))
    return list(_variable(ask, past, Variable(name)))


def _say(text: str, mark: str = "  ", style: str = "") -> ListRow:
    return ListRow(((mark, "bold"),), text, style=style)


def _need(ask: Ask, past: OwnHistory, holder: SeatId, supplier: SeatId) -> Iterator[ListRow]:
    book, name = ask.book, ask.book.name
    need = next(found for found in needs(book, ask.view) if found.holder == holder)
    reliance = need.by.get(supplier)
    yield heading(f"{name(holder)} needs {name(supplier)}")
    if reliance is None:
        yield _say("no line of access between them that you know of")
        return
    guess = "" if need.exact else "about "
    yield _say(f"{guess}{reliance.share:.0%} of the useful models in use", "= " if need.exact else "~ ")
    whole, left = without(book, ask.view, holder, supplier)
    yield _say(
        f"if cut: capability heads for {left:.1f} instead of {whole:.1f} ({reliance.loss:.0%} lost at once)", "~ "
    )
    for line in reliance.lines:
        model = ask.view.models.get(line.model)
        source = line.source if line.source != "agreement" else f"agreement {line.agreement}"
        terms = f"{WAYS[line.channel]}, {line.licence} licence, data {line.data}"
        taken = f"{REVOCABILITY[line.channel]:.0%} of it can be taken back"
        use = model.name if model else line.model
        yield _say(f"{use} {terms}; since turn {line.since}, from {source}; {taken}", "- ")
    if not reliance.lines:
        yield _say("serves nothing itself: it stands behind the suppliers under its law, and could have them cut", "- ")
    yield from _sources([seen for seen in reversed(ask.view.events) if {holder, supplier} <= set(seen.about)])
    if not need.exact:
        yield _say(_fog(ask, holder), "~ ")


def _fog(ask: Ask, holder: SeatId) -> str:
    if holder == ask.seat:
        return "vintages of others' models are your estimates"
    return "an estimate: adoption and vintages are guessed, and secret lines of access are not counted"


def _sources(events: list[Seen]) -> Iterator[ListRow]:
    telling = [seen for seen in events if weight_of(seen.kind) != "routine"]
    if telling:
        yield heading("WHAT YOU SAW OF THEM")
    for seen in telling[:MOST]:
        yield _say(f"turn {seen.turn}: {seen.text}", "- ")


def _stance(ask: Ask, past: OwnHistory, holder: SeatId) -> Iterator[ListRow]:
    book, name = ask.book, ask.book.name
    need = next(found for found in needs(book, ask.view) if found.holder == holder)
    yield heading(f"{name(holder)}: at home and exposed")
    guess = "" if need.exact else "about "
    yield _say(f"{guess}{need.home:.0%} of the useful models in use are out of others' reach")
    yield _say(f"{guess}{need.worst:.0%} of capability is the most that one supplier could take at once: {need.word}")
    for layer in ("chips", "cloud", "integration", "data"):
        variable = names.home_share(holder, layer)
        if variable in ask.view.values:
            mark = "~" if variable in ask.view.spread else ""
            yield _say(f"home share of {layer}: {mark}{ask.view.values[variable]:.0%}", "- ")
    if not need.exact:
        yield _say(_fog(ask, holder), "~ ")


def _variable(ask: Ask, past: OwnHistory, variable: Variable) -> Iterator[ListRow]:
    name = spoken(ask.book.setting, variable, ask.seat)
    whose = owner(variable)
    yield heading(name[:1].upper() + name[1:])
    if variable == names.fielded(whose):
        yield _say("weighted by its missions: " + ", ".join(_weights(ask, whose)))
        causes = sorted(
            (cause for area in AREAS for cause in past.causes(names.capability(whose, area), MOST)),
            key=lambda cause: -cause.seen.turn,
        )
        yield from _cause_rows(ask, tuple(causes[:MOST]))
        return
    value = ask.view.values.get(variable)
    if value is None:
        yield _say("you have no way to know this", "? ")
        return
    family, spread = family_of(variable), ask.view.spread.get(variable)
    if spread is not None:
        low, high = (family.low, family.high) if family else (0, 100)
        bounds = f"{figure(variable, max(low, value - spread))} to {figure(variable, min(high, value + spread))}"
        yield _say(f"~{figure(variable, value)}: likely {bounds} (one standard error either way)", "~ ")
        yield _say("your source is your own estimate; request intelligence narrows it", "~ ")
        moved = [seen for seen in reversed(ask.view.events) if whose in seen.about and seen.kind != "message_sent"]
        yield from _sources(moved)
        return
    yield _say(f"{figure(variable, value)}: known exactly", "= ")
    if family:
        yield _say(f"{family.meaning} ({family.unit})")
    if past.untold(variable):
        yield _say(UNTOLD, "? ")
    yield from _cause_rows(ask, past.causes(variable, MOST))
    if not past.causes(variable, 1):
        yield _say("it stands as it was when the game began")


def _weights(ask: Ask, holder: SeatId) -> list[str]:
    weights = zip(AREAS, ask.book.weights[holder], strict=True)
    return [f"{area} {weight:.0%}" for area, weight in weights if weight > 0]


def _cause_rows(ask: Ask, causes: tuple[MovingEvent, ...]) -> Iterator[ListRow]:
    if causes:
        yield heading("MOVED BY, the latest first")
    for cause in causes:
        change = cause.change
        before, after = figure(change.variable, change.before), figure(change.variable, change.after)
        yield _say(f"turn {cause.seen.turn}, {cause.seen.phase}: {before} -> {after}. {cause.seen.text}", "- ")
