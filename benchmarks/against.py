"""An earlier revision and the working tree, measured in turn in one run: `python -m benchmarks --base REV`.

The earlier one is checked out beside the tree and both run on this interpreter. Every row is taken in pairs, now
the one first and now the other, and is judged by the ratio inside the pairs (see `benchmarks.ratios`).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from benchmarks.lines import ROOT
from benchmarks.models import stub
from benchmarks.ratios import Ratio, loud, ratio
from benchmarks.terminal import Terminal
from benchmarks.worker import SCENARIO, SEED

HERE = Path(__file__).resolve().parent
Taken: TypeAlias = dict[str, float]
"""One measurement: `cpu` and `wall` in seconds, `peak` in megabytes, what of these there is."""
MODEL_SEATS, MODEL_TURNS = 8, 1
PAD = 35_000
"""Characters after each reply of the stub with which a full table of models records some 50 MB."""
WARY = 1.05
"""A ratio whose whole interval lies above this is called slower (or more)."""


class NotTaken(Exception):
    """A row that a side cannot run, with the reason."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One row: the medians of both sides and their ratio."""

    what: str
    unit: str
    old: float | None
    """Median of the earlier revision; None where the row was skipped."""
    new: float | None
    ratio: Ratio | None
    wall: Ratio | None
    """The same by the clock on the wall, for rows that are judged by processor time."""
    note: str = ""

    @property
    def verdict(self) -> str:
        """`less`, `MORE` or `same`, read off the interval; empty where there is none."""
        if self.ratio is None:
            return ""
        return "MORE" if self.ratio.low > WARY else "less" if self.ratio.high < 1 else "same"


class Side:
    """One of the two revisions: a tree, a folder of its own, and a process that plays for it."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Start its process; it dies with `close`."""
        self.root, self.folder = root, folder
        folder.mkdir()
        self.environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": ""}
        self._worker = subprocess.Popen(
            [sys.executable, "-P", str(HERE / "worker.py"), str(folder), str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env=self.environment,
        )
        try:
            self._answer()
        except NotTaken:
            self.close()
            raise

    def close(self) -> None:
        """End the process."""
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        self._worker.stdin.close()
        self._worker.stdout.close()
        self._worker.wait()

    def inside(self, row: str) -> Taken:
        """Take a row of the worker once; NotTaken says why it cannot be."""
        assert self._worker.stdin is not None
        self._worker.stdin.write(f"{row}\n")
        self._worker.stdin.flush()
        return self._answer()

    def _answer(self) -> Taken:
        assert self._worker.stdout is not None
        line = self._worker.stdout.readline()
        if not line:
            raise NotTaken("its process ended")
        answer: dict[str, object] = json.loads(line)
        if "skipped" in answer:
            raise NotTaken(str(answer["skipped"]))
        return {name: float(str(value)) for name, value in answer.items()}

    def command(self, *words: str) -> Taken:
        """A command of the program in a process of its own, from start to end."""
        return self.python("-m", "wargame.cli", *words)

    def python(self, *words: str) -> Taken:
        """The interpreter with these words, the revision on its path."""
        done = subprocess.run(
            [sys.executable, str(HERE / "child.py"), sys.executable, "-P", *words],
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self.environment,
            check=False,
        )
        if done.returncode:
            raise NotTaken(f"{' '.join(words[:3])} ends with {done.returncode}")
        return {name: float(value) for name, value in json.loads(done.stdout).items()}

    def fresh(self) -> str:
        """A path for a transcript that is not there yet."""
        path = self.folder / "played.jsonl"
        path.unlink(missing_ok=True)
        return str(path)

    def long_record(self, url: str) -> str:
        """The record of a full table of models against a padding stub, played once for each side."""
        path = self.folder / "long.jsonl"
        if not path.exists():
            self.command(
                "run", SCENARIO, "--seed", str(SEED), "--quiet", "--all", f"llm:stub@{url}", "--out", str(path)
            )
        return str(path)

    def picture(self, *words: str, text: str) -> Taken:
        """From the start of a command on a terminal until it shows a text."""
        terminal = Terminal([sys.executable, "-P", "-m", "wargame.cli", *words], self.folder, root=self.root)
        try:
            wall = terminal.until(text)
        except TimeoutError as fault:
            raise NotTaken(str(fault)[:80]) from None
        finally:
            terminal.close()
        return {"wall": wall, "cpu": terminal.cpu}


@dataclass(frozen=True, slots=True)
class Row:
    """What is done once for each half of a pair, and which of its figures are told under which name."""

    take: Callable[[Side], Taken]
    told: Mapping[str, str]
    """Names of rows by figure: `cpu`, `wall` or `peak`."""


LOOKS: Mapping[str, tuple[str, ...]] = {
    "view": ("--seat", "paris", "--turn", "1"),
    "why": ("paris.H", "--turn", "1"),
    "replay": ("--plain", "--turn", "1"),
    "verify": (),
}
"""What is asked of a long record."""


def rows(stub_url: str, padding_url: str) -> Iterator[Row]:
    """Every row, the cheapest first; the second stub pads its replies."""
    yield Row(lambda side: side.inside("core game"), {"cpu": "scripted core game, recorded"})
    yield Row(lambda side: side.inside("full table"), {"cpu": "scripted full table, recorded"})
    yield Row(lambda side: side.inside("rules"), {"cpu": "rules alone, the core game's decisions"})
    yield Row(lambda side: side.inside("verify"), {"cpu": "verify the core game"})
    yield Row(lambda side: side.inside("pack"), {"cpu": "read the scenario"})
    yield Row(lambda side: side.command("--help"), {"cpu": "wargame --help"})
    whole = ("run", SCENARIO, "--seed", str(SEED), "--quiet", "--out")
    yield Row(
        lambda side: side.command(*whole, side.fresh()),
        {"cpu": "wargame run, full table, start to end", "peak": "peak memory of that process"},
    )
    models = ("run", SCENARIO, "--seats", "core", "--turns", str(MODEL_TURNS), "--quiet", "--seed", str(SEED))
    yield Row(
        lambda side: side.command(*models, "--all", f"llm:stub@{stub_url}", "--out", side.fresh()),
        {"cpu": "a turn of model seats against the stub", "peak": "peak memory of that process too"},
    )
    yield Row(
        lambda side: side.picture("play", "first-download", "--seat", "rome=human", text="ROME"),
        {"wall": "a seat's first page, start to picture"},
    )
    for name, words in LOOKS.items():
        what = f"{name} of turn 1, 50 MB" if "--turn" in words else f"{name}, 50 MB"
        yield Row(
            lambda side, name=name, words=words: side.command(name, side.long_record(padding_url), *words),  # type: ignore[misc]
            {"cpu": what, "peak": f"{what}: peak memory"},
        )


def compare(old: Side, new: Side, row: Row, pairs: int) -> list[Compared]:
    """Take a row in so many pairs, after one that is not counted; which side goes first alternates."""
    taken: dict[Side, list[Taken]] = {old: [], new: []}
    for number in range(pairs + 1):
        for side in (old, new) if number % 2 else (new, old):
            try:
                taken[side].append(row.take(side))
            except NotTaken as fault:
                whose = "the base" if side is old else "the tree"
                return [Compared(what, "", None, None, None, None, f"{whose}: {fault}") for what in row.told.values()]
    before, after = taken[old][1:], taken[new][1:]
    return [_told(what, figure, before, after) for figure, what in row.told.items()]


def _told(what: str, figure: str, before: Sequence[Taken], after: Sequence[Taken]) -> Compared:
    old, new = [each[figure] for each in before], [each[figure] for each in after]
    scale, unit = (1, "MB") if figure == "peak" else (1000, "ms")
    wall = None
    if figure == "cpu":
        wall = ratio([each["wall"] for each in before], [each["wall"] for each in after])
    note = "the machine was noisy" if loud(old) or loud(new) else ""
    middle = statistics.median
    return Compared(what, unit, middle(old) * scale, middle(new) * scale, ratio(old, new), wall, note)


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """The tree of an earlier revision in a folder that goes away again; ValueError if there is no such revision."""
    with tempfile.TemporaryDirectory(prefix="wargame-base-") as folder:
        root = Path(folder) / "tree"
        made = _git("worktree", "add", "--detach", "--force", str(root), revision)
        if made.returncode:
            raise ValueError(f"--base {revision}: {made.stderr.strip().splitlines()[-1]}")
        try:
            yield root
        finally:
            _git("worktree", "remove", "--force", str(root))


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False)


def measure(revision: str, pairs: int, only: Sequence[str] = ()) -> Iterator[Compared]:
    """Each row as soon as it is taken; `only` keeps the rows whose name has one of these words in it."""
    with ExitStack() as stack:
        tree = stack.enter_context(checked_out(revision))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wargame-bench-")))
        url = stack.enter_context(stub(0.0, 64))
        padding = stack.enter_context(stub(0.0, 64, PAD))
        sides = []
        for name, root in (("base", tree), ("tree", ROOT)):
            sides.append(Side(root, folder / name))
            stack.callback(sides[-1].close)
        for row in rows(url, padding):
            if not only or any(word in what for word in only for what in row.told.values()):
                yield from compare(sides[0], sides[1], row, pairs)


def header(revision: str) -> str:
    """The first line of the table."""
    return _line(("measurement", revision[:10], "now", "ratio", "95 %", "times", "by the wall", "", ""))


def told(row: Compared) -> str:
    """A row of the table."""
    if row.ratio is None or row.old is None or row.new is None:
        return _line((row.what, "skipped", "", "", "", "", "", "", row.note))
    wall = "" if row.wall is None else f"{row.wall.median:.3f} ({row.wall.low:.3f}-{row.wall.high:.3f})"
    return _line(
        (
            row.what,
            f"{row.old:.4g} {row.unit}",
            f"{row.new:.4g} {row.unit}",
            f"{row.ratio.median:.3f}",
            f"{row.ratio.low:.3f}-{row.ratio.high:.3f}",
            f"{1 / row.ratio.median:.2f}",
            wall,
            row.verdict,
            row.note,
        )
    )


WIDTHS = (42, 10, 10, 7, 13, 6, 20, 5, 0)


def _line(cells: Sequence[str]) -> str:
    return "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
