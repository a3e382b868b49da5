"""What was coded, beside what the key knows of it: one row for each decision of a coder, for an analysis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields

from wargame.coding.coded_items import ItemKey
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.given_codes import coders_of, codes_of
from wargame.coding.judge_files import JudgeFile
from wargame.transcript.codebook import Heading, Row, text, whole
from wargame.transcript.columns import ColumnTable, of_rows

COLUMNS: Mapping[str, Heading] = {
    "item": text("id of the item"),
    "coder": text("pseudonym of the person, or the spec of the model that judged"),
    "category": text("what the item was coded as; empty where a judge gave none"),
    "outcome": text("coded; of a judge also refused (it declined) or unread (no category could be read)"),
    "order": whole("of a judge: 1 the categories in the order of the codebook, 2 turned round", "order", 1),
    "replicate": whole("of a judge: the so-many-th time in this order", "replicate", 1),
    "model": text("of a judge: the model as the endpoint called it; empty where it did not say"),
    "remark": text("what the coder remarked on it; of a judge's answer that is no code, why"),
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


def code_table(coding: CodingFolder, key: Mapping[str, ItemKey], judges: Sequence[JudgeFile] = ()) -> ColumnTable:
    """All decisions with the key of their items: by item, first of people and then of judges, each of its answers.

    `key` has every item, see `key_of`. SpecError if a coder's file cannot be read or holds what is no decision.
    """
    given = {coder: codes_of(coding, coder) for coder in coders_of(coding)}
    kept = [each.name for each in fields(ItemKey) if each.name != "item"]
    answered: dict[str, list[Row]] = defaultdict(list)
    for judge in judges:
        for each in sorted(judge.answers.values(), key=lambda answer: (answer.order, answer.replicate)):
            way = (each.outcome, each.order, each.replicate, each.model or None)
            answered[each.item].append((judge.spec, each.category, *way, each.why, each.at))
    rows: list[Row] = []
    for item in coding.items.values():
        whose = asdict(key[item.id])
        said = [(coder, codes[item.id]) for coder, codes in given.items() if item.id in codes]
        told: list[Row] = [
            (coder, code.category, "coded", None, None, None, code.remark, code.at) for coder, code in said
        ]
        told += answered.get(item.id, ())
        rows += [(item.id, *each, item.unit, item.turn, *(whose[name] for name in kept)) for each in told]
    return of_rows("codes", COLUMNS, rows)
