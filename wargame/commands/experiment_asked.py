"""What was asked of those who play an experiment, as its commands say it: a pause, a cap, other numbers at once."""

from __future__ import annotations

from collections.abc import Iterator
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.shell_words import shell_word

if TYPE_CHECKING:
    from wargame.batch.steering import AskedBy, Steering


def pause_in_words(asked: Steering, out: Path) -> str:
    """Who paused it, since when and why, and the command that ends it; empty if it is not paused."""
    if (by := asked.paused_by) is None:
        return ""
    return f"paused by {_whose(by)}: no game is begun before `{_go_on(out, by.by)}`"


def asked_in_words(asked: Steering, out: Path) -> Iterator[str]:
    """All that was asked of those who play: a pause, and how many play at once."""
    if paused := pause_in_words(asked, out):
        yield paused
    at_once = [f"{asked.games} with models at once"] if asked.games is not None else []
    at_once += [f"by {_processes(asked.workers)}"] if asked.workers is not None else []
    if at_once:
        yield f"`experiment control` set how games are played: {', '.join(at_once)}"


def cap_in_words(asked: Steering, in_file: float | None) -> str:
    """Who put a cap in place of the file's, when and why; to be said behind the cap. Empty if the file's counts."""
    if (by := asked.caps_by) is None:
        return ""
    return f", set by {_whose(by, 'at')} in place of the file's {'none' if in_file is None else f'{in_file:,}'}"


def steered_in_words(folder: Path, now: Steering) -> Iterator[str]:
    """What was set and holds from now on: caps beside what is taken, a pause, how many play at once, and who hears it.

    Errors as `taken_in` raises them.
    """
    from wargame.batch.ledger_line import ledgers_in
    from wargame.batch.means_taken import taken_in
    from wargame.players.llm.prices import CURRENCY
    from wargame.transcript.lock import is_written

    taken, _ = taken_in(folder)
    caps = [f"{now.tokens:,} tokens ({taken.tokens:,} taken)"] if now.tokens is not None else []
    caps += [f"{now.money:g} {CURRENCY} ({taken.money:.4f} taken)"] if now.money is not None else []
    yield f"cap set: {' and '.join(caps)}" if caps else "no cap is set here: that of the file holds, if it has one"
    yield f"paused: no game is begun before `{_go_on(folder, now.by)}`" if now.paused else "not paused"
    at_once = [f"{now.games} with models at once"] if now.games is not None else []
    at_once += [f"by {_processes(now.workers)}"] if now.workers is not None else []
    if at_once:
        yield f"games are played {', '.join(at_once)}"
    if any(is_written(path) for path in ledgers_in(folder)):
        yield "who plays hears it within a second"
    elif now.paused:
        yield "no session is under way"
    else:
        to_go_on = f"give `wargame experiment run FILE --out {shell_word(folder)}` to go on"
        yield f"no session is under way: {to_go_on}"


def asked_as_data(asked: Steering) -> dict[str, object]:
    """The same for `--json`; None where nothing was asked."""
    caps = None if asked.caps_by is None else {"tokens": asked.tokens, "money": asked.money, **_by(asked.caps_by, "at")}
    paused = None if asked.paused_by is None else _by(asked.paused_by, "since")
    return {"paused": paused, "asked_caps": caps, "asked_games": asked.games, "asked_workers": asked.workers}


def _by(asked: AskedBy, when: str) -> dict[str, object]:
    return {"by": asked.by, "because": asked.reason, when: asked.at or None}


def _whose(asked: AskedBy, when: str = "since") -> str:
    at = f" {when} {asked.at.replace('T', ' ').removesuffix('+00:00')} UTC" if asked.at else ""
    return f"{asked.by}{at} ({asked.reason})"


def _processes(count: int) -> str:
    return f"{count} process{'es' * (count != 1)}"


def _go_on(out: Path, paused_by: str) -> str:
    """The command that ends a pause, as it can be pasted, in the name of who is logged in here."""
    try:
        who = getuser()
    except (OSError, KeyError, ImportError):
        who = paused_by
    words: list[str | Path] = ["wargame", "experiment", "control", out, "--go-on", "--by", who]
    return " ".join(map(shell_word, [*words, "--because", "the pause is over"]))
