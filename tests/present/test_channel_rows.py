"""What was said in a channel, turn by turn."""

from __future__ import annotations

from tests.table.rig import opened
from tests.ui.views import asked, played
from wargame.present.channel_rows import NAME, channel_rows, conversation, short_name
from wargame.present.channels import channels, events_in, room
from wargame.table.chair import Draft


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


def test_no_name_in_the_list_of_channels_is_cut_without_a_mark() -> None:
    ask = asked("paris")
    setting = ask.book.setting
    others = [seat for seat in setting.ids if seat != "paris"]
    for count in range(1, len(others) + 1):
        channel = room(setting, others[:count])
        for width in (24, 20, 14, 9):
            name = short_name(ask, channel, width)
            assert len(name) <= width or name == f"{count} readers"
            whole = name.replace(" ", "").split("+") if name != channel.name(setting) else list(channel.others)
            assert len(whole) == count or "more" in name or "…" in name or name.endswith("readers")


def test_a_group_too_large_for_letters_says_how_many_more_there_are() -> None:
    ask = asked("paris")
    others = [seat for seat in ask.book.setting.ids if seat != "paris"]
    assert short_name(ask, room(ask.book.setting, others), 14) == "W+A and 8 more"
    (row,) = [row for row in channel_rows(ask, Draft(), room(ask.book.setting, others)) if row.text.startswith(" &")]
    assert len(row.body) <= NAME


def test_a_message_of_control_to_some_seats_opens_a_channel_of_exactly_these() -> None:
    table = opened(None, ("rome", "meta"))
    table.control.message(("rome", "anthropic", "meta"), "settle this among you")
    keys = {"rome": "&anthropic+meta", "anthropic": "&rome+meta", "meta": "&rome+anthropic"}
    for seat in table.setting.ids:
        ask = table.chair(seat).look()
        groups = [each.key for each in channels(ask, ()) if each.sign == "&"]
        assert groups == ([keys[seat]] if seat in keys else [])
        for key in groups:
            ((_, seen),) = events_in(ask, key)
            assert "settle this among you" in f"{seen.text} {seen.body}"
