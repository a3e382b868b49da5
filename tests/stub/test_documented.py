"""What can be chosen stands in the documents."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from wargame.players.llm.profiles import Profile
from wargame.stub.peculiarities import PECULIARITIES
from wargame.stub.settings import FAULTS, RUNGS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "models.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*FAULTS, *PECULIARITIES, *RUNGS])
def test_every_fault_and_rung_is_documented(name: str) -> None:
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize("name", [field.name for field in fields(Profile)])
def test_every_key_of_a_profile_is_documented(name: str) -> None:
    assert f"`{name}`" in TEXT or f"    {name}:" in TEXT
