"""A person leaves a game: their words and their name are in no file of the new folder, and every game proves itself."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.table.rig import answer, now, opened, play
from wargame.core import names
from wargame.core.ids import SeatId
from wargame.core.moves import Message, Talk
from wargame.errors import SpecError, TranscriptError
from wargame.review import erasure
from wargame.review.erased_files import Sought
from wargame.review.erasure import erase, family
from wargame.review.guided_review import ReviewEntry, add_entry, review_beside
from wargame.review.proof import verify
from wargame.review.survey import survey_of
from wargame.review.survey_answers import OfferedSurvey, SurveyAnswer
from wargame.table.chair import Clock
from wargame.table.room import Room
from wargame.transcript import new_folder
from wargame.transcript.branch import branch
from wargame.transcript.lineage import Amendment
from wargame.transcript.moment_notes import note_moment
from wargame.transcript.reading import read

NAME = "Hedwig Quarles"
SAYS = ("hold out for the weights until they blink", "we are bluffing and nobody may know", "ok")
"""A message, a reason, and a message that is short enough to be found by trying."""
OTHERS = "Hedwig keeps promising, and I do not believe her"
KEPT = "nothing here is about anybody in the room"


def room_with_a_person(path: Path) -> None:
    """Two people on seats: one who will be erased, and one who speaks of her."""

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) != (1, "talk", 1):
            return
        room.join(NAME, seat="rome"), room.join("Bo Lind", seat="meta")
        mine = answer(room, "rome")
        said = (Message(to=(SeatId("meta"),), text=SAYS[0]), Message(to=(SeatId("meta"),), text=SAYS[2]))
        now(room.chair("rome").submit(replace(mine, body=Talk(moves=said), rationale=SAYS[1])))
        told = (Message(to=(SeatId("anthropic"),), text=OTHERS), Message(to=(SeatId("anthropic"),), text=KEPT))
        now(room.chair("meta").submit(replace(answer(room, "meta"), body=Talk(moves=told))))
        room.control.override(names.budget("rome"), 9.0, f"asked for by {NAME.upper()}")

    play(opened(path, facilitated=True, turns=2), moment)


@cache
def folder() -> Path:
    """A record of people, its fork, and everything that can lie beside it with the name in it."""
    place = Path(mkdtemp())
    path = place / "game.jsonl"
    room_with_a_person(path)
    branch(read(path), Amendment("trust_reversion", 0.1, turn=2), place / "fork.jsonl")
    note_moment(path, NAME, "this is where I gave way")
    note_moment(path, "scribe", "Hedwig gave way here")
    add_entry(
        review_beside(path),
        ReviewEntry(kind="answer", who=NAME, at="2026-11-29T10:00:00+00:00", text="mine", question=1),
    )
    owned = ReviewEntry(
        kind="action",
        who="lead",
        at="2026-11-29T10:00:00+00:00",
        text="write it up",
        owner=NAME,
        due="2026-12-24",
    )
    add_entry(review_beside(path), owned)
    offered = OfferedSurvey(survey_of(), path)
    item = next(each for each in survey_of().items if each.kind == "text" and each.is_asked("after"))
    offered.add(SurveyAnswer(pseudonym="oak", when="after", item=item.id, words="what the lady on rome did"))
    offered.add(SurveyAnswer(pseudonym="elm", when="after", item=item.id, words="Hedwig talked too much"))
    (place / "game.report.html").write_text(f"<p>{OTHERS}</p>")
    return place


@pytest.fixture
def game(tmp_path: Path) -> Path:
    shutil.copytree(folder(), tmp_path / "runs")
    return tmp_path / "runs" / "game.jsonl"


def everything(place: Path) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(place.rglob("*")) if each.is_file())


def test_people_beside_the_record_keep_their_own_entries(game: Path) -> None:
    erase(game, "rome-1", game.with_name("new"))
    new = game.with_name("new")
    notes = [json.loads(line) for line in (new / "game.notes.jsonl").read_text().splitlines()]
    assert [(each["who"], each["text"]) for each in notes] == [("scribe", "(removed) gave way here")]
    reviewed = [json.loads(line) for line in (new / "game.review.jsonl").read_text().splitlines()]
    assert [(each["kind"], each["owner"], each["text"]) for each in reviewed] == [
        ("action", "(removed)", "write it up")
    ]
    session = json.loads((new / "game.session.json").read_text())
    assert [each["name"] for each in session["people"]] == ["Bo Lind"]
    assert "rome" not in session["leads"]
    assert "(removed) talked too much" in (new / "game.survey.jsonl").read_text()


def test_a_short_text_that_is_gone_cannot_be_found_by_trying(game: Path) -> None:
    record = read(game)
    short = next(text for text in record.texts.values() if text == SAYS[2])
    assert len(short.salt) == 32
    assert short.digest == sha256((short.salt + short).encode()).hexdigest()
    assert short.digest != sha256(short.encode()).hexdigest()
    erase(game, "rome-1", game.with_name("new"))
    raw = (game.with_name("new") / "game.jsonl").read_bytes()
    assert short.digest.encode() in raw, "the tombstone"
    assert short.salt.encode() not in raw


def test_two_games_that_went_the_same_way_have_one_hash_and_other_tombstones(tmp_path: Path) -> None:
    room_with_a_person(tmp_path / "one.jsonl")
    room_with_a_person(tmp_path / "two.jsonl")
    one, two = verify(tmp_path / "one.jsonl"), verify(tmp_path / "two.jsonl")
    assert one.hashes == two.hashes
    salted = [{text.digest for text in game.record.texts.values() if text.salt} for game in (one, two)]
    assert salted[0]
    assert salted[0].isdisjoint(salted[1])


def test_a_fork_and_what_it_leaves_are_one_family_and_a_missing_one_is_named(game: Path) -> None:
    fork = game.with_name("fork.jsonl")
    assert family(game) == ([game, fork], ())
    assert family(fork) == ([fork, game], ())
    parent = str(read(game).header.data["game"])
    game.unlink()
    assert family(fork) == ([fork], (parent,))


def test_a_person_that_nobody_knows_is_refused_with_those_who_are(game: Path) -> None:
    with pytest.raises(SpecError, match=r"--person paris-9: nobody of this handle .*; handles: meta-1, rome-1"):
        erase(game, "paris-9", game.with_name("new"))


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_full_disk_leaves_the_old_files_and_no_half_of_the_new_ones(
    game: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[Path, bytes], None] = new_folder.write_safe
    count = 0

    def full(path: Path, content: bytes) -> None:
        nonlocal count
        count += 1
        if count == number:
            path.write_bytes(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, content)

    before = everything(game.parent)
    monkeypatch.setattr(erasure, "write_safe", full)
    with pytest.raises(TranscriptError, match=r"cannot be written \(No space left on device\); nothing is left there"):
        erase(game, "rome-1", game.with_name("new"))
    assert everything(game.parent) == before


def test_a_name_that_the_rules_quoted_is_cut_and_the_chain_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 1):
            room.join(NAME, seat="rome"), room.join("Bo Lind", seat="meta")
            told = (Message(to=(SeatId("Hedwig"),), text="are you there?"),)
            now(room.chair("meta").submit(replace(answer(room, "meta"), body=Talk(moves=told))))

    play(opened(path, turns=1), moment)
    made = erase(path, "rome-1", tmp_path / "new")
    record = next(each for each in made.files if each.is_record)
    assert record.cut, "the answer and the refusal of it held the name as it was typed"
    assert b"hedwig" not in everything(tmp_path / "new").lower()
    assert verify(tmp_path / "new" / "game.jsonl").turns == 1
    assert made.remaining == ()


def test_a_name_that_is_a_word_of_the_scenario_is_not_sought_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 1):
            room.join("Rome Quarles", seat="rome")

    play(opened(path, turns=1), moment)
    made = erase(path, "rome-1", tmp_path / "new")
    assert made.not_sought == ("Rome",)
    assert b"Quarles" not in everything(tmp_path / "new")


def test_a_record_that_is_being_played_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    told: list[str] = []

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (1, "orders"):
            with pytest.raises(TranscriptError, match="is being played already") as fault:
                erase(path, "rome-1", tmp_path / "new")
            told.append(str(fault.value))

    play(opened(path, turns=1), moment)
    assert told
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Bo", "Bo said no, and above all both", "(removed) said no, and above all both"),
        ("Ada", "ADA, ada's, Adas", "(removed), (removed)'s, (removed)s"),
        ("Zoë", "zoë and ZOË", "(removed) and (removed)"),
    ],
)
def test_short_names_are_found_as_words_and_longer_ones_within_words(name: str, text: str, left: str) -> None:
    assert Sought("x-1", (name,)).without(text) == left
