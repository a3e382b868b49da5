"""What a room may be called: numbers, this machine's names and those of its certificate, and nothing else."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.rooms.test_sealing import certificate_of
from wargame.rooms.doors.browser.own_names import is_ours, is_own_page, names_here


@pytest.mark.parametrize(
    "called", ["127.0.0.1:8430", "[::1]:8430", "192.168.1.20", "localhost:8430", "LOCALHOST", "localhost.:1"]
)
def test_a_number_and_this_machine_are_the_room(called: str) -> None:
    assert is_ours(called, names_here())
    assert is_ours(f"{socket.gethostname()}:8430", names_here())


@pytest.mark.parametrize(
    "called",
    ["", "elsewhere.example", "127.0.0.1.elsewhere.example:8430", "localhost.example", "a:b:c", "[", "x" * 300],
)
def test_any_other_name_is_not(called: str) -> None:
    assert not is_ours(called, names_here())


def test_a_certificate_speaks_for_its_names(tmp_path: Path) -> None:
    names = frozenset(("room.example.org", "*.wargame.example"))
    assert is_ours("room.example.org:8430", names)
    assert is_ours("paris.wargame.example", names)
    assert not is_ours("a.paris.wargame.example", names)
    assert not is_ours("wargame.example", names)
    assert names_here(certificate_of(tmp_path, "127.0.0.1")[0]) == names_here()


@pytest.mark.parametrize(
    "origin", ["", "null", "http://127.0.0.1:1", "https://127.0.0.1:8430", "http://127.0.0.1:8430.example"]
)
def test_a_page_is_the_rooms_own_if_all_of_its_origin_is(origin: str) -> None:
    assert is_own_page("http://127.0.0.1:8430", "127.0.0.1:8430", sealed=False)
    assert not is_own_page(origin, "127.0.0.1:8430", sealed=False)
