"""What the environment says of the way to an endpoint: proxies and certificates, and what is wrong with them.

An endpoint on this machine is asked without a proxy, whatever is set: no proxy could reach it.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import httpx2

from wargame.errors import SpecError
from wargame.players.llm.address import Endpoint
from wargame.players.llm.no_proxy import needs_no_proxy

CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables that name the authorities whose certificates are believed; the first that is set counts."""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    host = host.rstrip(".").casefold()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        try:
            address = ipaddress.ip_address(socket.inet_aton(host))
        except (OSError, UnicodeError):
            return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_unspecified


def direct(url: str) -> bool:
    """Whether nothing stands between here and an address, whatever proxies are set."""
    host = urlsplit(url).hostname or ""
    return is_loopback(host) or needs_no_proxy(url) or bool(proxy_bypass(host))


def proxy_of(url: str) -> str | None:
    """The variable that sends an address over a proxy; None if none does."""
    if direct(url):
        return None
    for name in (f"{urlsplit(url).scheme}_proxy", "all_proxy"):
        for variable in (name, name.upper()):
            if os.environ.get(variable, "").strip():
                return variable
    return None


def settings_of(endpoint: Endpoint) -> dict[str, Any]:
    """What a client of this endpoint is made with, beside the usual; SpecError names the variable that is wrong."""
    if not direct(endpoint.url):
        _check_proxies(endpoint)
        return {"verify": _authorities()}
    encrypted = urlsplit(endpoint.url).scheme == "https"
    return {"trust_env": False, **({"verify": _authorities()} if encrypted else {})}


def _authorities() -> ssl.SSLContext:
    """Who is believed to sign certificates."""
    for variable in CERTIFICATES:
        place = os.environ.get(variable, "")
        if place and not (os.path.isfile(place) if variable == "SSL_CERT_FILE" else os.path.isdir(place)):
            what = "file" if variable == "SSL_CERT_FILE" else "folder"
            raise SpecError(f"{variable}={place}: there is no such {what} of certificates; correct it or unset it")
        if place:
            break
    try:
        return httpx2.create_ssl_context()
    except (OSError, ValueError) as fault:
        variable = next((name for name in CERTIFICATES if os.environ.get(name)), CERTIFICATES[0])
        place = os.environ.get(variable, "")
        raise SpecError(
            f"{variable}={place}: these certificates cannot be read ({fault}); it must name a file in PEM form, "
            "or be unset"
        ) from None


def _check_proxies(endpoint: Endpoint) -> None:
    """SpecError if a proxy that is set cannot be used at all: the client would not even be made."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        variable = next((v for v in (name, name.upper()) if os.environ.get(v, "").strip()), None)
        if variable is None:
            continue
        value = os.environ[variable].strip()
        host = urlsplit(endpoint.url).hostname
        way_out = f"or unset {variable}, or put {host} into NO_PROXY"
        try:
            proxy = httpx2.Proxy(value if "://" in value else f"http://{value}")
            if not proxy.url.host:
                raise ValueError
        except (ValueError, httpx2.InvalidURL):
            raise SpecError(
                f"{variable}={_place(value)}: this is no proxy that can be used; it must look like http://HOST:PORT, "
                f"https://HOST:PORT or socks5://HOST:PORT; correct it, {way_out}"
            ) from None
        if proxy.url.scheme.startswith("socks") and not _has_socks():
            raise SpecError(
                f"{variable}={_place(value)}: a SOCKS proxy needs the package socksio, which is not installed: "
                f'`pip install "httpx2[socks]"`, {way_out}'
            )


def _has_socks() -> bool:
    from importlib.util import find_spec

    return find_spec("socksio") is not None


def _place(value: str) -> str:
    """A proxy as it may be shown: what stands before an @ may be a password."""
    scheme, apart, rest = value.partition("://")
    if not apart:
        scheme, rest = "", value
    return f"{scheme}{apart}{rest.rpartition('@')[2]}"


def of_certificate(fault: ssl.SSLCertVerificationError) -> str:
    """What to do about a certificate that is not believed, in words that go on a sentence."""
    why = fault.verify_message or str(fault)
    if "expired" in why or "not yet valid" in why:
        return f"its certificate is not accepted ({why}); check the clock of this machine, and ask whoever runs it"
    if "mismatch" in why or "not valid for" in why:
        return f"its certificate is for another name ({why}); check the address"
    given = next((name for name in CERTIFICATES if os.environ.get(name)), "")
    if given:
        return f"its certificate is not accepted ({why}); what {given} names must hold the authority that signed it"
    return (
        f"its certificate is not accepted ({why}); if a network or a server of your own signs certificates itself, "
        "set SSL_CERT_FILE to a file with its authority in PEM form"
    )
