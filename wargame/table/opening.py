"""Opening a game that runs by itself, new or resumed, as a `RunningGame`. Its parts are put together here alone.

The table around a game with people stands in `opening_rooms`; nothing of it is loaded here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from wargame.core.arguments import Mode
from wargame.core.ids import SeatId
from wargame.errors import SpecError, TranscriptError
from wargame.players import specs
from wargame.players.base import Player
from wargame.players.reined import reined
from wargame.rules.base.rulebook import Rulebook
from wargame.scenario.assembly import build
from wargame.scenario.bundle import load
from wargame.table.bench import BENCH_MODES, Bench, check_judge
from wargame.table.game import RunningGame
from wargame.table.holding import reins_of
from wargame.table.listeners import Listeners
from wargame.table.players import Means, PlayerFactory, PlayerMaker
from wargame.table.unattended import Unattended, check_adjudication
from wargame.transcript.entry import Entry
from wargame.transcript.folding import FoldedStart, folded
from wargame.transcript.lock import refuse_if_written
from wargame.transcript.reading import Transcript, read
from wargame.transcript.setup import GameSetup, game_of, seats_after
from wargame.transcript.writing import Appender, LineTarget, Log, NullLog, Resumed, Sync


def choose(
    scenario: str,
    *,
    variant: str | None = None,
    seed: int = 1,
    turns: int | None = None,
    everyone: str = "scripted",
    seats: Mapping[SeatId, str] | None = None,
    overrides: Mapping[str, float] | None = None,
    wording: str = "",
    beside: Path = Path(),
) -> GameSetup:
    """A game from what a person chose; an actor that is present but not seated is played by its doctrine.

    Args:
        scenario: name or path of a scenario.
        variant: a smaller table that the scenario offers; None is the full one.
        seed: of all chance.
        turns: length, if it is not the scenario's own; 1 to 60.
        everyone: player spec of every seat that `seats` does not name.
        seats: player specs by seat.
        overrides: parameters by name.
        wording: the set of words in which models are asked, by its name or its path; empty is the one in use.
        beside: the folder in which such a path begins.

    PackError tells the faults of the scenario, or an unknown variant or parameter; SpecError names a seat that does not
    exist, a spec that cannot be read, or a set of words that cannot be used. Nothing is asked and nothing is written.
    """
    bundle = load(scenario, variant)
    opening = build(bundle, variant, overrides or {}, turns)
    known = opening.setting.by_id
    chosen = dict(seats or {})
    for seat, spec in chosen.items():
        if seat not in known:
            raise SpecError(f"seat {seat}={spec}: there is no such seat; the seats are {', '.join(known)}")
    specs_of = {s.id: chosen.get(s.id, everyone if s.seated else "scripted") for s in opening.setting.seats}
    for spec in specs_of.values():
        specs.check(spec)
    prompts = prompts_in_use(wording, beside) if wording or specs.models_in(specs_of.values()) else {}
    return GameSetup(bundle, variant, seed, turns, dict(overrides or {}), specs_of, prompts)


def prompts_in_use(wording: str = "", beside: Path = Path(), begun: Mapping[str, str] = {}) -> Mapping[str, str]:
    """The words in which models are asked as they stand in the header of a record; SpecError for no such set.

    `wording` and `beside` are those of `choose`, `begun` those of `wording_set`.
    """
    from wargame.players.llm.wording_sets import prompt_hashes, wording_set

    return prompt_hashes(wording_set(wording, beside, begun))


# games without people


def new_game(
    setup: GameSetup,
    out: Path | None,
    *,
    sync: Sync = "phase",
    means: Means | None = None,
    make: PlayerMaker | None = None,
    own: Mapping[SeatId, Player] = {},
    listeners: Listeners | None = None,
    answer_seconds: float | None = None,
    fallbacks: Mapping[SeatId, Player] | None = None,
    adjudication: Mode = "rules",
    judges: Sequence[str] = (),
) -> RunningGame:
    """A game without people, recorded at `out` (which must not exist) or nowhere; `await` its `play`.

    `make` makes its players in place of `means`; `own` are players that are there already, by seat. A player that must
    be waited for has `answer_seconds` for each answer, None for ever; then its fallback plays: as its seat's doctrine
    would, unless `fallbacks` says otherwise. `adjudication` is how arguments are ruled, see `Unattended`: by `judges`
    if any are named, which are specs of models, see `Bench`. SpecError or PackError, and nothing is written, if a
    player cannot sit there, the setup cannot be opened, or arguments need people to rule them; TranscriptError if `out`
    cannot be made.
    """
    means = _with(means, make, own)
    fit_to_run(setup, means)
    _check_judges(adjudication, judges, means)
    log: Log = NullLog() if out is None else Appender(out, sync=sync)
    with closed_on_failure(log):
        if out is not None:
            log.note("header", 0, "start", setup.as_header())
        ruled = _Ruled(adjudication, judges, answer_seconds)
        return _game(setup, setup.seats, log, (), means, listeners, ruled, fallbacks)


def fit_to_run(setup: GameSetup, means: Means | None = None) -> None:
    """SpecError or PackError if a game without people could not be opened so: said before anything is written.

    TranscriptError if a recording that a seat repeats cannot be read; it is read whole.
    """
    setup.opening()
    check_players(setup.seats, means or Means())
    _check_nobody(setup.seats, means or Means())


def fit_to_go_on(record: Transcript, means: Means) -> Mapping[SeatId, str]:
    """Who plays where a game without people stops, by seat; SpecError if one of them could not go on.

    TranscriptError if the record's header cannot be read. Nothing is played again.
    """
    seats = seats_after(game_of(record), record.entries)
    check_players(seats, means)
    _check_nobody(seats, means)
    return seats


def resumed_game(
    path: Path,
    *,
    sync: Sync = "phase",
    means: Means | None = None,
    make: PlayerMaker | None = None,
    listeners: Listeners | None = None,
    answer_seconds: float | None = None,
    cut_broken: bool = False,
    adjudication: Mode = "rules",
    judges: Sequence[str] = (),
    drawn: int | None = None,
) -> tuple[RunningGame, str]:
    """A game without people that goes on where a record stops, and what is cut off its end, if anything is.

    Nothing is cut before the first new line. `cut_broken` cuts a record where it breaks, see `reading.read`, and keeps
    the old file beside. The record is read here and played again when `play` begins. TranscriptError if the game is
    over already or somebody else plays it, and from `play` if what the record holds cannot have been so. SpecError if a
    player cannot sit there. `drawn` is the seed of what players draw, if it is not the game's own.
    """
    record, setup = unfinished(path, cut_broken=cut_broken)
    means = _with(means, make)
    _check_judges(adjudication, judges, means)
    log = Resumed(path, record, sync=sync)
    with closed_on_failure(log):
        log.note("header", 0, "start", setup.as_header())
        seats = seats_after(setup, record.entries)
        ruled = _Ruled(adjudication, judges, answer_seconds, drawn)
        return _game(setup, seats, log, record.entries, means, listeners, ruled), record.torn


def gone_on_with(
    record: Transcript,
    *,
    means: Means | None = None,
    sync: Sync = "end",
    start: FoldedStart | None = None,
    into: LineTarget | None = None,
    adjudication: Mode = "rules",
    judges: Sequence[str] = (),
    drawn: int | None = None,
) -> RunningGame:
    """A game without people that goes on where a record stops that was just read, by folding and not by playing again.

    Only the turn under way is ruled again, when `play` begins. The record is taken at its word up to there, but for the
    state at the start of that turn: whoever doubts it proves it, before or after. `start` is that turn's, if it was
    folded already. New lines go `into` something else than the record's file, if it is named, and the file stays as it
    is. TranscriptError if the game is over, somebody else plays it, or its lines cannot be read; SpecError if a player
    cannot sit there. `judges` and `drawn` are as elsewhere here.
    """
    if record.finished:
        raise TranscriptError(f"{record.path}: this game was played to its end; there is nothing to go on with")
    setup, means = game_of(record), means or Means()
    _check_judges(adjudication, judges, means)
    start = start or folded(record.entries)
    log = Resumed(into or record.path, record, sync=sync, after=start.lines)
    with closed_on_failure(log):
        seats, ruled = seats_after(setup, record.entries), _Ruled(adjudication, judges, None, drawn)
        return _game(setup, seats, log, record.entries, means, None, ruled, start=start)


def game_of_log(
    setup: GameSetup,
    log: Log,
    make: PlayerMaker,
    entries: Sequence[Entry] = (),
    *,
    listeners: Listeners | None = None,
    answer_seconds: float | None = None,
    fallbacks: Mapping[SeatId, Player] | None = None,
    adjudication: Mode = "rules",
) -> RunningGame:
    """A game without people over a log of one's own; `await` its `play`.

    `entries` are what the log holds already, from its first line; `play` does them again first, and raises
    TranscriptError if they cannot have been so. `make` makes the player of a spec and decides what is wrong with one. A
    player that takes longer than `answer_seconds` is late, and `fallbacks` play for it; without them scripts of the
    seats' own doctrines do. PackError as `GameSetup.opening` raises it.
    """
    ruled = _Ruled(adjudication, (), answer_seconds)
    return _game(setup, setup.seats, log, entries, Means(make=make), listeners, ruled, fallbacks)


@dataclass(frozen=True, slots=True)
class _Ruled:
    """How a game without people goes: how its arguments are ruled, and what its players have."""

    mode: Mode
    judges: Sequence[str] = ()
    seconds: float | None = None
    """For each answer."""
    drawn: int | None = None
    """Seed of what players draw, if it is not the game's own."""

    def paced(self, means: Means, factory: PlayerFactory, book: Rulebook) -> Unattended:
        """Its pacing, with judges who record what they are asked where its models do, or with those of one's own."""
        bench = None
        if self.mode in BENCH_MODES and means.judges:
            bench = Bench(self.mode, {f"{number} own": judge for number, judge in enumerate(means.judges, 1)})
        elif self.mode in BENCH_MODES and self.judges:
            bench = factory.bench(self.mode, self.judges, book)
        return Unattended(self.seconds, self.mode, bench)


def _game(
    setup: GameSetup,
    seats: Mapping[SeatId, str],
    log: Log,
    entries: Sequence[Entry],
    means: Means,
    listeners: Listeners | None,
    ruled: _Ruled,
    fallbacks: Mapping[SeatId, Player] | None = None,
    start: FoldedStart | None = None,
) -> RunningGame:
    factory = PlayerFactory(means.models, log, entries, prompts=setup.prompts)
    reins = reins_of(setup)
    make = reined(means.make or factory.make, reins)
    book, opening = setup.opening()
    seed = setup.seed if ruled.drawn is None else ruled.drawn
    players = {
        seat.id: means.own[seat.id] if seat.id in means.own else make(seats[seat.id], seat, seed)
        for seat in book.setting.seats
    }
    if fallbacks is None:
        late = [seat for seat in book.setting.seats if not players[seat.id].instant]
        fallbacks = {seat.id: reined(specs.make, reins)("scripted", seat, seed) for seat in late}
    return RunningGame(
        book,
        opening,
        players,
        log,
        pacing=ruled.paced(means, factory, book),
        listeners=listeners,
        fallbacks=fallbacks,
        entries=entries if start is None else start.rest(entries),
        standing=None if start is None else start.at,
    )


def _with(means: Means | None, make: PlayerMaker | None, own: Mapping[SeatId, Player] = {}) -> Means:
    means = means or Means()
    return replace(means, make=make or means.make, own={**means.own, **own})


def check_players(seats: Mapping[SeatId, str], means: Means) -> None:
    """SpecError or, of a recording, TranscriptError if a player could not be made: said before anything is written."""
    for seat, spec in seats.items():
        if means.make is None and seat not in means.own:
            means.models.check(seat, spec)


def _check_judges(adjudication: Mode, judges: Sequence[str], means: Means) -> None:
    """SpecError for judges who cannot rule so, or cannot be asked."""
    check_adjudication(adjudication, len(means.judges or judges))
    for spec in judges:
        check_judge(spec)
        means.models.endpoints.endpoint(spec)


def _check_nobody(seats: Mapping[SeatId, str], means: Means) -> None:
    """SpecError if a person is to sit where nobody can hand in."""
    for seat, spec in seats.items():
        if means.make is None and seat not in means.own and specs.parse(spec).kind == "person":
            raise SpecError(
                f"seat {seat}={spec}: people sit at `wargame play`; a game without people seats scripted, "
                "scripted:DOCTRINE,SETTINGS, best, random, passing, llm:MODEL@URL, single:MODEL@URL and recorded:FILE"
            )


def unfinished(path: Path, *, cut_broken: bool = False) -> tuple[Transcript, GameSetup]:
    """A record that can be gone on with, and its game; TranscriptError if the game is over or somebody plays it.

    Reads the whole file and checks its chain, and raises what `reading.read` does; nothing is played again.
    """
    refuse_if_written(path)
    record = read(path, mend=True, cut_broken=cut_broken)
    if record.finished:
        raise TranscriptError(f"{path}: this game was played to its end; there is nothing to resume")
    return record, game_of(record)


@contextmanager
def closed_on_failure(log: Log) -> Iterator[None]:
    """A record is let go of when the table around it cannot be put together."""
    try:
        yield
    except BaseException:
        log.close()
        raise
