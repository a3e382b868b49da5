"""Who may sign: a list of people with their public keys, in the form of OpenSSH's `allowed_signers`.

A line is `PRINCIPALS [OPTIONS] KEYTYPE KEY [COMMENT]`; options say for what and how long a key counts. Lines of
certificates and of other kinds of keys name nobody here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from wargame.errors import SpecError
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.signature import KEY_TYPE, NAMESPACE, Signature, key_in

LARGEST = 1 << 20
TOKEN = re.compile(r'(?:"[^"]*"|[^\s"])+')
OPTION = re.compile(r'(?:"[^"]*"|[^,"])+')
KEY_KINDS = ("ssh-", "ecdsa-", "sk-", "rsa-")
"""How the names of kinds of keys begin."""
FORMS: Mapping[int, str] = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
"""Forms of a moment by their length."""


@dataclass(frozen=True, slots=True)
class AllowedSigner:
    """One line of the list."""

    line: int
    principals: str
    """As they stand there, such as `ada@example.org`."""
    public: bytes
    """The Ed25519 key, 32 bytes."""
    options: Mapping[str, str] = field(default_factory=dict)

    def unfit(self, at: datetime) -> str:
        """Why the key counts for nothing here at a moment, which must have a time zone; empty if it does count."""
        wanted = self.options.get("namespaces")
        if wanted is not None and not _matches(wanted, NAMESPACE):
            return f"it is named for {wanted}, not for {NAMESPACE}"
        for name in ("valid-after", "valid-before"):
            if name in self.options and (at < _moment(self.options[name], self.line)) == (name == "valid-after"):
                return f"it is {name.replace('-', ' ')} {self.options[name]} alone"
        return ""


def read_signers(path: Path) -> tuple[AllowedSigner, ...]:
    """The signers that a file lists, those with Ed25519 keys alone, in its order.

    SpecError names a line that cannot be read, and a file that cannot be, is no text, or has more than 1 MiB.
    """
    try:
        raw = ordinary_bytes(path, LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except OSError as fault:
        raise SpecError(f"--signers {path}: cannot be read ({fault.strerror})") from None
    except UnicodeDecodeError:
        raise SpecError(f"--signers {path}: this is no text") from None
    if len(raw) > LARGEST:
        raise SpecError(f"--signers {path}: a list of signers has at most {LARGEST:,} bytes")
    try:
        return tuple(_signers(text))
    except _Malformed as fault:
        raise SpecError(f"--signers {path}, {fault}") from None


def signer_of(signature: Signature, signers: tuple[AllowedSigner, ...], at: datetime | None = None) -> AllowedSigner:
    """Whose signature it is; SpecError if it is by none of them, or by one whose key does not count for this.

    `at` is the moment for which that is asked, with a time zone; None is now. Whether it fits a message is for
    `Signature.fits`.
    """
    moment = at or datetime.now(UTC)
    reasons = []
    for each in signers:
        if each.public == signature.public:
            if not (why := each.unfit(moment)):
                return each
            reasons.append(f"line {each.line} names the key of {each.principals}, but {why}")
    told = "; ".join(reasons) or "no line of the list names this key"
    raise SpecError(f"it is signed by {signature.fingerprint}, which is not one of the signers: {told}")


class _Malformed(Exception):
    """What is wrong with a line."""


def _signers(text: str) -> Iterator[AllowedSigner]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        tokens = TOKEN.findall(line)
        at = 1 if len(tokens) > 1 and tokens[1].startswith(KEY_KINDS) else 2
        if len(tokens) < at + 2 or not tokens[at].startswith(KEY_KINDS):
            raise _Malformed(f"line {number}: this must be PRINCIPALS [OPTIONS] KEYTYPE KEY, as in allowed_signers")
        options = dict(_options(tokens[1], number)) if at == 2 else {}
        if tokens[at] != KEY_TYPE.decode() or "cert-authority" in options:
            continue
        try:
            public = key_in(base64.b64decode(tokens[at + 1], validate=True))
        except (binascii.Error, ValueError):
            public = None
        if public is None:
            raise _Malformed(f"line {number}: its key is no whole Ed25519 public key")
        yield AllowedSigner(number, tokens[0].replace('"', ""), public, options)


def _options(text: str, number: int) -> Iterator[tuple[str, str]]:
    for option in OPTION.findall(text):
        name, _, value = option.partition("=")
        value = value.strip('"')
        if (name := name.lower()) not in ("cert-authority", "namespaces", "valid-after", "valid-before"):
            raise _Malformed(f"line {number}: there is no option {name!r} of a signer")
        if name.startswith("valid-"):
            _moment(value, number)
        yield name, value


def _moment(value: str, number: int) -> datetime:
    """A moment as the list writes it: in UTC with a Z, else by the clock of this machine."""
    digits = value.removesuffix("Z")
    try:
        found = datetime.strptime(digits, FORMS[len(digits)])
    except (ValueError, KeyError):
        raise _Malformed(f"line {number}: {value!r} is no moment of the form YYYYMMDD[HHMM[SS]][Z]") from None
    return found.replace(tzinfo=UTC) if value.endswith("Z") else found.astimezone()


def _matches(patterns: str, name: str) -> bool:
    """Whether a name is in a list of patterns, none of which forbids it by a `!` before it."""
    found = False
    for pattern in patterns.split(","):
        if pattern.startswith("!") and fnmatchcase(name, pattern[1:]):
            return False
        found = found or fnmatchcase(name, pattern)
    return found
