"""The line that opens a broken-off room again holds every option that no file keeps."""

from __future__ import annotations

from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from wargame.commands.host import host
from wargame.commands.room_again import KEPT, RESUMING, options_again

NOTHING: dict[str, Any] = {
    **dict.fromkeys(("certificate", "key", "ssh", "web", "notify", "remind")),
    **{"bind": "127.0.0.1", "in_the_clear": False, "qr": True, "consent": False},
}
SAID: dict[str, tuple[Any, str]] = {
    "bind": ("0.0.0.0", "--bind 0.0.0.0"),
    "certificate": (Path("my room.pem"), "--certificate 'my room.pem'"),
    "key": (Path("room.key"), "--key room.key"),
    "in_the_clear": (True, "--in-the-clear"),
    "ssh": (8422, "--ssh 8422"),
    "web": (0, "--web 0"),
    "qr": (False, "--no-qr"),
    "notify": ("mail $SEAT", "--notify 'mail $SEAT'"),
    "remind": (12.0, "--remind 12"),
    "consent": (True, "--consent"),
}


def test_every_option_of_host_is_kept_or_given_again() -> None:
    again = set(signature(options_again).parameters)
    assert set(signature(host).parameters) == again | KEPT | RESUMING
    assert not again & (KEPT | RESUMING)
    assert set(SAID) == again


@pytest.mark.parametrize("option", SAID)
def test_an_option_that_no_file_keeps_is_given_again(option: str) -> None:
    value, said = SAID[option]
    assert options_again(**NOTHING) == ""
    assert options_again(**{**NOTHING, option: value}) == said
