"""What the room may be called by whoever comes with a browser, and whether a page of the room itself is asking.

A page from elsewhere can have a browser send things here, and can give its own name the room's number. So a request
must call the room by a number, by this machine's name or by a name in the room's certificate; and what changes anything
must come from a page that was called the same.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

LONGEST = 255
"""Letters of a name with its port."""


def names_here(certificate: Path | None = None) -> frozenset[str]:
    """This machine's own names, and those for which the room's certificate (PEM) speaks; ValueError if it is none."""
    own = socket.gethostname().lower()
    return frozenset(("localhost", own, f"{own}.local", *(_names_in(certificate) if certificate else ())))


def is_ours(called: str, names: Iterable[str]) -> bool:
    """Whether the room may be called so, as a browser writes it: with the port unless it is the usual one."""
    try:
        name = (urlsplit(f"//{called}").hostname or "").rstrip(".") if len(called) <= LONGEST else ""
    except ValueError:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return any(name == own or _covers(own, name) for own in names)
    return True


def is_own_page(origin: str, called: str, *, sealed: bool) -> bool:
    """Whether a page from this origin is one of the room, which was called so."""
    return origin.lower() == f"{'https' if sealed else 'http'}://{called}".lower()


def _covers(own: str, name: str) -> bool:
    """Whether a name of a certificate such as `*.example.org` covers another."""
    return own.startswith("*.") and name.partition(".")[2] == own[2:] != ""


def _names_in(certificate: Path) -> list[str]:
    first = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    try:
        names = first.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [name.lower() for name in names.get_values_for_type(x509.DNSName)]
