"""Which terms may be put on the table, and whose consent binds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import (
    DEAREST,
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
from wargame.core.ids import SeatId, readers
from wargame.core.models import Model, hidden_from, unlisted
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.core.words import with_article
from wargame.rules.base.calendar import longest_term
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.orders.pressure import TOP_MODEL_LAG
from wargame.rules.orders.supply import export_is_free
from wargame.rules.orders.verbs import refuse

MOST_CLAUSES = 8
GUARANTORS = ("lab", "champion", "contractor")
"""Who may guarantee access beside the patron: those who could end it."""


def may_propose(book: Rulebook, state: State, by: SeatId, terms: Terms) -> Refusal | None:
    """Whether these terms may be offered by this seat; the first fault is named."""
    strangers = [party for party in terms.parties if party not in book.setting.by_id]
    if strangers:
        return refuse(
            "unknown_name", f"{strangers[0]!r} is no seat in this game; the seats are {', '.join(book.setting.ids)}"
        )
    if by not in terms.parties:
        return refuse("not_yours", "you are no party to these terms; name yourself among the parties")
    if len(set(terms.parties)) < 2 or len(set(terms.parties)) != len(terms.parties):
        return refuse("malformed", "an agreement needs at least two different parties, each named once")
    if not 1 <= len(terms.clauses) <= MOST_CLAUSES:
        return refuse("malformed", f"an agreement has 1 to {MOST_CLAUSES} clauses; this has {len(terms.clauses)}")
    longest = longest_term(book.setting.months)
    if not 1 <= terms.turns <= longest:
        return refuse("malformed", f"an agreement lasts 1 to {longest} turns; this says {terms.turns}")
    for clause in terms.clauses:
        if refusal := _sides(terms, clause) or CHECKS[type(clause)](book, state, by, clause, terms):
            return refusal
    return None


def may_stand(book: Rulebook, state: State, by: SeatId, clause: Clause) -> Refusal | None:
    """Whether a clause of this seat's could stand in terms between its two sides; frameworks need several clauses.

    Much cheaper than `may_propose` where many clauses are tried.
    """
    return CHECKS[type(clause)](book, state, by, clause, _NO_TERMS)


def clause_grounds(book: Rulebook, state: State, by: SeatId) -> tuple[object, ...]:
    """Everything of the state that `may_stand` looks at: while it is the same, so are the clauses that may stand."""
    cut = state.values[names.TOP_MODEL_CUT] > 0.5
    models = tuple(
        (
            model.id,
            model.owner,
            model.weights,
            model.owner == by and not _keeps_safe(state, by),
            cut and _is_top(state, model),
        )
        for model in state.models.values()
        if not hidden_from(by, model)
    )
    return (models, state.values[names.DATA_PRESSURE] > 0)


_NO_TERMS = Terms(parties=(), clauses=(), secret=False, turns=1)


def _sides(terms: Terms, clause: Clause) -> Refusal | None:
    for side in (clause.giver, clause.taker):
        if side not in terms.parties:
            return refuse(
                "malformed",
                f"{side!r} stands in a {clause.kind} clause but is no party; parties: {', '.join(terms.parties)}",
            )
    if clause.giver == clause.taker:
        return refuse("malformed", f"a {clause.kind} clause needs two sides; both are {clause.giver}")
    return None


def _kind(book: Rulebook, seat: SeatId, kinds: tuple[str, ...], role: str) -> Refusal | None:
    found = book.seat(seat)
    if found.kind in kinds:
        return None
    wanted = with_article(" or ".join(kinds))
    return refuse("wrong_target", f"{found.name} is {with_article(found.kind)}; to {role} takes {wanted}")


def _access(book: Rulebook, state: State, by: SeatId, clause: AccessClause, terms: Terms) -> Refusal | None:
    model = state.models.get(clause.model)
    if model is None or model.owner != clause.giver or hidden_from(by, model):
        own = [m.id for m in state.models.values() if m.owner == clause.giver and not hidden_from(by, m)]
        return refuse(
            "wrong_target",
            f"{clause.model!r} is no model of {book.name(clause.giver)}'s; it has {', '.join(own) or 'none'}",
        )
    if refusal := _kind(book, clause.taker, ("government", "institution"), "take access"):
        return refusal
    if not clause.areas or len(set(clause.areas)) != len(clause.areas):
        return refuse("malformed", "name at least one mission area, each once")
    if not 0 <= clause.price <= DEAREST:
        return refuse("malformed", f"a price is 0 to {DEAREST} budget points a quarter; this says {clause.price}")
    if clause.channel == "weights" and model.weights == "closed" and book.seat(clause.giver).kind != "champion":
        return refuse(
            "wrong_target", f"{model.name} is closed; its weights are not handed over (on_premises comes nearest)"
        )
    if by == clause.giver and (refusal := _unsafe(state, clause)):
        return refusal
    abroad = book.jurisdiction(clause.giver) == "us" != book.jurisdiction(clause.taker)
    hosted = clause.channel in ("api", "enclave")
    if abroad and hosted and clause.data == "sovereign" and state.values[names.DATA_PRESSURE] > 0:
        return refuse(
            "not_now", "Washington opposes data rules: a US service abroad is resident or supplier data, not sovereign"
        )
    if abroad and hosted and model.weights == "closed" and state.values[names.TOP_MODEL_CUT] > 0.5:
        if _is_top(state, model):
            return refuse("not_now", "an export directive bars the top US models, and all held back, abroad")
    return None


def _unsafe(state: State, clause: AccessClause) -> Refusal | None:
    """Refuses a supplier who may not let this model out of the house; how well it keeps its weights, only it knows."""
    model = state.models.get(clause.model)
    if (
        clause.channel != "on_premises"
        or model is None
        or model.weights != "closed"
        or _keeps_safe(state, clause.giver)
    ):
        return None
    return refuse("not_now", "your weight security is below 3: no closed model of yours goes on premises")


def _keeps_safe(state: State, lab: SeatId) -> bool:
    return state.values.get(names.security(lab), 5) >= 3


def _is_top(state: State, model: Model) -> bool:
    """Whether a directive on the top models reaches it: near the frontier, or held back where none can tell."""
    if not model.released or unlisted(model.id):
        return True
    return state.values[names.FRONTIER] - state.values[names.vintage(model.id)] <= TOP_MODEL_LAG


def may_accept(state: State, by: SeatId, terms: Terms) -> Refusal | None:
    """Whether a seat may give its word to terms that another put forward: what only it knows may forbid it."""
    clauses = [clause for clause in terms.clauses if isinstance(clause, AccessClause) and clause.giver == by]
    return next((refusal for clause in clauses if (refusal := _unsafe(state, clause))), None)


def may_bind(book: Rulebook, state: State, by: SeatId, terms: Terms) -> Refusal | None:
    """Whether terms that this seat put forward, and all have accepted, can still be signed."""
    accepted = (may_accept(state, party, terms) for party in terms.parties)
    return may_propose(book, state, by, terms) or next((refusal for refusal in accepted if refusal), None)


def _guarantee(book: Rulebook, state: State, by: SeatId, clause: GuaranteeClause, terms: Terms) -> Refusal | None:
    if book.seat(clause.giver).role != "patron":
        found = book.seat(clause.giver)
        if found.kind not in GUARANTORS:
            power = f", or {book.name(book.patron)}, whose directives stop them" if book.patron else ""
            wanted = f"{with_article(' or '.join(GUARANTORS))}{power}"
            return refuse("wrong_target", f"{found.name} could cut nobody off; to guarantee access takes {wanted}")
    return None


def _support(book: Rulebook, state: State, by: SeatId, clause: SupportClause, terms: Terms) -> Refusal | None:
    return _kind(book, clause.taker, ("government",), "take support")


def _payment(book: Rulebook, state: State, by: SeatId, clause: PaymentClause, terms: Terms) -> Refusal | None:
    if not 1 <= clause.amount <= DEAREST:
        return refuse("malformed", f"a payment is 1 to {DEAREST} budget points a quarter; this says {clause.amount}")
    return None


def _data(book: Rulebook, state: State, by: SeatId, clause: DataClause, terms: Terms) -> Refusal | None:
    return _kind(book, clause.giver, ("government",), "share operational data")


def _production(book: Rulebook, state: State, by: SeatId, clause: ProductionClause, terms: Terms) -> Refusal | None:
    return _kind(book, clause.giver, ("government", "contractor"), "supply a piece") or _kind(
        book, clause.taker, ("government",), "take a piece"
    )


def _inducement(book: Rulebook, state: State, by: SeatId, clause: InducementClause, terms: Terms) -> Refusal | None:
    return _kind(book, clause.giver, ("government",), "give an inducement") or _kind(
        book, clause.taker, ("lab", "champion", "contractor"), "take an inducement"
    )


def _framework(book: Rulebook, state: State, by: SeatId, clause: FrameworkClause, terms: Terms) -> Refusal | None:
    if book.seat(clause.giver).role != "patron":
        return refuse(
            "wrong_target",
            f"{book.name(clause.giver)} cannot give a framework; only the labs' government can",
        )
    labs = {c.taker for c in terms.clauses if isinstance(c, FrameworkClause)}
    if len(labs) < 2 or any(book.seat(lab).kind != "lab" for lab in labs):
        return refuse("malformed", "a framework binds Washington with at least two labs, one clause each")
    strangers = [s for s in clause.recipients if s not in book.setting.by_id]
    if strangers:
        return refuse("unknown_name", f"{strangers[0]!r} is no seat in this game")
    return None


def _forbearance(book: Rulebook, state: State, by: SeatId, clause: ForbearanceClause, terms: Terms) -> Refusal | None:
    if clause.what == "not_sell_to" and (clause.toward is None or clause.toward not in book.setting.by_id):
        return refuse("malformed", f"not_sell_to needs the buyer in `toward`; this says {clause.toward!r}")
    if clause.what == "only_yours" and book.seat(clause.giver).kind != "government":
        return refuse("wrong_target", f"{book.name(clause.giver)} runs no models; only a government can forgo others'")
    return None


CHECKS: dict[type[Clause], Callable[[Rulebook, State, SeatId, Any, Terms], Refusal | None]] = {
    AccessClause: _access,
    GuaranteeClause: _guarantee,
    SupportClause: _support,
    PaymentClause: _payment,
    DataClause: _data,
    ProductionClause: _production,
    InducementClause: _inducement,
    FrameworkClause: _framework,
    ForbearanceClause: _forbearance,
}


def consent_needed(book: Rulebook, state: State, terms: Terms) -> tuple[SeatId, ...]:
    """Everyone whose word binds: the parties, and Washington where a closed US model goes abroad."""
    needed = set(terms.parties)
    for clause in terms.clauses:
        if isinstance(clause, AccessClause) and book.patron:
            model = state.models.get(clause.model)
            if model and model.weights == "closed" and not export_is_free(book, state, clause.giver, clause.taker):
                needed.add(book.patron)
    return readers(*needed)
