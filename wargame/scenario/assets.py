"""Models on offer at the start, and the lines of access that dossiers name.

Whatever is made by an actor who is not present is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.core.chance import label
from wargame.core.clauses import AccessClause
from wargame.core.ids import AREAS, PUBLIC, EventId, ModelId, readers
from wargame.core.models import Access, Model
from wargame.scenario.dossier import Cast, StartAccess

START = EventId("0.1")
"""The event that everything at the start comes from."""
Models = Mapping[ModelId, Model]


def models_of(cast: Cast) -> dict[ModelId, Model]:
    """The models of those present, by id; of two with one id the later actor's stands."""
    return {
        ModelId(line.id): Model(
            ModelId(line.id),
            line.name,
            owner,
            line.family,
            line.weights,
            line.licence,
            line.released,
            line.trail,
            line.ages,
        )
        for owner, dossier in cast.items()
        for line in dossier.models
    }


def supplies(cast: Cast, models: Models) -> Iterator[tuple[str, StartAccess, Access]]:
    """Each line of access that a dossier names: a purpose that tells it from others, as written, and as it stands."""
    vintages = {line.id: line.K for dossier in cast.values() for line in dossier.models}
    for holder, dossier in cast.items():
        for number, line in enumerate(dossier.access):
            if line.model in models:
                purpose = f"{holder}|{number}"
                yield purpose, line, _access(holder, line, models[ModelId(line.model)], vintages[line.model], purpose)


def as_clause(line: Access, price: int) -> AccessClause | None:
    """The clause under which a line of access is paid for; None where its licence allows no use.

    `price` is in budget points a quarter. The notice is one turn.
    """
    if line.licence == "none":
        return None
    return AccessClause(
        giver=line.supplier,
        taker=line.holder,
        model=line.model,
        channel=line.channel,
        licence=line.licence,
        areas=line.areas,
        data=line.data,
        audit=line.audit,
        support=(0, 1, 2, 3)[line.support],
        price=price,
        notice=1,
    )


def _access(holder: str, line: StartAccess, model: Model, vintage: float, purpose: str) -> Access:
    downloaded = line.channel == "weights" and model.weights == "open" and line.price == 0
    supplier = holder if downloaded else model.owner
    return Access(
        id=label(0, f"start|access|{purpose}"),
        holder=holder,
        supplier=supplier,
        model=model.id,
        channel=line.channel,
        licence=line.licence,
        areas=AREAS if line.areas == "all" else line.areas,
        data=line.data,
        audit=line.audit,
        support=line.support,
        source="start",
        agreement=None,
        frozen_K=vintage if line.channel == "weights" else None,
        penalty=1.0,
        status="live",
        since=0,
        cause=START,
        audience=PUBLIC if downloaded else readers(holder, supplier),
    )
