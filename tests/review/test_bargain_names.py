"""Whoever reads a record is told whose offer was answered and on what terms, in the row, the step and the columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review.walks import SHIPPED, walk_through
from wargame.core.event_values import Offered
from wargame.core.moves import Respond, Talk
from wargame.core.words import terms_in_words
from wargame.present.replay_detail import detail_rows
from wargame.present.replay_rows import step_row
from wargame.present.replay_words import side_by_side
from wargame.transcript.entry_values import decision_of


@pytest.mark.parametrize("record", ["first-download-scripted.jsonl", "first-download-qwen-1.5b.jsonl"])
def test_an_answer_names_the_offer_by_its_author_and_its_terms(record: str) -> None:
    walk = walk_through(SHIPPED / Path(record))
    assert walk.positions is not None
    game = walk.positions.game
    setting = game.sequence.book.setting
    made = {event.value.proposal: event for event in game.events if isinstance(event.value, Offered)}
    answered = 0
    for step in walk.met():
        if walk.timeline.kind(step) != "decision":
            continue
        body = decision_of(walk.timeline.entry(step)).body
        for move in body.moves if isinstance(body, Talk) else ():
            if not isinstance(move, Respond) or move.proposal not in made:
                continue
            offer = made[move.proposal]
            assert isinstance(offer.value, Offered)
            walk.step, answered = step, answered + 1
            author, terms = setting.name_of(offer.about[0]), terms_in_words(offer.value.terms, setting.name_of)
            assert f"the offer of {author}" in step_row(walk, step, setting).text
            assert f"the offer of {author} ({terms})" in "\n".join(row.text for row in detail_rows(walk, setting))
            columns = side_by_side(
                decision_of(walk.timeline.entry(step)), setting.name_of, 100, walk.positions.bargains, heard=False
            )
            assert f"the offer of {author}" in " ".join(" ".join(columns).split())
    assert answered > 3


def test_what_nobody_ever_offered_is_a_bargain_and_no_id() -> None:
    walk = walk_through(SHIPPED / "first-download-scripted.jsonl")
    assert walk.positions is not None
    names = walk.positions.bargains
    assert names("zq7zq") == names.with_terms("zq7zq") == "a bargain"
