"""The picture of a compelled lab is drawn from its numbers, these are what the rules give, and the README says them."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType
from typing import Any

import pytest

from .blocks import ROOT

SOURCE = ROOT / "docs" / "compelled_lab.py"
LATER, LAST = 4, 10
"""Turns of which the README tells."""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compelled_lab", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def numbers(script: ModuleType) -> dict[str, Any]:
    kept: dict[str, Any] = script.kept()
    return kept


def test_the_picture_is_what_its_numbers_give_and_loads_nothing(script: ModuleType, numbers: dict[str, Any]) -> None:
    text = script.DRAWING.read_text(encoding="utf-8")
    assert text == script.chart(numbers)
    assert len(text) < 100_000
    assert not re.search(r"https?:|url\(|@import|<image|href", text.replace('xmlns="http://www.w3.org/2000/svg"', ""))


def test_the_readme_says_what_came_out_whichever_way_it_went(numbers: dict[str, Any]) -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    told = {name: each["difference"] for name, each in numbers["measures"].items()}
    (staff, trust, sales) = told.values()
    at_once, later = staff[2], staff[3]
    assert at_once[0] == at_once[1] == at_once[2]
    assert later[1] < 0 < later[2]
    assert numbers["given_later"] == {"3": numbers["times"]}
    assert sales[LAST][1] < 0 < sales[LAST][2]
    for said in (
        f"dissent of the staff is {at_once[0]:+.1f} points at once and no higher in turn 3",
        f"compels the lab all the same in {numbers['times']} of the {numbers['times']}",
        f"trust of allies in Washington is {span(trust[LATER])} in turn {LATER}",
        f"and still {span(trust[LAST])} at the end",
        f"nothing is clear at the end: the American share of allied stacks is {span(sales[LAST])} points",
    ):
        assert said in readme


def span(found: list[float]) -> str:
    mean, low, high = found
    return f"{mean:+.1f} [{low:.1f}, {high:.1f}]"


@pytest.mark.slow
def test_the_numbers_are_what_the_rules_give_today(script: ModuleType, numbers: dict[str, Any]) -> None:
    assert script.measured() == numbers
