"""Who sits beside control in a room, as it is said on a command line."""

from __future__ import annotations

from wargame.errors import SpecError
from wargame.table.people import PersonRole, unfit_name

BESIDE_CONTROL: tuple[PersonRole, ...] = ("white_cell", "scribe", "owner")
"""Roles with a desk of their own beside the controller's."""
WITH_A_PLACE: tuple[PersonRole, ...] = (*BESIDE_CONTROL, "observer")
"""Roles that can be given to somebody in a room; observers need no facilitator."""


def roles_of(given: list[str]) -> tuple[tuple[PersonRole, str], ...]:
    """Roles and names, from `--role ROLE=NAME`; SpecError says what cannot be read."""
    found = []
    for text in given:
        role, equals, name = text.partition("=")
        if role not in WITH_A_PLACE or not equals or not name.strip():
            raise SpecError(f"--role {text}: write ROLE=NAME, such as white_cell=Ada; {', '.join(WITH_A_PLACE)}")
        if unfit := unfit_name(name.strip()):
            raise SpecError(f"--role {role}: {unfit}")
        found.append((role, name.strip()))
    return tuple(found)
