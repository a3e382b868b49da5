"""Codes open a seat once, keys until they are handed on, and wrong tries are slowed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.table.rig import FakeTime
from wargame.core.ids import CONTROL
from wargame.errors import NotAllowed, TranscriptError
from wargame.rooms.keys import LETTERS, Keyring, TooSoon, WrongTries, keys_beside, port_before
from wargame.table.public_view import PUBLIC_SCREEN

SEATS = ("rome", "meta")


def test_a_code_opens_its_own_seat_once_and_is_renewed_at_that_moment() -> None:
    keyring = Keyring(SEATS, None)
    code = keyring.codes["rome"]
    seat, key = keyring.use(code)
    assert (seat, keyring.place_of(key)) == ("rome", "rome")
    assert keyring.codes["rome"] != code
    with pytest.raises(NotAllowed, match="opens nothing"):
        keyring.use(code)


@pytest.mark.parametrize("place", [PUBLIC_SCREEN])
def test_a_code_of_a_place_that_cannot_be_played_line_by_line_is_not_used_up_by_whoever_wants_that(place: str) -> None:
    keyring = Keyring((*SEATS, place), None)
    code = keyring.codes[place]
    with pytest.raises(NotAllowed, match="--plain: line by line a seat is played, and this is"):
        keyring.use(code, plain=True)
    assert not keyring.held(place)
    assert keyring.use(code)[0] == place
    assert keyring.use(keyring.codes["rome"], plain=True)[0] == "rome"


@pytest.mark.parametrize("place", [CONTROL, "scribe-1", "white_cell-2", "owner-1", "observer-1", "rome-1", "rome"])
def test_a_code_of_every_place_where_something_is_done_opens_it_line_by_line(place: str) -> None:
    keyring = Keyring((place,), None)
    assert keyring.use(keyring.codes[place], plain=True)[0] == place


def test_case_blanks_and_strokes_of_a_code_do_not_count() -> None:
    keyring = Keyring(SEATS, None)
    typed = keyring.codes["meta"].replace("-", " ").lower()
    assert keyring.use(f" {typed} ")[0] == "meta"


def test_the_next_code_puts_the_key_of_whoever_was_there_out_of_use() -> None:
    keyring = Keyring(SEATS, None)
    _, first = keyring.use(keyring.codes["rome"])
    _, second = keyring.use(keyring.codes["rome"])
    assert keyring.place_of(second) == "rome"
    with pytest.raises(NotAllowed, match="handed on or withdrawn"):
        keyring.place_of(first)


def test_a_withdrawn_seat_opens_to_neither_its_code_nor_its_key() -> None:
    keyring = Keyring(SEATS, None)
    _, key = keyring.use(keyring.codes["rome"])
    unused = keyring.codes["rome"]
    keyring.renew("rome")
    with pytest.raises(NotAllowed):
        keyring.use(unused)
    with pytest.raises(NotAllowed):
        keyring.place_of(key)
    assert not keyring.held("rome")


@pytest.mark.parametrize("guess", ["", "-", "rome", "0000-0000-0000", "A" * 5000, "\ud83d"])
def test_what_is_no_code_opens_nothing(guess: str) -> None:
    with pytest.raises(NotAllowed):
        Keyring(SEATS, None).use(guess)


@pytest.mark.parametrize("guess", ["", "rome", "\ud83d"])
def test_what_is_no_key_opens_nothing(guess: str) -> None:
    keyring = Keyring(SEATS, None)
    keyring.use(keyring.codes["rome"])
    with pytest.raises(NotAllowed):
        keyring.place_of(guess)


def test_codes_hold_58_bits_of_letters_that_cannot_be_mistaken() -> None:
    codes = {code for _ in range(50) for code in Keyring(SEATS, None).codes.values()}
    assert len(codes) == 100
    assert all(len(code.replace("-", "")) == 12 for code in codes)
    assert len(LETTERS) ** 12 > 2**58
    assert not set("01ILOU") & set(LETTERS)


def test_a_host_that_was_broken_off_knows_the_keys_again_and_their_file_holds_none(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    before = Keyring(SEATS, record)
    _, key = before.use(before.codes["rome"])
    kept = keys_beside(record)
    assert key not in kept.read_text()
    assert all(code not in kept.read_text() for code in before.codes.values())
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    after = Keyring(SEATS, record)
    assert (after.place_of(key), after.room) == ("rome", before.room)
    assert after.codes["rome"] not in before.codes.values()


def test_keys_that_cannot_be_read_are_told_with_what_to_do(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    keys_beside(record).write_text("{")
    with pytest.raises(TranscriptError, match="move the file away"):
        Keyring(SEATS, record)


def test_after_a_wrong_code_nothing_from_there_is_looked_at_for_a_time_that_doubles_up_to_a_minute() -> None:
    time = FakeTime()
    tries, pauses = WrongTries(time), []
    for _ in range(8):
        tries.check("10.0.0.7")
        tries.was_wrong("10.0.0.7")
        tries.check("10.0.0.8")
        began = time.seconds
        while True:
            try:
                tries.check("10.0.0.7")
            except TooSoon:
                time.pass_(0.5)
            else:
                break
        pauses.append(time.seconds - began)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    tries.was_right("10.0.0.7")
    assert tries.was_wrong("10.0.0.7") == 1


def test_addresses_without_end_are_not_remembered_without_end() -> None:
    tries = WrongTries(FakeTime())
    for number in range(3000):
        tries.was_wrong(f"10.0.{number // 256}.{number % 256}")
    tries.check("10.0.0.1")
    with pytest.raises(TooSoon):
        tries.check("10.0.11.183")


def test_a_room_that_goes_on_is_found_where_it_was(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    assert port_before(record) == 0
    keyring = Keyring(("rome",), record)
    key = keyring.use(keyring.codes["rome"])[1]
    keyring.listens_at(18561)
    assert port_before(record) == 18561
    assert Keyring(("rome",), record).place_of(key) == "rome"
    keys_beside(record).write_text("nonsense")
    assert port_before(record) == 0


@pytest.mark.parametrize("port", [-5, 65536, 99999999])
def test_a_port_that_is_none_is_told_and_nobody_listens_there(tmp_path: Path, port: int) -> None:
    record = tmp_path / "game.jsonl"
    Keyring(("rome",), record).listens_at(18561)
    kept = keys_beside(record)
    kept.write_text(kept.read_text().replace("18561", str(port)))
    assert port_before(record) == 0
    with pytest.raises(TranscriptError, match=rf"room.json: port {port} is none; write there .* 1 to 65535"):
        Keyring(("rome",), record)


def test_whoever_is_known_by_something_of_their_own_gets_a_fresh_key_after_a_break_and_no_key_lies_there(
    tmp_path: Path,
) -> None:
    record, own = tmp_path / "game.jsonl", "ssh SHA256:abc"
    before = Keyring(SEATS, record)
    (_, first), (_, second) = (before.use(before.codes[seat]) for seat in SEATS)
    for key in (first, second, first):
        before.know(own, key)
    assert before.known(own) == ("meta", "rome"), "the latest last"

    after = Keyring(SEATS, record)
    assert after.known(own) == ("meta", "rome")
    assert after.known("ssh SHA256:abd") == ()
    fresh = after.again(own, "rome")
    assert after.place_of(fresh) == "rome"
    with pytest.raises(NotAllowed):
        after.place_of(first)
    assert Keyring(SEATS, record).place_of(fresh) == "rome"
    kept = keys_beside(record)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert not [word for word in (own, first, second, fresh) if word in kept.read_text()]


@pytest.mark.parametrize("way", ["handed on", "withdrawn"])
def test_a_place_that_was_handed_on_or_withdrawn_is_open_to_nobody_by_what_they_were_known_by(
    way: str, tmp_path: Path
) -> None:
    own = "ssh SHA256:abc"
    keyring = Keyring(SEATS, tmp_path / "game.jsonl")
    keyring.know(own, keyring.use(keyring.codes["rome"])[1])
    if way == "handed on":
        keyring.use(keyring.codes["rome"])
    else:
        keyring.renew("rome")
    for each in (keyring, Keyring(SEATS, tmp_path / "game.jsonl")):
        assert each.known(own) == ()
        with pytest.raises(NotAllowed, match="handed on or withdrawn"):
            each.again(own, "rome")
