"""One turn of a finished game in sentences: what was signed and why, who was forced, who left, who copied whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause
from wargame.core.event_kinds import EventKind, subject_of, weight_of
from wargame.core.event_values import AgreementClosed, OfferAnswered, Offered, Signed
from wargame.core.events import Change, Event
from wargame.core.fold import fold
from wargame.core.ids import SeatId
from wargame.core.models import Access
from wargame.core.words import Namer, clause_in_brief
from wargame.players.scripted.bonds import matters
from wargame.review.consequences import Reach, moved_by, owners, reaches
from wargame.review.leaving import left
from wargame.review.provocation import before
from wargame.rules.model.access import model_name
from wargame.rules.model.deal_value import appraise
from wargame.transcript.verify import Replayed

SMALL = 2.5
"""Moves below this many points are not told."""
NOTHING = "nothing that the rules of deal value count"
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


class Chapter:
    """One turn of a game, told from control's view."""

    def __init__(self, game: Replayed, turn: int) -> None:
        """Reads the events of the turn once; some tenths of a millisecond, more where access changed."""
        self._game, self._turn = game, turn
        self._setting, self._before = game.sequence.book.setting, game.states[turn - 1]
        self._name: Namer = self._setting.name_of
        self._model = partial(model_name, game.sequence.state)
        self._events = [event for event in game.events if event.turn == turn]
        self._shocks = [e for e in self._events if _shakes(e)]
        self._force = [e for e in self._of("coercion") if weight_of(e.kind) == "blow"]
        self._broken = [e for e in self._events if subject_of(e.kind) == "break" or _revoked(e)]
        self._owner = owners(sorted([*self._shocks, *self._force, *self._broken], key=self._events.index))
        self._shaken = {e.id for e in self._events if subject_of(e.kind) in ("world", "inject")}
        self._reaches = reaches(game.sequence.book, self._before, self._events)

    def paragraphs(self, most: int) -> Iterator[str]:
        """A sentence or a few for each matter, with at most so many deeds of each."""
        events = self._events
        yield from _listed("World", _unique(self._shocks), partial(self._told, most=1), most)
        signed = sorted((e for e in events if isinstance(e.value, Signed)), key=_rank)
        new = [event for event in signed if not self._renews(event)]
        talk = self._talk()
        if new:
            yield from _listed("Signed", new, self._bargain, most + 1, "; ", f". {talk}")
        elif talk:
            yield f"{'Nothing new signed' if signed else 'Nothing signed'}. {talk}"
        old = [event for event in signed if event not in new]
        yield from _listed("Renewed", old, self._renewal, most + 3, "; ", ".")
        lifted = [e for e in events if e.kind == "export_bar_lifted"]
        forced = self._force if any(e.kind == "export_barred" for e in self._force) else [*self._force, *lifted]
        yield from _listed("Force", _unique(forced), partial(self._told, most=2), most)
        yield from _listed("Broken", _unique(self._broken), partial(self._told, most=1), most)
        yield from _listed("Courts", list(self._of("court")), _ruled, most)
        yield from _listed("Staff", _unique(e for e in events if e.kind in STAFF), _text, most)
        leaving = list(self._leaving())
        yield from _listed("Defection", leaving, self._departure, most)
        others = [e for e in events if e.kind in MODELS and e not in leaving and not self._at_hand(e)]
        yield from _listed("Models", _unique(_ranked(others, MODELS)), _text, most)
        yield from _listed("Copying", _unique(_ranked(events, COPYING)), _text, most)
        yield from _listed("Word and deed", [e for e in events if e.kind == "signal_broken"], _text, most + 1)

    # what belongs where

    def _of(self, subject: str) -> Iterator[Event]:
        return (event for event in self._events if subject_of(event.kind) == subject)

    def _renews(self, event: Event) -> bool:
        """Whether the same parties signed about the same before."""
        assert isinstance(event.value, Signed)
        terms = event.value.terms
        before = (e.value.terms for e in self._game.events if isinstance(e.value, Signed) and e.turn < self._turn)
        return any(set(old.parties) == set(terms.parties) and matters(terms) <= matters(old) for old in before)

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
        if isinstance(event.value, Signed):
            taken = next(each for each in event.value.terms.clauses if isinstance(each, AccessClause))
            return f"{self._name(taken.taker)} takes {self._model(taken.model)}, a model of the other side."
        other = ", a model of the other side" if event.kind == "open_weights_adopted" else ""
        return f"{event.text.rstrip('.')}{other}."

    def _bargain(self, event: Event) -> str:
        """The parties of a signature, what they signed, and what it brings each by the rules of deal value."""
        assert isinstance(event.value, Signed)
        terms = event.value.terms
        clauses = ", ".join(dict.fromkeys(clause_in_brief(each, self._name, self._model) for each in terms.clauses))
        return f"{_and(map(self._name, terms.parties))} ({clauses}; {self._reasons(event, terms)})"

    def _renewal(self, event: Event) -> str:
        assert isinstance(event.value, Signed)
        terms = event.value.terms
        return f"{_and(map(self._name, terms.parties))} ({self._matter(terms)})"

    def _matter(self, terms: Terms) -> str:
        """What terms are about first of all."""
        main = [clause for clause in terms.clauses if clause.kind not in ("payment", "guarantee")]
        return clause_in_brief((main or list(terms.clauses))[0], self._name, self._model)

    def _reasons(self, event: Event, terms: Terms) -> str:
        """What each party gains most by, as things stood when it was signed."""
        at = fold(self._before, self._events[: self._events.index(event)])
        found: dict[str, list[str]] = {}
        for seat in terms.parties:
            lines = appraise(self._game.sequence.book, at, seat, terms).lines
            reason, points = max(lines, key=lambda line: line[1], default=("", 0.0))
            found.setdefault(reason if points > 0 else NOTHING, []).append(self._name(seat))
        return ", ".join(f"{_and(seats)} for {reason}" for reason, seats in found.items())

    def _told(self, event: Event, most: int) -> str:
        """A deed, and in brackets what it moved."""
        text, did = event.text.rstrip("."), self._did(event, most)
        if isinstance(event.value, AgreementClosed):
            text = self._closed(event, event.value)
        if event.kind == "export_barred" and any(e.kind == "export_bar_lifted" for e in self._events):
            text = f"{text}, and the bar was lifted before the turn was over"
        text = f"{text} ({did})" if did else text
        first = None
        if event.causes[0] not in self._shaken:
            first = before(self._setting, self._before, self._game.events, event)
        return f"{text}, after {first.text.rstrip('.')}." if first else f"{text}."

    def _closed(self, event: Event, closed: AgreementClosed) -> str:
        parties = _and(map(self._name, event.about))
        agreement = self._game.sequence.state.agreements[closed.agreement]
        clauses = agreement.terms.clauses
        what = f"{parties} ({self._matter(agreement.terms)})" if clauses else parties
        if closed.status == "lapsed":
            return f"{what} fell to {closed.why}"
        if closed.status != "ended":
            return f"{what}: {closed.why}"
        gave = [e.about[0] for e in self._game.events if e.kind == "notice_given" and agreement.event in e.causes]
        return f"{what} ended on notice of {self._name(gave[-1])}" if gave else f"{what} ended on notice: {closed.why}"

    def _did(self, event: Event, most: int) -> str:
        if event.kind == "export_barred":
            cut = {e.about[1]: e for e in self._events if e.kind == "access_suspended" and e.causes == event.causes}
            hit = f"cut off: {_and(map(self._name, cut))}" if cut else "nobody ran one from abroad"
            return ", ".join(filter(None, [hit, *self._moves(event, most)]))
        reach = self._reaches.get(event.id)
        felt = [self._felt(reach)] if reach and abs(reach.after - reach.before) >= SMALL else []
        return ", ".join([*felt, *self._moves(event, most)])

    def _felt(self, reach: Reach) -> str:
        return f"{reach.area} within reach of {self._name(reach.holder)} {reach.before:.0f} -> {reach.after:.0f}"

    def _moves(self, event: Event, most: int) -> list[str]:
        told = [(named, each) for each in moved_by(event, self._events, self._owner) if (named := self._named(each))]
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

    # talk

    def _talk(self) -> str:
        made = {e.value.proposal: e for e in self._game.events if isinstance(e.value, Offered) and e.turn <= self._turn}
        new = [offer for offer in made.values() if offer.turn == self._turn]
        answers = [(e.about[0], e.value) for e in self._events if isinstance(e.value, OfferAnswered)]
        refused = [(seat, made.get(value.proposal)) for seat, value in answers if value.how == "rejected"]
        if not new and not refused:
            return ""
        parts = [f"{len(new)} {'offer' if len(new) == 1 else 'offers'} made"]
        if refused:
            older = sum(offer is not None and offer.turn < self._turn for _, offer in refused)
            old = f", {older} of them older" if older else ""
            over = Counter(filter(None, (self._obstacle(seat, offer) for seat, offer in refused))).most_common(1)
            parts.append(f"{len(refused)} refused{old}{f' (what weighed most: {over[0][0]})' if over else ''}")
        countered = sum(e.kind == "offer_countered" for e in self._events)
        parts += [f"{countered} countered"] if countered else []
        return f"{', '.join(parts)}."

    def _obstacle(self, seat: SeatId, offer: Event | None) -> str:
        """What by the rules of deal value spoke most against an offer in the eyes of whoever turned it down."""
        if offer is None or not isinstance(offer.value, Offered):
            return ""
        worth = appraise(self._game.sequence.book, self._before, seat, offer.value.terms)
        return worth.obstacle or "too little in it for them"


SIDES: Mapping[str, str] = {
    "trust": "trust of {seat} in {of}",
    "C": "{of} of {seat}",
    "cutoff": "fear of {seat} to be cut off by {of}",
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


def _revoked(event: Event) -> bool:
    return event.kind == "access_ended" and event.rule == "revoke"


def _rank(signed: Event) -> int:
    """Models before frameworks, and both before all else."""
    kinds = {clause.kind for clause in signed.value.terms.clauses} if isinstance(signed.value, Signed) else set()
    return 0 if "access" in kinds else 1 if "framework" in kinds else 2


def _text(event: Event) -> str:
    return event.text


def _ruled(event: Event) -> str:
    return event.text.rstrip(".") + "".join(f" (drew {d.value:.2f} against {d.against:g})" for d in event.draws) + "."


def _ranked(events: Iterable[Event], kinds: Sequence[EventKind]) -> list[Event]:
    return sorted((event for event in events if event.kind in kinds), key=lambda event: kinds.index(event.kind))


def _unique(events: Iterable[Event]) -> list[Event]:
    return list({event.text: event for event in reversed(list(events))}.values())[::-1]


def _and(words: Iterable[str]) -> str:
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last
