"""The account of a game names what stands in its record, with the numbers that stand there."""

from __future__ import annotations

import re
from pathlib import Path

from wargame.review.account import account, month_of
from wargame.review.endings import ending_of, ending_values
from wargame.rules.model.bets import bets
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.transcript.references import ALONE, references_of
from wargame.transcript.verify import Replayed


def test_every_turn_and_every_final_score_is_told(replayed: Replayed) -> None:
    text = account(replayed, Path("runs/game.jsonl"))
    assert len(text.splitlines()) < 120
    assert all(f"Turn {turn}, " in text for turn in range(1, replayed.turns + 1))
    for score in scores(picture(replayed.sequence.book, replayed.sequence.state)).values():
        assert f"{score.total:.1f}" in text


def test_every_signature_is_told_or_counted(replayed: Replayed) -> None:
    text = account(replayed, Path("runs/game.jsonl"))
    for turn in range(1, replayed.turns + 1):
        chapter = " ".join(text.partition(f"Turn {turn}, ")[2].partition("Turn ")[0].split())
        signed = [
            e.text.partition(" signed")[0] for e in replayed.events if e.turn == turn and e.kind == "agreement_signed"
        ]
        told = sum(f"{parties} (" in chapter for parties in dict.fromkeys(signed))
        more = re.search(r"(\d+) more\. \d+ offers", chapter)
        assert told + (int(more[1]) if more else 0) >= len(set(signed)), (turn, signed)


def test_compulsion_is_told_with_what_it_did_to_the_labs_staff(compelled: tuple[Replayed, int]) -> None:
    text = " ".join(account(compelled[0], Path("x")).split())
    assert re.search(r"Defense Production Act against Anthropic \(dissent at Anthropic \d+ -> \d+", text)


def test_the_ending_and_the_bets_are_named(replayed: Replayed) -> None:
    text = " ".join(account(replayed, Path("x")).split())
    look = picture(replayed.sequence.book, replayed.sequence.state)
    values = ending_values(look)
    assert values is not None
    assert f"The ending: {ending_of(values).name}." in text
    for seat, bet in bets(look).items():
        assert f"{replayed.sequence.book.name(seat)} {bet.kind.replace('_', ' ')}" in text


def test_scores_without_references_are_said_to_stand_alone(replayed: Replayed) -> None:
    assert (ALONE in account(replayed, Path("x"))) == (references_of(replayed.game) is None)


def test_months_follow_the_length_of_a_turn() -> None:
    assert month_of("2026-07", 3, 1) == "July 2026"
    assert month_of("2026-07", 3, 4) == "April 2027"
    assert month_of("2026-07", 0.25, 5) == "August 2026"
