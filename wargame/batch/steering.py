"""What may be changed while an experiment is played: whether games are begun, how many at once, under which cap.

It stands in `control.json` in the folder, so that it holds for all shares and for sessions to come; whoever plays looks
at it every half second, and puts every change down in the ledger with who made it and why.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from threading import Event, Thread
from typing import Any

from wargame.batch.means_taken import check_prices, means_alone, models_of, taken_in
from wargame.errors import ExperimentError, SpecError
from wargame.scenario.faults import one_of, shown
from wargame.transcript.private import write_private

CONTROL = "control.json"
_HELPS = "delete or mend it, and ask again by `wargame experiment control`, which writes it"
_WHOSE = ("paused_by", "caps_by")
_LEAST: Mapping[str, tuple[tuple[type, ...], int, str]] = {
    "games": ((int,), 1, "a whole number from 1 on, or null,"),
    "workers": ((int,), 1, "a whole number from 1 on, or null,"),
    "tokens": ((int,), 0, "a whole number from 0 on, or null,"),
    "money": ((int, float), 0, "a number from 0 on, or null,"),
}
"""What numbers may be asked for: of which type, from which on, and in words."""
LOOKS_EVERY = 0.5
"""Seconds between two looks at what is asked."""
STALLED = 300.0
"""Seconds without anything new after which it is told."""


@dataclass(frozen=True, slots=True)
class AskedBy:
    """Who asked for something, and why."""

    by: str
    reason: str
    at: str = ""
    """When, as `2026-11-30T16:40:12+00:00`; empty in a folder from before it was put down."""


@dataclass(frozen=True, slots=True)
class Steering:
    """What is asked of those who play."""

    paused: bool = False
    """Whether no game is begun; those that are being played go on to their end."""
    games: int | None = None
    """Model games at once, in place of what the command said."""
    by: str = ""
    """Who asked for it."""
    reason: str = ""
    workers: int | None = None
    """Processes that play games without models, in each session, in place of what the command said."""
    tokens: int | None = None
    """Cap over all games of models, in place of the file's."""
    money: float | None = None
    """The same in the currency of the price table."""
    paused_by: AskedBy | None = field(default=None, compare=False)
    """Who paused it, and since when; None while it is not paused."""
    caps_by: AskedBy | None = field(default=None, compare=False)
    """Who put caps in place of the file's; None while the file's count."""


def steering_of(folder: Path) -> Steering:
    """What is asked in a folder; ExperimentError names the file and the value if it cannot be so."""
    path = folder / CONTROL
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Steering()
    except NotADirectoryError:
        raise ExperimentError(f"{folder}: this is a file: give the folder of its games, or a new one") from None
    except OSError as fault:
        raise ExperimentError(f"{path}: cannot be read ({fault.strerror}); {_HELPS}") from None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise ExperimentError(f"{path}: this is no object of JSON; {_HELPS}")
    for name, value in data.items():
        if said := _not_asked(name, value):
            raise ExperimentError(f"{path}: {said}; {_HELPS}")
    whose = {name: AskedBy(**data[name]) for name in _WHOSE if data.get(name) is not None}
    return _with_whose(Steering(**{**data, **whose}))


def _not_asked(name: str, value: object) -> str:
    """Why a value of the file cannot be so, with what is accepted; empty if it can."""
    if name in _WHOSE:
        kinds = {each.name for each in fields(AskedBy)}
        fits = value is None or (
            isinstance(value, dict)
            and {"by", "reason"} <= value.keys() <= kinds
            and all(isinstance(said, str) for said in value.values())
        )
        wanted = "texts `by`, `reason` and `at`, or null"
    elif name in _LEAST:
        kind, least, wanted = _LEAST[name]
        fits = value is None or (isinstance(value, int | float) and type(value) in kind and least <= value < inf)
    elif name == "paused":
        fits, wanted = isinstance(value, bool), "true or false"
    elif name in ("by", "reason"):
        fits, wanted = isinstance(value, str), "text"
    else:
        return f"{shown(name)} is no part of it; {one_of(each.name for each in fields(Steering))} may stand there"
    return "" if fits else f"{name} is {shown(value)}; {wanted} is accepted"


def _with_whose(found: Steering) -> Steering:
    """Who asked last, where a file from before it was put down says of a pause or of caps no more than that."""
    last = AskedBy(found.by, found.reason)
    return replace(
        found,
        paused_by=(found.paused_by or last) if found.paused else None,
        caps_by=(found.caps_by or last) if (found.tokens, found.money) != (None, None) else None,
    )


def steer(
    folder: Path,
    *,
    by: str,
    reason: str,
    paused: bool | None = None,
    games: int | None = None,
    workers: int | None = None,
    tokens: int | None = None,
    money: float | None = None,
    cap_of_file: bool = False,
) -> Steering:
    """Ask something else of those who play in a folder, now or later; what is not named stays.

    `tokens` and `money` are caps in place of the file's, over all shares and sessions; with `cap_of_file` the file's
    count again. SpecError if the folder is none of an experiment, nobody asks, no game could be played at once or by
    anybody, less would be allowed than is taken or set aside, or the price of a model that plays is not known.
    """
    if not any(folder.glob("ledger-*-of-*.jsonl")):
        what = (
            "this is a file: give the folder of its games" if folder.is_file() else "no experiment has been begun there"
        )
        raise SpecError(
            f"{folder}: {what}; `wargame experiment run FILE --out FOLDER` begins one, and only then something can be "
            "asked of those who play; until then its caps are the file's, and --workers and --games are given to `run`"
        )
    if not by.strip() or not reason.strip():
        raise SpecError("say who asks and why: it is put down")
    if games is not None and games < 1:
        raise SpecError(f"games={games}: at least one at once; --pause begins none")
    if workers is not None and workers < 1:
        raise SpecError(f"workers={workers}: at least one process; --pause begins no game")
    if cap_of_file and (tokens is not None or money is not None):
        raise SpecError("either a cap is named, or that of the file counts again")
    with means_alone(folder):
        _check_caps(folder, tokens, money)
        before = steering_of(folder)
        asked = AskedBy(by, reason, datetime.now(UTC).isoformat(timespec="seconds"))
        since = asked if before.paused_by is None else replace(asked, at=before.paused_by.at)
        if cap_of_file:
            before = replace(before, tokens=None, money=None)
        now = replace(
            before,
            paused=before.paused if paused is None else paused,
            games=before.games if games is None else games,
            by=by,
            reason=reason,
            workers=before.workers if workers is None else workers,
            tokens=before.tokens if tokens is None else tokens,
            money=before.money if money is None else money,
            paused_by=before.paused_by if paused is None else since if paused else None,
            caps_by=None if cap_of_file else before.caps_by if tokens is None and money is None else asked,
        )
        write_private(folder / CONTROL, json.dumps(asdict(now), ensure_ascii=False).encode())
    return now


def _check_caps(folder: Path, tokens: int | None, money: float | None) -> None:
    if tokens is None and money is None:
        return
    if money is not None:
        from wargame.players.llm.endpoints import Endpoints

        check_prices(models_of(folder), money, Endpoints())
    taken, held = taken_in(folder)
    for name, cap, gone, waits in (
        ("tokens", tokens, taken.tokens, held.tokens),
        ("money", money, taken.money, held.money),
    ):
        if cap is not None and not cap >= gone + waits:
            least, asked = (
                (f"{gone + waits:,}", f"{cap:,}") if name == "tokens" else (f"{gone + waits:.4f}", f"{cap:g}")
            )
            raise SpecError(
                f"{name}={asked}: {_told(gone)} are taken already, and {_told(waits)} are set aside for calls in "
                f"flight; a cap of at least {least} is accepted, and --pause begins no game"
            )


def _told(amount: float) -> str:
    return f"{amount:,}" if isinstance(amount, int) else f"{amount:.4f}"


class Helm:
    """Looks at what is asked, now and then, and puts changes down."""

    def __init__(
        self,
        folder: Path,
        log: Callable[[Mapping[str, Any]], None],
        idle: Callable[[], None] = lambda: None,
        heard: Callable[[Steering], None] = lambda _: None,
    ) -> None:
        """For who plays in a folder; `log` and `heard` are told what is asked otherwise, `idle` that it is paused."""
        self._folder, self._log, self._idle, self._heard = folder, log, idle, heard
        self._asked, self._looked = Steering(), float("-inf")

    def look(self) -> Steering:
        """What is asked now; what cannot be read, as while it is written, leaves it as it was."""
        if time.monotonic() - self._looked >= LOOKS_EVERY:
            self._looked = time.monotonic()
            try:
                found = steering_of(self._folder)
            except ExperimentError:
                return self._asked
            if found != self._asked:
                self._asked = found
                self._log(asdict(found))
                self._heard(found)
            if found.paused:
                self._idle()
        return self._asked

    def wait(self) -> None:
        """Come back when games may be begun."""
        while self.look().paused:
            time.sleep(LOOKS_EVERY)


class Watchdog:
    """Tells once when nothing has happened for long; use it in a `with` block."""

    def __init__(
        self,
        tell: Callable[[float], None],
        playing: Path,
        after: float | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`tell` is given the seconds since anything happened, from another thread; files in `playing` are games.

        `after` so many seconds, or `STALLED`, it is told; `clock` gives seconds as times of files do.
        """
        self._tell, self._playing, self._after, self._clock = tell, playing, after, clock
        self._last, self._over, self._told = clock(), Event(), False
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watchdog:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        """Watch no more: what is being told now is told to its end, and nothing after it."""
        self._over.set()
        self._thread.join()

    def alive(self) -> None:
        """A game has ended, or nobody wants one to begin."""
        self._last, self._told = self._clock(), False

    def look(self) -> None:
        """Tell if nothing has happened for so long and that was not told yet."""
        still = self._clock() - max([self._last, *self._grown()])
        if still >= self._patience and not self._told:
            self._told = True
            self._tell(still)

    @property
    def _patience(self) -> float:
        return STALLED if self._after is None else self._after

    def _watch(self) -> None:
        while not self._over.wait(self._patience / 10):
            self.look()

    def _grown(self) -> list[float]:
        """When each game in progress was written to."""
        found = []
        for path in self._playing.glob("*.jsonl"):
            try:
                found.append(path.stat().st_mtime)
            except OSError:
                continue
        return found
