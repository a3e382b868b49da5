"""The list of models that an endpoint gives: their names, and how much context they say they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wargame.players.llm.response_body import data_of

LONGEST_NAME = 200
"""Characters of a name that are kept."""
_LENGTHS = ("context_length", "max_model_len", "context_window", "max_context_length", "n_ctx", "n_ctx_train")
_NAMES = ("id", "name", "model")


def models_listed(text: str) -> dict[str, int | None]:
    """Names in the body of a list of models, each with its tokens of context if they are told; empty if it is none.

    It raises nothing, whatever the body. What cannot be printed in a name is left out.
    """
    return {name: length for name, length in map(_model, _rows(data_of(text))) if name}


def _rows(data: Any) -> Iterator[Any]:
    if isinstance(data, Mapping):
        data = next((data[name] for name in ("data", "models") if isinstance(data.get(name), list)), data)
    yield from data if isinstance(data, list) else [data]


def _model(row: Any) -> tuple[str, int | None]:
    if isinstance(row, str):
        return _shown(row), None
    if not isinstance(row, Mapping):
        return "", None
    name = next((row[name] for name in _NAMES if isinstance(row.get(name), str)), "")
    places = [row, *(row[inner] for inner in ("meta", "limits") if isinstance(row.get(inner), Mapping))]
    told = [place[length] for place in places for length in _LENGTHS if length in place]
    lengths = [each for each in told if isinstance(each, int) and not isinstance(each, bool) and each > 0]
    return _shown(name), min(lengths, default=None)


def _shown(name: str) -> str:
    return "".join(mark for mark in name if mark.isprintable())[:LONGEST_NAME]
