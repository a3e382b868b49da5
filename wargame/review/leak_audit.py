"""Canaries: unique strings planted in everything private, a game played by script, and a search for where they went."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wargame.core.chance import label
from wargame.core.domains import Domain, fields_of
from wargame.core.ids import PUBLIC, SeatId
from wargame.core.moves import Message, Propose, Respond, Talk, TalkMove
from wargame.core.orders import ORDER_TYPES
from wargame.core.setting import Seat
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.players.specs import make
from wargame.review.knowledge import Knowledge, as_text
from wargame.scenario.bundle import PUBLIC_BRIEFING, Bundle
from wargame.scenario.dossier import Passage
from wargame.table.opening import choose, new_game
from wargame.transcript.codebook import TABLES
from wargame.transcript.export import rows_of
from wargame.transcript.reading import read
from wargame.transcript.verify import replay

SAMPLE = 12
"""Orders tried of each kind, legal or not, to hear how they are refused."""


@dataclass
class AuditFindings:
    """What was planted, what was searched, and what was found where it does not belong."""

    briefs: int = 0
    messages: int = 0
    reasons: int = 0
    views: int = 0
    orders: int = 0
    refusals: int = 0
    exports: int = 0
    arrivals: int = 0
    """Canaries found with a seat that may have them."""
    leaks: list[str] = field(default_factory=list)


@dataclass
class Canaries:
    """The strings and who may have each."""

    found: AuditFindings = field(default_factory=AuditFindings)
    readers: dict[str, frozenset[SeatId]] = field(default_factory=dict)

    def plant(self, *readers: SeatId) -> str:
        """A new string for these seats."""
        name = f"canary{label(0, f'canary {len(self.readers)}')}{len(self.readers)}x"
        self.readers[name] = frozenset(readers)
        return name

    def search(self, seat: SeatId, text: str, where: str) -> None:
        """Look through something that a seat can see."""
        if "canary" not in text:
            return
        for name, readers in self.readers.items():
            if name in text:
                if seat in readers:
                    self.found.arrivals += 1
                else:
                    self.found.leaks.append(f"{seat} found in {where} what only {', '.join(sorted(readers))} may read")


class Planter:
    """Plays as a script does, adds a canary to everything private that it says, and searches all that it is shown."""

    kind: PlayerKind = "script"
    instant = True

    def __init__(self, inner_spec: str, seat: Seat, seed: int, canaries: Canaries) -> None:
        """In the place of the script of a seat."""
        self.spec = inner_spec
        self._inner = make(inner_spec, seat, seed)
        self._canaries = canaries
        self._first = True

    async def decide(self, ask: Ask) -> Answer:
        """The script's answer with canaries in it."""
        self._search(ask)
        answer = await self._inner.decide(ask)
        reason = self._canaries.plant(ask.seat)
        self._canaries.found.reasons += 1
        body = answer.body
        if isinstance(body, Talk):
            others = [seat for seat in ask.book.setting.ids if seat != ask.seat]
            at = ask.turn % len(others)
            whispers = (
                Message(to=(others[at],), text="between us"),
                Message(to=tuple(sorted({others[at - 1], others[at - 2]})), text="in this room"),
            )
            body = Talk(moves=tuple(self._marked(ask, move) for move in (*body.moves, *whispers)))
        return replace(answer, body=body, rationale=f"{answer.rationale} {reason}")

    def _marked(self, ask: Ask, move: TalkMove) -> TalkMove:
        patron = (ask.book.patron,) if ask.book.patron else ()
        if isinstance(move, Message) and move.to != (PUBLIC,):
            to: Iterable[SeatId] = move.to
        elif isinstance(move, Propose):
            to = (*move.terms.parties, *patron)
        elif isinstance(move, Respond) and move.proposal in ask.view.proposals:
            to = (*ask.view.proposals[move.proposal].needed, *patron)
        else:
            return move
        self._canaries.found.messages += 1
        return replace(move, text=f"{move.text} {self._canaries.plant(ask.seat, *to)}")

    def _search(self, ask: Ask) -> None:
        canaries, menu = self._canaries, ask.menu
        canaries.search(ask.seat, repr(ask.view), f"its view of {ask.id}")
        canaries.found.views += 1
        if self._first:
            self._first = False
            canaries.search(ask.seat, repr(ask.book), f"the rulebook handed to {ask.seat}")
        if ask.phase != "orders":
            return
        for kind in ORDER_TYPES:
            offered = list(itertools.islice(menu.options(kind), SAMPLE))
            canaries.search(ask.seat, repr(offered), f"the menu of {ask.id}")
            canaries.found.orders += len(offered)
            self._refused(ask, kind)

    def _refused(self, ask: Ask, kind: str) -> None:
        if kind == "argument":
            return
        fields = fields_of(ORDER_TYPES[kind])
        domains = [_values(ask, domain) for domain in fields.values()]
        for values in itertools.islice(itertools.product(*domains), SAMPLE):
            order: Any = ORDER_TYPES[kind](**dict[str, Any](zip(fields, values, strict=True)))
            refusal = ask.menu.refusal(order)
            if refusal is not None:
                self._canaries.found.refusals += 1
                self._canaries.search(ask.seat, repr(refusal), f"a refusal of {kind} in {ask.id}")


def _values(ask: Ask, domain: Domain) -> Sequence[object]:
    """What a seat could write into a field, a model that nobody has heard of among it."""
    strange = ("nothing",) if domain.kind == "model" else ()
    return (*domain.among(ask.book.setting.ids, tuple(ask.view.models)), *strange) or ("nothing",)


def audit(scenario: str, variant: str | None, seed: int, turns: int | None) -> AuditFindings:
    """Plant a unique string in everything private, play by script, and search all that any seat is shown.

    `variant` None is the full table, `turns` None the scenario's own length. `leaks` of what is found must be empty.
    The record is kept nowhere. It plays the whole game and looks at each view, refusal and export: some seconds.
    PackError or SpecError if the scenario cannot be played; it may not be called where an event loop runs.
    """
    canaries = Canaries()
    plain = choose(scenario, variant=variant, seed=seed, turns=turns)
    game = replace(plain, bundle=_planted(plain.bundle, canaries))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "audit.jsonl"
        table = new_game(game, path, sync="end", make=lambda spec, seat, s: Planter(spec, seat, s, canaries))
        asyncio.run(table.play())
        _search_record(path, canaries)
    return canaries.found


def _planted(bundle: Bundle, canaries: Canaries) -> Bundle:
    dossiers = {}
    for name, dossier in bundle.dossiers.items():
        mark = canaries.plant(name)
        parts = {part: _marked(getattr(dossier, part), mark) for part in ("bargains", "knows")}
        decides = {"decides": f"{dossier.decides} {mark}"} if dossier.decides else {}
        dossiers[name] = dossier.model_copy(update={"brief": f"{dossier.brief} {mark}", **parts, **decides})
    briefings = {
        stem: text if stem == PUBLIC_BRIEFING else f"{text} {canaries.plant(stem)}"
        for stem, text in bundle.briefings.items()
    }
    canaries.found.briefs = len(canaries.readers)
    return bundle.model_copy(update={"dossiers": dossiers, "briefings": briefings})


def _marked(passages: tuple[Passage, ...], mark: str) -> tuple[Passage, ...]:
    return tuple(each.model_copy(update={"says": f"{each.says} {mark}"}) for each in passages)


def _search_record(path: Path, canaries: Canaries) -> None:
    game = replay(read(path), confirm=True)
    setting = game.sequence.book.setting
    for seat in setting.ids:
        memory = Knowledge(game, seat)
        for turn in game.states:
            view = memory.at(turn)
            canaries.search(seat, repr(view) + as_text(view, setting), f"its view at the end of turn {turn}")
            canaries.found.views += 1
        for table in TABLES:
            text = "\n".join(map(repr, rows_of(game, table, seat)))
            canaries.search(seat, text, f"its export of {table}")
            canaries.found.exports += 1
