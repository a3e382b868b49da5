"""What is asked of those who play is heard while they play, and put down with who asked and why."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import stdev
from threading import Event, Thread

import pytest

from tests.batch.studies import SMALL, planned
from wargame.batch import steering
from wargame.batch.run_ledger import contents
from wargame.batch.runner import BatchProgress, more_of, run_experiment, state
from wargame.batch.steering import CONTROL, LOOKS_EVERY, Helm, Steering, Watchdog, steer, steering_of
from wargame.errors import ExperimentError, SpecError

ONE = SMALL.replace("count: 3", "count: 1")


def soon(is_so: Callable[[], object]) -> None:
    """Wait until something is so, which another thread sees to."""
    last = time.monotonic() + 300
    while not is_so():
        assert time.monotonic() < last
        time.sleep(0.02)


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A folder in which an experiment was begun."""
    (tmp_path / "ledger-1-of-1.jsonl").touch()
    return tmp_path


def test_what_is_not_named_stays_as_it_was_asked(begun: Path) -> None:
    assert steering_of(begun) == Steering()
    steer(begun, by="office", reason="night", games=3)
    assert steer(begun, by="desk", reason="lunch", paused=True) == Steering(True, 3, "desk", "lunch")
    assert steering_of(begun) == Steering(True, 3, "desk", "lunch")
    assert steer(begun, by="desk", reason="cores", workers=2) == Steering(True, 3, "desk", "cores", 2)


def test_who_asks_and_why_is_wanted_and_a_folder_in_which_something_was_begun(begun: Path, tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="say who asks and why"):
        steer(begun, by=" ", reason="x", paused=True)
    with pytest.raises(SpecError, match="games=0: at least one at once"):
        steer(begun, by="a", reason="b", games=0)
    with pytest.raises(SpecError, match="workers=0: at least one process"):
        steer(begun, by="a", reason="b", workers=0)
    with pytest.raises(SpecError, match="no experiment has been begun there"):
        steer(tmp_path / "other", by="a", reason="b", paused=True)
    assert not (begun / CONTROL).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this is no object of JSON"),
        ("[]", "this is no object of JSON"),
        ("[" * 100_000, "this is no object of JSON"),
        ('{"paused": 1}', "paused is 1; true or false is accepted"),
        ('{"gams": 3}', "'gams' is no part of it; paused, games, by, reason, workers, tokens, money, paused_by or"),
        ('{"games": "3"}', "games is '3'; a whole number from 1 on, or null, is accepted"),
        ('{"games": 0}', "games is 0; a whole number from 1 on"),
        ('{"workers": true}', "workers is true; a whole number from 1 on"),
        ('{"tokens": -1}', "tokens is -1; a whole number from 0 on"),
        ('{"tokens": 1.5}', "tokens is 1.5; a whole number from 0 on"),
        ('{"money": NaN}', "money is nan; a number from 0 on, or null, is accepted"),
        ('{"money": 1e999}', "money is inf; a number from 0 on"),
        ('{"caps_by": {"by": "me"}}', "caps_by is a set of keys and values; texts `by`, `reason` and `at`, or null"),
    ],
)
def test_what_cannot_be_read_is_told_to_who_asks_and_changes_nothing_for_who_plays(
    begun: Path, text: str, said: str
) -> None:
    heard: list[Mapping[str, object]] = []
    helm = Helm(begun, heard.append)
    (begun / CONTROL).write_text(text, encoding="utf-8")
    with pytest.raises(ExperimentError) as fault:
        steering_of(begun)
    assert str(fault.value).startswith(f"{begun / CONTROL}: {said}")
    assert str(fault.value).endswith(
        "delete or mend it, and ask again by `wargame experiment control`, which writes it"
    )
    assert helm.look() == Steering()
    assert heard == []


def test_a_pause_begins_no_game_until_it_is_ended_and_both_are_put_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steering, "LOOKS_EVERY", 0.0)
    plan, folder, done, paused = planned(tmp_path, ONE), tmp_path / "games", list[int](), Event()

    def progress(at: BatchProgress) -> None:
        done.append(at.done)
        if at.done == 2:
            steer(folder, by="office", reason="wanted elsewhere", paused=True)
            paused.set()

    def goes_on() -> None:
        paused.wait(300)
        time.sleep(0.3)
        done.append(-len(done))
        steer(folder, by="office", reason="free again", paused=False)

    other = Thread(target=goes_on)
    other.start()
    assert run_experiment(plan, folder, progress=progress).complete
    other.join()
    assert done == [1, 2, -2, 3, 4], "none was begun in between"
    controls = contents(folder).controls
    assert [(each["paused"], each["by"], each["reason"]) for each in controls] == [
        (True, "office", "wanted elsewhere"),
        (False, "office", "free again"),
    ]
    assert all(str(each["at"]).endswith("+00:00") for each in controls)


def test_a_folder_that_was_steered_is_still_read_and_gone_on_with(tmp_path: Path) -> None:
    plan, folder = planned(tmp_path, ONE), tmp_path / "games"
    assert run_experiment(plan, folder).complete
    steer(folder, by="office", reason="fewer", games=2)
    more = planned(tmp_path, SMALL.replace("count: 3", "count: 2"))
    assert run_experiment(more, folder).complete
    assert [each["games"] for each in contents(folder).controls] == [2]
    assert json.loads((folder / CONTROL).read_bytes())["games"] == 2


def test_who_plays_hears_what_is_asked_once_with_who_asked(tmp_path: Path) -> None:
    folder, heard = tmp_path / "games", list[Steering]()
    assert run_experiment(planned(tmp_path, ONE), folder, steered=heard.append).complete
    assert heard == [], "nobody asked for anything"
    steer(folder, by="office", reason="lunch", paused=True)
    asked = steer(folder, by="desk", reason="fewer", games=2, paused=False)
    more = planned(tmp_path, SMALL.replace("count: 3", "count: 2"))
    assert run_experiment(more, folder, steered=heard.append).complete
    assert heard == [asked]
    assert (heard[0].by, heard[0].games, heard[0].paused_by) == ("desk", 2, None)


@pytest.mark.slow
def test_more_processes_play_as_soon_as_they_are_asked_for_and_fewer_too(tmp_path: Path) -> None:
    plan, folder, at_work = planned(tmp_path, SMALL.replace("count: 3", "count: 5")), tmp_path / "games", list[int]()

    def progress(at: BatchProgress) -> None:
        at_work.append(len(multiprocessing.active_children()))
        if at.done == 2:
            steer(folder, by="office", reason="the other core is free", workers=2)
        if at.done == 12:
            steer(folder, by="office", reason="it is wanted again", workers=1)
        time.sleep(2 * LOOKS_EVERY if at.done in (2, 12) else 0)

    assert run_experiment(plan, folder, progress=progress).complete
    assert at_work[:2] == [0, 0], "one process is this one"
    assert max(at_work[2:12]) == 2
    assert at_work[-1] <= 1
    assert not multiprocessing.active_children()
    assert [(each["workers"], each["reason"]) for each in contents(folder).controls] == [
        (2, "the other core is free"),
        (1, "it is wanted again"),
    ]


def test_that_nothing_happened_stands_in_the_ledger_and_that_it_went_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steering, "STALLED", 0.3)
    plan, folder, told = planned(tmp_path, ONE), tmp_path / "games", list[float]()
    begun = time.monotonic()

    def progress(at: BatchProgress) -> None:
        if at.done == 2:
            soon(lambda: state(plan, folder).stalled)
            monkeypatch.setattr(steering, "STALLED", 300.0)  # on a slow machine the rest is no stall either
            there = state(plan, folder)
            assert there.stalls[-1]["seconds"] in range(int(time.monotonic() - begun) + 2), "whole seconds"

    assert run_experiment(plan, folder, progress=progress, stalled=told.append).complete
    found = contents(folder)
    assert len(found.stalls) == len(told) >= 1
    assert not found.stalled, "games ended after it"
    assert str(found.stalls[0]["at"]).endswith("+00:00")


class Hours:
    """A clock that goes on when it is told to, from now."""

    def __init__(self) -> None:
        self.now = float(int(time.time()))

    def __call__(self) -> float:
        return self.now


def test_a_pause_is_no_stall(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steering, "LOOKS_EVERY", 0.0)
    told, hours = list[float](), Hours()
    steer(begun, by="office", reason="night", paused=True)
    dog = Watchdog(told.append, begun, after=300, clock=hours)
    helm = Helm(begun, lambda _: None, dog.alive)
    for _ in range(12):
        hours.now += 299
        dog.look()
        assert helm.look().paused
    assert told == []
    hours.now += 301
    dog.look()
    assert told == [301]


def test_a_watchdog_tells_once_that_nothing_happens_and_again_after_something_did(tmp_path: Path) -> None:
    told, hours = list[float](), Hours()
    with Watchdog(told.append, tmp_path, after=0.2, clock=hours) as dog:
        hours.now += 1000
        soon(lambda: told)
        hours.now += 1000
        time.sleep(0.1)  # it looks several times where it is fast, and tells nothing where it is slow either
        dog.look()
        assert told == [1000]
        dog.alive()
        hours.now += 1000
        soon(lambda: len(told) == 2)
        dog.alive()
    hours.now += 1000
    time.sleep(0.1)
    assert told == [1000, 1000], "who is over watches no more"


def test_a_game_whose_record_grows_is_no_stall(tmp_path: Path) -> None:
    told, hours, record = list[float](), Hours(), tmp_path / "g1.jsonl"
    dog = Watchdog(told.append, tmp_path, after=300, clock=hours)
    record.touch()
    for _ in range(12):
        hours.now += 299
        dog.look()
        os.utime(record, (hours.now, hours.now))
    assert told == []
    hours.now += 301
    dog.look()
    assert told == [pytest.approx(301)]


def test_what_is_left_is_told_from_the_first_games_with_how_far_that_may_be_off() -> None:
    assert more_of([10, 12, 11, 9], 10) is None, "four are too few"
    assert more_of([10, 12, 11, 9, 8], 0) is None
    found = more_of([10, 12, 11, 9, 8], 20)
    assert found is not None
    assert found[0] == 200
    assert found[1] == pytest.approx(1.96 * stdev([10, 12, 11, 9, 8]) * (20 + 20 * 20 / 5) ** 0.5)
    sure = more_of([10] * 5, 20)
    assert sure == (200, 0)
