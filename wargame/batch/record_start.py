"""Games of an experiment that leave a record at a line: all share what stands there up to it, and differ behind it.

An arm is one from there on alone. Whatever of it was at work in the record already is refused: the two arms of a pair
would not leave the same state, but one that the treatment has touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wargame.batch.experiment_file import PROMPTS, GameLines
from wargame.core.agreements import Terms
from wargame.core.arguments import Mode
from wargame.core.ids import Phase, SeatId
from wargame.core.moves import Decision, Propose, Sealed, Talk
from wargame.errors import ExperimentError, SpecError, TranscriptError
from wargame.loops import finish
from wargame.paired.fork_changes import step_of
from wargame.paired.forks import going_on
from wargame.table.opening import gone_on_with
from wargame.table.players import Means, PlayerMaker
from wargame.transcript.branch import Seated, Unchanged, branch, left_at, shared_start
from wargame.transcript.entry import linked
from wargame.transcript.folding import FoldedStart
from wargame.transcript.lean import LinesInMemory
from wargame.transcript.lineage import Amendment
from wargame.transcript.private import write_private
from wargame.transcript.reading import Transcript, read
from wargame.transcript.setup import GameSetup, game_of, seats_after
from wargame.transcript.verify import decisions_of, refuse_other_rules

MADE_OF = ("scenario", "variant", "turns", "edits")
"""What the record says of its game, so that nothing else can."""


@dataclass(frozen=True)
class RecordStart:
    """A step of a game on record at which others leave it."""

    parent: Transcript
    line: int
    """The line that was named."""

    @cached_property
    def step(self) -> tuple[int, Phase, int]:
        """Turn, phase and round of the step that is asked anew; `brief` is the start of a turn."""
        return step_of(self.parent.entries[self.line - 1])

    @cached_property
    def left(self) -> int:
        """The last line that all games share with the record; SpecError if the game never came to the step."""
        return left_at(self.parent, self._as_it_was)

    @property
    def in_words(self) -> str:
        """Where the games leave the record, for people."""
        turn, phase, round_ = self.step
        step = f"turn {turn}, {phase}{f' {round_}' if round_ else ''}"
        where = f"the start of turn {turn}" if phase == "brief" else step
        return f"{self.parent.path.name}, line {self.line}: {where}; lines 1 to {self.left} are shared"

    @cached_property
    def place(self) -> str:
        """The game and the last shared line, as tables have it."""
        return f"{self.parent.header.data['game']}:{self.left}"

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """The place as plain data: the hash of the last shared line vouches for all before it."""
        turn, phase, round_ = self.step
        return {
            "game": self.parent.header.data["game"],
            "line": self.left,
            "hash": linked(self.parent.lines[self.left - 1]),
            "step": f"{turn}.{phase}{round_ or ''}",
        }

    @cached_property
    def bundle(self) -> Mapping[str, Any]:
        """The scenario, as it stands in the header of a game that leaves the record."""
        return self._game.bundle.model_dump(mode="json")

    @cached_property
    def _game(self) -> GameSetup:
        return game_of(self.parent)

    @cached_property
    def _seats(self) -> Mapping[SeatId, str]:
        """Who plays where the record is left."""
        return seats_after(self._game, self.parent.entries[: self.left])

    @property
    def _as_it_was(self) -> Unchanged:
        seat = next(iter(self._game.seats))
        return Unchanged(Seated(seat, self._game.seats[seat], *self.step))

    @cached_property
    def begun(self) -> FoldedStart:
        """The start of the turn in which the record is left, folded."""
        return shared_start(self.parent, self._as_it_was)

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: what is worked out of it is worked out there."""
        return {"parent": self.parent, "line": self.line}

    def check(self, lines: GameLines) -> None:
        """SpecError for what cannot be otherwise in a game that leaves a record."""
        for name in MADE_OF:
            if getattr(lines, name) not in (None, ()):
                raise SpecError(f"{name}: games that leave a record are made of what stands there; leave it out")
        if self._game.prompts and (asked := [name for name in PROMPTS if getattr(lines, name) not in (None, "")]):
            raise SpecError(f"{asked[0]}: models were asked in this record, and go on in its words; leave it out")
        turn, phase, _ = self.step
        last = self._game.opening()[0].setting.turns
        if turn > last:
            raise SpecError(f"from.line {self.line}: the game of {last} turns is over there; name an earlier line")
        if lines.params and phase != "brief":
            begins = left_at(self.parent, Amendment(next(iter(lines.params)), 0.0, turn))
            raise SpecError(
                f"params: they change at the start of a turn; line {self.line} stands in the {phase} of turn {turn}, "
                f"which begins at line {begins}"
            )
        for kind, levers in (("bars", lines.bars), ("forces", lines.forces), ("offers", lines.offers)):
            for lever in levers:
                if lever.turns and max(lever.turns) < turn:
                    raise SpecError(f"{kind}: turn {max(lever.turns)} is over where the record is left, in turn {turn}")

    def gone_on_with(self, everyone: str | None, named: Mapping[SeatId, str]) -> GameSetup:
        """The game with those who play on: scripts keep their settings, others are followed by who is named.

        SpecError for a seat that there is not.
        """
        shared = replace(
            self.parent, entries=self.parent.entries[: self.left]
        )  # who sat there later counts for nothing
        others = going_on(shared, everyone or "scripted")
        return self._game.changed(seats={**self._seats, **others, **named})

    def treated(self, level: GameLines) -> str:
        """How a level was at work in the record before its line, in a sentence; empty if it was not."""
        return next(self._treated(level), "")

    def _treated(self, level: GameLines) -> Iterator[str]:
        before = f"before line {self.left + 1} of {self.parent.path.name} already, so that no arm begins untouched"
        for name, value in level.params.items():
            amended = [each for each in self._game.amendments if each.parameter == name]
            if amended:
                yield f"{name} was changed in turn {amended[-1].turn}, {before}"
            elif getattr(self._game.opening()[0].parameters, name, None) == value:
                yield f"{name} was {value:g} {before}"
        for seat, spec in level.seats.items():
            if self._seats.get(seat) == spec:
                yield f"{seat} was played by {spec} {before}"
        for force in level.forces:
            for made in self._made(force.seat):
                if isinstance(made.body, Sealed) and any(order in made.body.orders for order in force.orders):
                    yield f"{force.seat} gave such an order in {made.id}, {before}"
        for offer in level.offers:
            for made in self._made(offer.seat):
                if isinstance(made.body, Talk) and _proposes(made.body, offer.terms):
                    yield f"{offer.seat} offered these terms in {made.id}, {before}"

    def _made(self, seat: SeatId) -> Sequence[Decision]:
        """Decisions of a seat that stand up to the line."""
        shared = replace(self.parent, entries=self.parent.entries[: self.left])
        return [made for made in decisions_of(shared).values() if made.seat == seat]

    def kept_in(self, folder: Path) -> None:
        """Keep the record in a folder, so that games which leave it can be held against it wherever they are copied.

        ExperimentError if it cannot be written.
        """
        path = folder / f"from-{str(self.parent.header.data['game'])[:12]}.jsonl"
        content = b"".join(line + b"\n" for line in self.parent.lines)
        try:
            folder.mkdir(exist_ok=True)
            if not path.exists() or path.read_bytes() != content:
                write_private(path, content)
        except OSError as fault:
            said = f"{path}: the record that games leave cannot be kept there ({fault.strerror})"
            raise ExperimentError(said) from None

    def played(
        self,
        setup: GameSetup,
        amended: Mapping[str, float],
        dice: int,
        make: PlayerMaker,
        adjudication: Mode = "rules",
    ) -> tuple[bytes, ...]:
        """The lines of the record of one game that leaves it and goes on to its end.

        `setup` says who plays on and what seats are held to, `amended` which parameters are otherwise, `adjudication`
        how arguments are ruled. What the rules draw from the adjudication of the turn on, and what players draw, is of
        the seed `dice`; fog and names stay those of the record.
        """
        with TemporaryDirectory(prefix="wargame-") as folder:
            record = self.branched(setup, amended, dice, Path(folder) / "game.jsonl")
        added = LinesInMemory(record)  # a file would be waited for at the end of each game
        means = Means(make=make)
        game = gone_on_with(record, means=means, start=self.begun, into=added, adjudication=adjudication, drawn=dice)
        finish(game.play())
        return (*record.lines, *added.lines)

    def branched(self, setup: GameSetup, amended: Mapping[str, float], dice: int, out: Path) -> Transcript:
        """The beginning of such a game, recorded at `out`, which must not exist: what is shared, and who plays on.

        Go on with it from `begun`; what players draw is to be of the seed `dice`, too.
        """
        changes = tuple(Amendment(name, value, self.step[0]) for name, value in amended.items())
        return branch(
            self.parent,
            changes[-1] if changes else self._as_it_was,
            out,
            players={seat: spec for seat, spec in setup.seats.items() if spec != self._seats[seat]},
            dice=dice,
            begun=self.begun,
            beside=changes[:-1],
            prompts=setup.prompts,
            held=setup.held,
        )


def _proposes(body: Talk, terms: Terms) -> bool:
    return any(isinstance(move, Propose) and move.terms == terms for move in body.moves)


class RecordStarts:
    """The lines that one experiment leaves records at; each record is read once."""

    def __init__(self, folder: Path) -> None:
        """Paths of records begin in this folder."""
        self._folder = folder
        self._records: dict[Path, Transcript] = {}
        self._known: dict[tuple[Path, int], RecordStart] = {}

    def of(self, lines: GameLines) -> RecordStart:
        """The start that lines with a `from` name.

        SpecError if there is no such line, or the game was never there; TranscriptError if the record cannot be read,
        is not there, or was ruled by another version of the rules.
        """
        assert lines.from_ is not None
        path, line = self._folder / lines.from_.record, lines.from_.line
        if (path, line) not in self._known:
            if path not in self._records:
                if not path.is_file():
                    raise TranscriptError(
                        f"from.record: there is no file {path}; paths begin where this file stands, and a folder in "
                        "which games of it were begun keeps the record as records/from-GAME.jsonl"
                    )
                record = read(path, mend=True)
                refuse_other_rules(record)
                self._records[path] = record
            record = self._records[path]
            if line > len(record.entries):
                raise SpecError(f"from.line is {line}; {path.name} has lines 1 to {len(record.entries)}")
            start = RecordStart(record, line)
            _ = start.left
            self._known[path, line] = start
        return self._known[path, line]
