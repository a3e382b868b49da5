"""What came of an experiment as tables: a row a game, a row a seat, a row a turn; with codebook and manifest.

Everything comes from the ledger; games are not played. Rows stand in the order of the plan, so that the same games give
the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args

import wargame
from wargame.batch.beside_records import RecordBeside
from wargame.batch.conduct import COUNTS, FORCED, Conduct
from wargame.batch.experiment_cell import ExperimentCell
from wargame.batch.game_played import GameRead, read_again
from wargame.batch.intent_gaps import GAP_COUNTS, gap_cells
from wargame.batch.ledger_line import HELPS_ROWS
from wargame.batch.parquet_file import needs_of_parquet, parquet_of
from wargame.batch.planned import ExperimentPlan, PlannedRun, outcomes_key
from wargame.batch.result_columns import NUMBERS, RULED, have_judges, headings, leave_records
from wargame.batch.run_ledger import LedgerContents, bundle_of, shared_in, whole_record
from wargame.batch.runner import state_of
from wargame.batch.seat_references import references_by_cell
from wargame.batch.world_course import parted_in
from wargame.core.ids import SeatId
from wargame.errors import ExperimentError
from wargame.rules.version import RULES
from wargame.transcript.codebook import HEAD, Row, column_row, text
from wargame.transcript.columns import ColumnTable, for_a_sheet, of_rows, write_csv
from wargame.transcript.lean import lean_entries
from wargame.transcript.new_folder import new_folder, write_safe
from wargame.transcript.references import References
from wargame.transcript.setup import code_hash

ResultForm = Literal["csv", "parquet"]
RESULT_FORMS: tuple[ResultForm, ...] = get_args(ResultForm)
RUN_STATES = ("ok", "fallbacks", "failed", "stopped", "not started")


def tables_of(
    plan: ExperimentPlan, found: LedgerContents, beside: Sequence[RecordBeside] = ()
) -> Mapping[str, ColumnTable]:
    """The tables of an experiment by name; games that failed or are not there have a row without numbers.

    Records that are laid `beside` it have theirs at the end, without levels.
    """
    rows: Mapping[str, list[Row]] = {"runs": [], "seats": [], "turns": [], "orders": [], "gaps": []}
    key, references = outcomes_key(plan.outcomes), references_by_cell(plan)
    for run in plan.runs:
        cell = plan.cells[run.cell]
        own = ("experiment", 0) if beside else ()
        begin: Row = (run.id, run.seed, *cell.levels.values(), *_varied(plan, cell, run.replicate), *own)
        sealed = found.sealed.get(run.id)
        read = None if sealed is None else sealed.read
        if sealed is not None and sealed.outcomes != key:
            raise ExperimentError(
                f"{sealed.place}: run {run.id}: its outcomes are not those of the file: `wargame experiment run` reads "
                "them out of it"
            )
        remark = (None,) if beside else ()
        rows["runs"].append((*begin, *remark, *_run_cells(plan, found, run, read)))
        if read is not None:
            seats = _seat_rows(cell.setup.seats, read, references[run.cell], held=_is_pressed(cell))
            rows["seats"].extend((*begin, *row) for row in seats)
            rows["turns"].extend((*begin, *row) for row in _turn_rows(plan, read))
            rows["orders"].extend((*begin, *row) for row in _order_rows(read))
            rows["gaps"].extend((*begin, *row) for row in gap_cells(read.gaps or {}, cell.setup.seats))
    for record in beside:
        none = (None,) * (len(plan.factors) + len(plan.varied) + (plan.replicates > 1) + leave_records(plan))
        begin = (record.id, record.seed, *none, record.name, record.people)
        state = "fallbacks" if record.read.fallbacks else "ok"
        rows["runs"].append((*begin, record.all_remarks or None, state, None, *_read_cells(plan, record.read, None)))
        rows["seats"].extend((*begin, *row) for row in _seat_rows(record.seats, record.read, None))
        rows["turns"].extend((*begin, *row) for row in _turn_rows(plan, record.read))
        rows["orders"].extend((*begin, *row) for row in _order_rows(record.read))
        rows["gaps"].extend((*begin, *row) for row in gap_cells(record.read.gaps or {}, record.seats))
    return {name: of_rows(name, columns, rows[name]) for name, columns in headings(plan, bool(beside)).items()}


def _run_cells(plan: ExperimentPlan, found: LedgerContents, run: PlannedRun, read: GameRead | None) -> Row:
    if read is None:
        failed, stopped = found.failed.get(run.id), found.stopped.get(run.id)
        empty = (None,) * (7 + len(RULED) * have_judges(plan) + len(plan.outcomes))
        kept = "failed" if failed is not None else "stopped" if stopped is not None else "not started"
        return (kept, failed or stopped, *empty)
    first = found.sealed.get(plan.base_of(run).id)
    parted = None if first is None else parted_in(first.read, read)
    return "fallbacks" if read.fallbacks else "ok", None, *_read_cells(plan, read, parted)


def _read_cells(plan: ExperimentPlan, read: GameRead, parted: int | None) -> Row:
    judged = (read.ruled, read.heard, read.odds, read.spread) if have_judges(plan) else ()
    models = (read.asked, read.fallbacks, read.tokens, read.money, *judged)
    outcomes = (each.of(read.series[each.name]) for each in plan.outcomes)
    return read.turns, parted, sum(read.origins.values()), *models, *outcomes


def _varied(plan: ExperimentPlan, cell: ExperimentCell, replicate: int) -> Iterator[float | str | None]:
    yield from (float(getattr(cell.parameters, name)) for name in plan.varied)
    if plan.replicates > 1:
        yield replicate
    if leave_records(plan):
        yield None if cell.start is None else cell.start.place


def _is_pressed(cell: ExperimentCell) -> bool:
    return bool(cell.reins.forces or cell.reins.offers)


def _order_rows(read: GameRead) -> Iterator[Row]:
    yield from ((seat, kind, often) for seat, kinds in (read.kinds or {}).items() for kind, often in kinds.items())


def _seat_rows(
    players: Mapping[SeatId, str], read: GameRead, holds: References | None, *, held: bool = False
) -> Iterator[Row]:
    uncounted = FORCED if held and not any("forced" in each for each in read.conduct.values()) else ()
    for seat, score in read.scores.items():
        counts = read.conduct.get(seat) if read.conduct else None
        missing = (*uncounted, *(GAP_COUNTS if read.gaps is None else ()))
        conduct = (None if counts is None or name in missing else counts.get(name, 0) for name in COUNTS)
        known = holds.seats.get(seat) if holds is not None else None
        stands = (None, None) if known is None else (known.place(score), known.best - score)
        yield seat, players[seat], score, *stands, read.orders.get(seat, 0), *conduct


def _turn_rows(plan: ExperimentPlan, read: GameRead) -> Iterator[Row]:
    series = [read.series[each.name] for each in plan.outcomes]
    for turn, hash_ in enumerate(read.hashes, 1):
        yield turn, hash_, *(values[turn - 1] for values in series)


def prove(plan: ExperimentPlan, found: LedgerContents) -> int:
    """Play every sealed game of a plan again from its record, and hold what was read against it; gives how many.

    ExperimentError names the first game whose rows would be others; TranscriptError one whose record does not come out
    byte for byte. Each game costs twice what `verify` does.
    """
    readings = {each.name: each.reads for each in plan.outcomes}
    runs = [run.id for run in plan.runs if run.id in found.sealed]
    for run in runs:
        sealed, kept = found.sealed[run], found.sealed[run].read
        whole_record(found, run)
        record = lean_entries(sealed.lean(), bundle_of(found, sealed), f"run {run}")
        read = read_again(record, readings, after=shared_in(found, sealed))
        if not kept.conduct:
            read = replace(read, conduct={}, draws="")  # sealed before these were counted
        if not any("written" in counts for counts in kept.conduct.values()):
            read = replace(read, conduct=_without(read.conduct, _WORDS))
        if kept.gaps is None:
            read = replace(read, gaps=None, conduct=_without(read.conduct, GAP_COUNTS))
        if kept.kinds is None:
            read = replace(read, kinds=None, worlds=())
        if not kept.models:
            read = replace(read, models={})
        if kept.heard is None:
            read = replace(read, heard=None, compared=None)
        if read != kept:
            others = ", ".join(f"`read.{each.name}`" for each in fields(read) if _differs(each.name, kept, read))
            said = f"run {run}: read again from its record, its rows are not those of the ledger ({others} there)"
            raise ExperimentError(f"{sealed.place}: {said}; {HELPS_ROWS}")
    return len(runs)


def _differs(name: str, kept: GameRead, read: GameRead) -> bool:
    return bool(getattr(kept, name) != getattr(read, name))


_WORDS = ("written", *(name for name in COUNTS if name.startswith("aware")))
"""Counts that came with the words of models."""


def _without(conduct: Conduct, later: Collection[str]) -> Conduct:
    """Counts of conduct as they were before these."""
    return {
        seat: {name: count for name, count in counts.items() if name not in later} for seat, counts in conduct.items()
    }


def write_tables(
    plan: ExperimentPlan,
    found: LedgerContents,
    folder: Path,
    form: ResultForm = "csv",
    *,
    raw: bool = False,
    beside: Sequence[RecordBeside] = (),
) -> Mapping[str, int]:
    """Write the tables of an experiment as files of a new folder, and give the number of rows of each.

    Beside them stand `codebook`, in the same form, and `manifest.json`: what was played, by which program, and the hash
    of every file. In Parquet the codebook stands in the file's own metadata too, and unit and meaning in those of each
    column. Words that a sheet would take for a formula are made harmless in CSV unless `raw`. SpecError if the folder
    is there; TranscriptError if it cannot be written; MissingLibrary for Parquet without polars and nanoarrow.
    """
    if form == "parquet":
        needs_of_parquet()
    tables = tables_of(plan, found, beside)
    books = {
        name: [column_row(name, column, heading, "everybody", "the ledger") for column, heading in columns.items()]
        for name, columns in headings(plan, bool(beside)).items()
    }
    about = {str(name): text("see `wargame export --codebook`") for name in HEAD}
    rows = (NUMBERS, *(row for rows in books.values() for row in rows))
    lines = (tuple(None if cell is None else str(cell) for cell in row) for row in rows)
    book = of_rows("codebook", about, lines)
    with new_folder(folder, "--to") as staged:
        hashes = {}
        for name, table in {**tables, "codebook": book}.items():
            content = parquet_of(table, books.get(name, [])) if form == "parquet" else _csv(table, raw)
            write_safe(staged / f"{name}.{form}", content)
            hashes[f"{name}.{form}"] = hashlib.sha256(content).hexdigest()
        about_all = json.dumps({**manifest(plan, found, beside), "files": hashes}, ensure_ascii=False, indent=1)
        write_safe(staged / "manifest.json", f"{about_all}\n".encode())
    return {name: len(table) for name, table in tables.items()}


def _csv(table: ColumnTable, raw: bool) -> bytes:
    target = io.StringIO()
    rows: Iterable[Sequence[object]] = [table.names, *table.rows()]
    write_csv(rows if raw else map(for_a_sheet, rows), target)
    return target.getvalue().encode(errors="backslashreplace")


def manifest(plan: ExperimentPlan, found: LedgerContents, beside: Sequence[RecordBeside] = ()) -> Mapping[str, Any]:
    """What was played, by which program and with which settings; models as their endpoints named them.

    Settings of a cell are those with which it was begun, and of one that was not begun those of the file.
    """
    state = state_of(plan, found)
    counts = (state.ok, len(state.fallbacks), len(state.failed), len(state.stopped), state.not_started)
    return {
        "experiment": plan.experiment.model_dump(mode="json"),
        "games": dict(zip(RUN_STATES, counts, strict=True)),
        "sequence": plan.sequence_told,
        "kind": "simulation: every seat is played by a script or a model",
        "wargame": wargame.__version__,
        "rules": RULES,
        "code": code_hash(),
        "models": _models(plan, found, beside),
        "cells": {cell.name: found.cells.get(cell.name, cell.settings) for cell in plan.cells},
        **({"records": {each.id: _told(each) for each in beside}} if beside else {}),
    }


def _told(record: RecordBeside) -> Mapping[str, Any]:
    own = {"run": record.run} if record.run else {}
    told = {"name": record.name, "people": record.people, "acts_of_control": record.acts, **own}
    return {**told, "remarks": list(record.remarks)}


def _models(
    plan: ExperimentPlan, found: LedgerContents, beside: Sequence[RecordBeside]
) -> Mapping[str, Mapping[str, int]]:
    """How many calls each model that was asked for answered, by what its endpoint called it; records count too.

    Those that are games of the experiment count once.
    """
    sealed = (found.sealed[run.id].read for run in plan.runs if run.id in found.sealed)
    calls: dict[str, dict[str, int]] = {}
    for read in chain(sealed, (record.read for record in beside if not record.run)):
        for asked, named in read.models.items():
            known = calls.setdefault(asked, {})
            for name, count in named.items():
                known[name] = known.get(name, 0) + count
    return calls
