"""What stands in the way of a server is said in a sentence; a running one is proved in tests/live."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from wargame.errors import LocalModelError
from wargame.local import serve
from wargame.local.catalogue import DEFAULT
from wargame.local.serve import ServerPlan, name_of, start


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.gguf"
    path.write_bytes(b"GGUF")
    return path


def test_a_missing_engine_is_named_with_its_extra(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(LocalModelError, match=r"is not installed: pip install 'wargame-tabletop\[local\]'"):
        start(ServerPlan(own, threads=1))


def test_a_port_in_use_is_refused_before_the_model_is_loaded(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_engine", lambda: None)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LocalModelError, match=f"--port {port}: 127.0.0.1 does not give it .*0 for any free one"):
            start(ServerPlan(own, threads=1, port=port))


def test_a_file_of_one_s_own_is_served_under_its_own_name(own: Path) -> None:
    assert name_of(own) == "own"


def test_a_damaged_file_in_the_cache_is_not_served(cache: Path) -> None:
    with (cache / DEFAULT.file).open("wb") as file:
        file.truncate(DEFAULT.size)
    with pytest.raises(LocalModelError, match="damaged or changed; `wargame local fetch smollm2-135m` replaces it"):
        name_of(cache / DEFAULT.file)


def test_one_core_is_left_to_others() -> None:
    assert 1 <= serve.spare_threads() < max(2, os.cpu_count() or 2)
