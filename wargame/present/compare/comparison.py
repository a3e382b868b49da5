"""The page of several records: its limits, what was set otherwise, where they part, what came of each.

It is a document as a report is, so that it is written as HTML, Markdown and PDF by the same code; its sentences name
their lines by the letter of the record: `A line 120; B line 98`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import groupby

from wargame.core.agreements import Agreement
from wargame.core.event_kinds import BROKEN
from wargame.core.ids import CONTROL, PUBLIC, SeatId
from wargame.core.words import listed, terms_in_words
from wargame.present.compare.aligned import DecisionPoint, Done, first_parting
from wargame.present.compare.gathering import Compared
from wargame.present.phases import PHASES
from wargame.present.report.bargains import FATES, in_times, known_agreements
from wargame.present.report.courses import NOT_PUBLIC, STACKS, bet_in_words, looks_of
from wargame.present.report.document import (
    Remark,
    Report,
    ReportBlock,
    ReportSentence,
    ReportTable,
    Section,
    TableRow,
    lines_in_words,
)
from wargame.present.report.limits import people_in, player_shown, specs_of
from wargame.present.report.seat_pages import FinalScore, final_scores
from wargame.present.report.source import ReportSource
from wargame.review.endings import ending_of, ending_values
from wargame.rules.model.bets import bets
from wargame.rules.model.derived import derived
from wargame.rules.version import RULES
from wargame.transcript.entry import linked
from wargame.transcript.references import places

MOST_POINTS = 8
"""Points of a turn that stand on the page, orders before talk; how many more there are is said."""
LONGEST = 240
"""Characters of one deed on the page."""
NOT_THERE, NOTHING, THE_SAME = "not reached", "nothing", "as the others"


def comparison(found: Compared) -> Report:
    """The whole page; the same records give the same page. Linear in the games."""
    first = found.sources[0]
    sections = (
        _limits(found),
        _set_otherwise(found),
        _parting(found),
        _ends(found),
        _stacks(found),
        _agreements(found),
        _breaches(found),
    )
    return Report(f"{len(found.sources)} games of {first.setting.title}", "comparison", _told_to(first), sections)


def _told_to(source: ReportSource) -> str:
    if source.viewer == CONTROL:
        return "Told as control sees them: the truth, with what was secret."
    if source.viewer == PUBLIC:
        return "Told as the public knew them."
    return f"Told as {source.setting.name_of(SeatId(source.viewer))} knew them; for its eyes."


def at_lines(found: Compared, lines: Iterable[Sequence[int]]) -> str:
    """`A line 4; B lines 7, 9`, of those games that have any."""
    pairs = zip(found.letters, lines, strict=True)
    return "; ".join(f"{letter} {lines_in_words(each)}" for letter, each in pairs if each)


def _limits(found: Compared) -> Section:
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


def _lineage(found: Compared, source: ReportSource) -> str:
    """That a game is a fork, and of which of the others."""
    branch = source.game.game.branch
    if branch is None:
        return ""
    games = {
        each.game.record.header.data["game"]: letter for letter, each in zip(found.letters, found.sources, strict=True)
    }
    return f"; it is a fork of {games.get(branch.game, 'another game')} from line {branch.line} on"


def _set_otherwise(found: Compared) -> Section:
    rows = [(name, cells) for name, cells in _settings(found) if len(set(cells)) > 1]
    title = "What was set otherwise"
    if not rows:
        return Section(title, (Remark("Nothing: seed, length, parameters and players are the same in all."),))
    at = at_lines(found, [(1,)] * len(found.sources))
    told = tuple(TableRow((name, *cells), (1,), at) for name, cells in rows)
    return Section(title, (ReportTable(("Set", *found.letters), told),))


def _settings(found: Compared) -> Iterator[tuple[str, tuple[str, ...]]]:
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


def _parting(found: Compared) -> Section:
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


def _point(found: Compared, point: DecisionPoint) -> str:
    return f"{point.turn}, {_step(point)}, {found.sources[0].setting.name_of(point.seat)}"


def _cell(point: DecisionPoint, game: int) -> str:
    own = point.done[game]
    if own is None:
        return NOT_THERE
    if not own.items:
        return NOTHING
    items = point.apart(game)
    return "; ".join(each if len(each) <= LONGEST else f"{each[:LONGEST].rstrip()}…" for each in items) or THE_SAME


def _first_line(point: DecisionPoint) -> tuple[int, ...]:
    return next(each.lines for each in point.done if each is not None)


def _at(found: Compared, point: DecisionPoint) -> str:
    return at_lines(found, [_lines(each) for each in point.done])


def _lines(done: Done | None) -> tuple[int, ...]:
    return () if done is None else done.lines


def _ends(found: Compared) -> Section:
    """How each game ended, and each final score that the reader knows, with its place."""
    last = [(source.ends[source.game.turns],) for source in found.sources]
    at = at_lines(found, last)
    rows = []
    endings = [_ending(source) for source in found.sources]
    if any(endings):
        rows.append(TableRow(("how it ended", *(each or "not told" for each in endings)), last[0], at))
    finals = [final_scores(source) for source in found.sources]
    placed = [
        places(source.game.game, {seat: each.total for seat, each in own.items()}) if own else None
        for source, own in zip(found.sources, finals, strict=True)
    ]
    for seat in found.sources[0].setting.ids:
        if any(seat in own for own in finals):
            cells = tuple(_score(seat, own, where) for own, where in zip(finals, placed, strict=True))
            lines = [(own[seat].line, own[seat].counted) if seat in own else () for own in finals]
            name = found.sources[0].setting.name_of(seat)
            rows.append(TableRow((name, *cells), next(filter(None, lines)), at_lines(found, lines)))
    title = "Endings and scores"
    if not rows:
        return Section(title, (Remark("None of these games came to its end, or nothing of it is known here."),))
    note = "A score stands with its place, where 0 is what passing brings and 100 what the best doctrine does."
    return Section(title, (Remark(note), ReportTable(("Seat", *found.letters), tuple(rows))))


def _ending(source: ReportSource) -> str:
    if not (source.truth and source.game.record.finished):
        return ""
    values = ending_values(looks_of(source)[-1])
    return "" if values is None else ending_of(values).name


def _score(seat: SeatId, own: Mapping[SeatId, FinalScore], where: Mapping[SeatId, float] | None) -> str:
    final = own.get(seat)
    if final is None:
        return "not counted"
    place = f" (place {where[seat]:.0f})" if where and seat in where else ""
    return f"{final.total:.1f}{place}"


def _stacks(found: Compared) -> Section:
    """Whose models allies ran at the end, and what each middle power had bet on."""
    title = "Stacks and bets at the end"
    if found.sources[0].viewer == PUBLIC:
        return Section(title, (Remark(NOT_PUBLIC),))
    looks = [looks_of(source)[-1] for source in found.sources]
    last = [(source.ends[source.game.turns],) for source in found.sources]
    at = at_lines(found, last)
    rows = []
    if found.sources[0].book.patron and found.sources[0].setting.allies:
        for word, share in STACKS.items():
            values = [derived(look, share) for look in looks]
            cells = tuple("unknown" if value is None else f"{100 * value:.0f} %" for value in values)
            rows.append(TableRow((f"{word} share of allied stacks", *cells), last[0], at))
    made = [bets(look) for look in looks]
    for seat in made[0]:
        cells = tuple(bet_in_words(own[seat]) if seat in own else "unknown" for own in made)
        rows.append(TableRow((f"bet of {found.sources[0].setting.name_of(seat)}", *cells), last[0], at))
    guess = () if found.sources[0].truth else (Remark("Numbers of others are guesses, from what the seat could know."),)
    if not rows:
        return Section(title, (Remark("No middle power and no ally sits at this table."),))
    return Section(title, (*guess, ReportTable(("At the end", *found.letters), tuple(rows))))


def _agreements(found: Compared) -> Section:
    """Each agreement by its terms, with what became of it in each game; those that came to the same are counted."""
    title = "Agreements"
    known = [known_agreements(source) for source in found.sources]
    names: dict[str, None] = {}
    fates: list[dict[str, list[str]]] = []
    lines: list[dict[str, list[int]]] = []
    for source, (agreements, own) in zip(found.sources, known, strict=True):
        here: dict[str, list[str]] = {}
        where: dict[str, list[int]] = {}
        for each in agreements.values():
            said = terms_in_words(each.terms, source.name).rstrip(".")
            names.setdefault(said)
            here.setdefault(said, []).append(_fate(each))
            where.setdefault(said, []).extend(own[each.id])
        fates.append(here)
        lines.append(where)
    cells = {said: tuple("; ".join(own[said]) if said in own else "never" for own in fates) for said in names}
    same = sum(len(set(each)) == 1 for each in cells.values())
    rows = tuple(
        TableRow(
            (said, *each),
            tuple(next(where[said] for where in lines if said in where)),
            at_lines(found, [where.get(said, ()) for where in lines]),
        )
        for said, each in cells.items()
        if len(set(each)) > 1
    )
    counts = ", ".join(f"{letter} {len(each[0])}" for letter, each in zip(found.letters, known, strict=True))
    remark = Remark(f"Known agreements: {counts}. {same} have the same terms, turn and fate in all and are left out.")
    return Section(title, (remark, *((ReportTable(("Terms", *found.letters), rows),) if rows else ())))


def _fate(agreement: Agreement) -> str:
    when = f"turn {agreement.signed}" if agreement.signed else "before play"
    broken = f", its clauses broken {in_times(agreement.breaches)}" if agreement.breaches else ""
    return f"{when}: {FATES[agreement.status]}{broken}"


def _breaches(found: Compared) -> Section:
    """Words that were broken, by whom, as counts of each game."""
    counted: list[Counter[SeatId]] = []
    lines: list[dict[SeatId, list[int]]] = []
    for source in found.sources:
        own: Counter[SeatId] = Counter()
        where: dict[SeatId, list[int]] = {}
        for told in source.telling.told:
            seen = told.seen
            if seen.kind in BROKEN and seen.kind != "agreement_broken" and seen.about:
                own[seen.about[0]] += 1
                where.setdefault(seen.about[0], []).append(source.line(told))
        counted.append(own)
        lines.append(where)
    seats = [seat for seat in found.sources[0].setting.ids if any(seat in own for own in counted)]
    if not seats:
        return Section("Words broken", (Remark("No word was broken that is known of here."),))
    rows = tuple(
        TableRow(
            (found.sources[0].setting.name_of(seat), *(str(own[seat]) for own in counted)),
            tuple(next(where[seat] for where in lines if seat in where)),
            at_lines(found, [where.get(seat, ()) for where in lines]),
        )
        for seat in seats
    )
    return Section("Words broken", (ReportTable(("By", *found.letters), rows),))
