"""What line mode tells of a game on record: its weightiest moments, a turn with the numbers of its lines, one line."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.ids import CONTROL
from wargame.core.setting import Setting
from wargame.errors import SpecError
from wargame.present.replay_detail import detail_rows
from wargame.present.replay_rows import step_row
from wargame.present.whole_rows import whole_rows
from wargame.review.story import story_of
from wargame.review.story_parts import StoryMoment
from wargame.review.story_whole import whole_game
from wargame.review.walk import Walk


def story_lines(walk: Walk, setting: Setting) -> Iterator[str]:
    """The moments that moved the game most, as the truth tells them, with their lines; needs the game played again."""
    assert walk.positions is not None
    game, timeline = walk.positions.game, walk.timeline
    story = story_of(game, CONTROL)

    def stand(moment: StoryMoment) -> int:
        return timeline.of_event(story.telling.told[moment.lead].number)

    rows = whole_rows(setting, whole_game(story, game), CONTROL, stand, timeline.lines.__getitem__, walk.hears)
    yield from (row.text for row in rows)


def turn_lines(walk: Walk, setting: Setting, turn: str) -> Iterator[str]:
    """What happened in a turn, from 0, without what every turn brings; decisions too where thoughts are open.

    SpecError for no turn of this game.
    """
    line = walk.timeline
    last = line.turn(len(line) - 1)
    if not turn.isdecimal() or len(turn) > 4 or int(turn) > last:
        raise SpecError(f"turn {turn[:20]!r}: this game has turns 0 to {last}")
    found: set[int] = set()
    for sort in ("told", "acts") if walk.thoughts else ("told",):
        walk.sort = sort
        found.update(walk.met())
    for step in sorted(found):
        if line.turn(step) == int(turn):
            yield f"line {line.lines[step]}: {step_row(walk, step, setting).body}"


def step_of_line(walk: Walk, line: str) -> int:
    """The step at a line of the record, as somebody typed its number; SpecError where none stands."""
    number = int(line) if line.isdecimal() and len(line) < 10 else 0
    if not walk.timeline.stands(number):
        none = "no event, decision, call or act of control stands there"
        raise SpecError(f"line {line[:20]!r}: {none}; `turn N` lists those that do")
    return walk.timeline.of_line(number)


def step_lines(walk: Walk, setting: Setting, step: int) -> Iterator[str]:
    """One step in full, at which the walk then stands."""
    walk.sort, walk.step = "all", step
    yield from (row.text for row in detail_rows(walk, setting))
