"""Deal value: what terms are worth to a party, line by line (E9). Advice to people and models; scripts sign above 0."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import (
    AccessClause,
    Clause,
    DataClause,
    ForbearanceClause,
    FrameworkClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
    SupportClause,
)
from wargame.core.ids import EventId, SeatId, readers
from wargame.core.models import REVOCABILITY, Access
from wargame.core.severity import severity_of_use
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.model import capability, cut_off, leverage
from wargame.rules.model.duration import built_up, hard_to_leave
from wargame.rules.model.without_signing import (
    Standings,
    forgone,
    helped,
    lifted,
    political_price,
    price_of_pieces,
    settles_at,
    standing,
)


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What terms are worth to one party, in points of capability."""

    total: float
    lines: tuple[tuple[str, float], ...]
    """What adds to it and what takes away, in words."""

    @property
    def obstacle(self) -> str | None:
        """What takes most away; None if nothing does."""
        name, points = min(self.lines, key=lambda line: line[1], default=("", 0.0))
        return name if points < 0 else None


def appraise(book: Rulebook, sight: Sight, seat: SeatId, terms: Terms, standings: Standings | None = None) -> Appraisal:
    """E9: what terms are worth to one party, in points of capability, with the reasons line by line.

    For a government that takes access it is the equation; for a lab price, staff and standing count, for the patron
    whose consent is needed leverage, stack and dissent. Above 0 scripts sign. `sight` is the state, or what the seat
    sees of it. `standings` keeps what several appraisals on one sight have in common; without it each costs one round
    of E4 and E5.
    """
    lines = _lines(book, sight, seat, terms, standings)
    return Appraisal(_total(lines), tuple([(name, round(points, 3)) for name, points in lines]))


def worth(book: Rulebook, sight: Sight, seat: SeatId, terms: Terms, standings: Standings | None = None) -> float:
    """The total of `appraise` without its reasons, for whoever weighs many offers."""
    return _total(_lines(book, sight, seat, terms, standings))


def _total(lines: list[tuple[str, float]]) -> float:
    return round(sum([points for _, points in lines]), 3)


def _lines(
    book: Rulebook, sight: Sight, seat: SeatId, terms: Terms, standings: Standings | None
) -> list[tuple[str, float]]:
    lines: list[tuple[str, float]] = []
    for clause in terms.clauses:
        if isinstance(clause, AccessClause):
            if clause.taker == seat:
                lines += holder_value(book, sight, clause, terms, standings)
            elif clause.giver == seat:
                lines += _supplier_value(book, sight, clause)
            elif seat == book.patron:
                lines += _consent_value(book, sight, clause)
        else:
            lines += _other_value(book, sight, seat, clause, terms, standings)
    if terms.secret and book.seat(seat).kind == "lab":
        lines.append(("secrecy weighs on a lab", -0.3))
    return lines


def holder_value(
    book: Rulebook,
    sight: Sight,
    clause: AccessClause,
    terms: Terms | None = None,
    standings: Standings | None = None,
) -> list[tuple[str, float]]:
    """E9: `(sum w*b*dC - 50*sigma*lambda*risk)*built - price - 4*sigma*[data leaves] - audit - exit - politics`.

    `built` and `exit` are those of `built_up` and `hard_to_leave`; without terms they count as in usual ones.
    The gain is held against what the holder could do without signing: what it has, and open weights that it may
    lawfully take up. `risk` is that of `rules.model.cut_off`, `politics` what a rival camp's model costs an ally.
    """
    holder, numbers = clause.taker, book.parameters
    if book.seat(holder).kind != "government":
        return [("an institution gains influence", 1.0), ("price", -float(clause.price) * numbers.price_worth)]
    seat = book.seat(holder)
    known = Standings() if standings is None else standings
    clauses = terms.clauses if terms else ()
    sent = max(
        [other.level for other in clauses if isinstance(other, SupportClause) and other.taker == holder], default=0
    )
    shape = (holder, clause.model, clause.channel, clause.licence, clause.areas, clause.support, sent)
    found = known.gains.get(shape)
    if found is None:
        offered, without = offered_access(sight, clause), standing(book, sight, holder, known)
        found = known.gains[shape] = gain_and_exposure(book, sight, holder, without, offered, known, sent)
    built = 1.0 if terms is None else built_up(book, terms.turns * book.setting.quarter, clause.channel)
    gain, lost = found[0] * built, found[1] * built
    lines = [("capability gained", gain)]
    if clause.price:
        lines.append(("price", -numbers.price_worth * clause.price))
    law = book.jurisdiction(clause.giver)
    abroad = law != seat.jurisdiction
    if lost > 0 and abroad:
        chance = cut_off.risk(book, sight, holder, clause.giver, terms)
        lines.append(("what could be switched off", -numbers.leverage_price * seat.sovereignty * lost * chance))
    if politics := political_price(book, sight, holder, clause.giver):
        lines.append(("a rival camp's model in the house", -politics))
    if clause.data == "supplier" and abroad:
        lines.append(("data leave the country", -numbers.data_penalty * seat.sovereignty))
    burden = {"none": 0.0, "light": numbers.audit_light, "intrusive": numbers.audit_intrusive}[clause.audit]
    if burden:
        lines.append(("audit", -burden))
    if terms is not None and abroad and (bound := hard_to_leave(book, seat.sovereignty, clause.notice, terms.turns)):
        lines.append(("free to leave soon" if bound < 0 else "slow to leave", -bound))
    return lines


def offered_access(sight: Sight, clause: AccessClause) -> Access:
    """The line of access that a clause would open, as a hypothesis."""
    weights = clause.channel == "weights"
    vintage = sight.values.get(names.vintage(clause.model)) if weights else None
    return Access(
        "offered",
        clause.taker,
        clause.giver,
        clause.model,
        clause.channel,
        clause.licence,
        clause.areas,
        clause.data,
        clause.audit,
        clause.support,
        "agreement",
        None,
        vintage,
        1.0,
        "live",
        sight.turn,
        EventId(""),
        readers(clause.taker, clause.giver),
    )


def gain_and_exposure(
    book: Rulebook,
    sight: Sight,
    holder: SeatId,
    without: tuple[tuple[float, ...], float],
    offered: Access,
    known: Standings,
    engineers: int = 0,
) -> tuple[float, float]:
    """(points of capability gained, share of it lost at once if the offer were revoked, 0-1).

    The gain is weighted by missions and by the seat's belief in general AI. `without` is what the holder has or could
    have anyway: usefulness by area, and the capability it settles at. `offered` is the line that the offer would open,
    `known` what was worked out already, `engineers` the level of help, 0-3, that comes with it for all that is in use.
    """
    belief = _belief(book, holder)
    useful, before = without
    ((_, row),) = capability.usefulness(book, sight, holder, (offered,), engineers=engineers)
    if engineers:
        useful = tuple(map(max, useful, helped(book, sight, holder, engineers, known)))
    after = settles_at(book, sight, holder, tuple(map(max, useful, row)), known)
    lost = REVOCABILITY[offered.channel]
    if not lost or after <= 0:
        return belief * (after - before), 0.0
    kept = tuple([max(own, new * (1 - lost)) for own, new in zip(useful, row, strict=True)])
    left = settles_at(book, sight, holder, kept, known)
    return belief * (after - before), max(0.0, (after - left) / after)


def _belief(book: Rulebook, holder: SeatId) -> float:
    """The weight that a government gives to what general models bring."""
    numbers = book.parameters
    return {"low": numbers.belief_low, "medium": 1.0, "high": numbers.belief_high}[book.seat(holder).belief]


def _engineers_value(
    book: Rulebook, sight: Sight, seat: SeatId, clause: SupportClause, terms: Terms, standings: Standings | None
) -> list[tuple[str, float]]:
    """What engineers lift of what their taker has; their cost, and to a contractor a customer to show.

    Beside an access clause to the same taker they count there, and who fields nothing gains nothing by them.
    """
    if clause.giver == seat:
        cost = [("engineers sent", -book.parameters.support_cost * clause.level)]
        return [*cost, *_standing_with_customer(sight, clause)] if book.seat(seat).kind == "contractor" else cost
    counted = any(isinstance(other, AccessClause) and other.taker == seat for other in terms.clauses)
    if counted or book.seat(seat).kind != "government":
        return []
    lift = lifted(book, sight, seat, clause.level, Standings() if standings is None else standings)
    built = built_up(book, terms.turns * book.setting.quarter, "api")
    return [("engineers", _belief(book, seat) * lift * built)]


def _standing_with_customer(sight: Sight, clause: AccessClause | SupportClause) -> list[tuple[str, float]]:
    trust = sight.values.get(names.trust(clause.giver, clause.taker), 50.0)
    return [("standing with the customer", (trust - 50) / 50 + 0.5)]


def _supplier_value(book: Rulebook, sight: Sight, clause: AccessClause) -> list[tuple[str, float]]:
    lab, numbers = clause.giver, book.parameters
    lines = [("revenue", clause.price * (1 - numbers.serving_cost))]
    gap = max(0.0, severity_of_use(clause.licence, clause.areas) - sight.values.get(names.policy(lab), 7.0))
    if gap:
        lines.append(("staff and published line", -3.0 * gap * book.seat(lab).sensitivity))
    if clause.support:
        lines.append(("engineers sent", -numbers.support_cost * clause.support))
    model = sight.models.get(clause.model)
    if clause.channel == "weights":
        lines.append(("ecosystem", 1.2 if model and model.weights == "open" else -2.0))
    elif clause.channel == "on_premises":
        lines.append(("risk of theft", -0.6))
    return [*lines, *_standing_with_customer(sight, clause)]


def _consent_value(book: Rulebook, sight: Sight, clause: AccessClause) -> list[tuple[str, float]]:
    patron = book.patron or ""
    trust = sight.values.get(names.trust(patron, clause.taker), 50.0)
    lines = [("an ally on the US stack", 2.5), ("trust in the buyer", (trust - 50) / 20)]
    if clause.channel == "on_premises":
        lines.append(("less of a hold", -0.8))
    if clause.data == "sovereign":
        lines.append(("data out of reach", -0.4))
    model = sight.models.get(clause.model)
    if model and not model.released:
        lines.append(("the model is held back", -3.0))
    return lines


def _other_value(
    book: Rulebook, sight: Sight, seat: SeatId, clause: Clause, terms: Terms, standings: Standings | None
) -> list[tuple[str, float]]:
    if seat not in (clause.giver, clause.taker):
        return [("others bargain", 0.2)]
    gives = clause.giver == seat
    if isinstance(clause, PaymentClause):
        return [("payment", -float(clause.amount) if gives else float(clause.amount))]
    if isinstance(clause, GuaranteeClause):
        return [("a hold given up", -0.5)] if gives else _safety(book, sight, clause, terms, standings)
    if isinstance(clause, SupportClause):
        return _engineers_value(book, sight, seat, clause, terms, standings)
    if isinstance(clause, DataClause):
        wary = book.seat(clause.giver).sovereignty
        loss = (2.0 if clause.control == "ceded" else 0.7) * wary
        return [("data shared", -loss)] if gives else [("data gained", 2.0 if clause.control == "ceded" else 1.4)]
    if isinstance(clause, ProductionClause):
        if gives:
            return [("orders from a partner", 0.5 * clause.volume + 0.3)]
        pieces = [("pieces of the stack", 0.6 * clause.volume - 0.2)]
        politics = price_of_pieces(book, sight, seat, clause.giver)
        return [*pieces, ("a rival camp's pieces in the house", -politics)] if politics else pieces
    if isinstance(clause, InducementClause):
        return [("clearances given", -0.3)] if gives else [("inducement", 1.2 + book.seat(seat).sensitivity)]
    if isinstance(clause, FrameworkClause):
        if gives:
            return [("labs bound in", 1.2), ("severity forgone", 0.3 * (clause.severity - 5))]
        gap = max(0.0, clause.severity - sight.values.get(names.policy(seat), 7.0))
        return [("terms known in advance", 2.0), ("beyond the line", -3.0 * gap * book.seat(seat).sensitivity)]
    if isinstance(clause, ForbearanceClause):
        share = 2.0 if clause.what == "only_yours" else 1.0
        tied = [("hands tied", -0.8 * share)] if gives else [("the other forbears", 1.0 * share)]
        if gives and clause.what == "only_yours" and book.seat(seat).kind == "government":
            laws = frozenset((book.jurisdiction(clause.giver), book.jurisdiction(clause.taker)))
            known = Standings() if standings is None else standings
            tied.append(("what others offer", -forgone(book, sight, seat, laws, known)))
        return tied
    return []


def _safety(
    book: Rulebook, sight: Sight, clause: GuaranteeClause, terms: Terms, standings: Standings | None
) -> list[tuple[str, float]]:
    """What a guarantee is worth for what its giver could cut off today; beside an access clause it counts there."""
    holder, known = clause.taker, Standings() if standings is None else standings
    if book.seat(holder).kind != "government" or terms.access is not None:
        return []
    if cut_off.guaranteed(sight, holder, clause.giver):
        return []
    held = known.leverage.get(holder)
    if held is None:
        held = known.leverage[holder] = leverage.leverage(book, sight, holder)
    numbers = book.parameters
    lost = held.get(clause.giver, 0.0) * numbers.leverage_price * book.seat(holder).sovereignty
    saved = lost * (
        cut_off.risk(book, sight, holder, clause.giver) - cut_off.risk(book, sight, holder, clause.giver, terms)
    )
    return [("what stays switched on", saved)] if saved else []


def with_price(terms: Terms, price: int) -> Terms:
    """The same terms at another price of the first access clause, kept from 0 to 20 budget points a quarter."""
    access, price = terms.access, max(0, min(20, price))
    if access is None or access.price == price:
        return terms
    new = AccessClause(
        giver=access.giver,
        taker=access.taker,
        model=access.model,
        channel=access.channel,
        licence=access.licence,
        areas=access.areas,
        data=access.data,
        audit=access.audit,
        support=access.support,
        price=price,
        notice=access.notice,
    )
    clauses = tuple([new if clause is access else clause for clause in terms.clauses])
    return Terms(parties=terms.parties, clauses=clauses, secret=terms.secret, turns=terms.turns)
