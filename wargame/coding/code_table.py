"""What was coded, beside what the key knows of it: one row for each decision of a coder, for an analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields

from wargame.coding.coded_items import ItemKey
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.given_codes import coders_of, codes_of
from wargame.transcript.codebook import Heading, Row, text, whole
from wargame.transcript.columns import ColumnTable, of_rows

COLUMNS: Mapping[str, Heading] = {
    "item": text("id of the item"),
    "coder": text("pseudonym of the person, or the spec of the model that judged"),
    "category": text("what the item was coded as"),
    "remark": text("what the coder remarked on it"),
    "at": text("date and time of the decision in UTC"),
    "unit": text("message, offer, statement, argument or reason"),
    "turn": whole("turn in which it was said", "turn"),
    "source": text("the record by its path, or the folder of an experiment and the run in it"),
    "game": text("id of the game"),
    "line": whole("line of the record", "line", 1),
    "seat": text("id of the seat that said it"),
    "player": text("spec of whoever played the seat then"),
    "kind": text("a person, a language model or a script"),
    "origin": text("how the decision came about of which the words are; empty where the record names none"),
    "cell": text("cell of the experiment; empty for a record that stands alone"),
}
"""Every column of the table of codes."""


def code_table(
    coding: CodingFolder, key: Mapping[str, ItemKey], judged: Mapping[str, Mapping[str, str]]
) -> ColumnTable:
    """All decisions with the key of their items, by item and coder; `judged` are categories of models by their specs.

    `key` has every item, see `key_of`. SpecError if a coder's file cannot be read or holds what is no decision.
    """
    given = {coder: codes_of(coding, coder) for coder in coders_of(coding)}
    kept = [each.name for each in fields(ItemKey) if each.name != "item"]
    rows: list[Row] = []
    for item in coding.items.values():
        whose = asdict(key[item.id])
        said = [(coder, codes[item.id]) for coder, codes in given.items() if item.id in codes]
        told: list[Row] = [(coder, code.category, code.remark, code.at) for coder, code in said]
        told += [(judge, codes[item.id], None, None) for judge, codes in judged.items() if item.id in codes]
        rows += [(item.id, *each, item.unit, item.turn, *(whose[name] for name in kept)) for each in told]
    return of_rows("codes", COLUMNS, rows)
