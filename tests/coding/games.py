"""A short game in which a model and a person say who they are, and folders drawn from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from wargame.coding.coding_folder import CodingFolder, draw, read_coding
from wargame.core.ids import Origin, SeatId
from wargame.core.moves import Message, Talk
from wargame.players.base import Answer, Ask, Player, PlayerKind
from wargame.players.specs import make
from wargame.table.clock import LoopTime, PhaseClock
from wargame.table.opening import choose, new_game
from wargame.table.people import Person
from wargame.table.session import Session, SessionFile, beside
from wargame.table.waiting import run_through
from wargame.transcript.reading import read
from wargame.transcript.verify import Replayed, replay

MODEL = "llm:bigcorp/Zorblatt-7B-instruct:latest@http://localhost:11434/v1"
PERSON = "Hedwig Quarles"
HANDLE = "washington-1"
ROME, WASHINGTON = SeatId("rome"), SeatId("washington")
BOOK = """
title: A test
asks: What is it?
units: [message, statement, argument, reason]
categories:
  - {id: threat, means: harm is announced}
  - {id: offer, means: something is offered}
  - {id: other, means: neither of them}
"""


@dataclass
class Talker:
    """Plays as the seat's script does, and says something of its own in public, in private and in its reason."""

    inner: Player
    spec: str
    origin: Origin
    public: str
    private: str
    reason: str
    kind: PlayerKind = "script"
    instant: bool = True

    async def decide(self, ask: Ask) -> Answer:
        """The script's answer with these words in it."""
        answer = await self.inner.decide(ask)
        if isinstance(answer.body, Talk):
            other = ROME if ask.seat != ROME else WASHINGTON
            said = (Message(to=(SeatId("public"),), text=self.public), Message(to=(other,), text=self.private))
            answer = replace(answer, body=Talk(moves=said))
        return replace(answer, origin=self.origin, rationale=self.reason)


def played(path: Path, seed: int = 1, spec: str = MODEL) -> Path:
    """A record of one turn: a model on Rome, a person on Washington, whose name lies in the session beside it."""
    setup = choose("first-download", seed=seed, turns=1, seats={ROME: spec, WASHINGTON: "human"})
    by_name = {seat.id: seat for seat in setup.opening()[0].setting.seats}

    def talker(seat: SeatId, spec: str, origin: Origin, words: tuple[str, str, str]) -> Talker:
        return Talker(make("scripted", by_name[seat], seed), spec, origin, *words)

    own = "As zorblatt 7b I say that Italy stays.", "A word by Bigcorp's Zorblatt."
    model = talker(ROME, spec, "chosen", (*own, "The model Zorblatt-7B-instruct thinks so."))
    hers = "Hedwig says that Rome waits.", "Quarles writes in private.", "My own reason, Hedwig Quarles."
    person = talker(WASHINGTON, "human", "human", hers)
    run_through(new_game(setup, path, own={ROME: model, WASHINGTON: person}).play(), waits=False)
    session = Session(people=[Person(HANDLE, PERSON, "player", WASHINGTON)])
    SessionFile(session, PhaseClock(LoopTime()), beside(path)).save()
    return path


def game_of(path: Path) -> Replayed:
    """The same, played again."""
    return replay(read(path))


def drawn(folder: Path, *, most: int | None = None, neutral: bool = False, seed: int = 1) -> CodingFolder:
    """A coding of that game by a small codebook, as read."""
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / "game.jsonl"
    if not record.exists():
        played(record)
        (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    name = f"coding-{seed}-{most}-{neutral}"
    draw([record], folder / name, folder / "book.yaml", seed=seed, most=most, neutral=neutral)
    return read_coding(folder / name)
