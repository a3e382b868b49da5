"""What games are made of, as a program sees it: scenarios, parameters, and the meaning of columns and variables."""

from __future__ import annotations

from dataclasses import fields

from wargame.rules.base.parameters import Parameters
from wargame.scenario.find import FoundPack, list_scenarios
from wargame.transcript.codebook import HEAD, codebook_rows, number, text
from wargame.transcript.columns import ColumnTable, of_rows


def scenarios() -> tuple[FoundPack, ...]:
    """Every scenario that `play` finds by name, in the order of names: its name, its folder, and where that lies.

    Looked through are `scenarios/` in the working directory, the user's own folder, and what came with the program;
    a name found in an earlier place hides the same name in a later one. Nothing is read but the names of folders.
    """
    return list_scenarios()


OF_ROW = "what `unit` says in the row"


def parameters() -> ColumnTable:
    """Every number that the rules lean on: name, default, lowest and highest value, unit, source and meaning.

    `play(..., params={name: value})` sets one; a scenario may have set others than these defaults.
    """
    rows = [
        (item.name, item.default, *(item.metadata[key] for key in ("low", "high", "unit", "source", "meaning")))
        for item in fields(Parameters)
    ]
    headings = {
        "name": text("what `params` calls it"),
        "default": number("its value unless a scenario or a game sets it", OF_ROW),
        "low": number("the least it may be", OF_ROW),
        "high": number("the most it may be", OF_ROW),
        "unit": text("what it is counted in"),
        "source": text("facts of docs/facts.md that it leans on, or `design` where it is a choice of the model"),
        "meaning": text("what it does"),
    }
    return of_rows("parameters", headings, rows)


def codebook() -> ColumnTable:
    """What stands in every column of every table, and every variable by pattern with its unit, range and meaning."""
    _, *rows = codebook_rows()
    headings = {
        "table": text("the table, or `variables` where the row explains a variable"),
        "name": text("the column, or the variable's dotted name as a pattern"),
        "unit": text("what it is counted in"),
        "low": number("the least it may be; missing where nothing bounds it", OF_ROW),
        "high": number("the most it may be", OF_ROW),
        "kind": text("column; stored or derived for a variable"),
        "noise": text("standard error with which others see a variable; 0 where they see it exactly"),
        "meaning": text("what it says"),
        "type": text("text, integer, number or flag"),
        "known": text("who knows it"),
        "source": text("where it comes from"),
    }
    assert tuple(headings) == HEAD
    return of_rows("codebook", headings, rows)
