"""What went before a deed whose causes the record does not name: told as `before`, since rules record no motive.

A seat decides from what it could read: earlier events between the same seats, what befell it, numbers that others had
moved. Only events that the author could read when it decided, and that the viewer is told as well, are looked at. Where
nothing of this kind stands on record, chance, the scenario's calendar, or that the viewer cannot know is said instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wargame.core import names
from wargame.core.clauses import AccessClause
from wargame.core.event_kinds import BROKEN, KINDS, EventKind, subject_of, weight_of
from wargame.core.event_values import (
    AgreementClosed,
    ArgumentChance,
    InjectSpent,
    OfferAnswered,
    OrderOpened,
    Pledged,
    Signed,
)
from wargame.core.events import Change
from wargame.core.ids import CONTROL, PUBLIC, SeatId, may_read
from wargame.core.orders import ORDER_TYPES, Argument
from wargame.core.setting import Inject, Setting
from wargame.core.telling import Telling
from wargame.core.views import Seen
from wargame.core.words import turns_in_words
from wargame.review.spreads import Spread
from wargame.review.story_deeds import StoryDeed, ordinary
from wargame.review.story_parts import ReasonKind
from wargame.review.story_words import DOERS
from wargame.rules.model.variable_words import figure, spoken

RECENT = 2
"""Turns back for which something is told as having gone before a deed."""
MOVED = 0.25
"""Usual moves of a turn from which a number that others had moved is told as what went before."""
MOST_BEFORE = 2
DECIDED_AFTER = ("start", "brief", "inject")
"""Phases of a turn whose events every seat has read before it talks."""
SEALED_AFTER = (*DECIDED_AFTER, "talk")
"""Phases of a turn whose events every seat has read before it seals its orders."""
HOSTILE_SUBJECTS = ("break", "coercion", "court")
HOSTILE: frozenset[EventKind] = BROKEN | {
    *("notice_given", "offer_rejected", "access_ended", "access_narrowed", "contract_left", "distillation_punished"),
    *("defection_detected", "illicit_use_began", "illicit_use_exposed", "model_distilled", "theft_tried"),
    *("distillation_expose", "supplier_cuts_unit", "tariff_shock", "arms_slip", "signal_broken", "model_withheld"),
}
"""Events that turn the seats of which they tell against one another."""
BY_ITSELF = frozenset(("agreement_lapsed", "agreement_expired"))
"""Ends of bonds that neither side brought about."""
FRIENDLY_SUBJECTS = ("agreement", "pledge", "access", "policy")
HOSTILE_ORDERS = ("coerce", "defect")
"""Families of orders that are turned against somebody."""
AGAINST = frozenset(("suspend", "revoke", "withdraw_from_contract", "litigate", "close_weights", "withhold_model"))
TALK_OF_OFFERS = frozenset(("offer_made", "offer_countered"))
DULL = frozenset(("offer_lapsed", "offer_accepted", "offer_withdrawn", "pledge_kept", "argument_weighed"))
"""Events after which nobody does anything on account of them alone."""
RELEASES = frozenset(("open_weights", "release_model"))
Sort = tuple[str, tuple[SeatId, ...], str]
"""A kind of event, whom it is about, and the kind of the order that it opened, if it did."""
UNTOLD = ("upkeep", "start", "trust", "score", "signal", "order", "secret", "control", "argument")
"""Subjects that are told by what they moved, by what came of them, or as news of something older."""
CHANCE: Mapping[EventKind, str] = {
    "secret_leaked": "chance: every secret order can leak, and this one did",
    "targeting_scandal": "chance: the more targeting is automated, the likelier a scandal",
    "defection_detected": "chance: watched accounts betray a copier now and then",
    "illicit_use_exposed": "chance: a use outside the terms can come out in any turn",
    "court_ruled": "chance: how a court rules is drawn",
    "theft_tried": "chance: how a theft ends is drawn",
    "argument_ruled": "chance: two dice and the credible reasons decide",
    "argument_rolled": "chance: two dice and the credible reasons decide",
    "air_war_fought": "the ordinary course: the air war goes on in every turn",
}
"""What decides events of a kind where no deed does."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Something that went before a deed: a place among the events told, or a plain word that there is none."""

    how: ReasonKind
    place: int | None
    said: str = ""
    """What is said instead of the sentence of an event."""
    value: str = ""
    """A number as it stood, said before the sentence."""
    aside: str = ""
    """What is said after it, in brackets."""


class Antecedents:
    """What went before deeds, as one viewer may know it."""

    def __init__(self, telling: Telling, setting: Setting, spread: Spread) -> None:
        """Nothing is looked for before it is asked."""
        self._telling, self._setting, self._spread = telling, setting, spread

    def before(self, deed: StoryDeed, moved: Sequence[Change]) -> tuple[Antecedent, ...]:
        """What its author could see before it decided, the most telling first; empty for what nobody decided.

        `moved` are the stored numbers that the deed moved, the largest first. Looks at the events of three turns.
        """
        told = self._telling.told
        first, lead = told[deed.root].seen, told[deed.lead].seen
        acted = first if _decided(first) else lead if _decided(lead) and not _of_the_world(first) else None
        if acted is None:
            return ()
        together = KINDS[acted.kind].roles[0].most is None
        authors = tuple(dict.fromkeys(acted.about)) if together else acted.about[:1]
        act = _Act(
            acted.turn,
            authors,
            tuple(seat for seat in acted.about if seat not in authors),
            _hostile_deed(acted) or _hostile_deed(lead),
            isinstance(acted.value, OrderOpened) and acted.value.order.kind in RELEASES,
            isinstance(acted.value, OrderOpened) and isinstance(acted.value.order, Argument),
        )
        seen = list(self._known_before(acted, deed.root, authors, set(deed.places)))
        ranked = sorted(((size, at) for at in seen if (size := _bearing(told[at].seen, act)) > 0), reverse=True)
        found = [Antecedent("before", at) for at in self._unlike(at for _, at in ranked)]
        value = self._value(seen, act, moved)
        if value is not None:
            kept = [each for each in found if each.place != value.place]
            return (*kept[: MOST_BEFORE - 1], value)
        return tuple(found[:MOST_BEFORE]) or tuple(self._again(acted, deed.root))

    def _again(self, acted: Seen, root: int) -> Iterator[Antecedent]:
        """The last time that its author ordered the like."""
        told = self._telling.told
        for at in range(root - 1, -1, -1):
            seen = told[at].seen
            if sort_of(seen) == sort_of(acted) and seen.turn < acted.turn:
                name = self._setting.name_of(acted.about[0])
                yield Antecedent(
                    "before", at, f"{name} had done the like in turn {seen.turn}, and nothing else went before"
                )
                return

    def honest(self, deed: StoryDeed, named: bool) -> Antecedent | None:
        """Chance, the calendar, or that nothing is known; None where something is `named` and no chance played in."""
        told = self._telling.told
        first, lead = told[deed.root].seen, told[deed.lead].seen
        if first.kind == "inject_fired" or isinstance(first.value, InjectSpent):
            return Antecedent("calendar", None, self._scheduled(first))
        for at in deed.places:
            odds = told[at].seen.value
            if lead.kind == "argument_ruled" and isinstance(odds, ArgumentChance):
                return Antecedent("chance", at, f"chance: the odds had been set at {100 * odds.success:.0f} %")
        if lead.kind in CHANCE and not (named and lead.kind in ("argument_ruled", "air_war_fought")):
            return Antecedent("chance", None, CHANCE[lead.kind])
        if _of_the_world(first):
            return Antecedent("chance", None, "chance: one of the events that the world draws in any turn")
        return None if named else Antecedent("unknown", None, self._unknown(first, lead))

    def _unlike(self, places: Iterable[int]) -> list[int]:
        """The places, of each kind of event about the same seats only the first."""
        first: dict[object, int] = {}
        for at in places:
            seen = self._telling.told[at].seen
            first.setdefault((seen.kind, seen.about), at)
        return list(first.values())

    def _known_before(
        self, acted: Seen, root: int, authors: Sequence[SeatId], inside: Collection[int]
    ) -> Iterator[int]:
        """Places of events that all authors had read when they decided, the latest first."""
        told = self._telling.told
        phases = DECIDED_AFTER if acted.phase == "talk" or isinstance(acted.value, Signed) else SEALED_AFTER
        for at in range(root - 1, -1, -1):
            seen = told[at].seen
            if seen.turn < acted.turn - RECENT:
                return
            known = seen.turn < acted.turn or seen.phase in phases
            if known and at not in inside and all(may_read(seen.audience, author) for author in authors):
                yield at

    def _value(self, seen: Sequence[int], act: _Act, moved: Sequence[Change]) -> Antecedent | None:
        """A number of the author's that had been moved for the worse and that the deed mends, or trust in another."""
        author = act.authors[0]
        own = next((each for each in moved if each.variable.startswith(f"{author}.")), None)
        trust = {names.trust(author, other) for other in act.others}
        for at in seen:
            event = self._telling.told[at].seen
            for change in () if ordinary(event) or len(act.authors) > 1 else event.changes:
                by, name = change.after - change.before, change.variable
                if abs(by) < MOVED * self._spread(name):
                    continue
                worse = by > 0 if name.endswith(".dissent") else by < 0
                mended = own is not None and name == own.variable and by * (own.after - own.before) < 0 and worse
                if (mended and not act.rival) or (name in trust and worse and act.rival):
                    then, now = (figure(name, value) for value in (change.before, change.after))
                    return Antecedent("value", at, value=f"{spoken(self._setting, name)} had gone {then} -> {now}: ")
        return None

    def closed(self, deed: StoryDeed) -> Antecedent | None:
        """The signature or pledge that ran its course, where that is what a deed tells."""
        told = self._telling.told
        lead = told[deed.lead].seen
        value = lead.value
        if not isinstance(value, AgreementClosed | Pledged) or lead.kind == "pledge_made":
            return None
        for place in range(deed.lead - 1, -1, -1):
            seen = told[place].seen
            if isinstance(value, AgreementClosed) and isinstance(seen.value, Signed):
                if seen.value.agreement == value.agreement:
                    term = turns_in_words(seen.value.terms.turns)
                    return Antecedent("cause", place, aside=f"{value.why}; signed for {term}")
            elif isinstance(value, Pledged) and isinstance(seen.value, Pledged) and seen.kind == "pledge_made":
                if (seen.about, seen.value.promise) == (lead.about, value.promise):
                    return Antecedent("cause", place)
        return None

    def _scheduled(self, first: Seen) -> str:
        """When the scenario has an inject, if it is on its list; only control is told on what condition."""
        if self._telling.viewer != CONTROL:
            return "an inject: the scenario or control put it in, no seat brought it about"
        listed = first.value.inject if isinstance(first.value, InjectSpent) else ""
        found: Inject | None = next((i for i in self._setting.injects if i.id == listed), None)
        if found is None:
            return "an inject that control put in"
        if found.turn is not None:
            return f"calendar: the scenario has this inject in turn {found.turn}"
        if found.when is not None:
            edge = f"above {found.when.above:g}" if found.when.above is not None else f"below {found.when.below:g}"
            return (
                f"condition: the scenario has this inject when {spoken(self._setting, found.when.variable)} is {edge}"
            )
        return f"chance: the scenario gives this inject {100 * (found.probability or 0):.0f} % a quarter"

    def _unknown(self, first: Seen, lead: Seen) -> str:
        viewer = self._telling.viewer
        doer = first if _decided(first) else lead
        who = self._setting.name_of(doer.about[0]) if _decided(doer) else ""
        if viewer == CONTROL:
            return f"nothing on record went before it that {who} could read" if who else "nothing on record led to it"
        whom = "the public" if viewer == PUBLIC else self._setting.name_of(viewer)
        if isinstance(lead.value, Signed):
            return f"not known to {whom}: what the parties said to each other before they signed"
        return f"not known to {whom}: what {who} went by" if who else f"not known to {whom}: what led to it"


@dataclass(frozen=True, slots=True)
class _Act:
    """What somebody decided."""

    turn: int
    authors: tuple[SeatId, ...]
    """More than one where they signed together."""
    others: tuple[SeatId, ...]
    """At whom it is aimed."""
    rival: bool
    """Whether it turns its author against them, or against somebody."""
    releases: bool
    """Whether it brings out a model."""
    argues: bool
    """Whether it puts a case before the table."""


def sort_of(seen: Seen) -> Sort:
    """What counts as the like of an event when it happens again."""
    return seen.kind, seen.about, seen.value.order.kind if isinstance(seen.value, OrderOpened) else ""


def _of_the_world(seen: Seen) -> bool:
    return subject_of(seen.kind) in ("world", "inject")


def _decided(seen: Seen) -> bool:
    """Whether an event tells what somebody decided to do, and not what came of it by itself."""
    roles, subject = KINDS[seen.kind].roles, subject_of(seen.kind)
    if not roles or not seen.about or roles[0].name not in DOERS or subject in ("world", "inject", "secret", "score"):
        return False
    return subject != "agreement" or seen.kind in ("agreement_signed", "notice_given")


def _hostile_deed(seen: Seen) -> bool:
    if isinstance(seen.value, OrderOpened):
        order = seen.value.order
        return order.kind in AGAINST or ORDER_TYPES[order.kind].SPEC.family in HOSTILE_ORDERS
    return _hostile(seen)


def _hostile(seen: Seen) -> bool:
    if isinstance(seen.value, OfferAnswered):
        return seen.value.how == "rejected"
    return seen.kind in HOSTILE or (subject_of(seen.kind) in HOSTILE_SUBJECTS and seen.kind not in BY_ITSELF)


def _hit(seen: Seen) -> tuple[SeatId, ...]:
    """Whom an event of the world strikes: not the power from which it comes."""
    roles = KINDS[seen.kind].roles
    return seen.about[1:] if roles and roles[0].name in ("patron", "supplier") else seen.about


def _bearing(seen: Seen, act: _Act) -> float:
    """How much an earlier event bears on an act; 0 and less for not at all.

    What passed between its author and those at whom it is aimed counts most, then what they did or what befell them;
    where it is aimed at nobody, what others did to its author. What turned the two against each other bears on what is
    done against one of them, and on nothing else.
    """
    subject = subject_of(seen.kind)
    if subject in UNTOLD or weight_of(seen.kind) == "routine" or seen.kind in DULL:
        return 0.0
    near = _nearness(seen, act)
    if not near:
        return 0.0
    hostile = _hostile(seen)
    friendly = not hostile and (subject in FRIENDLY_SUBJECTS or seen.kind in TALK_OF_OFFERS)
    if act.rival:
        near += 2.0 if hostile else -3.0 if friendly else 0.0
    elif act.others or len(act.authors) > 1:
        near -= 2.0 if hostile else 0.0
    answer = 0.5 if seen.about[:1] and seen.about[0] in act.others else 0.0
    weight = 0.0 if weight_of(seen.kind) == "news" else 1.0
    return near + weight + answer - 0.5 * (act.turn - seen.turn)


def _nearness(seen: Seen, act: _Act) -> float:
    """How close an event stands to an act by whom both are about."""
    subject = subject_of(seen.kind)
    world = _of_the_world(seen)
    struck = _hit(seen) if world else seen.about
    mine, theirs = any(seat in act.authors for seat in struck), any(seat in act.others for seat in struck)
    if len(act.authors) > 1:
        return 3.0 if len({*struck} & {*act.authors}) > 1 else 1.0 if world and mine else 0.0
    if mine and theirs:
        return 3.0
    if act.others:
        did = theirs and struck[0] in act.others and subject in ("forces", "exit", "coercion", "policy", "court")
        troubled = mine and act.rival and (world or subject == "staff")
        befell = theirs and world and (not act.rival or struck[0] in act.others)
        return 1.0 if befell or (did and act.rival) or troubled else 0.0
    if act.releases and isinstance(seen.value, Signed):
        gives = any(isinstance(c, AccessClause) and c.giver in act.authors for c in seen.value.terms.clauses)
        return 1.0 if gives else 0.0
    single = bool(KINDS[seen.kind].roles) and KINDS[seen.kind].roles[0].most is not None
    by_others = single and struck[:1] != act.authors and (_hostile(seen) or not act.argues)
    return 2.0 if mine and (world or subject == "staff" or by_others) else 0.0
