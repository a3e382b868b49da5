"""The deviation log of a record in words: who departed from the course of the game, when, how and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wargame.core.plain_text import plain_line
from wargame.errors import TranscriptError
from wargame.transcript.deviations import Deviation, deviations
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.verify import Replayed

__all__ = ["Deviation", "as_lines", "names_beside", "of_game"]


def of_game(game: Replayed) -> tuple[Deviation, ...]:
    """Every deviation of a game in its order, those of undone turns included and marked."""
    return deviations(game.overrides)


def names_beside(transcript: Path) -> Mapping[str, str]:
    """Names of people by handle, from the session file if it lies beside the transcript; the record has none.

    Empty if no such file is there; TranscriptError if one is there and cannot be read.
    """
    path = transcript.with_name(f"{transcript.stem}.session.json")
    try:
        people = json.loads(ordinary_bytes(path)).get("people", ())
        return {person["handle"]: person["name"] for person in people}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise TranscriptError(f"{path}: this session file cannot be read; move it away to see handles only") from None


def as_lines(log: tuple[Deviation, ...], names: Mapping[str, str] = {}) -> tuple[str, ...]:
    """The log for readers: for each act a line, one for what it changed if that is known, and one for its reason.

    `names` are names of people by handle; who is not among them is called by the handle.
    """
    lines: list[str] = []
    for each in log:
        who = f"{names[each.who]} ({each.who})" if names.get(each.who, each.who) != each.who else each.who
        undone = ", undone later" if each.undone else ""
        target = f" {each.target}" if each.target else ""
        lines.append(
            f"{each.id}  turn {each.turn}, {each.phase}, {each.at}: {who} as {each.role.replace('_', ' ')}: "
            f"{each.what.replace('_', ' ')}{target}{undone}"
        )
        if each.before not in (None, {}) or each.after not in (None, {}):
            lines.append(f"    {_value(each.before)} -> {_value(each.after)}")
        lines.append(f"    because: {each.reason or '(no reason was given)'}")
    return tuple(map(plain_line, lines))


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_value(each)}" for name, each in value.items()) or "nothing"
    return f"{value:g}" if isinstance(value, float) else "nothing" if value is None else str(value)
