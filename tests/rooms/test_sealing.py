"""A line that is sealed by a host's own certificate opens to a desk that has that certificate, and to no other."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.rooms.rig import hosted, run
from wargame.errors import WargameError
from wargame.rooms.addresses import desk_sealing, host_sealing
from wargame.rooms.desk_line import first_look, fresh_life


def certificate_of(folder: Path, address: str) -> tuple[Path, Path]:
    """A certificate for an address that nobody else vouches for, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "room")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "room.pem", folder / "room.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret


def test_a_sealed_room_opens_to_a_desk_that_knows_its_certificate_and_uses_no_code_of_one_that_does_not(
    tmp_path: Path,
) -> None:
    certificate, key = certificate_of(tmp_path, "127.0.0.1")
    sealing = host_sealing("127.0.0.1", certificate, key, in_the_clear=False)

    async def test() -> None:
        async with hosted(sealing=sealing) as here:
            code = here.code("rome")
            assert here.address.uri.startswith("wss://")
            with pytest.raises(WargameError, match="not one that this machine trusts"):
                await first_look(here.address, desk_sealing(here.address, None), fresh_life(), code=code)
            assert here.code("rome") == code
            known = desk_sealing(here.address, certificate)
            head, _ = await first_look(here.address, known, fresh_life(), code=code)
            assert head["place"] == "rome"

    run(test())


def test_a_certificate_of_another_address_is_not_taken_for_that_of_the_room(tmp_path: Path) -> None:
    certificate, key = certificate_of(tmp_path, "192.168.1.20")
    sealing = host_sealing("127.0.0.1", certificate, key, in_the_clear=False)

    async def test() -> None:
        async with hosted(sealing=sealing) as here:
            known = desk_sealing(here.address, certificate)
            with pytest.raises(WargameError, match="not one that this machine trusts"):
                await first_look(here.address, known, fresh_life(), code=here.code("rome"))

    run(test())
