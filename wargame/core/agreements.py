"""Offers on the table and the agreements they become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.clauses import AccessClause, Clause, SupportClause
from wargame.core.ids import AgreementId, Audience, EventId, ModelId, ProposalId, SeatId

AgreementStatus = Literal["in_force", "expired", "ended", "broken", "lapsed", "stands"]
"""in_force, then one of: expired (term), ended (notice), broken (breach), lapsed (shock), stands (game over)."""

ENDINGS: tuple[AgreementStatus, ...] = ("expired", "ended", "broken", "lapsed", "stands")


@dataclass(slots=True, unsafe_hash=True, kw_only=True)  # never written to; frozen ones take three times as long to make
class Terms:
    """What is offered: parties, clauses, and for how long."""

    parties: tuple[SeatId, ...]
    clauses: tuple[Clause, ...]
    secret: bool
    """A secret agreement is known to its parties alone, unless it leaks."""
    turns: int
    """Turns of validity, counted from the turn of signature; 1-12."""

    @property
    def access(self) -> AccessClause | None:
        """The first access clause, if there is one."""
        for clause in self.clauses:
            if isinstance(clause, AccessClause):
                return clause
        return None

    @property
    def models(self) -> tuple[ModelId, ...]:
        """The models that change hands, one for each access clause in their order."""
        return tuple(clause.model for clause in self.clauses if isinstance(clause, AccessClause))


@dataclass(slots=True, unsafe_hash=True, kw_only=True)  # never written to; frozen ones take three times as long to make
class Proposal:
    """Terms on the table, waiting for those whose word is still missing."""

    id: ProposalId
    by: SeatId
    terms: Terms
    accepted: tuple[SeatId, ...]
    needed: tuple[SeatId, ...]
    """Everyone whose consent binds it: the parties, and Washington where it exports a closed US model."""
    made: int
    """Turn in which it was made; it lapses at the end of the turn after."""
    counters: ProposalId | None
    event: EventId

    @property
    def audience(self) -> Audience:
        """Those who may read it: all whose consent is needed."""
        return self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A signed object with parties and typed clauses: the only thing two seats can bind themselves by."""

    id: AgreementId
    terms: Terms
    by: SeatId
    consenters: tuple[SeatId, ...]
    signed: int
    expires: int
    """Last turn in which it is in force."""
    notice_given: int | None
    """Turn after which it ends because a party gave notice."""
    status: AgreementStatus
    breaches: int
    event: EventId
    """The event that last changed it."""
    audience: Audience

    @property
    def parties(self) -> tuple[SeatId, ...]:
        """Who is bound."""
        return self.terms.parties

    @property
    def between(self) -> str:
        """Its parties as one word, in whatever order they signed: what draws about it are named by.

        An id would hang on the turn of signature, so that two arms of a comparison would not share the draw.
        """
        return "+".join(sorted(self.parties))

    @property
    def binds(self) -> bool:
        """Whether it is in force, or was when the game closed: scores are the same before the close and after it."""
        return self.status in ("in_force", "stands")

    @property
    def support(self) -> int:
        """The highest level of a support clause in it, 0-3; 0 without one."""
        return max((clause.level for clause in self.terms.clauses if isinstance(clause, SupportClause)), default=0)
