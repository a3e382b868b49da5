"""The codebook of exports: what each column of each table and each variable means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from wargame.core.codebook import FAMILIES
from wargame.scenario.assembly import LONGEST_GAME

Row = tuple[object, ...]

Type = Literal["text", "integer", "number", "flag"]
"""What the cells of a column are: `str`, `int`, `float` or `bool`; any may be missing, which is None."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands in one column of a table."""

    meaning: str
    type: Type = "text"
    unit: str = ""
    """Of every number; of a count it says what is counted. Empty for words and flags."""
    low: float | None = None
    """The least a number can be; None where nothing bounds it, and for words."""
    high: float | None = None


def text(meaning: str) -> Heading:
    """A column of words."""
    return Heading(meaning)


def whole(meaning: str, unit: str, low: int = 0, high: int | None = None) -> Heading:
    """A column of whole numbers, which are not negative unless it says so; `unit` of a count is what is counted."""
    return Heading(meaning, "integer", unit, low, LONGEST_GAME if unit == "turn" else high)


def number(meaning: str, unit: str, low: float | None = None, high: float | None = None) -> Heading:
    """A column of numbers."""
    return Heading(meaning, "number", unit, low, high)


def flag(meaning: str) -> Heading:
    """A column of yes and no; 1 and 0 in CSV."""
    return Heading(meaning, "flag", "", 0, 1)


TABLES: Mapping[str, Mapping[str, Heading]] = {
    "events": {
        "id": text("event id, turn.number; for a seat's export its place among what that seat has seen"),
        "turn": whole("turn, 0 is the start", "turn"),
        "phase": text("phase of the turn"),
        "kind": text("what happened, out of the register of kinds"),
        "rule": text("the equation, order kind or procedure that said so; empty in a seat's export"),
        "causes": text("ids of events, decisions and moves behind it, separated by blanks; empty in a seat's export"),
        "audience": text("who may read it: public, seats separated by blanks, or empty for control alone"),
        "about": text("seats it concerns, in the roles of its kind, separated by blanks"),
        "text": text("one sentence"),
        "body": text("prose carried with it"),
        "changes": text("variables that it moved, name:before>after, separated by blanks; for a seat, those it knows"),
        "draws": text("chance draws, purpose:value/bar, separated by blanks; empty in a seat's export"),
        "value": text("what it says as a typed value, in JSON; empty where kind, seats and changes say all"),
    },
    "decisions": {
        "id": text("decision id, turn.phase.seat"),
        "turn": whole("turn", "turn"),
        "phase": text("phase"),
        "round": whole("round of talk from 1; 0 elsewhere", "round"),
        "seat": text("who decided"),
        "player": text("player spec that controlled the seat"),
        "origin": text("how it came about: chosen, repaired, fallback, timeout, refusal, human, scripted or recorded"),
        "statement": text("the public signal, as said"),
        "declared": text("checkable intents of the signal: +verb:target or -verb:target"),
        "sealed": text("the sealed orders, or the moves of talk, as JSON"),
        "rationale": text("the seat's private reason"),
        "faults": text("what was wrong with earlier attempts"),
        "discussion": text("what the people on the seat wrote to each other before it, as JSON"),
        "dissent": text("who on the seat would have decided otherwise, as JSON"),
        "via": text("transcribed if entered from paper, branch if it stands in place of another game's answer"),
    },
    "messages": {
        "id": text("event id, or place among what the seat has seen"),
        "turn": whole("turn", "turn"),
        "phase": text("phase"),
        "from": text("who wrote it"),
        "to": text("who received it: public, or seats separated by blanks"),
        "text": text("the message"),
    },
    "agreements": {
        "id": text("agreement id"),
        "parties": text("who is bound"),
        "by": text("who made the offer"),
        "signed": whole("turn of signature", "turn"),
        "expires": whole("last turn of its term", "turn"),
        "status": text("in_force, expired, ended, broken, lapsed or stands"),
        "secret": flag("1 if secret"),
        "breaches": whole("breaches so far", "breaches"),
        "clauses": text("its clauses, as JSON"),
    },
    "measures": {
        "turn": whole("end of this turn; 0 is the opening", "turn"),
        "variable": text("dotted name; see the rows of table `variables`"),
        "value": number("true value; in a seat's export what the seat knows or estimates", "of the variable"),
        "spread": number("standard error of an estimate; empty where the value is exact", "of the variable", 0),
        "derived": flag("1 if computed from stored variables"),
    },
    "plans": {
        "id": text("decision id, turn.phase.seat"),
        "turn": whole("turn", "turn"),
        "phase": text("phase"),
        "seat": text("who wrote it"),
        "plan": text(
            "the plan that the seat stated or changed with this decision; empty if it left the plan as it was"
        ),
        "notebook": text("its private notebook as rewritten with this decision; empty if it left it as it was"),
    },
    "notes": {
        "kind": text("note, bookmark, or guess: what a room expected before it was shown the line"),
        "line": whole("number of the line of the record that it is about", "line", 1),
        "turn": whole("turn of that line", "turn"),
        "who": text("whoever made it, as they call themselves"),
        "at": text("date and time in UTC"),
        "eyes": text("through whose eyes it was made: control, public or a seat"),
        "text": text("what it says"),
        "tag": text("word of the codebook of notes that an observer gave it; empty for none"),
        "holds": flag("whether the line still reads as it did when the note was made"),
    },
    "deviations": {
        "id": text("act of control, numbered through the whole record"),
        "who": text("handle of the person"),
        "role": text("role in which the person acted"),
        "what": text("kind of act, such as override, retract, undo, swap; refused if the role had no right to it"),
        "turn": whole("turn in which it was done", "turn"),
        "phase": text("phase of the turn"),
        "at": text("date and time"),
        "target": text("what it was done to: a variable, an event, a seat, an argument, a text"),
        "before": text("what it changed, before, as JSON"),
        "after": text("the same, after, as JSON"),
        "reason": text("why, as written"),
        "undone": flag("1 if the turn in which it stood was undone later"),
    },
    "calls": {
        "n": whole("line of the transcript", "line", 1),
        "turn": whole("turn", "turn"),
        "phase": text("phase"),
        "decision": text("the decision that the call served"),
        "step": text("first, repair1 or repair2; advice to a person; probe"),
        "attempt": whole("number of the attempt within the decision, from 1", "attempt", 1),
        "model": text("the model that was asked for"),
        "endpoint": text("base URL, without key, user or query"),
        "rung": text(
            "how the reply was held to its schema, firmest first: json_schema_strict, json_schema, json_object, tool, "
            "text"
        ),
        "status": whole("HTTP status; empty if none came", "HTTP status", 100, 599),
        "finish": text("why the model stopped, as the endpoint says: stop, length, tool_calls, content_filter"),
        "fault": text("what went wrong; empty if a completion came"),
        "refusal": text("the model's words, if it declined"),
        "returned_model": text("the model that says it answered"),
        "fingerprint": text("system fingerprint, if the endpoint gives one"),
        "seconds": number("from sending to the last byte, or to giving up", "s", 0),
        "max_tokens": whole("tokens that the reply was allowed", "tokens"),
        "prompt_tokens": whole("as the endpoint counts; empty if it does not say", "tokens"),
        "cached_tokens": whole(
            "those of the prompt that the endpoint knew already; empty if it does not say", "tokens"
        ),
        "completion_tokens": whole("as the endpoint counts; empty if it does not say", "tokens"),
        "reasoning_tokens": whole("those of the completion spent on thinking; empty if it does not say", "tokens"),
        "cost": number(
            "in the currency of the price table; empty if price or counts are not known",
            "currency of the price table",
            0,
        ),
        "request": text("SHA-256 of the request: model, messages, schema, sampling, rung and token limit"),
        "prompt": text("messages as speaker:hash+hash, separated by blanks; the entries `blob` hold the texts"),
        "schema": text("hash of the schema, which stands in an entry `blob`"),
        "reply": text("the model's words, or what came instead of them"),
    },
}
"""Every column of every table."""

ALL_AND_EACH = "control all of it; a seat what it may read"
OWN = "control all of it; a seat its own"
CONTROLS = "control alone"
SOURCES: Mapping[str, tuple[str, str]] = {
    "events": (ALL_AND_EACH, "entries `event` of the record"),
    "decisions": (OWN, "entries `decision` of the record"),
    "messages": (ALL_AND_EACH, "events `message_sent` of the record"),
    "agreements": (ALL_AND_EACH, "the state at the end of the record"),
    "measures": ("control the true value; a seat its own, others' as it guesses them", "the state after each turn"),
    "plans": (OWN, "entries `decision` of the record"),
    "notes": (CONTROLS, "the file of notes beside the record"),
    "deviations": (CONTROLS, "entries `override` of the record"),
    "calls": (CONTROLS, "entries `call` of the record"),
}
"""Who knows what stands in a table, and where it comes from, by table."""
HEAD: Row = ("table", "name", "unit", "low", "high", "kind", "noise", "meaning", "type", "known", "source")


def codebook_rows() -> Iterator[Row]:
    """The codebook row by row, headings (`HEAD`) first: all columns of all tables, then all variables by pattern.

    `low` and `high` are the range in that unit, None where there is none; `noise` is in words or the standard deviation
    of what others guess of a variable, None for columns. `known` says who knows it, `source` where it comes from.
    """
    yield HEAD
    for table, columns in TABLES.items():
        for name, heading in columns.items():
            yield column_row(table, name, heading, *SOURCES[table])
    for family in FAMILIES:
        noise = "never shown to others" if family.noise is None else str(family.noise)
        kind = "derived" if family.derived else "stored"
        known = "its own seat and control" if family.noise is None else "everybody" if family.noise == 0 else GUESSED
        source = "worked out of the state by the rules" if family.derived else "the state, changed by events alone"
        span = (family.unit, family.low, family.high, kind, noise, family.meaning)
        yield ("variables", family.pattern, *span, "number", known, source)


GUESSED = "its own seat and control exactly; others with this error"


def column_row(table: str, name: str, heading: Heading, known: str, source: str) -> Row:
    """What the codebook says of one column, in the order of `HEAD`."""
    span = (heading.unit, heading.low, heading.high, "column", None, heading.meaning)
    return (table, name, *span, heading.type, known, source)
