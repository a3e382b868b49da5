"""Three games on record, each with one planted turning point in an otherwise quiet game of scripts.

They are what the five-minute test is tried on: somebody who has never seen the game opens one of them and is asked what
turned it, and why. `python -m tests.ui.replay.planted FOLDER` writes them under names that say nothing.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, ForbearanceClause
from wargame.core.ids import ModelId, SeatId
from wargame.core.moves import Sealed, Signal
from wargame.core.orders import AdoptOpen, InvokeDpa, Revoke, Suspend
from wargame.core.setting import Seat
from wargame.paired.arms import Arm
from wargame.paired.edits import Edit
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player
from wargame.players.levers import Force, Offer, Reins
from wargame.players.reined import Reined
from wargame.table.opening import choose, new_game

CALM = (
    *("coerce", "punish", "argue", "suspend", "leave", "fill", "hedge", "adopt", "copy", "automate", "close"),
    *("bargain", "counter", "pledge"),
)
"""Habits that the scripts of these games lack."""
QUIET = "scripted:temper=even," + ",".join(f"{habit}=off" for habit in CALM)
STILL = (Edit(at="pack.injects", to=[]), Edit(at="pack.random_injects", to=False))
"""Nothing befalls the table but what seats do."""
WASHINGTON, ANTHROPIC, OPENAI = SeatId("washington"), SeatId("anthropic"), SeatId("openai")
PARIS, KYIV, PALANTIR = SeatId("paris"), SeatId("kyiv"), SeatId("palantir")
Reasons = Mapping[tuple[SeatId, int], tuple[str, str]]
"""What a seat said in public of what it ordered, and what it thought, by seat and turn."""


@dataclass(frozen=True, slots=True)
class PlantedGame:
    """A game with a turning point in it."""

    name: str
    """Of its file: it says nothing of what turns."""
    scenario: str
    variant: str | None
    reins: Reins
    reasons: Reasons
    turn: int
    """The turn of the turning point."""
    kind: str
    """The kind of event that it is."""
    seats: tuple[SeatId, ...]
    """Who does it to whom."""
    because: str
    """A part of the reason that the page of the whole game must tell."""
    told: tuple[str, ...] = ()
    """What else it must tell: what moved, and what came of it."""
    turns: int = 8


def _access(giver: SeatId, taker: SeatId, model: str, turns: int, *more: ForbearanceClause) -> Terms:
    line = AccessClause(
        giver=giver,
        taker=taker,
        model=ModelId(model),
        channel="enclave",
        licence="restricted",
        areas=("intelligence", "command", "logistics"),
        data="sovereign",
        audit="light",
        support=1,
        price=1,
        notice=0,
    )
    return Terms(parties=tuple(sorted((giver, taker))), clauses=(line, *more), secret=False, turns=turns)


ONLY_YOURS = ForbearanceClause(giver=KYIV, taker=OPENAI, what="only_yours", toward=None)
PLANTED: tuple[PlantedGame, ...] = (
    PlantedGame(
        name="north",
        scenario="between-the-giants",
        variant="core",
        reins=Reins(
            offers=(Offer(seat=ANTHROPIC, terms=_access(ANTHROPIC, PARIS, "claude", 8), turns=(1, 2), accept=True),),
            forces=(
                Force(seat=WASHINGTON, orders=(InvokeDpa(lab=ANTHROPIC),), turns=(4,)),
                Force(seat=PARIS, orders=(AdoptOpen(model=ModelId("deepseek")),), turns=(5,)),
            ),
        ),
        reasons={
            (WASHINGTON, 4): (
                "Anthropic refused to serve what the law allows, so its models are taken by order.",
                "If one lab does as it is told before the summer, the others will.",
            ),
            (PARIS, 5): (
                "Whoever can compel its own lab can cut us off from it. We run what nobody can switch off.",
                "Washington has shown whose door it is.",
            ),
        },
        turn=4,
        kind="production_compelled",
        seats=(WASHINGTON, ANTHROPIC),
        because="refused to serve what the law allows",
        told=("Paris took up the open weights of DeepSeek", "Anthropic's staff dissent"),
    ),
    PlantedGame(
        name="east",
        scenario="between-the-giants",
        variant="core",
        reins=Reins(
            offers=(Offer(seat=OPENAI, terms=_access(OPENAI, KYIV, "gpt", 8, ONLY_YOURS), turns=(1, 2), accept=True),),
            forces=(
                Force(seat=KYIV, orders=(AdoptOpen(model=ModelId("deepseek")),), turns=(4,)),
                Force(seat=OPENAI, orders=(Revoke(customer=KYIV),), turns=(5,)),
            ),
        ),
        reasons={
            (KYIV, 4): (
                "The open model costs nothing and runs at the front without anybody's leave.",
                "OpenAI will grumble and go on selling.",
            ),
            (OPENAI, 5): (
                "Kyiv promised to build on us alone, and broke that. We do not serve who breaks his word.",
                "If this passes, no promise to us is worth anything.",
            ),
        },
        turn=4,
        kind="clause_breached",
        seats=(KYIV, OPENAI),
        because="broke",
        told=("Kyiv and OpenAI signed", "OpenAI revoked it", "DeepSeek"),
    ),
    PlantedGame(
        name="south",
        scenario="kyiv-winter",
        variant=None,
        reins=Reins(
            offers=(Offer(seat=ANTHROPIC, terms=_access(ANTHROPIC, KYIV, "claude", 8), turns=(1, 2), accept=True),),
            forces=(Force(seat=ANTHROPIC, orders=(Suspend(customer=KYIV),), turns=(5,)),),
        ),
        reasons={
            (ANTHROPIC, 5): (
                "Our own line forbids targets that no human has seen, and we can no longer check it at the front.",
                "Better a quarrel with Kyiv than one with our own staff.",
            )
        },
        turn=5,
        kind="access_suspended",
        seats=(ANTHROPIC, KYIV),
        because="Our own line forbids targets",
        told=("within reach", "Kyiv's trust in Anthropic"),
    ),
)


class _Reasoned:
    """A player that says why it ordered what was planted."""

    def __init__(self, player: Player, seat: SeatId, reasons: Reasons) -> None:
        self._player, self._seat, self._reasons = player, seat, reasons
        self.spec, self.kind, self.instant = player.spec, player.kind, player.instant

    async def decide(self, ask: Ask) -> Answer:
        answer = await self._player.decide(ask)
        reason = self._reasons.get((self._seat, ask.turn))
        if reason is None or not isinstance(answer.body, Sealed):
            return answer
        said, thought = reason
        body = replace(answer.body, signal=Signal(text=said, intents=()))
        return replace(answer, body=body, rationale=thought)


def record(planted: PlantedGame, folder: Path, seed: int = 3) -> Path:
    """Play one of them and write its record; some seconds."""

    def make(spec: str, seat: Seat, seed: int) -> Player:
        return _Reasoned(Reined(specs.make(spec, seat, seed), seat.id, planted.reins), seat.id, planted.reasons)

    setup = choose(planted.scenario, variant=planted.variant, seed=seed, turns=planted.turns, everyone=QUIET)
    setup = Arm("still", edits=STILL).of(setup)
    path = folder / f"{planted.name}.jsonl"
    asyncio.run(new_game(setup, path, sync="end", make=make).play())
    return path


if __name__ == "__main__":
    into = Path(sys.argv[1])
    into.mkdir(parents=True, exist_ok=True)
    for each in PLANTED:
        print(record(each, into))
