"""A model file comes from a hub whole, or not at all, or in two goes; the hub here is a real server on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from wargame.errors import LocalModelError
from wargame.local.catalogue import Hub, fetched
from wargame.local.fetch import fetch

from .conftest import CONTENT, model

PATH = "makers/tiny/resolve/main/tiny.gguf"
TINY = model(Hub(PATH))


class Shelf(ThreadingHTTPServer):
    """Serves one file, as well or as badly as a test wants."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.content = CONTENT
        self.ranges = True
        self.breaks_at: int | None = None
        self.asked: list[tuple[str, str | None]] = []


class Clerk(BaseHTTPRequestHandler):
    server: Shelf

    def do_GET(self) -> None:
        shelf, wanted = self.server, self.headers.get("Range")
        shelf.asked.append((self.path, wanted))
        if self.path != "/" + PATH:
            self.send_error(404)
            return
        begin = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and shelf.ranges else 0
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(shelf.content) - 1}/{len(shelf.content)}")
        self.send_header("Content-Length", str(len(shelf.content) - begin))
        self.end_headers()
        end = len(shelf.content) if shelf.breaks_at is None else shelf.breaks_at
        with suppress(ConnectionError):
            self.wfile.write(shelf.content[begin:end])

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    server = Shelf()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("WARGAME_HUB", f"http://127.0.0.1:{server.server_address[1]}/")
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def silent(have: int) -> None:
    """Nobody watches."""


def test_a_file_arrives_whole_and_is_told_as_it_comes(shelf: Shelf, cache: Path) -> None:
    told: list[int] = []
    place = fetch(TINY, told.append)
    assert place == cache / "tiny.gguf"
    assert place.read_bytes() == CONTENT
    assert told == sorted(told)
    assert told[-1] == len(CONTENT)
    assert [path.name for path in cache.iterdir()] == ["tiny.gguf"]


def test_a_file_that_is_here_is_not_asked_for_again(shelf: Shelf) -> None:
    fetch(TINY, silent)
    fetch(TINY, silent)
    assert len(shelf.asked) == 1


def test_a_file_that_was_damaged_here_is_fetched_again(shelf: Shelf, cache: Path) -> None:
    (cache / "tiny.gguf").write_bytes(bytes(len(CONTENT)))
    assert fetch(TINY, silent).read_bytes() == CONTENT


def test_a_broken_download_is_kept_and_goes_on_where_it_broke(shelf: Shelf, cache: Path) -> None:
    shelf.breaks_at = 1_500_000
    with pytest.raises(LocalModelError, match=r"broken off at 2 MB of 3 MB.*fetch again to go on there"):
        fetch(TINY, silent)
    assert not fetched(TINY)
    assert (cache / "tiny.gguf.part").stat().st_size == 1_500_000
    shelf.breaks_at = None
    assert fetch(TINY, silent).read_bytes() == CONTENT
    assert [wanted for _, wanted in shelf.asked] == [None, "bytes=1500000-"]


def test_a_hub_that_knows_no_ranges_sends_the_whole_file_again(shelf: Shelf, cache: Path) -> None:
    shelf.ranges = False
    (cache / "tiny.gguf.part").write_bytes(CONTENT[:1_000_000])
    assert fetch(TINY, silent).read_bytes() == CONTENT


def test_a_download_that_was_whole_but_not_yet_checked_needs_no_hub(shelf: Shelf, cache: Path) -> None:
    (cache / "tiny.gguf.part").write_bytes(CONTENT)
    assert fetch(TINY, silent).read_bytes() == CONTENT
    assert shelf.asked == []


def test_other_content_of_the_same_length_is_deleted(shelf: Shelf, cache: Path) -> None:
    shelf.content = bytes(len(CONTENT))
    with pytest.raises(LocalModelError, match=f"SHA-256 .* and not {TINY.sha256}; it was deleted"):
        fetch(TINY, silent)
    assert list(cache.iterdir()) == []


def test_a_file_of_another_length_is_not_even_fetched(shelf: Shelf, cache: Path) -> None:
    shelf.content = CONTENT + b"more"
    with pytest.raises(LocalModelError, match=r"offers a file of 3,072,004 bytes, and tiny has 3,072,000"):
        fetch(TINY, silent)
    assert list(cache.iterdir()) == []


def test_a_missing_file_is_named_with_its_address_and_a_way_round(shelf: Shelf) -> None:
    with pytest.raises(LocalModelError, match=r"/elsewhere answers 404 Not Found; .*WARGAME_LOCAL_GGUF.*WARGAME_HUB"):
        fetch(model(Hub("elsewhere")), silent)


def test_a_hub_that_cannot_be_reached_is_named(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARGAME_HUB", "http://127.0.0.1:1")
    with pytest.raises(LocalModelError, match=r"http://127.0.0.1:1/makers/.* cannot be reached"):
        fetch(TINY, silent)


def test_a_hub_must_be_an_http_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARGAME_HUB", "file:///etc")
    with pytest.raises(LocalModelError, match="WARGAME_HUB=file:///etc: this must begin with http"):
        fetch(TINY, silent)


def test_a_disk_without_room_is_named_before_anything_is_fetched(shelf: Shelf) -> None:
    with pytest.raises(LocalModelError, match=r"tiny needs 1,000,000,000,000 MB of disk under .* are free"):
        fetch(replace(TINY, size=10**18), silent)
    assert shelf.asked == []
