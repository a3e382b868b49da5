"""Agreements in force at the start: signed as the rules would sign them, with the access and support they open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wargame.core.agreements import Agreement, Terms
from wargame.core.chance import label
from wargame.core.clauses import AccessClause, Clause, ForbearanceClause, FrameworkClause
from wargame.core.events import Entity
from wargame.core.ids import AgreementId
from wargame.core.state import State
from wargame.rules.bargains.signing import bound, opened
from wargame.rules.bargains.terms import consent_needed
from wargame.rules.base.rulebook import Rulebook
from wargame.scenario.assets import START
from wargame.scenario.dossier import Cast


def signed(book: Rulebook, state: State, terms: Terms, purpose: str) -> Agreement:
    """An agreement that has been in force since before the first turn and lasts for all turns of its term.

    `purpose` tells it from the others and makes its id. Whether the rules allow it is not asked; `check` does.
    """
    name = AgreementId(label(0, f"start|agreement|{purpose}"))
    return bound(name, terms, terms.parties[0], consent_needed(book, state, terms), signed=0, event=START)


def opens(agreement: Agreement, state: State) -> Iterator[Entity]:
    """The lines of access and the support that an agreement opens."""
    return opened(agreement, state.values, lambda name, number, _: label(0, f"start|opened|{name}|{number}"))


def among(terms: Terms, cast: Cast, state: State) -> Terms | None:
    """Terms as far as they concern those present; None where a party is missing or nothing is left."""
    clauses = tuple(kept for clause in terms.clauses if (kept := _kept(clause, cast, state)) is not None)
    if not clauses or any(party not in cast for party in terms.parties):
        return None
    return replace(terms, clauses=clauses)


def _kept(clause: Clause, cast: Cast, state: State) -> Clause | None:
    if clause.giver not in cast or clause.taker not in cast:
        return None
    if isinstance(clause, AccessClause):
        return clause if clause.model in state.models else None
    if isinstance(clause, FrameworkClause):
        recipients = tuple(name for name in clause.recipients if name in cast)
        return replace(clause, recipients=recipients) if recipients or not clause.recipients else None
    if isinstance(clause, ForbearanceClause) and clause.toward is not None and clause.toward not in cast:
        return None
    return clause
