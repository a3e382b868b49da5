"""The report of a game and the page of two, beside playing that game: ratios inside pairs that run within a second.

Nothing that `moments` would play is counted: a report plays nothing itself.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.games import CORE, play
from benchmarks.lines import Line
from wargame.gc_tuning import seldom_collecting
from wargame.present.compare.comparison import comparison
from wargame.present.compare.gathering import compared
from wargame.present.report.as_html import as_html
from wargame.present.report.as_pdf import as_pdf
from wargame.present.report.assembling import report_of

MOST_GAMES = 12.0
"""Plain games that a report may take."""


def measure(runs: int) -> list[Line]:
    """A report as HTML and as PDF, and two records compared, each in plain games; processor time."""
    with tempfile.TemporaryDirectory(prefix="wargame-bench-") as folder, seldom_collecting():
        record, other = Path(folder) / "core.jsonl", Path(folder) / "other.jsonl"
        again = Path(folder) / "again.jsonl"
        for path in (record, other):
            play(CORE, path)
        rows: Sequence[tuple[str, Callable[[], object]]] = (
            ("report, HTML, against a plain game", lambda: as_html(report_of(record))),
            ("report of a seat, HTML, against a plain game", lambda: as_html(report_of(record, "paris"))),
            ("compare two records, HTML, against a plain game", lambda: as_html(comparison(compared([record, other])))),
        )
        found = [_line(what, work, again, runs) for what, work in rows]
        what = "report, PDF, against a plain game"
        if find_spec("typst") is None:
            return [*found, Line(what, None, "x", MOST_GAMES, "skipped: typst is not installed")]
        return [*found, _line(what, lambda: as_pdf(report_of(record)), again, runs)]


def _line(what: str, work: Callable[[], object], game: Path, runs: int) -> Line:
    """Median of the ratios of pairs, after one that is not counted."""
    ratios = [_seconds(work) / _seconds(lambda: play(CORE, game)) for _ in range(runs + 1)][1:]
    return Line(
        what, statistics.median(ratios), "x", MOST_GAMES, "7 seats, 10 turns; reading and proving the record too"
    )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
