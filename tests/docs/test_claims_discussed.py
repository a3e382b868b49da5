"""Every claim that did not hold is discussed, under what came out, and none that holds is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wargame.balance.claim_results import stored
from wargame.balance.claim_verdicts import judged

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = {
    "fails": "Those that fail",
    "open": "Those that stay open",
    "holds under a condition": "Those that hold under a condition",
    "by increments only": "Those that come by increments only",
}


RESULTS = tuple(stored(ROOT / "claims" / "results.json").values())


def in_section(page: str, title: str) -> dict[str, str]:
    """What is said of each claim in a section."""
    section = page.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^- \*\*([\w-]+)\*\*(.*(?:\n  .*)*)", section, re.MULTILINE))


@pytest.mark.parametrize("verdict", SECTIONS)
def test_claims_that_did_not_hold_are_discussed_under_what_came_out(verdict: str) -> None:
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    discussed = in_section(page, SECTIONS[verdict])
    came_out = {found.claim for found in RESULTS if judged(found).verdict == verdict}
    assert came_out
    assert set(discussed) == came_out
    if verdict != "open":
        assert [name for name, text in discussed.items() if "A critic would" not in " ".join(text.split())] == []


def test_claims_of_which_a_measure_could_not_be_tried_are_told() -> None:
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    untried = {found.claim for found in RESULTS for each in found.effects if not each.under and not each.varied}
    untried |= {found.claim for found in RESULTS if judged(found).verdict == "not testable here"}
    assert set(in_section(page, "What could not be tried")) == untried
