"""The page of several records: its limits, what was set otherwise, where they part, what came of each.

It is a document as a report is, so that it is written as HTML, Markdown and PDF by the same code; its sentences name
their lines by the letter of the record: `A line 120; B line 98`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import groupby

from wargame.core.ids import CONTROL, PUBLIC, SeatId
from wargame.core.words import listed
from wargame.present.compare.aligned import DecisionPoint, Done, first_parting
from wargame.present.compare.gathering import ComparedGames, at_lines
from wargame.present.compare.outcomes import agreements_beside, endings_and_scores, stacks_at_the_end, words_broken
from wargame.present.phases import PHASES
from wargame.present.report.document import (
    Remark,
    Report,
    ReportBlock,
    ReportSentence,
    ReportTable,
    Section,
    TableRow,
)
from wargame.present.report.limits import people_in, player_shown, specs_of
from wargame.present.report.source import ReportSource
from wargame.rules.version import RULES
from wargame.transcript.entry import linked

MOST_POINTS = 8
"""Points of a turn that stand on the page, orders before talk; how many more there are is said."""
BEFORE = 40
"""Characters that are told before two items part that begin alike."""
LONGEST = 240
"""Characters of one deed on the page."""
NOT_THERE, NOTHING, THE_SAME = "not reached", "nothing", "as the others"


def comparison(found: ComparedGames) -> Report:
    """The whole page; the same records give the same page. Linear in the games."""
    first = found.sources[0]
    sections = (
        _limits(found),
        _set_otherwise(found),
        _parting(found),
        endings_and_scores(found),
        stacks_at_the_end(found),
        agreements_beside(found),
        words_broken(found),
    )
    return Report(f"{len(found.sources)} games of {first.setting.title}", "comparison", _told_to(first), sections)


def _told_to(source: ReportSource) -> str:
    if source.viewer == CONTROL:
        return "Told as control sees them: the truth, with what was secret."
    if source.viewer == PUBLIC:
        return "Told as the public knew them."
    return f"Told as {source.setting.name_of(SeatId(source.viewer))} knew them; for its eyes."


def _limits(found: ComparedGames) -> Section:
    sources = found.sources
    header = at_lines(found, [(1,)] * len(sources))
    blocks: list[ReportBlock] = [
        ReportSentence(
            f"It lays {len(sources)} games beside each other (n = {len(sources)}): what happened in each, and not what "
            "usually happens. It is exploratory; no share and no probability can be read off it.",
            (1,),
            at=header,
        )
    ]
    for letter, source in zip(found.letters, sources, strict=True):
        record = source.game.record
        people = people_in(source)
        kind = f"{people} seat{'s' * (people != 1)} had a person" if people else "nobody played: a simulation"
        text = (
            f"{letter} is {record.path.name}: {source.game.turns} of {source.setting.turns} turns, seed "
            f"{source.game.game.seed}; {kind}{_lineage(found, source)}."
        )
        blocks.append(ReportSentence(text, (1,), at=f"{letter} line 1"))
        if source.missing:
            said = f"{letter} is told in part: {source.missing}."
            blocks.append(ReportSentence(said, (len(record.lines),), at=f"{letter} line {len(record.lines)}"))
    if len({source.game.game.seed for source in sources}) > 1:
        blocks.append(
            ReportSentence(
                "Seeds differ, so that chance fell otherwise: that games differ need not come from what was decided.",
                (1,),
                at=header,
            )
        )
    blocks.append(
        ReportSentence(
            f"Numbers come from the rules of the model (version {RULES}), not from the world; parameters are "
            "assumptions with ranges.",
            (1,),
            at=header,
        )
    )
    blocks += [
        Remark(f"SHA-256 of the last line of {letter}: {linked(source.game.record.lines[-1])}.")
        for letter, source in zip(found.letters, sources, strict=True)
    ]
    return Section("Limits of this comparison", tuple(blocks))


def _lineage(found: ComparedGames, source: ReportSource) -> str:
    """That a game is a fork, and of which of the others."""
    branch = source.game.game.branch
    if branch is None:
        return ""
    pairs = list(zip(found.letters, found.sources, strict=True))
    games = {each.game.record.header.data["game"]: letter for letter, each in reversed(pairs)}
    return f"; it is a fork of {games.get(branch.game, 'another game')} from line {branch.line} on"


def _set_otherwise(found: ComparedGames) -> Section:
    rows = [(name, cells) for name, cells in _settings(found) if len(set(cells)) > 1]
    title = "What was set otherwise"
    if not rows:
        return Section(title, (Remark("Nothing: seed, length, parameters and players are the same in all."),))
    at = at_lines(found, [(1,)] * len(found.sources))
    told = tuple(TableRow((name, *cells), (1,), at) for name, cells in rows)
    return Section(title, (ReportTable(("Set", *found.letters), told),))


def _settings(found: ComparedGames) -> Iterator[tuple[str, tuple[str, ...]]]:
    sources = found.sources
    yield "seed", tuple(str(source.game.game.seed) for source in sources)
    yield "turns", tuple(str(source.setting.turns) for source in sources)
    parameters = [source.game.sequence.book.parameters for source in sources]
    for each in fields(parameters[0]):
        yield f"parameter {each.name}", tuple(f"{getattr(own, each.name):g}" for own in parameters)
    later = [
        [f"{a.parameter} = {a.value:g} from turn {a.turn} on" for a in source.game.game.amendments]
        for source in sources
    ]
    yield "parameters later", tuple(", ".join(each) or "none" for each in later)
    specs = [specs_of(source) for source in sources]
    for seat in specs[0]:
        shown = (
            listed(player_shown(source, seat, spec) for spec in own.get(seat, ()))
            for source, own in zip(sources, specs, strict=True)
        )
        yield f"player of {sources[0].setting.name_of(seat)}", tuple(shown)
    if sources[0].truth:
        yield "changed in a fork", tuple(_forked(source) for source in sources)
    texts = [source.game.game.bundle for source in sources]
    yield "text of the scenario", tuple("as in A" if each == texts[0] else "another" for each in texts)


def _forked(source: ReportSource) -> str:
    branch = source.game.game.branch
    return "no fork" if branch is None else " ".join(map(str, branch.change.values()))


def _parting(found: ComparedGames) -> Section:
    points, title = found.points, "Where they part, and who decided otherwise"
    apart = [point for point in points if not point.same]
    if not apart:
        unknown = "" if found.sources[0].truth else ", as far as this reader knows"
        last = [(source.ends[source.game.turns],) for source in found.sources]
        said = f"They never part: every seat decided the same in all of them{unknown}."
        return Section(title, (ReportSentence(said, last[0], at=at_lines(found, last)),))
    first = first_parting(points)
    who = listed(found.sources[0].setting.name_of(point.seat) for point in first)
    blocks: list[ReportBlock] = [
        ReportSentence(
            f"They part first in turn {first[0].turn}, {_step(first[0])}: {who} decided otherwise.",
            _first_line(first[0]),
            at=_at(found, first[0]),
        ),
        Remark(
            f"Of {len(points)} points at which a seat decided something, {len(apart)} differ. Each cell tells what was "
            "done there and not in all the others."
        ),
    ]
    shown = _shown(apart)
    rows = tuple(
        TableRow(
            (_point(found, point), *(_cell(point, game) for game in range(len(found.sources)))),
            _first_line(point),
            _at(found, point),
        )
        for point in shown
    )
    blocks.append(ReportTable(("Turn, step, seat", *found.letters), rows))
    if len(apart) > len(shown):
        blocks.append(Remark(f"{len(apart) - len(shown)} more points differ; `--json` holds all."))
    return Section(title, tuple(blocks))


def _shown(apart: Sequence[DecisionPoint]) -> list[DecisionPoint]:
    """The points that stand on the page, in the order of play."""
    kept: list[DecisionPoint] = []
    for _, turn in groupby(apart, key=lambda point: point.turn):
        points = list(turn)
        first = sorted(points, key=lambda point: point.phase != "orders")[:MOST_POINTS]
        kept += [point for point in points if point in first]
    return kept


def _step(point: DecisionPoint) -> str:
    name = PHASES.get(point.phase, point.phase)
    return f"{name} {point.round}" if point.round else name


def _point(found: ComparedGames, point: DecisionPoint) -> str:
    return f"{point.turn}, {_step(point)}, {found.sources[0].setting.name_of(point.seat)}"


def _cell(point: DecisionPoint, game: int) -> str:
    own = point.done[game]
    if own is None:
        return NOT_THERE
    if not own.items:
        return NOTHING
    others = [item for at, each in enumerate(point.done) if each is not None and at != game for item in each.items]
    return "; ".join(cut_where_they_part(each, others) for each in point.apart(game)) or THE_SAME


def cut_where_they_part(item: str, others: Sequence[str]) -> str:
    """At most `LONGEST` of an item: its beginning, or from shortly before it parts from another that begins alike."""
    if len(item) <= LONGEST:
        return item
    alike = max((_same_beginning(item, other) for other in others if other != item), default=0)
    start = 0 if alike < LONGEST - BEFORE else item.rfind(" ", 0, alike - BEFORE) + 1
    end = start + LONGEST
    return f"{'…' if start else ''}{item[start:end].rstrip()}{'…' if end < len(item) else ''}"


def _same_beginning(one: str, other: str) -> int:
    """With how many of the same characters two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _first_line(point: DecisionPoint) -> tuple[int, ...]:
    return next(each.lines for each in point.done if each is not None)


def _at(found: ComparedGames, point: DecisionPoint) -> str:
    return at_lines(found, [_lines(each) for each in point.done])


def _lines(done: Done | None) -> tuple[int, ...]:
    return () if done is None else done.lines
