"""A stored text is read without decoding its whole line, and every other way to write it is still refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.transcript.forging import written
from tests.transcript.test_chain import recorded, write
from wargame.core.prose import Text
from wargame.errors import TranscriptError
from wargame.transcript.entry import FIRST, parse
from wargame.transcript.reading import read
from wargame.transcript.unchained import stored

WORDS = (
    "plain words",
    "“quoted”, 平和, 🕊, \x7f and \u2028",
    'a "quote", a \\ and a line\nfeed, a tab\t, a bell\x07, \x1f, a / slash',
    '","length":1}} and {"blob":"0"}',
    "half of a character: \ud83d",
    "",
)


@pytest.mark.parametrize("words", WORDS)
def test_a_text_is_read_as_it_was_written(words: str) -> None:
    line, texts = stored(words, 2, "talk").line(7, FIRST), dict[str, Text]()
    entry = parse(line, 7, texts)
    assert (entry.n, entry.kind, entry.turn, entry.phase, entry.audience, entry.prev) == (
        7,
        "blob",
        2,
        "talk",
        (),
        FIRST,
    )
    assert entry.data == {"hash": Text(words).digest, "length": len(words), "text": words}
    assert texts == {Text(words).digest: words}
    assert json.loads(line)["data"] == entry.data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"W", b"\\u0057"),
        (b"/", b"\\/"),
        ("é".encode(), b"\\u00e9"),
        (b'"}}', b'" }}'),
        (b'"}}', b'","more":1}}'),
        (b'"length":12', b'"length":12.0'),
        (b'"length":12', b'"length":13'),
        (b'"length":12', b'"length":012'),
        (b"We", b"I\x01"),
        (b"We", b"I\xff"),
        (b"We", b"I "),
        (b'"n":2', b'"n":3'),
        (b'"audience":[]', b'"audience":["rome"]'),
        (b'"hash":"', b'"hash":"0'),
    ],
)
def test_a_text_that_is_written_otherwise_is_refused_with_its_line(tmp_path: Path, old: bytes, new: bytes) -> None:
    header = recorded().splitlines()[0]
    line = stored("We é / them.", 0, "start").line(2, FIRST)
    read(write(tmp_path, b"".join(each + b"\n" for each in _chained(header, line))))
    assert old in line
    with pytest.raises(TranscriptError, match="line 2"):
        read(write(tmp_path, b"".join(each + b"\n" for each in _chained(header, line.replace(old, new, 1)))))


def _chained(*lines: bytes) -> list[bytes]:
    return written([*lines, recorded().splitlines()[-1]]).splitlines()[:-1]


def test_a_text_that_is_stored_twice_is_refused() -> None:
    texts: dict[str, Text] = {}
    parse(stored("once", 1, "talk").line(2, FIRST), 2, texts)
    with pytest.raises(TranscriptError, match=r"line 3: .*stored a second time"):
        parse(stored("once", 1, "talk").line(3, FIRST), 3, texts)
