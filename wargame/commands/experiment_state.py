"""How far an experiment is, as its commands say it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.commands.experiment_plan import TOLD
from wargame.commands.output import answer, say_line

if TYPE_CHECKING:
    from wargame.batch.runner import BatchState


def tell_state(found: BatchState, out: Path, json: bool, changed: Sequence[str] = ()) -> None:
    """Games that are ok, failed and stopped with reasons, not started, and whether nothing happened for long.

    `changed` are sentences on cells whose settings are not those that were played.
    """
    if json:
        data = {"folder": str(out), "games": found.runs, "ok": found.ok, "fallbacks": dict(found.fallbacks)}
        data |= {"failed": dict(found.failed), "stopped": dict(found.stopped)}
        data |= {"not_started": found.not_started, "damaged": found.lost, "not_of_this_file": found.others}
        answer(
            {
                **data,
                "stalls": [dict(each) for each in found.stalls],
                "stalled": found.stalled,
                "set_otherwise": list(changed),
            }
        )
        return
    parts = [f"{found.ok} ok"]
    if found.fallbacks:
        made = sum(found.fallbacks.values())
        parts.append(f"{len(found.fallbacks)} with {made} fallback{'s' * (made != 1)}")
    parts.append(f"{len(found.failed)} failed")
    parts += [f"{len(found.stopped)} stopped"] if found.stopped else []
    say_line(
        f"{out}: {found.runs} game{'s' * (found.runs != 1)}: {', '.join([*parts, f'{found.not_started} not started'])}"
    )
    for what, reasons in (("failed", found.failed), ("stopped", found.stopped)):
        for run, why in list(reasons.items())[:TOLD]:
            say_line(f"  {run}: {why}")
        if len(reasons) > TOLD:
            say_line(f"  and {len(reasons) - TOLD} more that {what}")
    if found.lost:
        which = "game whose record is damaged is" if found.lost == 1 else "games whose records are damaged are"
        it = "it" if found.lost == 1 else "them"
        say_line(f"  {found.lost} {which} not started: the same command plays {it} again")
    if found.others:
        are = "is" if found.others == 1 else "are"
        say_line(f"  {found.others} more {are} sealed there that this file does not ask for")
    if found.stalls:
        say_line(f"  {_stalls_in_words(found)}")
    for each in changed[:TOLD]:
        say_line(f"  {each}")
    if len(changed) > TOLD:
        say_line(f"  and {len(changed) - TOLD} more cells that were begun with other settings")


def _stalls_in_words(found: BatchState) -> str:
    last, often = found.stalls[-1], len(found.stalls)
    times = "" if often == 1 else f" {often} times, the last time"
    since = "nothing has been put down since" if found.stalled else "it went on later"
    return f"stalled{times}: at {last['at']} nothing had happened for {last['seconds'] / 60:.0f} min; {since}"
