"""What a game may take of a hosted model is said before it, on the high side, and nothing is guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.cli import stubs
from tests.cli.conftest import Run
from wargame.commands.preview import LIKELY_CHARACTERS, previews
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.ladder import encoded
from wargame.players.llm.prompts import Prompts
from wargame.positions.scripted_games import questions
from wargame.table.opening import choose
from wargame.table.players import ModelMeans
from wargame.transcript.reading import read

pytestmark = pytest.mark.usefixtures("bare")
GAME = ("run", "first-download", "--turns", 2, "--json")
LINE = re.compile(
    r"likely (?P<likely_calls>[\d,]+) calls, (?P<likely_prompt>[\d,]+) prompt \(\d+% known already\) and "
    r"(?P<likely_reply>[\d,]+) reply tokens, (?P<likely_money>[\d.]+) USD; "
    r"with the longest replies (?P<calls>[\d,]+) calls, "
    r"(?P<prompt>[\d,]+) prompt and (?P<reply>[\d,]+) reply tokens, "
    r"(?P<money>[\d.]+) USD; answers that are sent back come on top; --tokens and --money set a cap$",
    re.MULTILINE,
)


def said(text: str) -> dict[str, float]:
    """The numbers of the one preview in a text."""
    (found,) = LINE.finditer(text)
    return {name: float(number.replace(",", "")) for name, number in found.groupdict().items()}


def lines(scenario: str, first: int = 1, **chosen: Any) -> list[str]:
    """The previews of a game with hosted models, whose key is never used."""
    board = Endpoints(environ={"OPENAI_API_KEY": "sk-0000"})
    return list(previews(choose(scenario, **chosen), ModelMeans(endpoints=board), first))


@pytest.mark.slow
@pytest.mark.usefixtures("priced")
@pytest.mark.parametrize("turns", [1, 3])
def test_the_first_questions_of_a_game_take_no_more_than_was_said(turns: int, tmp_path: Path, wargame: Run) -> None:
    out = tmp_path / "game.jsonl"
    with stubs.process() as url:
        told = said(wargame(*GAME, "--all", f"llm:stub@{url}", "--turns", turns, "--out", out).err)
    calls = [entry.data for entry in read(out).entries if entry.kind == "call" and entry.data["step"] == "first"]
    assert 4 * 3 * turns <= len(calls) <= told["calls"] == 4 * 4 * turns
    assert 0.35 < sum(call["usage"]["prompt"] for call in calls) / told["prompt"] <= 1
    assert sum(call["usage"]["completion"] for call in calls) <= told["reply"]
    assert sum(call["cost"] for call in calls) <= told["money"]
    assert 0.8 < len(calls) / told["likely_calls"] < 1.2
    assert told["likely_money"] < told["money"]


@pytest.mark.slow
@pytest.mark.usefixtures("priced")
def test_of_a_game_that_goes_on_only_the_rest_is_said_and_with_quiet_nothing(tmp_path: Path, wargame: Run) -> None:
    out = tmp_path / "game.jsonl"
    with stubs.process() as url:
        assert wargame(*GAME, "--all", f"llm:stub@{url}", "--out", out).code == 0
        record = read(out)
        begun = next(number for number, entry in enumerate(record.entries) if entry.turn == 2)
        out.write_bytes(b"".join(line + b"\n" for line in record.lines[: begun + 1]))
        assert said(wargame("run", "--resume", out, "--json", "--tokens", 1).err)["calls"] == 4 * 4
        assert "about" not in wargame("run", "--resume", out, "--json", "--tokens", 1, "--quiet").err


def test_a_price_that_is_in_no_table_is_said_to_be_unknown() -> None:
    (line,) = lines("first-download", everyone="llm:a-model-of-nobody")
    assert line.startswith("llm:a-model-of-nobody: likely 43 calls, ")
    assert "; with the longest replies 48 calls, " in line
    assert "the price of this model is not known; " in line
    assert "USD" not in line


def test_each_model_at_a_table_has_its_line_and_a_longer_game_costs_more() -> None:
    both = lines("first-download", everyone="llm:gpt-4.1", seats={"rome": "llm:gpt-4.1-mini"})
    assert [line.partition(":")[2].partition(" ")[0] for line in both] == ["gpt-4.1-mini:", "gpt-4.1:"]
    (short,), (long,) = (lines("first-download", everyone="llm:gpt-4.1", turns=turns) for turns in (3, 9))
    assert 3 * said(short)["money"] < said(long)["money"]


def test_what_costs_nothing_is_not_previewed() -> None:
    assert lines("first-download") == []
    assert lines("first-download", everyone="llm:stub@http://127.0.0.1:1/v1") == []
    assert lines("first-download", everyone="llm:unpriced@http://localhost:11434/v1") == []


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "variant"), [("between-the-giants", "core"), ("first-download", None)])
def test_what_is_likely_is_what_a_scripted_game_would_have_asked(scenario: str, variant: str | None) -> None:
    minds: defaultdict[str, Prompts] = defaultdict(Prompts)
    characters = calls = 0
    for ask, _ in questions(scenario, variant, 5, 8):
        if ask.book.seat(ask.seat).seated:
            request = minds[ask.seat].request(ask, tightly=False, max_tokens=1, seconds=None)
            characters += sum(len(one.text) for one in request.messages) + len(encoded(request.schema))
            calls += 1
    (line,) = lines(scenario, everyone="llm:gpt-4.1", variant=variant, turns=8)
    told = said(line)
    assert told["likely_calls"] == pytest.approx(calls, rel=0.1)
    assert told["likely_prompt"] == pytest.approx(characters / LIKELY_CHARACTERS, rel=0.15)
    assert 2 < told["money"] / told["likely_money"] < 6
