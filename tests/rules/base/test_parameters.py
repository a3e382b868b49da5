"""No parameter is dead wood: each is read by some rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wargame
from wargame.rules.base.parameters import Parameters

RULES = Path(wargame.__file__).parent / "rules"
BY_FAMILY = ("half_life_", "general_", "edge_", "rate_")
"""Parameters that rules read by a name put together from a mission area or from a kind of inject."""


@pytest.fixture(scope="module")
def read() -> frozenset[str]:
    """Every attribute that some file of the rules reads."""
    texts = [path.read_text(encoding="utf-8") for path in RULES.rglob("*.py") if path.name != "parameters.py"]
    return frozenset(found for text in texts for found in re.findall(r"\.([a-z_]+)\b", text))


@pytest.mark.parametrize("name", [name for name in Parameters.names() if not name.startswith(BY_FAMILY)])
def test_a_parameter_is_read_by_a_rule(name: str, read: frozenset[str]) -> None:
    assert name in read
