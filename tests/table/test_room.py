"""The room: people play through their chairs, and what they do is in the record and nowhere else."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.rules.desk import played
from tests.table.rig import PEOPLE, answer, everyone_answers, next_human, now, opened, play, settle, through, time_of
from wargame.core.moves import Message, Sealed, Talk, silence
from wargame.core.orders import Argument
from wargame.errors import NotAllowed, PackError, SpecError, TranscriptError
from wargame.players.base import Answer
from wargame.present.late_comers_page import late_comers_page
from wargame.present.table_facts import over
from wargame.table.asking import NOT_ASKED
from wargame.table.chair import Clock, Draft
from wargame.table.opening import choose
from wargame.table.opening_rooms import open_room, rehearsal_room, resume_room
from wargame.table.room import Room
from wargame.transcript.reading import read
from wargame.transcript.verify import verify


def test_people_who_play_as_scripts_do_play_the_game_that_scripts_play(tmp_path: Path) -> None:
    room = opened(tmp_path / "game.jsonl")
    result = play(room)
    assert result.state_hash == played(everyone="scripted").hash
    game = verify(tmp_path / "game.jsonl")
    human = [made for made in game.decisions.values() if made.seat in PEOPLE]
    assert {made.origin for made in human} == {"human"}
    assert {made.player for made in human} == {"human"}
    assert result.origins["human"] == len(human)


def test_a_seat_that_owes_nothing_cannot_hand_in(tmp_path: Path) -> None:
    async def meet() -> None:
        room = opened()
        with pytest.raises(NotAllowed, match="no answer is wanted"):
            await room.chair("anthropic").submit(Answer(Talk(moves=()), "human"))
        task = asyncio.ensure_future(room.play())
        await settle()
        chair = room.chair("rome")
        assert chair.owes
        await chair.submit(answer(room, "rome"))
        assert not chair.owes
        with pytest.raises(SpecError, match=r"1\.talk1\.rome is in already, and it stands"):
            await chair.submit(Answer(Talk(moves=()), "human"))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_an_answer_is_in_the_record_before_submit_returns(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def meet() -> None:
        room = opened(out)
        task = asyncio.ensure_future(room.play())
        await settle()
        await room.chair("rome").submit(answer(room, "rome"))
        assert '"id":"1.talk1.rome"' in out.read_text()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_people_owe_an_answer_until_they_hand_in_each_for_themselves() -> None:
    async def meet() -> None:
        room = opened()
        task = asyncio.ensure_future(room.play())
        await settle()
        assert next_human(room) == "rome"
        assert next_human(room, "rome") == "meta"
        await room.chair("rome").submit(answer(room, "rome"))
        assert next_human(room) == "meta"
        everyone_answers(room)
        assert next_human(room) is None
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_statuses_say_how_seats_stand_and_never_what_they_do() -> None:
    async def meet() -> None:
        room = opened()
        room.join("Ada Rossi", seat="rome")
        task = asyncio.ensure_future(room.play())
        await settle()
        await room.chair("meta").submit(answer(room, "meta"))
        by = {status.seat: status for status in room.statuses()}
        assert (by["rome"].standing, by["rome"].player, by["rome"].people) == ("owes", "human", ("Ada Rossi",))
        assert (by["meta"].standing, by["anthropic"].standing) == ("sealed", "sealed")
        assert by["anthropic"].player == "script"
        time_of(room).pass_(200)
        assert {s.seat: s.idle for s in room.statuses()}["rome"] == 200
        flagged = [line.seat for line in room.health() if line.flagged]
        assert flagged == ["rome"]
        room.chair("rome").save(Draft(rationale="hm"))
        after = {line.seat: line for line in room.health()}["rome"]
        assert (after.idle, after.flagged, after.unsent) == (0, False, True)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_who_is_a_person_can_be_hidden() -> None:
    room = opened(hide_players=True)
    room.join("Ada", seat="rome")
    assert {(status.player, status.people, status.stage) for status in room.statuses()} == {("hidden", (), "")}


def test_a_seat_is_told_of_what_it_may_see_and_of_nothing_else() -> None:
    told: list[str] = []

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 1):
            for seat in PEOPLE:
                room.chair(seat).watch(lambda seat=seat: told.append(seat))  # type: ignore[misc]
            room.control.message(("rome",), "for Rome alone")
            assert told == ["rome"]

    play(opened(), moment)
    assert told.count("meta") > 3


def test_a_draft_lives_until_it_is_handed_in(tmp_path: Path) -> None:
    async def meet() -> None:
        room = opened(tmp_path / "game.jsonl")
        task = asyncio.ensure_future(room.play())
        await settle()
        chair = room.chair("rome")
        draft = Draft(moves=(Message(to=("meta",), text="half a thought"),), typed=(("message", "and the oth"),))
        chair.save(draft)
        assert room.chair("rome").draft == draft
        assert room.chair("meta").draft == Draft()
        await chair.submit(answer(room, "rome"))
        assert chair.draft == Draft()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_the_session_file_is_for_its_owner_alone_and_holds_no_word(tmp_path: Path) -> None:
    room = opened(tmp_path / "game.jsonl")
    room.set_word("rome", "Lupercalia")
    path = tmp_path / "game.session.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "upercalia" not in path.read_text()
    assert room.claim("rome", " lupercalia ").seat == "rome"
    with pytest.raises(NotAllowed, match="not the word"):
        room.claim("rome", "saturnalia")
    with pytest.raises(NotAllowed, match="has no word"):
        room.claim("meta", "lupercalia")
    assert not [each for each in tmp_path.iterdir() if each.name.endswith(".new")]


@pytest.mark.slow
def test_after_a_wrong_word_none_is_taken_for_a_while_and_longer_each_time() -> None:
    room = opened()
    room.set_word("rome", "lupercalia")
    room.set_word("meta", "menlo")
    for pause in (1, 2, 4, 8, 16, 32, 60, 60):
        with pytest.raises(NotAllowed, match=f"not the word of this seat; the next one is taken in {pause} second"):
            room.claim("rome", "saturnalia")
        time_of(room).pass_(pause - 0.5)
        with pytest.raises(NotAllowed, match="too soon after a wrong word: wait 1 second"):
            room.claim("rome", "lupercalia")
        assert room.claim("meta", "menlo").seat == "meta"
        time_of(room).pass_(0.5)
    assert room.claim("rome", "lupercalia").seat == "rome"
    with pytest.raises(NotAllowed, match="taken in 1 second"):
        room.claim("rome", "saturnalia")


def test_a_rehearsal_leaves_nothing_in_the_real_game_and_foretells_no_dice(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    room = opened(out)
    before = out.read_bytes(), (tmp_path / "game.session.json").read_bytes()
    practice = rehearsal_room(room_game(out))
    play(practice, lambda r, c: r.chair("rome").save(Draft(rationale="practising")) if r.over is False else None)
    assert (out.read_bytes(), (tmp_path / "game.session.json").read_bytes()) == before
    assert room.chair("rome").draft == Draft()
    assert practice.setting.turns == 1
    assert practice.book.seed != room.book.seed
    assert play(room).state_hash == played(everyone="scripted").hash


def room_game(out: Path):  # type: ignore[no-untyped-def]
    from wargame.transcript.setup import game_of

    return game_of(read(out, mend=True))


def test_a_finished_game_cannot_be_resumed(tmp_path: Path) -> None:
    play(opened(tmp_path / "game.jsonl"))
    with pytest.raises(TranscriptError, match="played to its end"):
        resume_room(tmp_path / "game.jsonl")


def test_late_comers_read_what_their_seat_knows_and_no_more() -> None:
    secret = "canary between meta and palantir"
    digests: dict[str, str] = {}

    def moment(room: Room, clock: Clock) -> None:
        if (clock.phase, clock.round) == ("talk", 1) and clock.turn == 1:
            now(
                room.chair("meta").submit(
                    Answer(Talk(moves=(Message(to=("palantir",), text=secret),)), "human", rationale="canary of meta")
                )
            )
        if (clock.phase, clock.round) == ("talk", 2) and clock.turn == 1:
            digests.update({seat: late_comers_page(room.game.view(seat), room.setting) for seat in PEOPLE})

    play(opened(), moment)
    assert secret in digests["meta"]
    assert "canary" not in digests["rome"]
    assert "Rome, turn 1 of 3" in digests["rome"]


def test_an_adviser_is_asked_from_the_seats_view_alone() -> None:
    heard: list[str] = []

    async def adviser(ask: object, question: str) -> str:
        heard.append(repr(ask.view))  # type: ignore[attr-defined]
        return f"about {question}"

    async def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (1, "orders"):
            room.control.message(("meta",), "canary for meta")
            assert await room.chair("rome").advise("what now?") == "about what now?"

    asyncio.run(through(opened(adviser=adviser), moment))
    assert heard
    assert "canary" not in heard[0]


def test_the_adviser_that_needs_no_model_names_what_can_be_done() -> None:
    told: list[str] = []

    async def moment(room: Room, clock: Clock) -> None:
        if clock.turn == 1 and clock.phase in ("talk", "orders"):
            told.append(await room.chair("rome").advise("what could I do?"))

    asyncio.run(through(opened(), moment))
    assert any("What you could order at all" in text and "field narrow" in text for text in told)
    assert len(told) == 3


def test_haste_does_not_tell_who_is_a_machine_where_that_is_hidden() -> None:
    seen: list[tuple[str, str, str]] = []

    def moment(room: Room, clock: Clock) -> None:
        true = {status.seat: status.standing for status in room.statuses()}
        if clock.phase == "talk" and true["anthropic"] == "sealed" and true["rome"] == "owes":
            told = {status.seat: status.standing for status in room.chair("rome").statuses()}
            public = {status.seat: status.standing for status in room.public().statuses}
            seen.append((told["anthropic"], told["rome"], public["anthropic"]))

    play(opened(hide_players=True), moment)
    assert set(seen) == {("owes", "owes", "owes")}


def test_a_room_whose_setup_cannot_be_opened_leaves_no_record(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    setup = choose("first-download").changed(parameters={"no_such_parameter": 1.0})
    with pytest.raises(PackError, match="no_such_parameter"):
        open_room(setup, path)
    assert list(tmp_path.iterdir()) == []


def test_nobody_is_called_to_pass_on_a_case_of_their_own() -> None:
    async def meet() -> None:
        room = opened()
        task = asyncio.ensure_future(room.play())
        await settle()
        while room.clock().phase == "talk":
            for seat in PEOPLE:
                await room.chair(seat).submit(Answer(silence("talk"), "human"))
            await settle()
        case = Argument(action="The port opens.", effect="raise_trust", target="anthropic", reasons=())
        await room.chair("rome").submit(Answer(Sealed(signal=None, orders=(case,)), "human"))
        await room.chair("meta").submit(Answer(silence("orders"), "human"))
        await settle()
        assert {each.by for each in room.truth().arguments.values()} == {"rome"}
        assert room.clock().phase == "weigh"
        assert (room.chair("rome").owes, room.chair("meta").owes) == (False, True)
        made = next(d for d in room.game.past.decisions.values() if (d.seat, d.phase) == ("rome", "weigh"))
        assert made.rationale == NOT_ASKED
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_a_rehearsal_is_called_so_wherever_its_title_stands() -> None:
    setup = opened().game.book.setting
    room = rehearsal_room(choose("first-download", seats=dict.fromkeys(PEOPLE, "human")))
    assert room.setting.title == "REHEARSAL: First Download"
    assert room.public().title == room.setting.title
    assert over(room.setting.title) == "THE REHEARSAL IS OVER"
    assert over("First Download") == "THE GAME IS OVER"
    assert setup.title == "First Download"


def test_a_seat_that_there_is_not_owes_nothing() -> None:
    async def meet() -> None:
        room = opened()
        task = asyncio.ensure_future(room.play())
        await settle()
        assert any(map(room.owes, room.setting.ids))
        assert not room.owes("nowhere")
        task.cancel()

    asyncio.run(meet())


def test_how_far_a_seat_has_read_outlives_its_answers_and_not_a_change_of_people() -> None:
    async def meet() -> None:
        room = opened()
        task = asyncio.ensure_future(room.play())
        await settle()
        chair = room.chair("rome")
        marks = (("results up to", "1"),)
        chair.save(Draft(rationale="because", marks=marks))
        await chair.submit(Answer(Talk(moves=()), "human"))
        assert chair.draft == Draft(marks=marks)
        room.control.swap("rome", "scripted", "nobody is there")
        room.control.swap("rome", "human", "somebody has come")
        assert chair.draft == Draft()
        task.cancel()

    asyncio.run(meet())
