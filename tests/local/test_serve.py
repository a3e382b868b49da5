"""What stands in the way of a server is said in a sentence; a running one is proved in tests/live."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from wargame.commands.local_model import context_in_words
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
    with pytest.raises(LocalModelError, match=r"is not installed: pip install xllamacpp"):
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


@contextmanager
def saying(told: dict[str, object]) -> Iterator[str]:
    """The base URL of a server whose list of models holds one with these particulars."""

    class Models(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"data": [{"id": "a-model", "meta": told}]}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Models) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("told", "context", "words"),
    [
        ({"n_ctx": 8192}, 8192, "tokens each 8192: no more than it was trained on, so that --ctx 12288 was not had"),
        ({"n_ctx": 12288, "n_params": 5}, 12288, "tokens each 12288"),
        ({}, None, "tokens each 12288"),
    ],
)
def test_the_context_that_was_really_had_is_read_back_and_told(
    told: dict[str, object], context: int | None, words: str
) -> None:
    with saying(told) as url:
        assert serve.served_at(url).context == context
    assert context_in_words(12288, context) == words


def test_one_core_is_left_to_others() -> None:
    assert 1 <= serve.spare_threads() < max(2, os.cpu_count() or 2)
