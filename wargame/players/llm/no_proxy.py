"""Which addresses need no proxy, as `NO_PROXY` names them in all forms that are about.

Names stand for themselves and what lies under them; addresses and ranges of addresses, ports, blanks in place of
commas and `*` are understood as widely used programs do, though the standard library understands few of these.
"""

from __future__ import annotations

import ipaddress
import os
import re
from urllib.parse import urlsplit


def needs_no_proxy(url: str) -> bool:
    """Whether `no_proxy`, or `NO_PROXY` where that is not set, names the host of an address."""
    parts = urlsplit(url)
    host = _name(parts.hostname or "")
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    given = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    return any(_names(entry, host, port, parts.scheme) for entry in re.split(r"[,;\s]+", given) if entry)


def _names(entry: str, host: str, port: int, scheme: str) -> bool:
    if entry == "*":
        return True
    of_scheme, apart, rest = entry.rpartition("://")
    if apart and of_scheme.lower() not in (scheme, "all"):
        return False
    found = re.fullmatch(r"\[([^]]*)\](?::(\d+))?|([^:]*)(?::(\d+))?|(.*)", rest)
    if found is None:
        return False
    name = found[1] or found[3] or found[5] or ""
    wanted = found[2] or found[4]
    if wanted is not None and int(wanted) != port:
        return False
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(name, strict=False)
    except ValueError:
        name = _name(name.removeprefix("*").removeprefix("."))
        return bool(name) and (host == name or host.endswith(f".{name}"))


def _name(host: str) -> str:
    """A host as it is compared: in small ASCII letters, without the dot of the root."""
    host = host.rstrip(".").lower()
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host
