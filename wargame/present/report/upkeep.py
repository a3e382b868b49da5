"""How decisions came about, what models took, and how healthy the game was: fallbacks, silent seats, repeated words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wargame.core.ids import PUBLIC, Origin, SeatId
from wargame.core.moves import Decision, silence
from wargame.core.plain_text import plain_line
from wargame.present.report.document import Remark, ReportBlock, ReportSentence, ReportTable, Section, TableRow
from wargame.present.report.source import ReportSource

REPLACED: tuple[Origin, ...] = ("fallback", "timeout", "refusal")
"""Origins of decisions that whoever sat there did not make."""
ALARM = 0.1
"""Share of replaced decisions from which the game says little about who sat there."""


@dataclass(slots=True)
class _Used:
    """What one model took for one seat."""

    calls: int = 0
    failed: int = 0
    read: int = 0
    written: int = 0
    cost: float = 0.0
    priced: int = 0
    lines: list[int] = field(default_factory=list)


def origins_and_costs(source: ReportSource) -> Section:
    """How each seat's decisions came about, and which models took how many tokens and how much money."""
    title = "Origins of decisions and costs"
    made = _by_seat(source)
    if not made:
        return Section(title, (Remark("Who decided how is not public."),))
    kinds = list(dict.fromkeys(d.origin for own in made.values() for d in own))
    rows = [
        TableRow((source.name(seat), *(str(sum(d.origin == kind for d in own)) for kind in kinds)), _lines(source, own))
        for seat, own in made.items()
    ]
    blocks: list[ReportBlock] = [ReportTable(("Seat", *kinds), tuple(rows))]
    if source.truth:
        blocks += _costs(source)
    else:
        blocks.append(Remark("What models took is told to control."))
    return Section(title, tuple(blocks))


def _costs(source: ReportSource) -> Iterator[ReportBlock]:
    found: dict[tuple[str, str], _Used] = defaultdict(_Used)
    for entry in source.game.record.entries:
        if entry.kind == "call":
            seat = str(entry.data.get("decision", "")).rpartition(".")[2]
            model = str(entry.data.get("returned_model") or entry.data.get("model"))
            _count(found[seat, model], entry.data, entry.n)
    if not found:
        yield ReportSentence("No call to a model was made; the game cost no tokens and no money.", (source.ends[0],))
        return
    every = list(found.values())
    calls, cost = sum(used.calls for used in every), sum(used.cost for used in every)
    unpriced = calls - sum(used.priced for used in every)
    rest = f"; {unpriced} have no known price" if unpriced else ""
    lines = tuple(at for used in every for at in used.lines)
    yield ReportSentence(
        f"{calls} calls to models were made, of which {sum(u.failed for u in every)} failed; those with a "
        f"price cost {cost:.4f} in all{rest}.",
        lines,
    )
    rows = [
        TableRow(
            (
                source.name(seat),
                model,
                str(used.calls),
                str(used.failed),
                f"{used.read:,}",
                f"{used.written:,}",
                f"{used.cost:.4f}" if used.priced else "unknown",
            ),
            tuple(used.lines),
        )
        for (seat, model), used in found.items()
    ]
    yield ReportTable(("Seat", "Model", "Calls", "Failed", "Tokens read", "Tokens written", "Cost"), tuple(rows))


def _count(used: _Used, data: dict[str, Any], line: int) -> None:
    tokens = data.get("usage") or {}
    used.calls += 1
    used.failed += bool(data.get("fault"))
    used.read += tokens.get("prompt") or 0
    used.written += tokens.get("completion") or 0
    used.priced += data.get("cost") is not None
    used.cost += data.get("cost") or 0.0
    used.lines.append(line)


def health(source: ReportSource) -> Section:
    """Shares of replaced decisions, of silence, and of words that were said before."""
    title = "Health of the game"
    if source.viewer == PUBLIC:
        return Section(title, (Remark("Who decided how is not public."),))
    return Section(title, tuple(_health(source)))


def _health(source: ReportSource) -> Iterator[ReportBlock]:
    by_seat = _by_seat(source)
    every = [decision for own in by_seat.values() for decision in own]
    replaced = [decision for decision in every if decision.origin in REPLACED]
    share = len(replaced) / len(every) if every else 0.0
    alarm = " That is much: read what those seats did with care." if share >= ALARM else ""
    yield ReportSentence(
        f"{len(replaced)} of {len(every)} decisions ({100 * share:.0f} %) were fallbacks, made in place of whoever sat "
        f"there.{alarm}",
        _lines(source, replaced or every),
    )
    for seat, own in by_seat.items():
        if count := sum(decision.origin in REPLACED for decision in own):
            theirs = [decision for decision in own if decision.origin in REPLACED]
            yield ReportSentence(f"{source.name(seat)}: {count} of {len(own)}.", _lines(source, theirs), under=True)
    silent = {seat: own for seat, own in by_seat.items() if all(made.body == silence(made.phase) for made in own)}
    names = ", ".join(map(source.name, silent)) or "none"
    yield ReportSentence(f"Seats that neither said nor ordered anything: {names}.", _lines(source, every))
    yield from _repeated(source)


def _repeated(source: ReportSource) -> Iterator[ReportSentence]:
    """Who said the same words in more than one turn."""
    said: dict[SeatId, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for told in source.telling.told:
        seen = told.seen
        if seen.kind in ("message_sent", "signal_made") and seen.body and seen.about[:1]:
            words = " ".join(plain_line(seen.body).casefold().split())
            said[seen.about[0]][words].append((seen.turn, source.line(told)))
    last = source.ends[source.game.turns]
    counts: Counter[SeatId] = Counter()
    lines: dict[SeatId, list[int]] = defaultdict(list)
    for seat, texts in said.items():
        for places in texts.values():
            if len({turn for turn, _ in places}) > 1:
                counts[seat] += len(places)
                lines[seat] += [line for _, line in places]
    if not counts:
        yield ReportSentence("Nobody said the same words in two turns.", (last,))
    for seat, count in counts.most_common():
        whole = sum(len(places) for places in said[seat].values())
        yield ReportSentence(
            f"{source.name(seat)} said words again that it had said in another turn: {count} of {whole} texts.",
            tuple(lines[seat]),
        )


def _by_seat(source: ReportSource) -> dict[SeatId, list[Decision]]:
    found: dict[SeatId, list[Decision]] = {}
    for decision in source.telling.decisions.values():
        found.setdefault(decision.seat, []).append(decision)
    return {seat: found[seat] for seat in source.setting.ids if seat in found}


def _lines(source: ReportSource, made: list[Decision]) -> tuple[int, ...]:
    return tuple(source.story.lines[decision.id] for decision in made) or (source.ends[source.game.turns],)
