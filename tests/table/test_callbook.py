"""Calls stand in the transcript for control alone, each text once, and a resumed game pays for none of them twice."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.players.llm.calls import KEY, profiles
from wargame.core.prose import digest_of
from wargame.core.setting import Seat
from wargame.errors import TranscriptError
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player, PlayerKind
from wargame.players.llm.client import ModelClient
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.prices import Prices
from wargame.players.llm.request import CallRecord, PromptPiece, Request, TokenUsage, Utterance
from wargame.players.scripted import Scripted
from wargame.stub import Settings, Stub
from wargame.table.calls import Calls, call_of
from wargame.table.game import RunningGame
from wargame.table.opening import choose, game_of_log
from wargame.transcript.consistency import placed
from wargame.transcript.export import rows_of
from wargame.transcript.reading import Transcript, read
from wargame.transcript.setup import game_of
from wargame.transcript.verify import verify
from wargame.transcript.writing import Appender, Confirmer, NullLog, Resumed

CALL = CallRecord(
    decision="2.talk1.paris",
    step="repair1",
    attempt=3,
    model="m",
    endpoint="http://127.0.0.1:1/v1",
    rung="text",
    request="a" * 64,
    messages=(("system", (digest_of("rules"),)), ("user", (digest_of("now"), digest_of("question?")))),
    schema=digest_of("{}"),
    max_tokens=400,
    seconds=0.25,
    reply='{"a": "x\ud800\n"}',
    finish="stop",
    refusal=None,
    returned_model="m-2",
    fingerprint=None,
    status=200,
    fault="",
    usage=TokenUsage(1000, None, 100, 40),
    cost=0.0028,
)
TEXTS = {digest_of(words): words for words in ("rules", "now", "question?", "{}")}


class Asking:
    """A player that asks a model, and then does what its doctrine says."""

    kind: PlayerKind = "model"
    instant = False

    def __init__(self, spec: str, inner: Scripted, client: ModelClient, stop: Callable[[], None]) -> None:
        self.spec, self.inner, self.client, self.stop = spec, inner, client, stop

    async def decide(self, ask: Ask) -> Answer:
        said = Utterance("user", (PromptPiece("now", f"What now, {ask.id}?"), PromptPiece("rules", "The rules.")))
        schema = {"type": "object", "properties": {"will": {"type": "string", "maxLength": 40}}}
        reply = await self.client.ask(Request(ask.id, "first", (said,), "talk", schema, 200))
        self.stop()
        own = await self.inner.decide(ask)
        return Answer(own.body, "chosen", reply.text)


class Killed(Exception):
    """The game is broken off here."""


def earlier(path: Path) -> Transcript | None:
    """What a file holds already."""
    return read(path, mend=True) if path.exists() else None


async def play(path: Path, stub: Stub, *, stop_after: int | None = None) -> RunningGame:
    """Begin a short game or go on with it; with `stop_after` it breaks off after so many replies."""
    endpoints = Endpoints(environ={"OPENAI_API_KEY": KEY}, profiles=profiles(), prices=Prices(()))
    spec, asked = f"llm:stub@{stub.url}", 0
    record = earlier(path)
    game = game_of(record) if record else choose("first-download", seed=4, turns=2, everyone=spec)
    log = Resumed(path, record, sync="end") if record else Appender(path, sync="end")
    log.note("header", 0, "start", game.as_header())
    calls = Calls(log, record.entries if record else ())

    def stop() -> None:
        nonlocal asked
        asked += 1
        if stop_after is not None and asked >= stop_after:
            raise Killed

    def make(given: str, seat: Seat, seed: int) -> Player:
        if not given.startswith("llm:"):
            return specs.make(given, seat, seed)
        return Asking(given, Scripted(seat.doctrine, seed, given), endpoints.client(spec, "game", calls), stop)

    table = game_of_log(game, log, make, record.entries if record else ())
    try:
        await table.play()
    finally:
        await endpoints.aclose()
        log.close()
    return table


def calls_in(record: Transcript) -> list[CallRecord]:
    return [call_of(entry.data, entry.n) for entry in record.entries if entry.kind == "call"]


@pytest.fixture(scope="module")
def games(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A game played through, the same game broken off twice and resumed, and how many calls each took."""
    folder = tmp_path_factory.mktemp("calls")

    async def work() -> dict[str, Any]:
        async with Stub(Settings(seed=8)) as stub:
            await play(folder / "whole.jsonl", stub)
            whole = sum(stub.tally.rungs.values())
            stub.forget()
            for stop in (3, 4):
                with pytest.raises(Killed):
                    await play(folder / "broken.jsonl", stub, stop_after=stop)
            await play(folder / "broken.jsonl", stub)
            return {"whole": whole, "broken": sum(stub.tally.rungs.values()), "folder": folder}

    return asyncio.run(work())


def test_a_game_that_was_broken_off_ends_as_the_whole_one_and_asks_nothing_twice(games: dict[str, Any]) -> None:
    whole, broken = (read(games["folder"] / f"{name}.jsonl") for name in ("whole", "broken"))
    answered = Counter(call.request for call in calls_in(broken) if call.status == 200)
    assert max(answered.values()) == 1
    assert {call.request for call in calls_in(whole)} == set(answered)
    void = [call for call in calls_in(broken) if call.status is None]
    assert all(call.fault.startswith("given up") for call in void)
    assert games["whole"] == len(calls_in(whole))
    assert games["whole"] <= games["broken"] <= games["whole"] + len(void)
    assert whole.entries[-1].data["state_hash"] == broken.entries[-1].data["state_hash"]


@pytest.mark.parametrize("name", ["whole", "broken"])
def test_a_record_with_calls_proves_itself(games: dict[str, Any], name: str) -> None:
    game = verify(games["folder"] / f"{name}.jsonl")
    assert game.turns == 2


def test_a_call_stands_before_the_decision_that_it_led_to(games: dict[str, Any]) -> None:
    seen: set[str] = set()
    for entry in read(games["folder"] / "broken.jsonl").entries:
        if entry.kind == "call":
            seen.add(entry.data["decision"])
        elif entry.kind == "decision" and entry.data["origin"] == "chosen":
            assert entry.data["id"] in seen


def test_calls_and_texts_are_for_control_alone_and_each_text_stands_once(games: dict[str, Any]) -> None:
    record = read(games["folder"] / "broken.jsonl")
    noted = [entry for entry in record.entries if entry.kind in ("call", "blob")]
    assert all(entry.audience == () for entry in noted)
    blobs = Counter(entry.data["hash"] for entry in noted if entry.kind == "blob")
    assert max(blobs.values()) == 1
    for call in calls_in(record):
        assert {name for _, names in call.messages for name in names} | {call.schema} <= set(blobs)


def test_no_seat_exports_a_call_and_control_exports_them_all(games: dict[str, Any]) -> None:
    game = verify(games["folder"] / "whole.jsonl")
    heading, *rows = rows_of(game, "calls")
    assert len(rows) == games["whole"]
    row = dict(zip(map(str, heading), rows[0], strict=True))
    assert (row["model"], row["rung"], row["status"], row["finish"]) == ("stub", "json_schema_strict", 200, "stop")
    assert int(str(row["prompt_tokens"])) > 0
    assert row["cost"] is None
    assert str(row["prompt"]).startswith("user:")
    assert list(rows_of(game, "calls", "rome"))[1:] == []


def test_the_key_stands_nowhere_in_the_record(games: dict[str, Any]) -> None:
    for path in games["folder"].iterdir():
        text = path.read_text()
        assert KEY not in text
        assert "uthorization" not in text


def test_what_was_written_is_read_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    log = Appender(path)
    log.note("header", 0, "start", {"schema": 3})
    book = Calls(log)
    book.keep(CALL, TEXTS)
    book.keep(replace(CALL, attempt=4), TEXTS)
    log.close()
    record = read(path)
    assert [entry.kind for entry in record.entries] == ["header", *["blob"] * 7, "call", "call"]
    assert (record.entries[8].turn, record.entries[8].phase, record.entries[8].causes) == (
        2,
        "talk",
        ("2.talk1.paris",),
    )
    again = Calls(NullLog(), record.entries)
    assert again.earlier("2.talk1.paris", 3) == CALL
    assert again.earlier("2.talk1.paris", 5) is None
    assert [size for _, size in again.kept()] == [len("rulesnowquestion?{}")] * 2


def test_of_two_attempts_with_one_number_the_newer_is_found() -> None:
    book = Calls(NullLog())
    book.keep(CALL, {})
    book.keep(replace(CALL, reply="newer"), {})
    found = book.earlier("2.talk1.paris", 3)
    assert found is not None
    assert found.reply == "newer"


def test_an_entry_that_is_no_call_names_its_line() -> None:
    with pytest.raises(TranscriptError, match="line 7: this is no record of a model call"):
        call_of({"decision": "2.talk1.paris"}, 7)


@pytest.mark.parametrize(
    ("decision", "place"), [("2.talk1.paris", (2, "talk")), ("3.orders.kyiv", (3, "orders")), ("probe", (0, "start"))]
)
def test_turn_and_phase_come_from_the_decision(decision: str, place: tuple[int, str]) -> None:
    assert placed(decision) == place


def test_new_calls_follow_what_a_record_holds_and_never_come_between(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    log = Appender(path)
    log.note("header", 0, "start", {"schema": 3})
    Calls(log).keep(CALL, TEXTS)
    log.note("clock", 1, "news", {"what": "turn_end"})
    log.close()
    early = Confirmer(read(path))
    early.note("header", 0, "start", {"schema": 3})
    with pytest.raises(TranscriptError, match=r"line 10: the record has clock; .* a new call before it"):
        early.note("call", 2, "talk", {})
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:9]))
    later = Resumed(path, read(path))
    later.note("header", 0, "start", {"schema": 3})
    assert later.confirming
    later.note("call", 2, "talk", {"new": True})
    later.close()
    assert [entry.kind for entry in read(path).entries][-2:] == ["call", "call"]
    assert json.loads(path.read_bytes().splitlines()[-1])["data"] == {"new": True}
