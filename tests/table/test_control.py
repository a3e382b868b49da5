"""Control at a table in play: each act takes effect at once, only for its readers, with a reason, on the record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.rules.desk import played
from tests.table.rig import Thinker, answer, everyone_answers, now, opened, play, settle, thinkers
from wargame.core import names
from wargame.core.control_acts import Override
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import SeatId, Variable, may_read
from wargame.core.moves import Message, Talk
from wargame.core.state import State
from wargame.errors import NotAllowed, SpecError, TranscriptError
from wargame.players.base import Answer
from wargame.present.record_rows import inject_rows
from wargame.review.knowledge import Knowledge, as_text
from wargame.review.why import Chains
from wargame.table.chair import Clock
from wargame.table.room import Room
from wargame.transcript.export import rows_of
from wargame.transcript.reading import read
from wargame.transcript.verify import Replayed, replay, verify

WHY = "the table had lost the thread"
Act = Callable[[Room], Any]


def at(turn: int, phase: str, act: Act, round_: int = 0) -> Callable[[Room, Clock], None]:
    """Do something once, at one moment of the game."""
    done: list[bool] = []

    def moment(room: Room, clock: Clock) -> None:
        if not done and (clock.turn, clock.phase) == (turn, phase) and (not round_ or clock.round == round_):
            done.append(True)
            act(room)

    return moment


def verified(path: Path) -> Replayed:
    game = verify(path)
    assert fold(State(), game.events).hash() == game.sequence.state.hash() == game.hashes[game.turns]
    return game


# effects


@pytest.mark.slow
@pytest.mark.parametrize(("turn", "phase"), [(1, "talk"), (2, "orders"), (3, "talk"), (3, "orders"), (3, "news")])
def test_an_override_takes_effect_at_once_in_every_phase_and_the_record_proves_it(
    tmp_path: Path, turn: int, phase: str
) -> None:
    seen: list[float] = []

    def act(room: Room) -> None:
        before = room.chair("rome").look().view.values[names.budget("rome")]
        room.control.override(names.budget("rome"), before + 2, WHY)
        seen.append(room.chair("rome").look().view.values[names.budget("rome")] - before)

    room = opened(tmp_path / "game.jsonl", facilitated=True)
    play(room, at(turn, phase, act))
    assert seen == [2]
    game = verified(tmp_path / "game.jsonl")
    event = next(event for event in game.events if event.kind == "value_overridden")
    assert (event.turn, event.phase, event.rule) == (turn, phase, "control")
    assert event.causes[0] == "control.1"
    assert event.audience == ("rome",)


def test_weighing_is_a_moment_for_control_too(tmp_path: Path) -> None:
    from wargame.core.moves import Sealed
    from wargame.core.orders import Argument

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (1, "orders"):
            order = Argument(reasons=(), action="We show what we built.", effect="raise_reputation", target="meta")
            now(room.chair("meta").submit(Answer(Sealed(signal=None, orders=(order,)), "human")))
        if clock.phase == "weigh":
            room.control.message(("public",), "Weigh well.")

    play(opened(tmp_path / "game.jsonl"), moment)
    spoken = next(event for event in verified(tmp_path / "game.jsonl").events if event.kind == "control_message")
    assert spoken.phase == "weigh"


def test_an_override_that_the_codebook_forbids_is_refused_with_a_sentence() -> None:
    def act(room: Room) -> None:
        for variable, value, said in (
            ("rome.budget", -1, "runs from 0 to 400"),
            ("rome.luck", 1, "no variable of this game"),
            ("rome.H", 0.2, "computed from other variables"),
        ):
            with pytest.raises(NotAllowed, match=said):
                room.control.override(Variable(variable), value, WHY)
        assert not room.game.past.overrides

    play(opened(), at(1, "talk", act))


@pytest.mark.parametrize("reason", ["", "   ", "because"])
def test_an_act_that_needs_a_reason_is_refused_without_one(reason: str) -> None:
    def act(room: Room) -> None:
        control = room.control
        for attempt in (
            lambda: control.override(names.budget("rome"), 5, reason),
            lambda: control.retract("1.1", reason),
            lambda: control.undo(reason),
            lambda: control.swap("meta", "scripted", reason),
            lambda: control.end_game(reason),
            lambda: control.cancel_inject("export-directive", reason),
        ):
            with pytest.raises(NotAllowed, match="reason"):
                attempt()
        assert not room.game.past.overrides
        assert room.is_human("meta")

    play(opened(), at(1, "talk", act))


def test_what_control_says_reaches_its_readers_alone(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        room.control.message(("rome",), "canary one")
        room.control.inject("canary two", audience=("meta", "rome"), objective="canary three")
        room.control.override(names.dissent("anthropic"), 44, "canary four is the reason")
        assert "canary" not in repr(room.public())
        assert room.public().events

    play(opened(out), at(2, "talk", act))
    game = verified(out)
    readers = {"one": {"rome"}, "two": {"rome", "meta"}, "three": set(), "four": set()}
    for seat in game.sequence.book.setting.ids:
        memory = Knowledge(game, seat)
        shown = "".join(
            repr(memory.at(turn)) + as_text(memory.at(turn), game.sequence.book.setting) for turn in range(4)
        )
        tables = ("events", "decisions", "messages", "agreements", "measures", "deviations", "calls")
        shown += "".join(repr(list(rows_of(game, table, seat))) for table in tables)
        for word, may in readers.items():
            assert (f"canary {word}" in shown) == (seat in may), (seat, word)


def test_a_kind_of_world_event_does_what_its_rule_does(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        events = room.control.inject("Somebody broke a model open.", kind="jailbreak")
        assert [event.kind for event in events][:2] == ["inject_fired", "jailbreak"]
        with pytest.raises(NotAllowed, match="no kind of inject"):
            room.control.inject("x", kind="meteor")
        with pytest.raises(NotAllowed, match="it can hit rome"):
            room.control.inject("x", kind="tariff_shock", target="meta")

    play(opened(out), at(1, "orders", act))
    verified(out)


def test_an_inject_of_the_list_can_be_fired_early_or_struck_and_does_not_come_again(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        assert [listed.status for listed in room.control.injects()] == ["fired", "waiting", "waiting"]
        room.control.fire("export-directive")
        room.control.cancel_inject("the-ministry-asks", "no time for it")
        assert [listed.status for listed in room.control.injects()] == ["fired", "fired", "cancelled"]
        assert [listed.turn for listed in room.control.injects()] == [1, 1, 1]
        told = [row.text for row in inject_rows(room.control.injects(), room.setting, 1)]
        early = next(said for said in told if "export-directive" in said)
        assert "export-directive: fired in turn 1 (planned: turn 2); to" in early
        with pytest.raises(NotAllowed, match="is spent"):
            room.control.fire("export-directive")

    play(opened(out), at(1, "talk", act))
    events = verified(out).events
    fired = [(event.rule, event.turn) for event in events if event.kind == "inject_fired"]
    assert fired == [("inject.offers-on-the-table", 1), ("inject.export-directive", 1)]
    struck = next(event for event in events if event.kind == "inject_cancelled")
    assert struck.audience == ()


def test_a_retracted_text_is_gone_for_seats_and_kept_in_the_record(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    said = "canary that should not have been said"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 1):
            now(room.chair("meta").submit(Answer(Talk(moves=(Message(to=("rome",), text=said),)), "human")))
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 2):
            event = next(event for event in room.record if event.body == said)
            assert said in repr(room.chair("rome").look().view)
            room.control.retract(event.id, "it was aimed at a person")
            for seat in ("rome", "meta"):
                view = room.chair(seat).look().view
                assert said not in repr(view)
                assert "(withdrawn by control)" in repr(view)
            assert "withdr" not in repr(room.chair("palantir").look().view)
            with pytest.raises(NotAllowed, match="have been retracted"):
                room.control.retract(event.id, "once more, for good")
            with pytest.raises(NotAllowed, match="no event of this game"):
                room.control.retract("9.9", "it was aimed at a person")
            assert said in repr(room.truth())

    play(opened(out), moment)
    game = verified(out)
    assert said.encode() in out.read_bytes()
    assert said not in repr(list(rows_of(game, "messages", "rome")))
    assert game.acts["control.1"].reason == "it was aimed at a person"


def test_minds_that_think_are_asked_anew_when_what_they_may_read_changes() -> None:
    made: dict[SeatId, Thinker] = {}

    async def meet() -> None:
        room = opened(seats={"anthropic": "llm:a", "palantir": "llm:b"}, make=thinkers(made), turns=1)
        task = asyncio.ensure_future(room.play())
        await settle()
        room.control.message(("anthropic",), "read this first")
        await settle()
        assert "read this first" in repr(made["anthropic"].asked[-1].view)
        assert [len(made[seat].asked) for seat in ("anthropic", "palantir")] == [2, 1]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_seats_can_write_to_control_alone(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 1):
            move = Message(to=("control",), text="canary for the umpire")
            now(room.chair("rome").submit(Answer(Talk(moves=(move,)), "human")))

    play(opened(out), moment)
    event = next(event for event in verified(out).events if event.body == "canary for the umpire")
    assert event.audience == ("rome",)
    assert event.text == "Rome to control."


# undo


def test_a_turn_undone_twice_is_played_anew_and_the_record_keeps_what_was_undone(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    undone: list[str] = []

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (2, "orders") and len(undone) < 2:
            before = room.chair("rome").look().view
            undone.append(repr(before))
            room.control.undo(WHY)
            assert (room.clock().turn, room.clock().phase) == (2, "brief")
            assert all(seen.phase != "talk" or seen.turn < 2 for seen in room.chair("rome").look().view.events)

    room = opened(out)
    result = play(room, moment)
    assert len(undone) == 2
    assert result.state_hash == played(everyone="scripted").hash, "the same acts meet the same chance"
    assert sum(result.origins.values()) == len(verified(out).decisions)
    raw = out.read_text()
    assert raw.count('"id":"2.talk1.rome"') == 3
    log = room.control.deviations()
    assert [each.what for each in log] == ["undo", "undo"]
    assert [row[3] for row in list(rows_of(verified(out), "deviations"))[1:]] == ["undo", "undo"]


def test_without_a_turn_named_undo_takes_the_turn_before_if_nothing_was_decided_yet() -> None:
    turns: list[int] = []

    def act(room: Room) -> None:
        room.game.past.decided.clear()
        for name in [name for name, made in room.game.past.decisions.items() if made.turn == 3]:
            del room.game.past.decisions[name]
        room.control.undo(WHY)
        turns.append(room.clock().turn)

    play(opened(facilitated=True), at(3, "talk", act, 1))
    assert turns == [2]


def test_undoing_the_first_turn_keeps_the_opening(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        with pytest.raises(NotAllowed, match="name one from 1"):
            room.control.undo(WHY, 4)
        room.control.override(names.budget("rome"), 40, "a mistake that will be undone")
        room.control.undo(WHY, 1)

    room = opened(out)
    assert play(room, at(3, "orders", act)).state_hash == played(everyone="scripted").hash
    assert [(each.what, each.undone) for each in room.control.deviations()] == [("override", True), ("undo", False)]
    game = verified(out)
    assert game.acts == {}
    assert not [event for event in game.events if event.kind == "value_overridden"]


def test_what_was_undone_explains_nothing(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (2, "orders") and not room.game.past.overrides:
            room.control.override(names.adoption("rome"), 90, "a mistake that will be undone")
            room.control.undo(WHY)
        elif (clock.turn, clock.phase) == (2, "orders") and len(room.game.past.overrides) == 2:
            room.control.override(names.adoption("rome"), 66, "as agreed at the table")

    play(opened(out), moment)
    game = verified(out)
    roots = [link for link in Chains(game).roots(names.adoption("rome"), 3) if link.kind == "control"]
    assert [link.id for link in roots] == ["control.3"]
    assert "as agreed at the table" in roots[0].text


# players change


def test_a_seat_that_changes_hands_twice_is_marked_in_each_decision(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 2):
            room.control.swap("meta", "scripted", "the phone rang")
            assert not room.chair("meta").owes
        if (clock.turn, clock.phase) == (2, "orders"):
            room.control.swap("meta", "human", "back from the phone")
            assert not room.chair("meta").owes

    room = opened(out)
    assert play(room, moment).state_hash == played(everyone="scripted").hash
    mine = {name: made for name, made in verified(out).decisions.items() if made.seat == "meta"}
    played_by = {name.removesuffix(".meta"): (made.player, made.origin) for name, made in mine.items()}
    script = {name for name, who in played_by.items() if who == ("scripted", "scripted")}
    assert script == {"1.talk2", "1.orders", "1.weigh", "2.talk1", "2.talk2", "2.orders"}
    assert {who for name, who in played_by.items() if name not in script} == {("human", "human")}
    swaps = [each for each in room.control.deviations() if each.what == "swap"]
    assert [(each.target, each.before, each.after) for each in swaps] == [
        ("meta", "human", "scripted"),
        ("meta", "scripted", "human"),
    ]


def test_a_mind_that_hangs_gives_way_in_the_middle_of_a_phase() -> None:
    made: dict[SeatId, Thinker] = {}

    async def meet() -> None:
        room = opened(people=(), seats={"meta": "llm:slow"}, make=thinkers(made), turns=1)
        task = asyncio.ensure_future(room.play())
        await settle()
        assert room.owes("meta")
        assert {s.seat: s.player for s in room.statuses()}["meta"] == "model"
        room.parts.activity.at_stage("meta", "weighing its offers")
        assert {s.seat: s.stage for s in room.statuses()}["meta"] == "weighing its offers"
        room.control.swap("meta", "human", "the model hangs")
        await settle()
        assert room.chair("meta").owes
        everyone_answers(room)
        room.control.swap("meta", "scripted", "no people left either")
        assert (await task).turns == 1

    asyncio.run(meet())


def test_a_player_that_cannot_sit_changes_nothing() -> None:
    def act(room: Room) -> None:
        with pytest.raises(SpecError, match="accepted"):
            room.control.swap("meta", "robot", "curiosity, mostly")
        with pytest.raises(SpecError, match="there is no seat"):
            room.control.swap("narnia", "scripted", "curiosity, mostly")
        assert room.is_human("meta")
        assert not room.game.past.overrides

    play(opened(), at(1, "talk", act))


def test_a_player_that_fails_is_replaced_by_its_script_with_the_true_reason(tmp_path: Path) -> None:
    class Failing(Thinker):
        async def decide(self, ask: object) -> Answer:
            raise RuntimeError("out of memory")

    def make(spec: str, seat: Any, seed: int) -> Any:
        return Failing(spec, seat, seed) if spec.startswith("llm") else thinkers({})(spec, seat, seed)

    out = tmp_path / "game.jsonl"
    result = play(opened(out, people=(), seats={"meta": "llm:broken"}, make=make))
    assert result.state_hash == played(everyone="scripted").hash
    made = [made for made in verified(out).decisions.values() if made.seat == "meta"]
    assert {each.origin for each in made} == {"fallback"}
    assert "out of memory" in made[0].faults[0]


def test_a_paper_slip_is_entered_by_control_and_marked(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        room.control.transcribe("rome", answer(room, "rome"))
        with pytest.raises(NotAllowed, match="no answer is wanted"):
            room.control.transcribe("rome", answer(room, "rome"))

    play(opened(out), at(2, "orders", act))
    made = verified(out).decisions["2.orders.rome"]
    assert (made.via, made.origin, made.player) == ("transcribed", "human", "human")


# the end


def test_each_seat_has_one_last_word_when_the_play_is_over_and_before_anything_is_revealed(tmp_path: Path) -> None:
    told: list[str] = []

    async def last(room: Room, seat: str, text: str) -> None:
        try:
            await room.chair(seat).conclude(text)
        except NotAllowed as fault:
            told.append(str(fault))
        else:
            told.append("")

    def act(room: Room) -> None:
        clock = room.clock()
        if (clock.turn, clock.phase) == (1, "talk") and not told:
            now(last(room, "rome", "Too early."))
        if clock.phase == "news" and len(told) == 1 and any(e.kind == "score_given" for e in room.record):
            now(last(room, "rome", "We kept our shelf."))
            now(last(room, "rome", "And again."))
            now(last(room, "anthropic", "We are a script."))
            room.control.conclude("palantir", "Read aloud for Palantir.")
            room.control.reveal()
            now(last(room, "meta", "Too late."))
            room.control.skip("the review is over")

    play(opened(tmp_path / "game.jsonl", facilitated=True), lambda room, clock: act(room))
    assert [line.partition(";")[0] for line in told] == [
        "final arguments are made when the play is over",
        "",
        "Rome has made its final argument",
        "somebody else plays this seat",
        "control has revealed what was secret",
    ]
    game = verified(tmp_path / "game.jsonl")
    said = [(event.about, event.body, event.audience) for event in game.events if event.kind == "final_argument"]
    assert said == [
        (("rome",), "We kept our shelf.", "public"),
        (("palantir",), "Read aloud for Palantir.", "public"),
    ]
    assert [act.move.kind for act in game.acts.values()][:2] == ["final_argument", "final_argument"]


def test_control_can_end_the_game_and_reveal_secrets_after_it(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    secret = "canary of meta and palantir"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 1):
            now(room.chair("meta").submit(Answer(Talk(moves=(Message(to=("palantir",), text=secret),)), "human")))
        if (clock.turn, clock.phase) == (2, "orders"):
            room.control.end_game("the bell rang early")
            assert (room.clock().phase, room.over) == ("news", False)
            assert not any(map(room.owes, room.setting.ids))
            assert secret not in repr(room.public())
            room.control.reveal()
            assert secret in repr(room.public())

    result = play(opened(out, facilitated=True), moment)
    game = verified(out)
    assert (result.turns, game.turns) == (2, 2)
    scored = {event.about[0] for event in game.events if event.kind == "score_given"}
    assert scored == {"rome", "anthropic", "meta", "palantir"}
    assert "in_force" not in {agreement.status for agreement in game.sequence.state.agreements.values()}
    assert secret in repr(Knowledge(game, "rome").at(2))


def test_ending_the_last_turn_scores_once(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    play(opened(out, facilitated=True), at(3, "news", lambda room: room.control.end_game("that was all")))
    scored = [event.about for event in verified(out).events if event.kind == "score_given"]
    assert len(scored) == len(set(scored)) == 4


def test_when_the_game_is_over_nothing_can_be_done_to_it() -> None:
    room = opened()
    play(room)
    with pytest.raises(NotAllowed, match="the game is over"):
        room.control.override(names.budget("rome"), 1, WHY)
    assert room.clock().phase == "end"


# rights


@pytest.mark.slow
def test_in_research_mode_the_owner_cannot_steer_and_the_attempt_is_recorded(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        room.join("Prof. Grey", "owner", handle="owner-1")
        with pytest.raises(NotAllowed, match="no right to inject now in research mode"):
            room.control.acting("owner-1").inject("a nudge")
        room.control.acting("owner-1").pause()
        room.control.acting("owner-1").resume()

    room = opened(out, research=True)
    result = play(room, at(1, "talk", act))
    assert result.state_hash == played(everyone="scripted").hash
    refused = room.control.deviations()
    assert [(each.what, each.who, each.role) for each in refused] == [("refused", "owner-1", "owner")]
    verified(out)
    assert "Grey" not in out.read_text()


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("white_cell", {"speak", "rule", "vote"}, {"world", "seats", "clock"}),
        ("scribe", {"note", "see"}, {"world", "speak", "rule", "clock", "vote"}),
        ("observer", set(), {"world", "speak", "see", "note"}),
        ("owner", {"world", "clock", "seats"}, set()),
        ("controller", {"world", "clock", "seats", "rule"}, set()),
    ],
)
def test_each_role_has_its_rights(role: Any, may: set[Any], may_not: set[Any]) -> None:
    room = opened()
    desk = room.control.acting(room.join("A", role).handle)
    assert all(map(desk.may, may))
    assert not any(map(desk.may, may_not))


def test_a_role_without_the_right_is_refused_on_the_record(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        cell = room.control.acting(room.join("W", "white_cell").handle)
        cell.message(("rome",), "from the cell")
        with pytest.raises(NotAllowed, match="white cell has no right to override"):
            cell.override(names.budget("rome"), 5, WHY)

    room = opened(out)
    play(room, at(1, "talk", act))
    assert [each.what for each in room.control.deviations()] == ["control_message", "refused"]
    verified(out)


# proof


def test_a_forged_act_does_not_verify(tmp_path: Path) -> None:
    import json

    from wargame.transcript.entry import linked

    out = tmp_path / "game.jsonl"
    play(opened(out), at(1, "talk", lambda room: room.control.override(names.budget("rome"), 5, WHY)))
    lines = out.read_bytes().splitlines()
    prev, forged = "0" * 64, []
    for line in lines[:-1]:
        entry = json.loads(line)
        text = line.replace(b'"value":5.0', b'"value":500.0').replace(entry["prev"].encode(), prev.encode(), 1)
        forged.append(text)
        prev = linked(text)
    out.write_bytes(b"\n".join(forged) + b"\n")
    with pytest.raises(TranscriptError, match=r"control could not have done control\.1"):
        replay(read(out), confirm=True)


@pytest.mark.parametrize("number", [-3, -3.0])
def test_a_whole_number_that_a_program_gives_is_a_number_of_the_record(tmp_path: Path, number: float) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        room.control.inject("news", changes={names.domestic_support("rome"): number})
        room.control.do(Override(variable=names.adoption("rome"), value=50), WHY)

    play(opened(out), at(1, "talk", act))
    verified(out)
    assert b'"changes":{"rome.' in out.read_bytes()
    assert b":-3.0}" in out.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("number", ["-30", True, None, float("nan"), 10**400])
def test_what_is_no_number_changes_nothing_and_is_told(tmp_path: Path, number: Any) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        with pytest.raises(NotAllowed, match="it must be a number"):
            room.control.inject("news", changes={names.domestic_support("rome"): number})

    play(opened(out), at(1, "talk", act))
    assert not verified(out).acts


def test_events_of_acts_have_known_causes_and_the_rule_control(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        made: list[Event] = [
            *room.control.override(names.adoption("rome"), 50, WHY),
            *room.control.message(("public",), "hello"),
            *room.control.inject("news", changes={names.domestic_support("rome"): 1.0}),
        ]
        assert {event.rule for event in made} == {"control"}
        assert all(may_read(event.audience, "rome") for event in made)

    play(opened(out), at(1, "talk", act))
    game = verified(out)
    known = {*game.acts, *game.decisions, "scenario"}
    for event in game.events:
        assert all(cause.partition("#")[0] in known for cause in event.causes), event
        known.add(event.id)
