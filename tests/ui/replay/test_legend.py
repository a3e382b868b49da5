"""Every sign that stands on a page of the replay is explained where `?` leads."""

from __future__ import annotations

import pytest

from tests.ui.conftest import SMALL, WIDE, press, shown
from tests.ui.replay.opened import SCRIPTED, replaying
from wargame.core.event_kinds import KINDS
from wargame.core.ids import CONTROL
from wargame.present.letters import letters
from wargame.present.replay_rows import MARKS, SIGNS
from wargame.present.replay_state import SIGNS as CHANGES
from wargame.present.story_rows import mark_of
from wargame.ui.replay.keys import LEGEND
from wargame.ui.widgets.help import Help
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio
BY_WHAT = dict(zip(("before", "then", "or", "turns", "marks", "known", "moments"), LEGEND.splitlines(), strict=True))


def explained(line: str) -> set[str]:
    """The first signs of the words of a line of the legend."""
    return {word[0] for word in BY_WHAT[line].split()}


def test_each_sign_that_can_stand_on_a_page_is_in_the_line_for_it() -> None:
    assert {"#", "~", "@", "&"} <= explained("then")
    assert set(SIGNS.values()) <= explained("or")
    assert {*MARKS.values(), "n"} <= explained("marks")
    assert {word for word in CHANGES.split() if not word.isalpha()} <= explained("known")
    assert {mark_of(kind)[0].strip() for kind in KINDS} <= explained("moments")


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
async def test_help_shows_the_legend_whole(size: tuple[int, int]) -> None:
    async with replaying(SCRIPTED, size) as (_, app, pilot):
        await press(pilot, "question_mark")
        page = app.screen
        assert isinstance(page, Help)
        assert LEGEND in page.as_text()
        seen = ""
        for _ in range(6):
            seen += " ".join(shown(app).replace("│", " ").split())
            await press(pilot, "pagedown")
        for line in LEGEND.splitlines():
            assert " ".join(line.split())[:40] in seen, line


async def test_what_stands_in_the_record_is_in_the_legend_and_the_list_of_eyes_has_the_letters() -> None:
    async with replaying(SCRIPTED, WIDE, CONTROL, 3) as (screen, app, pilot):
        rows = screen.steps.rows
        signs = {row.head[1][0].strip()[:1] for row in rows} - {""}
        assert signs <= explained("then") | explained("or")
        assert "+ new" in screen.query_one("#known", Lines).as_text()
        await press(pilot, "v")
        listed = app.screen.query_one("#eyes", Lines).as_text()
        assert screen.setting is not None
        of = letters(screen.setting)
        assert all(f"{of[seat]}  {screen.setting.name_of(seat)}" in listed for seat in screen._seats())
