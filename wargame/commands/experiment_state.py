"""How far an experiment is, as its commands say it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.commands.experiment_asked import asked_as_data, asked_in_words, cap_in_words
from wargame.commands.experiment_plan import TOLD
from wargame.commands.output import answer, say_line
from wargame.shell_words import shell_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wargame.batch.means_left import MeansLeft
    from wargame.batch.runner import BatchState
    from wargame.batch.steering import Steering

LEFT = "left set aside by a session that was broken off: they may have been paid for, and count as taken"
"""Of tokens or money that nobody will use any more."""


def tell_state(found: BatchState, out: Path, json: bool, changed: Sequence[str] = ()) -> None:
    """Games that are ok, failed and stopped with reasons, not started, and whether nothing happened for long.

    `changed` are sentences on cells whose settings are not those that were played.
    """
    if json:
        data = {"folder": str(out), "games": found.runs, "ok": found.ok, "fallbacks": dict(found.fallbacks)}
        data |= {"failed": dict(found.failed), "stopped": dict(found.stopped)}
        data |= {"not_started": found.not_started, "damaged": found.lost, "not_of_this_file": found.others}
        data |= {"left_over": list(found.left_over), **_means_as_data(found)}
        data |= asked_as_data(found.asked)
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
    for line in (*asked_in_words(found.asked, out), *_means_in_words(found, out)):
        say_line(f"  {line}")
    if found.left_over:
        say_line(f"  {_left_over_in_words(found, out)}")
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


def _means_in_words(found: BatchState, out: Path) -> Iterator[str]:
    """What models have taken of what they may, and which games wait for the cap."""
    from wargame.players.llm.prices import CURRENCY

    if (means := found.means) is None:
        return
    (tokens, money), asked = means.caps, found.asked
    held = f", {means.held.tokens:,} set aside for calls in flight" if means.held.tokens else ""
    held += f", {means.left_behind.tokens:,} {LEFT}" if means.left_behind.tokens else ""
    most = "no cap" if tokens is None else f"cap {tokens:,}"
    most += cap_in_words(asked, means.in_file[0]) if asked.tokens is not None else ""
    yield f"tokens: {means.taken.tokens:,} taken{held}; {most}"
    if means.taken.money or money is not None:
        held = f", {means.held.money:.4f} set aside for calls in flight" if means.held.money > 0 else ""
        held += f", {means.left_behind.money:.4f} {LEFT}" if means.left_behind.money > 0 else ""
        most = "no cap" if money is None else f"cap {money:g}"
        most += cap_in_words(asked, means.in_file[1]) if asked.money is not None else ""
        yield f"money: {means.taken.money:.4f} {CURRENCY} taken{held}; {most}"
    if means.waiting:
        count = len(means.waiting)
        yield f"{count} not started {'waits' if count == 1 else 'wait'} for the cap: {means.lacks}"
    if means.waiting or means.held_back:
        yield _higher_cap_in_words(means, asked, out)


def _higher_cap_in_words(means: MeansLeft, asked: Steering, out: Path) -> str:
    """Which cap holds games back, who set it, what would be enough for all of them, and the command for it."""
    (tokens, money), (enough, enough_money) = means.caps, means.enough
    caps = [f"{tokens:,} tokens"] if tokens is not None else []
    caps += [f"{money:g} in money"] if money is not None else []
    set_by = "of the file" if asked.caps_by is None else f"set by {asked.caps_by.by} ({asked.caps_by.reason})"
    half, count = len(means.held_back), len(means.held_back) + len(means.waiting)
    held = f"{count} game{'s' * (count != 1)}" + (f", {half} of them half-played," if half else "")
    wanted = [f"--tokens {enough}"] if enough is not None else []
    wanted += [f"--money {enough_money:g}"] if enough_money is not None else []
    known = " would be enough by what games took so far" if wanted else " raises it"
    wanted = wanted or ["--tokens N" if tokens is not None else "--money X"]
    command = " ".join(["wargame experiment control", shell_word(out), *wanted, "--by NAME --because WHY"])
    return (
        f"{held} {'is' if count == 1 else 'are'} held back by the cap of {' and '.join(caps)} {set_by}: `{command}`"
        f"{known}; then give the same `experiment run` again"
    )


def _means_as_data(found: BatchState) -> dict[str, object]:
    if (means := found.means) is None:
        return {}
    (tokens, money), waiting = means.caps, list(means.waiting)
    return {
        "tokens": {"taken": means.taken.tokens, "set_aside": means.held.tokens, "cap": tokens},
        "money": {"taken": means.taken.money, "set_aside": means.held.money, "cap": money},
        "left_behind": {"tokens": means.left_behind.tokens, "money": means.left_behind.money},
        "waiting_for_the_cap": waiting,
        "held_back_by_the_cap": list(means.held_back),
        "cap_that_is_enough": {"tokens": means.enough[0], "money": means.enough[1]},
    }


def _left_over_in_words(found: BatchState, out: Path) -> str:
    """Games in progress that the file does not ask for, and what can be done with them."""
    from wargame.batch.means_taken import PLAYING

    count = len(found.left_over)
    named = ", ".join(found.left_over[:TOLD]) + (", …" if count > TOLD else "")
    games, them = ("game is", "it") if count == 1 else ("games are", "them")
    return (
        f"{count} half-played {games} in {out / PLAYING} for which this file does not ask, or no more ({named}): put "
        f"the level or seed back to play {them} to the end, or delete {them}; till then what was taken counts"
    )


def _stalls_in_words(found: BatchState) -> str:
    last, often = found.stalls[-1], len(found.stalls)
    times = "" if often == 1 else f" {often} times, the last time"
    since = "nothing has been put down since" if found.stalled else "it went on later"
    return f"stalled{times}: at {last['at']} nothing had happened for {last['seconds'] / 60:.0f} min; {since}"
