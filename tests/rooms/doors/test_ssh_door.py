"""The door for ssh: the question for a code and then a desk, and nothing else of the host's machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.rooms.rig import Hosted, hosted, run, until
from wargame.core.moves import Message
from wargame.table.chair import Draft
from wargame.table.clock import LoopTime
from wargame.table.opening_rooms import resume_room
from wargame.table.players import Means
from wargame.table.room import Room

asyncssh: Any = pytest.importorskip("asyncssh", reason="asyncssh is not installed; nothing but the ssh door needs it")

from wargame.rooms.doors.ssh_door import SshDoor, host_key, host_key_beside  # noqa: E402
from wargame.rooms.doors.visitors import FROM_ONE_PLACE, Visitors  # noqa: E402

REFUSED: Mapping[str, tuple[object, ...]] = {
    "start_sftp_client": (),
    "open_connection": ("127.0.0.1", "PORT"),
    "forward_remote_port": ("127.0.0.1", 0, "127.0.0.1", "PORT"),
    "run": ("echo harmless",),
}
"""What else ssh can ask of a machine, as its client library calls it."""


@asynccontextmanager
async def opened(folder: Path, room: Room | None = None, *, over: bool = False) -> AsyncIterator[tuple[Hosted, int]]:
    """A room with a door for ssh, to which its game is over or not; and the port of that door."""
    async with hosted(folder / "game.jsonl", room=room) as here:
        visitors = Visitors(here.address, here.hosted.came_by, lambda: over)
        door = SshDoor(visitors, host_key(folder / "game.jsonl"), here.hosted.keyring)
        async with door.open("127.0.0.1", 0) as port:
            yield here, port


class Anybody(asyncssh.SSHClient):  # type: ignore[misc]
    """Answers what is asked for as `ssh` does, which is nothing."""

    def kbdint_auth_requested(self) -> str:
        """Any of its ways will do."""
        return ""

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
        """No question is put."""
        assert not prompts
        return []


def _to(port: int, *keys: Any) -> dict[str, Any]:
    return {
        **{"host": "127.0.0.1", "port": port, "username": "room", "known_hosts": None, "client_factory": Anybody},
        **{"client_keys": list(keys) or None, "agent_path": None, "config": []},
    }


@asynccontextmanager
async def client(port: int, *keys: Any) -> AsyncIterator[Any]:
    """A line of ssh, by whoever has these keys."""
    async with asyncssh.connect(**_to(port, *keys)) as line:
        yield line


class Terminal:
    """A terminal at the other end of a line of ssh."""

    def __init__(self, process: Any) -> None:
        self.process, self.seen = process, ""

    async def read_until(self, *words: str, seconds: float = 150.0) -> None:
        async with asyncio.timeout(seconds):
            while not all(word in self.seen for word in words):
                drawn = await self.process.stdout.read(65536)
                assert drawn, f"ended without {words}: {self.seen[-400:]!r}"
                self.seen += drawn

    def type(self, keys: str) -> None:
        self.process.stdin.write(keys)


@asynccontextmanager
async def terminal(line: Any, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Terminal]:
    """A shell as `ssh` asks for one."""
    async with line.create_process(term_type="xterm-256color", term_size=size) as process:
        yield Terminal(process)


def test_a_wrong_code_is_told_slowed_and_asked_for_again(tmp_path: Path) -> None:
    async def far() -> None:
        async with opened(tmp_path) as (here, port), client(port) as line, terminal(line) as seat:
            await seat.read_until("code, typed unseen: ")
            seat.type("2222-2222-2222\r")
            await seat.read_until("this code opens nothing")
            seat.seen = seat.seen.partition("this code opens nothing")[2]
            await seat.read_until("code, typed unseen: ")
            assert any("a wrong code from 127.0.0.1" in each for each in here.told)
            assert "2222" not in seat.seen

    run(far())


def test_there_is_no_command_no_file_and_no_way_through(tmp_path: Path) -> None:
    async def far() -> None:
        async with opened(tmp_path) as (_, port):
            for name, words in REFUSED.items():
                async with client(port) as line:
                    with pytest.raises((asyncssh.Error, asyncssh.ChannelListenError)):
                        await getattr(line, name)(*(port if word == "PORT" else word for word in words))

    run(far())


@pytest.mark.parametrize(("over", "said"), [(False, "the room is closed; if it goes on"), (True, "the game is over;")])
def test_whoever_is_there_when_the_room_is_closed_is_told_so(tmp_path: Path, over: bool, said: str) -> None:
    async def far() -> None:
        async with AsyncExitStack() as room:
            _, port = await room.enter_async_context(opened(tmp_path, over=over))
            async with client(port) as line, terminal(line) as seat:
                await seat.read_until("code, typed unseen: ")
                await room.aclose()
                await seat.read_until(said)

    run(far())


def test_one_line_opens_one_desk(tmp_path: Path) -> None:
    async def far() -> None:
        async with opened(tmp_path) as (_, port), client(port) as line, terminal(line) as seat:
            await seat.read_until("code")
            with pytest.raises(asyncssh.ChannelOpenError):
                await line.create_process(term_type="xterm")

    run(far())


def test_without_a_terminal_a_desk_says_what_it_needs(tmp_path: Path) -> None:
    async def far() -> None:
        async with opened(tmp_path) as (_, port), client(port) as line:
            done = await line.run()
            assert "a desk needs a terminal: ssh -t" in done.stdout
            assert done.exit_status == 2

    run(far())


def test_strangers_who_say_nothing_are_few_and_cost_no_process(tmp_path: Path) -> None:
    async def far() -> None:
        async with opened(tmp_path) as (_, port):
            waiting = [await asyncssh.connect(**_to(port)) for _ in range(FROM_ONE_PLACE)]
            with pytest.raises((asyncssh.Error, OSError)):
                await asyncssh.connect(**_to(port))
            waiting.pop().abort()
            async with asyncio.timeout(60):
                while len(waiting) < FROM_ONE_PLACE:
                    with suppress(asyncssh.Error, OSError):  # it is not yet known that one has left
                        waiting.append(await asyncssh.connect(**_to(port)))
            for each in waiting:
                each.abort()

    run(far())


def test_the_door_is_known_again_by_a_key_that_its_owner_alone_may_read(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    first = host_key(record)
    assert host_key(record).get_fingerprint() == first.get_fingerprint()
    assert host_key_beside(record).stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_a_code_opens_the_desk_and_whoever_has_a_key_of_ssh_comes_back_to_their_draft(tmp_path: Path) -> None:
    own = asyncssh.generate_private_key("ssh-ed25519")

    async def far() -> None:
        async with opened(tmp_path) as (here, port):
            code = here.code("rome")
            async with client(port, own) as line, terminal(line) as seat:
                await seat.read_until("code, typed unseen: ")
                seat.type(f"{code}\r")
                await seat.read_until("FIRST THINGS TO TRY")
                assert code not in seat.seen
                await until(lambda: here.hosted.who()[0].count("at the desk"), 50)
                line.abort()
            await until(lambda: "away" in here.hosted.who()[0], 20)
            async with client(port, own) as line, terminal(line) as seat:
                await seat.read_until("or Enter to go back to rome")
                seat.seen = ""
                seat.type("\r")
                await seat.read_until("FIRST THINGS TO TRY")
            stranger = asyncssh.generate_private_key("ssh-ed25519")
            async with client(port, stranger) as line, terminal(line) as seat:
                await seat.read_until("code, typed unseen: ")
                assert "go back" not in seat.seen

    asyncio.run(asyncio.wait_for(far(), 600))


@pytest.mark.slow
def test_whoever_comes_back_from_elsewhere_takes_the_desk_and_the_line_before_is_told_and_ends(tmp_path: Path) -> None:
    own = asyncssh.generate_private_key("ssh-ed25519")

    async def far() -> None:
        async with (
            opened(tmp_path) as (here, port),
            client(port, own) as first,
            terminal(first) as before,
            client(port, own) as second,
            terminal(second) as after,
        ):
            await before.read_until("code, typed unseen: ")
            before.type(f"{here.code('rome')}\r")
            await before.read_until("FIRST THINGS TO TRY")
            await after.read_until("code, typed unseen")
            after.type("\r")  # no key was known when it asked first
            await after.read_until("or Enter to go back to rome")
            after.type("\r")
            await before.read_until("this desk was opened elsewhere")
            await before.process.wait()
            await after.read_until("FIRST THINGS TO TRY")

    asyncio.run(asyncio.wait_for(far(), 600))


@pytest.mark.slow
def test_a_key_of_ssh_leads_back_to_the_desk_and_its_draft_in_a_room_that_was_broken_off_and_goes_on(
    tmp_path: Path,
) -> None:
    own, other = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))

    async def far() -> None:
        async with opened(tmp_path) as (here, port):
            code = here.code("rome")
            async with client(port, own) as line, terminal(line) as seat:
                await seat.read_until("code, typed unseen: ")
                seat.type(f"{code}\r")
                await seat.read_until("FIRST THINGS TO TRY")
                here.room.chair("rome").save(Draft(moves=(Message(to=("public",), text="a draft of before"),)))
                line.abort()
        room = resume_room(tmp_path / "game.jsonl", means=Means(time=LoopTime()))
        async with opened(tmp_path, room) as (here, port):
            for key in (other, None):
                async with client(port, *(key,) if key else ()) as line, terminal(line) as seat:
                    await seat.read_until("code, typed unseen: ")
                    assert "go back" not in seat.seen
            async with client(port, own) as line, terminal(line) as seat:
                await seat.read_until("code, typed unseen, or Enter to go back to rome: ")
                seat.type("\r")
                await seat.read_until("FIRST THINGS TO TRY")
                seat.type("\r")
                await seat.read_until("a draft of before")

    asyncio.run(asyncio.wait_for(far(), 600))
