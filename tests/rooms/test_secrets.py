"""What one seat is not to know goes over no line to it: planted strings are looked for in all that a desk gets."""

from __future__ import annotations

from dataclasses import replace

import zstandard

from tests.rooms.proxy import Message as Sent
from tests.rooms.proxy import middle
from tests.rooms.rig import Hosted, hosted, run, until
from wargame.core.moves import Message, Talk
from wargame.players.base import Answer
from wargame.rooms.frames import unpacked
from wargame.table.chair import Draft


def in_words(sent: list[Sent]) -> str:
    """All that went over a line, unpacked frame by frame, a new line at each first one."""
    said, held = [], dict[str, bytes]()
    for message in sent:
        if isinstance(message, str):
            said.append(message)
            continue
        first = b'"number":1,' in message.partition(b"\n")[0]
        head, held = unpacked(message, {} if first else held)
        said += [str(head), *(part.decode() for part in held.values())]
    return "\n".join(said)


async def drafts_said_and_sealed(here: Hosted, secrets: dict[str, str]) -> tuple[str, str]:
    """Rome and Meta write, whisper and seal what is theirs; what went over the line of each."""
    async with middle(here.address) as to_rome, middle(here.address) as to_meta:
        rome = await here.join("rome", address=to_rome.address)
        meta = await here.join("meta", address=to_meta.address)
        rome.chair.save(Draft(notebook=secrets["draft"], typed=(("all", secrets["half"]),)))
        await until(lambda: here.room.chair("rome").draft.notebook == secrets["draft"])
        whisper = Message(to=("anthropic",), text=secrets["whisper"])
        answer = Answer(Talk(moves=(whisper,)), "human", secrets["reason"], (), secrets["plan"], secrets["notebook"])
        await rome.chair.dissent(secrets["dissent"], "rome-2")
        await rome.chair.submit(answer, rome.chair.look().id)
        await meta.chair.submit(meta.answer(), meta.chair.look().id)
        await until(lambda: here.room.clock().round == 2 and meta.chair.clock().round == rome.chair.clock().round == 2)
        await rome.chair.submit(rome.answer(), rome.chair.look().id)
        await meta.chair.submit(meta.answer(), meta.chair.look().id)
        await until(lambda: meta.chair.clock().phase == rome.chair.clock().phase == "orders")
        return in_words(to_rome.seen), in_words(to_meta.seen)


def test_nothing_that_a_seat_drafts_whispers_or_means_is_in_a_byte_of_anothers_line() -> None:
    names = ("draft", "half", "whisper", "reason", "plan", "notebook", "dissent")
    secrets = {name: f"planted-{name}-7f3a" for name in names}

    async def test() -> None:
        async with hosted() as here:
            own, others = await drafts_said_and_sealed(here, secrets)
            assert all(secret in own for secret in secrets.values()), "what is looked for can be found"
            assert [name for name, secret in secrets.items() if secret in others] == []

    run(test())


def test_no_brief_of_another_seat_no_seed_and_no_coming_event_is_sent() -> None:
    async def test() -> None:
        async with hosted() as here:
            setting = here.room.setting
            async with middle(here.address) as line:
                desk = await here.join("rome", address=line.address)
                await desk.up()
                await desk.chair.submit(desk.answer(), desk.chair.look().id)
                said = in_words(line.seen)
            briefs = {seat.id: seat.brief for seat in setting.seats if seat.brief}
            shown = {seat for seat, brief in briefs.items() if brief[:60] in said.replace("\\n", "\n")}
            assert shown == {"rome"}
            assert '"seed":0' in said
            coming = [each.text[:60] for each in setting.injects if each.turn is None or each.turn > 1]
            assert [text for text in coming if text in said] == []
            assert len(briefs) > 2
            assert coming

    run(test())


def test_estimates_are_sent_as_the_seat_reads_them_and_the_truth_behind_them_is_not() -> None:
    async def test() -> None:
        async with hosted() as here:
            desk = await here.join("rome")
            truth, view = here.room.game.sequence.state.values, desk.chair.look().view
            estimated = [name for name in view.spread if truth[name] != view.values[name]]
            hidden = set(truth) - set(view.values)
            assert len(estimated) > 20
            assert hidden
            sent = b"".join(desk.chair._parts.values())
            assert all(f'"{name}"'.encode() not in sent for name in hidden)

    run(test())


def test_codes_and_keys_stand_in_no_line_that_whoever_hosts_is_told_but_the_next_code() -> None:
    async def test() -> None:
        async with hosted() as here:
            used = here.code("rome")
            desk = await here.join("rome")
            told = "\n".join(here.told)
            assert used not in told
            assert desk.line.key not in told
            assert here.code("rome") in told

    run(test())


def test_where_players_are_hidden_a_desk_is_told_neither_who_is_a_person_nor_who_is_at_work() -> None:
    async def test() -> None:
        async with hosted(hide_players=True, preset="90-minutes") as here:
            rome, meta = await here.join("rome"), await here.join("meta")
            assert rome.chair.others_read == ()
            await rome.chair.has_read(1, "brief")
            await meta.chair.has_read(1, "brief")
            await until(lambda: rome.chair.clock().phase == "talk" and meta.chair.owes)
            before = rome.line._number
            others = [each for each in rome.chair.statuses() if each.seat != "rome"]
            assert {(each.player, each.people, each.standing, each.stage, each.idle) for each in others} == {
                ("hidden", (), "owes", "", 0.0)
            }
            meta.chair.save(Draft(rationale="typing"))
            await meta.chair.submit(meta.answer(), meta.chair.look().id)
            rome.chair.save(Draft(rationale="so that a message goes back and forth"))
            await until(lambda: here.room.chair("rome").draft.rationale != "")
            assert rome.line._number == before, "that somebody else has handed in sends nothing"

    run(test())


def test_a_frame_is_no_more_than_a_fifth_of_the_whole_when_a_turn_goes_on() -> None:
    async def test() -> None:
        async with hosted() as here, middle(here.address) as line:
            desk, other = await here.join("rome", address=line.address), await here.join("meta")
            await desk.up()
            whole = sum(len(zstandard.compress(part)) for part in desk.chair._parts.values())
            before = len(line.seen)
            for each in (desk, other):
                await each.chair.submit(replace(each.answer(), rationale="so"), each.chair.look().id)
            await until(lambda: desk.chair.clock().round == 2)
            sent = sum(len(message) for message in line.seen[before:] if isinstance(message, bytes))
            assert sent < whole / 5, f"{sent} bytes for a round, {whole} for the whole"

    run(test())
