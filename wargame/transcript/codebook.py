"""The codebook of exports: what each column of each table and each variable means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.core.codebook import FAMILIES

Row = tuple[object, ...]

TABLES: Mapping[str, Mapping[str, str]] = {
    "events": {
        "id": "event id, turn.number; for a seat's export its place among what that seat has seen",
        "turn": "turn, 0 is the start",
        "phase": "phase of the turn",
        "kind": "what happened",
        "rule": "the equation, order kind or procedure that said so; empty in a seat's export",
        "causes": "ids of events, decisions and moves behind it, separated by blanks; empty in a seat's export",
        "audience": "who may read it: public, seats separated by blanks, or empty for control alone",
        "about": "seats it concerns, the actor first",
        "text": "one sentence",
        "body": "prose carried with it",
        "changes": "variables that it moved, name:before>after, separated by blanks; for a seat, those it knows",
        "draws": "chance draws, purpose:value/bar, separated by blanks; empty in a seat's export",
    },
    "decisions": {
        "id": "decision id, turn.phase.seat",
        "turn": "turn",
        "phase": "phase",
        "round": "round of talk from 1; 0 elsewhere",
        "seat": "who decided",
        "player": "player spec that controlled the seat",
        "origin": "how it came about: chosen, repaired, fallback, timeout, refusal, human, scripted or recorded",
        "statement": "the public signal, as said",
        "declared": "checkable intents of the signal: +verb:target or -verb:target",
        "sealed": "the sealed orders, or the moves of talk, as JSON",
        "rationale": "the seat's private reason",
        "faults": "what was wrong with earlier attempts",
        "discussion": "what the people on the seat wrote to each other before it, as JSON",
        "dissent": "who on the seat would have decided otherwise, as JSON",
        "via": "transcribed if it was written on paper and entered by control",
    },
    "messages": {
        "id": "event id, or place among what the seat has seen",
        "turn": "turn",
        "phase": "phase",
        "from": "who wrote it",
        "to": "who received it: public, or seats separated by blanks",
        "text": "the message",
    },
    "agreements": {
        "id": "agreement id",
        "parties": "who is bound",
        "by": "who made the offer",
        "signed": "turn of signature",
        "expires": "last turn of its term",
        "status": "in_force, expired, ended, broken, lapsed or stands",
        "secret": "1 if secret",
        "breaches": "breaches so far",
        "clauses": "its clauses, as JSON",
    },
    "measures": {
        "turn": "end of this turn; 0 is the opening",
        "variable": "dotted name; see the rows of table `variables`",
        "value": "true value; in a seat's export what the seat knows or estimates",
        "spread": "standard error of an estimate; empty where the value is exact",
        "derived": "1 if computed from stored variables",
    },
    "deviations": {
        "id": "act of control, numbered through the whole record",
        "who": "handle of the person",
        "role": "role in which the person acted",
        "what": "kind of act, such as override, retract, undo, swap; refused if the role had no right to it",
        "turn": "turn in which it was done",
        "phase": "phase of the turn",
        "at": "date and time",
        "target": "what it was done to: a variable, an event, a seat, an argument, a text",
        "before": "what it changed, before, as JSON",
        "after": "the same, after, as JSON",
        "reason": "why, as written",
        "undone": "1 if the turn in which it stood was undone later",
    },
    "calls": {
        "n": "line of the transcript",
        "turn": "turn",
        "phase": "phase",
        "decision": "the decision that the call served",
        "step": "first, repair1 or repair2; advice to a person; probe",
        "attempt": "number of the attempt within the decision, from 1",
        "model": "the model that was asked for",
        "endpoint": "base URL, without key, user or query",
        "rung": "how the reply was held to its schema, firmest first: json_schema_strict, json_schema, json_object, "
        "tool, text",
        "status": "HTTP status; empty if none came",
        "finish": "why the model stopped, as the endpoint says: stop, length, tool_calls, content_filter",
        "fault": "what went wrong; empty if a completion came",
        "refusal": "the model's words, if it declined",
        "returned_model": "the model that says it answered",
        "fingerprint": "system fingerprint, if the endpoint gives one",
        "seconds": "from sending to the last byte, or to giving up",
        "max_tokens": "tokens that the reply was allowed",
        "prompt_tokens": "as the endpoint counts; empty if it does not say",
        "cached_tokens": "those of the prompt that the endpoint knew already; empty if it does not say",
        "completion_tokens": "as the endpoint counts; empty if it does not say",
        "reasoning_tokens": "those of the completion spent on thinking; empty if it does not say",
        "cost": "in the currency of the price table; empty if price or counts are not known",
        "request": "SHA-256 of the request: model, messages, schema, sampling, rung and token limit",
        "prompt": "messages as speaker:hash+hash, separated by blanks; the entries `blob` hold the texts",
        "schema": "hash of the schema, which stands in an entry `blob`",
        "reply": "the model's words, or what came instead of them",
    },
}
"""Every column of every table."""

HEAD: Row = ("table", "name", "unit", "low", "high", "kind", "noise", "meaning")


def codebook_rows() -> Iterator[Row]:
    """The codebook as a table: all columns, then all variables by pattern."""
    yield HEAD
    for table, columns in TABLES.items():
        for name, meaning in columns.items():
            yield (table, name, "", "", "", "column", "", meaning)
    for family in FAMILIES:
        noise = "never shown to others" if family.noise is None else family.noise
        kind = "derived" if family.derived else "stored"
        yield ("variables", family.pattern, family.unit, family.low, family.high, kind, noise, family.meaning)
