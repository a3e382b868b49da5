"""Two places as a difference: the numbers that differ in the states, and nothing at one and the same place."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.core.ids import CONTROL, PUBLIC, Variable
from wargame.errors import SpecError
from wargame.present.compare.gathering import compared
from wargame.present.compare.positions_apart import difference, places_apart, split_place
from wargame.present.report.as_markdown import as_markdown
from wargame.present.report.document import ReportSentence, ReportTable
from wargame.rules.model.variable_words import figure
from wargame.transcript.verify import verify


def last_of(path: Path, turn: int) -> int:
    return max(entry.n for entry in verify(path).record.entries if entry.turn == turn)


def test_the_numbers_are_those_that_differ_between_the_states(base: Path, forked: Path) -> None:
    lines = (last_of(base, 2), last_of(forked, 2))
    apart = places_apart(compared([base, forked]), lines)
    one, two = (verify(path).states[2].values for path in (base, forked))
    assert {each.variable for each in apart.numbers} == {v for v in one if figure(v, one[v]) != figure(v, two[v])}
    first = apart.numbers[0]
    assert first.variable in ("anthropic.dissent", "anthropic.trust.washington", "world.coercion.us")
    assert [each.size for each in apart.numbers] == sorted((each.size for each in apart.numbers), reverse=True)
    table = next(block for block in difference(apart).sections[1].blocks if isinstance(block, ReportTable))
    cells = {row.cells[0]: row.cells[1:] for row in table.rows}
    assert cells["Anthropic's staff dissent"][2] == "-36"


def test_one_place_differs_in_nothing_from_itself_and_two_turns_of_a_game_do(base: Path) -> None:
    here = last_of(base, 1)
    same = places_apart(compared([base, base]), (here, here))
    assert (same.numbers, same.terms, same.uses) == ((), ((), ()), ((), ()))
    later = places_apart(compared([base, base]), (here, last_of(base, 3)))
    assert later.numbers


def test_an_agreement_that_stands_at_one_place_alone_is_told_with_its_line(base: Path) -> None:
    lines = (last_of(base, 0), last_of(base, 1))
    apart = places_apart(compared([base, base]), lines)
    state = verify(base).states[1]
    new = [each for each in state.agreements.values() if each.signed == 1 and each.status == "in_force"]
    assert len(apart.terms[1]) == len(new)
    blocks = [block for block in difference(apart).sections[2].blocks if isinstance(block, ReportSentence)]
    assert all(block.text.startswith("B alone: ") and block.lines == (lines[1],) for block in blocks if "B" in block.at)


def test_a_line_that_is_not_there_is_refused_with_those_that_are(base: Path) -> None:
    found = compared([base, base])
    count = len(base.read_bytes().splitlines())
    with pytest.raises(SpecError, match=f":{count + 1}: this record has lines 1 to {count}"):
        places_apart(found, (10, count + 1))
    with pytest.raises(SpecError, match=":1: nothing has happened yet"):
        places_apart(found, (1, 10))


@pytest.mark.slow
def test_a_seat_reads_its_guesses_and_not_the_truth_and_the_public_no_secret_number(base: Path, forked: Path) -> None:
    lines = (last_of(base, 2), last_of(forked, 2))
    truth = {each.variable: each.first for each in places_apart(compared([base, forked]), lines).numbers}
    secret = Variable("anthropic.trust.washington")
    assert truth[secret] == verify(base).states[2].values[secret]
    guessed = {e.variable: e.first for e in places_apart(compared([base, forked], "paris"), lines).numbers}
    assert guessed.get(secret) != truth[secret]
    assert secret not in {e.variable for e in places_apart(compared([base, forked], PUBLIC), lines).numbers}
    assert "guesses" in as_markdown(difference(places_apart(compared([base, forked], "paris"), lines)))
    assert CONTROL not in as_markdown(difference(places_apart(compared([base, forked], "paris"), lines)))


def test_a_place_is_a_file_and_a_line_unless_a_file_is_called_so(tmp_path: Path) -> None:
    assert split_place("runs/game.jsonl:120") == (Path("runs/game.jsonl"), 120)
    assert split_place("runs/game.jsonl") == (Path("runs/game.jsonl"), None)
    odd = tmp_path / "game:12"
    odd.write_text("")
    assert split_place(str(odd)) == (odd, None)
