"""Salts of texts: read back, vouched for by the hash, gone with the words, and none in records of an older format."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.table.rig import Moment, answer, now, opened, through
from wargame.core.prose import Text
from wargame.errors import TranscriptError
from wargame.table.chair import Clock
from wargame.table.opening_rooms import resume_room
from wargame.table.players import Means
from wargame.table.room import Room
from wargame.transcript.chain import rechained
from wargame.transcript.entry import FIRST, Entry, linked, parse
from wargame.transcript.reading import read
from wargame.transcript.salts import is_salted, salts_for
from wargame.transcript.unchained import stored
from wargame.transcript.verify import replay

SALT = "0123456789abcdef" * 2
WORDS = ("no", 'a "quote", a \\ and a line\nfeed', '","salt":"0"', "平和 🕊")


@pytest.mark.parametrize("words", WORDS)
def test_a_salted_text_is_read_as_it_was_written_and_chained_without_salt_and_words(words: str) -> None:
    text, texts = Text(words, SALT), dict[str, Text]()
    written_ = stored(text, 1, "talk").line(2, FIRST)
    entry = parse(written_, 2, texts)
    found = texts[text.digest]
    assert (found, found.salt, found.length) == (words, SALT, len(words))
    assert text.digest == sha256((SALT + words).encode()).hexdigest()
    assert json.loads(written_)["data"] == entry.data
    gone = stored(Text.removed(text.digest, text.length), 1, "talk").line(2, FIRST)
    assert SALT.encode() not in gone
    assert linked(gone) == linked(written_), "the next line knows both under one hash"
    assert parse(gone, 2, {}).data == {"hash": text.digest, "length": len(words)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SALT, SALT[:-1] + "0"),
        (SALT, SALT[:-1]),
        (SALT, SALT.upper()),
        (f'"salt":"{SALT}",', ""),
        (f'"salt":"{SALT}","text":"no"', f'"text":"no","salt":"{SALT}"'),
        (',"text":"no"', ""),
        (f'"salt":"{SALT}"', '"salt":7'),
    ],
)
def test_a_salt_that_is_written_otherwise_is_refused_with_its_line(old: str, new: str) -> None:
    raw = stored(Text("no", SALT), 1, "talk").line(2, FIRST).decode()
    assert old in raw
    with pytest.raises(TranscriptError, match="line 2"):
        parse(raw.replace(old, new, 1).encode(), 2, {})


def test_salts_are_new_each_time_and_records_of_an_older_format_have_none() -> None:
    salts = salts_for()
    assert salts is not None
    assert len({salts() for _ in range(100)}) == 100
    header = Entry(1, "header", 0, "start", (), (), FIRST, {"schema": 2})
    assert salts_for([header]) is None
    assert is_salted([replace(header, data={"schema": 3})])


def test_a_game_of_the_older_format_is_gone_on_with_as_it_was_begun(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    def stops(room: Room, clock: Clock) -> None:
        if clock.turn == 1 and clock.phase == "talk":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(opened(path, turns=1), stops)
    lines = path.read_bytes().splitlines()
    assert b'"salt"' not in b"".join(lines), "nobody has written anything yet"
    lines[0] = lines[0].replace(b'"schema":3', b'"schema":2', 1)
    path.write_bytes(b"".join(each + b"\n" for each in rechained(lines)))
    told = "we say nothing"

    def speaks(room: Room, clock: Clock) -> None:
        if clock.turn == 1 and clock.phase == "talk" and room.owes("rome"):
            now(room.chair("rome").submit(replace(answer(room, "rome"), rationale=told)))

    run(resume_room(path, Means()), speaks)
    record = read(path)
    assert record.header.data["schema"] == 2
    assert told in {str(text) for text in record.texts.values()}
    assert not any(text.salt for text in record.texts.values())
    assert replay(record, confirm=True).turns == 1


def run(room: Room, moment: Moment) -> None:
    try:
        asyncio.run(through(room, moment))
    finally:
        room.close()
