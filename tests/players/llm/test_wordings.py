"""Sets of words for prompts: the one in use and the one of before, side by side, and a game that keeps to its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.players.llm.calls import run
from tests.players.llm.games import models_for
from tests.players.llm.minds import known_share, text_of
from wargame.errors import SpecError
from wargame.players.base import Ask
from wargame.players.llm.prompts import Prompts
from wargame.players.llm.request import Request
from wargame.players.llm.wording_sets import (
    IN_USE,
    OLD,
    is_reworded,
    prompt_hashes,
    wording_names,
    wording_of,
    wording_set,
)
from wargame.positions.scripted_games import questions
from wargame.stub import Settings, Stub
from wargame.table.opening import choose, new_game, resumed_game
from wargame.table.players import Means
from wargame.transcript.reading import read


def size(request: Request) -> int:
    return len(text_of(request).encode())


def in_words(wording: str, asked: Sequence[Ask]) -> list[Request]:
    """The first request for each of these, in the words of one set."""
    minds: defaultdict[str, Prompts] = defaultdict(lambda: Prompts(wording_set(wording)))
    return [minds[ask.seat].request(ask, tightly=False, max_tokens=1, seconds=None) for ask in asked]


@pytest.fixture(scope="module")
def both_wordings() -> tuple[list[Request], list[Request]]:
    """The first requests of a whole core table in eight scripted turns, in the words of before and in those of now."""
    asked = [ask for ask, _ in questions("between-the-giants", "core", 1, 8) if ask.book.seat(ask.seat).seated]
    old, new = (in_words(wording, asked) for wording in (OLD, ""))
    return old, new


@pytest.mark.slow
def test_a_prompt_takes_at_most_four_fifths_of_what_it_took(both_wordings: tuple[list[Request], list[Request]]) -> None:
    old, new = (sum(map(size, requests)) for requests in both_wordings)
    assert new <= 0.8 * old


@pytest.mark.slow
def test_the_words_of_before_stay_and_name_the_seat_first(
    both_wordings: tuple[list[Request], list[Request]],
) -> None:
    old, new = both_wordings
    assert all(text_of(each).startswith("# The table\n\nYou play ") for each in old)
    assert not any("# Numbers" in text_of(each) for each in old)
    assert all("# Numbers" in text_of(each) for each in new)


def test_an_unknown_set_of_words_is_refused_with_those_there_are() -> None:
    with pytest.raises(SpecError, match="the sets are b56192e"):
        wording_set("none-such")


@pytest.mark.slow
def test_no_prompt_cites_facts_by_number_and_the_old_ones_do(
    both_wordings: tuple[list[Request], list[Request]],
) -> None:
    old, new = (requests[0].messages[0].text for requests in both_wordings)
    assert re.search(r"\(F\d+", old)
    assert not re.search(r"\(F\d+", new)


@pytest.mark.slow
def test_what_stands_before_the_news_of_a_turn_stays_as_it_is_until_orders_are_given(
    both_wordings: tuple[list[Request], list[Request]],
) -> None:
    held: dict[tuple[str, str], str] = {}
    for request in both_wordings[1]:
        turn, phase, seat = request.decision.split(".")
        standing = next(piece.text for piece in request.messages[1].pieces if piece.name == "standing")
        assert phase == "weigh" or held.setdefault((turn, seat), standing) == standing, request.decision
    assert len(held) > 50


@pytest.mark.slow
def test_of_a_whole_table_that_plays_most_of_every_prompt_was_sent_before(
    both_wordings: tuple[list[Request], list[Request]],
) -> None:
    assert known_share(both_wordings[1]) >= 0.88


@pytest.mark.slow
@pytest.mark.parametrize("wording", ["", OLD, "formal"])
def test_a_game_that_goes_on_is_worded_as_it_began(wording: str, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    async def through() -> None:
        async with Stub(Settings()) as stub:
            setup = choose("first-download", turns=2, everyone="llm:stub", wording=wording)
            models = models_for(stub.url)
            await new_game(setup, path, sync="end", means=Means(models)).play()
            await models.aclose()
            lines = read(path).lines
            at = next(number for number, entry in enumerate(read(path).entries) if entry.turn == 2)
            path.write_bytes(b"".join(line + b"\n" for line in lines[: at + 2]))
            again = models_for(stub.url)
            await resumed_game(path, sync="end", means=Means(again))[0].play()
            await again.aclose()

    run(through())
    record = read(path)
    assert wording_of(record.header.data["prompts"]) == wording_set(wording)
    rules = {entry.data["messages"][0][1][0]: entry.turn for entry in record.entries if entry.kind == "call"}
    told = [record.texts[name] for name in rules]
    assert max(rules.values()) == 2
    begins = {"": "# The table\n\nA seminar", OLD: "# The table\n\nYou play ", "formal": "# Subject of the exercise\n"}
    assert all(text.startswith(begins[wording]) for text in told)


def test_a_set_is_known_by_its_own_templates_and_other_words_are_told() -> None:
    sets = [IN_USE, *map(wording_set, wording_names())]
    assert len(sets) == 4
    assert [wording_of(prompt_hashes(each)) for each in sets] == sets
    assert not any(is_reworded(prompt_hashes(each)) for each in sets)
    others = {**prompt_hashes(), "now": "9 " + "0" * 64}
    assert (wording_of(others), is_reworded(others)) == (IN_USE, True)
    assert not is_reworded({})
