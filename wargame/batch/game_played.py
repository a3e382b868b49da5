"""One game of an experiment, played in whatever process, with its record made lean and what was read out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import chain, islice
from math import fsum
from typing import Any

from wargame.batch.conduct import Conduct, EscalationOf, RateOf, conduct_of, conduct_read
from wargame.batch.experiment_cell import ExperimentCell
from wargame.batch.experiment_file import OutcomeReading
from wargame.batch.fault_lines import in_a_line
from wargame.batch.intent_gaps import OWN_ORIGINS, Gaps, gaps_of
from wargame.batch.judged import judged_in
from wargame.batch.planned import ExperimentPlan, PlannedRun
from wargame.batch.record_start import RecordStart
from wargame.batch.world_course import world_hash
from wargame.core.arguments import Mode
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.core.spec_words import is_model
from wargame.core.state import Written
from wargame.loops import finish
from wargame.paired.tally import Counting
from wargame.players import specs
from wargame.players.base import Player
from wargame.players.levers import FREE, Reins
from wargame.rules.turn.sequence import SequenceOfPlay
from wargame.table.holding import reins_of, reins_on_record
from wargame.table.listeners import Listeners
from wargame.table.opening import game_of_log
from wargame.transcript.ending import ending
from wargame.transcript.entry import Entry
from wargame.transcript.lean import LeanRecord, LinesInMemory, lean_entries, made_lean, played_through, sequence_of
from wargame.transcript.reading import Transcript
from wargame.transcript.setup import GameSetup
from wargame.transcript.verify import decisions_of
from wargame.transcript.watcher import Nobody
from wargame.transcript.writing import Appender, NullLog


@dataclass(frozen=True, slots=True)
class CellAtWork:
    """What a process needs to know of a cell."""

    setup: GameSetup
    bundle: str
    """Hash of its scenario."""
    start: RecordStart | None = None
    """Where its games leave a record."""
    amended: Mapping[str, float] = field(default_factory=dict)
    """Parameters that are otherwise from there on."""
    adjudication: Mode = "rules"
    """How arguments are ruled."""


@dataclass(frozen=True, slots=True)
class BatchWork:
    """What every process is given once."""

    cells: tuple[CellAtWork, ...]
    readings: Mapping[str, OutcomeReading]
    """By name of the outcome."""


@dataclass(frozen=True, slots=True)
class GameRead:
    """What a game comes to, as plain data: the same game gives the same."""

    turns: int
    scores: Mapping[SeatId, float]
    origins: Mapping[str, int]
    """How many decisions came about in each way."""
    orders: Mapping[SeatId, int]
    """How many orders of each seat were carried out."""
    hashes: tuple[str, ...]
    """State hash at the end of each turn, from turn 1 on."""
    series: Mapping[str, tuple[float | None, ...]]
    """What was read for each outcome at the end of each turn, from turn 1 on."""
    asked: int = 0
    """Decisions that were asked of models, and opinions of those that rule arguments."""
    fallbacks: int = 0
    """How many of them models did not give themselves: scripts played there, or the rules and other judges counted."""
    tokens: int = 0
    """Tokens that models took, on the high side where an endpoint did not say."""
    money: float = 0.0
    """What they cost where the price was known, in the currency of the price table."""
    conduct: Conduct = field(default_factory=dict)
    """How each seat behaved, in counts; what is not there is 0."""
    draws: str = ""
    """The draws of chance that the record holds, 8 hex digits each, in order, by turn and purpose."""
    models: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """How many calls each model that was asked for answered, by what its endpoint called it; empty where it did not."""
    ruled: int = 0
    """Arguments that came before models to rule."""
    odds: float | None = None
    """Mean of the chances of success that they proposed, 0-1, first over judges; None where none proposed anything."""
    spread: float | None = None
    """Mean of how far the highest lay above the lowest of one argument; None where never two proposed anything."""
    heard: int | None = None
    """For how many of them any model proposed something, which `odds` is a mean over; the rules ruled the others.

    None where no models rule, and in a game that was sealed before this was counted."""
    compared: int | None = None
    """For how many at least two did, which `spread` is a mean over; None as before."""
    gaps: Gaps | None = None
    """What models meant, announced and did, by seat and turn; None in a game that was sealed before it was counted."""
    kinds: Mapping[SeatId, Mapping[str, int]] | None = None
    """Orders of each seat that were carried out, by kind; None as before."""
    worlds: tuple[str, ...] = ()
    """Hash of the world at the end of each turn, the same whoever ruled arguments; empty as before."""


@dataclass(frozen=True, slots=True)
class PlayedRun:
    """A run that came to its end, or did not."""

    lean: LeanRecord | None = None
    read: GameRead | None = None
    fault: str = ""
    """Why it came to no end, in a sentence; then nothing else is there."""
    stopped: str = ""
    """Why it was left where it can be gone on with, in a sentence; then nothing else is there."""


def work_of(plan: ExperimentPlan) -> BatchWork:
    """What processes need to play the games of a plan."""
    return BatchWork(tuple(map(_at_work, plan.cells)), {each.name: each.reads for each in plan.outcomes})


def _at_work(cell: ExperimentCell) -> CellAtWork:
    start = (cell.start, cell.amended, cell.adjudication)
    return CellAtWork(replace(cell.setup), cell.scenario.hash, *start)


def play_run(work: BatchWork, run: PlannedRun) -> PlayedRun:
    """Play one game to its end, in memory; what goes wrong in it comes back as its fault."""
    cell = work.cells[run.cell]
    if cell.start is not None:
        return _gone_on(cell, cell.start, run, work.readings)
    cell.setup.opening()  # once in each process: the games of a cell share it
    setup = cell.setup.changed(seed=run.seed)
    lines, counting = LinesInMemory(), BatchCounting(work.readings)
    try:
        log = Appender(lines, sync="end")
        log.note("header", 0, "start", setup.as_header())
        told = Listeners(told=(counting,))
        game = game_of_log(setup, log, specs_made, listeners=told, adjudication=cell.adjudication)
        counting.watch(game.sequence)
        counting.made, counting.reins = game.past.decisions, reins_of(setup)
        result = finish(game.play())
    except Exception as fault:
        return PlayedRun(fault=in_a_line(fault))
    sequence = game.sequence
    hashes = tuple(game.past.hashes[turn] for turn in range(1, result.turns + 1))
    read = _read(counting, sequence, result.turns, result.scores, result.origins, hashes)
    return PlayedRun(made_lean(lines.lines, cell.bundle), read)


def _gone_on(
    cell: CellAtWork, start: RecordStart, run: PlannedRun, readings: Mapping[str, OutcomeReading]
) -> PlayedRun:
    """Leave the record and go on to the end; then the whole game is read by playing it again from its own record."""
    try:
        lines = start.played(cell.setup, cell.amended, run.seed, specs_made, cell.adjudication)
        lean = made_lean(lines, cell.bundle)
        record = lean_entries(lean, start.bundle, f"run {run.id}")
        return PlayedRun(lean, read_again(record, readings, after=start.left))
    except Exception as fault:
        return PlayedRun(fault=in_a_line(fault))


def specs_made(spec: str, seat: Any, seed: int) -> Player:
    """The player of a spec that needs nobody and nothing else; SpecError for one that cannot sit there."""
    return specs.make(spec, seat, seed)


def read_again(record: Transcript, readings: Mapping[str, OutcomeReading], *, after: int = 0) -> GameRead:
    """What a game comes to, from its record, whole or lean: played again by the rules from its decisions.

    Up to the line `after` it is another game, which it left there: how seats behaved, what chance was drawn for and
    what models took counts from the next one on, for others sat there before. TranscriptError if it cannot have been
    so.
    """
    entries = [entry for entry in record.entries if entry.n > after]
    own = {entry.data["id"] for entry in entries if entry.kind == "decision"}
    since = next((entry.turn for entry in entries if entry.kind == "decision"), 1)
    counting, sequence = BatchCounting(readings, since), sequence_of(record)
    counting.watch(sequence)
    counting.made = {name: made for name, made in decisions_of(record).items() if name in own}
    counting.replies, counting.reins = replies_of(entries), reins_on_record(record)
    past = played_through(record, sequence, NullLog(), _Counted(counting))
    found = ending(past)
    hashes = tuple(past.hashes[turn] for turn in range(1, past.turn + 1))
    game = _read(counting, sequence, past.turn, found["scores"], found["origins"], hashes)
    decided = (made for name, made in past.decisions.items() if name in own)
    asked = [made for made in decided if is_model(made.player) and not made.via]
    acts = {str(entry.data["id"]) for entry in entries if entry.kind == "override"}
    judged = judged_in(act for name, act in past.acts.items() if name in acts)
    if not asked and not judged.rulings:
        return game
    tokens, money = usage_of(record.entries, after)
    return replace(
        game,
        asked=len(asked) + judged.asked,
        fallbacks=sum(made.origin not in OWN_ORIGINS for made in asked) + judged.silent,
        tokens=tokens,
        money=money,
        models=models_of(entries),
        ruled=judged.rulings,
        odds=judged.odds,
        spread=judged.spread,
        heard=judged.heard if judged.rulings else None,
        compared=judged.compared if judged.rulings else None,
    )


def models_of(entries: Iterable[Entry]) -> Mapping[str, Mapping[str, int]]:
    """How many calls of a record each model answered, by what its endpoint called it: an alias may hide another."""
    found: dict[str, dict[str, int]] = {}
    for entry in entries:
        if entry.kind == "call" and entry.data.get("reply") is not None:
            named = found.setdefault(str(entry.data["model"]), {})
            name = str(entry.data.get("returned_model") or "")
            named[name] = named.get(name, 0) + 1
    return {model: dict(sorted(named.items())) for model, named in sorted(found.items())}


def replies_of(entries: Iterable[Entry]) -> Mapping[str, Sequence[str]]:
    """What models answered, raw, by the decision for which they were asked."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry.kind == "call" and entry.data.get("reply"):
            found.setdefault(str(entry.data["decision"]), []).append(str(entry.data["reply"]))
    return found


def usage_of(entries: Sequence[Entry], after: int = 0) -> tuple[int, float]:
    """Tokens that the calls behind a line of a record took, and what they cost where the price was known."""
    from wargame.players.llm.budget import taken
    from wargame.table.calls import Calls

    others = sum(entry.kind == "call" for entry in entries if entry.n <= after)
    kept = islice(Calls(NullLog(), entries).kept(), others, None)
    each = [taken(call, characters, None) for call, characters in kept]
    return sum(tokens for tokens, _ in each), fsum(money for _, money in each)


def _read(
    counting: BatchCounting,
    sequence: SequenceOfPlay,
    turns: int,
    scores: Mapping[SeatId, float],
    origins: Mapping[Any, int],
    hashes: Sequence[str],
) -> GameRead:
    tally = counting.tally(sequence.book, sequence.state, turns)
    return GameRead(
        turns=turns,
        scores=dict(scores),
        origins={str(origin): count for origin, count in origins.items()},
        orders={seat: sum(map(len, given)) for seat, given in tally.orders.items()},
        hashes=tuple(hashes),
        series={name: tuple(found) for name, found in counting.series.items()},
        conduct=counting.conduct(turns),
        draws=counting.draws(),
        gaps=counting.gaps(turns),
        kinds={seat: dict(sorted(Counter(chain(*given)).items())) for seat, given in tally.orders.items()},
        worlds=tuple(counting.worlds),
    )


class BatchCounting(Counting):
    """Counts and reads a game while it is played: what stands in its state and events, and how seats behaved."""

    def __init__(self, readings: Mapping[str, OutcomeReading], since: int = 1) -> None:
        """`readings` are taken at the end of each turn, by name; conduct and draws count from turn `since` on."""
        self._since = since
        self._of_conduct = {name: each for name, each in readings.items() if isinstance(each, RateOf | EscalationOf)}
        super().__init__({name: each for name, each in readings.items() if not isinstance(each, RateOf | EscalationOf)})
        self.series = {name: [] for name in readings}
        self.made: Mapping[str, Decision] = {}
        """The decisions of the game; those of later turns may stand there already."""
        self.replies: Mapping[str, Sequence[str]] = {}
        """What models answered, raw, by decision."""
        self.reins: Reins = FREE
        """What seats are held to in them."""
        self.worlds: list[str] = []
        """Hash of the world at the end of each turn."""
        self._written: Written = {}

    def turn_over(self, turn: int, turns: int) -> None:
        """A turn is complete: read the state as it is now."""
        super().turn_over(turn, turns)
        self.worlds.append(world_hash(self._sequence.state, self._written))
        if self._of_conduct:
            conduct = self.conduct(turn)
            for name, reading in self._of_conduct.items():
                self.series[name].append(conduct_read(reading, conduct, self._events, turn))

    def conduct(self, turn: int) -> Conduct:
        """How each seat has behaved to the end of this turn."""
        decisions = [made for made in self.made.values() if made.turn <= turn]
        return conduct_of(self._sequence.book.setting.ids, decisions, self._own_events, self.replies, self.reins)

    def gaps(self, turn: int) -> Gaps:
        """What models meant, announced and did, to the end of this turn."""
        decisions = [made for made in self.made.values() if made.turn <= turn]
        return gaps_of(decisions, self._sequence.book.setting.ids, self.reins)

    @property
    def _own_events(self) -> Sequence[Event]:
        return self._events if self._since == 1 else [event for event in self._events if event.turn >= self._since]

    def draws(self) -> str:
        """The draws so far, each by its turn and purpose alone: two games of one seed share those of the same name."""
        names = {f"{event.turn}.{draw.purpose}" for event in self._own_events for draw in event.draws}
        return "".join(sorted(blake2b(name.encode(), digest_size=4).hexdigest() for name in names))


class _Counted(Nobody):
    """Hands on to a count what a record that is played again tells."""

    def __init__(self, counting: BatchCounting) -> None:
        self._counting = counting

    def happened(self, events: Sequence[Event]) -> None:
        """Events happened."""
        self._counting.happened(events)

    def turned(self, turn: int) -> None:
        """A turn is over."""
        self._counting.turn_over(turn, turn)
