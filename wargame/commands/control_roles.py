"""Who sits beside control in a room, as it is said on a command line."""

from __future__ import annotations

from wargame.errors import SpecError
from wargame.table.people import PersonRole, unfit_name

BESIDE_CONTROL: tuple[PersonRole, ...] = ("white_cell", "scribe", "owner")
"""Roles with a desk of their own beside the controller's."""


def roles_of(given: list[str]) -> tuple[tuple[PersonRole, str], ...]:
    """Roles and names, from `--role ROLE=NAME`; SpecError says what cannot be read."""
    found = []
    for text in given:
        role, equals, name = text.partition("=")
        if role not in BESIDE_CONTROL or not equals or not name.strip():
            raise SpecError(f"--role {text}: write ROLE=NAME, such as white_cell=Ada; {', '.join(BESIDE_CONTROL)}")
        if unfit := unfit_name(name.strip()):
            raise SpecError(f"--role {role}: {unfit}")
        found.append((role, name.strip()))
    return tuple(found)
