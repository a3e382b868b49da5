"""Settings of scripts that stand as keys of a game or a level: they belong into the spec of a player."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wargame.players.specs import setting_meant
from wargame.scenario.faults import Fault, Key, dotted
from wargame.scenario.source import SourceFile


def with_settings_meant(source: SourceFile, fault: Fault) -> Fault:
    """The same fault; of a key such as `temper` it says with which spec scripts are set so."""
    for key, lines in _lines(source):
        for name, value in lines.items():
            no_key = f"{name} is not a key here"
            if fault.key == dotted((*key, name)) and fault.sentence.startswith(no_key):
                if spec := setting_meant(name, value):
                    known = fault.sentence.rpartition("t must be one of ")[2]
                    said = f"{no_key}; did you mean everyone: '{spec}'? It must be one of {known}"
                    return replace(fault, sentence=said)
    return fault


def _lines(source: SourceFile) -> Iterator[tuple[Key, dict[str, Any]]]:
    """The game and every level as they stand in the file, as far as they can be found."""
    found: list[tuple[Key, Any]] = [(("game",), source.at(("game",)))]
    factors = source.at(("factors",))
    for number, factor in enumerate(factors if isinstance(factors, list) else ()):
        levels = factor.get("levels") if isinstance(factor, dict) else None
        for place, level in enumerate(levels if isinstance(levels, list) else ()):
            found.append((("factors", number, "levels", place), level))
    for key, lines in found:
        if isinstance(lines, dict):
            yield key, lines
