"""Where a room is: its address, and whether what is said there can be read on the way.

A code, a key and all that a seat knows go over the line. On this machine nobody else reads it; anywhere else it is
sealed by TLS, unless both sides have said that it need not be.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wargame.errors import SpecError

PORT = 8429
"""Where a room is unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class RoomAddress:
    """Where a room is found."""

    host: str
    port: int
    sealed: bool
    """Whether TLS seals the line."""

    @property
    def uri(self) -> str:
        """As it is told to people, and connected to."""
        return f"{'wss' if self.sealed else 'ws'}://{self._authority}"

    @property
    def for_browsers(self) -> str:
        """As a browser opens it."""
        return f"{'https' if self.sealed else 'http'}://{self._authority}/"

    @property
    def _authority(self) -> str:
        return f"{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def on_this_machine(host: str) -> bool:
    """Whether a name or number means this machine and no other."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address_of(text: str, *, in_the_clear: bool = False) -> RoomAddress:
    """An address as somebody types it: `ws://HOST:PORT`, `wss://HOST:PORT`, or `HOST:PORT` alone.

    Without a scheme the line is sealed unless the host is this machine. SpecError says what is wrong with it.
    """
    accepted = "such as wss://192.168.1.20:8429, or 127.0.0.1:8429 on the same machine"
    scheme, mark, rest = text.partition("://")
    try:
        found = urlsplit(f"//{rest if mark else text}")
        host, port = found.hostname or "", found.port or PORT
    except ValueError:
        host, port = "", 0
    if not host or found.path not in ("", "/") or found.query or found.username or (mark and scheme not in SCHEMES):
        raise SpecError(f"{text}: this is no address of a room; give what its host was told, {accepted}")
    sealed = scheme == "wss" if mark else not (on_this_machine(host) or in_the_clear)
    if not sealed and not on_this_machine(host) and not in_the_clear:
        raise SpecError(
            f"{text}: on the way to {host} anybody could read your code and your seat's secrets; join at wss://, or "
            "accept it with --in-the-clear"
        )
    return RoomAddress(host, port, sealed)


SCHEMES = ("ws", "wss")


def host_sealing(bind: str, certificate: Path | None, key: Path | None, *, in_the_clear: bool) -> ssl.SSLContext | None:
    """How a host seals its lines; None for lines that are not sealed.

    SpecError if the certificate cannot be read, or if others could read a line that nobody said may be read.
    """
    if certificate is None:
        if key is not None:
            raise SpecError(f"--key {key}: a key seals nothing without its certificate; add --certificate FILE")
        if not on_this_machine(bind) and not in_the_clear:
            raise SpecError(
                f"--bind {bind}: codes and secrets would go over the network for anybody to read; give --certificate "
                "FILE and --key FILE, or accept it with --in-the-clear"
            )
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as fault:
        raise SpecError(
            f"--certificate {certificate}: cannot be used ({fault.strerror or fault}); it must be a certificate in "
            "PEM, and --key the file of its key"
        ) from None
    return context


def desk_sealing(address: RoomAddress, certificate: Path | None) -> ssl.SSLContext | None:
    """How a desk checks whom it talks to: by the certificates that this machine trusts, or by the host's own one.

    None for a line that is not sealed. SpecError if the certificate cannot be read or would not be used.
    """
    if not address.sealed:
        if certificate is not None:
            raise SpecError(f"--certificate {certificate}: the line to {address.uri} is not sealed; join at wss://")
        return None
    try:
        return ssl.create_default_context(cafile=str(certificate) if certificate is not None else None)
    except (OSError, ssl.SSLError) as fault:
        raise SpecError(f"--certificate {certificate}: cannot be used ({fault.strerror or fault})") from None


def as_seen(bind: str) -> str:
    """How others reach this machine: by the address at which it listens, or where that is all of them by its own."""
    if bind not in ("0.0.0.0", "::"):
        return bind
    family, nowhere = (socket.AF_INET, "192.0.2.1") if bind == "0.0.0.0" else (socket.AF_INET6, "2001:db8::1")
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as asked:
        asked.connect((nowhere, 9))  # sends nothing: it only finds the way out
        return str(asked.getsockname()[0])
    return socket.gethostname()
