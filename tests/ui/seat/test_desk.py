"""The desk: talk as drafts in rooms of named readers, offers and pledges, one seal for everything."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from tests.ui.conftest import SIZES, SMALL, WIDE, Doors, at_table, press, settled, shown
from tests.ui.fits import clipped
from tests.ui.seats import Asking, Game
from tests.ui.views import played
from wargame.core.moves import MakePledge, Message, Propose, Respond, Talk, silence
from wargame.players.base import Answer
from wargame.present.channels import unread_by_sign
from wargame.present.local_table import LocalTable
from wargame.present.marks import Marks
from wargame.table.chair import Draft
from wargame.ui.seat import following
from wargame.ui.seat.desk import DeskScreen
from wargame.ui.seat.talk_windows import NobodyReads, Pledging
from wargame.ui.widgets.composer import Composer
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.screen_frame import FramedScreen

pytestmark = pytest.mark.anyio
TO_DESK = "enter"
SEAL = "f9 f9 f9"


@pytest.mark.parametrize("size", SIZES)
async def test_a_message_is_a_draft_until_the_round_is_sealed(size: tuple[int, int]) -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{TO_DESK} w 'good_morning enter")
        assert game.chair("rome").draft.moves == (Message(to=("public",), text="good morning"),)
        assert "drafted, read by you alone until sealed" in shown(app)
        assert not game.given
        await press(pilot, SEAL)
        said = next(d for d in game.given if d.seat == "rome")
        assert said.body == Talk(moves=(Message(to=("public",), text="good morning"),))
        assert said.origin == "human"
        assert game.asking.round == 2
        assert " R good morning" in shown(app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_room_of_several_readers_names_them_all(size: tuple[int, int]) -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{TO_DESK} t space down space down down down down enter")
        assert isinstance(app.screen, DeskScreen)
        assert "private: read by Rome, Anthropic, Meta and control" in shown(app)
        await press(pilot, "'hello enter")
        assert game.chair("rome").draft.moves == (Message(to=("anthropic", "meta"), text="hello"),)


@pytest.mark.slow
async def test_keystrokes_are_kept_in_the_draft_and_come_back_with_the_channel() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} w 'half_a_sen escape 1 down")
        assert dict(game.chair("rome").draft.typed)["to #"] == "half a sen"
        assert app.screen.query_one(Composer).text == ""
        await press(pilot, "up")
        assert app.screen.query_one(Composer).text == "half a sen"
    again = at_table(game)
    async with again.run_test(size=WIDE) as pilot:
        await press(pilot, TO_DESK)
        assert again.screen.query_one(Composer).text == "half a sen"


def opening(app: App[None], monkeypatch: pytest.MonkeyPatch) -> tuple[DeskScreen, list[str]]:
    """The desk in front, and the keys of the channels that it opens from now on."""
    desk = app.screen
    assert isinstance(desk, DeskScreen)
    opened: list[str] = []
    open_ = desk.follower._open

    def noted(key: str) -> object:
        opened.append(key)
        return open_(key)

    monkeypatch.setattr(desk.follower, "_open", noted)
    return desk, opened


@pytest.mark.slow
async def test_a_run_of_steps_opens_the_channel_where_it_ends_and_none_on_the_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "REST", 1.0)
    app = at_table(Game())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} 1")
        _, opened = opening(app, monkeypatch)
        await press(pilot, "down down down down")
        assert opened == ["@anthropic", "@washington"]


async def test_a_desk_that_is_cleared_opens_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    app = at_table(Game())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} 1")
        desk, opened = opening(app, monkeypatch)
        await press(pilot, "down")
        assert opened == ["@anthropic"]
        await app.stage.draw_curtain("rome")
        await pilot.pause()
        desk.follower.to("@meta")
        desk.follower.arrive()
        assert opened == ["@anthropic"]


async def test_a_key_right_after_a_step_acts_on_the_channel_under_the_cursor() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} 1 down down down w 'for_palantir enter")
        assert game.chair("rome").draft.moves == (Message(to=("palantir",), text="for palantir"),)


async def test_a_message_that_is_too_long_is_refused_where_it_stands() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} w")
        app.screen.query_one(Composer).load_text("x" * 2001)
        await press(pilot, "enter")
        assert "2001 characters; at most 2000" in shown(app)
        assert app.screen.query_one(Composer).text == "x" * 2001
        assert not game.chair("rome").draft.moves


@pytest.mark.slow
async def test_a_draft_can_be_changed_and_taken_out() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} w 'one enter escape 3 enter")
        assert not game.chair("rome").draft.moves
        await press(pilot, "'! enter escape 3")
        assert [m.text for m in game.chair("rome").draft.moves if isinstance(m, Message)] == ["one!"]
        await press(pilot, "d")
        assert not game.chair("rome").draft.moves


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_unread_counts_come_from_the_record_and_survive_a_restart(size: tuple[int, int]) -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{TO_DESK} {SEAL}")
        await press(pilot, "1")
        assert "*@ 1 Meta" in shown(app)
        await press(pilot, "down down")
        assert " 1 Meta" not in shown(app)
    again = at_table(game)
    async with again.run_test(size=size) as pilot:
        await press(pilot, f"{TO_DESK} 1")
        assert " 1 Meta" not in shown(again)
        assert "*@ 1 Alibaba (off table)" in shown(again)


async def after_a_round(pilot: Any) -> None:
    await press(pilot, f"{TO_DESK} {SEAL}")


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_an_offer_is_read_in_full_and_accepted(size: tuple[int, int]) -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=size) as pilot:
        await after_a_round(pilot)
        await press(pilot, "3 enter")
        assert "accept" in shown(app)
        assert "lapses after turn" in shown(app)
        assert not clipped(app)
        await press(pilot, "a")
        moves = game.chair("rome").draft.moves
        assert [m.answer for m in moves if isinstance(m, Respond)] == ["accept"]
        await press(pilot, SEAL)
    assert any(e.kind == "offer_accepted" and e.about[0] == "rome" for e in game.sequence.record)


@pytest.mark.slow
async def test_a_counter_stands_beside_the_terms_it_answers() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await after_a_round(pilot)
        offer = next(iter(game.ask("rome").view.proposals.values()))
        await press(pilot, "3 enter c")
        assert "COUNTER-OFFER" in shown(app)
        lines = app.screen.query("FieldList").first(Lines)
        lines.go_to_key("turns")
        await press(pilot, "right end enter")
        answer = next(m for m in game.chair("rome").draft.moves if isinstance(m, Respond))
        assert answer.answer == "counter"
        assert answer.terms is not None
        assert answer.terms.turns == offer.terms.turns + 1
        await press(pilot, "3 enter")
        assert "OUR COUNTER" in shown(app)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_a_pledge_is_put_together_and_added(size: tuple[int, int]) -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{TO_DESK} p enter enter end enter")
        pledge = next(m for m in game.chair("rome").draft.moves if isinstance(m, MakePledge))
        assert (pledge.to, pledge.promise) == ("anthropic", "no_suspension")
        await press(pilot, SEAL)
        await press(pilot, "5")
        assert "> Anthropic: not to suspend" in shown(app)


@pytest.mark.slow
async def test_an_unfinished_offer_is_not_lost_when_its_window_is_closed() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} 1 down o")
        fields = app.screen.query("FieldList").first(Lines)
        fields.go_to_key("turns")
        await press(pilot, "left escape")
        assert isinstance(app.screen, DeskScreen)
        await press(pilot, "o")
        assert "< 2 >" in shown(app), "one less than the three turns that are left"
        assert not any(isinstance(m, Propose) for m in game.chair("rome").draft.moves)


async def test_the_seal_asks_once_for_a_reason_and_in_the_first_turn_for_a_plan() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} f9 f9")
        assert "no plan and no reason yet" in shown(app)
        assert not game.given
        await press(pilot, "'stay_free enter 'to_hear_offers enter")
        made = next(d for d in game.given if d.seat == "rome")
        assert (made.plan, made.rationale) == ("stay free", "to hear offers")
        await press(pilot, "f9")
        assert "YOUR PLAN" not in shown(app)


@pytest.mark.slow
async def test_sealing_twice_in_one_phase_is_not_possible() -> None:
    game = Game(("rome", "meta"))
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"enter enter {TO_DESK} {SEAL} right enter enter")
        assert app.stage.chair is not None
        assert app.stage.chair.seat == "rome"
        await press(pilot, "enter f9")
        assert "nothing is owed now" in shown(app)


async def test_news_never_moves_the_focus() -> None:
    game = Game(("rome", "meta"))
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"enter enter {TO_DESK} w 'typing")
        before = app.focused
        for seat in ("meta",):
            game.watchers.tell()
            assert seat
        await pilot.pause()
        assert app.focused is before
        assert app.screen.query_one(Composer).text == "typing"


async def test_advice_comes_beside_everything_else() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} a enter")
        await settled(app, "advice")
        await pilot.pause()
        assert "rome could wait" in app.screen.query_one("#advice", Lines).as_text()
        assert "6 ADVICE" in shown(app)


@pytest.mark.parametrize("size", SIZES)
async def test_readers_are_listed_with_what_they_may_see_later(size: tuple[int, int]) -> None:
    app = at_table(Game())
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{TO_DESK} 1 down f6")
        said = shown(app)
        assert "private: read by Rome, Anthropic and control" in said
        assert "Not told" in said
        assert "Afterwards the record keeps every word" in said


@pytest.mark.slow
async def test_the_notebook_is_written_line_by_line_and_as_a_whole() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} 1")
        app.screen.query_one("#channels", Lines).go_to_key("~")
        await pilot.pause()
        await press(pilot, "w 'llama_first enter 'then_help enter")
        assert game.chair("rome").draft.notebook == "llama first\nthen help"
        await press(pilot, "escape e ' enter")
        await press(pilot, SEAL)
        assert game.diaries["rome"].notebook.startswith("llama first")


async def test_every_pane_can_be_copied_and_exported(tmp_path: Path) -> None:
    app = at_table(Game(), folder=tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} 1 y")
        assert "All, public" in app.clipboard
        await press(pilot, "x")
        assert not os.listdir(tmp_path), "one letter beside a box writes no file"
        assert "x once more writes" in shown(app)
        await press(pilot, "x x x")
    names = sorted(os.listdir(tmp_path))
    assert names == [
        "first-download-rome-desk-turn1-rooms-2.txt",
        "first-download-rome-desk-turn1-rooms.txt",
    ]
    assert "Washington (off table)" in (tmp_path / names[0]).read_text()


async def test_finding_filters_the_list_and_counts() -> None:
    app = at_table(Game())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} 1 / 'meta")
        channels = app.screen.query_one("#channels", Lines)
        assert len(channels.rows) == 1
        assert channels.counted.endswith("/1 of 9")
        await press(pilot, "escape")
        assert len(channels.rows) == 9
        assert app.focused is channels


async def test_seat_text_is_never_read_as_markup_or_as_control_codes() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        text = "[b]not[/b] [@click=app.exit]here[/] \x1b[2J\x07 end"
        await press(pilot, f"{TO_DESK} w")
        app.screen.query_one(Composer).load_text(text)
        await press(pilot, f"enter {SEAL}")
        assert "[b]not[/b] [@click=app.exit]here[/]  [2J  end" in shown(app)


@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_has_help_for_itself_and_for_what_has_the_keys(size: tuple[int, int]) -> None:
    app = at_table(Game())
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{TO_DESK} ?")
        assert "EVERY SCREEN" in shown(app) or app.screen.query("Help")
        await press(pilot, "escape w f1")
        assert "Enter adds the message" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, FramedScreen)


@pytest.mark.slow
async def test_letters_typed_where_nothing_can_be_sent_are_no_commands() -> None:
    game = Game()
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} 1 end 2")
        assert not app.screen.query_one(Composer).display, "there is no box where nothing can be sent"
        await press(pilot, "w e o p t space a x d")
        assert isinstance(app.screen, NobodyReads)
        await press(pilot, "escape")
        assert isinstance(app.screen, DeskScreen)
        assert game.chair("rome").draft == replace(Draft(), marks=game.chair("rome").draft.marks)


async def test_the_adviser_s_answer_is_in_front_on_a_small_screen_and_a_question_replaces_what_was_filled_in() -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} a w h y enter")
        await settled(app, "advice")
        await pilot.pause()
        assert "asked 'why': rome could wait" in shown(app)


@pytest.mark.slow
async def test_ctrl_u_empties_the_box_whatever_its_length_and_ctrl_z_brings_it_back() -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} w '{'a_long_word_' * 30}")
        box = app.screen.query_one(Composer)
        before = box.text
        await press(pilot, "ctrl+u")
        assert box.text == ""
        await press(pilot, "ctrl+z")
        assert box.text == before


async def test_a_click_on_a_hint_of_the_bottom_row_presses_its_key() -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, TO_DESK)
        row = shown(app).splitlines()
        line = next(at for at, text in enumerate(row) if text.startswith("w write"))
        await pilot.click(offset=(row[line].index("p pledge") + 2, line))
        await pilot.pause()
        assert isinstance(app.screen, Pledging)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("z", "z does nothing here; ? lists the keys"),
        ("f7", "f7 does nothing here; ? lists the keys"),
        ("ctrl+k", "ctrl+k does nothing here; ? lists the keys"),
        ("8", "there is no pane 8 here; there are 1 2 3 4 5"),
    ],
)
async def test_a_key_that_does_nothing_says_so(key: str, said: str) -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} {key}")
        assert shown(app).splitlines()[-1] == said


@pytest.mark.slow
@pytest.mark.parametrize("key", ["escape", "left", "down"])
async def test_a_step_too_far_and_an_escape_too_many_take_no_word_away(key: str) -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} z {key}")
        assert shown(app).splitlines()[-1] == "z does nothing here; ? lists the keys"


async def test_in_a_box_every_letter_is_a_letter() -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} w z 8")
        assert app.screen.query_one(Composer).text == "z8"
        assert "does nothing" not in shown(app)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["w", "t", "1", "tab"])
async def test_that_a_key_did_nothing_is_said_until_the_next_one(key: str) -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} z {key}")
        assert "does nothing" not in shown(app)


async def test_what_was_said_since_is_not_taken_back_with_it() -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} z")
        assert isinstance(app.screen, FramedScreen)
        app.screen.say("a word that matters")
        await press(pilot, "1")
        assert shown(app).splitlines()[-1] == "a word that matters"


@pytest.mark.slow
@pytest.mark.parametrize("there", ["", "f5", "r"])
async def test_a_narrow_terminal_names_the_keys_of_the_panes_behind(there: str) -> None:
    app = at_table(played("kyiv", answered=9))
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} {there}")
        assert isinstance(app.screen, FramedScreen)
        (pane,) = [each for each in app.screen.panes if not each.has_class("-behind")]
        behind = sorted(each.key for each in app.screen.panes if each is not pane)
        assert behind
        assert f"{pane.heading}   keys {' '.join(behind)}: more" in shown(app).splitlines()[1]
        await press(pilot, behind[-1])
        assert f"keys {' '.join(sorted({pane.key, *behind} - {behind[-1]}))}: more" in shown(app).splitlines()[1]


async def test_a_wide_terminal_shows_all_panes_and_names_none_as_hidden() -> None:
    app = at_table(Game())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, TO_DESK)
        assert ": more" not in shown(app)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["w", "o", "p", "t", "s"])
async def test_when_the_game_is_over_nothing_is_drafted_any_more_and_every_screen_says_so(key: str) -> None:
    game = played("rome", "first-download", answered=99)
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} f2 {key}")
        assert isinstance(app.screen, DeskScreen), "no window opens"
        assert "the game is over: nothing is sent any more" in shown(app)
        assert shown(app).splitlines()[-1] == "! nothing is handed in any more: the game is over; r tells how it went"
        assert "w write" not in shown(app)
        assert game.chair("rome").draft.moves == ()


@pytest.mark.slow
@pytest.mark.parametrize("key", ["w", "o", "p", "t"])
async def test_in_the_last_turn_nothing_is_drafted_for_a_talk_that_does_not_come(key: str) -> None:
    game = Game()
    while (game.asking.turn, game.asking.phase) != (game.book.setting.turns, "orders"):
        game.hand_in("rome", Answer(silence(game.asking.phase), "human"))
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} f2 {key}")
        assert isinstance(app.screen, DeskScreen), "no window opens"
        assert "this is the last turn, and its talk is over: nothing is sent any more" in shown(app)
        await press(pilot, "f2 s")
        assert not isinstance(app.screen, DeskScreen), "a statement still goes with the orders"


async def test_notes_are_still_taken_when_the_game_is_over() -> None:
    game = played("rome", "first-download", answered=99)
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{TO_DESK} f2 1 end up w 'seen enter")
        assert "seen" in game.chair("rome").draft.notebook


@pytest.mark.slow
@pytest.mark.parametrize("key", ["f3", "f4", "f5", "r"])
async def test_every_screen_says_how_much_is_unread(key: str) -> None:
    game = played("kyiv", answered=9)
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} {key}")
        assert not isinstance(app.screen, DeskScreen)
        waiting = unread_by_sign(game.ask("kyiv"), Marks.of(game.chair("kyiv").draft))
        assert sum(waiting.values())
        header = shown(app).splitlines()[0]
        assert [f"{sign}{new}" for sign, new in waiting.items() if new and f"{sign}{new}" not in header] == []


@pytest.mark.parametrize(("desks", "where"), [(("control",), "; F10 goes to its desk"), ((), "")])
async def test_while_control_rules_a_seat_is_told_where_its_desk_stands(desks: tuple[str, ...], where: str) -> None:
    game = Game()
    game.asking = Asking(1, "adjudication", 0)
    game.answers = dict.fromkeys(game.people, Answer(silence("talk"), "human"))
    screen = DeskScreen(game.chair("rome"), LocalTable("", {}, {"rome": game.chair("rome")}, Doors({}), desks))
    assert screen.wanted() == f"control is ruling{where}"


async def test_enter_in_an_empty_box_says_that_nothing_is_written() -> None:
    app = at_table(Game())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{TO_DESK} w enter")
        assert Composer.EMPTY in shown(app).splitlines()[-1]
        await press(pilot, "escape e enter")
        assert Composer.EMPTY in shown(app), "in a window too"


async def test_what_may_be_tried_is_told_with_how_much_comes_after_it() -> None:
    app = at_table(Game())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, TO_DESK)
        assert "TRY 1 of 4: Ask Palantir for engineers" in shown(app)
