"""Why a variable has its value: from its last change back through causes to decisions, injects, chance and the start.

Nothing is computed anew; every link stands in the record.
"""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from wargame.core import names
from wargame.core.chance import Draw
from wargame.core.codebook import owner
from wargame.core.deeds import deed_in_words
from wargame.core.event_kinds import subject_of
from wargame.core.event_values import InjectSpent, Offered
from wargame.core.events import Change, Event
from wargame.core.ids import AgreementId, Cause, ModelId, SeatId, Variable
from wargame.core.plain_text import plain_line
from wargame.core.setting import Trigger
from wargame.core.words import Namer, listed, part_of_a_score
from wargame.errors import SpecError
from wargame.review.spoken_names import named_in_words, near_in_words
from wargame.rules.model.derived import derived_names, inputs, read
from wargame.rules.model.measures import Picture, picture
from wargame.rules.model.scoring import score
from wargame.rules.model.variable_words import spoken
from wargame.transcript.verify import Replayed

LinkKind = Literal["value", "change", "event", "decision", "inject", "chance", "control", "start", "unknown"]
ROOTS: tuple[LinkKind, ...] = ("decision", "inject", "chance", "control", "start")
"""Where an explanation may end."""
START = "0.1"
_Source: TypeAlias = str | tuple[Event, Change]
_Step: TypeAlias = tuple[_Source, tuple[Event, ...]]
"""A cause, and the events that followed from it down to the number."""


@dataclass(frozen=True, slots=True)
class Link:
    """One step of an explanation, and what brought it about."""

    kind: LinkKind
    id: str
    """Id of the event or decision, or the name of a variable."""
    turn: int
    """From 0, the opening; 0 also for acts of control and for what the scenario says."""
    rule: str
    text: str
    change: Change | None = None
    causes: tuple[Link, ...] = ()
    hidden: int = 0
    """Causes that are left out because the explanation is cut at a depth."""
    repeated: bool = False
    """It stands elsewhere in this explanation with its causes."""


def _parts(look: Picture, variable: Variable) -> str:
    """What each aim brings to a score and each crossed line takes, the weightiest first; empty for other variables."""
    seat = next((seat for seat in look.book.setting.seats if names.score(seat.id) == variable), None)
    lines = score(look, seat).lines if seat is not None else ()
    ranked = sorted(lines, key=lambda line: -abs(line.points))
    return ", ".join(f"{part_of_a_score(line.name)} {line.points:+.1f}" for line in ranked)


class Chains:
    """The causes of everything in one game."""

    def __init__(self, game: Replayed) -> None:
        """Index the record once; linear in its events and their changes."""
        self._game = game
        models, name = game.sequence.state.models, game.sequence.book.setting.name_of
        self._name: Namer = lambda id_: models[ModelId(id_)].name if id_ in models else name(SeatId(id_))
        self._offered: dict[str, Event] = {e.value.proposal: e for e in game.events if isinstance(e.value, Offered)}
        self._events: dict[Cause, Event] = {event.id: event for event in game.events}
        self._order: dict[Cause, int] = {event.id: at for at, event in enumerate(game.events)}
        self._changes: dict[Variable, list[tuple[Event, Change]]] = {}
        self._waited = {each.id: each.when for each in game.sequence.book.setting.injects if each.when is not None}
        for event in game.events:
            for change in event.changes:
                self._changes.setdefault(change.variable, []).append((event, change))

    def _bargain(self, id_: str) -> str:
        """An offer or agreement by whose it is."""
        if offer := self._offered.get(id_):
            return f"the offer of {self._name(offer.about[0])}"
        agreement = self._game.sequence.state.agreements.get(AgreementId(id_))
        return f"the agreement of {listed(map(self._name, agreement.parties))}" if agreement else "a bargain"

    # the tree

    def why(self, variable: Variable, turn: int, depth: int = 6) -> Link:
        """The explanation of a variable at the end of a turn, as a tree whose root is the value.

        `depth` is how many steps it goes back, from 1; what is cut is counted in `Link.hidden`, and what stands
        elsewhere in the tree already is marked `repeated`. A variable may also be named in the words of the screens,
        such as `Rome adoption`. SpecError names the turns, or variables that resemble the name. Nothing is computed
        anew but the derived value itself.
        """
        meant = self.meant(variable, turn)
        book, state = self._game.sequence.book, self._game.states[turn]
        look = picture(book, state)
        value = read(look, meant)
        seen: set[str] = set()
        stored = self.last(meant, turn)
        if stored is not None:
            causes: tuple[Link, ...] = (self._change(*stored, depth, seen),)
        else:
            names, lines = inputs(book, state, meant)
            latest = [pair for name in names if (pair := self.last(name, turn))]
            latest.sort(key=lambda pair: -self._order[pair[0].id])
            causes = tuple(self._change(event, change, depth - 1, seen) for event, change in latest[:8])
            recent = sorted((line for line in lines if line in self._events), key=lambda line: -self._order[line])
            causes = (*(self._cause(line, depth - 1, seen) for line in recent[:4]), *causes)
        parts = _parts(look, meant)
        root = f"{meant} is {value:g} at the end of turn {turn}{f': {parts}' if parts else ''}"
        return Link("value", meant, turn, "", root, causes=causes)

    def meant(self, variable: Variable, turn: int) -> Variable:
        """The dotted name of a variable that may be named in the words of the screens; errors as `why` has them."""
        state = self._game.states.get(turn)
        if state is None:
            raise SpecError(f"turn {turn}: this game has turns 0 to {self._game.turns}")
        book = self._game.sequence.book
        look = picture(book, state)
        if read(look, variable) is not None:
            return variable
        known = [*state.values, *derived_names(book)]
        meant = named_in_words(book.setting, variable, known)
        if len(meant) == 1 and read(look, meant[0]) is not None:
            return meant[0]
        near = meant[:4] or near_in_words(book.setting, variable, known)
        near = near or [Variable(each) for each in difflib.get_close_matches(variable, known, 4, 0.5)]
        said = [f"{each} ({spoken(book.setting, Variable(each))})" for each in near]
        hint = f"did you mean {', '.join(said)}?" if near else "`wargame export --codebook` lists all variables"
        raise SpecError(f"no variable of this game is called {variable!r}; {hint}")

    def leads(self, variable: Variable, turn: int) -> Mapping[str, tuple[Event, ...]]:
        """The shortest chain of events on record from each decision, act and event to a number at the end of a turn.

        By the id of the decision (also of a part of it), act or event where it begins; the events stand in the order in
        which they happened. What no chain joins to the number is not among them. Each event is gone through once for
        each variable by which it is come to.
        """
        state = self._game.states[turn]
        stored = self.last(variable, turn)
        if stored is not None:
            waiting: deque[_Step] = deque([(stored, ())])
        else:
            moved, lines = inputs(self._game.sequence.book, state, variable)
            latest = [pair for name in moved if (pair := self.last(name, turn))]
            sources: list[_Source] = [*latest, *lines]
            waiting = deque([(source, ()) for source in sources])
        found: dict[str, tuple[Event, ...]] = {}
        met: set[tuple[str, Variable | None]] = set()
        while waiting:
            source, after = waiting.popleft()
            event, of = (
                (source[0], source[1].variable) if isinstance(source, tuple) else (self._events.get(source), None)
            )
            if event is None:
                found.setdefault(str(source), after)
                found.setdefault(str(source).partition("#")[0], after)
                continue
            if (event.id, of) in met:
                continue
            met.add((event.id, of))
            found.setdefault(event.id, after)
            waiting.extend((each, (event, *after)) for each in self._sources(event, of))
        return found

    def last(self, variable: Variable, turn: int, before: Event | None = None) -> tuple[Event, Change] | None:
        """The last change of a stored variable up to the end of a turn, or before an event; None if there is none."""
        bar = self._order[before.id] if before else len(self._order)
        for event, change in reversed(self._changes.get(variable, ())):
            if event.turn <= turn and self._order[event.id] < bar:
                return event, change
        return None

    def _change(self, event: Event, change: Change, depth: int, seen: set[str]) -> Link:
        if event.id == START:
            return Link("start", START, 0, event.rule, f"the game began with {change.after:g}", change)
        kind: LinkKind = "inject" if _of_the_world(event) else "change"
        key = f"{event.id} {change.variable}"
        links, hidden, repeated = self._behind(event, depth, seen, key, change.variable)
        return Link(kind, event.id, event.turn, event.rule, event.text, change, links, hidden, repeated)

    def _cause(self, cause: str, depth: int, seen: set[str]) -> Link:
        event = self._events.get(cause)
        if event is not None:
            if event.id == START:
                return Link("start", START, 0, event.rule, event.text)
            kind: LinkKind = "inject" if _of_the_world(event) else "event"
            links, hidden, repeated = self._behind(event, depth, seen, event.id, None)
            return Link(kind, event.id, event.turn, event.rule, event.text, None, links, hidden, repeated)
        whole, _, part = cause.partition("#")
        decision = self._game.decisions.get(whole)
        if decision is not None:
            text = deed_in_words(decision, part, self._name, self._bargain)
            return Link("decision", cause, decision.turn, decision.phase, text)
        act = self._game.acts.get(cause)
        if act is not None:
            why = f": {act.reason}" if act.reason else ""
            return Link("control", cause, 0, act.move.kind, f"{act.who}, {act.role.replace('_', ' ')}{why}")
        if cause == "scenario":
            return Link("start", cause, 0, "", "the scenario says so")
        return Link("unknown", cause, 0, "", f"nothing in the record is called {cause!r}")

    def _behind(
        self, event: Event, depth: int, seen: set[str], key: str, variable: Variable | None
    ) -> tuple[tuple[Link, ...], int, bool]:
        draws = tuple(_drawn(draw, event) for draw in event.draws)
        sources = self._sources(event, variable)
        if key in seen:
            return (), 0, True
        if depth <= 1:
            return draws, len(sources), False
        seen.add(key)
        links = [
            self._change(source[0], source[1], depth - 1, seen)
            if isinstance(source, tuple)
            else self._cause(source, depth - 1, seen)
            for source in sources
        ]
        return (*links, *draws), 0, False

    def _sources(self, event: Event, variable: Variable | None) -> list[str | tuple[Event, Change]]:
        """Causes with decisions first and the start last; then what the variable was before."""
        causes = sorted(event.causes, key=lambda cause: (cause in self._events, cause == START))
        if (crossing := self._crossing(event)) is not None:
            latest, crossed = crossing
            return [crossed if cause == latest else cause for cause in causes]
        anchor = variable or (event.changes[0].variable if len(_owners(event)) == 1 else None)
        if anchor is None:
            return list(causes)
        previous = self.last(variable, event.turn, event) if variable else None
        told = causes if previous is None else [cause for cause in causes if cause not in (START, previous[0].id)]
        found = [bearing for cause in told if (bearing := self._bearing(cause, event, anchor)) is not None]
        return [*found, previous] if previous else found or list(causes)

    def _crossing(self, event: Event) -> tuple[str, tuple[Event, Change]] | None:
        """Of an inject that waited for a number to cross a line: the last event that moved it, and what crossed it.

        The rules note the last one, which may as well have led away from the line again. None for any other event.
        """
        waited = self._waited.get(event.value.inject) if isinstance(event.value, InjectSpent) else None
        latest = self.last(waited.variable, event.turn, event) if waited is not None else None
        if waited is None or latest is None:
            return None
        crossed = latest
        while not _misses(waited, crossed[1].before):
            earlier = self.last(waited.variable, event.turn, crossed[0])
            if earlier is None or earlier[0].id == START:
                break
            crossed = earlier
        return latest[0].id, crossed

    def _bearing(self, cause: str, event: Event, variable: Variable) -> str | tuple[Event, Change] | None:
        """How a cause bears on a variable: through what it moved for the same seat, if it moved things for several."""
        source = self._events.get(cause)
        if source is None or not source.changes or source.id == START:
            return cause
        whose, theirs = owner(variable), _owners(source)
        own = next((change for change in source.changes if owner(change.variable) == whose), None)
        if len(theirs) > 1 and own is not None:
            return source, own
        if len(_owners(event)) == 1 or whose in theirs or whose in source.about or theirs <= {"world", "model"}:
            return cause
        return None

    # the ends

    def end(self, cause: str) -> Link:
        """What a cause by its id is, without what is behind it: a decision, a part of one, an act, an event."""
        return self._cause(cause, 1, set())

    def roots(self, variable: Variable, turn: int) -> Iterator[Link]:
        """Every link without causes that the whole walk from a stored variable, at the end of a turn, comes to.

        None for a variable that is not stored. Each event is gone through once for each variable by which it is come
        to.
        """
        stored = self.last(variable, turn)
        waiting: list[str | tuple[Event, Change]] = [stored] if stored else []
        met: set[str] = set()
        while waiting:
            source = waiting.pop()
            event = source[0] if isinstance(source, tuple) else self._events.get(source)
            of = source[1].variable if isinstance(source, tuple) else None
            key = f"{event.id} {of}" if event else str(source)
            if key in met:
                continue
            met.add(key)
            if event is None:
                yield self._cause(str(source), 1, set())
            elif event.id == START:
                yield Link("start", START, 0, event.rule, event.text)
            else:
                further = self._sources(event, of)
                yield from (_drawn(draw, event) for draw in event.draws)
                if _of_the_world(event):
                    yield Link("inject", event.id, event.turn, event.rule, event.text)
                elif not further and not event.draws:
                    yield Link("unknown", event.id, event.turn, event.rule, event.text)
                waiting += further


def _misses(waited: Trigger, value: float) -> bool:
    """Whether a number lies on the side of its line on which the inject does not come."""
    above = waited.above is not None and value <= waited.above
    return above or (waited.below is not None and value >= waited.below)


def _of_the_world(event: Event) -> bool:
    return subject_of(event.kind) in ("world", "inject")


def _drawn(draw: Draw, event: Event) -> Link:
    text = f"chance: {draw.purpose} drew {draw.value:g} against {draw.against:g}"
    return Link("chance", f"{event.id} {draw.purpose}", event.turn, event.rule, text)


def as_text(link: Link, indent: int = 0) -> str:
    """The explanation as an indented outline, a line for each link; `indent` is how many steps it is set in."""
    lines = ["  " * indent + plain_line(_line(link))]
    lines += [as_text(cause, indent + 1) for cause in link.causes]
    if link.hidden:
        lines.append("  " * (indent + 1) + f"({link.hidden} more)")
    return "\n".join(lines)


def _line(link: Link) -> str:
    if link.kind in ("value", "chance"):
        return link.text
    if link.kind == "decision":
        return f"[{link.id}] {link.text}"
    moved = ""
    if link.change is not None and link.kind != "start":
        moved = f"{link.change.variable} {link.change.before:g} -> {link.change.after:g}: "
    elif link.change is not None:
        moved = f"{link.change.variable}: "
    rule = f" ({link.rule})" if link.rule else ""
    return f"[{link.id}] {moved}{link.text}{rule}{' (see above)' if link.repeated else ''}"


def _owners(event: Event) -> set[str]:
    return {owner(change.variable) for change in event.changes}
