"""What decisive moments came out, kept beside the record under its hash, so that they are not played twice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from wargame.errors import SpecError
from wargame.paired.kept_seal import seal_of
from wargame.paired.moments import DecisiveMoment
from wargame.rules.version import RULES
from wargame.transcript.entry import linked
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.private import write_private
from wargame.transcript.reading import Transcript


@dataclass(frozen=True)
class KeptMoments:
    """Moments of a record, and of which record they are."""

    record: str
    """Hash of the last line of the record."""
    rules: int
    """Version of the rules under which they were played on."""
    screened: Annotated[int, Field(ge=2)]
    decided: Annotated[int, Field(ge=2)]
    moments: tuple[DecisiveMoment, ...]
    coupled: bool = False
    """Whether the leading ones were held against each other."""
    seal: str = ""
    """Hash over all else, by which a change is known."""

    @property
    def as_it_was(self) -> bool:
        """Whether nothing of it was changed since it was kept."""
        return self.seal == _seal(asdict(self))


def beside(record: Path) -> Path:
    """Where the moments of a record are kept."""
    return record.with_name(f"{record.stem}.moments.json")


def kept(record: Transcript, screened: int, decided: int) -> tuple[DecisiveMoment, ...] | None:
    """The moments of a record as they were played before; None if there are none of this record with these numbers.

    A file that cannot be read counts as none.
    """
    found = kept_beside(record)
    wanted = (screened, decided, True)
    return found.moments if found and (found.screened, found.decided, found.coupled) == wanted else None


def kept_beside(record: Transcript) -> KeptMoments | None:
    """What was kept of this very record under these rules, with whatever numbers; None if nothing was.

    A file that cannot be read, or was changed, counts as none.
    """
    try:
        found = _FORM.validate_json(ordinary_bytes(beside(record.path)))
    except (OSError, ValidationError, ValueError):
        return None
    of_this = (found.record, found.rules) == (linked(record.lines[-1]), RULES)
    return found if of_this and found.as_it_was else None


def keep(record: Transcript, screened: int, decided: int, moments: Sequence[DecisiveMoment]) -> None:
    """Keep the moments of a record in place of older ones; SpecError if they cannot be written."""
    path = beside(record.path)
    data = {
        "record": linked(record.lines[-1]),
        "rules": RULES,
        "screened": screened,
        "decided": decided,
        "coupled": True,
        "moments": [asdict(each) for each in moments],
    }
    try:
        write_private(path, json.dumps({**data, "seal": _seal(data)}, separators=(",", ":")).encode())
    except OSError as fault:
        raise SpecError(f"{path}: the moments cannot be kept there ({fault.strerror})") from None


def _seal(data: Mapping[str, Any]) -> str:
    return seal_of({name: value for name, value in data.items() if name != "seal"})


_FORM = TypeAdapter(KeptMoments)
