"""Where a room is, and that nothing secret goes over a line that others may read unless both sides say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.errors import SpecError
from wargame.rooms.addresses import PORT, address_of, desk_sealing, host_sealing, on_this_machine


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("ws://127.0.0.1:9000", "ws://127.0.0.1:9000"),
        ("127.0.0.1:9000", "ws://127.0.0.1:9000"),
        ("localhost", f"ws://localhost:{PORT}"),
        ("[::1]:9000", "ws://[::1]:9000"),
        ("192.168.1.20:9000", "wss://192.168.1.20:9000"),
        ("wss://room.example:9000/", "wss://room.example:9000"),
    ],
)
def test_an_address_is_sealed_unless_it_is_this_machine(typed: str, uri: str) -> None:
    assert address_of(typed).uri == uri


def test_a_line_to_another_machine_that_is_not_sealed_must_be_accepted_in_words() -> None:
    with pytest.raises(SpecError, match="--in-the-clear"):
        address_of("ws://192.168.1.20:9000")
    assert address_of("ws://192.168.1.20:9000", in_the_clear=True).uri == "ws://192.168.1.20:9000"


@pytest.mark.parametrize(
    "typed",
    ["", "ws://", "http://x:1", "ws://x:port", "ws://x:99999", "ws://x:1/rome", "ws://x:1?code=7", "ws://me@x:1"],
)
def test_what_is_no_address_is_told_with_one_that_is(typed: str) -> None:
    with pytest.raises(SpecError, match=r"such as wss://192\.168\.1\.20:8429"):
        address_of(typed)


@pytest.mark.parametrize(("host", "here"), [("127.0.0.5", True), ("::1", True), ("0.0.0.0", False), ("rome", False)])
def test_only_loopback_is_this_machine(host: str, here: bool) -> None:
    assert on_this_machine(host) is here


def test_a_host_opens_no_readable_line_to_other_machines_unless_told() -> None:
    with pytest.raises(SpecError, match=r"--bind 0\.0\.0\.0: codes and secrets"):
        host_sealing("0.0.0.0", None, None, in_the_clear=False)
    assert host_sealing("0.0.0.0", None, None, in_the_clear=True) is None
    assert host_sealing("127.0.0.1", None, None, in_the_clear=False) is None


def test_a_certificate_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "room.pem"
    bad.write_text("no certificate")
    with pytest.raises(SpecError, match="must be a certificate in PEM"):
        host_sealing("0.0.0.0", bad, None, in_the_clear=False)
    with pytest.raises(SpecError, match="a key seals nothing"):
        host_sealing("127.0.0.1", None, bad, in_the_clear=False)
    with pytest.raises(SpecError, match="cannot be used"):
        desk_sealing(address_of("wss://room.example"), bad)
    with pytest.raises(SpecError, match="is not sealed"):
        desk_sealing(address_of("127.0.0.1"), bad)
