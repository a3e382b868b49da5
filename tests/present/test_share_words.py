"""Shares in words: the largest first, with who, where, with whom and by which chain; figures add up as shown."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.paired.planted import bargain, planted_game
from wargame.core.ids import Variable
from wargame.core.moves import Sealed
from wargame.paired.shares import because
from wargame.present.share_words import SEVERAL, UNJOINED, SharesInWords, as_lines, shares_in_words
from wargame.transcript.verify import Replayed, verify


@lru_cache(maxsize=1)
def game() -> Replayed:
    folder = Path(mkdtemp())
    return verify(planted_game(folder / "game.jsonl", bargain(folder)))


def words(variable: str, turn: int = 1, since: int = 1) -> SharesInWords:
    return shares_in_words(game(), because(game(), Variable(variable), turn, since=since))


def test_each_root_is_told_with_its_line_its_bond_and_its_chain() -> None:
    found = words("rome.budget")
    assert found.heading == "Rome's budget (rome.budget): 3 -> 6 in turn 1"
    offered, accepted = found.rows
    assert offered.text.startswith("Washington offered ")
    assert accepted.text == "Rome accepted the offer of Washington"
    assert [each.share for each in found.rows] == ["+1.5", "+1.5"]
    assert offered.bound == "3.0 of it only together with [1.talk2.rome]"
    assert offered.chain[-1] == "Washington and Rome did what they had agreed. (1.7)"
    for row in found.rows:
        entry = game().record.entries[row.line - 1]
        assert (entry.kind, entry.data["id"]) == ("decision", row.root)


@pytest.mark.parametrize("variable", ["rome.budget", "washington.score", "world.F", "rome.trust.washington"])
@pytest.mark.parametrize("turn", [1, 2])
def test_figures_add_up_as_they_are_shown(variable: str, turn: int) -> None:
    found = words(variable, turn)
    shown = [row.share for row in (*found.rows, found.itself, *([found.others] if found.others else []))]
    assert sum(map(Fraction, shown)) == Fraction(found.total)


def test_the_list_ends_with_what_nobody_carries_and_the_total() -> None:
    lines = as_lines(words("washington.score"), 8)
    assert lines[-2].endswith("in all")
    assert "nobody's: what the rules do by themselves" in lines[-3]
    assert lines[-1] == "ruled again 8 times; all sets of them were counted", "two decisions and an inject"


def test_what_is_not_listed_is_told_with_its_sum() -> None:
    found = words("rome.budget", 2)
    lines = as_lines(found, 1)
    assert any(line.endswith("2 smaller") for line in lines)
    shown = [Fraction(line.split()[0]) for line in lines[1:-2] if line[0] in "+-"]
    assert sum(shown) == Fraction(found.total)


def test_where_the_record_has_no_chain_it_is_said() -> None:
    assert any(UNJOINED in line for line in as_lines(words("washington.score"), 8))


def test_a_share_on_which_the_few_orders_that_were_drawn_agreed_is_told_with_an_error_that_is_not_known() -> None:
    drawn = dataclasses.replace(because(game(), Variable("rome.budget"), 1), exact=False)
    shares = tuple(dataclasses.replace(each, error=0.0 if at else 0.3) for at, each in enumerate(drawn.shares))
    told = shares_in_words(game(), dataclasses.replace(drawn, shares=shares))
    assert [row.error for row in told.rows] == ["± 0.3", *["± ?"] * (len(shares) - 1)]
    assert len(shares) > 1


def test_a_decision_of_several_orders_shows_no_chain_that_would_be_that_of_one_of_them() -> None:
    record = verify(Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl")
    several = {
        name
        for name, made in record.decisions.items()
        if len(made.body.orders if isinstance(made.body, Sealed) else getattr(made.body, "moves", ())) > 1
    }
    found = shares_in_words(record, because(record, Variable("rome.budget"), 1, since=1)).rows
    lumps = [row for row in found if row.root in several]
    assert lumps
    assert all(row.chain == (SEVERAL,) for row in lumps)
    assert all(SEVERAL not in row.chain for row in found if row.root not in several)
