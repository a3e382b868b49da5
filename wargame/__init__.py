"""A wargame table for people, scripts and language models who bargain over access to military AI.

The names below are the face for programs, and each is loaded when it is first used; the stub beside this file holds
their types. A player of one's own also needs moves and orders, from `core`.
"""

__version__ = "0.1.0"

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

_PLACES = {
    "Answer": "players.base",
    "Ask": "players.base",
    "BrokenChain": "errors",
    "BudgetSpent": "errors",
    "Column": "transcript.columns",
    "ColumnTable": "transcript.columns",
    "MissingLibrary": "errors",
    "PackError": "errors",
    "Player": "players.base",
    "Record": "library.records",
    "SpecError": "errors",
    "TranscriptError": "errors",
    "WargameError": "errors",
    "aplay": "library.playing",
    "check": "scenario.check",
    "codebook": "library.content",
    "parameters": "library.content",
    "play": "library.playing",
    "read": "library.records",
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
    return sorted({*globals(), *__all__})
