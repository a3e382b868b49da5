"""`wargame sign`: a signature of a finished record, beside it, that OpenSSH can check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say, say_line, tell_line
from wargame.shell_words import shell_word


def sign(
    file: Annotated[Path, typer.Argument(help="The transcript of a finished game.")],
    key: Annotated[
        Path | None, typer.Option("--key", metavar="KEYFILE", help="An Ed25519 private key, as ssh-keygen makes it.")
    ] = None,
    message: Annotated[
        bool, typer.Option("--message", help="Print what is signed, and sign nothing: for ssh-keygen -Y.")
    ] = False,
) -> None:
    """Sign a record with your own key.

    Writes FILE.sig beside it: an OpenSSH signature of the game's id, the file's name and the seal. The record is proved
    first; a passphrase is asked for unseen. `verify` checks it, and so does ssh-keygen -Y verify on what --message
    prints.
    """
    from wargame.errors import SpecError
    from wargame.review.proof import proved
    from wargame.transcript.private import write_shared
    from wargame.transcript.reading import read
    from wargame.transcript.signature import beside, message_of, signature_of, signed_name

    if (key is None) != message:
        raise SpecError("give either --key KEYFILE to sign, or --message to print what is signed")
    record = read(file)
    words = message_of(record)
    if key is None:
        say(words.decode().removesuffix("\n"))
        return
    from wargame.transcript.signing_key import load_key

    target = beside(file)
    if target.exists():
        raise SpecError(f"{target}: there is a signature already; verify tells whose; remove it to sign anew")
    proved(record)
    signature = signature_of(words, load_key(key, lambda: _passphrase(key)))
    try:
        write_shared(target, signature.armored.encode("ascii"), new=True)
    except OSError as fault:
        raise SpecError(f"{target}: the signature cannot be written ({fault.strerror})") from None
    say_line(f"{target}: signed as {signed_name(file)} by {signature.fingerprint}")
    tell_line(f"whoever has {target.name} and the record can check it: wargame verify {shell_word(file)}")


def _passphrase(key: Path) -> str:
    """Typed unseen; SpecError if there is no terminal to type it at."""
    from getpass import getpass

    from wargame.errors import SpecError

    if not sys.stdin.isatty():
        raise SpecError(
            f"--key {key}: the key is locked, and standard input is no terminal to type its passphrase at; sign with "
            "ssh-keygen -Y sign what --message prints"
        )
    return getpass(f"the passphrase of {key}, typed unseen: ")
