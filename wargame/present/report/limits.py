"""What a report opens with: what it can show and what not, who sat where, whose knowledge it holds, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.core.ids import PUBLIC, SeatId
from wargame.core.words import course, listed
from wargame.present.report.document import Remark, ReportBlock, ReportSentence, ReportTable, Section, TableRow
from wargame.present.report.source import ReportSource
from wargame.review.account import date_of
from wargame.review.deviation_log import Deviation, of_game
from wargame.rules.version import RULES
from wargame.transcript.entry import linked
from wargame.transcript.limits import MODEL, PERSON, SCRIPT, kind_of, model_named, seats_played

HEADER = (1,)
"""The line that says who sits where."""


def limits(source: ReportSource) -> Section:
    """The section; a report never stands without it."""
    return Section("Limits of this report", tuple(_blocks(source)))


def people_in(source: ReportSource) -> int:
    """Seats on which a person sat at any time."""
    return seats_played(source.game).count(PERSON)


def _blocks(source: ReportSource) -> Iterator[ReportBlock]:
    setting, game = source.setting, source.game
    if source.missing:
        yield ReportSentence(f"This report is partial: {source.missing}.", (len(game.record.lines),))
    yield ReportSentence(
        "It tells one game (n = 1): what happened once, and not what usually happens. It is exploratory; no share and "
        "no probability can be read off it.",
        HEADER,
    )
    yield from _players(source)
    yield from _fork(source)
    yield from _acts(source)
    by_hand = " but for what control set by hand" if source.truth and "override" in _done(source) else ""
    yield ReportSentence(
        f"Numbers come from the rules of the model (version {RULES}){by_hand}, not from the world; parameters are "
        f"assumptions with ranges. Seed {game.game.seed}; {course(setting.turns, setting.months)} from "
        f"{date_of(setting.start, setting.months, 1)}.",
        HEADER,
    )
    yield Remark(_whose(source))
    record = game.record
    yield Remark(
        f"Each sentence ends with its lines in the record {record.path.name} ({len(record.lines)} lines, "
        f"SHA-256 of the last one {linked(record.lines[-1])})."
    )


def _fork(source: ReportSource) -> Iterator[ReportBlock]:
    """That the game is another one up to a line, and goes on otherwise from there."""
    branch = source.game.game.branch
    if branch is not None:
        yield ReportSentence(
            f"It is a fork of the game {branch.game}: up to line {branch.line} it is that one, and from there on it is "
            "what came of one thing that was changed, and no game that was played so.",
            HEADER,
        )


def _acts(source: ReportSource) -> Iterator[ReportBlock]:
    """Acts of control, each with its line and its reason; to others than control only that turns were taken back."""
    for line, act in _log(source):
        if act.what == "undo":
            yield ReportSentence(
                f"Control took turns back{_because(source, act)}; what came of them does not stand.", (line,)
            )
        elif source.truth and act.what != "swap":
            target = f" {source.name(act.target)}" if act.target else ""
            undone = ", in a turn that was taken back later" if act.undone else ""
            what = act.what.replace("_", " ")
            yield ReportSentence(f"Turn {act.turn}: control: {what}{target}{undone}{_because(source, act)}.", (line,))


def _because(source: ReportSource, act: Deviation) -> str:
    return f' ("{act.reason}")' if source.truth and act.reason else ""


def _log(source: ReportSource) -> Iterator[tuple[int, Deviation]]:
    lines = (entry.n for entry in source.game.record.entries if entry.kind == "override")
    return zip(lines, of_game(source.game), strict=False)


def _done(source: ReportSource) -> set[str]:
    return {act.what for _, act in _log(source)}


def _whose(source: ReportSource) -> str:
    if source.truth and source.thoughts:
        return "It tells the truth, secrets included, and what seats thought, which the instructor's word opened."
    if source.truth:
        return (
            "It tells the truth, secrets included, as control sees it. Private reasons, plans and notes of seats to "
            "themselves are left out; notes of observers and readers that lie beside the record are told."
        )
    if source.viewer == PUBLIC:
        return "It holds only what everybody could know."
    return (
        f"It holds only what {source.setting.name_of(SeatId(source.viewer))} could know: numbers of others are guesses."
    )


def _players(source: ReportSource) -> Iterator[ReportBlock]:
    sat = seats_played(source.game)
    people, models, scripts = map(sat.count, (PERSON, MODEL, SCRIPT))
    share = f"{100 * models / len(sat.specs):.0f} %" if sat.specs else "none"
    yield ReportSentence(
        f"Of {len(sat.specs)} seats {people} had a person, {models} a language model and {scripts} a script: the share "
        f"of AI seats is {share}.{'' if people else ' Nobody played: this is a simulation.'}",
        _lines(source),
    )
    rows = [
        TableRow(
            (source.setting.name_of(seat), listed(player_shown(source, seat, spec) for spec in specs)), _lines(source)
        )
        for seat, specs in sat.specs.items()
    ]
    yield ReportTable(("Seat", "Played by"), tuple(rows))


def specs_of(source: ReportSource) -> Mapping[SeatId, tuple[str, ...]]:
    """Whoever sat on each seat, in order: control may have put others there."""
    return seats_played(source.game).specs


def _lines(source: ReportSource) -> tuple[int, ...]:
    acts = (entry for entry in source.game.record.entries if entry.kind == "override")
    swaps = (entry.n for entry in acts if entry.data.get("what") == "swap")
    return (*HEADER, *swaps)


def player_shown(source: ReportSource, seat: SeatId, spec: str) -> str:
    """Who sat there; how a script is set tells what its seat wants, and is for control and the seat alone."""
    kind = kind_of(spec)
    if kind == PERSON:
        return kind
    if kind == MODEL:
        return f"{kind}, {model_named(spec)}"
    return f"{kind}, {spec}" if seat in source.seats else kind
