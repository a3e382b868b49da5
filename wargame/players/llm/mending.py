"""Harmless form, mended: what a reply says without doubt though it is not written as it was asked for.

A blank or another case around a name that only one fits, a number in quotes, one thing where a list of things is
wanted, a field of the model's own at the top. Each is told with its place. What would change an order is never touched:
a reader that is none, an order that is missing, a field that names a state or a seat stay faults.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from wargame.core.domains import Domain, fields_of, tag_of
from wargame.players.base import Ask
from wargame.players.llm.loose_moves import REMARKS, is_bare, names_apart, other_names, unheld
from wargame.players.llm.loose_values import (
    are_whole,
    by_number,
    is_nothing,
    lines_of,
    names_of,
    parsed,
    plain,
    says_nothing,
    shown,
    whole_number,
)
from wargame.players.llm.request import READING
from wargame.players.llm.schema import AdviceReply, OrdersReply, TalkReply, WeighReply, reply_type

MOST_MENDED = 12
"""Mends of one reply that are told each; the rest is counted."""
LEFT_OUT: Mapping[str, Any] = {"rationale": "", "plan": "", "notebook": "", "signal": None}
"""Fields at the top that a model may leave out or leave null, with what that means."""
NOTHING: Mapping[str, Any] = {"terms": None, "cites": None}
"""Fields within that may be left out, since nothing is all that it can mean."""
ASIDES = ("reason", "rationale", "comment", "note", "explanation", "justification", "why")
"""Fields in which a model says beside an order or a move why it makes it."""
OTHER_TEXTS = ("content", "message", "body", "words")
"""Names under which the text of a move may stand."""
READERS = ("public", "control")
"""Readers that are no seats."""
STEERING: frozenset[str] = frozenset(
    [
        *("state", "set", "world", "variable", "variables", "event", "events", "effect", "effects", "score", "scores"),
        *("seat", "seats", "actor", "actors", "player", "players", "speaker", "author", "on_behalf_of", "acting_as"),
        *("control", "override", "admin"),
    ]
)
"""Names of fields by which a reply would speak of more than its own answer."""
_FLAGS: Mapping[Any, bool] = {0: False, 1: True, "0": False, "1": True, "no": False, "yes": True}
"""What else stands for a flag."""


def mend(ask: Ask, reply: dict[str, Any], reading: int = READING) -> tuple[str, ...]:
    """Mend a reply where it stands; what was mended, and where, one sentence each. Whatever is in doubt stays.

    `reading` are the rules by which it is read.
    """
    mended = _Mending(ask, reading)
    told = list(dict.fromkeys(mended.root(reply)))
    more = len(told) - MOST_MENDED
    return (*told[:MOST_MENDED], f"{more} more of the kind") if more > 0 else tuple(told)


class _Mending:
    """The mending of one reply; what is known of the table is looked up only where a reply is in doubt."""

    def __init__(self, ask: Ask, reading: int) -> None:
        self._ask, self._type, self._more, self._most = ask, reply_type(ask.phase), reading > 2, reading > 3

    @cached_property
    def _seats(self) -> Mapping[str, Any]:
        return names_of((each.id, each.name) for each in self._ask.book.setting.seats)

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, Any]]:
        view = self._ask.view
        return {
            "seat": self._seats,
            "model": names_of((each.id, each.name) for each in view.models.values()),
            "agreement": names_of((each, each) for each in view.agreements),
            "proposal": names_of((each, each) for each in view.proposals),
            "fact": names_of((each, each) for each in view.facts),
        }

    @cached_property
    def _arguments(self) -> Mapping[str, Any]:
        return names_of((each, each) for each in self._ask.view.arguments)

    @cached_property
    def _variables(self) -> frozenset[str]:
        return frozenset(plain(part) for name in self._ask.view.values for part in (name, *str(name).split(".")))

    def root(self, reply: dict[str, Any]) -> Iterator[str]:
        known = {*fields_of(self._type)}
        yield from self._renamed(reply, known, "")
        for name, value in LEFT_OUT.items():
            if name in known and is_nothing(reply.get(name), name) and (name in reply or name == "rationale"):
                if name in reply and reply[name] == value:
                    continue
                yield f"{name} is {'null' if name in reply else 'missing'}, read as {json.dumps(value)}"
                reply[name] = value
        for name in [name for name in reply if name not in known]:
            if self._is_harmless(name, reply[name]):
                del reply[name]
                yield f"{name[:40]} was not asked for and is left out"
        for name in ("rationale", "plan", "notebook") if self._more else ():
            if isinstance(reply.get(name), list | dict) and (lines := lines_of(reply[name])):
                reply[name] = lines
                yield f"{name} is no text, read as one"
        if self._most and "signal" in known and (reply.get("signal") is False or reply.get("signal") == []):
            yield f"signal is {json.dumps(reply['signal'])}, read as null"
            reply["signal"] = None
        if self._more and "signal" in known and isinstance(said := reply.get("signal"), str) and not parsed(said):
            reply["signal"] = {"text": said, "intents": []}
            yield "signal is a text, read as one without intents"
        yield from self._fields(self._type, reply, "")

    # by type

    def _fields(self, thing: type, value: dict[str, Any], at: str) -> Iterator[str]:
        domains = fields_of(thing)
        tag = tag_of(thing)
        if at:
            yield from self._renamed(value, {*domains, *(("kind",) if tag else ())}, at)
            yield from self._beside(value, {*domains, "kind"}, at) if self._more else ()
        for name, domain in domains.items():
            place = f"{at}.{name}" if at else name
            if name not in value:
                if name in NOTHING and domain.nullable and value.get("answer") != "counter":
                    value[name] = NOTHING[name]
                    yield f"{place} is missing, read as null"
                continue
            yield from self._field(value, name, domain, place)

    def _field(self, holder: dict[str, Any], name: str, domain: Domain, place: str) -> Iterator[str]:
        given = holder[name]
        if given is None:
            return
        if self._more and domain.nullable and domain.kind != "words" and says_nothing(given):
            holder[name] = None
            yield f"{place} is {shown(given)}, read as null"
            return
        if not domain.many:
            holder[name], told = self._one(given, name, domain, place)
            yield from told
            return
        if isinstance(given, str) and given.lstrip().startswith("[") and isinstance(found := parsed(given), list):
            given = found
            yield f"{place} is a list written as text"
        elif self._more and isinstance(given, dict) and (listed := by_number(given)):
            given = listed
            yield f"{place} is a list written by number"
        elif not isinstance(given, list) and (isinstance(given, dict) if domain.kind == "things" else given != ""):
            given = [given]
            yield f"{place} is no list, read as a list of one"
        if not isinstance(given, list):
            return
        if self._most and domain.kind == "seat" and len(given) == 1 and (apart := names_apart(given[0], self._seats)):
            given = apart
            yield f"{place} names several in one text"
        items = []
        for number, each in enumerate(given):
            item, told = self._one(each, name, domain, f"{place}[{number}]")
            items.append(item)
            yield from told
        holder[name] = items

    def _one(self, given: Any, name: str, domain: Domain, place: str) -> tuple[Any, Sequence[str]]:
        """One value of a field, and what was mended of it."""
        if domain.kind == "things":
            return self._thing(given, domain, place)
        if self._most and domain.kind == "words" and isinstance(given, list) and given and (lines := lines_of(given)):
            return lines, (f"{place} is a list, read as one text",)
        value = self._plain(given, name, domain)
        if value is given or (value == given and type(value) is type(given)):
            return given, ()
        return value, (f"{place} is {shown(given)}, read as {shown(value)}",)

    def _plain(self, given: Any, name: str, domain: Domain) -> Any:
        if domain.kind == "integer" or (domain.kind == "choice" and are_whole(domain.values)):
            return whole_number(given)
        if domain.kind == "flag":
            said = plain(given) if isinstance(given, str) else ""
            if self._more and isinstance(given, int | str) and (said or given) in _FLAGS:
                return _FLAGS[said or given]
            return {"true": True, "false": False}.get(said, given)
        if not isinstance(given, str):
            return given
        if domain.kind == "choice":
            if given in domain.values:
                return given
            return names_of((each, each) for each in domain.values).get(plain(given), given) if domain.values else given
        names = self._known.get(domain.kind)
        if name == "argument":
            names = self._arguments
        if names is None or given in names.values():
            return given
        if domain.many and domain.kind == "seat" and plain(given) in READERS:
            return plain(given)
        return names.get(plain(given), given)

    def _thing(self, given: Any, domain: Domain, place: str) -> tuple[Any, Sequence[str]]:
        told: list[str] = []
        if isinstance(given, str) and given.lstrip().startswith("{") and isinstance(found := parsed(given), dict):
            given = found
            told.append(f"{place} is an object written as text")
        bare = plain(given) if isinstance(given, str) and self._most else ""
        alone = [tag for thing in domain.types if (tag := tag_of(thing)) and plain(tag) == bare and is_bare(thing)]
        if len(alone) == 1:
            return {"kind": alone[0]}, [*told, f"{place} is {shown(given)}, read as an object of that kind"]
        if not isinstance(given, dict):
            return given, told
        tags = {tag: thing for thing in domain.types if (tag := tag_of(thing))}
        if tags and "kind" not in given:
            told += self._renamed(given, {"kind"}, place)
            if self._more and "kind" not in given:
                told += self._kind_by_another_name(given, tags, place)
        said = given.get("kind")
        if isinstance(said, str) and said not in tags:
            fitting = names_of((tag, tag) for tag in tags).get(plain(said), said)
            if fitting != said:
                told.append(f"{place}.kind is {shown(said)}, read as {shown(fitting)}")
                given["kind"] = fitting
        kind = given.get("kind")
        thing = tags.get(kind) if isinstance(kind, str) else None
        if thing is None and not tags and len(domain.types) == 1:
            thing = domain.types[0]
        if thing is not None:
            told += unheld(given, {*fields_of(thing)}, place) if self._most else ()
            told += self._fields(thing, given, place)
        return given, told

    def _renamed(self, value: dict[str, Any], known: Iterable[str], at: str) -> Iterator[str]:
        """Names of fields in another case."""
        if set(value) <= (names := set(known)):
            return
        wanted = {plain(name): name for name in names}
        for name in list(value):
            right = wanted.get(plain(name))
            if right is not None and right != name and right not in value:
                value[right] = value.pop(name)
                yield f"{f'{at}.' if at else ''}{name[:40]} is read as {right}"

    def _kind_by_another_name(self, given: dict[str, Any], tags: Mapping[str, type], place: str) -> Iterator[str]:
        """The kind in a field that no kind of thing has, if there is one such, and in one alone."""
        fitting = names_of((tag, tag) for tag in tags)
        if len(given) == 1:
            name, inner = next(iter(given.items()))
            inner = {} if inner is None and self._most else inner
            if isinstance(inner, dict) and "kind" not in inner and (tag := fitting.get(plain(name))):
                del given[name]
                given |= {"kind": tag, **inner}
                yield f"{place} stood in {name[:40]!r}, read as its kind"
                return
        found = [
            name
            for name, said in given.items()
            if isinstance(said, str)
            and (tag := fitting.get(plain(said)))
            and name not in fields_of(tags[tag])
            and not self._steers(name)
        ]
        if len(found) == 1:
            given["kind"] = fitting[plain(given.pop(found[0]))]
            yield f"{place}.{found[0][:40]} is read as kind"

    def _beside(self, value: dict[str, Any], known: set[str], at: str) -> Iterator[str]:
        """What stands in a move or an order and is no part of it: a reason in words, nothing under some name."""
        if "intents" in known and "intents" not in value:
            value["intents"] = []
            yield f"{at}.intents is missing, read as []"
        yield from other_names(value, known, at) if self._most else ()
        texts = [name for name in OTHER_TEXTS if name not in known and isinstance(value.get(name), str)]
        if "text" in known and "text" not in value and len(texts) == 1:
            value["text"] = value.pop(texts[0])
            yield f"{at}.{texts[0]} is read as text"
        for name in [name for name in value if name not in known]:
            is_aside = plain(name) in ASIDES and isinstance(value[name], str)
            is_remark = self._most and plain(name) in REMARKS and isinstance(value[name], str | int | float)
            if is_aside or is_remark or (value[name] is None and not self._steers(name)):
                del value[name]
                yield f"{at}.{name[:40]} was not asked for and is left out"

    # fields that nobody asked for

    def _is_harmless(self, name: str, value: Any) -> bool:
        """Whether a field of the model's own is a word to itself: it names no state, no seat and no other answer."""
        return not self._steers(name) and not self._speaks_for(value, 6)

    def _steers(self, name: str) -> bool:
        said = plain(name)
        parts = {*re.split(r"[_.]", said), *re.split(r"[_.]", plain(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)))}
        return bool(
            said in _ANSWERS
            or said in self._seats
            or said in self._variables
            or said in STEERING
            or parts & (STEERING - {"set", "control"})
            or (parts & set(self._seats))
        )

    def _speaks_for(self, value: Any, depth: int) -> bool:
        """Whether a seat is all that a text says, or anything within is called as a seat, a state or an answer is."""
        if isinstance(value, str):
            return plain(value) in self._seats or value.lstrip()[:1] in ("{", "[")
        if isinstance(value, dict):
            return not depth or any(
                self._steers(name) or self._speaks_for(each, depth - 1) for name, each in value.items()
            )
        if isinstance(value, list):
            return not depth or any(self._speaks_for(each, depth - 1) for each in value)
        return False


_ANSWERS = frozenset(name for kind in (TalkReply, OrdersReply, WeighReply, AdviceReply) for name in fields_of(kind))
"""What answers are made of."""
