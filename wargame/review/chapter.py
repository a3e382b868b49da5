"""One turn of a finished game in sentences: what was signed and why, who was forced, who left, who copied whom.

Told in the order of a turn: the world, agreements that fell with it, what was signed, then acts and what came of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from wargame.core.event_kinds import BROKEN, EventKind, subject_of, weight_of
from wargame.core.event_values import AgreementClosed, Breached
from wargame.core.events import Change, Event
from wargame.core.ids import Phase, SeatId
from wargame.core.models import Access
from wargame.core.words import Namer, listed
from wargame.review.bargain_words import Bargains, TalkCount
from wargame.review.consequences import Reach, moved_by, owners, reaches
from wargame.review.leaving import left, taken_model
from wargame.review.provocation import before
from wargame.rules.model.access import model_name
from wargame.transcript.verify import Replayed

NEWER = 0.05
"""Months below which a copy is no newer than what was there."""
BEFORE_TALK: tuple[Phase, ...] = ("start", "brief", "inject")
HEADLINES = "Signed", "Force", "Cut off", "Broken", "Courts", "Staff", "Defection"
"""Matters of a turn that its short form tells."""
SMALL = 2.5
"""Moves below this many points are not told."""
ENDED: frozenset[EventKind] = frozenset({"agreement_ended", "agreement_lapsed"})
DIRECTIVE = "export_directive"
"""Rule of the suspensions that a bar on foreign access brings: told with the bar."""
AFTER: Mapping[EventKind, str] = {
    "jailbreak": "a jailbreak of closed models came out",
    "targeting_scandal": "wrongful strikes by automated targeting were reported",
}
"""What went before a deed, where the event's own sentence does not begin with who did it."""
MODELS: tuple[EventKind, ...] = (
    "sovereign_model_fielded",
    "open_weights_adopted",
    "access_granted",
    "access_resumed",
    "weights_closed",
    "model_withheld",
)
"""What anybody may do about the models it runs or sells; the gravest first."""
COPYING: tuple[EventKind, ...] = (
    "defection_detected",
    "illicit_use_exposed",
    "theft_tried",
    "illicit_use_began",
    "model_distilled",
    "distillation_punished",
)
"""Copies, thefts and uses beyond the terms, with what came of them; the gravest first."""
STAFF: tuple[EventKind, ...] = ("staff_resigned", "gap_filled")


@dataclass(frozen=True, slots=True)
class ChapterParts:
    """What a chapter says beside its talk, paragraph by paragraph."""

    first: tuple[str, ...]
    """What happened before the first signature could be."""
    signed: tuple[str, ...]
    rest: tuple[str, ...]


QUIET = ChapterParts((), (), ())
"""A turn in which nobody did anything worth a line."""


class Chapter:
    """One turn of a game, told from control's view."""

    def __init__(self, game: Replayed, turn: int) -> None:
        """Reads the events of the turn once; some tenths of a millisecond, more where access changed."""
        self._game, self.turn = game, turn
        self._setting, self._before = game.sequence.book.setting, game.states[turn - 1]
        self._name: Namer = self._setting.name_of
        self._model = partial(model_name, game.sequence.state)
        self._events = [event for event in game.events if event.turn == turn]
        self._bargains = Bargains(game, turn, self._before, self._events, self._name, self._model)
        self._shocks = [e for e in self._events if _shakes(e)]
        self._force = [e for e in self._of("coercion") if weight_of(e.kind) == "blow"]
        self._barred = [e for e in self._events if e.kind == "access_suspended" and e.rule == DIRECTIVE]
        self._cut = [e for e in self._events if _cuts(e) and e not in self._barred]
        self._broken = [e for e in self._events if e.kind in BROKEN]
        deeds = [*self._shocks, *self._force, *self._cut, *self._broken, *(e for e in self._events if e.kind in ENDED)]
        self._owner = dict(owners(sorted(deeds, key=self._events.index)))
        bars = {e.causes: e for e in self._force if e.kind == "export_barred"}
        self._owner |= {e.id: bars[e.causes].id for e in self._barred if e.causes in bars}
        self._shaken = {e.id for e in self._events if subject_of(e.kind) in ("world", "inject")}
        self._reaches = reaches(game.sequence.book, self._before, self._events)

    @property
    def talk(self) -> TalkCount:
        """The offers of the turn and what became of them."""
        return self._bargains.talk

    def paragraphs(self, most: int) -> Iterator[str]:
        """A sentence or a few for each matter, with at most so many deeds of each; talk stands with what was signed."""
        told = self.told(most)
        talk = self.talk.words
        yield from told.first
        if told.signed and told.signed[0].startswith("Signed"):
            yield f"{told.signed[0]} {talk}".rstrip()
        elif talk:
            yield f"{'Nothing new signed' if told.signed else 'Nothing signed'}. {talk}"
        yield from (each for each in told.signed if not each.startswith("Signed"))
        yield from told.rest

    def headlines(self) -> Iterator[str]:
        """The short form: one deed of each of the matters that a game turns on, without the talk."""
        told = self.told(1)
        paragraphs = (*told.first, *told.signed, *told.rest)
        return (each for each in paragraphs if each.partition(":")[0] in HEADLINES)

    def told(self, most: int) -> ChapterParts:
        """What the chapter says beside talk, with at most so many deeds of each matter; all empty in a quiet turn."""
        signed = self._bargains.signed
        new = [event for event in signed if not self._bargains.renews(event)]
        old = [event for event in signed if event not in new]
        world = self._heaviest(_unique(self._shocks), most)
        return ChapterParts(
            (*_listed("World", world, partial(self._told, most=1), most), *self._deeds(most, early=True)),
            (
                *_listed("Signed", new, self._bargains.new, most + 1, "; ", "."),
                *_listed("Renewed", old, self._bargains.renewed, most + 3, "; ", "."),
            ),
            (*self._deeds(most, early=False), *self._came_of_it(most)),
        )

    def _deeds(self, most: int, early: bool) -> Iterator[str]:
        """What was forced, cut off, broken or ended, before talk began or after it."""
        one, lifted = partial(self._told, most=1), [e for e in self._events if e.kind == "export_bar_lifted"]
        forced = self._force if any(e.kind == "export_barred" for e in self._force) else [*self._force, *lifted]
        over = {e.id for e in self._broken if e.kind == "clause_breached"}
        words = [e for e in self._broken if not (e.kind == "agreement_broken" and e.causes[0] in over)]
        for title, found, tell in (
            ("Force", forced, partial(self._told, most=2)),
            ("Cut off", self._cut, one),
            ("Broken", words, one),
            ("Ended", [e for e in self._events if e.kind in ENDED], one),
        ):
            yield from _listed(title, _unique(e for e in found if (e.phase in BEFORE_TALK) is early), tell, most)

    def _came_of_it(self, most: int) -> Iterator[str]:
        """Courts and staff, who left, what became of models, and whose words fitted their deeds."""
        events = self._events
        yield from _listed("Courts", list(self._of("court")), _ruled, most)
        yield from _listed("Staff", _unique(e for e in events if e.kind in STAFF), _text, most)
        leaving = list(self._leaving())
        yield from _listed("Defection", leaving, self._departure, most)
        gone = [e for e in events if e in leaving or self._at_hand(e) or self._gone_again(e)]
        others = [e for e in events if e.kind in MODELS and e not in gone]
        yield from _listed("Models", _unique(_ranked(others, MODELS)), _text, most)
        yield from _listed("Copying", _unique(_ranked(events, COPYING)), self._copied, most)
        yield from _listed("Word and deed", [e for e in events if e.kind == "signal_broken"], _text, most + 1)

    # what belongs where

    def _of(self, subject: str) -> Iterator[Event]:
        return (event for event in self._events if subject_of(event.kind) == subject)

    def _heaviest(self, found: Sequence[Event], most: int) -> list[Event]:
        """In their order, but what moved most stands first where not all can be told."""
        if len(found) <= most:
            return list(found)
        size = {
            e.id: max((abs(c.after - c.before) * _scale(c) for c in self._own(e) if self._named(c)), default=0.0)
            for e in found
        }
        kept = sorted(found, key=lambda event: -size[event.id])[:most]
        return [*(e for e in found if e in kept), *(e for e in found if e not in kept)]

    def _own(self, event: Event) -> tuple[Change, ...]:
        return moved_by(event, self._events, self._owner)

    def _gone_again(self, event: Event) -> bool:
        """Whether what somebody had back was no longer live when the turn was over: it was left, or barred again."""
        lines = [put.entity for put in event.puts if isinstance(put.entity, Access)]
        after = self._game.states[self.turn].access
        return event.kind == "access_resumed" and all(
            line.id not in after or after[line.id].status != "live" for line in lines
        )

    def _at_hand(self, event: Event) -> bool:
        """Whether somebody takes up what it runs already: a newer version is no new deed."""
        lines = [put.entity for put in event.puts if isinstance(put.entity, Access)]
        known = {(line.holder, line.model) for line in self._before.access.values() if line.status == "live"}
        return event.kind == "open_weights_adopted" and any((line.holder, line.model) in known for line in lines)

    def _leaving(self) -> Iterator[Event]:
        gone: set[tuple[SeatId, SeatId]] = set()
        for event in self._events:
            parting = left(self._setting, self._before, event)
            if parting and parting not in gone and not self._at_hand(event) and not self._went_before(parting):
                gone.add(parting)
                yield event

    def _went_before(self, parting: tuple[SeatId, SeatId]) -> bool:
        """Whether somebody ran the other side's models when the turn began, so that it does not leave now."""
        holder, maker = parting
        models = self._game.sequence.state.models
        live = (each for each in self._before.access.values() if each.holder == holder and each.status == "live")
        return any(line.model in models and models[line.model].owner == maker for line in live)

    # words

    def _departure(self, event: Event) -> str:
        if taken := taken_model(event):
            return f"{self._name(taken.taker)} takes {self._model(taken.model)}, a model of the other side."
        other = ", a model of the other side" if event.kind == "open_weights_adopted" else ""
        return f"{event.text.rstrip('.')}{other}."

    def _copied(self, event: Event) -> str:
        """A copy with what it brought and whether anybody noticed; other thefts and answers in the rules' words."""
        if event.kind != "model_distilled":
            return event.text
        gained = max((change.after - change.before for change in event.changes), default=0.0)
        brought = (
            f"what it has is {gained:.1f} months newer for it" if gained >= NEWER else "it learnt nothing new by it"
        )
        if event.puts:
            brought = "its first copy"
        found = any(e.kind == "defection_detected" and e.about == event.about for e in self._events)
        return f"{event.text.rstrip('.')} ({brought}; {'found out' if found else 'nobody noticed'})."

    def _told(self, event: Event, most: int) -> str:
        """A deed, and in brackets what it moved."""
        text, did = event.text.rstrip("."), self._did(event, most)
        if isinstance(event.value, AgreementClosed):
            text = self._bargains.closed(event)
        elif isinstance(event.value, Breached):
            text = self._bargains.breach(event)
        if event.kind == "export_barred" and any(e.kind == "export_bar_lifted" for e in self._events):
            text = f"{text}, and the bar was lifted before the turn was over"
        text = f"{text} ({did})" if did else text
        if event.kind in ENDED or event.kind in BROKEN:
            return f"{text}."
        first = None
        if event.causes[0] not in self._shaken:
            first = before(self._setting, self._before, self._game.events, event)
        after = f", after {AFTER.get(first.kind, first.text.rstrip('.'))}" if first else ""
        return f"{text}{after}{self._bargains.signed_before(event)}."

    def _did(self, event: Event, most: int) -> str:
        if event.kind == "export_barred":
            hit = self._barred_by(event)
            return "; ".join([hit or "nobody ran one from abroad", *self._moves(event, most)])
        reach = self._reaches.get(event.id)
        felt = [self._felt(reach)] if reach and abs(reach.after - reach.before) >= SMALL else []
        return ", ".join([*felt, *self._moves(event, most)])

    def _barred_by(self, bar: Event) -> str:
        """Whom a bar on foreign access cut off from which models, and where that was felt most; else empty."""
        lost: dict[SeatId, list[Event]] = {}
        for event in self._barred:
            if event.causes == bar.causes:
                lost.setdefault(event.about[1], []).append(event)
        told = []
        for holder, events in lost.items():
            lines = [put.entity for event in events for put in event.puts if isinstance(put.entity, Access)]
            models = listed(dict.fromkeys(self._model(line.model) for line in lines))
            felt = [reach for event in events if (reach := self._reaches.get(event.id))]
            worst = max(felt, key=lambda reach: reach.before - reach.after, default=None)
            fell = f", {self._felt(worst)}" if worst and worst.before - worst.after >= SMALL else ""
            told.append(f"{self._name(holder)} from {models}{fell}")
        return f"cut off: {'; '.join(told)}" if told else ""

    def _felt(self, reach: Reach) -> str:
        return f"{reach.area} within reach of {self._name(reach.holder)} {reach.before:.0f} -> {reach.after:.0f}"

    def _moves(self, event: Event, most: int) -> list[str]:
        told = [(named, each) for each in self._own(event) if (named := self._named(each))]
        told.sort(key=lambda pair: -abs(pair[1].after - pair[1].before) * _scale(pair[1]))
        return [
            f"{named} {each.before * _scale(each):.0f} -> {each.after * _scale(each):.0f}"
            for named, each in told[:most]
            if abs(each.after - each.before) * _scale(each) >= SMALL
        ]

    def _named(self, change: Change) -> str:
        """What moved, in the words of the account; nothing for what it does not tell."""
        seat, _, rest = change.variable.partition(".")
        side, _, of = rest.partition(".")
        if side in SIDES:
            return SIDES[side].format(seat=self._name(seat), of=self._name(of) if side != "C" else of)
        return ""


SIDES: Mapping[str, str] = {
    "trust": "trust of {seat} in {of}",
    "C": "{of} of {seat}",
    "cutoff": "{seat}'s fear of being cut off by {of}",
    "DS": "support in {seat}",
    "dissent": "dissent at {seat}",
    "grid": "grid of {seat}",
    "Leg": "legitimacy of {seat}",
    "reputation": "standing of {seat}",
}
"""What the account tells of what moved, by the second part of a variable's name."""


def _scale(change: Change) -> float:
    return 100.0 if ".cutoff." in change.variable else 1.0


def _listed(
    title: str, found: Sequence[Event], word: Callable[[Event], str], most: int, between: str = " ", end: str = ""
) -> Iterator[str]:
    """A paragraph of so many of what was found, and how many more there were; nothing where there is nothing."""
    if found:
        rest = len(found) - most
        more = f"{between}{rest} more{'' if end else '.'}" if rest > 0 else ""
        yield f"{title}: {between.join(map(word, found[:most]))}{more}{end}".rstrip()


def _shakes(event: Event) -> bool:
    """Whether it happens to the table, and is worth a line."""
    return event.kind == "targeting_scandal" or (subject_of(event.kind) == "world" and weight_of(event.kind) == "blow")


def _cuts(event: Event) -> bool:
    return event.kind == "access_suspended" or (event.kind == "access_ended" and event.rule == "revoke")


def _text(event: Event) -> str:
    return event.text


def _ruled(event: Event) -> str:
    return event.text.rstrip(".") + "".join(f" (drew {d.value:.2f} against {d.against:g})" for d in event.draws) + "."


def _ranked(events: Iterable[Event], kinds: Sequence[EventKind]) -> list[Event]:
    return sorted((event for event in events if event.kind in kinds), key=lambda event: kinds.index(event.kind))


def _unique(events: Iterable[Event]) -> list[Event]:
    return list({event.text: event for event in reversed(list(events))}.values())[::-1]
