"""The door of a room for ssh: any terminal's own ssh client opens the question for a code, then a desk.

Nobody logs in to this machine: there is no shell, no file, no forwarding, no command but the desk. Whoever has a key of
ssh is known by it again, so that a line that dropped leads back to the same desk, and so does a room that goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncssh

from wargame.core.plain_text import plain_line
from wargame.errors import NotAllowed, SpecError, WargameError
from wargame.rooms.doors.desk_process import TERMINAL_AGAIN
from wargame.rooms.doors.known_again import KnownAgain
from wargame.rooms.doors.visitors import CLOSED_FOR_GOOD, GAME_OVER, KeyOfPlace, Visitors
from wargame.rooms.keys import Keyring, OpensNothing
from wargame.rooms.put_off import PutOff
from wargame.transcript.private import write_private

PORT = 8422
"""Where it is unless told otherwise; what `ssh` itself takes is for those who log in to the machine."""
KNOCK, PATIENCE = 20.0, 120.0
"""Seconds in which a client must be let in, and in which a code must be brought."""
MOST_TRIES = 8
"""Codes that are tried on one line."""
SIGN_OF_LIFE, MISSED = 15, 3
"""Seconds between two signs of life of a line, and how many of them may be missing."""
LONGEST_LINE = 80
"""Letters of what is typed for a code."""


def host_key_beside(record: Path) -> Path:
    """Where the key is kept by which people know this room's door again: `NAME.ssh-host-key` beside its record."""
    return record.with_name(f"{record.stem}.ssh-host-key")


def host_key(record: Path) -> asyncssh.SSHKey:
    """The key of the room's door, made the first time; SpecError if it cannot be read or kept."""
    path = host_key_beside(record)
    try:
        if path.exists():
            path.chmod(0o600)
            return asyncssh.read_private_key(path)
        made = asyncssh.generate_private_key("ssh-ed25519")
        write_private(path, made.export_private_key("openssh"))
    except (OSError, asyncssh.KeyImportError) as fault:
        raise SpecError(
            f"{path}: the key of the room's ssh door cannot be read or kept ({fault}); move it away, and a fresh one "
            "is made"
        ) from None
    return made


class SshDoor:
    """The door for ssh of one room."""

    def __init__(self, visitors: Visitors, key: asyncssh.SSHKey, keyring: Keyring) -> None:
        """For these visitors; `key` is what people know it by, and the room's keyring by what it knows them."""
        self._visitors, self._key, self._keyring = visitors, key, keyring
        self._kept: dict[str, str] = {}
        """The keys of places that were opened here, by place."""
        self._staying: set[asyncio.Task[None]] = set()
        """What goes on with everybody who is there."""

    @property
    def fingerprint(self) -> str:
        """What an ssh client shows of the door the first time, to be compared."""
        return self._key.get_fingerprint()

    @asynccontextmanager
    async def open(self, host: str, port: int) -> AsyncIterator[int]:
        """Let people in there as long as the block lasts; its port. SpecError if nobody can be let in there."""
        logging.getLogger("asyncssh").setLevel(logging.CRITICAL + 1)
        try:
            server = await asyncssh.listen(
                host,
                port,
                server_factory=lambda: _Client(self._visitors, self._known_by, self._staying),
                server_host_keys=[self._key],
                encoding=None,
                line_editor=False,
                password_auth=False,
                agent_forwarding=False,
                x11_forwarding=False,
                allow_scp=False,
                compression_algs=None,
                gss_host=None,
                login_timeout=KNOCK,
                keepalive_interval=SIGN_OF_LIFE,
                keepalive_count_max=MISSED,
            )
        except OSError as fault:
            raise SpecError(
                f"--ssh {port}: nobody can be let in there ({fault.strerror or fault}); another port may be free, and "
                "0 takes any that is"
            ) from None
        try:
            yield server.get_port()
        finally:
            server.close()
            for each in self._staying:
                _leave(each)
            await asyncio.gather(*self._staying, return_exceptions=True)
            await server.wait_closed()

    def _known_by(self, fingerprint: str) -> KnownAgain:
        return KnownAgain(self._keyring, fingerprint and f"ssh {fingerprint}", self._kept)


class _Client(asyncssh.SSHServer):
    """One line of ssh: at most one desk, and nothing else."""

    def __init__(
        self, visitors: Visitors, known_by: Callable[[str], KnownAgain], staying: set[asyncio.Task[None]]
    ) -> None:
        self._visitors, self._known_by, self._staying = visitors, known_by, staying
        self._shown = ""
        """Fingerprint of the key that was shown last; the one that was proven, once the client is let in."""
        self._begun = False
        self._where = "?"
        self._stranger: Any = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._where = str(conn.get_extra_info("peername")[0])
        stranger = self._visitors.stranger(self._where)
        try:
            stranger.__enter__()
        except NotAllowed:
            conn.abort()
        else:
            self._stranger = stranger

    def connection_lost(self, exc: Exception | None) -> None:
        self.known()

    def known(self) -> None:
        """Whoever is there is no stranger any more."""
        stranger, self._stranger = self._stranger, None
        if stranger is not None:
            stranger.__exit__(None, None, None)

    # nobody has to prove anything here: a code is asked for at the desk's own question

    def begin_auth(self, username: str) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        self._shown = key.get_fingerprint()
        return True

    def kbdint_auth_supported(self) -> bool:
        return True

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> bool:
        self._shown = ""  # a key that was shown and not proven counts for nothing
        return True

    def session_requested(self) -> asyncssh.SSHServerSession[bytes] | bool:
        if self._begun:
            return False
        self._begun = True
        return _Session(self._visitors, self._where, self._known_by(self._shown), self.known, self._staying)


class _Session(asyncssh.SSHServerSession[bytes]):
    """The terminal of whoever is there."""

    def __init__(
        self,
        visitors: Visitors,
        where: str,
        again: KnownAgain,
        known: Callable[[], None],
        staying: set[asyncio.Task[None]],
    ) -> None:
        self._visitors, self._where, self._again, self._known = visitors, where, again, known
        self._staying = staying
        self._kind, self._size = "", (80, 24)
        self._typed = bytearray()
        self._came = asyncio.Event()
        self._free = asyncio.Event()
        self._free.set()
        self._desk: Any = None
        self._lost = False
        """Whether nobody is at the other end any more."""
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._chan = chan

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Any) -> bool:
        self._kind, self._size = term_type or "xterm-256color", (term_size[0] or 80, term_size[1] or 24)
        return True

    def shell_requested(self) -> bool:
        return True

    def session_started(self) -> None:
        self._task = asyncio.create_task(self._stay())
        self._staying.add(self._task)
        self._task.add_done_callback(self._staying.discard)

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        self._size = width, height
        if self._desk is not None:
            self._desk.resize(self._size)

    def data_received(self, data: bytes, datatype: Any) -> None:
        if self._desk is not None:
            self._desk.type(data)
        else:
            self._typed += data[: LONGEST_LINE * 4]
            self._came.set()

    def eof_received(self) -> bool:
        self._came.set()
        self._typed += b"\x04"
        return True

    def pause_writing(self) -> None:
        self._free.clear()

    def resume_writing(self) -> None:
        self._free.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        if self._task is not None:
            _leave(self._task)

    # from the question for a code to the end

    async def _stay(self) -> None:
        try:
            code = await self._stayed()
        except (WargameError, OSError) as fault:
            self._say(str(fault))
            code = 2
        except TimeoutError:
            self._say(f"no code came within {PATIENCE:g} seconds")
            code = 2
        except asyncio.CancelledError:
            if not self._lost:
                self._chan.write(TERMINAL_AGAIN if self._desk is not None else b"\r\n")
                over = self._visitors.over()
                self._say(GAME_OVER if over else "the room is closed; if it goes on, the same ssh command leads there")
                self._chan.exit(0 if over else 2)
            raise
        with suppress(OSError):
            self._chan.exit(code)

    async def _stayed(self) -> int:
        if not self._kind:
            self._say("a desk needs a terminal: ssh -t")
            return 2
        async with asyncio.timeout(PATIENCE):
            place = await self._place()
        if place is None:
            return 130
        self._known()
        self._again.opened(place)
        back = "the same ssh command again" if self._again.own else ""
        async with self._visitors.desk(place.key, self._where, self._size, kind=self._kind, back=back) as desk:
            self._desk = desk
            desk.resize(self._size)
            while drawn := await desk.drawn():
                await self._free.wait()
                self._chan.write(drawn)
            code = await desk.ended()
        if code and code != CLOSED_FOR_GOOD:
            self._chan.write(TERMINAL_AGAIN)
            self._say("this desk was opened elsewhere" if desk.replaced else "this desk has ended; it stays as it is")
        return code

    async def _place(self) -> KeyOfPlace | None:
        """What a code opens, or what whoever has this key of ssh has opened before; None if they leave."""
        for _ in range(MOST_TRIES):
            places = self._again.places
            others = "".join(f", or {each}" for each in places[1:])
            again = f", or Enter to go back to {places[0]}{others}" if places else ""
            self._chan.write(f"code, typed unseen{again}: ".encode())
            typed = await self._line()
            self._chan.write(b"\r\n")
            if typed is None:
                return None
            try:
                if (kept := places[0] if places and not typed else typed) in places:
                    return self._again.again(kept)
                return await self._visitors.opened(typed, self._where)
            except OpensNothing as fault:
                self._say(str(fault))
            except PutOff as fault:
                if fault.again is None:
                    raise
                self._say(str(fault))
                await asyncio.sleep(fault.again)
        raise NotAllowed(f"{MOST_TRIES} codes opened nothing; come again when you have the right one")

    async def _line(self) -> str | None:
        """A line that is typed unseen; None if they would rather leave."""
        line = bytearray()
        while True:
            while self._typed:
                letter = self._typed.pop(0)
                if letter in b"\r\n":
                    return line.decode(errors="replace").strip()
                if letter in b"\x03\x04":
                    return None
                if letter in b"\x7f\x08":
                    del line[-1:]
                elif letter == 0x15:
                    line.clear()
                elif len(line) < LONGEST_LINE:
                    line.append(letter)
            self._came.clear()
            await self._came.wait()

    def _say(self, text: str) -> None:
        self._chan.write(f"{plain_line(text)}\r\n".encode())


def _leave(staying: asyncio.Task[None]) -> None:
    """Have somebody go, once: a second time would not let their desk end in peace."""
    if not staying.cancelling():
        staying.cancel()
