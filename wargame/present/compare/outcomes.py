"""What came of each game that is compared: endings, scores, stacks, bets, agreements, broken words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from wargame.core.agreements import Agreement
from wargame.core.event_kinds import BROKEN
from wargame.core.ids import PUBLIC, SeatId
from wargame.core.words import terms_in_words
from wargame.present.compare.gathering import ComparedGames, at_lines
from wargame.present.report.bargains import FATES, in_times, known_agreements
from wargame.present.report.courses import NOT_PUBLIC, STACKS, bet_in_words, looks_of
from wargame.present.report.document import Remark, ReportTable, Section, TableRow
from wargame.present.report.seat_pages import FinalScore, final_scores
from wargame.present.report.source import ReportSource
from wargame.review.endings import ending_of, ending_values
from wargame.rules.model.bets import bets
from wargame.rules.model.derived import derived
from wargame.transcript.references import PLACES_MEAN, places


def endings_and_scores(found: ComparedGames) -> Section:
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
    note = f"A score stands with its place, where {PLACES_MEAN}."
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


def stacks_at_the_end(found: ComparedGames) -> Section:
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


def agreements_beside(found: ComparedGames) -> Section:
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


def words_broken(found: ComparedGames) -> Section:
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
