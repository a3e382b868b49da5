"""The host's time at another machine: neither a clock that is set otherwise nor a closed lid shifts what is shown."""

from __future__ import annotations

import pytest

from wargame.rooms import host_time
from wargame.rooms.host_time import HostTime, rings, since
from wargame.table.chair import Clock, SeatStatus

AT_HOST = 1_000_000.0
"""What the host's seconds begin at: nothing that another machine's do."""


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of the joined machine, which the test lets run."""
    seconds = [17.0]
    monkeypatch.setattr(host_time, "seconds_here", lambda: seconds[0])
    return seconds


def told(left: float, idle: float) -> tuple[HostTime, Clock, tuple[SeatStatus, ...]]:
    """What a joined machine knows when the host has so much left, and one seat has been idle for so long."""
    clock = Clock(1, 3, "talk", 1, left, paused=False)
    status = SeatStatus("meta", "Meta", "human", (), "owes", "", idle)
    heard = HostTime()
    heard.heard({"now": AT_HOST, "left": left})
    assert rings(clock, AT_HOST) == AT_HOST + left
    return heard, clock, since((status,), AT_HOST)


def test_what_is_left_and_who_is_idle_is_shown_alike_on_machines_whose_clocks_differ(here: list[float]) -> None:
    heard, clock, statuses = told(left=600.0, idle=40.0)
    assert heard.running(clock).left == 600.0
    assert [each.idle for each in heard.idle(statuses)] == [40.0]
    here[0] += 90.0
    assert heard.running(clock).left == 510.0
    assert [each.idle for each in heard.idle(statuses)] == [130.0]


def test_a_laptop_that_slept_shows_what_is_left_at_the_host_before_it_hears_anything(here: list[float]) -> None:
    heard, clock, _ = told(left=600.0, idle=0.0)
    here[0] += 3600.0
    assert heard.running(clock).left == 0.0


def test_the_clock_of_a_joined_machine_never_goes_back_and_runs() -> None:
    first = host_time.seconds_here()
    assert host_time.seconds_here() >= first
