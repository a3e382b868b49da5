"""Salts of the words of people and models, so that what was taken out of a record is found by no trying.

They come from the system and not from the chance of the game: whoever knows the seed must not know them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from wargame.transcript.entry import SCHEMA, Entry

SALTED_SINCE = 3
"""Version of the format from which on words have salts."""


def salts_for(entries: Sequence[Entry] = ()) -> Callable[[], str] | None:
    """What gives a new salt, of 32 hex digits, for each text that is added to a record with these entries.

    None for a record of an older format, which is gone on with as it was begun.
    """
    return _salt if is_salted(entries) else None


def is_salted(entries: Sequence[Entry]) -> bool:
    """Whether words in a record with these entries, from its first line, have salts; a new record has."""
    schema = entries[0].data.get("schema", SCHEMA) if entries else SCHEMA
    return isinstance(schema, int) and schema >= SALTED_SINCE


def _salt() -> str:
    return secrets.token_hex(16)
