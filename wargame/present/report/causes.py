"""What changes came of, in shares, as they lie beside the record: a picture and a table each."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from wargame.paired.shares import ChangeInShares
from wargame.paired.shares_kept import kept_beside
from wargame.present.report.document import (
    Remark,
    ReportBlock,
    ReportSentence,
    ReportTable,
    Section,
    ShareArrow,
    ShareChart,
    Subtitle,
    TableRow,
)
from wargame.present.report.source import ReportSource
from wargame.present.share_words import ShareRow, SharesInWords, shares_in_words
from wargame.review.why import Chains
from wargame.rules.model.variable_words import figure, spoken
from wargame.shell_words import shell_word

TITLE = "Because"
MOST_CHANGES, MOST_ROOTS = 12, 6
"""Changes that are told, the last asked for first; and roots of each."""
ASK = "No change was shared out in this record: `wargame why {file} VALUE --shares` does, and keeps it beside it."


def causes(source: ReportSource) -> list[Section]:
    """The section for control: shares rest on the truth, so that nobody else has one. Nothing is counted here."""
    if not source.truth:
        return []
    record = source.game.record
    found = kept_beside(record)
    if not found:
        return [Section(TITLE, (Remark(ASK.format(file=shell_word(Path(record.path.name)))),))]
    chains = Chains(source.game)
    blocks: list[ReportBlock] = [
        Remark(
            "The turns were ruled again without decisions, injects, acts of control and strokes of luck; a share is "
            "what each adds on average over all orders in which they could have come in. Filled arrows raised the "
            "number, hollow ones lowered it. They are kept beside the record, on the word of whoever counted."
        )
    ]
    for because in found[::-1][:MOST_CHANGES]:
        blocks += _change(source, because, shares_in_words(source.game, because, chains))
    if len(found) > MOST_CHANGES:
        blocks.append(Remark(f"{len(found) - MOST_CHANGES} more changes are kept beside the record."))
    return [Section(TITLE, tuple(blocks))]


def _change(source: ReportSource, because: ChangeInShares, words: SharesInWords) -> Iterator[ReportBlock]:
    name = spoken(source.setting, because.variable)
    moved = f"{figure(because.variable, because.before)} to {figure(because.variable, because.after)}"
    turns = f"turn {because.until}" if because.since == because.until else f"turns {because.since} to {because.until}"
    ends = (source.ends[because.until], source.ends[because.since - 1])
    rows = _rows(words)
    yield Subtitle(f"{name[:1].upper()}{name[1:]}, {turns}")
    yield ReportSentence(f"It went from {moved}, {words.total} in all; {words.method}.", ends)
    arrows = tuple(ShareArrow(row.text, _then(row), row.share, row.size) for row in rows)
    yield ShareChart(f"What {name} came of in {turns}", name, moved, arrows)
    table = tuple(
        TableRow(
            (row.text, f"{row.share} {row.error}".rstrip(), row.bound, " -> ".join(row.chain)),
            (row.line,) if row.line else ends,
        )
        for row in rows
    )
    yield ReportTable(("Root", "Share", "Bound up", "Chain on record"), table)


def _then(row: ShareRow) -> str:
    """The event on record that came of a root first, after its own."""
    return row.chain[min(1, len(row.chain) - 1)] if row.chain else ""


def _rows(words: SharesInWords) -> list[ShareRow]:
    """The largest shares, what is left of the others together, and what nobody carries: they add up to the change."""
    told = [row for row in words.rows if row.amount][:MOST_ROOTS]
    rest = [row for row in (*words.rows, *([words.others] if words.others else [])) if row not in told and row.amount]
    if rest:
        amount = sum((row.amount for row in rest), Fraction(0))
        largest = max((abs(row.amount) for row in (*words.rows, words.itself)), default=Fraction(1)) or Fraction(1)
        text = f"{len(rest)} others together"
        told.append(ShareRow(text, amount, f"{float(amount):+.{words.places}f}", "", float(amount / largest)))
    return [*told, words.itself] if words.itself.amount or not told else told
