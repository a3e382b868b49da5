"""Reading a reply: from a model's text to a body, or to what is wrong with it in the words that a person would get.

Nothing but the typed body has an effect. A field that nobody asked for, such as a state or another seat's
name, is a fault; what the rules refuse is refused in the rules' own sentence. Form without harm is mended, and told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from wargame.core.clauses import CLAUSE_TYPES
from wargame.core.domains import tag_of
from wargame.core.ids import Phase
from wargame.core.moves import Body, Sealed, Talk, Weigh
from wargame.core.prose import TEXT_LIMIT
from wargame.core.refusals import Refusal
from wargame.players.base import Ask
from wargame.players.llm.extract import extract
from wargame.players.llm.finding import find
from wargame.players.llm.mending import mend
from wargame.players.llm.request import READING, Reply
from wargame.players.llm.schema import OrdersReply, TalkReply, WeighReply, reply_type, verbs_of
from wargame.players.llm.schema.replies import AnyReply
from wargame.rules.bargains.talk import MOST_MOVES

MOST_FAULTS = 6
"""Faults of one reply that are named; more would only confuse."""
CLAUSES: Mapping[str, str] = {kind.__name__: tag_of(kind) for kind in CLAUSE_TYPES}
"""Kinds of clause by the name of their type."""
WANTED: Mapping[str, str] = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dataclass_type": "an object",
    "model_attributes_type": "an object",
}
"""What a fault of type wants, in words."""


@dataclass(frozen=True, slots=True)
class ReadReply:
    """What was read: a body that the rules accept, or the faults."""

    body: Body | None = None
    rationale: str = ""
    plan: str = ""
    notebook: str = ""
    faults: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    """What of its form was mended, and where."""


def read(ask: Ask, text: str, reading: int = READING) -> ReadReply:
    """Read the reply to an ask, by the rules of a reading. Whatever the text is, nothing is raised."""
    try:
        return _read(ask, text, reading)
    except Exception as fault:
        return ReadReply(faults=(_unreadable(ask, f"it is like nothing that was asked for ({type(fault).__name__})"),))


def fields_wanted(phase: Phase) -> tuple[str, ...]:
    """The fields by which an answer is known among other objects."""
    return tuple(each.name for each in fields(reply_type(phase)))


def _unreadable(ask: Ask, why: str) -> str:
    wanted = ", ".join(fields_wanted(ask.phase))
    return f"the reply cannot be read: {why}; send one JSON object with the fields {wanted}"


def _read(ask: Ask, text: str, reading: int) -> ReadReply:
    mended: tuple[str, ...] = ()
    if reading == 1:
        found = _json_in(extract(text))
    else:
        answer = find(text, fields_wanted(ask.phase), reading)
        found = _whole_characters(answer.value) if answer else _json_in(text)
        mended = answer.passed if answer else ()
    if not isinstance(found, dict):
        why = found if isinstance(found, str) else "it is JSON, but no object"
        return ReadReply(faults=(_unreadable(ask, why),))
    if reading > 1:
        mended = (*mended, *mend(ask, found, reading))
    return replace(_typed(ask, found), mended=mended)


def _typed(ask: Ask, found: dict[str, Any]) -> ReadReply:
    if untagged := tuple(_prepare(ask, found)):
        return ReadReply(faults=untagged)
    try:
        reply = _adapter(ask.phase).validate_json(json.dumps(found))
    except ValidationError as error:
        told = dict.fromkeys(_in_words(ask, found, error))
        return ReadReply(faults=tuple(told)[:MOST_FAULTS])
    return _judged(ask, reply)


def heard(ask: Ask, reply: Reply) -> ReadReply:
    """What a reply comes to: what is read in it, or why there is nothing to read."""
    if reply.outcome == "answered":
        return read(ask, reply.text, reply.reading)
    if reply.outcome == "truncated" and (reply.text or reply.reading == 1):
        return ReadReply(faults=("the answer is cut off: it was too long; keep every text short",))
    return ReadReply(faults=(reply.fault or f"the model gave no answer ({reply.outcome})",))


@cache
def _adapter(phase: Phase) -> TypeAdapter[AnyReply]:
    return TypeAdapter(reply_type(phase))


def _json_in(text: str) -> Any:
    """The JSON value in a text, around which there may be other words; what is wrong, if there is none.

    Halves of characters that JSON can spell and no file can hold become question marks.
    """
    found = text.strip()
    if "{" not in found:
        return "there is no JSON in it" if found else "it is empty"
    try:
        return _whole_characters(json.loads(found))
    except (ValueError, RecursionError) as fault:
        return f"its JSON does not parse ({fault})"


def _whole_characters(value: Any) -> Any:
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


# what may be left unwritten


def _prepare(ask: Ask, reply: dict[str, Any]) -> Iterator[str]:
    """Fill in what follows from the rest, and name clauses without a kind; a name given twice counts once."""
    moves = reply.get("moves")
    for number, move in enumerate(moves if isinstance(moves, list) else ()):
        if not isinstance(move, dict):
            continue
        if isinstance(move.get("to"), list):
            move["to"] = _once(move["to"])
        terms = move.get("terms")
        if isinstance(terms, dict) and isinstance(terms.get("clauses"), list):
            yield from _prepare_terms(ask, terms, f"moves[{number}].terms")


def _prepare_terms(ask: Ask, terms: dict[str, Any], at: str) -> Iterator[str]:
    parties: list[Any] = []
    for number, clause in enumerate(terms["clauses"]):
        if not isinstance(clause, dict):
            continue
        if "kind" not in clause:
            yield f"{at}.clauses[{number}] has no kind; accepted are {', '.join(CLAUSES.values())}"
        model = ask.view.models.get(clause["model"]) if isinstance(clause.get("model"), str) else None
        if clause.get("kind") == "access" and "giver" not in clause and model is not None:
            clause["giver"] = model.owner
        for name in ("areas", "recipients"):
            if isinstance(clause.get(name), list):
                clause[name] = _once(clause[name])
        parties += [clause.get("giver"), clause.get("taker")]
    if "parties" not in terms:
        terms["parties"] = _once([party for party in parties if party is not None])


def _once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values)) if all(isinstance(value, str) for value in values) else values


# faults of form, in words


def _in_words(ask: Ask, reply: Mapping[str, Any], error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        place = _place(reply, fault["loc"])
        if place is not None:
            yield _sentence(ask, *place, fault)


def _place(reply: Mapping[str, Any], loc: Sequence[str | int]) -> tuple[str, Any] | None:
    """Where a fault is and what stands there; None if it is about a kind of clause that was not meant."""
    path = ""
    value: Any = reply
    for number, part in enumerate(loc):
        is_tag = number > 0 and isinstance(loc[number - 1], int) and number + 1 < len(loc)
        if is_tag and isinstance(value, dict) and part == value.get("kind"):
            continue
        if isinstance(part, int) and isinstance(value, list):
            path, value = f"{path}[{part}]", value[part] if part < len(value) else None
        elif isinstance(value, dict) and part in CLAUSES and part not in value:
            if value.get("kind") != CLAUSES[str(part)] and (value.get("kind") in CLAUSES.values() or loc[-1] != "kind"):
                return None
        elif isinstance(value, dict) and (part in value or part == loc[-1]):
            if part == value.get("kind") and part not in value:
                continue
            path, value = f"{path}.{part}" if path else str(part), value.get(str(part))
    return path or "the reply", value


def _sentence(ask: Ask, path: str, value: Any, fault: ErrorDetails) -> str:
    kind, given = fault["type"], _shown(value)
    context = fault.get("ctx", {})
    if kind in ("missing", "missing_keyword_only_argument"):
        return f"{path} is missing"
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return f"{path} has no place here and no effect: only the fields that were asked for are read"
    if kind == "union_tag_not_found":
        return f"{path} has no kind; accepted are {_tags(ask, context)}"
    if kind == "union_tag_invalid":
        return f"{path}.kind is {_shown(context.get('tag'))}; accepted are {_tags(ask, context)}"
    if kind == "literal_error":
        if path.endswith(".kind") and ".clauses[" in path:
            return f"{path} is {given}; accepted are {', '.join(CLAUSES.values())}"
        return f"{path} is {given}; accepted are {str(context['expected']).replace(chr(39), '')}"
    return f"{path} is {given}; it should be {WANTED.get(kind, fault['msg'].removeprefix('Input should be '))}"


def _tags(ask: Ask, context: Mapping[str, Any]) -> str:
    if ask.phase == "orders":
        seat = ask.book.seat(ask.seat)
        return ", ".join(verbs_of(seat.kind, seat.role))
    return str(context.get("expected_tags", "")).replace("'", "") or "message, propose, respond, withdraw, pledge"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."


# faults of substance, from the rules


def _judged(ask: Ask, reply: AnyReply) -> ReadReply:
    faults: list[str] = []
    body: Body
    if isinstance(reply, TalkReply):
        body = Talk(moves=reply.moves)
        if len(reply.moves) > MOST_MOVES:
            faults.append(f"moves has {len(reply.moves)} entries; at most {MOST_MOVES} a round are heard")
        refused = [ask.menu.talk_refusal(move) for move in reply.moves]
        faults += _refusals("moves", [move.kind for move in reply.moves], refused)
    elif isinstance(reply, WeighReply):
        body = Weigh(weighings=reply.weighings)
        refused = [ask.menu.weigh_refusal(weighing) for weighing in reply.weighings]
        faults += _refusals("weighings", [weighing.side for weighing in reply.weighings], refused)
    else:
        body = Sealed(signal=reply.signal, orders=reply.orders)
        if reply.signal and (refusal := ask.menu.signal_refusal(reply.signal)):
            faults.append(f"signal: {refusal.sentence}")
        faults += _refusals("orders", [order.kind for order in reply.orders], ask.menu.sheet(reply.orders))
    if faults:
        return ReadReply(rationale=reply.rationale[:TEXT_LIMIT], faults=tuple(faults[:MOST_FAULTS]))
    plan, notebook = (reply.plan, reply.notebook) if isinstance(reply, OrdersReply) else ("", "")
    return ReadReply(body, reply.rationale[:TEXT_LIMIT], plan.strip()[:TEXT_LIMIT], notebook.strip()[:TEXT_LIMIT])


def _refusals(field: str, kinds: Sequence[str], refused: Sequence[Refusal | None]) -> Iterator[str]:
    for number, (kind, refusal) in enumerate(zip(kinds, refused, strict=True)):
        if refusal is not None:
            yield f"{field}[{number}] ({kind}): {refusal.sentence}"
