"""Games by chance with words planted wherever a seat may write: what reaches a line was to be read there.

What may be read is taken from the audiences of the record, not from what makes the views. WARGAME_SECRETS says how many
games are played (else 2), WARGAME_GUESSES how many codes are guessed (else 400); 50 and 10,000 are what a release is
held against.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pytest
from websockets.asyncio.client import connect

import wargame
from tests.rooms.proxy import middle
from tests.rooms.rig import Desk, Hosted, hosted, until
from tests.rooms.test_secrets import in_words
from wargame.core.ids import PUBLIC, SeatId
from wargame.core.moves import Message, Propose, Sealed, Talk
from wargame.errors import NotAllowed
from wargame.players.base import Answer
from wargame.players.random import RandomPlayer
from wargame.rooms.messages import CodeBrought, written
from wargame.table.chair import Draft
from wargame.table.public_view import PUBLIC_SCREEN

pytestmark = pytest.mark.slow
GAMES = int(os.environ.get("WARGAME_SECRETS", "2"))
GUESSES = int(os.environ.get("WARGAME_GUESSES", "400"))
SEATS = tuple(SeatId(name) for name in ("rome", "meta", "anthropic", "palantir"))
MARK = re.compile(r"planted-[a-z]+-\w+-\d+-end")


@dataclass
class Planted:
    """Words that stand nowhere else, and whose they are."""

    numbers: Iterable[int] = field(default_factory=count)
    made: dict[str, SeatId] = field(default_factory=dict)

    def word(self, what: str, seat: SeatId) -> str:
        mark = f"planted-{what}-{seat}-{next(iter(self.numbers))}-end"
        self.made[mark] = seat
        return mark

    def kinds(self) -> set[str]:
        return {mark.split("-")[1] for mark in self.made}


def with_words(answer: Answer, seat: SeatId, planted: Planted, others: Iterable[SeatId]) -> Answer:
    """An answer with a word planted wherever its seat writes, and with a whisper to each of the others."""
    body: Any = answer.body
    if isinstance(body, Talk):
        moves: list[Any] = list(body.moves[:4])
        for at, move in enumerate(moves):
            if hasattr(move, "text"):
                moves[at] = replace(move, text=planted.word("offer" if isinstance(move, Propose) else "words", seat))
        whispers = [Message(to=(other,), text=planted.word("whisper", seat)) for other in others]
        body = Talk(moves=(*moves, *whispers))
    elif isinstance(body, Sealed) and body.signal is not None:
        body = replace(body, signal=replace(body.signal, text=planted.word("signal", seat)))
    return Answer(
        body,
        "human",
        planted.word("reason", seat),
        (),
        planted.word("plan", seat),
        planted.word("notebook", seat),
    )


async def handed_in(desk: Desk, seed: int, planted: Planted, others: Iterable[SeatId]) -> None:
    """Draft, dissent, ask, and hand in what chance gives."""
    chair, seat = desk.chair, desk.seat
    ask = chair.look()
    answer = await RandomPlayer(seed).decide(ask)
    chair.save(
        Draft(
            typed=(("all", planted.word("half", seat)),),
            rationale=planted.word("draft", seat),
            marks=((planted.word("mark", seat), "1"),),
        )
    )
    with suppress(NotAllowed):
        await chair.dissent(planted.word("dissent", seat), f"{seat}-2")
    with suppress(NotAllowed):
        await chair.advise(planted.word("question", seat))
    full = with_words(answer, seat, planted, others)
    try:
        await chair.submit(full, ask.id)
    except NotAllowed:  # chance has talked as much as may be: without whispers
        await chair.submit(replace(full, body=answer.body), ask.id)


def to_read(here: Hosted, reader: str) -> set[str]:
    """The planted words of all events that a reader may read, by their audiences."""
    return {
        mark
        for event in here.room.game.sequence.record
        if event.audience == PUBLIC or reader in event.audience
        for mark in MARK.findall(repr(event))
    }


def private_texts(here: Hosted) -> list[tuple[str, str]]:
    """Stretches of what every seat, and control, is told in private from the beginning, and whose they are."""
    setting = here.room.setting
    texts = [(seat.id, text) for seat in setting.seats for text in (seat.brief, seat.voice)]
    texts += [("control", inject.text) for inject in setting.injects if inject.turn is None]
    plain = [(owner, re.findall(r"[\w ,.;]{30,}", text, re.ASCII)) for owner, text in texts]
    return [(owner, longest) for owner, found in plain if found and (longest := max(found, key=len))]


async def a_game(seed: int) -> tuple[set[str], int]:
    """Four joined people play by chance; the kinds of words that were planted, and how many were kept from somebody."""
    planted, kept_back = Planted(), 0
    async with hosted(people=SEATS, seed=seed) as here, AsyncExitStack() as stack:
        lines = {place: await stack.enter_async_context(middle(here.address)) for place in (*SEATS, PUBLIC_SCREEN)}
        desks = {seat: await here.join(seat, address=lines[seat].address) for seat in SEATS}
        screen = await here.join(PUBLIC_SCREEN, address=lines[PUBLIC_SCREEN].address)
        assert len(private_texts(here)) > 6
        while not here.game.done():
            for seat, desk in desks.items():
                own = here.room.chair(seat)
                if own.owes:
                    await until(lambda here=desk.chair, there=own: here.owes and here.look().id == there.look().id)  # type: ignore[misc]
                    await handed_in(desk, seed, planted, [other for other in SEATS if other != seat])
            await asyncio.sleep(0.002)
        await until(lambda: all(desk.line.over for desk in (*desks.values(), screen)))
        for desk in desks.values():
            for other in desk.chair.look().book.setting.seats:
                private = (other.brief, other.voice, other.aims, other.red_lines, other.first_steps, other.habits)
                assert other.id == desk.seat or not any(private)
        for place, line in lines.items():
            said = in_words(line.seen)
            found = set(MARK.findall(said))
            for owner, text in private_texts(here):
                assert (text in said) <= (owner == place), f"{place} got of {owner}: {text}"
            others = {mark for mark in found if planted.made[mark] != place}
            assert others <= to_read(here, place), f"game {seed}: {place} got {sorted(others - to_read(here, place))}"
            mine = {mark for mark, seat in planted.made.items() if seat == place}
            assert mine <= found, "what is looked for can be found"
            kept_back += len(planted.made.keys() - found)
    return planted.kinds(), kept_back


def test_words_of_games_by_chance_reach_those_lines_alone_at_which_they_may_be_read() -> None:
    async def test() -> None:
        kinds: set[str] = set()
        for seed in range(1, GAMES + 1):
            async with asyncio.timeout(120):
                found, kept_back = await a_game(seed)
            kinds |= found
            assert kept_back > 500
        assert kinds >= {
            "offer", "words", "whisper", "signal", "reason", "plan", "notebook", "half", "draft", "mark", "dissent",
            "question",
        }  # fmt: skip

    asyncio.run(test())


def test_codes_that_are_guessed_without_end_are_mostly_not_looked_at_and_get_one_sentence_each() -> None:
    async def test() -> None:
        async with hosted() as here:
            looked, use = 0, here.hosted.keyring.use

            def counted(code: str, plain: bool = False) -> Any:
                nonlocal looked
                looked += 1
                return use(code, plain)

            here.hosted.keyring.use = counted  # type: ignore[method-assign]
            codes = [here.code("rome"), "2222-2222-2222"]
            began = time.monotonic()
            for number in range(GUESSES):
                async with connect(here.address.uri, compression=None, proxy=None) as line:
                    guess = codes[0] if number == GUESSES - 1 else codes[1]
                    await line.send(written(CodeBrought("code", wargame.__version__, "x", guess)))
                    said = await line.recv()
                    assert isinstance(said, str)
                    assert said.startswith('{"bye":"')
            took = time.monotonic() - began
            print(f"{GUESSES} guesses in {took:.1f} s, {looked} looked at")
            assert looked <= 2 + took, "one after a second, then after two, four, eight"
            assert here.code("rome") == codes[0], "the right one, too soon, was neither looked at nor used up"
            assert len(here.told) == looked

    asyncio.run(test())
