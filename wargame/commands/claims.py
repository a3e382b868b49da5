"""`wargame claims`: all claims about such a world together, with the games that several share played once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.commands import options
from wargame.commands.output import answer, say_line, show, tell_line
from wargame.commands.places import check_writable
from wargame.commands.progress import about_time
from wargame.errors import MissingLibrary, SpecError

if TYPE_CHECKING:
    from wargame.balance.claim_correction import CorrectedClaim
    from wargame.balance.claim_results import ClaimFound, EffectFound
    from wargame.balance.claim_stages import ClaimStage, ClaimTrials
    from wargame.balance.claims import Claim, ClaimFile

SEEDS, SEEDS_OF_FULL = 200, 50
"""Pairs of games of a claim unless somebody says otherwise."""
FEW = 20
"""Pairs below which the reader is told that they are few."""

StrictOption = Annotated[bool, typer.Option("--strict", help="Exit code 1 too unless every claim holds.")]


def claims(
    names: Annotated[list[str] | None, typer.Argument(help="Ids of claims; all of them without one.")] = None,
    seeds: Annotated[int | None, typer.Option(min=2, help="Pairs of games a claim; 200, with --full 50.")] = None,
    first: Annotated[int, typer.Option(min=0, help="The first seed; others give fresh games.")] = 1,
    beside: Annotated[
        int | None,
        typer.Option("--seeds-beside", min=2, help="Pairs over other players and moved parameters; as --seeds."),
    ] = None,
    slow: Annotated[
        int | None,
        typer.Option("--seeds-best", min=2, help="Pairs over tables of best players, which are slow; as beside."),
    ] = None,
    grid: Annotated[bool, typer.Option("--grid", help="Also over tables of other players.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Also find and move the parameters that claims lean on; needs --out.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep games here: the same command goes on after any kill.")
    ] = None,
    write: Annotated[Path | None, typer.Option(metavar="FILE", help="Put what came out into this file.")] = None,
    folder: options.ClaimsOption = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that play.")] = os.cpu_count() or 1,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be played, and how long it takes.")
    ] = False,
    strict: StrictOption = False,
    json: options.JsonOption = False,
) -> None:
    """Try all claims about such a world together.

    Or those that are named. Each in pairs of games with its lever and without, also with all that puts its effect in
    directly at zero, and under the conditions that it names. --full tries them over tables of other players too, finds
    the parameters that each leans on, moves these by half both ways, and looks for the value at which it turns. Exit
    code 1 if a game failed; what came out is no error, unless you ask for --strict.
    """
    from wargame.balance.claim_faults import check_claims
    from wargame.balance.claim_games import ClaimRows, has_none
    from wargame.balance.claim_results import store, stored
    from wargame.balance.claim_stages import ClaimTrials

    if full and out is None and not dry_run:
        raise SpecError("--full plays for hours: name a folder with --out, from which it goes on after any kill")
    pairs = seeds or (SEEDS_OF_FULL if full else SEEDS)
    _check_beside(pairs, beside, slow, tables=grid or full)
    files = _chosen(names or [], folder)
    chosen = [each.claim for each in files]
    if write is not None:
        check_writable("--write", write)
        stored(write)
    check_claims(files)
    numbers = range(first, first + pairs)
    with ClaimRows(None if out is None or (dry_run and has_none(out)) else out) as rows:
        told = _Told(quiet=json)
        trials = ClaimTrials(
            *(chosen, numbers, rows, grid or full, full, beside or 0, slow or 0, workers),
            begun=told.stage,
            progress=told.games,
        )
        if dry_run or full:
            lines = list(_cost(trials, workers))
            for line in lines:
                (say_line if dry_run else tell_line)(line)
        if dry_run:
            return
        try:
            found = trials.play()
        except KeyboardInterrupt:
            kept = "; what was played is not kept: --out FOLDER keeps it" if out is None else ""
            tell_line(f"\nbroken off{kept or '; the same command goes on'}")
            raise typer.Exit(130) from None
    if write is not None:
        for each in found:
            store(write, each)
    _answer(found, {each.id: each for each in chosen}, json)
    end_with(found, strict)


def end_with(found: Iterable[ClaimFound], strict: bool) -> None:
    """Exit code 1 for a game that failed, and with `strict` for a claim that does not hold: a verdict is a finding."""
    from wargame.balance.claim_verdicts import judged

    if any(each.failed or (strict and judged(each).verdict != "holds") for each in found):
        raise typer.Exit(1)


def _chosen(names: Sequence[str], folder: Path | None) -> list[ClaimFile]:
    from wargame.balance.claims import OWN_CLAIMS, chosen_claims, read_claims

    every = read_claims(folder)
    return (
        chosen_claims(names, {**read_claims(), **every}, "" if folder else OWN_CLAIMS)
        if names
        else list(every.values())
    )


def _check_beside(pairs: int, beside: int | None, slow: int | None, *, tables: bool) -> None:
    """SpecError for pairs over other players and moved parameters that cannot be had."""
    for option, asked, of, named in (
        ("--seeds-beside", beside, pairs, "--seeds"),
        ("--seeds-best", slow, beside or pairs, "--seeds-beside" if beside else "--seeds"),
    ):
        if asked is not None and not tables:
            raise SpecError(f"{option} {asked}: pairs over other players and moved parameters need --grid or --full")
        if asked is not None and asked > of:
            raise SpecError(
                f"{option} {asked}: it must be at most {of}, the number of {named}: pairs over other players and "
                "moved parameters are the first of the claim's own"
            )


def _cost(trials: ClaimTrials, workers: int) -> Iterator[str]:
    """The games of every stage and their time here, by one game of each sort that is played for the clock."""
    from wargame.balance.claim_cost import GameTimes

    stages = trials.stages()
    number = len(trials.claims)
    yield f"{number} claim{'s' * (number != 1)}, {len(trials.seeds)} pairs each; what several share is played once"
    times, at_once, every = GameTimes(), min(workers, os.cpu_count() or 1), 0.0
    for stage in stages:
        seconds = times.of(stage.sorts)
        every += seconds
        took = f", {about_time(seconds / at_once)}" if stage.games else ""
        yield f"  {stage.name}: {'at most ' * stage.at_most}{stage.games} games{took}"
    games = sum(stage.games for stage in stages)
    if games:
        by = f"{workers} process{'es' * (workers != 1)}"
        yield (
            f"a game takes {every / games:.2g} s here on average: {about_time(every / at_once)} with {by}, less where "
            "games are kept already"
        )


class _Told:
    """How far a stage is, on standard error."""

    def __init__(self, quiet: bool) -> None:
        from wargame.commands.progress import HowFar

        self._quiet, self._begun, self._far = quiet, monotonic(), HowFar(self._words)

    def stage(self, stage: ClaimStage) -> None:
        """A stage begins."""
        self._begun = monotonic()
        if stage.games and not self._quiet:
            tell_line(f"{stage.name}: {stage.games} games")

    def games(self, done: int, of: int) -> None:
        """A game has ended."""
        if done == 1:
            self._begun = monotonic()
        self._far(done, of)
        if done == of:
            self._far.ends()

    def _words(self, done: int, of: int) -> str:
        from wargame.commands.balance import games_done

        return games_done(done, of, monotonic() - self._begun)


def _answer(found: Sequence[ClaimFound], claims: Mapping[str, Claim], json: bool) -> None:
    from wargame.balance.claim_correction import corrected
    from wargame.balance.claim_verdicts import judged
    from wargame.balance.put_in_by_hand import put_in_words

    try:
        held, missing = corrected(found), ""
    except MissingLibrary as fault:
        held, missing = {}, f"Verdicts are not corrected for their number: {fault}"
    if json:
        put_in = {name: list(put_in_words(claim)) for name, claim in claims.items()}
        answer({each.claim: {**_as_data(each, held.get(each.claim)), "put_in": put_in[each.claim]} for each in found})
        return
    say_line(
        "Simulation among scripts, no people. EFFECT: with the lever less without, mean over pairs of one seed [95 % "
        "by bootstrap, of fewer than ten pairs by Student's t]. ZERO: the same with direct increments at zero. SIGN: "
        "how many of the other players, and of the moved parameters, leave its sign as it is. VERDICT: by the "
        "interval of EFFECT alone."
    )
    fewest = min((each.seeds for each in found), default=FEW)
    if fewest < FEW:
        say_line(f"Few pairs: {fewest} of a claim, fewer than {FEW}; what they leave clear may turn with more.")
    number = sum(each.corrected is not None for claim in held.values() for each in claim.measures)
    say_line(
        missing
        or (
            f"P: by chance alone, two-sided by Student's t, corrected for {number} measure{'s' * (number != 1)} after "
            "Holm; a claim's second verdict leaves those above .05 open."
        )
        if number or missing
        else "P: no measure has one, since none varied from pair to pair."
    )
    head = ("CLAIM", "MEASURE", "EFFECT", "P", "ZERO", "SIGN", "VERDICT")
    show([row for each in found for row in _rows(each, held.get(each.claim))], head)
    for each in found:
        verdict = judged(each)
        then = f"; corrected: {held[each.claim].verdict}" if each.claim in held else ""
        said = [f"{each.claim}: {verdict.verdict}{then}"] + [f"  {why}" for why in verdict.why]
        said += [f"  leans on {', '.join(each.leans)}"] if each.leans else []
        said += [
            f"  {flip.measure}: turns between {flip.parameter} {flip.holds:g} and {flip.fails:g}" for flip in each.flips
        ]
        said += [f"  put in by hand: {line}" for line in put_in_words(claims[each.claim])]
        for line in [*said, *(f"  {fault}" for fault in each.failed)]:
            say_line(line)


def _as_data(found: ClaimFound, held: CorrectedClaim | None) -> dict[str, Any]:
    from wargame.balance.claim_verdicts import judged

    data: dict[str, Any] = {**found.model_dump(mode="json"), "said": judged(found).verdict}
    if held is not None:
        data["said_corrected"] = held.verdict
        for each, one in zip((each for each in data["effects"] if not each["under"]), held.measures, strict=True):
            each.update(p=one.p, p_corrected=one.corrected, verdict_corrected=one.verdict)
    return data


def _rows(found: ClaimFound, held: CorrectedClaim | None) -> Iterator[tuple[str, ...]]:
    from wargame.balance.claim_arms import ZERO
    from wargame.balance.claim_verdicts import signs_in_words
    from wargame.present.plain_numbers import chance_in_words

    if found.untestable:
        yield (found.claim, found.untestable, "", "", "", "", "not testable here")
    chances = iter(held.measures if held is not None else ())
    for effect in found.effects:
        if not effect.under:
            chance = next(chances, None)
            zero = next((each for each in found.effects if each.under == ZERO and _same(each, effect)), None)
            at = {"end": "at the end", "mean": "mean of turns"}.get(str(effect.at), f"turn {effect.at}")
            wanted = f"{'above' if effect.sign == '+' else 'below'} {effect.than:g}"
            wanted += "" if effect.smallest is None else f", by {effect.smallest:g} at least"
            yield (
                found.claim,
                f"{effect.measure}, {at}: {wanted}",
                _interval(effect),
                "" if chance is None or chance.corrected is None else chance_in_words(chance.corrected),
                _interval(zero) if zero is not None else "",
                signs_in_words(effect, found.effects),
                effect.verdict if effect.varied else "never varied",
            )


def _same(one: EffectFound, other: EffectFound) -> bool:
    return (one.measure, one.at) == (other.measure, other.at)


def _interval(effect: EffectFound) -> str:
    if effect.mean is None or effect.low is None or effect.high is None:
        return "nothing to read"
    return f"{effect.mean:+.3g} [{effect.low:.3g}, {effect.high:.3g}]"
