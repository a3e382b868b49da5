"""Who sits at a table that the command line opens: scripts, chance, and other games' decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wargame.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wargame.core.setting import Seat
    from wargame.players.base import Player


def make(spec: str, seat: Seat, seed: int) -> Player:
    """The player of a spec; SpecError says what cannot sit here and what can."""
    from wargame.players import specs

    kind, _, rest = specs.check(spec).partition(":")
    if kind == "recorded":
        return _recorded(spec, Path(rest), seat)
    if kind in ("human", "llm"):
        raise SpecError(
            f"--seat {seat.id}={spec}: this version of the program cannot seat {kind!r} players in `run` yet; "
            "scripted, scripted:DOCTRINE, random and recorded:FILE can sit"
        )
    return specs.make(spec, seat, seed)


def _recorded(spec: str, path: Path, seat: Seat) -> Player:
    from wargame.players.recorded import Recorded
    from wargame.transcript.chain import read
    from wargame.transcript.verify import decisions_of

    own = {name: made for name, made in decisions_of(read(path, mend=True)).items() if made.seat == seat.id}
    if not own:
        raise SpecError(
            f"--seat {seat.id}={spec}: nobody sits on {seat.id} in that transcript; name one where it plays"
        )
    return Recorded(spec, own)


def waits(specs: Iterable[str]) -> bool:
    """Whether anyone sits there whose answers are worth a safe record phase by phase: a person or a model."""
    return any(spec.partition(":")[0] in ("human", "llm") for spec in specs)
