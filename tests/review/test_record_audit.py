"""What a prompt or a view of a recorded game held of others' secrets is found; what seats told is counted apart."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from tests.players.llm.calls import KEY
from tests.players.llm.games import game
from tests.transcript.forging import line, save, written
from tests.transcript.test_forgery import room
from wargame.cli import main
from wargame.core import estimates, views
from wargame.core.events import Event
from wargame.core.ids import Variable
from wargame.core.moves import Message, Talk
from wargame.core.readable import SIGHT
from wargame.core.setting import Seat
from wargame.core.state import State
from wargame.errors import TranscriptError
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.players.llm import prompts
from wargame.players.llm.wording_sets import WordingSet
from wargame.players.specs import make
from wargame.review.record_audit import RecordAudit, audit_record
from wargame.stub import Settings
from wargame.stub.settings import faults_of
from wargame.table.opening import choose, new_game
from wargame.transcript.reading import read
from wargame.transcript.redaction import redacted
from wargame.transcript.verify import replay

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts"
WHISPER = "the harbour will be closed on the ninth of May, whatever the others say"


def of_models(faults: str = "") -> Path:
    """A new game with a stub in every seat."""
    path = Path(mkdtemp()) / "game.jsonl"
    settings = Settings(seed=3, faults=faults_of([faults] if faults else []), retry_after=0.01, key=KEY, keep=10_000)
    game(settings, path, turns=2, seconds=2.0)
    return path


@cache
def models() -> Path:
    return of_models("mixed=0.3")


class Teller:
    """A script that says something of its own now and then in place of what it would say."""

    kind: PlayerKind = "script"
    instant = True
    spec = "own"

    def __init__(self, seat: Seat, seed: int, says: Callable[[Ask], Message | None]) -> None:
        self._inner, self._says = make("scripted", seat, seed), says

    async def decide(self, ask: Ask) -> Answer:
        answer = await self._inner.decide(ask)
        said = self._says(ask) if isinstance(answer.body, Talk) else None
        return answer if said is None else Answer(Talk(moves=(said,)), "chosen")


def told(says: Callable[[Ask], Message | None]) -> Path:
    """A game in which this is said beside what scripts say."""
    path = Path(mkdtemp()) / "game.jsonl"
    setup = choose("first-download", turns=1)
    setup = replace(setup, seats=dict.fromkeys(setup.seats, "own"))
    asyncio.run(new_game(setup, path, make=lambda _, seat, seed: Teller(seat, seed, says)).play())
    return path


def leaks(path: Path, *parts: str) -> RecordAudit:
    """What is found, each part of it in one leak at least."""
    found = audit_record(path)
    for part in parts:
        assert any(part in leak for leak in found.leaks), (part, found.leaks[:5])
    return found


def with_text(path: Path, words: str, number: int = 0) -> bytes:
    """The record with one more text in the prompt of one call, chained and sealed anew."""
    entries = [json.loads(each) for each in path.read_bytes().splitlines()]
    call = [each for each in entries if each["kind"] == "call"][number]
    name = sha256(words.encode()).hexdigest()
    blob = {**call, "kind": "blob", "causes": [], "data": {"hash": name, "length": len(words), "text": words}}
    call["data"]["messages"][-1][1].append(name)
    entries.insert(call["n"] - 1, blob)
    return written([line({**each, "n": at}) for at, each in enumerate(entries, 1)])


@pytest.mark.parametrize("name", ["scripted", "qwen-1.5b"])
def test_shipped_records_hold_no_leak(name: str) -> None:
    found = audit_record(SHIPPED / f"first-download-{name}.jsonl")
    assert found.leaks == []
    assert found.secrets > 40
    assert found.arrivals > 100, "words are really found with those who may read them"
    assert found.views >= 60


def test_a_game_with_control_pauses_and_an_undone_turn_holds_no_leak(tmp_path: Path) -> None:
    assert audit_record(save(tmp_path, room())).leaks == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 7))
def test_whole_games_hold_no_leak(seed: int, tmp_path: Path) -> None:
    everyone = "random" if seed % 2 else "scripted"
    table = new_game(choose("between-the-giants", seed=seed, everyone=everyone), tmp_path / "game.jsonl", sync="end")
    asyncio.run(table.play())
    assert audit_record(tmp_path / "game.jsonl").leaks == []


@pytest.mark.slow
def test_every_prompt_of_a_game_repairs_included_is_what_its_view_gives_to_the_letter() -> None:
    found = audit_record(models())
    assert found.leaks == []
    assert found.prompts > 40
    assert found.compared == found.prompts


# prompts


def test_a_prompt_that_holds_anothers_brief_is_found(tmp_path: Path) -> None:
    setting = replay(read(models())).game.opening()[0].setting
    brief = setting.by_id["meta"].brief
    forged = save(tmp_path, with_text(models(), f"By the way: {brief[:200]}"))
    leaks(forged, "rome, 1.talk1.rome", "its prompt holds the brief of meta", "a text that its view does not give")


def test_a_view_that_shows_words_to_somebody_else_is_found() -> None:
    path = told(lambda ask: Message(to=("meta",), text=WHISPER) if ask.seat == "rome" else None)
    record = read(path)
    assert any(WHISPER in text for text in record.texts.values())
    found = audit_record(path)
    assert (found.leaks, found.spoken) == ([], [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views.Observer, "view", _with_all_events(views.Observer.view))
        leaks(path, "words of rome in 1.talk1.rome", "events, and")


def _with_all_events(real: Callable[..., views.View]) -> Callable[..., views.View]:
    """Views that show every event to every seat."""

    def view(self: views.Observer, state: State, record: Sequence[Event]) -> views.View:
        return replace(real(self, state, record), events=tuple(views.publicly(state, each) for each in record))

    return view


@pytest.mark.slow
@pytest.mark.parametrize("places", [1, 8])
def test_a_prompt_that_holds_a_hidden_number_is_found(places: int, tmp_path: Path) -> None:
    hidden = replay(read(models())).states[0].values[Variable("meta.dissent")]
    words = f"Dissent at Meta stands at {hidden:.{places}f}."
    whole = ["the number meta.dissent"] if places > 1 else []
    leaks(save(tmp_path, with_text(models(), words)), "a text that its view does not give", *whole)


def test_a_program_that_puts_the_truth_into_its_prompts_is_found_by_the_words_alone() -> None:
    """The fault is there when the prompts are made again, too, so that they agree."""
    real = prompts._question
    with pytest.MonkeyPatch.context() as patch:

        def leaking(ask: Ask, wording: WordingSet) -> str:
            other = "meta" if ask.seat != "meta" else "rome"
            return f"{real(ask, wording)}\n{BRIEFS[other][:150]}"

        BRIEFS: Mapping[str, str] = {
            seat.id: seat.brief for seat in choose("first-download").opening()[0].setting.seats
        }
        patch.setattr(prompts, "_question", leaking)
        found = leaks(of_models(), "its prompt holds the brief of meta", "its prompt holds the brief of rome")
        assert found.compared == found.prompts


def test_what_a_leak_says_never_tells_the_secret(tmp_path: Path) -> None:
    secret = "Palantir has a second set of books in Dublin"
    found = leaks(save(tmp_path, with_text(models(), secret)), "a text that its view does not give")
    assert secret not in repr(found)


# views


def test_a_view_with_the_true_numbers_of_others_is_found() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(estimates.Estimates, "get", lambda self, name, default=None: self._truth.get(name, default))
        leaks(SHIPPED / "first-download-scripted.jsonl", "its view holds the number meta.dissent, which meta alone")


@pytest.mark.slow
def test_a_view_with_what_others_agreed_in_secret_is_found() -> None:
    path = Path(mkdtemp()) / "game.jsonl"
    asyncio.run(new_game(choose("between-the-giants", variant="core", seed=2), path, sync="end").play())
    assert audit_record(path).leaks == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "wargame.core.views.SIGHT",
            {**SIGHT, "proposals": lambda seat, each: each, "access": _all, "agreements": _all},
        )
        leaks(path, "which was not made to it")


def _all(seat: str, entity: Any) -> Any:
    return entity


# what is told


def test_what_a_seat_tells_of_its_brief_or_passes_on_is_counted_apart() -> None:
    def says(ask: Ask) -> Message | None:
        if ask.seat == "rome" and ask.round == 1:
            return Message(to=("meta",), text=f"Between us: {WHISPER}. {ask.view.brief[:120]}")
        if ask.seat == "meta" and ask.round == 2:
            return Message(to=("anthropic",), text=f"Rome says: {WHISPER}")
        return None

    found = audit_record(told(says))
    assert found.leaks == []
    assert any(each.startswith("rome told meta in ") and "the brief of rome" in each for each in found.spoken)
    assert any(each.startswith("meta told anthropic in ") and "words of rome" in each for each in found.spoken)
    assert len(found.spoken) == 2


# what cannot be looked through


@pytest.mark.slow
def test_removed_words_are_counted_and_a_broken_record_is_refused(tmp_path: Path) -> None:
    record = read(models())
    less = save(tmp_path, redacted(record, list(record.texts)[:5]).content)
    assert audit_record(less).removed >= 5
    less.write_bytes(less.read_bytes().replace(b'"news"', b'"nevs"', 1))
    with pytest.raises(TranscriptError, match=r"line \d+"):
        audit_record(less)


@pytest.mark.slow
def test_the_command_tells_and_counts_and_its_exit_code_is_1_for_a_leak(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(models())]) == 0
    said = capsys.readouterr().out
    assert "structural leaks: 0; spoken by seats themselves: " in said
    assert "of them are to the letter what the view of their seat gives" in said
    assert main(["audit", str(save(tmp_path, with_text(models(), "A voice from outside"))), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["structural_leaks"] == len(found["leaks"]) == 1
    assert found["spoken_leaks"] == len(found["spoken"])
    assert main(["audit", str(models()), "--seed", "3"]) == 2
    assert "leave --seed out" in capsys.readouterr().err
    assert main(["audit", str(tmp_path / "absent.jsonl")]) == 2
