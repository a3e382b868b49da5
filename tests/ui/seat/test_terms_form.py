"""The terms form: put together by keys alone, checked while it is, compared with what it answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.app import App, ComposeResult

from tests.ui.conftest import SIZES, SMALL, WIDE, press, shown
from tests.ui.fits import clipped
from tests.ui.views import asked
from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, GuaranteeClause, PaymentClause
from wargame.core.ids import ModelId
from wargame.core.moves import Propose
from wargame.players.drafts import access, terms
from wargame.present.clause_fields import usual_drafts
from wargame.present.offer_rows import beside_rows
from wargame.ui.seat.forms.terms_form import TermsForm
from wargame.ui.widgets.field_list import FieldList, Form

pytestmark = pytest.mark.anyio


class Stand(App[None]):
    """A form on an otherwise empty screen, and what it said."""

    CSS = "TextArea { height: 3; }"

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.done: list[tuple[Terms, str]] = []
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_form()

    def on_terms_form_done(self, event: TermsForm.Done) -> None:
        self.done.append((event.terms, event.text))

    def on_form_said(self, event: Form.Said) -> None:
        self.said.append(event.text)


async def to_row(pilot: Any, key: str) -> None:
    """Move the cursor to a row by keys, as a person would."""
    lines = pilot.app.query_one(FieldList)
    keys = [row.key for row in lines.rows]
    assert key in keys, f"no row {key} among {keys}"
    for _ in keys:
        away = keys.index(key) - lines.cursor
        if away == 0:
            return
        await pilot.press("down" if away > 0 else "up")
    raise AssertionError(f"{key} cannot be reached")


async def pick(pilot: Any, name: str, text: str) -> None:
    """Open a field and take the choice that begins with a text."""
    lines = pilot.app.query_one(FieldList)
    if lines.opened != name:
        await to_row(pilot, name)
        await pilot.press("enter")
    at = next(n for n, field in enumerate(lines.fields) if field.name == name)
    choice = next(n for n, each in enumerate(lines.fields[at].choices) if each.text.startswith(text))
    await to_row(pilot, f"{name}={choice}")
    await pilot.press("enter")
    await pilot.pause()


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_an_offer_is_put_together_by_keys_alone(size: tuple[int, int]) -> None:
    ask = asked("paris", answered=0)
    app = Stand(TermsForm(ask, to=("openai",)))
    async with app.run_test(size=size) as pilot:
        assert "! no clause yet: begin from a usual offer, or add a clause" in shown(app)
        await pick(pilot, "more", "access")
        await pick(pilot, "0.channel", "enclave")
        await pick(pilot, "0.licence", "full")
        await to_row(pilot, "0.price")
        await press(pilot, "right right")
        await pick(pilot, "more", "guarantee")
        await to_row(pilot, "turns")
        await press(pilot, "8")
        await to_row(pilot, "text")
        await press(pilot, "enter 'we_mean_it enter")
        assert clipped(app) == []
        await to_row(pilot, "done")
        await press(pilot, "enter")
    ((made, words),) = app.done
    assert words == "we mean it"
    assert made.turns == 8
    first, second = made.clauses
    assert isinstance(first, AccessClause)
    assert (first.giver, first.taker, first.channel, first.licence, first.price) == (
        "openai",
        "paris",
        "enclave",
        "full",
        3,
    )
    assert isinstance(second, GuaranteeClause)
    assert ask.menu.talk_refusal(Propose(terms=made, text=words)) is None


@pytest.mark.slow
async def test_a_usual_offer_is_two_keys_away() -> None:
    ask = asked("paris", answered=0)
    app = Stand(TermsForm(ask, to=("openai",)))
    async with app.run_test(size=WIDE) as pilot:
        await pick(pilot, "draft", "-1.0  GPT")
        assert "may be offered; needs the word of" in shown(app)
        await to_row(pilot, "done")
        await press(pilot, "enter")
    ((made, _),) = app.done
    assert set(made.parties) == {"paris", "openai"}
    assert isinstance(made.clauses[0], AccessClause)


async def test_what_may_not_be_offered_is_said_and_not_offered() -> None:
    ask = asked("paris", answered=0)
    wrong = terms(access("openai", "paris", ModelId("gpt"), "weights"))
    app = Stand(TermsForm(ask, wrong))
    async with app.run_test(size=WIDE) as pilot:
        await to_row(pilot, "done")
        await press(pilot, "enter")
        assert app.done == []
        assert "its weights are not handed over" in app.said[-1]


async def test_consent_that_is_needed_is_named() -> None:
    ask = asked("paris", answered=0)
    form = TermsForm(ask, terms(access("openai", "paris", ModelId("gpt"), "api")))
    assert set(form.consenters()) == {"openai", "washington"}


async def test_a_counter_stands_beside_the_offer_with_the_differences_marked() -> None:
    ask = asked("paris", answered=0)
    theirs = terms(access("openai", "paris", ModelId("gpt"), "api", price=4), turns=6)
    ours = replace(theirs, clauses=(*theirs.clauses, PaymentClause(giver="openai", taker="paris", amount=2)), turns=3)
    rows = [row.text for row in beside_rows(ask, ours, theirs)]
    assert "* 6 turns, open" in rows
    assert "* 3 turns, open" in rows
    assert "* 2   amount 2" in rows
    assert "  1   price 4" in rows
    assert any(row.startswith("=") and "points of capability" in row for row in rows)


async def test_a_clause_can_be_dropped_and_its_party_goes_with_it() -> None:
    ask = asked("paris", answered=0)
    start = terms(
        access("openai", "paris", ModelId("gpt"), "api"), PaymentClause(giver="kyiv", taker="paris", amount=1)
    )
    form = TermsForm(ask, start)
    app = Stand(form)
    async with app.run_test(size=WIDE) as pilot:
        await to_row(pilot, "clause1")
        await press(pilot, "enter")
        await to_row(pilot, "drop1")
        await press(pilot, "enter")
        assert set(form.terms.parties) == {"openai", "paris"}
        assert len(form.terms.clauses) == 1


@pytest.mark.slow
async def test_usual_offers_to_begin_from_are_there_again_once_the_last_clause_is_dropped() -> None:
    form = TermsForm(asked("rome", "first-download", 0), to=("anthropic",))
    app = Stand(form)
    async with app.run_test(size=WIDE) as pilot:
        await to_row(pilot, "draft")
        await press(pilot, "enter enter")
        assert len(form.terms.clauses) == 1
        assert "begin from" not in shown(app)
        await to_row(pilot, "drop0")
        await press(pilot, "enter")
        assert not form.terms.clauses
        await to_row(pilot, "draft")
        await press(pilot, "enter enter")
        assert len(form.terms.clauses) == 1


async def test_a_form_begun_from_a_usual_offer_is_cleared_by_a_key_and_the_key_brings_it_back() -> None:
    app = Stand(form := TermsForm(asked("paris", answered=0), to=("openai",)))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "c")
        assert app.said[-1] == "there is nothing to clear: no clause yet"
        await pick(pilot, "draft", "-1.0  GPT")
        begun = form.terms
        assert "[clear all clauses]  c: begin anew" in form.as_text()
        await press(pilot, "c")
        assert form.terms == Terms(parties=("paris", "openai"), clauses=(), secret=False, turns=begun.turns)
        assert form.listed.chosen is not None
        assert form.listed.chosen.key == "draft", "another beginning is one key away"
        await press(pilot, "c")
        assert form.terms == begun


async def test_a_clause_is_dropped_by_a_key_from_its_own_row_and_from_its_fields() -> None:
    both = terms(access("openai", "paris", ModelId("gpt"), "api"), GuaranteeClause(giver="openai", taker="paris"))
    app = Stand(form := TermsForm(asked("paris", answered=0), both))
    async with app.run_test(size=WIDE) as pilot:
        await to_row(pilot, "clause0")
        await press(pilot, "enter down d")
        assert [clause.kind for clause in form.terms.clauses] == ["guarantee"]
        await to_row(pilot, "turns")
        await press(pilot, "d")
        assert app.said[-1] == "the cursor is on no clause; c clears them all"
        await to_row(pilot, "clause0")
        await press(pilot, "d")
        assert form.terms.clauses == ()


async def test_a_third_party_is_added_by_a_key_that_opens_the_parties() -> None:
    app = Stand(form := TermsForm(asked("paris", answered=0), to=("openai",)))
    async with app.run_test(size=WIDE) as pilot:
        await to_row(pilot, "draft")
        await press(pilot, "enter t w enter escape")
        assert set(form.terms.parties) == {"paris", "openai", "washington"}
        assert "t: add a third" in form.as_text()


async def test_an_offer_begins_with_no_more_turns_than_the_game_has_left() -> None:
    first, last = asked("rome", "first-download", 0), asked("rome", "first-download", 8)
    assert (first.turn, last.turn) == (1, 3)
    assert TermsForm(first).terms.turns == 3
    assert TermsForm(last).terms.turns == 1
    assert {made.turns for _, made in usual_drafts(last, ())} == {1}
    (field,) = [field for field in TermsForm(last).fields() if field.name == "turns"]
    assert field.note == "turns from signature; the game has 1 more"


async def test_the_verdict_stays_in_sight_however_far_down_the_cursor_is() -> None:
    ask = asked("paris", answered=0)
    long = terms(
        *(GuaranteeClause(giver="openai", taker="paris"), access("openai", "paris", ModelId("gpt"), "weights"))
    )
    app = Stand(form := TermsForm(ask, long))
    async with app.run_test(size=SMALL) as pilot:
        await to_row(pilot, "clause1")
        await press(pilot, "enter end")
        assert form.listed.scroll_offset.y > 0, "the first fields are out of sight"
        assert "its weights are not handed over" in " ".join(shown(app).split())
        assert shown(app).startswith("! ")
        assert form.as_text().startswith("! ")
