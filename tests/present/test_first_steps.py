"""What newcomers are shown to try: in its turn, in its phase, until it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest

import wargame
from tests.ui.seats import Game
from tests.ui.views import played
from wargame.console.commands import COMMANDS as CONSOLE
from wargame.console.looks import SECTIONS
from wargame.core.clauses import SupportClause
from wargame.core.ids import SeatId
from wargame.core.moves import Propose, Respond, Sealed, Signal, Talk, TalkMove, Weigh
from wargame.core.orders import AnyOrder, Argument, Reason
from wargame.core.setting import FirstStep, StepPlace
from wargame.paired.intervals import interval
from wargame.players.base import Answer, Ask
from wargame.present.clause_fields import usual_drafts
from wargame.present.first_steps import COMMANDS, KEYS, LOOKS, WHEN, open_steps, steps_now, with_command, with_key
from wargame.present.opening_page import opening_rows
from wargame.rules.model.deal_value import appraise
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
    assert "Ask palantir" in said(ask)
    other = Draft(moves=(offer_to(ask, "anthropic"),))
    assert "Ask palantir" in said(ask, other), "an offer to one is no offer to another"
    made = Draft(moves=(offer_to(ask, "palantir"),))
    assert "Ask palantir" not in said(ask, made)
    game.hand_in("rome", Answer(made.body("talk"), "human"))
    assert "Ask palantir" not in said(game.ask("rome"))


def test_a_step_is_told_with_its_key_on_a_screen_and_with_its_words_in_line_mode() -> None:
    step = FirstStep("Give an order of yours.", "order", 1, None)
    assert with_key(step) == "Give an order of yours. (F3)"
    assert with_command(step) == "Give an order of yours. (`order VERB`)"
    assert with_command(replace(step, verb="integrate")) == "Give an order of yours. (`order integrate`)"
    looked = FirstStep("See what that would be.", "answer", 1, SeatId("meta"), look="offer")
    assert with_key(looked) == "See what that would be. (o at the desk)"
    assert with_command(looked) == "See what that would be. (`offer meta`)"
    plain = replace(looked, look=None)
    assert with_key(plain) == with_command(plain) == plain.says
    assert {*KEYS} == {*COMMANDS} == {*WHEN} - {"answer"}
    assert {*LOOKS} == {*get_args(StepPlace)}


def test_what_line_mode_is_told_to_type_is_a_word_of_it() -> None:
    for command in (*COMMANDS.values(), *(words for _, words in LOOKS.values())):
        verb, _, rest = command.strip("`").partition(" ")
        assert verb in CONSOLE
        assert verb != "look" or rest in SECTIONS


def test_an_order_that_names_a_verb_is_done_by_that_one_alone_and_an_offer_accepted_is_an_agreement() -> None:
    game = played("rome", "first-download", answered=2)
    ask = game.ask("rome")
    verbs = {step.verb for step in steps_now(ask, NOTHING) if step.done == "order"}
    assert verbs == {"integrate", "endorse_norms"}
    depth = next(iter(ask.menu.options("integrate")))
    assert {step.verb for step in steps_now(ask, Draft(orders=(depth,))) if step.done == "order"} == {"endorse_norms"}
    talk = played("rome", "first-download", answered=1).ask("rome")
    offer = next(offer for offer in talk.view.proposals.values() if offer.by != "rome")
    agreed = FirstStep("Agree with whoever offers.", "agreement", talk.turn, offer.by)
    with_steps = replace(talk.book.seat("rome"), first_steps=(agreed,))
    seats = tuple(with_steps if seat.id == "rome" else seat for seat in talk.book.setting.seats)
    talk = replace(talk, book=replace(talk.book, setting=replace(talk.book.setting, seats=seats)))
    assert open_steps(talk, NOTHING) == (agreed,)
    said_no, said_yes = (
        Draft(moves=(Respond(proposal=offer.id, answer=how, terms=None, text=""),)) for how in ("reject", "accept")
    )
    assert open_steps(talk, said_no) == (agreed,)
    assert open_steps(talk, said_yes) == ()


def test_only_what_this_phase_allows_is_suggested_now() -> None:
    talk = played("rome", "first-download", answered=1).ask("rome")
    orders = played("rome", "first-download", answered=2).ask("rome")
    assert (talk.phase, orders.phase) == ("talk", "orders")
    assert {step.done for step in steps_now(talk, Draft())} == {"agreement"}
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


class FollowsHints:
    """Does what the tutorial tells, and nothing else; what it was told is kept, so that no hint goes unread."""

    spec, kind, instant = "own:follows-hints", "script", True

    def __init__(self) -> None:
        self.told: list[FirstStep] = []

    async def decide(self, ask: Ask) -> Answer:
        steps = steps_now(ask, NOTHING)
        self.told += steps
        if ask.phase == "weigh":
            return Answer(Weigh(weighings=()), "scripted")
        if ask.phase == "talk":
            return Answer(Talk(moves=tuple(move for step in steps for move in talked(ask, step))), "scripted")
        sheet: tuple[AnyOrder, ...] = ()
        for step in steps:
            order = ordered(ask, step)
            if order is not None and ask.menu.sheet((*sheet, order))[-1] is None:
                sheet = (*sheet, order)
        signal = Signal(text="We build on what is ours.", intents=()) if steps[-1].done == "statement" else None
        return Answer(Sealed(signal=signal, orders=sheet), "scripted")


def talked(ask: Ask, step: FirstStep) -> Iterator[TalkMove]:
    """Engineers from the usual offer with support at 2; terms that are a gain accepted; nothing where one looks."""
    assert step.to is not None or step.done == "answer"
    if step.done == "offer":
        terms = offer_to(ask, step.to or "").terms
        assert "from 1 to 2" in step.says
        clauses = [replace(each, level=2) if isinstance(each, SupportClause) else each for each in terms.clauses]
        yield Propose(terms=replace(terms, clauses=tuple(clauses)), text="")
    if step.done == "agreement":
        for offer in ask.view.proposals.values():
            gain = offer.by == step.to and appraise(ask.book, ask.view, ask.seat, offer.terms).total > 0
            if gain and ask.seat not in offer.accepted:
                yield Respond(proposal=offer.id, answer="accept", terms=None, text="")


def ordered(ask: Ask, step: FirstStep) -> AnyOrder | None:
    """The order that is named, or integrating where any will do; a case from what was agreed and endorsed."""
    if step.done == "argument":
        kinds = ("agreement_signed", "norms_endorsed")
        cites = [seen.cite for seen in ask.view.events if seen.kind in kinds and ask.seat in seen.about and seen.cite]
        reasons = tuple(Reason(text="It is on record.", cites=cite) for cite in cites[-3:])
        target, effect = SeatId(ask.seat), "raise_domestic_support"
        return Argument(action="We show what our forces learnt.", effect=effect, target=target, reasons=reasons)  # type: ignore[arg-type]
    if step.done != "order":
        return None
    options = list(ask.menu.options(step.verb or "integrate"))
    return next((each for each in options if getattr(each, "focus", "") == "depth"), options[0])


@pytest.mark.slow
def test_whoever_does_what_the_tutorial_tells_is_better_off_than_whoever_passes() -> None:
    following, gains, placed = FollowsHints(), [], []
    for seed in range(1, 21):
        passed = wargame.play("first-download", seed=seed, seats={"rome": "passing"})
        followed = wargame.play("first-download", seed=seed, seats={"rome": following})
        gains.append(followed.scores["rome"] - passed.scores["rome"])
        placed.append((followed.places or {})["rome"])
    steps = Game().ask("rome").book.setting.by_id["rome"].first_steps
    assert [step for step in steps if step not in following.told] == [], "every hint was shown"
    assert interval(gains).low > 0
    assert min(gains) > 0, "in no game was the advice bad"
    assert interval(placed).low > 100, "a place above that of the best script"
