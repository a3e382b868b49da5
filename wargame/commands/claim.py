"""`wargame claim`: one claim about such a world, tried in pairs of games; without a name, the list of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands import options
from wargame.commands.claims import StrictOption, end_with
from wargame.commands.output import answer, say, show, tell
from wargame.commands.places import check_writable
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.balance.claim_results import ClaimFound
    from wargame.balance.claim_trial import Effect, TriedClaim
    from wargame.balance.claims import Claim


def claim(
    name: Annotated[str | None, typer.Argument(help="Id of a claim, such as S0-135; the list without one.")] = None,
    seeds: Annotated[int, typer.Option(min=2, help="Pairs of games.")] = 200,
    first: Annotated[int, typer.Option(min=0, help="The first seed; others give fresh games.")] = 1,
    robust: Annotated[bool, typer.Option("--robust", help="Also move what it leans on by half, both ways.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that play.")] = os.cpu_count() or 1,
    all: Annotated[bool, typer.Option("--all", help="Try every claim, one after the other.")] = False,
    write: Annotated[Path | None, typer.Option(help="Keep results in this file; what still holds there stays.")] = None,
    folder: options.ClaimsOption = None,
    strict: StrictOption = False,
    json: options.JsonOption = False,
) -> None:
    """Try a claim about such a world, in pairs of games.

    The same seeds with its lever and without, and what that moved. Where parameters put an effect in directly, it
    is tried with these at zero too, and what that leaves in is said. Exit code 1 if a game failed; a verdict is no
    error, unless you ask for --strict.
    """
    from wargame.balance.claim_faults import check_claims
    from wargame.balance.claim_results import stored
    from wargame.balance.claims import OWN_CLAIMS, chosen_claims, read_claims

    if name is not None and all:
        raise SpecError(f"--all tries every claim; {name} names one: give either")
    if name is None and not all:
        if write is not None:
            raise SpecError(f"--write {write}: name a claim to try, or give --all")
        says = {each.claim.id: each.claim.says for each in read_claims(folder).values()}
        if json:
            answer(says)
        else:
            show(says.items(), ("CLAIM", "SAYS"))
        return
    found = read_claims(folder)
    files = chosen_claims(found if name is None else (name,), found, "" if folder else OWN_CLAIMS)
    check_claims(files)
    chosen = [each.claim for each in files]
    numbers = range(first, first + seeds)
    if write is not None:
        check_writable("--write", write)
        stored(write)
    results: list[ClaimFound] = []
    try:
        results.extend(_tried(each, numbers, robust, workers, write, json, one=name is not None) for each in chosen)
    except KeyboardInterrupt:
        tell(f"\n{_broken_off(len(results), len(chosen), write)}")
        raise typer.Exit(130) from None
    end_with(results, strict)


def _tried(
    claim: Claim, seeds: range, robust: bool, workers: int, write: Path | None, json: bool, *, one: bool
) -> ClaimFound:
    """Try one claim, keep, tell and give what came out; with all, one that still holds is kept."""
    from wargame.balance.claim_results import found_of, holds_still, store, stored
    from wargame.balance.claim_trial import try_claim
    from wargame.balance.claim_verdicts import judged
    from wargame.commands.balance import progress

    kept = stored(write).get(claim.id) if write is not None and not one else None
    if kept is not None and kept.seeds >= len(seeds) and holds_still(kept, claim):
        say(f"{claim.id}: {judged(kept).verdict}, kept from {kept.seeds} pairs")
        return kept
    broken: list[str] = []

    def broken_off() -> None:
        broken.append("broken off; this is of the pairs of games so far" + (", and not kept" if write else ""))

    tried = try_claim(
        claim, seeds, robust=robust, workers=workers, progress=progress, broken_off=broken_off if one else None
    )
    for line in broken:
        tell(f"\n{line}")
    found = found_of(tried, seeds[: tried.pairs])
    if json:
        answer(found.model_dump(mode="json"))
    elif one:
        verdict = judged(found)
        for line in (*_told(tried), *(f"  {why}" for why in verdict.why), verdict.verdict):
            say(line)
    else:
        say(f"{claim.id}: {judged(found).verdict}")
    if broken:
        raise typer.Exit(130)
    if write is not None:
        store(write, found)
    return found


def _broken_off(done: int, of: int, write: Path | None) -> str:
    if of == 1:
        return "broken off before a pair of games was played"
    kept = "" if write is None or not done else f"; what was tried stands in {write}"
    return f"broken off after {done} of {of} claims{kept}"


def _told(tried: TriedClaim) -> list[str]:
    from wargame.balance.put_in_by_hand import put_in_words

    claim = tried.claim
    lines = [f"{claim.id}: {claim.says}", f"  because: {claim.because}"]
    lines += [f"  condition: {claim.condition}"] if claim.condition else []
    table = f" ({claim.variant})" if claim.variant else ""
    lines.append(f"{claim.scenario}{table}, {tried.pairs} pairs; the lever changed {tried.parted:.0%} of games")
    under = ""
    for effect in tried.effects:
        if effect.under != under:
            under = effect.under
            lines.append(f"with {under}:")
        lines.append(f"  {_effect(effect)}")
    lines += ["put in by hand:", *(f"  {line}" for line in put_in_words(claim))]
    return [*lines, *_bets(tried), *tried.failed]


def _bets(tried: TriedClaim) -> list[str]:
    """What middle powers rest on at the end, in both sets of games."""
    book, _ = tried.claim.setup().opening()
    lines = []
    for seat in tried.bets[0]:
        without, with_it = (
            ", ".join(f"{bet.replace('_', ' ')} {share:.0%}" for bet, share in each.get(seat, {}).items()) or "none"
            for each in tried.bets
        )
        lines.append(f"  bet of {book.name(seat)}: {without}; with the lever {with_it}")
    return lines


def _effect(effect: Effect) -> str:
    measure, found = effect.measure, effect.interval
    at = {"end": "at the end", "mean": "mean of all turns"}.get(str(measure.at), f"turn {measure.at}")
    wanted = f"{'above' if measure.sign == '+' else 'below'} {measure.than:g}"
    wanted += "" if measure.smallest is None else f", by {measure.smallest:g} at least"
    said = "nothing to read" if found is None else f"{found.mean:+.3f} [{found.low:.3f}, {found.high:.3f}]"
    if found is not None and found.games == 1:
        said = f"{found.mean:+.3f} of one pair alone"
    return f"{measure.name}, {at}: {said}; {wanted} is claimed: {effect.verdict}"
