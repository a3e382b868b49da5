"""`wargame claim`: one claim about such a world, tried in pairs of games; without a name, the list of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.commands import options
from wargame.commands.output import answer, say, show, tell

if TYPE_CHECKING:
    from wargame.balance.claims import Effect, TriedClaim


def claim(
    name: Annotated[str | None, typer.Argument(help="Id of a claim, such as S0-135; the list without one.")] = None,
    seeds: Annotated[int, typer.Option(min=2, help="Pairs of games.")] = 200,
    first: Annotated[int, typer.Option(min=0, help="The first seed; others give fresh games.")] = 1,
    robust: Annotated[bool, typer.Option("--robust", help="Also move what it leans on by half, both ways.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that play.")] = os.cpu_count() or 1,
    json: options.JsonOption = False,
) -> None:
    """Try a claim about such a world, in pairs of games.

    The same seeds with its lever and without, and what that moved. Where parameters put an effect in directly, it
    is tried with these at zero too. Exit code 1: the claim fails, or these games leave it open.
    """
    from wargame.balance.claims import claim_of, claims, try_claim
    from wargame.commands.balance import progress

    if name is None:
        found = claims()
        if json:
            answer({each.id: each.says for each in found.values()})
        else:
            show(((each.id, each.says) for each in found.values()), ("CLAIM", "SAYS"))
        return
    chosen = claim_of(name)
    try:
        tried = try_claim(chosen, range(first, first + seeds), robust=robust, workers=workers, progress=progress)
    except KeyboardInterrupt:
        tell("\nbroken off")
        raise typer.Exit(130) from None
    if json:
        answer(_as_data(tried, seeds))
    else:
        for line in _told(tried, seeds):
            say(line)
    if tried.verdict != "holds":
        raise typer.Exit(1)


def _told(tried: TriedClaim, seeds: int) -> list[str]:
    claim = tried.claim
    lines = [f"{claim.id}: {claim.says}", f"  because: {claim.because}"]
    lines += [f"  condition: {claim.condition}"] if claim.condition else []
    table = f" ({claim.variant})" if claim.variant else ""
    lines.append(f"{claim.scenario}{table}, {seeds} pairs; the lever changed {tried.parted:.0%} of games")
    under = ""
    for effect in tried.effects:
        if effect.under != under:
            under = effect.under
            lines.append(f"with {under}:")
        lines.append(f"  {_effect(effect)}")
    return [*lines, *tried.failed, f"{tried.verdict}"]


def _effect(effect: Effect) -> str:
    measure, found = effect.measure, effect.interval
    at = {"end": "at the end", "mean": "mean of all turns"}.get(str(measure.at), f"turn {measure.at}")
    wanted = f"{'above' if measure.sign == '+' else 'below'} {measure.than:g}"
    said = "nothing to read" if found is None else f"{found.mean:+.3f} [{found.low:.3f}, {found.high:.3f}]"
    return f"{measure.name}, {at}: {said}; {wanted} is claimed: {effect.verdict}"


def _as_data(tried: TriedClaim, seeds: int) -> dict[str, Any]:
    return {
        "claim": tried.claim.id,
        "says": tried.claim.says,
        "seeds": seeds,
        "parted": tried.parted,
        "verdict": tried.verdict,
        "failed": list(tried.failed),
        "effects": [
            {
                "measure": each.measure.name,
                "at": each.measure.at,
                "sign": each.measure.sign,
                "than": each.measure.than,
                "under": each.under,
                "mean": each.interval and each.interval.mean,
                "low": each.interval and each.interval.low,
                "high": each.interval and each.interval.high,
                "verdict": each.verdict,
            }
            for each in tried.effects
        ],
    }
