"""What was said in a channel, turn by turn."""

from __future__ import annotations

from tests.ui.views import played
from wargame.present.channel_rows import conversation
from wargame.present.channels import channels


def test_the_turn_that_runs_is_headed_now_and_none_is_when_the_game_is_over() -> None:
    game = played("rome", "first-download", answered=99)
    ask, draft = game.ask("rome"), game.chair("rome").draft

    def headed(over: bool) -> list[str]:
        rows = [row for each in channels(ask, ()) for row in conversation(ask, draft, each, 0, over=over)]
        return [row.text for row in rows if f"turn {ask.turn}" in row.text and row.text.startswith("---")]

    assert headed(over=False)
    assert all(", now" in heading for heading in headed(over=False))
    assert headed(over=True)
    assert not any(", now" in heading for heading in headed(over=True))
