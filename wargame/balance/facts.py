"""The model against facts: what public sources say of such a world, as bands that games must keep to.

The bands stand as data beside the scenario, in `facts.yaml`; a scenario without one is held against nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wargame.errors import PackError
from wargame.paired.readings import Reading
from wargame.paired.rows import GameRow
from wargame.scenario.dossier import Plain
from wargame.scenario.faults import listed
from wargame.scenario.find import find_scenario
from wargame.scenario.shape import shaped
from wargame.scenario.source import read

FACTS_FILE = "facts.yaml"


class Band(Plain):
    """What a fact says of games: a reading, when it is taken, and the band in which it should lie."""

    fact: Annotated[str, Field(pattern=r"^F\d{1,3}$")]
    says: Annotated[str, Field(min_length=10)]
    """The fact as a sentence about games."""
    reads: Reading
    at: Literal["turn", "end", "year"]
    """turn: at the end of every turn; end: at the end of the game; year: at the end, for each year that was played."""
    low: float
    high: float
    share: Annotated[float, Field(gt=0, le=1)]
    """Share of turns or games that must lie in the band."""

    @model_validator(mode="after")
    def _not_empty(self) -> Band:
        if self.low > self.high:
            raise ValueError(f"the band from {self.low:g} to {self.high:g} holds nothing; low must not be above high")
        return self


class Bands(Plain):
    """The facts that a scenario is held against."""

    bands: Annotated[tuple[Band, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class AgainstFact:
    """A fact, and what games say to it."""

    band: Band
    mean: float
    """Mean of what was read; not a number if nothing could be."""
    inside: float
    """Share of turns or games in the band, 0-1."""

    @property
    def kept(self) -> bool:
        """Whether enough lie in the band."""
        return self.inside >= self.band.share


def bands_of(scenario: str | Path) -> tuple[Band, ...]:
    """The facts that a scenario is held against, by name or path; none if it has no such file.

    PackError lists what is wrong in it, or says that there is no such scenario.
    """
    path = find_scenario(scenario) / FACTS_FILE
    if not path.is_file():
        return ()
    source = read(path)
    found = shaped(source, Bands)
    if faults := (*source.faults, *found.faults):
        raise PackError(f"{path} cannot be read:\n{listed(sorted(set(faults)))}")
    return found.value.bands if found.value else ()


def readings(bands: Sequence[Band]) -> Mapping[str, Reading]:
    """What must be read in the games, by name, as `play_paired` takes it; `against_facts` looks for these names."""
    return {_name(number): band.reads for number, band in enumerate(bands)}


def against_facts(bands: Sequence[Band], rows: Sequence[GameRow], months: float) -> tuple[AgainstFact, ...]:
    """What games of one arm say to each fact, in the order of the bands; `months` is the length of a turn.

    Rows must come with `readings(bands)`. What could not be read is passed over; a fact with nothing read is not kept.
    """
    return tuple(_against(band, _name(number), rows, months) for number, band in enumerate(bands))


def _against(band: Band, name: str, rows: Sequence[GameRow], months: float) -> AgainstFact:
    found = [value for row in rows for value in _found(band, row.series.get(name, ()), months)]
    if not found:
        return AgainstFact(band, float("nan"), 0.0)
    return AgainstFact(band, fmean(found), sum(band.low <= value <= band.high for value in found) / len(found))


def _found(band: Band, series: Sequence[float | None], months: float) -> Iterator[float]:
    taken = series if band.at == "turn" else series[-1:]
    years = len(series) * months / 12 if band.at == "year" else 1.0
    yield from (value / years for value in taken if value is not None)


def _name(number: int) -> str:
    return f"fact {number}"
