"""A list of models is read in whatever form it comes; what cannot be read is no list, and raises nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.players.llm.calls import board_of, run
from tests.positions.serving import completion, serving
from wargame.players.llm.models_list import models_listed
from wargame.players.llm.probe import probe

LISTS: list[tuple[Any, dict[str, int | None]]] = [
    ({"data": [{"id": "m"}, {"id": "n", "context_length": 8192}]}, {"m": None, "n": 8192}),
    ({"data": [{"id": "m", "max_model_len": 8192, "meta": {"n_ctx": 4096, "n_ctx_train": 32768}}]}, {"m": 4096}),
    ([{"id": "m"}], {"m": None}),
    ({"data": ["m", "n"]}, {"m": None, "n": None}),
    ({"models": [{"name": "m:latest", "model": "m:latest"}]}, {"m:latest": None}),
    ({"data": [{"id": "m", "context_length": "8k", "meta": 3}]}, {"m": None}),
    (
        {"data": [{"id": "m", "context_length": 0}, {"id": "n", "n_ctx": -1}, {"id": "o", "n_ctx": True}]},
        dict.fromkeys("mno"),
    ),
    ({"data": [{"id": None}, {"id": 5}, 7, None, {}]}, {}),
    ({"data": [{"id": "m\x1b[2J\n"}]}, {"m[2J": None}),
    ({"data": None}, {}),
    ({"error": "no such thing"}, {}),
    (None, {}),
]


@pytest.mark.parametrize(("given", "listed"), LISTS)
def test_names_and_context_are_read_in_whatever_form_they_come(given: Any, listed: dict[str, int | None]) -> None:
    assert models_listed(json.dumps(given)) == listed


@pytest.mark.parametrize("text", ["", "ok", "<html></html>", "[" * 5000 + "]" * 5000, '{"data":' * 900])
def test_what_is_no_list_is_none(text: str) -> None:
    assert models_listed(text) == {}


@pytest.mark.parametrize(
    "listing", ["403 Forbidden", "404 Not Found", "405 Method Not Allowed", "500 Internal Server Error", "200 OK"]
)
def test_an_endpoint_that_lists_no_models_is_asked_all_the_same(listing: str) -> None:
    async def work() -> tuple[bool, str, tuple[str, ...]]:
        said = completion(json.dumps({"mood": "calm", "turns": 3}))
        async with serving(lambda _: said, listing=listing) as url, board_of() as endpoints:
            found = await probe(f"llm:m@{url}", endpoints, context=600)
            return found.usable, found.problem, found.models

    assert run(work()) == (True, "", ())
