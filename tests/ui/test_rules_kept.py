"""Rules of style are read once under one set of colours, and anew under others."""

from __future__ import annotations

import pytest
from textual.css import parse
from textual.css.errors import StylesheetError
from textual.css.stylesheet import Stylesheet
from textual.theme import BUILTIN_THEMES
from textual.widgets import Static

from tests.ui.conftest import at_table, press
from tests.ui.seats import Game
from wargame.ui.rules_kept import RulesKept

READING = Stylesheet._parse_rules
"""Textual's own, before the tests keep what all of them read."""
STYLE = "Static { color: $ink; }"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """What Textual's own reader is given from now on: the text, and the rank that it has among others."""
    given: list[tuple[str, object]] = []
    usual = parse.parse

    def noted(scope: str, css: str, *more: object, **options: object) -> object:
        given.append((css, options["tie_breaker"]))
        return usual(scope, css, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("textual.css.stylesheet.parse", noted)
    monkeypatch.setattr(Stylesheet, "_parse_rules", READING)
    return given


def with_ink(colour: str) -> RulesKept:
    rules = RulesKept(variables={"ink": colour})
    rules.add_source(STYLE, read_from=("here", "STYLE"))
    return rules


def colour_of(rules: RulesKept) -> str:
    widget = Static("x")
    (rule,) = rules.rules
    widget.styles.merge(rule.styles)
    return widget.styles.color.hex


def test_the_same_colours_again_cost_no_second_reading(read: list[tuple[str, object]]) -> None:
    rules = with_ink("#ff0000")
    assert colour_of(rules) == "#FF0000"
    rules.set_variables({"ink": "#ff0000"})
    rules.reparse()
    assert colour_of(rules) == "#FF0000"
    assert read == [(STYLE, 0)]


def test_other_colours_are_seen_at_once(read: list[tuple[str, object]]) -> None:
    rules = with_ink("#ff0000")
    assert colour_of(rules) == "#FF0000"
    rules.set_variables({"ink": "#0000ff"})
    rules.reparse()
    assert colour_of(rules) == "#0000FF"
    assert read == [(STYLE, 0), (STYLE, 0)]


def test_what_cannot_be_read_is_told_every_time() -> None:
    rules = with_ink("#ff0000")
    rules.add_source("Static { colour: red; }", read_from=("here", "WRONG"))
    for _ in range(2):
        with pytest.raises(StylesheetError):
            rules.rules  # noqa: B018
        rules.set_variables({"ink": f"#0000f{_}"})


@pytest.mark.slow
@pytest.mark.anyio
async def test_going_to_another_screen_reads_only_what_is_new_and_another_theme_all(
    read: list[tuple[str, object]],
) -> None:
    app = at_table(Game())
    async with app.run_test() as pilot:
        await press(pilot, "f2 f3 f4 f5")
        await pilot.pause()
        assert len(read) == len(set(read)), "something was read twice"
        before = len(read)
        await press(pilot, "f2 f3 f4 f5")
        assert len(read) == before
        app.theme = BUILTIN_THEMES["textual-light"].name
        await pilot.pause()
        assert len(read) > before
