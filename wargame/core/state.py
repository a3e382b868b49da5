"""The state of a game: numbers by dotted name, and tables of entities. Only `fold` changes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeAlias, get_args

from pydantic_core import to_json

from wargame.core.agreements import Agreement, Proposal
from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.conditions import Condition
from wargame.core.court_cases import CourtCase
from wargame.core.events import Entity, Table
from wargame.core.ids import AgreementId, EventId, ModelId, Phase, ProposalId, Variable
from wargame.core.json_form import without_words
from wargame.core.models import Access, Model
from wargame.core.promises import Pledge
from wargame.core.written import recorded

Written: TypeAlias = dict[Table, dict[str, tuple[Entity, bytes]]]
"""Entities by table and id, each with its canonical form as it was last written: most of them never change."""


@dataclass(slots=True)
class State:
    """Everything that is true now; mappings are read-only to everyone but the fold."""

    turn: int = 0
    phase: Phase = "start"
    count: int = 0
    """Events of this turn so far."""
    values: Mapping[Variable, float] = field(default_factory=dict)
    models: Mapping[ModelId, Model] = field(default_factory=dict)
    access: Mapping[str, Access] = field(default_factory=dict)
    agreements: Mapping[AgreementId, Agreement] = field(default_factory=dict)
    proposals: Mapping[ProposalId, Proposal] = field(default_factory=dict)
    pledges: Mapping[str, Pledge] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    arguments: Mapping[str, CaseUnderArgument] = field(default_factory=dict)
    cases: Mapping[str, CourtCase] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    touched: Mapping[Variable, EventId] = field(default_factory=dict)
    """The event that last changed each variable: where every explanation starts."""

    def table(self, name: Table) -> Mapping[str, Entity]:
        """One of its tables of entities, by id."""
        return _READ[name](self)

    def hash(self, written: Written | None = None) -> str:
        """SHA-256 of the canonical form: equal exactly when two states are equal.

        `written` spares work where one game is hashed again and again: pass the same mapping each time.
        """
        return hashlib.sha256(canonical(self, written)).hexdigest()


_READ: Mapping[Table, Callable[[State], Mapping[str, Entity]]] = {name: attrgetter(name) for name in get_args(Table)}

WITH_WORDS: tuple[Table, ...] = ("facts", "arguments")
"""Tables that hold words of people and models; they count by their digests."""


def canonical(state: State, written: Written | None = None) -> bytes:
    """The state as one line of JSON for each of its tables, everything sorted by name; `written` as in `State.hash`."""
    written = {} if written is None else written
    parts = [to_json([state.turn, state.phase, state.count, sorted(state.values.items())])]
    for table in get_args(Table):
        rows = sorted(state.table(table).items())
        if table in WITH_WORDS:
            parts.append(to_json(recorded(rows, {})))
        else:
            parts.append(b"[" + b",".join(_rows(rows, written.setdefault(table, {}))) + b"]")
    return b"\n".join(parts)


def _rows(rows: list[tuple[str, Entity]], known: dict[str, tuple[Entity, bytes]]) -> Iterator[bytes]:
    for name, entity in rows:
        found = known.get(name)
        if found is None or found[0] is not entity:
            found = known[name] = entity, f'["{name}",{without_words(entity)}]'.encode()
        yield found[1]
