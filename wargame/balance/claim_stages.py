"""All claims tried together, stage by stage: what a later stage plays follows from what an earlier one found.

First every claim as it is, without direct increments and under the conditions that it names, and if asked over tables
of other players. Then, if asked, every parameter of the rules is moved in a few games to find which of them move what a
claim reads; those are moved by half both ways in all games; and where a claim turns in between, the turn is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from wargame.balance.claim_arms import (
    GRID,
    HALF,
    PLAIN,
    SLOW_PLAYERS,
    Under,
    at_value,
    moved,
    over_players,
    unders,
)
from wargame.balance.claim_cost import GameSort, sorts_of
from wargame.balance.claim_games import ClaimGame, ClaimOpenings, ClaimRow, ClaimRows, WantedGames, reading_name
from wargame.balance.claim_results import ClaimFound, EffectFound, Flip, effect_found, hash_of
from wargame.balance.claim_trial import Effect, effects_of
from wargame.balance.claims import Claim
from wargame.rules.base.parameters import Parameters
from wargame.transcript.references import key_of

SCREENED = 2
"""Seeds with which every parameter is tried on every claim."""
MOST_LEANS = 4
"""Parameters of a claim that are moved in all games, the strongest first."""
HALVINGS = 4
"""How often the span in which a claim turns is halved: a sixteenth of it is left."""
NOTHING = 1e-9
"""An effect that a parameter changes by less is not moved by it."""


@dataclass(frozen=True, slots=True)
class ClaimStage:
    """One stage and what it costs."""

    name: str
    sorts: tuple[GameSort, ...]
    """What is to be played, by what decides how long it takes; what is kept already is not among them."""
    at_most: bool = False
    """Whether it may be fewer, because it follows from what is found before."""

    @property
    def games(self) -> int:
        """How many are to be played."""
        return sum(each.games for each in self.sorts)


@dataclass
class ClaimTrials:
    """Claims that are tried together."""

    claims: Sequence[Claim]
    seeds: Sequence[int]
    rows: ClaimRows
    players: bool = False
    """Whether they are tried over tables of other players too."""
    robust: bool = False
    """Whether what they lean on is looked for and moved."""
    beside: int = 0
    """Pairs over other players and moved parameters, the first of `seeds`; as many as these if it is 0."""
    beside_slow: int = 0
    """Pairs over tables of players that take many times as long (`SLOW_PLAYERS`); as many as beside if it is 0."""
    workers: int = 1
    begun: Callable[[ClaimStage], None] = lambda stage: None
    """Told as a stage begins."""
    progress: Callable[[int, int], None] | None = None
    """Told of games played in a stage, and how many it has."""
    openings: ClaimOpenings = field(default_factory=ClaimOpenings)

    def stages(self) -> tuple[ClaimStage, ...]:
        """What is to be played, before anything is; nothing is played. Opens the games of every claim."""
        found = [self._stage("as it is", self._first(), self.seeds)]
        if self.players:
            found += [self._stage(name, self._grid(slow=slow), seeds) for name, slow, seeds in self._tables()]
        if self.robust:
            screened = self._stage("parameters screened", self._screens(), self.seeds[:SCREENED])
            plain = self._wanted((claim, [PLAIN]) for claim in self._tried).games
            each = sorts_of(plain, ((key, seed) for key in plain for seed in self._few))
            found += [screened, _at_most("parameters by half", each, MOST_LEANS * 2)]
            found.append(_at_most("where they turn", each, HALVINGS))
        return tuple(found)

    def play(self) -> tuple[ClaimFound, ...]:
        """Play what is missing, stage by stage, and give what came out, claim by claim in their order.

        Being interrupted leaves what was played where rows are kept. ExperimentError if that cannot be written.
        """
        self._play("as it is", self._first(), self.seeds)
        if self.players:
            for name, slow, seeds in self._tables():
                self._play(name, self._grid(slow=slow), seeds)
        leans: Mapping[str, tuple[str, ...]] = {}
        flips: Mapping[str, tuple[Flip, ...]] = {}
        if self.robust:
            self._play("parameters screened", self._screens(), self.seeds[:SCREENED])
            leans = {claim.id: self._leans(claim) for claim in self._tried}
            self._play("parameters by half", self._halves(leans), self._few)
            flips = self._flips(leans)
        return tuple(self._found(claim, leans.get(claim.id, ()), flips.get(claim.id, ())) for claim in self.claims)

    @property
    def _few(self) -> Sequence[int]:
        return self.seeds[: self.beside] if self.beside else self.seeds

    @property
    def _fewest(self) -> Sequence[int]:
        return self._few[: self.beside_slow] if self.beside_slow else self._few

    def _tables(self) -> tuple[tuple[str, bool, Sequence[int]], ...]:
        """Stages over other players: their names, whether these are slow, and their seeds."""
        return ("other players", False, self._few), ("the best players", True, self._fewest)

    @property
    def _tried(self) -> list[Claim]:
        return [claim for claim in self.claims if not claim.untestable]

    def _first(self) -> WantedGames:
        return self._wanted((claim, unders(claim)) for claim in self._tried)

    def _grid(self, *, slow: bool) -> WantedGames:
        players = SLOW_PLAYERS if slow else [each for each in GRID if each not in SLOW_PLAYERS]
        return self._wanted((claim, over_players(claim, self.openings.setup(claim), players)) for claim in self._tried)

    def _screens(self) -> WantedGames:
        return self._wanted((claim, self._screen(claim)) for claim in self._tried)

    def _screen(self, claim: Claim) -> Iterator[Under]:
        """Each parameter half as much again, or by half if it is at its end already.

        What the claim itself sets is left alone: set in both of its games, it would take the lever away.
        """
        setup = self.openings.setup(claim)
        own = claim.common.params.keys() | claim.lever.params.keys()
        for name in (name for name in Parameters.names() if name not in own):
            yield from list(moved(setup, (name,), (1 + HALF, 1 - HALF)))[:1]

    def _halves(self, leans: Mapping[str, Iterable[str]]) -> WantedGames:
        return self._wanted((claim, moved(self.openings.setup(claim), leans[claim.id])) for claim in self._tried)

    def _wanted(self, asked: Iterable[tuple[Claim, Iterable[Under]]]) -> WantedGames:
        wanted = WantedGames()
        for claim, every in asked:
            readings = [each.reads for each in claim.measures]
            for under in every:
                wanted.want(self.openings.pair(claim, under), readings)
        return wanted

    def _stage(self, name: str, wanted: WantedGames, seeds: Sequence[int]) -> ClaimStage:
        return ClaimStage(name, sorts_of(wanted.games, self.rows.missing(wanted, seeds)))

    def _play(self, name: str, wanted: WantedGames, seeds: Sequence[int]) -> None:
        stage = self._stage(name, wanted, seeds)
        self.begun(stage)
        self.rows.play(wanted, seeds, self.workers, self.progress)

    def _effects(self, claim: Claim, under: Under, seeds: Sequence[int]) -> Iterator[Effect]:
        base, lever = (self._of(game, seeds) for game in self.openings.pair(claim, under))
        names = [reading_name(each.reads) for each in claim.measures]
        yield from effects_of(claim, under.name, base, lever, names)

    def _of(self, game: ClaimGame, seeds: Sequence[int]) -> Mapping[int, ClaimRow]:
        return self.rows.of(game, seeds)

    def _leans(self, claim: Claim) -> tuple[str, ...]:
        """The parameters that move its effects most, each held against the effect as it is in the same few games."""
        few = self.seeds[:SCREENED]
        plain = [_mean(each) for each in self._effects(claim, PLAIN, few)]
        found: dict[str, float] = {}
        for under in self._screen(claim):
            now = [_mean(each) for each in self._effects(claim, under, few)]
            scale = [abs(a - b) / (abs(b) or 1.0) for a, b in zip(now, plain, strict=True)]
            if max(scale, default=0.0) > NOTHING:
                found[next(iter(under.arm.params))] = fmean(scale)
        return tuple(sorted(found, key=lambda name: (-found[name], name))[:MOST_LEANS])

    def _flips(self, leans: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[Flip, ...]]:
        """Halve the span between the value as it is and the half at which a measure stands on the other side."""
        spans = [span for claim in self._tried for span in self._spans(claim, leans[claim.id])]
        for step in range(1, HALVINGS + 1):
            wanted = self._wanted((span.claim, [span.middle]) for span in spans)
            self._play(f"where they turn, {step} of {HALVINGS}", wanted, self._few)
            for span in spans:
                effect = list(self._effects(span.claim, span.middle, self._few))[span.measure]
                span.halve(_on_the_claimed_side(effect))
        found: dict[str, tuple[Flip, ...]] = {}
        for span in spans:
            measure = span.claim.measures[span.measure].name
            flip = Flip(parameter=span.parameter, measure=measure, holds=span.holds, fails=span.fails)
            found[span.claim.id] = (*found.get(span.claim.id, ()), flip)
        return found

    def _spans(self, claim: Claim, leans: Iterable[str]) -> Iterator[_Span]:
        setup = self.openings.setup(claim)
        book, _ = setup.opening()
        plain = list(self._effects(claim, PLAIN, self.seeds))
        few = list(self._effects(claim, PLAIN, self._few))
        for under in moved(setup, leans):
            (parameter, value), *_ = under.arm.params.items()
            now = float(getattr(book.parameters, parameter))
            for number, each in enumerate(self._effects(claim, under, self._few)):
                before, after = _on_the_claimed_side(plain[number]), _on_the_claimed_side(each)
                if _on_the_claimed_side(few[number]) != before:
                    continue  # so few pairs stand on the other side as it is: where it turns cannot be seen in them
                if before != after and "open" not in (plain[number].verdict, each.verdict):
                    yield _Span(claim, number, parameter, *((now, value) if before else (value, now)))

    def _found(self, claim: Claim, leans: tuple[str, ...], flips: tuple[Flip, ...]) -> ClaimFound:
        if claim.untestable:
            every, failed, parted = list[EffectFound](), list[str](), 0.0
        else:
            setup = self.openings.setup(claim)
            players = over_players(claim, setup) if self.players else ()
            slow = {one.name for one in over_players(claim, setup, SLOW_PLAYERS)}
            under = [
                *((one, self.seeds) for one in unders(claim)),
                *((one, self._fewest if one.name in slow else self._few) for one in (*players, *moved(setup, leans))),
            ]
            every = [effect_found(each) for one, seeds in under for each in self._effects(claim, one, seeds)]
            failed = [
                f"{side}{f' {one.name}' * bool(one.name)}, {said}"
                for one, seeds in under
                for side, game in zip(("base", "lever"), self.openings.pair(claim, one), strict=True)
                for said in self.rows.faults(game, seeds)
            ]
            base, lever = (self._of(game, self.seeds) for game in self.openings.pair(claim))
            pairs = base.keys() & lever.keys()
            parted = fmean(base[seed].course != lever[seed].course for seed in pairs) if pairs else 0.0
        verdicts = [each.verdict for each in every if not each.under]
        return ClaimFound(
            claim=claim.id,
            says=claim.says,
            key=key_of(self.openings.setup(claim)),
            data=hash_of(claim),
            seeds=len(self.seeds),
            beside=len(self._few) if not claim.untestable and (self.players or self.robust) else 0,
            first=self.seeds[0],
            parted=parted,
            verdict="fails" if "fails" in verdicts else "open" if "open" in verdicts or not verdicts else "holds",
            failed=tuple(failed),
            effects=tuple(every),
            leans=leans,
            flips=flips,
            untestable=claim.untestable,
        )


@dataclass(slots=True)
class _Span:
    """Two values of a parameter between which a measure of a claim turns."""

    claim: Claim
    measure: int
    parameter: str
    holds: float
    fails: float

    @property
    def middle(self) -> Under:
        return at_value(self.parameter, (self.holds + self.fails) / 2)

    def halve(self, holds: bool) -> None:
        value = self.middle.arm.params[self.parameter]
        self.holds, self.fails = (value, self.fails) if holds else (self.holds, value)


def _at_most(name: str, sorts: Iterable[GameSort], times: int) -> ClaimStage:
    return ClaimStage(name, tuple(replace(each, games=each.games * times) for each in sorts), True)


def _mean(effect: Effect) -> float:
    return effect.interval.mean if effect.interval is not None else 0.0


def _on_the_claimed_side(effect: Effect) -> bool:
    beyond = _mean(effect) - effect.measure.than
    return beyond > 0 if effect.measure.sign == "+" else beyond < 0
