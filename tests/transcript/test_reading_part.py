"""A record that is read as far as a turn goes: what is told of it, what was looked at, and what is still refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.transcript.forging import written
from tests.transcript.test_chain import recorded, write
from tests.transcript.test_forgery import room
from wargame.core.ids import Variable
from wargame.errors import BrokenChain, TranscriptError
from wargame.review.knowledge import Knowledge
from wargame.review.why import Chains
from wargame.transcript.reading import Transcript, read
from wargame.transcript.reading_part import read_until
from wargame.transcript.verify import Replayed, replay


def cut_after(raw: bytes, turn: int) -> int:
    """How many lines stand before the first one of a later turn."""
    lines = raw.splitlines()
    return next(at for at, line in enumerate(lines) if int(re.findall(rb'"turn":(\d+)', line)[0]) > turn)


def played(record: Transcript) -> Replayed:
    return replay(record, confirm=True)


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_what_a_part_tells_of_its_turns_is_what_the_whole_record_tells(tmp_path: Path, turn: int) -> None:
    path = write(tmp_path, recorded(everyone="scripted"))
    part, whole = played(read_until(path, turn)), played(read(path))
    assert part.record.last == part.turns == turn
    assert len(part.record.lines) == cut_after(recorded(everyone="scripted"), turn)
    assert part.events == [event for event in whole.events if event.turn <= turn]
    assert part.hashes == {at: hash_ for at, hash_ in whole.hashes.items() if at <= turn}
    for seat in ("rome", "control"):
        assert Knowledge(part, seat).at(turn) == Knowledge(whole, seat).at(turn)
    name = Variable("rome.A")
    assert Chains(part).why(name, turn) == Chains(whole).why(name, turn)


@pytest.mark.parametrize("turn", [None, 3, 7, -1])
def test_without_a_turn_that_ends_before_the_record_does_all_of_it_is_read(tmp_path: Path, turn: int | None) -> None:
    path = write(tmp_path, recorded())
    assert read_until(path, turn) == read(path)


def test_a_record_that_is_broken_after_a_turn_still_shows_it(tmp_path: Path) -> None:
    lines = recorded().splitlines()
    count = cut_after(recorded(), 1)
    for after in ([b"no line at all"], [], [lines[-1]], [b'{"n":7,"kind":"event","turn":2,']):
        path = write(tmp_path, b"\n".join([*lines[: count + 3], *after]))
        with pytest.raises(TranscriptError):
            read(path)
        assert played(read_until(path, 1)).turns == 1


@pytest.mark.parametrize("back", [1, 2, 5, 40])
def test_a_record_that_is_broken_before_the_end_of_a_turn_is_refused_as_when_all_is_read(
    tmp_path: Path, back: int
) -> None:
    lines = recorded().splitlines()
    at = cut_after(recorded(), 1) - back
    for touched in (lines[at].replace(b'"turn":', b'"turn" :'), b"", lines[at][:-1] + b"!"):
        path = write(tmp_path, b"\n".join([*lines[:at], touched, *lines[at + 1 :], b""]))
        with pytest.raises(TranscriptError) as whole:
            read(path, mend=True)
        with pytest.raises(TranscriptError) as part:
            read_until(path, 1)
        assert str(part.value) == str(whole.value)


def test_a_forged_line_of_the_part_is_found_though_its_chain_is_sound(tmp_path: Path) -> None:
    lines = recorded(everyone="scripted").splitlines()
    at = next(n for n, line in enumerate(lines) if b'"kind":"event","turn":1' in line and b'"after":' in line)
    changed = re.sub(rb'"after":-?[\d.e-]+', b'"after":7.125', lines[at], count=1)
    path = write(tmp_path, written([*lines[:at], changed, *lines[at + 1 :]]))
    with pytest.raises(TranscriptError, match=f"line {at + 1}: .*played again, its contents differ"):
        played(read_until(path, 1))


def test_decisions_that_do_not_fill_a_turn_are_found_in_a_part(tmp_path: Path) -> None:
    lines = recorded().splitlines()
    gone = {n for n, line in enumerate(lines) if b'"turn":1,' in line and b'"kind":"decision"' in line}
    kept = [line for n, line in enumerate(lines) if n not in gone]
    numbered = [re.sub(rb'"n":\d+', b'"n":%d' % n, line, count=1) for n, line in enumerate(kept, 1)]
    path = write(tmp_path, written(numbered))
    with pytest.raises(TranscriptError, match=r"line \d+: "):
        played(read_until(path, 1))


def test_a_turn_that_was_played_again_is_told_as_it_stands(tmp_path: Path) -> None:
    path = write(tmp_path, room())
    undone = int(re.findall(rb'"to_turn":(\d+)', room())[0])
    part, whole = played(read_until(path, undone)), played(read(path))
    assert part.record.last == undone
    assert part.events == [event for event in whole.events if event.turn <= undone]
    assert part.acts == whole.acts


@pytest.mark.parametrize(
    ("further_down", "bears"),
    [
        (b'"to_turn":1,', True),
        (b'"to_turn":2,', False),
        (b'"kind":"text_retracted"', True),
        (b'\\"to_turn\\":1', False),
    ],
)
def test_all_is_read_where_an_undoing_or_a_retraction_further_down_bears_on_the_turn(
    tmp_path: Path, further_down: bytes, bears: bool
) -> None:
    *lines, last = recorded().splitlines()
    path = write(tmp_path, b"\n".join([*lines, further_down, last, b""]))
    if bears:
        with pytest.raises(BrokenChain):
            read_until(path, 1)
    else:
        assert read_until(path, 1).last == 1


def test_changed_line_ends_are_named_in_a_part_too(tmp_path: Path) -> None:
    path = write(tmp_path, recorded().replace(b"\n", b"\r\n"))
    with pytest.raises(TranscriptError, match="its lines end in CR LF"):
        read_until(path, 1)
