"""What a record spells by id is told in words, and to nobody who may not know them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.review import walks
from wargame.core.event_values import Offered
from wargame.core.ids import CONTROL, PUBLIC, Variable
from wargame.present.replay_detail import detail_rows
from wargame.present.replay_rows import step_row
from wargame.review.record_names import EQUATIONS, RecordNames, rule_in_words
from wargame.review.walk import Walk

MODEL = Path(__file__).resolve().parents[2] / "docs" / "model.md"


@pytest.fixture(scope="module")
def walk() -> Walk:
    """A game in which chance plays, which names offers that are not before it."""
    return walks.walk_through(walks.scripted())


def told(walk: Walk) -> list[str]:
    """The row and the details of every step but calls, which quote what a model read and wrote."""
    assert walk.positions is not None
    setting, found = walk.positions.game.sequence.book.setting, []
    for step in range(len(walk.timeline)):
        if walk.timeline.kind(step) != "call":
            walk.step = step
            found += [step_row(walk, step, setting).text, *(row.text for row in detail_rows(walk, setting))]
    return found


@pytest.mark.parametrize("record", [walks.scripted, walks.undone, walks.retracted])
def test_no_row_of_the_replay_spells_a_rule_a_seat_a_model_or_an_offer_by_id(record: object) -> None:
    walk = walks.walk_through(record())  # type: ignore[operator]
    walk.thoughts = True
    assert walk.positions is not None
    game = walk.positions.game
    setting, models = game.sequence.book.setting, game.sequence.state.models
    offers = {e.value.proposal for e in game.events if isinstance(e.value, Offered)}
    raw = {seat.id for seat in setting.seats} | {each.id for each in models.values()} | offers
    raw -= {seat.name for seat in setting.seats} | {each.name for each in models.values()}
    rows = [text for text in told(walk) if '"' not in text]
    assert len(rows) > 400
    spelt = [text for text in rows if raw & set(re.findall(r"[\w-]+", text)) or re.search(r"[a-z]_[a-z]", text)]
    assert spelt == []


def test_before_the_game_is_played_again_seats_have_their_names_already() -> None:
    walk = walks.walk_through(walks.scripted())
    walk.positions, walk.reads_decisions = None, False
    decisions = [step for step in range(len(walk.timeline)) if walk.timeline.kind(step) == "decision"]
    names = {step_row(walk, step, None).body.partition(" decided: ")[0] for step in decisions}
    assert {"Washington", "Paris", "Google DeepMind"} <= names
    assert not names & set(walk.timeline.names)


def test_an_offer_is_named_to_those_alone_before_whom_it_was(walk: Walk) -> None:
    assert walk.positions is not None
    game = walk.positions.game
    setting = game.sequence.book.setting
    made = next(e for e in game.events if isinstance(e.value, Offered))
    assert isinstance(made.value, Offered)
    by, to = made.about[0], next(each for each in made.value.terms.parties if each != made.about[0])
    stranger = next(seat.id for seat in setting.seats if seat.id not in made.audience)
    said = f"Refused (withdraw): '{made.value.proposal}' is no offer before you."
    for eyes, named in ((CONTROL, True), (by, True), (to, True), (stranger, False), (PUBLIC, False)):
        names = RecordNames(setting, game, eyes)
        assert (names.bargain(made.value.proposal) != "an offer") == named, eyes
        assert (f"the offer of {setting.name_of(by)} to" in names.refused(said)) == named, eyes


def test_numbers_of_models_and_draws_of_chance_are_told_with_names(walk: Walk) -> None:
    assert walk.names is not None
    models = walk.names
    assert models.variable(Variable("model.mistral-large.K")) == "vintage of Mistral Large"
    assert models.variable(Variable("kyiv.I.gemini")) == "Kyiv's integration with Gemini"
    assert models.variable(Variable("paris.trust.kyiv")) == "Paris's trust in Kyiv"
    assert models.chance("leak.monitor.paris.kyiv") == "whether it leaks (watch accounts more closely, Paris, Kyiv)"
    assert models.chance("steal.beijing.mistral-large") == "whether a theft succeeds (Beijing, Mistral Large)"


def test_what_a_script_notes_of_its_reasons_is_told_in_words(walk: Walk) -> None:
    assert walk.names is not None
    noted = walk.names.noted("doctrine careful_lab; suspend kyiv: payment_missed in turn 3")
    assert noted == "doctrine careful lab; suspend Kyiv: payment missed in turn 3"


def test_rules_are_called_as_the_page_on_the_model_calls_them() -> None:
    titles = dict(re.findall(r"^\*\*(E\d+) ([\w -]+)\.\*\*", MODEL.read_text(encoding="utf-8"), re.MULTILINE))
    assert {number: title.casefold() for number, title in titles.items()} == dict(EQUATIONS)
    assert rule_in_words("E10") == "trust (E10)"
    assert rule_in_words("buy_compute") == "the order to buy chips and machine halls"
    assert rule_in_words("inject.mass_strike") == "inject: mass strike"
    assert rule_in_words("legality.unknown_name") == "what may be done: unknown name"
