"""Control's screen: every act by keys at both sizes, what each leaves in the record, and what seats see of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import SIZES
from tests.ui.rooms import a_room, app_before, at_control, hand_in, rows, shown, to_ruling, until, write
from wargame.core import names
from wargame.core.arguments import CaseUnderArgument
from wargame.core.control_acts import Estimate
from wargame.core.views import View
from wargame.table.room import Room
from wargame.transcript.reading import read
from wargame.ui.facilitator.act_table import ACTS
from wargame.ui.facilitator.act_window import ActWindow
from wargame.ui.facilitator.screen import ControlScreen
from wargame.ui.widgets.lists import Lines

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]


def seen(room: Room, seat: str) -> str:
    """Everything that a seat can read."""
    return "\n".join(f"{each.text} {each.body}" for each in room.chair(seat).look().view.events)


def logged(room: Room) -> list[tuple[str, str, str]]:
    return [(each.what, each.target, each.reason) for each in room.control.deviations()]


async def closed(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, ControlScreen))


async def test_the_screen_shows_seats_record_injects_and_log(size: Size) -> None:
    async with at_control(size) as (_, _, pilot):
        assert rows(pilot, "seats")[0].startswith("R Rome: drafting")
        assert any("export-directive: waiting, turn 2" in row for row in rows(pilot, "injects"))
        assert any("fired" in row for row in rows(pilot, "injects"))
        assert rows(pilot, "log") == []
        for letter in "kimaroustnve":
            assert any(act.letter == letter for act in ACTS.values())


async def test_every_act_is_named_on_the_screen(size: Size) -> None:
    async with at_control(size) as (_, _, pilot):
        for act in ACTS.values():
            assert f"{act.letter} {act.word}" in shown(pilot)


async def test_ruling_without_an_argument_is_a_sentence_and_no_window(size: Size) -> None:
    async with at_control(size) as (_, app, pilot):
        await pilot.press("a")
        await pilot.pause()
        assert "no argument waits for a ruling" in shown(pilot)
        assert isinstance(app.screen, ControlScreen)


@pytest.mark.slow
async def test_no_window_is_cut_off(size: Size) -> None:
    async with at_control(size) as (room, app, pilot):
        await to_ruling(pilot, room)
        for name, act in ACTS.items():
            if act.window is None:
                continue
            await pilot.press(act.letter)
            await pilot.pause()
            window = app.screen
            assert isinstance(window, ActWindow), name
            frame = window.query_one(".window").region
            assert frame.height <= size[1]
            assert frame.width <= size[0]
            keys = window.query_one(".window-keys").region
            assert keys.bottom < frame.bottom, name
            assert "? help" in shown(pilot), name
            window.dismiss(None)
            await closed(pilot)


async def test_a_free_inject_reaches_its_readers_alone_and_moves_what_it_says(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        before = room.truth().values[names.domestic_support("rome")]
        await pilot.press("i", "enter")
        await write(pilot, "A cable leaks")
        screen = pilot.app.screen
        assert isinstance(screen, ActWindow)
        screen.kept |= {"readers": "some", "to": ("rome",), "objective": "see who talks"}
        await choose(pilot, "changes")
        await write(pilot, "rome.DS -5")
        await do(pilot)
        assert room.truth().values[names.domestic_support("rome")] == before - 5
        assert "A cable leaks" in seen(room, "rome")
        assert "A cable leaks" not in seen(room, "meta")
        assert "see who talks" not in seen(room, "rome")
        assert logged(room) == [("inject_now", "A cable leaks", "")]
        assert "rome.DS" in shown(pilot)


async def test_an_inject_of_the_list_fires_once(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await inject_row(pilot, "export-directive")
        await pilot.press("enter")
        await do(pilot)
        status = {each.inject.id: each.status for each in room.control.injects()}
        assert status["export-directive"] == "fired"
        await inject_row(pilot, "export-directive")
        await pilot.press("enter")
        await do(pilot, closes=False)
        assert "is spent" in shown(pilot)


async def test_striking_an_inject_takes_a_reason(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await inject_row(pilot, "the-ministry-asks")
        await pilot.press("enter")
        await go(pilot, "strike")
        await pilot.press("enter")
        assert "written reason" in shown(pilot)
        await choose(pilot, "reason")
        await write(pilot, "we run late")
        await go(pilot, "strike")
        await pilot.press("enter")
        await closed(pilot)
        assert logged(room) == [("cancel_inject", "the-ministry-asks", "we run late")]
        assert any("the-ministry-asks: cancelled" in row for row in rows(pilot, "injects"))


async def test_a_message_reaches_one_seat_and_no_other(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await go_to_pane(pilot, "1", "seats")
        await pilot.press("enter")
        await write(pilot, "Hurry up please")
        await do(pilot)
        assert "Hurry up please" in seen(room, "rome")
        assert "Hurry up please" not in seen(room, "palantir")
        assert "sent to Rome" in shown(pilot)


async def test_retracting_blanks_the_words_for_seats_and_keeps_them_in_the_record(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        room.control.message(("public",), "The wrong file")
        await pilot.pause()
        await pilot.press("end", "r")
        await write(pilot, "wrong file sent")
        await do(pilot)
        assert "The wrong file" not in seen(room, "rome")
        assert any("The wrong file" in event.body for event in room.record)
        assert any("[withdrawn]" in row for row in rows(pilot, "events"))


async def test_an_override_takes_a_name_by_completion_a_value_and_a_reason(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await pilot.press("o", *"rome.D", "tab")
        assert "now 48, of 0 to 100: domestic support" in shown(pilot)
        await pilot.press("enter")
        await write(pilot, "900")
        await write(pilot, "poll read wrongly")
        await pilot.press("enter")
        await pilot.pause()
        assert "900 is outside" in shown(pilot)
        assert room.control.deviations() == ()
        await pilot.press("escape")
        await closed(pilot)
        await pilot.press("o")
        await pilot.pause()
        for typed in ("rome.DS", "900", "poll read wrongly"):
            assert typed in shown(pilot)
        await choose(pilot, "value")
        await pilot.press("backspace", "backspace", "backspace")
        await write(pilot, "61")
        await do(pilot)
        log = room.control.deviations()[-1]
        assert (log.what, log.before, log.after, log.who) == (
            "override",
            {"rome.DS": 48.0},
            {"rome.DS": 61.0},
            "controller",
        )
        assert any("rome.DS 48 -> rome.DS 61" in row and "(poll read wrongly)" in row for row in rows(pilot, "log"))


async def test_part_of_a_name_offers_what_is_near(size: Size) -> None:
    async with at_control(size) as (_, app, pilot):
        await pilot.press("o")
        await write(pilot, "trust meta")
        await pilot.pause()
        assert "rome.trust.meta" in shown(pilot)
        await pilot.press("enter")
        assert isinstance(app.screen, ActWindow)
        assert app.screen.kept["variable"].count(".trust.") == 1


async def test_no_act_that_needs_a_reason_goes_without_one(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        for letter in "ruse":
            await pilot.press(letter)
            await pilot.pause()
            await go(pilot, "do")
            await pilot.press("enter")
            assert "written reason" in shown(pilot), letter
            assert isinstance(pilot.app.screen, ActWindow)
            pilot.app.screen.dismiss(None)
            await closed(pilot)
        assert room.control.deviations() == ()


async def test_undo_shows_what_goes_asks_once_more_and_takes_it_back(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        hand_in(room, "rome")
        await until(pilot, lambda: room.clock().round == 2)
        told = next(event.text for event in room.record if "made an offer" in event.text)
        await pilot.press("u")
        await pilot.pause()
        assert f"{len(room.game.past.decisions)} answers" in shown(pilot)
        assert told[:40] in shown(pilot)
        await write(pilot, "the timer broke")
        await pilot.press("enter")
        await pilot.pause()
        assert room.clock().round == 2
        assert "yes, undo" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: room.clock().round == 1)
        assert not any(event.text == told for event in room.record)
        assert logged(room) == [("undo", "", "the timer broke")]


async def test_a_seat_changes_hands_and_back(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        for spec, why in (("scripted", "Ada had to leave"), ("human", "Ada is back")):
            await go_to_pane(pilot, "1", "seats")
            await pilot.press("home", "s")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, ActWindow)
            screen.kept["player"] = spec
            await choose(pilot, "reason")
            await write(pilot, why)
            await do(pilot)
            assert room.game.players["rome"].spec == spec
        assert [each.what for each in room.control.deviations()] == ["swap", "swap"]
        players = {made.player for made in room.game.past.decisions.values() if made.seat == "rome"}
        assert "scripted" in players


async def test_a_model_that_cannot_be_had_is_refused_in_the_window(size: Size, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    async with at_control(size) as (room, _, pilot):
        await go_to_pane(pilot, "1", "seats")
        await pilot.press("home", "s")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ActWindow)
        screen.kept |= {"player": "llm", "model": "small", "reason": "a try of it"}
        screen.rewrite()
        await do(pilot, closes=False)
        assert "no endpoint and no key are set" in " ".join(shown(pilot).split())
        assert room.game.players["rome"].spec == "human"


async def test_the_clock_is_stopped_lengthened_and_shortened_by_one_key(size: Size) -> None:
    async with at_control(size, preset="90-minutes") as (room, _, pilot):
        left = room.clock().left
        assert left is not None
        await pilot.press("p")
        assert room.clock().paused
        assert "PAUSED" in shown(pilot)
        await pilot.press("space")
        assert not room.clock().paused
        await pilot.press("plus", "plus", "minus")
        after = room.clock().left
        assert after is not None
        assert left + 55 < after <= left + 60
        assert "at 00:00 Rome passes" in shown(pilot)


async def test_skipping_closes_the_phase(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        await pilot.press("k")
        await pilot.pause()
        assert "Rome" in shown(pilot)
        await do(pilot, closes=False)
        await until(pilot, lambda: room.clock().round == 2)
        made = room.game.past.decisions["1.talk1.rome"]
        assert made.origin == "timeout"


async def test_odds_are_shown_before_the_roll_and_both_stand_in_the_record(size: Size) -> None:
    async with at_control(size) as (room, app, pilot):
        case = await to_ruling(pilot, room)
        assert "CONTROL IS RULING" in shown(pilot)
        await pilot.press("a")
        await pilot.pause()
        await choose(pilot, "mode", "dice")
        await pilot.press("enter", "down", "enter", "escape")
        await pilot.pause()
        assert "83.3% to succeed: 2 for, 0 against" in shown(pilot)
        assert room.control.cases()[0].odds is None
        await write(pilot, "both reasons hold")
        await pilot.press("enter")
        await pilot.pause()
        odds = room.control.cases()[0].odds
        assert odds is not None
        assert odds.chance == pytest.approx(30 / 36, abs=1e-6)
        assert "83.3%" in seen(room, "meta")
        assert isinstance(app.screen, ActWindow)
        await go(pilot, "roll")
        await pilot.press("enter")
        await closed(pilot)
        assert room.control.cases() == ()
        kinds = [event.kind for event in room.record]
        assert kinds.index("odds_set") < kinds.index("argument_rolled") < kinds.index("argument_ruled")
        assert ("rule_argument", case, "both reasons hold") in logged(room)


@pytest.mark.parametrize(
    ("mode", "fill"),
    [
        ("rules", {}),
        ("probability", {"chance": "70"}),
        ("umpire", {"outcome": True}),
        ("vote", {"hands for": ("rome", "meta"), "hands no": ("palantir",)}),
    ],
)
async def test_each_mode_of_ruling_leaves_its_mode_and_inputs(size: Size, mode: str, fill: dict[str, object]) -> None:
    async with at_control(size) as (room, _, pilot):
        await to_ruling(pilot, room)
        await pilot.press("a")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ActWindow)
        screen.kept |= {"mode": mode, "reason": "it seems right", **fill}
        screen.rewrite()
        await do(pilot, closes=mode in ("umpire", "vote"))
        act = next(iter(room.game.past.acts.values())).move
        assert act.kind == "rule_argument"
        assert act.mode == mode
        if mode == "probability":
            assert act.chance == 0.7
            assert "70.0%" in shown(pilot)
        if mode == "vote":
            assert act.votes == {"rome": True, "meta": True, "palantir": False}


async def test_judges_stand_side_by_side_and_decide_nothing(size: Size) -> None:
    async def strict(case: CaseUnderArgument, view: View) -> Estimate:
        return Estimate(judge="strict", pros=("the first reason",), cons=(), chance=0.4, remark="thin")

    async def lenient(case: CaseUnderArgument, view: View) -> Estimate:
        return Estimate(judge="lenient", pros=("the first reason", "the second reason"), cons=(), chance=0.8)

    async with at_control(size, judges=(strict, lenient)) as (room, _, pilot):
        await to_ruling(pilot, room)
        await pilot.press("a", "escape")
        await go(pilot, "judges")
        await pilot.press("enter")
        await until(pilot, lambda: "strict" in told(pilot))
        assert "THEY DISAGREE, from 40% to 80%: the ruling is yours." in told(pilot)
        case = room.control.cases()[0]
        assert case.odds is None
        assert "thin" not in seen(room, "rome")


async def test_a_contested_argument_is_not_left_to_the_rules_without_a_word(size: Size) -> None:
    async def low(case: CaseUnderArgument, view: View) -> Estimate:
        return Estimate(judge="low", pros=(), cons=(), chance=0.1)

    async def high(case: CaseUnderArgument, view: View) -> Estimate:
        return Estimate(judge="high", pros=(), cons=(), chance=0.9)

    async with at_control(size, judges=(low, high)) as (room, _, pilot):
        case = await to_ruling(pilot, room)
        await room.control.consult(case)
        await pilot.press("k")
        await pilot.pause()
        await do(pilot, closes=False)
        assert "judges disagree" in shown(pilot)
        assert room.clock().phase == "adjudication"


async def test_a_paper_slip_is_marked_as_transcribed(size: Size) -> None:
    async with at_control(size) as (room, app, pilot):
        room.chair("rome").save(room.chair("rome").draft)
        await pilot.press("t", "enter")
        await do(pilot, closes=False)
        await until(pilot, lambda: "enter the slip of Rome" in shown(pilot))
        await pilot.press("f9")
        await pilot.pause()
        await pilot.press("f9", "f9")
        await closed(pilot)
        assert app.stage.chair is None
        made = room.game.past.decisions["1.talk1.rome"]
        assert (made.via, made.player) == ("transcribed", "human")


async def test_lost_minutes_cut_turns_and_never_the_review(size: Size) -> None:
    async with at_control(size, preset="90-minutes") as (room, _, pilot):
        await pilot.press("n", "2", "0")
        await pilot.pause()
        assert "the review keeps its 20 minutes" in told(pilot)
        assert "turn 2: 25 -> 0 minutes" in told(pilot)
        await choose(pilot, "reason")
        await write(pilot, "the room was late")
        await do(pilot)
        assert room.clock().turns == 1
        assert room.session.settings.preset.review == 20


async def test_secrets_are_told_after_one_more_question(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        hand_in(room, "rome")
        await until(pilot, lambda: room.clock().round == 2)
        hidden = [e.text for e in room.record if e.kind == "message_sent" and "palantir" not in e.audience != "public"]
        await pilot.press("v")
        await do(pilot, closes=False)
        assert "[yes, reveal]" in told(pilot)
        assert not any(event.kind == "secrets_revealed" for event in room.record)
        await pilot.press("enter")
        await closed(pilot)
        assert any(event.kind == "secrets_revealed" for event in room.record)
        assert all(text in seen(room, "palantir") for text in hidden)


async def test_ending_the_game_scores_what_stands(size: Size, tmp_path: Path) -> None:
    async with at_control(size, out=tmp_path / "game.jsonl") as (room, _, pilot):
        await pilot.press("e")
        await write(pilot, "time is up")
        await do(pilot, closes=False)
        await pilot.press("enter")
        await closed(pilot)
        await until(pilot, lambda: "k closes the record" in shown(pilot))
        assert "scores" in seen(room, "rome")
        await pilot.press("k")
        await do(pilot, closes=False)
        await until(pilot, lambda: room.over)
        await until(pilot, lambda: room.over)
        assert read(tmp_path / "game.jsonl").finished
        await pilot.press("p")
        await pilot.pause()
        assert "the game is over" in shown(pilot)


async def test_the_idle_are_flagged_after_three_minutes(size: Size) -> None:
    time = Standstill()
    async with at_control(size, time=time) as (_, app, pilot):
        assert not any("IDLE" in row for row in rows(pilot, "seats"))
        time.gone += 181
        screen = app.screen
        assert isinstance(screen, ControlScreen)
        screen.tick()
        assert any(row.startswith("R ! IDLE Rome: drafting 3 min") for row in rows(pilot, "seats"))


async def test_an_unsent_draft_is_known_and_its_content_is_not(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        from wargame.table.chair import Draft

        room.chair("rome").save(Draft(rationale="zebra-seventeen"))
        await pilot.pause()
        assert any("unsent draft" in row for row in rows(pilot, "seats"))
        assert "zebra-seventeen" not in told(pilot)


async def test_a_role_without_the_right_is_refused_and_the_record_says_so(size: Size) -> None:
    room = a_room(research=True)
    owner = room.join("Olga", role="owner")
    app = app_before(room)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: room.clock().phase == "talk")
        await app.push_screen(ControlScreen(room, room.control.acting(owner.handle)))
        assert "i inject" not in shown(pilot)
        assert "p pause" in shown(pilot)
        for letter in "imarouve":
            await pilot.press(letter)
            await pilot.pause()
            assert "has no right to" in shown(pilot), letter
        assert [each.what for each in room.control.deviations()] == ["refused"] * 8
        assert {each.who for each in room.control.deviations()} == {owner.handle}


async def test_the_record_is_filtered_by_kind_and_by_text(size: Size) -> None:
    async with at_control(size) as (room, _, pilot):
        room.control.message(("rome",), "Only for Rome")
        await pilot.pause()
        everything = len(rows(pilot, "events"))
        await pilot.press("f")
        assert "RECORD in truth: words" in shown(pilot)
        assert any("Only for Rome" in row for row in rows(pilot, "events"))
        assert len(rows(pilot, "events")) < everything
        await pilot.press("slash", *"zzz")
        await pilot.pause()
        assert rows(pilot, "events") == []


async def test_an_event_opens_in_full(size: Size) -> None:
    async with at_control(size) as (_, _, pilot):
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "read by everybody" in shown(pilot)
        assert "by inject.offers-on-the-table" in shown(pilot)


async def test_arriving_events_leave_focus_and_window_alone(size: Size) -> None:
    async with at_control(size) as (room, app, pilot):
        await pilot.press("o", *"rome")
        before = app.focused
        hand_in(room, "rome")
        await until(pilot, lambda: room.clock().round == 2)
        assert app.focused is before
        assert "rome" in shown(pilot)


async def test_help_names_every_act(size: Size) -> None:
    async with at_control(size) as (_, app, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        said = app.screen.as_text()  # type: ignore[attr-defined]
        for act in ACTS.values():
            assert f"{act.letter}  {act.word}" in said


# what the tests do by keys


class Standstill:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.gone = 0.0

    def now(self) -> float:
        return self.gone

    def after(self, seconds: float, ring: object) -> object:
        return lambda: None


def told(pilot: Pilot[None]) -> str:
    """What the lists of the front screen say, also out of sight, and its status."""
    return "\n".join(row.text for lines in pilot.app.screen.query(Lines) for row in lines.rows) + shown(pilot)


async def go(pilot: Pilot[None], name: str) -> None:
    """Put the cursor of the window's form on a field; the keys go to the list first."""
    from wargame.ui.facilitator.act_window import ActFields, ActList

    await pilot.pause()
    form = pilot.app.screen.query_one(ActFields)
    if form.writing:
        await pilot.press("escape")
        await pilot.pause()
    fields = pilot.app.screen.query_one(ActList)
    if fields.opened:
        await pilot.press("escape")
        await pilot.pause()
    if form.writing:
        await pilot.press("escape")
        await pilot.pause()
    assert fields.go_to_key(name), f"no field {name} in {[row.key for row in fields.rows]}"


async def choose(pilot: Pilot[None], name: str, value: str | None = None) -> None:
    """Open a field, and choose a value of it by moving to it."""
    from wargame.ui.facilitator.act_window import ActList

    await go(pilot, name)
    await pilot.press("enter")
    await pilot.pause()
    if value is None:
        return
    fields = pilot.app.screen.query_one(ActList)
    at = next(n for f in fields.fields if f.name == name for n, c in enumerate(f.choices) if c.value == value)
    assert fields.go_to_key(f"{name}={at}")
    await pilot.press("enter")
    await pilot.pause()


async def do(pilot: Pilot[None], *, closes: bool = True) -> None:
    """Choose the row that does it."""
    await go(pilot, "do")
    await pilot.press("enter")
    await pilot.pause()
    if closes:
        await closed(pilot)


async def go_to_pane(pilot: Pilot[None], key: str, id: str) -> None:
    """To a pane by its digit."""
    await pilot.press(key)
    await until(pilot, lambda: pilot.app.screen.query_one(f"#{id}").has_focus)


async def inject_row(pilot: Pilot[None], name: str) -> None:
    """To an inject of the list."""
    await go_to_pane(pilot, "3", "injects")
    pilot.app.screen.query_one("#injects", Lines).go_to_key(name)
