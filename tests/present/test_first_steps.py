"""What newcomers are shown to try: in its turn, in its phase, until it is done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.seats import Game
from tests.ui.views import played
from wargame.core.moves import Propose, Signal
from wargame.players.base import Answer, Ask
from wargame.present.clause_fields import usual_drafts
from wargame.present.first_steps import COMMANDS, KEYS, WHEN, open_steps, steps_now, with_command, with_key
from wargame.present.opening_page import opening_rows
from wargame.scenario.bundle import load
from wargame.scenario.pack import FirstStepLine
from wargame.table.chair import Draft

NOTHING = Draft()


def said(ask: Ask, draft: Draft = NOTHING) -> list[str]:
    return [step.says.split()[0] + " " + (step.to or step.done) for step in open_steps(ask, draft)]


def offer_to(ask: Ask, seat: str) -> Propose:
    terms = next(terms for _, terms in usual_drafts(ask, (seat,)) if seat in terms.parties)
    return Propose(terms=terms, text="")


def test_a_step_goes_when_it_is_drafted_and_stays_away_when_it_is_done() -> None:
    game = Game()
    ask = game.ask("rome")
    assert "Ask anthropic" in said(ask)
    made = Draft(moves=(offer_to(ask, "anthropic"),))
    assert "Ask anthropic" not in said(ask, made)
    assert "Ask palantir" in said(ask, made), "an offer to one is no offer to another"
    game.hand_in("rome", Answer(made.body("talk"), "human"))
    assert "Ask anthropic" not in said(game.ask("rome"))
    assert "Ask palantir" in said(game.ask("rome"))


def test_a_step_is_told_with_its_key_on_a_screen_and_with_its_words_in_line_mode() -> None:
    steps = {step.done: step for step in open_steps(Game().ask("rome"), NOTHING)}
    assert with_key(steps["order"]) == f"{steps['order'].says} (F3)"
    assert with_command(steps["order"]) == f"{steps['order'].says} (`order VERB`)"
    assert with_key(steps["answer"]) == with_command(steps["answer"]) == steps["answer"].says
    assert {*KEYS} == {*COMMANDS} == {*WHEN} - {"answer"}


def test_only_what_this_phase_allows_is_suggested_now() -> None:
    talk = played("rome", "first-download", answered=1).ask("rome")
    orders = played("rome", "first-download", answered=2).ask("rome")
    assert (talk.phase, orders.phase) == ("talk", "orders")
    assert {step.done for step in steps_now(talk, Draft())} <= {"offer"}
    assert {step.done for step in steps_now(orders, Draft())} == {"order", "statement"}
    spoken = Draft(signal=Signal(text="We wait.", intents=()))
    assert {step.done for step in steps_now(orders, spoken)} == {"order"}


def test_steps_of_another_turn_or_of_another_seat_are_not_shown() -> None:
    game = played("rome", "first-download", answered=4)
    assert game.ask("rome").turn == 2
    assert all(step.turn == 2 for step in open_steps(game.ask("rome"), Draft()))
    book = game.ask("meta").book
    assert book.setting.by_id["rome"].first_steps == (), "others are not told what Rome is told"


def test_the_opening_page_holds_steps_brief_weights_and_situation() -> None:
    text = "\n".join(row.text for row in opening_rows(Game().ask("rome"), Draft()))
    marks = ("FIRST THINGS TO TRY", "YOUR BRIEF", " 45 fielded capability", "RED LINES", "THE SITUATION")
    assert [text.find(mark) >= 0 for mark in marks] == [True] * len(marks)
    assert "**" not in text
    assert not [name for name in ("Paris", "Mistral", "European Union") if name in text], (
        "nobody who is not in this game"
    )


def test_a_step_with_somebody_absent_is_left_out_and_a_pack_without_steps_says_nothing_of_them() -> None:
    pack = load("first-download").pack
    assert "first_steps" in pack.model_dump(mode="json")
    assert "first_steps" not in load("kyiv-winter").pack.model_dump(mode="json")
    with pytest.raises(ValueError, match="done"):
        FirstStepLine.model_validate({"says": "Do something new.", "done": "dance"})


def test_a_drafted_order_is_no_argument() -> None:
    ask = played("rome", "first-download", answered=6).ask("rome")
    assert ask.turn == 2
    assert ask.phase == "orders"
    order = next(iter(ask.menu.options("train_operators")))
    assert {step.done for step in steps_now(ask, replace(Draft(), orders=(order,)))} == {"argument"}
