"""Where words stand that somebody wrote: the one register, and what is done with it.

At the door of a game every such text becomes a `Text`; as JSON it is its digest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from operator import is_
from typing import Any, NamedTuple, TypeVar

from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.contents import changed, names_of
from wargame.core.control_acts import Act, ControlMessage, Estimate, FinalArgument, InjectNow, RuleArgument
from wargame.core.moves import Decision, Message, Propose, Respond, Sealed, Signal, Talk, Weigh, Weighing
from wargame.core.orders import Argument, Reason
from wargame.core.prose import Sentence, Text, said

T = TypeVar("T")


class Places(NamedTuple):
    """Where the words of one type stand."""

    words: tuple[str, ...] = ()
    """Fields that are somebody's words, or several of them."""
    within: tuple[str, ...] = ()
    """Fields that hold things with words in them."""


WRITTEN: Mapping[type, Places] = {
    Decision: Places(("rationale", "faults", "plan", "notebook", "discussion", "dissent", "mended"), ("body",)),
    Talk: Places(within=("moves",)),
    Message: Places(("text",)),
    Propose: Places(("text",)),
    Respond: Places(("text",)),
    Sealed: Places(within=("signal", "orders")),
    Signal: Places(("text",)),
    Argument: Places(("action",), ("reasons",)),
    Reason: Places(("text",)),
    Weigh: Places(within=("weighings",)),
    Weighing: Places(within=("reason",)),
    CaseUnderArgument: Places(within=("argument", "pros", "cons")),
    Fact: Places(("text",)),
    Act: Places(("reason",), ("move",)),
    InjectNow: Places(("text", "objective")),
    ControlMessage: Places(("text",)),
    FinalArgument: Places(("text",)),
    RuleArgument: Places(("pros", "cons"), ("estimates",)),
    Estimate: Places(("pros", "cons", "remark")),
}
"""Every type that holds words of people or models."""
UNCOUNTED = frozenset((Decision, Act, Message, Propose, Respond, Signal, ControlMessage))
"""Types whose words the state does not hold, so that salts of them bear on no hash of it: two games that went the same
way have one hash. Arguments and facts count in it by their words."""


def worded(value: T, source: Mapping[str, Any] | None = None, salts: Callable[[], str] | None = None) -> T:
    """The same thing with each of its texts told apart as somebody's words.

    With `source`, the data that it was read from, what is left of removed words comes from there; ValueError if that
    has more or fewer things in a list than the value. With `salts` words that are told apart only now have one of these
    each, unless the state counts them. What holds no words comes back as it is.
    """
    places = WRITTEN.get(type(value))
    if places is None:
        return value
    given = {} if source is None else source
    salts_here = salts if type(value) in UNCOUNTED else None
    changes: dict[str, Any] = {}
    for name in places.words:
        old = getattr(value, name)
        if old and (new := _said(given.get(name, old), salts_here)) is not old:
            changes[name] = new
    for name in places.within:
        old = getattr(value, name)
        if old and (new := _inside(old, given.get(name), salts)) is not old:
            changes[name] = new
    return changed(value, **changes) if changes else value


def _said(words: Any, salts: Callable[[], str] | None) -> Any:
    if type(words) is Text:
        return words
    return _storable(words, salts) if isinstance(words, str) else tuple([_storable(each, salts) for each in words])


def _storable(words: str, salts: Callable[[], str] | None) -> str:
    """Words of a decision: halves of characters, which the form of a decision cannot hold, become question marks."""
    whole = isinstance(words, (Text, Sentence)) or words.isascii()
    made = said(words if whole else words.encode(errors="replace").decode())
    return made if salts is None or made is words or type(made) is not Text else Text(made, salts())


def _inside(value: Any, source: Any, salts: Callable[[], str] | None) -> Any:
    if not isinstance(value, tuple):
        return worded(value, source, salts)
    sources = source or [None] * len(value)
    new = [worded(each, given, salts) for each, given in zip(value, sources, strict=True)]
    return value if all(map(is_, new, value)) else tuple(new)


def as_data(value: Any) -> Any:
    """A thing as plain dictionaries, lists and values; words stay told apart.

    TypeError for what is neither a dataclass, a mapping, a list or tuple, nor a value that JSON has. Linear in its
    parts.
    """
    kind = type(value)
    if kind in (str, int, float, bool, type(None), Text, Sentence):
        return value
    if kind in (tuple, list):
        return [as_data(each) for each in value]
    if is_dataclass(kind):
        words = WRITTEN.get(kind, Places()).words
        made = {name: as_data(getattr(value, name)) for name in names_of(kind)}
        return made | {name: listed(made[name]) for name in words if made[name]}
    if isinstance(value, Mapping):
        return {key: as_data(each) for key, each in value.items()}
    raise TypeError(f"{value!r} has no form as data")


def listed(words: Any) -> Any:
    """Words, or several, told apart as somebody's."""
    return said(words) if isinstance(words, str) else [said(each) for each in words]


def recorded(value: Any, found: dict[str, str]) -> Any:
    """A thing as plain data with each text as `{"blob": digest}`; `found` takes up the words by digest.

    A sentence with words in it is `{"pieces": [...]}`. It is `as_data` and more in one pass: a record asks thousands of
    times. TypeError for what has no form as data.
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is tuple or kind is list:
        return [each if type(each) in PLAIN else recorded(each, found) for each in value]
    if kind is Text:
        found[value.digest] = value
        return {"blob": value.digest}
    if kind is dict:
        return {key: each if type(each) in PLAIN else recorded(each, found) for key, each in value.items()}
    if kind is Sentence:
        return {"pieces": [recorded(piece, found) for piece in value.pieces]}
    if not is_dataclass(kind):
        return recorded(as_data(value), found)
    made: dict[str, Any] = {}
    words = WRITTEN[kind].words if kind in WRITTEN else ()
    for name in names_of(kind):
        each = getattr(value, name)
        if each and name in words:
            each = listed(each)
        made[name] = each if type(each) in PLAIN else recorded(each, found)
    return made


PLAIN = frozenset((str, int, float, bool, type(None)))
"""Types of values that stand in JSON as they are."""
