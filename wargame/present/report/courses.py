"""How numbers went over the turns: capability and dependence of governments, whose models allies run, what each bet on.

As the viewer could work it out: the truth for control, estimates of others for a seat, nothing for the public.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.core import names
from wargame.core.event_kinds import EventKind
from wargame.core.ids import PUBLIC, SeatId, Variable
from wargame.present.report.document import (
    Chart,
    Panel,
    Remark,
    ReportBlock,
    ReportSentence,
    ReportTable,
    Section,
    Series,
    TableRow,
)
from wargame.present.report.source import ReportSource
from wargame.review.account import date_of
from wargame.review.endings import ending_values, told
from wargame.rules.model.bets import BET_MEANING, Bet, bets
from wargame.rules.model.derived import derived
from wargame.rules.model.measures import Picture, picture

STACKS: Mapping[str, Variable] = {
    "American": names.stack_share("us"),
    "Chinese": names.stack_share("cn"),
    "home-grown": names.stack_share("home"),
}
COUNTED: tuple[EventKind, ...] = ("order_opened", "agreement_signed", "clause_breached", "signal_broken")
"""Events that a turn is counted by."""
NOT_PUBLIC = "What others can do and run is not public; their numbers stand in no report for everybody."


def turns_in_rows(source: ReportSource) -> Section:
    """Every turn in a row: when it was, how much was signed and broken, between which lines it stands."""
    setting, story = source.setting, source.story
    rows = []
    for turn in story.turns:
        seen = [source.telling.told[at].seen.kind for at in source.telling.of_turn(turn)]
        cells = [str(seen.count(kind)) for kind in COUNTED]
        when = date_of(setting.start, setting.months, turn)
        rows.append(TableRow((str(turn), when, str(len(seen)), *cells), (source.begins[turn], source.ends[turn])))
    head = ("Turn", "Begins", "Events told", "Orders opened", "Signed", "Clauses broken", "Statements broken")
    return Section("Turn by turn", (ReportTable(head, tuple(rows)),))


def courses(source: ReportSource) -> Section:
    """Capability and dependence of each government, as a chart and as numbers."""
    title = "Capability and dependence"
    if source.viewer == PUBLIC:
        return Section(title, (Remark(NOT_PUBLIC),))
    looks = looks_of(source)
    holders = source.book.setting.governments
    drawn: dict[SeatId, tuple[Series, ...]] = {
        holder: (
            Series("fielded capability (0-100)", tuple(_each(looks, names.fielded(holder)))),
            Series("dependence, % (concentration)", tuple(_each(looks, names.dependence(holder), 100))),
        )
        for holder in holders
    }
    panels = tuple(Panel(source.name(holder), series) for holder, series in drawn.items())
    first = source.ends[0]
    blocks: list[ReportBlock] = [Chart("Fielded capability and dependence of each government over the turns", panels)]
    for holder, (able, bound) in drawn.items():
        said = f"{source.name(holder)}: capability {_from_to(able)}, dependence {_from_to(bound)} %."
        blocks.append(ReportSentence(said, (first, source.ends[source.game.turns])))
    rows = [
        TableRow(
            (str(turn), *(_shown(series.values[turn]) for pair in drawn.values() for series in pair)),
            (source.ends[turn],),
        )
        for turn in range(len(looks))
    ]
    head = ("Turn", *(f"{source.name(holder)} {part}" for holder in holders for part in ("capability", "dependence")))
    return Section(title, (*_guessed(source), *blocks, ReportTable(head, tuple(rows))))


def stacks(source: ReportSource) -> Section:
    """Whose models allies run, what each middle power bet on, and which ending that is."""
    title = "Stacks and bets"
    if source.viewer == PUBLIC:
        return Section(title, (Remark(NOT_PUBLIC),))
    looks, last = looks_of(source), source.ends[source.game.turns]
    blocks = _guessed(source)
    if source.book.patron and source.setting.allies:
        series = tuple(Series(word, tuple(_each(looks, share, 100))) for word, share in STACKS.items())
        blocks.append(Chart("Whose models allies run, %", (Panel("share of allied work", series),)))
        shares = ", ".join(f"{each.name} {_from_to(each)} %" for each in series)
        blocks.append(ReportSentence(f"Allied stacks: {shares}.", (source.ends[0], last)))
    first, now = bets(looks[0]), bets(looks[-1])
    for seat, bet in now.items():
        before = f" It began as {bet_in_words(first[seat])}." if first[seat].kind != bet.kind else ""
        blocks.append(
            ReportSentence(
                f"{source.name(seat)} {BET_MEANING[bet.kind]} ({bet_in_words(bet)}; {_shares(bet)}).{before}", (last,)
            )
        )
    values = ending_values(looks[-1])
    if values is not None and source.truth and source.game.record.finished:
        blocks.append(ReportSentence(f"The ending: {told(values)}", (last,)))
    return Section(title, tuple(blocks) or (Remark("No middle power and no ally sits at this table."),))


def _guessed(source: ReportSource) -> list[ReportBlock]:
    """What numbers of others are in a seat's report."""
    return [] if source.truth else [Remark("Numbers of others are guesses, from what the seat could know at the time.")]


def bet_in_words(bet: Bet) -> str:
    """The kind of a bet."""
    return bet.kind.replace("_", " ")


def _shares(bet: Bet) -> str:
    return (
        f"{100 * bet.strings:.0f} % on strings, {100 * bet.own:.0f} % its own, {100 * bet.outside:.0f} % outside terms"
    )


def looks_of(source: ReportSource) -> list[Picture]:
    """What could be known at the end of each turn."""
    sights = source.game.states if source.truth else source.telling.views
    return [picture(source.book, sights[turn]) for turn in range(source.game.turns + 1)]


def _each(looks: list[Picture], variable: Variable, times: float = 1.0) -> Iterator[float | None]:
    for look in looks:
        value = derived(look, variable)
        yield None if value is None else times * value


def _from_to(series: Series) -> str:
    return f"{_shown(series.values[0])} to {_shown(series.values[-1])}"


def _shown(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0f}"
