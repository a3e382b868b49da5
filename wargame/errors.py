"""Every exception that the program raises on purpose.

    WargameError                what a person can mend; shown as one sentence, exit code 2
    ├── PackError               a scenario, dossier or parameter is wrong (carries its faults)
    ├── TranscriptError         a record cannot be read or does not prove itself
    │   ├── BrokenChain         a line is not what the next line recorded
    │   └── Unfinished          a record that fits as far as it goes stops before the game's end
    ├── SpecError               a player spec, seat or option is unknown
    │   └── NotAllowed          a person at the table may not do this, or not now
    ├── BudgetSpent             the tokens or the money that a game may take are spent
    ├── ModelGone               a model has not answered for several decisions in a row
    ├── LocalModelError         a model file or its server cannot be had on this machine
    └── MissingLibrary          a library that only one conversion needs is not installed

A refusal of an order or a move is not an exception: it is a value (`core.refusals.Refusal`).
"""

from __future__ import annotations

from pathlib import Path


class WargameError(Exception):
    """Base of all errors that a person can mend: its text says what, where, and what is accepted."""


class PackError(WargameError):
    """A scenario pack, dossier or parameter is wrong."""


class FaultyPack(PackError):
    """A pack or an actor has faults, each told on a line of its own."""


class TranscriptError(WargameError):
    """A transcript cannot be read, or does not prove itself."""


class BrokenChain(TranscriptError):
    """A line of a transcript is not what the line after it recorded; `line` counts from 1."""

    def __init__(self, line: int, sentence: str, path: Path | None = None) -> None:
        """The line number and what is wrong with it, and the file if it is known."""
        super().__init__(f"{path}: line {line}: {sentence}" if path else f"line {line}: {sentence}")
        self.line, self.sentence = line, sentence


class Unfinished(TranscriptError):
    """A record fits as far as it goes, and stops before the end of its game."""

    def __init__(self, line: int, turns: int, seal: str) -> None:
        """The last line, the last turn that is over (0 before the first is), and the state hash at its end."""
        over = f"turn {turns} is over" if turns else "no turn is over"
        super().__init__(f"line {line}: the record stops here: the game was not played to its end ({over})")
        self.line, self.turns, self.seal = line, turns, seal


class SpecError(WargameError):
    """A player spec, a seat or an option value is unknown."""


class NotAllowed(SpecError):
    """An act at a table that the person's role, the rules of control or the moment forbid."""


class BudgetSpent(WargameError):
    """The tokens or the money that a game may take are spent; the game can go on with more."""


class ModelGone(WargameError):
    """A model has not answered for several decisions in a row: the game can go on when it is there again."""


class ExperimentError(WargameError):
    """The folder of an experiment cannot be read, written or gone on with."""


class LocalModelError(WargameError):
    """A model file, or a server for it, cannot be had on this machine."""


class MissingLibrary(WargameError):
    """A library that the program does without is not installed, and what was asked for needs it."""
