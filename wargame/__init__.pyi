"""What `wargame/__init__.py` offers, for type checkers: there the names are loaded when they are first used."""

from wargame.batch.runner import BatchState
from wargame.core.ids import Variable
from wargame.errors import (
    BrokenChain,
    BudgetSpent,
    ExperimentError,
    MissingLibrary,
    ModelGone,
    PackError,
    SpecError,
    TranscriptError,
    WargameError,
)
from wargame.library.comparing import branch, play_paired
from wargame.library.content import codebook, parameters, scenarios
from wargame.library.experiments import experiment_tables, run_experiment
from wargame.library.playing import aplay, play
from wargame.library.records import Record, read, verify
from wargame.paired.arms import Arm
from wargame.paired.edits import Edit
from wargame.paired.rows import Difference, GameRow, differences
from wargame.players.base import Answer, Ask, Player
from wargame.players.levers import Bar, Force, Offer, Reins
from wargame.scenario.check import check
from wargame.transcript.branch import Acted, Answered, Seated
from wargame.transcript.columns import Column, ColumnTable
from wargame.transcript.lineage import Amendment

__version__: str
__all__ = [
    "Acted",
    "Amendment",
    "Answer",
    "Answered",
    "Arm",
    "Ask",
    "Bar",
    "BatchState",
    "BrokenChain",
    "BudgetSpent",
    "Column",
    "ColumnTable",
    "Difference",
    "Edit",
    "ExperimentError",
    "Force",
    "GameRow",
    "MissingLibrary",
    "ModelGone",
    "Offer",
    "PackError",
    "Player",
    "Record",
    "Reins",
    "Seated",
    "SpecError",
    "TranscriptError",
    "Variable",
    "WargameError",
    "__version__",
    "aplay",
    "branch",
    "check",
    "codebook",
    "differences",
    "experiment_tables",
    "parameters",
    "play",
    "play_paired",
    "read",
    "run_experiment",
    "scenarios",
    "verify",
]
