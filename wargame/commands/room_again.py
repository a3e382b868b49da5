"""What opens a room again that was broken off: the options that no file keeps must be given once more."""

from __future__ import annotations

from pathlib import Path

from wargame.shell_words import shell_word

KEPT = frozenset(
    {
        *("scenario", "seat", "everyone", "seed", "out", "seats", "preset", "name", "hours", "hide"),
        *("control", "adjudication", "judge", "role", "survey", "model_seconds", "tokens", "money", "port"),
    }
)
"""Parameters of `wargame host` that lie in the record or beside it: a room that goes on has them without being told."""
RESUMING = frozenset({"resume", "cut_broken"})
"""Those that say which room goes on."""


def options_again(
    *,
    bind: str,
    certificate: Path | None,
    key: Path | None,
    in_the_clear: bool,
    ssh: int | None,
    web: int | None,
    qr: bool,
    notify: str | None,
    remind: float | None,
    consent: bool,
) -> str:
    """The options of `wargame host` that must be given again, as they are typed; empty if there is none."""
    valued = {
        "--bind": bind if bind != "127.0.0.1" else None,
        "--certificate": certificate,
        "--key": key,
        "--ssh": ssh,
        "--web": web,
        "--notify": notify,
        "--remind": None if remind is None else f"{remind:g}",
    }
    said = [
        f"{name} {shell_word(value if isinstance(value, Path) else str(value))}"
        for name, value in valued.items()
        if value is not None
    ]
    alone = {"--in-the-clear": in_the_clear, "--no-qr": not qr, "--consent": consent}
    return " ".join([*said, *(name for name, wanted in alone.items() if wanted)])
