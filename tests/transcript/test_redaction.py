"""Words can be taken out of a record, and what is left still proves itself."""

from __future__ import annotations

import asyncio
import json
import pickle
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from wargame.core.moves import Message, Sealed, Signal, Talk
from wargame.core.orders import Argument, Reason
from wargame.core.prose import REMOVED, Sentence, Text, digest_of, joined, length_of, said
from wargame.core.setting import Seat
from wargame.errors import TranscriptError
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player, PlayerKind
from wargame.table.opening import choose, new_game
from wargame.transcript.reading import Transcript, read
from wargame.transcript.redaction import redacted
from wargame.transcript.verify import replay, verify

SECRET = "The ambassador's private number is in the blue folder."
WHY = "Because our friends in the north have said so, loudly."


class Talker:
    """Says things in every phase: messages, a statement, an argument with a reason, a plan, a notebook."""

    kind: PlayerKind = "script"
    instant = True

    def __init__(self, spec: str, inner: Player) -> None:
        self.spec, self.inner = spec, inner

    async def decide(self, ask: Ask) -> Answer:
        answer = await self.inner.decide(ask)
        body = answer.body
        if isinstance(body, Talk) and ask.round == 1:
            body = replace(body, moves=(Message(to=("public",), text=SECRET), *body.moves)[:8])
        if isinstance(body, Sealed):
            case = Argument(
                reasons=(Reason(text=WHY, cites=None),),
                action="Rome shows the world what it can do.",
                effect="raise_legitimacy",
                target="rome",
            )
            body = replace(body, signal=Signal(text="We say " + SECRET, intents=()), orders=(case,))
        return replace(answer, body=body, rationale="I think " + SECRET, plan="Be loud.", notebook="Note: be loud.")


@lru_cache(maxsize=1)
def recorded() -> bytes:
    path = Path(mkdtemp()) / "game.jsonl"

    def make(spec: str, seat: Seat, seed: int) -> Player:
        made = specs.make(spec, seat, seed)
        return Talker(spec, made) if seat.id == "rome" else made

    asyncio.run(new_game(choose("first-download", turns=2), path, make=make).play())
    return path.read_bytes()


@pytest.fixture
def record(tmp_path: Path) -> Transcript:
    path = tmp_path / "game.jsonl"
    path.write_bytes(recorded())
    return read(path)


def without(record: Transcript, *words: str) -> Path:
    path = record.path.parent / "redacted.jsonl"
    path.write_bytes(redacted(record, [digest_of(each) for each in words]).content)
    return path


def test_a_record_without_some_words_proves_itself_and_says_how_many_are_gone(record: Transcript) -> None:
    before = verify(record.path)
    after = verify(without(record, SECRET))
    assert after.hashes == before.hashes
    assert after.record.removed == 3, "the message, and the statement and the reason that quote it"
    assert SECRET not in after.record.path.read_text()


def test_a_record_without_any_words_proves_itself(record: Transcript) -> None:
    bare = redacted(record, list(record.texts))
    path = record.path.parent / "bare.jsonl"
    path.write_bytes(bare.content)
    after = verify(path)
    assert after.record.removed == len(record.texts) > 10
    assert bare.left == ()
    assert {REMOVED} == {str(text) for text in after.record.texts.values()}


def test_no_other_line_changes_and_the_seal_stands(record: Transcript) -> None:
    after = read(without(record, WHY))
    changed = [a.n for a, x, y in zip(record.entries, record.lines, after.lines, strict=True) if x != y]
    assert len(changed) == 1
    assert record.entries[changed[0] - 1].kind == "blob"
    assert after.lines[-1] == record.lines[-1]


def test_what_was_removed_is_read_as_removed_everywhere(record: Transcript) -> None:
    game = replay(read(without(record, SECRET, WHY)))
    told = [event.body for event in game.events if event.kind == "message_sent" and event.about[0] == "rome"]
    assert told.count(REMOVED) == 2, "one message a turn"
    assert SECRET not in told
    put = next(event for event in game.events if event.kind == "argument_put")
    assert put.body.endswith(f"- {REMOVED}")
    assert put.body.startswith("Rome shows the world")


def test_a_changed_text_is_no_removed_one(record: Transcript) -> None:
    raw = record.path.read_bytes().replace(SECRET.encode(), SECRET.replace("blue", "pink").encode(), 1)
    record.path.write_bytes(raw)
    with pytest.raises(TranscriptError, match=r"line \d+: the text that it stores is not the one"):
        read(record.path)


@pytest.mark.parametrize("what", [b' "text"', b'"text": ', b'"TEXT"'])
def test_a_text_that_is_written_otherwise_is_found(record: Transcript, what: bytes) -> None:
    record.path.write_bytes(record.path.read_bytes().replace(b'"text"', what, 1))
    with pytest.raises(TranscriptError, match=r"line \d+"):
        read(record.path)


def test_a_length_that_was_changed_is_found(record: Transcript) -> None:
    length = f'"length":{len(SECRET)}'.encode()
    path = without(record, SECRET)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(length, f'"length":{len(SECRET) + 1}'.encode(), 1))
    with pytest.raises(TranscriptError, match=r"line \d+"):
        verify(path)


def test_a_text_that_is_not_stored_cannot_be_removed(record: Transcript) -> None:
    with pytest.raises(TranscriptError, match="stores no text"):
        redacted(record, ["a" * 64])


def test_every_text_of_a_player_stands_in_a_blob_and_nowhere_else(record: Transcript) -> None:
    for entry, line in zip(record.entries, record.lines, strict=True):
        for words in (SECRET, WHY, "Be loud.", "Note: be loud."):
            assert entry.kind == "blob" or words.encode() not in line, line[:200]
    stored = [entry.data["hash"] for entry in record.entries if entry.kind == "blob"]
    assert len(stored) == len(set(stored)), "each text is stored once"


# words


def test_words_count_by_their_digest_and_read_as_themselves() -> None:
    text = said(SECRET)
    assert isinstance(text, Text)
    assert (text, text.digest, length_of(text)) == (SECRET, digest_of(SECRET), len(SECRET))
    rest = Text.removed(text.digest, text.length)
    assert (rest, digest_of(rest), length_of(rest)) == (REMOVED, digest_of(SECRET), len(SECRET))
    assert said("  ") == "  "
    assert not isinstance(said("  "), Text)


def test_words_stay_told_apart_within_a_sentence() -> None:
    text = Text("hello")
    sentence = joined("A leak: ", joined("he said ", text), ".")
    assert isinstance(sentence, Sentence)
    assert sentence == "A leak: he said hello."
    assert sentence.pieces == ("A leak: he said ", text, ".")
    assert joined("a", "b") == "ab"
    assert joined("", text) is text


@pytest.mark.parametrize("words", [Text("abc"), Text.removed("f" * 64, 7), joined("x", Text("y"))])
def test_words_come_through_another_process_as_they_are(words: str) -> None:
    back = pickle.loads(pickle.dumps(words))
    assert (type(back), back, json.dumps(back)) == (type(words), words, json.dumps(words))
    assert getattr(back, "digest", None) == getattr(words, "digest", None)
