"""Proxies and certificates of the environment: this machine is asked directly, what is wrong is said by its name."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
from pathlib import Path
from shutil import which

import pytest

from tests.players.llm.calls import Pad, one, profiles, request
from wargame.errors import SpecError
from wargame.players.llm.address import endpoint_of
from wargame.players.llm.connection import api_of
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.failures import of_status
from wargame.players.llm.network import is_loopback, proxy_of
from wargame.players.llm.request import Reply
from wargame.stub import Settings

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir")
FAR = "http://models.example.org/v1"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No proxy and no certificates are set, until a test sets them."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def refused(url: str) -> str:
    """In what words no client is made for an address."""
    with pytest.raises(SpecError) as caught:
        api_of(endpoint_of(f"llm:m@{url}", {"OPENAI_API_KEY": "sk-abc"}))
    assert "\n" not in str(caught.value)
    return str(caught.value)


async def asking(url: str) -> Reply:
    """What a model at an address answers."""
    endpoints = Endpoints(environ={"OPENAI_API_KEY": "sk-abc"}, profiles=profiles(pause=0.0))
    try:
        return await endpoints.client(f"llm:m@{url}", "g", Pad()).ask(request(seconds=3.0))
    finally:
        await endpoints.aclose()


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("scheme", ["http", "socks5", "socks4", "no-scheme"])
def test_an_endpoint_on_this_machine_is_asked_without_a_proxy_whatever_is_set(
    bare: pytest.MonkeyPatch, variable: str, scheme: str
) -> None:
    bare.setenv(variable, f"{scheme}://127.0.0.1:{closed_port()}")
    assert one(Settings()).outcome == "answered"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "localhost.", "a.localhost", "127.0.0.1", "127.8.8.8", "127.1", "0.0.0.0", "::1"]
)
def test_every_spelling_of_this_machine_is_this_machine(host: str) -> None:
    assert is_loopback(host)
    assert is_loopback("::ffff:127.0.0.1")


@pytest.mark.parametrize("host", ["10.0.0.5", "models.example.org", "localhost.example.org", "::2", "128.0.0.1"])
def test_no_other_machine_is_this_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("variable", ["ALL_PROXY", "all_proxy", "HTTP_PROXY", "https_proxy"])
@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy_without_its_package_is_named_with_every_way_out(
    bare: pytest.MonkeyPatch, variable: str, scheme: str
) -> None:
    bare.setenv(variable, f"{scheme}://ada:hunter22@10.0.0.1:1080")
    said = refused(FAR)
    assert said.startswith(f"{variable}={scheme}://10.0.0.1:1080: ")
    for way in ("socksio", "pip install", f"unset {variable}", "models.example.org into NO_PROXY"):
        assert way in said
    assert "hunter22" not in said


@pytest.mark.parametrize("value", ["ftp://10.0.0.1", "socks4://10.0.0.1:1080", "http://:8080", "http://a:many"])
def test_a_proxy_that_cannot_be_used_is_named(bare: pytest.MonkeyPatch, value: str) -> None:
    bare.setenv("HTTPS_PROXY", value)
    said = refused("https://models.example.org/v1")
    assert said.startswith(f"HTTPS_PROXY={value}: this is no proxy that can be used")


def test_a_host_that_needs_no_proxy_is_asked_without_one(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("ALL_PROXY", "socks5://10.0.0.1:1080")
    bare.setenv("NO_PROXY", "example.org")
    assert proxy_of(FAR) is None
    api_of(endpoint_of(f"llm:m@{FAR}", {"OPENAI_API_KEY": "sk-abc"}))


OUT = {
    "*": FAR,
    ".example.org": FAR,
    "*.example.org": FAR,
    "EXAMPLE.org": FAR,
    "other.net , example.org ": FAR,
    "other.net example.org": FAR,
    "other.net;example.org": FAR,
    "example.org.": FAR,
    "example.org": "http://models.example.org./v1",
    "models.example.org:8443": "https://models.example.org:8443/v1",
    "models.example.org:443": "https://models.example.org/v1",
    "http://models.example.org": FAR,
    "all://example.org": FAR,
    "10.0.0.0/8": "http://10.1.2.3:8000/v1",
    "10.1.2.3": "http://10.1.2.3:8000/v1",
    "10.1.2.3:8000": "http://10.1.2.3:8000/v1",
    "fd00::/8": "http://[fd00::1]:8000/v1",
    "fd00::1": "http://[fd00::1]:8000/v1",
    "[fd00::1]": "http://[fd00::1]/v1",
    "[fd00::1]:8000": "http://[fd00::1]:8000/v1",
    "m\u00fcnchen.example": "http://xn--mnchen-3ya.example/v1",
}


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize("named", OUT)
def test_every_form_of_no_proxy_is_understood(bare: pytest.MonkeyPatch, variable: str, named: str) -> None:
    bare.setenv("ALL_PROXY", "socks5h://10.0.0.1:1080")
    bare.setenv(variable, named)
    assert proxy_of(OUT[named]) is None
    api_of(endpoint_of(f"llm:m@{OUT[named]}", {"OPENAI_API_KEY": "sk-abc"}))


@pytest.mark.parametrize(
    "named",
    [
        *("", "example", "badexample.org", "xample.org", "models.example.org:8080", "https://models.example.org"),
        *("10.0.0.0/8", "[", "[::", "://", ":", "/", "10.0.0.0/99", "*.", ".", ",,", "x" * 5000),
    ],
)
def test_no_other_form_of_no_proxy_lets_an_address_out(bare: pytest.MonkeyPatch, named: str) -> None:
    bare.setenv("all_proxy", "http://10.0.0.1:3128")
    bare.setenv("NO_PROXY", named)
    assert proxy_of(FAR) == "all_proxy"


def test_a_proxy_that_nobody_keeps_is_named_in_place_of_the_endpoint(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("HTTP_PROXY", f"http://ada:hunter22@127.0.0.1:{closed_port()}")
    reply = asyncio.run(asking(FAR))
    assert reply.outcome == "failed"
    assert "HTTP_PROXY sends it over a proxy" in reply.fault
    assert "models.example.org into NO_PROXY" in reply.fault
    assert "hunter22" not in reply.fault


def test_a_proxy_that_wants_a_password_is_not_taken_for_the_endpoint(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("http_proxy", "http://10.0.0.1:3128")
    failure = of_status(endpoint_of(f"llm:m@{FAR}", {"OPENAI_API_KEY": "sk-abc"}), 407, "", {})
    assert "the proxy that http_proxy names wants a user and a password" in failure.sentence


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_are_not_there_are_named_by_their_variable(
    bare: pytest.MonkeyPatch, variable: str, tmp_path: Path
) -> None:
    bare.setenv(variable, str(tmp_path / "gone"))
    assert refused(FAR).startswith(f"{variable}={tmp_path / 'gone'}: there is no such")


@pytest.mark.parametrize(
    "held",
    [b"no certificate", b"", bytes(3000), b"\x30\x82\x03", b"-----BEGIN CERTIFICATE-----\nAAAA\n", b"\xff\xfe-\x00"],
)
def test_certificates_in_no_known_form_are_named_by_their_variable(
    bare: pytest.MonkeyPatch, tmp_path: Path, held: bytes
) -> None:
    (tmp_path / "words.pem").write_bytes(held)
    bare.setenv("SSL_CERT_FILE", str(tmp_path / "words.pem"))
    said = refused("https://localhost:9/v1")
    assert said.startswith(f"SSL_CERT_FILE={tmp_path / 'words.pem'}: these certificates cannot be read")


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that nobody but itself has signed, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    if (openssl := which("openssl")) is None:
        pytest.skip("openssl is not installed")
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    made = [openssl, *words.split(), "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    return certificate, key


def answer_behind(certificate: Path, key: Path) -> Reply:
    """What comes of asking a port of this machine that shows a certificate and says nothing more."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def greeted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def through() -> Reply:
        async with await asyncio.start_server(greeted, "localhost", 0, ssl=context) as server:
            return await asking(f"https://localhost:{server.sockets[0].getsockname()[1]}/v1")

    return asyncio.run(through())


def test_a_certificate_of_unknown_origin_is_said_with_the_variable_that_helps(self_signed: tuple[Path, Path]) -> None:
    reply = answer_behind(*self_signed)
    assert "its certificate is not accepted" in reply.fault
    assert "set SSL_CERT_FILE" in reply.fault


def test_the_variable_that_helps_helps(bare: pytest.MonkeyPatch, self_signed: tuple[Path, Path]) -> None:
    bare.setenv("SSL_CERT_FILE", str(self_signed[0]))
    reply = answer_behind(*self_signed)
    assert "certificate" not in reply.fault
