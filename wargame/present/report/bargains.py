"""Agreements and what became of each; what seats said and did; both as far as the viewer was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wargame.core.agreements import Agreement, AgreementStatus
from wargame.core.deeds import intent_in_words, order_as_deed
from wargame.core.event_values import AgreementClosed, Breached
from wargame.core.ids import PUBLIC, AgreementId
from wargame.core.words import terms_in_words
from wargame.present.report.document import (
    Remark,
    ReportBlock,
    ReportSentence,
    ReportTable,
    Section,
    Subtitle,
    TableRow,
)
from wargame.present.report.source import ReportSource
from wargame.review.words_and_deeds import NamedGap, WordGap, gaps, named_gaps

FATES: Mapping[AgreementStatus, str] = {
    "in_force": "in force",
    "expired": "kept to its term",
    "ended": "ended by notice",
    "broken": "broken",
    "lapsed": "undone by what happened",
    "stands": "still in force when the game ended",
}
"""What became of an agreement, after `it was`."""
TITLE = "Agreements and what became of them"


def agreements(source: ReportSource) -> Section:
    """Each agreement with its terms and its fate, and how many came to which."""
    found, lines = known_agreements(source)
    if not found:
        return Section(TITLE, (Remark("No agreement that could be known was signed."),))
    counts = [(fate, sum(each.status == status for each in found.values())) for status, fate in FATES.items()]
    every = [at for places in lines.values() for at in places]
    told_of = ", ".join(f"{count} {words}" for words, count in counts if count)
    blocks: list[ReportBlock] = [ReportSentence(f"Of {len(found)} agreements that are known: {told_of}.", tuple(every))]
    for name, each in found.items():
        when = f"Turn {each.signed}" if each.signed else "Before play"
        breaches = f"; its clauses were broken {in_times(each.breaches)}" if each.breaches else ""
        terms = terms_in_words(each.terms, source.name).rstrip(".")
        said = f"{when}: {terms}. It was {FATES[each.status]}{breaches}."
        blocks.append(ReportSentence(said, tuple(lines[name])))
    return Section(TITLE, tuple(blocks))


def known_agreements(
    source: ReportSource,
) -> tuple[Mapping[AgreementId, Agreement], Mapping[AgreementId, Sequence[int]]]:
    """The agreements that the reader knows of as they were at last, and the lines of each; linear in the events."""
    opening = source.telling.views[0].agreements
    found: dict[AgreementId, Agreement] = dict(opening)
    lines: dict[AgreementId, list[int]] = {name: [source.ends[0]] for name in opening}
    for told in source.telling.told:
        for put in told.puts:
            if isinstance(put.entity, Agreement):
                found[put.entity.id] = put.entity
                lines.setdefault(put.entity.id, []).append(source.line(told))
        value = told.seen.value
        if isinstance(value, AgreementClosed | Breached) and value.agreement in found:
            lines[value.agreement].append(source.line(told))
    return found, lines


def words_and_deeds(source: ReportSource) -> Section:
    """What seats announced beside what they did: counts, then each gap by name."""
    title = "Said and did"
    if source.viewer == PUBLIC:
        broken = [told for told in source.telling.told if told.seen.kind == "signal_broken"]
        none = (Remark("No statement was publicly found to be untrue."),)
        return Section(title, tuple(source.sentences(broken)) or none)
    made = list(source.telling.decisions.values())
    events = [source.game.events[told.number - 1] for told in source.telling.told]
    rows = [
        TableRow(_cells(source, gap), _decided(source, gap) or (source.ends[source.game.turns],))
        for gap in gaps(source.seats, made, events)
    ]
    head = ("Seat", "Announced", "Held", "Not done", "Done all the same", "Unannounced orders", "Pledges broken")
    named = list(_named(source, named_gaps(made, events)))
    return Section(title, (ReportTable(head, tuple(rows)), *([Subtitle("Each by name"), *named] if named else ())))


def _cells(source: ReportSource, gap: WordGap) -> tuple[str, ...]:
    orders = f"{gap.unannounced} of {gap.orders}"
    pledges = f"{gap.pledges_broken} of {gap.pledges}"
    counts = (str(gap.announced), str(gap.kept), str(gap.undone), str(gap.denied))
    return (source.name(gap.seat), *counts, orders, pledges)


def _decided(source: ReportSource, gap: WordGap) -> tuple[int, ...]:
    made = source.telling.decisions.values()
    return tuple(source.story.lines[each.id] for each in made if each.seat == gap.seat and each.phase == "orders")


def _named(source: ReportSource, found: Sequence[NamedGap]) -> Iterator[ReportSentence]:
    """What was announced otherwise, and words that were broken; orders of which nothing was said are only counted."""
    for gap in found:
        if gap.kind == "not announced" or (gap.decision is None and not gap.numbers):
            continue
        own = [source.story.lines[gap.decision.id]] if gap.decision is not None else []
        shown = [source.line(source.telling.told[number - 1]) for number in gap.numbers]
        yield ReportSentence(f"Turn {gap.turn}: {_gap_in_words(source, gap)}", tuple(own + shown))


def _gap_in_words(source: ReportSource, gap: NamedGap) -> str:
    name = source.name
    if gap.intent is None:
        return source.telling.told[gap.numbers[0] - 1].seen.text
    did = "; ".join(order_as_deed(order, name) for order in gap.orders) or "did not"
    said = intent_in_words(gap.intent, name)
    return f"{name(gap.seat)} announced that it {said}, and {'did not' if gap.intent.will else f'decided to {did}'}."


def in_times(count: int) -> str:
    """`once`, `3 times`."""
    return "once" if count == 1 else f"{count} times"
