"""What `wargame/__init__.py` offers, for type checkers: there the names are loaded when they are first used."""

from wargame.errors import (
    BrokenChain,
    BudgetSpent,
    MissingLibrary,
    PackError,
    SpecError,
    TranscriptError,
    WargameError,
)
from wargame.library.content import codebook, parameters, scenarios
from wargame.library.playing import aplay, play
from wargame.library.records import Record, read, verify
from wargame.players.base import Answer, Ask, Player
from wargame.scenario.check import check
from wargame.transcript.columns import Column, ColumnTable

__version__: str
__all__ = [
    "Answer",
    "Ask",
    "BrokenChain",
    "BudgetSpent",
    "Column",
    "ColumnTable",
    "MissingLibrary",
    "PackError",
    "Player",
    "Record",
    "SpecError",
    "TranscriptError",
    "WargameError",
    "__version__",
    "aplay",
    "check",
    "codebook",
    "parameters",
    "play",
    "read",
    "scenarios",
    "verify",
]
