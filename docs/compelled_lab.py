"""The picture of a lab that is compelled and one that is not: `python docs/compelled_lab.py` plays it and draws it.

The game is the core table under seed 7, in which Washington compels Anthropic in turn 2. From that turn on it
goes on twenty times as it was and twenty times without the order, under the same dice in pairs. What came out is kept
as numbers beside the picture, so that the picture can be drawn again without playing.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wargame.core.deeds import DEEDS
from wargame.core.ids import Variable
from wargame.core.moves import Sealed
from wargame.paired.forks import dice_of, going_on
from wargame.paired.intervals import interval
from wargame.paired.readings import ValueOf, taken
from wargame.present.report.chart_drawing import drawn
from wargame.present.report.document import Chart, Panel, Series
from wargame.rules.model.measures import picture
from wargame.table.opening import choose, new_game, resumed_game
from wargame.table.waiting import run_through
from wargame.transcript.branch import Answered, BranchChange, Unchanged, branch
from wargame.transcript.reading import Transcript, read
from wargame.transcript.verify import Replayed, verify

HERE = Path(__file__).parent / "charts"
NUMBERS, DRAWING = HERE / "compelled-lab.json", HERE / "compelled-lab.svg"
SEED, TIMES, COMPELLED, ORDER = 7, 20, "2.orders.washington", "invoke_dpa"
READ: Mapping[str, tuple[float, ValueOf]] = {
    "dissent of Anthropic's staff": (1.0, ValueOf(of=(Variable("anthropic.dissent"),))),
    "trust of allies in Washington": (1.0, ValueOf(of=(Variable("{ally}.trust.washington"),))),
    "US share of allied stacks, %": (100.0, ValueOf(of=(Variable("world.us_share"),))),
}
"""What is read at the end of each turn, in what unit: staff, trust and sales."""
ARMS = ("as it was: compelled", "without the order")
Courses = dict[str, list[list[float]]]
"""For each measure one course for each time: its value at the end of each turn, from 0."""


def measured(times: int = TIMES) -> dict[str, Any]:
    """Play it, and give each mean over the times with its interval of 95 %, turn by turn; some seconds a time."""
    with tempfile.TemporaryDirectory(prefix="wargame-") as folder:
        parent = _parent(Path(folder) / "game.jsonl")
        change = _without(parent)
        courses: list[Courses] = [{name: [] for name in READ} for _ in ARMS]
        given: list[int] = []
        for dice in dice_of(parent, times):
            whats: tuple[BranchChange, ...] = (Unchanged(change), change)
            for arm, what in enumerate(whats):
                path = Path(folder) / f"{dice}-{arm}.jsonl"
                _gone_on(parent, what, path, None if dice == SEED else dice)
                game = verify(path)
                for name, course in _read(game).items():
                    courses[arm][name].append(course)
                if what is change:
                    given += _given(game)
    told = {name: _told(name, courses) for name in READ}
    return {
        "seed": SEED,
        "times": times,
        "given_later": {str(turn): count for turn, count in sorted(Counter(given).items())},
        "measures": told,
    }


def _given(game: Replayed) -> Iterable[int]:
    """The first turn in which Washington gives the order all the same; none if it never does."""
    sheets = (made for made in game.decisions.values() if made.seat == "washington" and isinstance(made.body, Sealed))
    return sorted(made.turn for made in sheets if any(order.kind == ORDER for order in made.body.orders))[:1]


def _told(name: str, courses: Sequence[Courses]) -> dict[str, Any]:
    compelled, spared = (each[name] for each in courses)
    apart = [[a - b for a, b in zip(*pair, strict=True)] for pair in zip(compelled, spared, strict=True)]
    parts = {**dict(zip(ARMS, (compelled, spared), strict=True)), "difference": apart}
    return {part: [_interval(values) for values in zip(*each, strict=True)] for part, each in parts.items()}


def _interval(values: Sequence[float]) -> list[float]:
    found = interval(values)
    return [round(found.mean, 3), round(found.low, 3), round(found.high, 3)]


def _parent(path: Path) -> Transcript:
    setup = choose("between-the-giants", variant="core", seed=SEED)
    run_through(new_game(setup, path, sync="end").play(), waits=False)
    return read(path)


def _without(parent: Transcript) -> Answered:
    """Washington's sheet without the order, and nothing else of it changed."""
    made = verify(parent.path).decisions[COMPELLED]
    assert isinstance(made.body, Sealed)
    left = tuple(order for order in made.body.orders if order.kind != ORDER)
    assert len(left) < len(made.body.orders), f"{COMPELLED} no longer holds {DEEDS[ORDER]}"
    return Answered(made.id, replace(made.body, orders=left))


def _gone_on(parent: Transcript, what: BranchChange, path: Path, dice: int | None) -> None:
    branch(parent, what, path, players=going_on(parent, "scripted"), dice=dice)
    game, _ = resumed_game(path, sync="end")
    run_through(game.play(), waits=False)


def _read(game: Replayed) -> dict[str, list[float]]:
    looks = [picture(game.sequence.book, state) for state in game.states.values()]
    return {name: [unit * (taken(what, look, ()) or 0.0) for look in looks] for name, (unit, what) in READ.items()}


def chart(numbers: Mapping[str, Any]) -> str:
    """The picture, the same bytes for the same numbers."""
    panels = tuple(
        Panel(name, tuple(_series(arm, told[arm]) for arm in ARMS)) for name, told in numbers["measures"].items()
    )
    title = f"A lab is compelled in turn 2, and is not: means of {numbers['times']} times with intervals of 95 %"
    return f"{drawn(Chart(title, panels), ground=True)}\n"


def _series(arm: str, course: Sequence[Sequence[float]]) -> Series:
    return Series(arm, tuple(mean for mean, _, _ in course), tuple((low, high) for _, low, high in course))


def kept() -> dict[str, Any]:
    """The numbers as they lie beside the picture."""
    found: dict[str, Any] = json.loads(NUMBERS.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    NUMBERS.write_text(json.dumps(measured(), indent=1) + "\n", encoding="utf-8")
    DRAWING.write_text(chart(kept()), encoding="utf-8")
    print(DRAWING)
