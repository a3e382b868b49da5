"""Everything that the two essays name has a place in what is shipped, and the words stand there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from .blocks import ROOT

NAMED = {"S0": 97, "S2": 50}
"""How many things each essay names, numbered from 1."""
KINDS = {"actor", "system", "instrument", "constraint", "number"}
HOLDS = {
    "dossier": ("actors/",),
    "scenario": ("scenarios/",),
    "order": ("wargame/core/orders/",),
    "clause": ("wargame/core/clauses.py",),
    "event": ("wargame/scenario/pack.py",),
    "system": ("actors/", "wargame/"),
    "page": ("docs/facts.md",),
}
"""Where what lives somewhere can stand."""


@pytest.fixture(scope="module")
def things() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe").load((ROOT / "docs" / "coverage.yaml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def shipped(things: list[dict[str, Any]]) -> dict[str, str]:
    """The texts of all files that are pointed at, broken into no lines."""
    files = {at["file"] for each in things for at in each["places"]}
    return {file: " ".join(Path(ROOT / file).read_text(encoding="utf-8").split()) for file in files}


def test_each_named_thing_is_listed_once_and_none_is_left_over(things: list[dict[str, Any]]) -> None:
    wanted = [f"{essay}-{number:02}" for essay, count in NAMED.items() for number in range(1, count + 1)]
    assert [each["id"] for each in things] == wanted
    assert all(each["kind"] in KINDS and each["thing"] and each["places"] for each in things)


def test_the_words_stand_where_each_thing_is_said_to_live(
    things: list[dict[str, Any]], shipped: dict[str, str]
) -> None:
    lost = [
        (each["id"], at["file"], at["words"])
        for each in things
        for at in each["places"]
        if at["words"] not in shipped[at["file"]]
    ]
    assert not lost


def test_each_place_is_of_the_kind_that_is_said(things: list[dict[str, Any]]) -> None:
    odd = [at for each in things for at in each["places"] if not at["file"].startswith(HOLDS[at["lives"]])]
    assert not odd


def test_each_actor_of_the_essays_stands_in_a_dossier_or_a_public_briefing(things: list[dict[str, Any]]) -> None:
    actors = [each for each in things if each["kind"] == "actor"]
    assert len(actors) == 70
    told = {"dossier", "scenario"}
    assert not [each["id"] for each in actors if not told & {at["lives"] for at in each["places"]}]


def test_no_place_is_a_list_of_seats_or_the_heading_of_a_file(things: list[dict[str, Any]]) -> None:
    """That somebody sits there says nothing of it: what is pointed at is a sentence, or a name that rules know."""
    bare = ("id:", "title:", "seats:", "present:", "kind:")
    assert not [(each["id"], at["words"]) for each in things for at in each["places"] if at["words"].startswith(bare)]
