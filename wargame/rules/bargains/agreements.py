"""The life of agreements: signed, performed each turn, shaken, expired, ended on notice (E13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import permutations

from wargame.core import names
from wargame.core.agreements import Agreement, AgreementStatus, Proposal, Terms
from wargame.core.clauses import (
    AccessClause,
    ForbearanceClause,
    FrameworkClause,
    GuaranteeClause,
    PaymentClause,
    ProductionClause,
)
from wargame.core.contents import changed
from wargame.core.event_kinds import EventKind
from wargame.core.event_values import AgreementClosed, Signed, Unpaid
from wargame.core.events import Drop, Event
from wargame.core.ids import AgreementId, Area, Audience, EventId, SeatId, Variable
from wargame.core.words import clause_in_words, listed
from wargame.rules.bargains.dues import Due, due_under
from wargame.rules.bargains.signing import bound, opened
from wargame.rules.base.calendar import scaled
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import access, cut_off, trust, uptake


def sign(ruling: Ruling, proposal: Proposal, cause: EventId) -> Agreement:
    """Everyone needed has accepted: the agreement binds and what it opens is open from now on."""
    terms = proposal.terms
    agreement = bound(proposal.id, terms, proposal.by, proposal.needed, ruling.turn, cause)
    entities = (agreement, *opened(agreement, ruling.state.values, partial(_line_name, ruling)))
    parties = listed(map(ruling.name, terms.parties))
    text = f"{parties} signed: {describe(ruling, agreement)}."
    event = ruling.emit(
        "agreement_signed",
        "agreements",
        (cause, proposal.event),
        agreement.audience,
        text,
        puts=entities,
        drops=(Drop("proposals", proposal.id),),
        about=terms.parties,
        value=Signed(agreement=agreement.id, terms=terms),
    )
    bound_before = {
        pair
        for each in ruling.state.agreements.values()
        if each.status == "in_force" and each.id != agreement.id and matters(ruling.book, ruling.state, each.terms)
        for pair in permutations(each.parties, 2)
    }
    earned = ruling.book.parameters.trust_signed if matters(ruling.book, ruling.state, terms) else 0.0
    moves = {names.trust(a, b): earned for a, b in permutations(terms.parties, 2) if (a, b) not in bound_before}
    ruling.shift(
        "trust_rose", "E10", (event.id,), f"{parties} trust each other a little more.", by=moves, about=terms.parties
    )
    for clause in terms.clauses:
        if isinstance(clause, AccessClause) and ruling.book.seat(clause.taker).kind == "government":
            trust.rival_base_taken(ruling, clause.taker, clause.giver, event.id)
        elif isinstance(clause, ProductionClause) and not terms.secret:
            share = ruling.book.parameters.rival_pieces
            trust.rival_base_taken(ruling, clause.taker, clause.giver, event.id, share, "supply of pieces")
        elif isinstance(clause, ForbearanceClause) and clause.what == "only_yours":
            _shut_others(ruling, clause, event.id)
    return agreement


def _shut_others(ruling: Ruling, clause: ForbearanceClause, cause: EventId) -> None:
    """Whoever promises to use one side's models alone shuts all others down; what was contracted runs to its end."""
    book, state = ruling.book, ruling.state
    laws = {book.jurisdiction(clause.giver), book.jurisdiction(clause.taker)}
    lines = [line for line in access.held_lines(state, clause.giver) if line.agreement is None]
    others = [line for line in lines if uptake.law_of(book, state, line) not in laws]
    access.end(ruling, others, "only_yours", cause, f"it promised {ruling.name(clause.taker)} to use no others")


def matters(book: Rulebook, sight: Sight, terms: Terms) -> bool:
    """Whether keeping these terms costs or brings anybody anything now: empty paper earns no trust.

    A guarantee matters where its giver could cut the taker off; a promise not to do what nobody asked for does not.
    """
    for clause in terms.clauses:
        if isinstance(clause, GuaranteeClause):
            for line in sight.access.values():
                could = {line.supplier, book.behind(line.supplier, line.holder)}
                if line.holder == clause.taker and line.status != "ended" and clause.giver in could - {line.holder}:
                    return True
        elif not isinstance(clause, ForbearanceClause):
            return True
    return False


def _line_name(ruling: Ruling, agreement: AgreementId, number: int, clause: AccessClause) -> str:
    return ruling.label(f"access|{agreement}|{clause.model}|{clause.taker}")


def describe(ruling: Ruling, agreement: Agreement) -> str:
    """The clauses in a few words."""
    parts = (
        f"{ruling.name(clause.giver)} pays {clause.amount} a quarter"
        if isinstance(clause, PaymentClause)
        else clause_in_words(clause, ruling.called)
        for clause in agreement.terms.clauses
    )
    return "; ".join(dict.fromkeys(parts))


def perform(ruling: Ruling) -> None:
    """Prices, payments, support and deliveries of the turn; what cannot be paid is a breach found in review."""
    income: dict[SeatId, float] = {}
    from_states: dict[SeatId, float] = {}
    for agreement in list(ruling.state.agreements.values()):
        if agreement.status == "in_force":
            _perform_one(ruling, agreement, income, from_states)
    firms = [seat for seat in ruling.book.setting.seats if seat.kind in ("lab", "champion", "contractor")]
    to = {names.revenue(firm.id): income.get(firm.id, 0.0) for firm in firms}
    to |= {names.defence_revenue(firm.id): from_states.get(firm.id, 0.0) for firm in firms}
    causes = [event.id for event in ruling.happened("agreement_performed")]
    ruling.shift("revenue_counted", "agreements", causes, "Firms counted what agreements brought in.", to=to)


def _perform_one(
    ruling: Ruling, agreement: Agreement, income: dict[SeatId, float], from_states: dict[SeatId, float]
) -> None:
    numbers, setting = ruling.book.parameters, ruling.book.setting
    moves: dict[Variable, float] = {}
    spent: dict[SeatId, float] = {}

    def pay(due: Due) -> bool:
        """Pay for one turn; firms count their revenue a quarter."""
        amount, arrives = scaled(setting, due.amount), scaled(setting, due.arrives)
        if due.payee is None:
            moves[names.budget(due.payer)] = moves.get(names.budget(due.payer), 0.0) - amount
            return True
        if ruling.value(names.budget(due.payer)) - spent.get(due.payer, 0.0) < amount:
            return False
        spent[due.payer] = spent.get(due.payer, 0.0) + amount
        moves[names.budget(due.payer)] = moves.get(names.budget(due.payer), 0.0) - amount
        moves[names.budget(due.payee)] = moves.get(names.budget(due.payee), 0.0) + arrives
        income[due.payee] = income.get(due.payee, 0.0) + due.amount
        if ruling.book.seat(due.payer).kind in ("government", "institution"):
            from_states[due.payee] = from_states.get(due.payee, 0.0) + due.amount
        return True

    unpaid: list[SeatId] = []
    for clause in agreement.terms.clauses:
        due = due_under(clause, numbers)
        if due and (not isinstance(clause, AccessClause) or _runs(ruling, agreement, clause)) and not pay(due):
            unpaid.append(due.payer)
        elif isinstance(clause, ProductionClause):
            area: Area = "autonomy" if clause.piece == "drones" else "targeting"
            variable = names.narrow(clause.taker, area)
            gain = scaled(setting, numbers.partner_gain * clause.volume) * (1 - ruling.value(variable))
            moves[variable] = moves.get(variable, 0.0) + gain
    parties = listed(map(ruling.name, agreement.parties))
    if moves:
        text = f"{parties} did what they had agreed."
        audience: Audience = agreement.consenters
        ruling.emit(
            "agreement_performed", "agreements", (agreement.event,), audience, text, by=moves, about=agreement.parties
        )
    for seat in dict.fromkeys(unpaid):
        text = f"{ruling.name(seat)} could not pay what it owed."
        ruling.emit(
            "payment_missed",
            "agreements",
            (agreement.event,),
            agreement.consenters,
            text,
            about=(seat, *(party for party in agreement.parties if party != seat)),
            value=Unpaid(agreement=agreement.id),
        )


def _runs(ruling: Ruling, agreement: Agreement, clause: AccessClause) -> bool:
    return any(
        line.agreement == agreement.id
        and line.model == clause.model
        and line.holder == clause.taker
        and line.status == "live"
        for line in ruling.state.access.values()
    )


def finish(
    ruling: Ruling, agreement: Agreement, status: AgreementStatus, rule: str, causes: Iterable[str], why: str
) -> Event:
    """Give an agreement its one ending; the lines it opened end with it, weights already handed over excepted."""
    current = ruling.state.agreements[agreement.id]
    parties = listed(map(ruling.name, current.parties))
    event = ruling.emit(
        CLOSED_AS[status],
        rule,
        (*causes, current.event),
        current.audience,
        f"The agreement of {parties} {WORDS[status]}: {why}.",
        puts=(changed(current, status=status),),
        about=current.parties,
        value=AgreementClosed(agreement=current.id, status=status, why=why),
    )
    if status != "stands":
        lines = [
            line for line in ruling.state.access.values() if line.agreement == current.id and line.status != "ended"
        ]
        access.end(
            ruling,
            [line for line in lines if line.channel != "weights"],
            rule,
            event.id,
            f"the agreement {WORDS[status]}",
        )
        gone = [t.id for t in ruling.state.conditions.values() if t.id.startswith(f"support-{current.id}-")]
        if gone:
            text = f"Support under the agreement of {parties} ended."
            ruling.emit(
                "support_ended",
                rule,
                (event.id,),
                current.consenters,
                text,
                drops=[Drop("conditions", name) for name in gone],
            )
    return event


CLOSED_AS: Mapping[AgreementStatus, EventKind] = {
    "expired": "agreement_expired",
    "ended": "agreement_ended",
    "broken": "agreement_broken",
    "lapsed": "agreement_lapsed",
    "stands": "agreement_stands",
}
"""The kind of event by which an agreement comes to each ending."""
WORDS: dict[AgreementStatus, str] = {
    "in_force": "is in force",
    "expired": "ran out",
    "ended": "ended on notice",
    "broken": "was broken",
    "lapsed": "did not survive the shock",
    "stands": "stands at the end",
}


def close_the_turn(ruling: Ruling, last: bool) -> None:
    """Terms that run out, notices that fall due, and, after the last turn, what still stands.

    A term that reaches the last turn has not run out when the game closes: what it opened stays open.
    """
    for agreement in list(ruling.state.agreements.values()):
        if agreement.status != "in_force":
            continue
        if agreement.notice_given is not None and ruling.turn >= agreement.notice_given:
            finish(ruling, agreement, "ended", "agreements", (), "a party had given notice")
        elif last:
            finish(ruling, agreement, "stands", "agreements", (), "it was in force when the game closed")
        elif ruling.turn >= agreement.expires:
            finish(ruling, agreement, "expired", "agreements", (), "its term is over")


def survives(ruling: Ruling, agreement: Agreement, severity: float, breaker: SeatId) -> bool:
    """E13: survives a shock if `x < .25 + .8*lambda_back + .15*T/100 + .10*framework`.

    A framework holds up what is in the same paper, and whatever its lab has signed with one of its recipients.
    """
    numbers = ruling.book.parameters
    others = [party for party in agreement.parties if party != breaker]
    mutual = min((ruling.value(names.trust(breaker, other)) for other in others), default=50.0)
    parties = set(agreement.parties)
    framework = any(
        each.id == agreement.id or (clause.taker in parties and parties & set(clause.recipients))
        for each in (agreement, *ruling.state.agreements.values())
        if each.status == "in_force"
        for clause in each.terms.clauses
        if isinstance(clause, FrameworkClause)
    )
    bar = numbers.shock_base + numbers.shock_back * cut_off.at_stake(ruling.state, agreement.terms, breaker)
    bar += numbers.shock_trust * mutual / 100 + numbers.shock_framework * framework
    return severity < bar


def shake(ruling: Ruling, breaker: SeatId, other: SeatId, cause: EventId, what: str) -> None:
    """A shock hits every agreement in force that binds these two; each survives or lapses."""
    for agreement in list(ruling.state.agreements.values()):
        if agreement.status == "in_force" and breaker in agreement.consenters and other in agreement.consenters:
            severity = ruling.draw(f"shock.{what}.{agreement.between}")
            if not survives(ruling, agreement, severity, breaker):
                event = finish(ruling, agreement, "lapsed", "E13", (cause,), what)
                trust.reassure(ruling, breaker, (other,), -2, event.id, f"an agreement did not survive {what}")
