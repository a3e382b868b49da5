"""In line mode each person of a seat is asked whether private texts may be shown; silence says no."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from wargame.console.consenting import ask_consent
from wargame.console.lines import Ended
from wargame.core.ids import Phase, SeatId
from wargame.review.asked_consent import AskedConsent
from wargame.table.chair import Clock
from wargame.table.people import Person
from wargame.transcript.consent import consent_beside, read_consents

ROME = SeatId("rome")
ADA, BO = Person("rome-1", "Ada Rossi", "player", ROME), Person("rome-2", "Bo Lind", "player", ROME)


def clock(phase: Phase, round_: int) -> Clock:
    return Clock(turn=1, turns=3, phase=phase, round=round_, left=None, paused=False)


def asked(record: Path, lines: list[str | None]) -> str:
    written: list[str] = []

    async def read(prompt: str) -> str | None:
        return lines.pop(0)

    asyncio.run(ask_consent(AskedConsent(record), ROME, (ADA, BO), read, written.append))
    return "\n".join(written)


def test_yes_agrees_and_everything_else_is_no(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    told = asked(record, [" Yes", "perhaps", "perhaps"])
    assert "Ada Rossi: may this game be shown afterwards" in told
    assert "What you write in private may be shown." in told
    assert "What you write in private is kept." in told
    assert [(each.who, each.given) for each in read_consents(consent_beside(record))] == [
        ("rome-1", True),
        ("rome-2", False),
    ]


@pytest.mark.parametrize(("then", "given"), [("yes", True), ("no", False), ("", False), ("maybe", False)])
def test_who_says_neither_yes_nor_no_is_asked_once_more(tmp_path: Path, then: str, given: bool) -> None:
    record = tmp_path / "game.jsonl"
    told = asked(record, ["maybe", then, "no"])
    assert told.count("neither yes nor no") == 1
    assert [each.given for each in read_consents(consent_beside(record))] == [given, False]


def test_an_input_that_ends_leaves_those_who_were_not_asked_without_an_answer(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    with pytest.raises(Ended):
        asked(record, ["y", None])
    assert [each.who for each in read_consents(consent_beside(record))] == ["rome-1"]


def test_nobody_is_asked_twice_nor_after_the_first_talk(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    asked(record, ["y", "n"])
    again = AskedConsent(record)
    assert again.due(ROME, (ADA, BO), clock("brief", 0)) == ()
    carla = Person("rome-3", "Carla", "player", ROME)
    assert again.due(ROME, (ADA, BO, carla), clock("orders", 0)) == ()
    assert again.due(ROME, (ADA, BO, carla), clock("talk", 1)) == (carla,)
    assert again.due(ROME, (carla,), clock("talk", 1)) == ()
    assert [each.handle for each in again.due(SeatId("meta"), (), clock("brief", 0))] == ["meta"]
