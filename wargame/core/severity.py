"""Severity of military uses, 0-7: what policies permit, frameworks agree on and staff object to."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core.ids import Area, Licence

SEVERITY_OF_AREA: Mapping[Area, int] = {
    "logistics": 2,
    "intelligence": 3,
    "cyber": 4,
    "command": 5,
    "targeting": 5,
    "autonomy": 5,
}
"""Severity of a use under a restricted licence, where a human decides."""


def severity_of_use(licence: Licence, areas: tuple[Area, ...]) -> int:
    """How severe a use the terms allow, 0-7: full licences reach offensive cyber (6) and autonomy (7)."""
    if licence in ("none", "civil"):
        return 1
    worst = max((SEVERITY_OF_AREA[area] for area in areas), default=1)
    if licence == "full":
        if "autonomy" in areas:
            return 7
        if "cyber" in areas or "intelligence" in areas:
            return 6
    return worst
