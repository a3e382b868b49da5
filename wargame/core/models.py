"""Models on offer, and the lines of access through which seats use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import (
    AgreementId,
    Area,
    Audience,
    Audit,
    Channel,
    DataTerms,
    EventId,
    Licence,
    ModelId,
    SeatId,
    Weights,
)

HOME_GROWN, COPY = "sov-", "copy-"
"""How the ids of home-grown lines and of distilled or stolen copies begin."""


def home_grown(seat: SeatId) -> ModelId:
    """The line that a government's own programme makes."""
    return ModelId(f"{HOME_GROWN}{seat}")


def copied_by(seat: SeatId) -> ModelId:
    """The line that a government gets by distilling another's."""
    return ModelId(f"{COPY}{seat}")


def hidden(model: ModelId) -> bool:
    """Whether nobody but its owner knows that a line exists: copies."""
    return model.startswith(COPY)


def unlisted(model: ModelId) -> bool:
    """Whether a line is on no public list, so that others cannot name it in an order: home-grown ones and copies."""
    return model.startswith((HOME_GROWN, COPY))


REVOCABILITY: dict[Channel, float] = {"api": 1.0, "enclave": 0.7, "on_premises": 0.2, "weights": 0.0}
"""Part of the usefulness that the supplier can take back today (E7)."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model line. Its vintage is the variable `model.ID.K`."""

    id: ModelId
    name: str
    owner: SeatId
    """The lab that makes it."""
    family: str
    """Integration work is done per family and carries over within it."""
    weights: Weights
    licence: Licence
    """What the published terms allow a military that just downloads it (open weights only)."""
    released: bool
    """False while the owner keeps it inside, or shows it to chosen partners only."""
    trail: float
    """Months by which a new release of this line trails the owner's internal vintage."""
    ages: bool = False
    """Whether it stays as it is while it is kept back; otherwise it goes on with its lab, and so do those shown it."""


def hidden_from(seat: SeatId, model: Model) -> bool:
    """Whether a seat does not know that a model exists: copies are their owner's secret."""
    return model.owner != seat and hidden(model.id)


Source = Literal["agreement", "open", "sovereign", "illicit", "distilled", "stolen", "granted", "compelled", "start"]


@dataclass(slots=True, unsafe_hash=True)  # never written to; frozen ones take three times as long to make
class Access:
    """One way in which a seat has the use of a model; it counts while `live`."""

    id: str
    holder: SeatId
    supplier: SeatId
    """Who could take it back (the holder itself where nobody can)."""
    model: ModelId
    channel: Channel
    licence: Licence
    areas: tuple[Area, ...]
    data: DataTerms
    audit: Audit
    support: int
    """Engineering help, 0-3: each level shortens the adoption delay by two months."""
    source: Source
    agreement: AgreementId | None
    """The agreement under which it runs, if any."""
    frozen_K: float | None
    """Vintage of a copy that no longer follows the supplier's releases; None while it follows them."""
    penalty: float
    """Share of usefulness kept on real tasks (distilled copies: 0.85)."""
    status: Literal["live", "suspended", "ended"]
    since: int
    """Turn in which it began."""
    cause: EventId
    """The event that last changed it."""
    audience: Audience
    """Who knows that it exists."""
    halted_by: SeatId | None = None
    """Who suspended it; only they can let it run again."""
