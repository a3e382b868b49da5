"""A wargame table for people, scripts and language models who bargain over access to military AI.

The names below are the face for programs, and each is loaded when it is first used; the stub beside this file holds
their types. A player of one's own also needs moves and orders, from `core`.
"""

__version__ = "0.1.0"

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

_PLACES = {
    "Acted": "transcript.branch",
    "Amendment": "transcript.lineage",
    "Answer": "players.base",
    "Answered": "transcript.branch",
    "Arm": "paired.arms",
    "Ask": "players.base",
    "Bar": "players.levers",
    "BatchState": "batch.runner",
    "BrokenChain": "errors",
    "BudgetSpent": "errors",
    "Column": "transcript.columns",
    "ColumnTable": "transcript.columns",
    "Difference": "paired.rows",
    "Edit": "paired.edits",
    "ExperimentError": "errors",
    "Force": "players.levers",
    "GameRow": "paired.rows",
    "MissingLibrary": "errors",
    "ModelGone": "errors",
    "Offer": "players.levers",
    "PackError": "errors",
    "Player": "players.base",
    "Record": "library.records",
    "Reins": "players.levers",
    "Seated": "transcript.branch",
    "SpecError": "errors",
    "TranscriptError": "errors",
    "Variable": "core.ids",
    "WargameError": "errors",
    "aplay": "library.playing",
    "branch": "library.comparing",
    "check": "scenario.check",
    "codebook": "library.content",
    "differences": "paired.rows",
    "experiment_tables": "library.experiments",
    "parameters": "library.content",
    "play": "library.playing",
    "play_paired": "library.comparing",
    "read": "library.records",
    "run_experiment": "library.experiments",
    "scenarios": "library.content",
    "verify": "library.records",
}


def __getattr__(name: str) -> object:
    place = _PLACES.get(name)
    if place is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{place}"), name)
    return value


def __dir__() -> list[str]:
    return list(__all__)
