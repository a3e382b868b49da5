"""The codebook of exports: what each column of each table and each variable means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.core.variables import FAMILIES

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
    "calls": {
        "n": "line of the transcript",
        "turn": "turn",
        "phase": "phase",
        "data": "the whole entry of the model call, as JSON: model, request hash, attempt, latency, tokens, outcome",
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
